#ifndef DESK_BOOK_SERIES_H
#define DESK_BOOK_SERIES_H

#include "desk/book.h"

/* Meetings that are booked and cancelled in one go (B17). */

/* Ends the run where --repeat, --count and --until do not go together. */
void desk_series_options(struct front *, const struct book_options *);
/* Books what `b` asks for, again and again as --repeat says, and prints it.
 * `zone` reads --until. An exit status, EXIT_PENDING for requests, or -1. */
int desk_series_book(struct front *, struct store *, const struct book_how *,
	const struct book_options *, const struct booking *b,
	const struct zone *, struct pool *, struct fail *f);
/* Cancels what is to come of a series and prints it. 0, 1 when some of it stays
 * since it is too late for it, or -1. */
int desk_series_cancel(struct front *, struct store *, const struct book_how *,
	const char *series, const char *reason, struct fail *f);

#endif
