#ifndef ENGINE_SERIES_H
#define ENGINE_SERIES_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/zone.h"

/*
 * Meetings that are booked in one go (B17): when each of them starts. They keep
 * their wall time over a change of the clock, in the zone of the page.
 */
enum series_unit { SERIES_DAYS, SERIES_WEEKDAYS, SERIES_WEEKS, SERIES_MONTHS };
enum { SERIES_MIN = 2, SERIES_MAX = 52 };
struct series {
	enum series_unit unit;
	int every;     /* so many units from one to the next */
	int64_t count; /* how many; 0: those that start before ... */
	instant until;
};
struct series_starts {
	instant v[SERIES_MAX];
	size_t n;
};

/*
 * "daily", "weekdays" (Monday to Friday), "weekly", "biweekly", "monthly", or
 * "2 weeks", "3 days", "2 months" (1 to 52 of them): fills unit and every. 0,
 * or -1 with EXIT_USAGE naming `what`.
 */
int series_read(
	const char *text, const char *what, struct series *to, struct fail *f);

/*
 * All starts, the first included. 0; -1: EXIT_REFUSED "2 of 6: ..." for one
 * that does not exist (the 31st, a time that the clock skips) or a first one on
 * a Saturday or Sunday of weekdays; EXIT_USAGE for fewer than 2 or more than
 * 52. Of a time that comes twice the first is taken.
 */
int series_starts(const struct series *, instant first, const struct zone *,
	struct series_starts *to, struct fail *f);

/*
 * What a page allows, as text: "weekly:12" for at most 12 in a row of a week
 * each, so with daily, weekdays, biweekly, monthly, or "any:12". 0 with the
 * text tidied, NULL for an empty one; -1 with EXIT_USAGE naming `what`.
 */
int series_rule_read(struct pool *, const char *text, const char *what,
	const char **rule, struct fail *f);
/* Whether that allows so many. 0, or -1 with EXIT_REFUSED; NULL allows none. */
int series_allowed(const char *rule, const struct series *, size_t n,
	const char *page, struct fail *f);

#endif
