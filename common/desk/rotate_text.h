#ifndef DESK_ROTATE_TEXT_H
#define DESK_ROTATE_TEXT_H

#include "desk/desk.h"

/* mtg-rotate: everything as text that can live in git, and routings (B13). */
int desk_rotate_export(struct front *, int argc, char **argv);
/* `prune`: what the files do not name goes. */
int desk_rotate_apply(struct front *, bool prune, int argc, char **argv);

/* The filter; `explain` prints the rules that were asked instead. */
int desk_rotate_route(struct front *, bool explain, int argc, char **argv);
/* For `why`: what led to a booking, a record for each rule under JSON formats,
 * else a line on stderr. Whether anything did. */
bool desk_rotate_why_route(struct front *, struct store *, const char *ref);
/* list, show NAME..., delete NAME... */
int desk_rotate_routing(struct front *, int argc, char **argv);

#endif
