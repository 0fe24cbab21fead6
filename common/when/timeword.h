#ifndef WHEN_TIMEWORD_H
#define WHEN_TIMEWORD_H

#include "base/fail.h"
#include "when/zone.h"

/*
 * Times as people type them (CLI.md section 3): RFC 3339; "2026-12-01";
 * "2026-12-01 10:00"; "10:00" (today); now today tomorrow yesterday;
 * mon..sunday (the coming one, today counts), "next monday" (never today);
 * "+2w" "-3d"
 * "+90m" "+36h" "+1mo"; a day plus a clock ("tomorrow 09:00", "+2w 14:00").
 * Case does not matter; nothing else is guessed.
 */
struct timeword {
	instant at;       /* the moment; a bare date is its 00:00 */
	instant next_day; /* of a bare date: the day after's 00:00 */
	bool date_only;   /* no clock was given */
	bool relative;    /* depends on now */
	bool twice;       /* a repeated local time: the first was taken */
};

/*
 * Reads `text`; `what` names the option in errors ("--from"). Days, weeks and
 * months are counted on the wall calendar of `zone`, hours and minutes exactly.
 * 0 or -1 with EXIT_USAGE: what is not understood; a local time that a clock
 * change skips, with its two neighbours named; out of years 1970 to 9998.
 */
int timeword_read(const char *text, const char *what, instant now,
	const struct zone *zone, struct timeword *to, struct fail *f);

/* The start of a range: as read. */
int timeword_from(const char *text, const char *what, instant now,
	const struct zone *zone, instant *at, struct fail *f);
/* The end of a range, excluded; a bare date includes that whole day. */
int timeword_to(const char *text, const char *what, instant now,
	const struct zone *zone, instant *at, struct fail *f);

#endif
