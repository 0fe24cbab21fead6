#ifndef DESK_BOOK_REASSIGN_H
#define DESK_BOOK_REASSIGN_H

#include "desk/book.h"

/* The verb `reassign ID... USER`, or with `rotate` ID... alone (B14): another
 * host takes the meetings, in the place of `instead` (or NULL). Returns the
 * exit status. */
int desk_book_reassign(struct front *, bool rotate, const char *instead,
	int argc, char **argv);

#endif
