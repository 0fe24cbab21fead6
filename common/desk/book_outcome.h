#ifndef DESK_BOOK_OUTCOME_H
#define DESK_BOOK_OUTCOME_H

#include "desk/book.h"

/* Verbs of mtg-book: `outcome ID... VALUE`, with `updates` the invitation goes
 * out again, and `outcome-value list|add|remove`. They return the exit status.
 */
int desk_book_outcome(struct front *, bool updates, int argc, char **argv);
int desk_book_outcome_value(struct front *, int argc, char **argv);

#endif
