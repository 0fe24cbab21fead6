#ifndef WHEN_INSTANT_H
#define WHEN_INSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A moment: seconds since 1970-01-01T00:00:00Z, leap seconds not counted.
 */
typedef int64_t instant;

/* Before and after everything that we ever handle (years 1 and 9999). */
#define INSTANT_MIN INT64_C(-62135596800)
#define INSTANT_MAX INT64_C(253402300799)

enum { INSTANT_TEXT = 21 };

/*
 * The clock; the environment's MTG_NOW (RFC 3339) in its place where that is
 * set and readable. Only doors call it: everything else is given `now`.
 */
instant instant_now(void);

/* "2026-12-01T09:00:00Z" into `to`, INSTANT_TEXT bytes; returns `to`. */
char *instant_write(instant at, char *to);

/*
 * Reads RFC 3339 date-time (section 5.6: T or blank, Z or +hh:mm; fractions of
 * a second are cut off) and nothing else. False leaves `*at` alone.
 */
bool instant_read(const char *text, instant *at);

#endif
