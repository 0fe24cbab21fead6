#ifndef FLOW_OFFER_OWNER_H
#define FLOW_OFFER_OWNER_H

#include "flow/offer.h"

/*
 * Contact owner first (B12, RULES.md section 6): whether a rotation with that
 * option is to ask the owner of the booker's contact alone.
 */
struct owner_first {
	/* a member that is on, with calendars that can be read; 0: there is no
	 * such owner, the rotation decides */
	int64_t owner_id;
	const char *email; /* theirs */
	/* "prefer", and the owner has no slot in the next 14 days of what is
	 * asked for: the rotation decides */
	bool full;
};
/*
 * `q` says what is asked for, of whom and for whom: q->booker. Nothing
 * (owner_id 0) where nobody is known to book, a meeting is being moved or
 * somebody else is named (q->any_owner). owner_who says whose contact it is, a
 * member that is on; owner_ask looks at their calendars and times then. Both
 * read; 0 or -1.
 */
int owner_who(struct store *, const struct offer_query *q,
	const struct rotation *, const struct members *, struct pool *,
	struct owner_first *to, struct fail *f);
int owner_ask(struct store *, const struct offer_query *q,
	const struct rotation *, struct owner_first *to, struct fail *f);

/* The host who alone is offered because the booker's contact is theirs, or
 * NULL. */
const struct user *offer_owner(const struct offer *);

#endif
