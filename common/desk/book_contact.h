#ifndef DESK_BOOK_CONTACT_H
#define DESK_BOOK_CONTACT_H

#include "desk/desk.h"

/* Options of `mtg-book contact`, as typed. */
struct book_contact_options {
	const char *owner, *name, *company, *phone, *lifecycle;
};

/* The verb: list, show, add, set, owner. Returns the exit status. */
int desk_book_contact(struct front *, const struct book_contact_options *,
	int argc, char **argv);

#endif
