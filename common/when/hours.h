#ifndef WHEN_HOURS_H
#define WHEN_HOURS_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/span.h"
#include "when/zone.h"

/*
 * Weekly opening hours: wall-clock ranges per weekday. Text form, days and
 * ranges as in "mon-fri 09:00-17:00", "mon,wed 09:00-12:00 13:00-17:30; sat
 * 10:00-14:00", "fri 22:00-02:00" (past midnight), "daily 00:00-24:00", "none".
 */
struct hours_range {
	int weekday;        /* 0 Monday ... 6 Sunday */
	int start_m, end_m; /* minutes of the day; end above 1440 runs into
			     * the next day */
};
struct hours {
	struct hours_range *v;
	size_t n, cap;
};

/* Monday to Friday 09:00-17:00: what holds where nothing is set. */
#define HOURS_DEFAULT "mon-fri 09:00-17:00"

/* Reads the text form into `pool`. 0 or -1 with EXIT_USAGE naming `what`. */
int hours_read(struct pool *, const char *text, const char *what,
	struct hours *to, struct fail *f);
/* Writes the shortest text form that hours_read takes; in `pool`. */
char *hours_write(struct pool *, const struct hours *);

/*
 * The opening hours on the calendar of `zone` that touch `window`, joined, not
 * cut to it (a grid starts at its window's start). A start inside a spring gap
 * is the first valid instant, in the autumn fold the first of the two; an end
 * likewise. Who never closes starts on the Monday of the week before `window`;
 * behind its end at least a day is looked at. `to` is emptied first.
 */
void hours_spans(struct pool *, const struct hours *, const struct zone *zone,
	struct span window, struct spans *to);

#endif
