#ifndef ENGINE_SCHEDULE_H
#define ENGINE_SCHEDULE_H

#include "record/schedule.h"
#include "record/slot.h"

/*
 * When a person is open, all things considered: step 1 of RULES.md section 2.
 * A week (or spans that a VAVAILABILITY gave), dates that differ, travel, and
 * what closes: absences and public holidays. No clock, no store.
 */

struct schedule_rules {
	const struct zone *zone;    /* of the week, days and trips */
	const struct hours *weekly; /* or NULL: */
	const struct spans *open;   /* worked out already: joined */
	/*
	 * The week comes from a page or an option, not from the person: dates
	 * can close some of it and open nothing, and it does not travel.
	 */
	bool fixed;
	const struct schedule_day *days; /* by day, each once */
	size_t days_n;
	const struct schedule_trip *trips; /* by day, not overlapping */
	size_t trips_n;
	/* what closes: rule "hours", start and end, words */
	const struct reason *shut;
	size_t shut_n;
};

/*
 * Fills `open` as hours_spans does: joined, not cut to the window, a start in a
 * spring gap at the first valid instant. Fills `why` with what made it differ
 * from the week, for --explain: `shut` as given, then closed and changed dates,
 * then trips. Where only `open` is known (no week), a date that differs takes
 * its day from 00:00 to 24:00; of a week it takes the windows that begin on it,
 * so that Friday's 22:00-02:00 stays when Saturday is closed. `why` may be
 * NULL.
 */
struct reasons {
	struct reason *v;
	size_t n, cap;
};
void schedule_open(struct pool *, const struct schedule_rules *,
	struct span window, struct spans *open, struct reasons *why);

/* Whether a stretch is whole days on the wall of the zone. */
bool schedule_whole_days(const struct zone *, struct span);

/* "2026-12-24" of days since 1970-01-01, in the pool. */
char *schedule_day_text(struct pool *, int64_t day);
/* The windows of a date as text: "10:00-14:00 15:00-16:00", "none". */
char *schedule_ranges_text(struct pool *, const struct hours *);
/* Reads it; "closed" is "none". 0, or -1 with EXIT_USAGE naming `what`. */
int schedule_ranges_read(struct pool *, const char *text, const char *what,
	struct hours *to, struct fail *f);

/* Words for an absence: "away until 2026-12-28, hand over to Bo Lind". */
char *schedule_away_text(
	struct pool *, const struct zone *, struct span, const char *handover);

#endif
