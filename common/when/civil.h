#ifndef WHEN_CIVIL_H
#define WHEN_CIVIL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a wall clock and a calendar on the wall show, with no zone: the
 * proleptic Gregorian calendar. month 1-12, day 1-31, hour 0-23.
 */
struct civil {
	int year, month, day;
	int hour, minute, second;
};

/* Days since 1970-01-01 of a date (its clock is ignored), and back (clock 0).
 */
int64_t civil_days(const struct civil *c);
struct civil civil_of_days(int64_t days);

/* Seconds since 1970-01-01T00:00:00 as if the clock stood in UTC, and back. */
int64_t civil_seconds(const struct civil *c);
struct civil civil_of_seconds(int64_t seconds);

/* A date and a time that exist, years 1 to 9999; second 60 does not. */
bool civil_valid(const struct civil *c);
int civil_month_length(int year, int month);
bool civil_leap(int year);

/* Monday 0 ... Sunday 6. */
int civil_weekday(const struct civil *c);
/* 1-366. */
int civil_yearday(const struct civil *c);
/*
 * Week number by RFC 5545 section 3.3.10: week 1 is the first with at least
 * four days in the year, weeks begin on `wkst` (0 Monday). `*year` is the year
 * the week belongs to. ISO 8601 when wkst is 0.
 */
int civil_week(const struct civil *c, int wkst, int *year);

/* Moves the date, keeps the clock. Months: the day is cut to the month's end.
 */
void civil_add_days(struct civil *c, int64_t days);
void civil_add_months(struct civil *c, int months);

/* <0, 0, >0 like strcmp. */
int civil_compare(const struct civil *a, const struct civil *b);

#endif
