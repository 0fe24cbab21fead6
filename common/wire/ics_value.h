#ifndef WIRE_ICS_VALUE_H
#define WIRE_ICS_VALUE_H

#include "record/event.h"

/*
 * Values of RFC 5545 section 3.3 as slices of a line: what is written so and
 * what the world writes. Blanks around them do not count.
 */
enum ics_fit {
	ICS_GOOD,
	ICS_BENT, /* a day that its month lacks: counted on */
	ICS_BAD,  /* `*v` is untouched */
};

/*
 * DATE or DATE-TIME: "20261201", "20261201T090000", with Z, with "+0100" (made
 * UTC), without seconds, with dashes and colons. 24:00 is the next day's 00:00.
 * Sets civil, date and utc; the zone is the caller's.
 */
enum ics_fit ics_when(const char *s, size_t n, struct when_value *v);

/* DURATION; ICS_BAD when it cannot be read or is beyond 100 years. */
enum ics_fit ics_duration(const char *s, size_t n, struct duration *d);

/* PERIOD (section 3.3.9) into start and end or duration. ICS_BENT: the start
 * is good and the rest is not; period is false then. */
enum ics_fit ics_period(const char *s, size_t n, struct rdate *r);

/* UTC-OFFSET in seconds east; "+0100", "-053000", "0100". */
enum ics_fit ics_offset(const char *s, size_t n, int *seconds);

/* The next comma separated value of [*p, end), blanks trimmed; false: none. */
bool ics_next_value(const char **p, const char *end, const char **s, size_t *n);

/* Whether the slice is `word`, in any case, blanks around it aside. */
bool ics_value_is(const char *s, size_t n, const char *word);

#endif
