#ifndef ENGINE_ROTATE_PRIV_H
#define ENGINE_ROTATE_PRIV_H

#include "engine/rotate.h"

/* How members measure up to each other, without fractions. */

/* Whether others are measured by it: on, weight above 0. */
bool rotate_measures(const struct member *, instant now);
/* Less of its share than `b`: c/w is smaller. */
bool rotate_behind(const struct member *a, const struct member *b);
/* More than `lead` above what its weight gives it beside `least`:
 * c > lead + w * (c/w of that one). */
bool rotate_ahead(
	const struct member *, const struct member *least, int64_t lead);

#endif
