#ifndef WHEN_RECUR_H
#define WHEN_RECUR_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/civil.h"

/*
 * Recurrence rules (RFC 5545 section 3.3.10) over civil time. Every BY-rule in
 * every frequency where the RFC's table allows it, BYSETPOS in all, WKST,
 * INTERVAL, COUNT, UNTIL. Bounded by construction: see recur_each.
 */
enum recur_freq {
	RECUR_SECONDLY, RECUR_MINUTELY, RECUR_HOURLY, RECUR_DAILY,
	RECUR_WEEKLY, RECUR_MONTHLY, RECUR_YEARLY,
};

struct recur;	/* its fields are recur.c's own */

/*
 * Reads the value of an RRULE ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10"), any case,
 * parts in any order, into `pool`. NULL fills `f` with EXIT_BAD_DATA and the
 * part at fault: unknown or repeated part, number out of range, COUNT with
 * UNTIL is allowed as the world writes it (both hold), FREQ missing, ordinals
 * in BYDAY outside MONTHLY and YEARLY (the ordinal is ignored as the world's
 * readers do: see recur_odd).
 */
struct recur *recur_read(struct pool *, const char *rrule, struct fail *f);

/* What was bent in reading, one line, or NULL. */
const char *recur_odd(const struct recur *);

enum recur_until { RECUR_FOREVER, RECUR_UNTIL_DATE, RECUR_UNTIL_LOCAL,
	RECUR_UNTIL_UTC };
/* What kind of UNTIL the rule has and its value as written. */
enum recur_until recur_until(const struct recur *, struct civil *value);
/* Sets UNTIL to a local (wall) time, for one written in UTC. Inclusive. */
void recur_set_until(struct recur *, const struct civil *local);
bool recur_has_count(const struct recur *);

/*
 * Calls back, in order, with each start that rule and `start` (DTSTART) give
 * and that lies in [from, to), both civil times in the same zone as `start`.
 * DTSTART itself counts as the first instance, also where it does not match
 * the rule (and counts against COUNT). `date_only`: dates, time parts of the
 * rule are ignored. A callback that returns non-zero ends the walk.
 *
 * Cost is bounded: without COUNT the walk jumps to `from`; at most `limit`
 * candidate steps (0: the built-in 4 million) are looked at. Returns 0; 1 when
 * the callback ended it; -1 when the limit was reached (what was called back
 * is right as far as it goes).
 */
int recur_each(const struct recur *, const struct civil *start, bool date_only,
	const struct civil *from, const struct civil *to, long limit,
	int (*each)(void *arg, const struct civil *at), void *arg);

#endif
