#ifndef WHEN_DURATION_H
#define WHEN_DURATION_H

#include "base/fail.h"

#include <stdint.h>

/*
 * A length of time as RFC 5545 section 3.3.6 means it: days are nominal (moved
 * on the wall calendar), seconds are exact. Weeks are seven days.
 */
struct duration {
	int64_t days, seconds;
};

/* iCalendar DURATION ("P1DT2H", "-PT15M"); bounded to 100 years. 0 or -1. */
int duration_read_ical(const char *text, struct duration *d, struct fail *f);

/*
 * A length as people write it: "30" (minutes), "30m", "1h30m", "2d", "PT30M",
 * "90s"; in seconds, not negative, at most 100 years. A day is 86400 s here.
 * 0 or -1 with EXIT_USAGE naming `what` ("--duration").
 */
int duration_read(
	const char *text, const char *what, int64_t *seconds, struct fail *f);

/* "1h30m", "45m", "2d" into `to` (at least 32 bytes); returns `to`. */
char *duration_write(int64_t seconds, char *to);

#endif
