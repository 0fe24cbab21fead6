#include "when/civil.h"

enum { DAY_S = 86400 };

/* Beyond this many days no year is a year anymore (about 2.7 million). */
#define DAYS_LIMIT INT64_C(1000000000)

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Both directions count in eras of 400 years that begin on 1 March of year 0,
 * so that the leap day is the last one of its year.
 */
int64_t
civil_days(const struct civil *c)
{
	int64_t year = (int64_t)c->year - (c->month <= 2);
	int64_t era = floor_div(year, 400);
	int64_t of_era = year - era * 400;
	int64_t month = c->month + (c->month > 2 ? -3 : 9);
	int64_t of_year = (153 * month + 2) / 5 + c->day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

struct civil
civil_of_days(int64_t days)
{
	struct civil c = { 0 };
	int64_t era;
	unsigned of_era, year, of_year, month;

	if (days > DAYS_LIMIT)
		days = DAYS_LIMIT;
	if (days < -DAYS_LIMIT)
		days = -DAYS_LIMIT;
	days += 719468;
	era = floor_div(days, 146097);
	of_era = (unsigned)(days - era * 146097);
	year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
	       365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	c.day = (int)(of_year - (153 * month + 2) / 5 + 1);
	c.month = (int)(month < 10 ? month + 3 : month - 9);
	c.year = (int)(year + era * 400) + (c.month <= 2);
	return c;
}

int64_t
civil_seconds(const struct civil *c)
{
	return civil_days(c) * DAY_S + c->hour * INT64_C(3600) +
	       c->minute * INT64_C(60) + c->second;
}

struct civil
civil_of_seconds(int64_t seconds)
{
	struct civil c;
	int64_t days;
	int clock;

	if (seconds > DAYS_LIMIT * DAY_S)
		seconds = DAYS_LIMIT * DAY_S;
	if (seconds < -DAYS_LIMIT * DAY_S)
		seconds = -DAYS_LIMIT * DAY_S;
	days = floor_div(seconds, DAY_S);
	clock = (int)(seconds - days * DAY_S);
	c = civil_of_days(days);
	c.hour = clock / 3600;
	c.minute = clock / 60 % 60;
	c.second = clock % 60;
	return c;
}

bool
civil_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int
civil_month_length(int year, int month)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return length[month - 1] + (month == 2 && civil_leap(year));
}

bool
civil_valid(const struct civil *c)
{
	return c->year >= 1 && c->year <= 9999 && c->month >= 1 &&
	       c->month <= 12 && c->day >= 1 &&
	       c->day <= civil_month_length(c->year, c->month) &&
	       c->hour >= 0 && c->hour <= 23 && c->minute >= 0 &&
	       c->minute <= 59 && c->second >= 0 && c->second <= 59;
}

int
civil_weekday(const struct civil *c)
{
	int64_t days = civil_days(c) + 3; /* 1970-01-01 was a Thursday */

	return (int)(days - floor_div(days, 7) * 7);
}

int
civil_yearday(const struct civil *c)
{
	struct civil first = { .year = c->year, .month = 1, .day = 1 };

	return (int)(civil_days(c) - civil_days(&first)) + 1;
}

/* 0 where the date belongs to the last week of the year before. */
static int
week_in_year(const struct civil *c, int wkst)
{
	int of_week = (civil_weekday(c) - wkst + 7) % 7;

	return (civil_yearday(c) - of_week + 9) / 7;
}

int
civil_week(const struct civil *c, int wkst, int *year)
{
	/* as 4 January is always in the first week, this is in the last */
	struct civil last = { .year = c->year, .month = 12, .day = 28 };
	int week = week_in_year(c, wkst);

	*year = c->year;
	if (week == 0) {
		last.year = --*year;
		return week_in_year(&last, wkst);
	}
	if (week == 53 && week_in_year(&last, wkst) < 53) {
		++*year;
		return 1;
	}
	return week;
}

void
civil_add_days(struct civil *c, int64_t days)
{
	struct civil moved;

	if (days > DAYS_LIMIT)
		days = DAYS_LIMIT;
	if (days < -DAYS_LIMIT)
		days = -DAYS_LIMIT;
	moved = civil_of_days(civil_days(c) + days);
	c->year = moved.year;
	c->month = moved.month;
	c->day = moved.day;
}

void
civil_add_months(struct civil *c, int months)
{
	int64_t all = (int64_t)c->year * 12 + (c->month - 1) + months;
	int length;

	c->year = (int)floor_div(all, 12);
	c->month = (int)(all - (int64_t)c->year * 12) + 1;
	length = civil_month_length(c->year, c->month);
	if (c->day > length)
		c->day = length;
}

int
civil_compare(const struct civil *a, const struct civil *b)
{
	if (a->year != b->year)
		return a->year < b->year ? -1 : 1;
	if (a->month != b->month)
		return a->month < b->month ? -1 : 1;
	if (a->day != b->day)
		return a->day < b->day ? -1 : 1;
	if (a->hour != b->hour)
		return a->hour < b->hour ? -1 : 1;
	if (a->minute != b->minute)
		return a->minute < b->minute ? -1 : 1;
	if (a->second != b->second)
		return a->second < b->second ? -1 : 1;
	return 0;
}
