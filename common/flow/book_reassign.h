#ifndef FLOW_BOOK_REASSIGN_H
#define FLOW_BOOK_REASSIGN_H

#include "flow/book.h"

/* Who takes a meeting in whose place (B14). */
struct book_reassign {
	const char *to;      /* any user; NULL: */
	bool rotate;         /* another member of its rotation, by the rule */
	const char *instead; /* one of its hosts; NULL: the only one */
};

/*
 * Gives a meeting that did not begin yet to another host: the same record, UID
 * and time, SEQUENCE one up, answers stay. Attendees are told, the event leaves
 * one calendar and comes into the other, the turn of a rotation goes along. The
 * new host need not be one of the page's: neither its rules nor hours count,
 * only that they are free, buffers of the meeting included. `*again`: they have
 * it already. -1: EXIT_TAKEN not free, EXIT_NONE nobody in the rotation is,
 * EXIT_INACTIVE, EXIT_REFUSED (over, several hosts and none named, no calendar
 * to put it into), EXIT_NOT_FOUND.
 */
int book_reassign(struct store *, const struct book_how *, const char *ref,
	const struct book_reassign *, struct booking *to, bool *again,
	struct pool *, struct fail *f);

#endif
