#ifndef WIRE_WEEK_MAP_H
#define WIRE_WEEK_MAP_H

#include "base/pool.h"
#include "record/slot.h"
#include "when/zone.h"

#include <stdio.h>

/*
 * The map of a week (CLI.md section 10): days across, half hours down, in each
 * cell how many people are free then, over four shades. The digits always stand
 * there; the shade is never the only sign. Weeks stand below each other.
 */
struct week_map;

/* Times are shown in `zone`, names of days in `language`. Lives in the pool. */
struct week_map *week_map_new(
	struct pool *, const struct zone *, const char *language);
/* Each slot fills the half hours that it touches with the number of its hosts;
 * where several do, the largest counts. At most 62 days are kept. */
void week_map_add(struct week_map *, const struct slot *);
/* As text; with `color` the shades are backgrounds, else signs behind the
 * digit. Nothing was added: nothing is written. */
void week_map_text(FILE *, const struct week_map *, bool color);
/* As SVG with role=img, title and desc, attributes only, no script. */
void week_map_svg(FILE *, const struct week_map *, const char *title);

#endif
