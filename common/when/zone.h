#ifndef WHEN_ZONE_H
#define WHEN_ZONE_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/civil.h"
#include "when/instant.h"

/*
 * Time zones, read from the system's TZif files (RFC 8536, /usr/share/zoneinfo
 * or $TZDIR) or made from a VTIMEZONE. The only place where wall time becomes
 * an instant.
 */
struct zone;

/*
 * The zone of an IANA name ("Europe/Rome", "UTC", old names too). Loaded once
 * and kept for the run; the caller owns nothing. NULL fills `f` with EXIT_USAGE
 * and, where one is near, a did-you-mean hint. Names with "..", a leading "/"
 * or odd characters are refused, as are "EST5EDT"-like rules, bare offsets and
 * damaged files. Names are exact here: zone_find takes any case.
 *
 * Zones and the tables behind them are not guarded: one thread only.
 */
const struct zone *zone_load(const char *name, struct fail *f);

/* UTC, always there. */
const struct zone *zone_utc(void);

/*
 * The zone of TZ where that names one (what zone_find takes, with a colon or a
 * path before it; "" is UTC; a rule such as "CET-1CEST" is passed over), else
 * of /etc/localtime's link, of /etc/timezone, else UTC.
 */
const struct zone *zone_local(void);

/* The name it was loaded by, "Europe/Rome"; of a VTIMEZONE its TZID. */
const char *zone_name(const struct zone *);

/*
 * The IANA name for a zone name found in calendars, in this order: IANA itself
 * (any case), a Windows name (share/zones/windows, CLDR windowsZones, territory
 * 001), either behind a prefix ("/citadel.org/20210210_1/Europe/Rome",
 * "/mozilla.org/20050126_1/Europe/Berlin", "tzone://Microsoft/Utc"), Outlook's
 * "(UTC+01:00) Amsterdam, Berlin" display names where the table has them.
 * NULL when none fits. Also "EST5EDT" and its like, as tzdata links them. What
 * comes back lives for the run and can be loaded by zone_load. Backslashes of
 * iCalendar are the caller's to take off; quotes around it are seen through.
 */
const char *zone_find(const char *tzid);

/*
 * One observance of a VTIMEZONE (RFC 5545 section 3.6.5): from local onset
 * `start` (in the old offset), repeated by `rrule` (value text or NULL) and
 * `rdates`, the zone stands `to_s` seconds east of UTC, before it `from_s`.
 */
struct observance {
	struct civil start;
	int from_s, to_s;
	const char *rrule;
	const struct civil *rdates;
	size_t rdates_n;
	const char *name;
};
/*
 * A zone of its own from a file's VTIMEZONE, in `pool`. Recurrences are
 * followed from 1950 to 2200, bounded: at most 10000 changes, and a rule that
 * finds none for long is cut off. NULL fills `f` with EXIT_BAD_DATA (no
 * observance, an offset beyond 24 h, a rule that cannot be read).
 */
const struct zone *zone_make(struct pool *, const char *tzid,
	const struct observance *, size_t n, struct fail *f);

/* Seconds east of UTC at an instant. */
int zone_offset(const struct zone *, instant at);
/* The abbreviation at an instant ("CEST", "+03"). */
const char *zone_abbreviation(const struct zone *, instant at);
/* What the wall clock shows there. */
struct civil zone_civil(const struct zone *, instant at);

enum zone_fit {
	ZONE_ONCE,  /* the local time exists once */
	ZONE_TWICE, /* it comes twice: the first was taken */
	ZONE_NEVER, /* it is skipped: see below */
};
/*
 * The instant of a wall time. One that comes twice gives the first; one that is
 * skipped is read with the offset before the gap, so 02:30 on the spring day
 * in Berlin becomes 01:30Z, 03:30 there (RFC 5545 section 3.3.5). `*fit`
 * (NULL: not asked) says which case it was.
 */
instant zone_instant(
	const struct zone *, const struct civil *, enum zone_fit *fit);

/*
 * The first valid instant at or after a wall time: as zone_instant, but a
 * skipped time gives the end of the gap (window starts, RULES.md section 2).
 */
instant zone_instant_after(const struct zone *, const struct civil *);

/* Midnight (or the first instant) of the date on which `at` falls there, plus
 * `days` days. */
instant zone_day(const struct zone *, instant at, int64_t days);

/*
 * The first change of offset after `at` and before `end`: its instant and the
 * offsets before and after. False when there is none.
 */
bool zone_next_change(const struct zone *, instant at, instant end,
	instant *change, int *before_s, int *after_s);

/* Calls back with each name of zone.tab plus UTC, sorted. */
int zone_each(int (*each)(void *arg, const char *name), void *arg);

#endif
