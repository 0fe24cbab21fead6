#ifndef FLOW_FOLLOW_H
#define FLOW_FOLLOW_H

#include "flow/book.h"

/*
 * A host moved the event of a meeting in their own calendar (R28): the meeting
 * follows, whatever the page's rules say, and everybody else is told. One
 * transaction. EXIT_TAKEN when the host has another meeting of ours then: the
 * guard does not bend. 0 done; -1.
 */
int follow_move(struct store *, const struct book_how *, const char *ref,
	instant start, instant end, struct booking *to, struct pool *,
	struct fail *f);

#endif
