#ifndef DESK_ROTATE_PRIV_H
#define DESK_ROTATE_PRIV_H

#include "desk/rotate.h"
#include "when/span.h"

/* What the files of mtg-rotate's verbs share. */

/* Prints a rotation with its members and teams. */
void rotate_print(struct front *, struct store *, const struct rotation *);

/* Prints the members with their counts of now. */
void rotate_print_members(
	struct front *, struct store *, const struct rotation *);

/* Opens for a change of a rotation: who may (R81) or the end of the run. */
struct store *rotate_begin(struct front *);

struct rotations {
	struct rotation *v;
	size_t n, cap;
};
/* All of them, or the one of argv[0]. */
void rotate_named(struct front *, struct store *, int argc, char **argv,
	struct rotations *);

/* --from and --to of a look back: `days` ago to now where they are missing; a
 * bare --to is included, a day of the week is the last one. Ends the run when
 * the end is not after the start. */
struct span rotate_window(
	struct front *, const struct rotate_options *, int64_t days);

#endif
