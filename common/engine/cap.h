#ifndef ENGINE_CAP_H
#define ENGINE_CAP_H

#include "base/fail.h"
#include "record/cap.h"
#include "when/zone.h"

/*
 * Caps as text: PERIOD:N for so many meetings, PERIOD:LENGTH (with its unit)
 * for so much time, commas between: "day:5,week:2h30m". Each period at most
 * once by count and once by time. 0, or -1 with EXIT_USAGE naming `what`.
 */
int caps_read(
	const char *text, const char *what, struct caps *to, struct fail *f);
/* The text that caps_read takes, in the pool; NULL for no caps. */
char *caps_write(struct pool *, const struct caps *);

/* The whole periods, on the calendar of `zone`, that `window` touches: what has
 * to be counted. Empty without caps. */
struct span caps_reach(
	const struct caps *, const struct zone *, struct span window);

/*
 * Adds to `to` the starts at which one meeting more of `length_s` is one too
 * many. `meetings` are those that count, by start, whole for each period that
 * matters; `rotation_id` not 0 looks at those of that rotation only. `of` names
 * whose caps these are.
 */
void caps_limits(struct pool *, const struct caps *, const struct zone *,
	const struct counteds *meetings, int64_t rotation_id, int64_t length_s,
	const char *of, struct limits *to);

#endif
