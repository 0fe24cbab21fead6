#ifndef STORE_CAP_H
#define STORE_CAP_H

#include "record/cap.h"
#include "store/store.h"

/*
 * The meetings that caps count (RULES.md section 4): neither cancelled nor
 * declined, no expired holds, without booking `but` (0: none), by start in
 * [reach.start, reach.end), in that order.
 */
struct cap_query {
	struct span reach;
	int64_t but;
	instant now;
};

/* Those on a page. */
int cap_page_load(struct store *, const struct cap_query *, int64_t page_id,
	struct pool *, struct counteds *to, struct fail *f);
/* Those that each of `n` users hosts. */
int cap_hosts_load(struct store *, const struct cap_query *,
	const int64_t *user_ids, size_t n, struct pool *,
	struct counteds *to /* [n] */, struct fail *f);
/* How many on a page that are not over an e-mail address has booked; -1. */
int64_t cap_booker_count(struct store *, const struct cap_query *,
	int64_t page_id, const char *email, struct fail *f);

#endif
