#ifndef FLOW_BOOK_OUTCOME_H
#define FLOW_BOOK_OUTCOME_H

#include "flow/book.h"

/*
 * What became of a meeting (R58): one of the store's values, whatever its case,
 * at any time; the meeting itself stays as it is. Where its rotation says so a
 * no-show gives the turn back. With `updates` the invitation is mailed to the
 * attendees again, without a word of the outcome (R79): EXIT_REFUSED for a
 * meeting that is in no calendar. `*again`: it had that outcome, and nothing
 * was sent. -1: EXIT_NOT_FOUND, EXIT_REFUSED for a hold.
 */
int book_outcome(struct store *, const struct book_how *, const char *ref,
	const char *value, bool updates, struct booking *to, bool *again,
	struct pool *, struct fail *f);

/* A name that an outcome of one's own can have, tidied: a line of at most
 * OUTCOME_MAX bytes without quotes, not "none". NULL fills `f`. */
enum { OUTCOME_MAX = 60 };
const char *book_outcome_name(struct pool *, const char *text, struct fail *f);

#endif
