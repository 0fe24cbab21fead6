#ifndef WHEN_RECUR_H
#define WHEN_RECUR_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/civil.h"

/*
 * Recurrence rules (RFC 5545 section 3.3.10) over civil time. Every BY-rule in
 * every frequency where the RFC's table allows it, BYSETPOS in all, WKST,
 * INTERVAL, COUNT, UNTIL. Bounded by construction: see recur_each.
 *
 * Where the RFC leaves it open: BYSETPOS counts in the whole interval, also
 * before DTSTART. With BYWEEKNO a year is one of weeks, so that 31 December
 * 2018 is in week 1 of 2019, for INTERVAL and BYSETPOS too; without BYDAY it
 * takes DTSTART's weekday. Ordinals in BYDAY count in the month where BYMONTH
 * is there. Second 60 is 59 (section 3.3.12). An UNTIL that is a date holds
 * until the end of that day.
 */
enum recur_freq {
	RECUR_SECONDLY,
	RECUR_MINUTELY,
	RECUR_HOURLY,
	RECUR_DAILY,
	RECUR_WEEKLY,
	RECUR_MONTHLY,
	RECUR_YEARLY,
};

struct recur; /* its fields are recur.c's own */

/*
 * Reads the value of an RRULE ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10"), any case,
 * parts in any order, into `pool`. NULL fills `f` with EXIT_BAD_DATA and the
 * part at fault: unknown or repeated part, number out of range (INTERVAL=0,
 * COUNT=0 too), FREQ missing, RSCALE other than GREGORIAN, SKIP other than OMIT
 * (RFC 7529).
 *
 * Bent, see recur_odd, as the world writes it: COUNT with UNTIL (both hold);
 * ordinals in BYDAY outside MONTHLY and YEARLY or with BYWEEKNO (ignored);
 * parts that the RFC forbids in a frequency (they filter); blanks and X- parts
 * (ignored). An INTERVAL too large for any calendar leaves DTSTART alone.
 */
struct recur *recur_read(struct pool *, const char *rrule, struct fail *f);

/* What was bent in reading, one line, or NULL. */
const char *recur_odd(const struct recur *);

enum recur_until {
	RECUR_FOREVER,
	RECUR_UNTIL_DATE,
	RECUR_UNTIL_LOCAL,
	RECUR_UNTIL_UTC
};
/*
 * What kind of UNTIL the rule has and its value as written (`value` NULL: not
 * asked). recur_each takes all of them as local: one in UTC is made local by
 * the caller first, unless the rule is one over dates, where the date counts.
 */
enum recur_until recur_until(const struct recur *, struct civil *value);
/* Sets UNTIL to a local (wall) time, for one written in UTC. Inclusive. */
void recur_set_until(struct recur *, const struct civil *local);
bool recur_has_count(const struct recur *);

/*
 * Calls back, in order and each once, with every start that rule and `start`
 * (DTSTART) give and that lies in [from, to), both civil times in the same zone
 * as `start`. DTSTART itself counts as the first instance, also where it does
 * not match the rule (and counts against COUNT); where UNTIL lies before it
 * there is none at all, as Google and Apple mean it when they write that.
 * `date_only`: dates, clocks (also of `start`) and time parts of the rule are
 * ignored; a frequency below DAILY gives each date that it hits. A callback
 * that returns non-zero ends the walk. Years 1 to 9999; a `start` that does not
 * exist gives nothing.
 *
 * Cost is bounded: without COUNT the walk jumps to `from`, with it intervals
 * are counted; days and clocks that cannot match are jumped over. At most
 * `limit` steps (0: 4 million, about 0.2 s) are made: one for each interval
 * looked at, 12 more in YEARLY, and each instance called back. Returns 0; 1
 * when the callback ended it; -1 when the limit was reached: what was called
 * back is right, but there may be more (also where there was nothing yet).
 */
int recur_each(const struct recur *, const struct civil *start, bool date_only,
	const struct civil *from, const struct civil *to, long limit,
	int (*each)(void *arg, const struct civil *at), void *arg);

#endif
