#include "check.h"

#include "when/civil.h"
#include "when/instant.h"

static void
days_match(void)
{
	static const struct {
		int year, month, day;
		int64_t days;
		int weekday, yearday;
	} t[] = {
		{ 1970, 1, 1, 0, 3, 1 },
		{ 1969, 12, 31, -1, 2, 365 },
		{ 2000, 2, 29, 11016, 1, 60 },
		{ 1900, 3, 1, -25508, 3, 60 },
		{ 2024, 12, 31, 20088, 1, 366 },
		{ 2026, 11, 21, 20778, 5, 325 },
		{ 1, 1, 1, -719162, 0, 1 },
		{ 9999, 12, 31, 2932896, 4, 365 },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct civil c = { t[i].year, t[i].month, t[i].day, 0, 0, 0 };
		struct civil back = civil_of_days(t[i].days);

		check(civil_days(&c) == t[i].days, "%04d-%02d-%02d in days",
			c.year, c.month, c.day);
		check(civil_compare(&c, &back) == 0, "and back");
		check(civil_weekday(&c) == t[i].weekday, "its weekday");
		check(civil_yearday(&c) == t[i].yearday, "its day of the year");
	}
}

/* Every day from year 1 to 9999 there and back, and each follows the last. */
static void
every_day(void)
{
	struct civil c, last = civil_of_days(-719163);
	int64_t day;
	int bad = 0;

	for (day = -719162; day <= 2932896; day++) {
		c = civil_of_days(day);
		bad += civil_days(&c) != day || !civil_valid(&c) ||
		       civil_compare(&last, &c) >= 0;
		last = c;
	}
	check(bad == 0, "all days of years 1 to 9999 go there and back");
}

static void
weeks_match(void)
{
	static const struct {
		struct civil c;
		int wkst, week, year;
	} t[] = {
		{ { 2005, 1, 1, 0, 0, 0 }, 0, 53, 2004 },
		{ { 2005, 1, 2, 0, 0, 0 }, 0, 53, 2004 },
		{ { 2005, 12, 31, 0, 0, 0 }, 0, 52, 2005 },
		{ { 2007, 1, 1, 0, 0, 0 }, 0, 1, 2007 },
		{ { 2008, 12, 29, 0, 0, 0 }, 0, 1, 2009 },
		{ { 2008, 12, 28, 0, 0, 0 }, 0, 52, 2008 },
		{ { 2010, 1, 3, 0, 0, 0 }, 0, 53, 2009 },
		{ { 2026, 11, 21, 0, 0, 0 }, 0, 47, 2026 },
		{ { 2026, 12, 31, 0, 0, 0 }, 0, 53, 2026 },
		{ { 9999, 12, 31, 0, 0, 0 }, 0, 52, 9999 },
		/* weeks that begin on Sunday */
		{ { 2026, 1, 1, 0, 0, 0 }, 6, 53, 2025 },
		{ { 2026, 1, 3, 0, 0, 0 }, 6, 53, 2025 },
		{ { 2026, 1, 4, 0, 0, 0 }, 6, 1, 2026 },
		{ { 2027, 1, 3, 0, 0, 0 }, 6, 1, 2027 },
		{ { 2027, 1, 3, 0, 0, 0 }, 0, 53, 2026 },
	};
	size_t i;
	int year, week;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		week = civil_week(&t[i].c, t[i].wkst, &year);
		check(week == t[i].week && year == t[i].year,
			"%04d-%02d-%02d from %d is week %d of %d (got %d of "
			"%d)",
			t[i].c.year, t[i].c.month, t[i].c.day, t[i].wkst,
			t[i].week, t[i].year, week, year);
	}
}

static void
months_move(void)
{
	static const struct {
		struct civil from;
		int months;
		struct civil to;
	} t[] = {
		{ { 2026, 1, 31, 9, 5, 7 }, 1, { 2026, 2, 28, 9, 5, 7 } },
		{ { 2024, 1, 31, 0, 0, 0 }, 1, { 2024, 2, 29, 0, 0, 0 } },
		{ { 2026, 11, 30, 0, 0, 0 }, 3, { 2027, 2, 28, 0, 0, 0 } },
		{ { 2026, 1, 15, 0, 0, 0 }, -1, { 2025, 12, 15, 0, 0, 0 } },
		{ { 2026, 12, 15, 0, 0, 0 }, 12, { 2027, 12, 15, 0, 0, 0 } },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct civil c = t[i].from;

		civil_add_months(&c, t[i].months);
		check(civil_compare(&c, &t[i].to) == 0, "%04d-%02d-%02d %+d mo",
			t[i].from.year, t[i].from.month, t[i].from.day,
			t[i].months);
	}
}

static void
valid_or_not(void)
{
	static const struct {
		struct civil c;
		int valid;
	} t[] = {
		{ { 2026, 2, 28, 23, 59, 59 }, 1 },
		{ { 2026, 2, 29, 0, 0, 0 }, 0 },
		{ { 2024, 2, 29, 0, 0, 0 }, 1 },
		{ { 1900, 2, 29, 0, 0, 0 }, 0 },
		{ { 2026, 13, 1, 0, 0, 0 }, 0 },
		{ { 2026, 0, 1, 0, 0, 0 }, 0 },
		{ { 2026, 4, 31, 0, 0, 0 }, 0 },
		{ { 2026, 4, 30, 24, 0, 0 }, 0 },
		{ { 2026, 4, 30, 0, 60, 0 }, 0 },
		{ { 2026, 4, 30, 0, 0, 60 }, 0 },
		{ { 0, 4, 30, 0, 0, 0 }, 0 },
		{ { 10000, 1, 1, 0, 0, 0 }, 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++)
		check(civil_valid(&t[i].c) == t[i].valid,
			"%d-%d-%d %d:%d:%d is %s", t[i].c.year, t[i].c.month,
			t[i].c.day, t[i].c.hour, t[i].c.minute, t[i].c.second,
			t[i].valid ? "valid" : "refused");
}

static void
instants_read(void)
{
	static const struct {
		const char *text;
		int64_t at;
	} t[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-12-01T09:00:00Z", 1796115600 },
		{ "2026-12-01T10:00:00+01:00", 1796115600 },
		{ "2026-12-01 09:00:00.999z", 1796115600 },
		{ "2026-12-01t03:30:00-05:30", 1796115600 },
		{ "0001-01-01T00:00:00Z", INSTANT_MIN },
		{ "9999-12-31T23:59:59Z", INSTANT_MAX },
		{ "2016-12-31T23:59:60Z", 1483228800 },
		{ "2026-12-01T09:00:00", -1 },
		{ "2026-12-01T09:00Z", -1 },
		{ "2026-12-01", -1 },
		{ "2026-02-30T09:00:00Z", -1 },
		{ "2026-12-01T24:00:00Z", -1 },
		{ "2026-12-01T09:00:00Zx", -1 },
		{ "2026-12-01T09:00:00.Z", -1 },
		{ "2026-12-01T09:00:00+1:00", -1 },
		{ "2026-12-01T09:00:00+24:00", -1 },
		{ "26-12-01T09:00:00Z", -1 },
		{ "", -1 },
	};
	char text[INSTANT_TEXT];
	instant at;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		at = -1;
		check(instant_read(t[i].text, &at) == (t[i].at != -1) &&
				at == t[i].at,
			"'%s' %s", t[i].text,
			t[i].at == -1 ? "is refused" : "is read");
	}
	check_str(instant_write(1796115600, text), "2026-12-01T09:00:00Z",
		"written");
	check_str(instant_write(INSTANT_MIN, text), "0001-01-01T00:00:00Z",
		"the first is written with four digits");
	check_str(instant_write(INT64_MAX, text), "9999-12-31T23:59:59Z",
		"beyond the last is cut");
}

int
main(void)
{
	struct civil far = civil_of_seconds(INT64_MIN);

	days_match();
	every_day();
	weeks_match();
	months_move();
	valid_or_not();
	instants_read();
	check(far.year < 0, "the far end of the count stays a date");
	return check_done();
}
