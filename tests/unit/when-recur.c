#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "when/recur.h"

/*
 * A row: DTSTART, the rule, and the starts that are wanted in [from, to).
 * A date alone as DTSTART makes it a rule over dates. "+" at the end of what is
 * wanted: the walk is stopped there, there is more. Of a start that has the
 * date of the one before it only the clock is written, of one that has the
 * clock of the one before it only the date.
 */
struct row {
	const char *what, *start, *rule, *want, *from, *to;
};

static const struct row rfc[] = {
#include "when-recur-rfc.h"
};

static const struct row traps[] = {
#include "when-recur-traps.h"
};

static struct civil
read_civil(const char *s)
{
	struct civil c = { 0 };

	sscanf(s, "%4d%2d%2dT%2d%2d%2d", &c.year, &c.month, &c.day, &c.hour,
		&c.minute, &c.second);
	return c;
}

struct told {
	char text[4000];
	size_t n;
	int left; /* callbacks until the walk is stopped */
	struct civil last;
	bool date_only;
};

static int
tell(void *arg, const struct civil *c)
{
	struct told *to = arg;
	bool same_day = to->n > 0 && c->year == to->last.year &&
			c->month == to->last.month && c->day == to->last.day;
	bool same_clock = to->n > 0 && c->hour == to->last.hour &&
			  c->minute == to->last.minute &&
			  c->second == to->last.second;
	size_t room = sizeof(to->text) - to->n;

	if (room < 20)
		return 1;
	if (to->n > 0)
		to->text[to->n++] = ' ';
	if (!same_day)
		to->n += (size_t)sprintf(to->text + to->n, "%04d%02d%02d",
			c->year, c->month, c->day);
	if (same_day || (!same_clock && !to->date_only))
		to->n += (size_t)sprintf(to->text + to->n, "T%02d%02d%02d",
			c->hour, c->minute, c->second);
	to->last = *c;
	return --to->left == 0;
}

static int
count_words(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += *s != ' ' && (s[1] == ' ' || s[1] == '\0');
	return n;
}

static void
run_row(struct pool *pool, const struct row *row)
{
	struct told told = { .date_only = strlen(row->start) == 8 };
	struct civil start = read_civil(row->start);
	struct civil from = row->from == NULL ? start : read_civil(row->from);
	struct civil to = read_civil(row->to == NULL ? "99991231" : row->to);
	size_t n = strlen(row->want);
	bool more = n > 1 && row->want[n - 1] == '+';
	char *want = pool_strn(pool, row->want, more ? n - 2 : n);
	struct recur *r;
	struct fail f;
	int rc;

	r = recur_read(pool, row->rule, &f);
	if (r == NULL) {
		check(false, "%s: %s", row->what, f.line);
		return;
	}
	told.left = more ? count_words(want) : 0;
	rc = recur_each(r, &start, told.date_only, &from, &to, 0, tell, &told);
	check(rc == more, "%s: ends", row->what);
	check_str(told.text, want, row->what);
}

static void
refusals(struct pool *pool)
{
	static const struct {
		const char *rule, *line;
	} t[] = {
		{ "", "FREQ is missing" },
		{ "INTERVAL=2", "FREQ is missing" },
		{ "FREQ=", "FREQ= is" },
		{ "FREQ=FORTNIGHTLY", "FREQ=FORTNIGHTLY is" },
		{ "FREQ=DAILY;FREQ=DAILY", "FREQ twice" },
		{ "FREQ=DAILY;COUNT=1;count=1", "COUNT twice" },
		{ "FREQ=DAILY;INTERVAL=0", "INTERVAL=0 is" },
		{ "FREQ=DAILY;INTERVAL=-1", "INTERVAL=-1 is" },
		{ "FREQ=DAILY;INTERVAL=", "INTERVAL= is" },
		{ "FREQ=DAILY;INTERVAL=1.5", "INTERVAL=1.5 is" },
		{ "FREQ=DAILY;COUNT=0", "COUNT=0 is" },
		{ "FREQ=DAILY;COUNT", "\"COUNT\" has no value" },
		{ "FREQ=DAILY;BYMONTH=13", "BYMONTH=13 is" },
		{ "FREQ=DAILY;BYMONTH=-1", "BYMONTH=-1 is" },
		{ "FREQ=DAILY;BYMONTH=5L", "BYMONTH=5L is" },
		{ "FREQ=DAILY;BYMONTH=1,", "BYMONTH= is" },
		{ "FREQ=MONTHLY;BYMONTHDAY=0", "BYMONTHDAY=0 is" },
		{ "FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY=32 is" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-32", "BYMONTHDAY=-32 is" },
		{ "FREQ=MONTHLY;BYMONTHDAY=--1", "BYMONTHDAY=--1 is" },
		{ "FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY=367 is" },
		{ "FREQ=YEARLY;BYWEEKNO=54", "BYWEEKNO=54 is" },
		{ "FREQ=YEARLY;BYSETPOS=0", "BYSETPOS=0 is" },
		{ "FREQ=DAILY;BYHOUR=24", "BYHOUR=24 is" },
		{ "FREQ=DAILY;BYMINUTE=60", "BYMINUTE=60 is" },
		{ "FREQ=DAILY;BYSECOND=61", "BYSECOND=61 is" },
		{ "FREQ=DAILY;BYDAY=XX", "BYDAY=XX is" },
		{ "FREQ=MONTHLY;BYDAY=0MO", "BYDAY=0MO is" },
		{ "FREQ=MONTHLY;BYDAY=54MO", "BYDAY=54MO is" },
		{ "FREQ=MONTHLY;BYDAY=-MO", "BYDAY=-MO is" },
		{ "FREQ=MONTHLY;BYDAY=", "BYDAY= is" },
		{ "FREQ=WEEKLY;WKST=1MO", "WKST=1MO is" },
		{ "FREQ=DAILY;UNTIL=2026-01-01", "UNTIL=2026-01-01 is" },
		{ "FREQ=DAILY;UNTIL=20260230", "UNTIL=20260230 is" },
		{ "FREQ=DAILY;UNTIL=20260101T250000", "T250000 is" },
		{ "FREQ=DAILY;UNTIL=20260101T", "UNTIL=20260101T is" },
		{ "FREQ=DAILY;BYEASTER=0", "unknown part BYEASTER" },
		{ "FREQ=DAILY;RSCALE=CHINESE", "RSCALE=CHINESE is" },
		{ "RSCALE=GREGORIAN;FREQ=DAILY;SKIP=FORWARD", "SKIP=FORWARD" },
		{ "FREQ=DAILY;BYDAY=\033[2J", "not ASCII" },
	};
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		memset(&f, 0, sizeof(f));
		check(recur_read(pool, t[i].rule, &f) == NULL &&
				f.status == EXIT_BAD_DATA &&
				strncmp(f.line, "RRULE: ", 7) == 0 &&
				strstr(f.line, t[i].line) != NULL,
			"refused: %s", t[i].line);
	}
}

static void
oddities(struct pool *pool)
{
	static const struct {
		const char *rule, *odd;
	} t[] = {
		{ "FREQ=WEEKLY;BYDAY=1MO", "number before a weekday" },
		{ "FREQ=YEARLY;BYWEEKNO=3;BYDAY=1MO", "number before" },
		{ "FREQ=DAILY;COUNT=3;UNTIL=20260101", "COUNT and UNTIL" },
		{ "FREQ=MONTHLY;BYWEEKNO=3", "BYWEEKNO" },
		{ "FREQ=DAILY;BYYEARDAY=3", "BYYEARDAY" },
		{ "FREQ=WEEKLY;BYMONTHDAY=3", "BYMONTHDAY" },
		{ "FREQ=WEEKLY;BYDAY=MO, TU", "blanks" },
		{ "FREQ=WEEKLY;X-WHO=ME", "X- part" },
		{ "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=-1", NULL },
		{ "FREQ=HOURLY;BYYEARDAY=-1;BYMONTHDAY=-1", NULL },
		{ "rscale=gregorian;freq=daily;skip=omit;", NULL },
	};
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct recur *r = recur_read(pool, t[i].rule, &f);
		const char *odd = r == NULL ? "refused" : recur_odd(r);

		check(t[i].odd == NULL
				? odd == NULL
				: odd != NULL && strstr(odd, t[i].odd) != NULL,
			"odd: %s", t[i].rule);
	}
}

static void
untils(struct pool *pool)
{
	struct civil local = { 2026, 1, 3, 10, 0, 0 }, value;
	struct civil start = { 2026, 1, 1, 10, 0, 0 };
	struct civil to = { 2027, 1, 1, 0, 0, 0 };
	struct told told = { 0 };
	struct fail f;
	struct recur *r;

	r = recur_read(pool, "FREQ=DAILY;UNTIL=20260103T080000Z", &f);
	check(recur_until(r, &value) == RECUR_UNTIL_UTC && value.hour == 8 &&
			value.day == 3 && !recur_has_count(r),
		"UNTIL in UTC is told apart");
	recur_set_until(r, &local);
	recur_each(r, &start, false, &start, &to, 0, tell, &told);
	check_str(told.text, "20260101T100000 20260102 20260103",
		"UNTIL made local is inclusive");
	r = recur_read(pool, "FREQ=DAILY;UNTIL=20260103", &f);
	check(recur_until(r, &value) == RECUR_UNTIL_DATE, "UNTIL as a date");
	r = recur_read(pool, "FREQ=DAILY;UNTIL=20260103T235960", &f);
	check(recur_until(r, &value) == RECUR_UNTIL_LOCAL && value.second == 59,
		"UNTIL local, with a leap second");
	r = recur_read(pool, "FREQ=DAILY;COUNT=3", &f);
	check(recur_until(r, NULL) == RECUR_FOREVER && recur_has_count(r),
		"no UNTIL, COUNT");
}

static int
count(void *arg, const struct civil *c)
{
	(void)c;
	++*(long *)arg;
	return 0;
}

/* All of the calendar, or its limit, in little time: never a hang. */
static void
hostile(struct pool *pool)
{
	static const struct {
		const char *rule;
		int rc;
		long n; /* -1: not asked */
	} t[] = {
		{ "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30", 0, 1 },
		{ "FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=30", 0, 1 },
		{ "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30", 0, 1 },
		{ "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 0, 1 },
		{ "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", 0, 1 },
		{ "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 0, 1 },
		{ "FREQ=YEARLY;BYWEEKNO=53;BYMONTH=6", 0, 1 },
		{ "FREQ=YEARLY;BYMONTH=2;BYDAY=6MO", 0, 1 },
		{ "FREQ=SECONDLY;INTERVAL=60;BYSECOND=30", 0, 1 },
		{ "FREQ=MINUTELY;INTERVAL=60;BYMINUTE=30", 0, 1 },
		{ "FREQ=HOURLY;INTERVAL=24;BYHOUR=3", 0, 1 },
		{ "FREQ=MINUTELY;INTERVAL=1440;BYHOUR=3", 0, 1 },
		{ "FREQ=SECONDLY;BYSETPOS=2", 0, 1 },
		{ "FREQ=MINUTELY;BYSECOND=1,2;BYSETPOS=3", 0, 1 },
		{ "FREQ=WEEKLY;BYSETPOS=9", 0, 1 },
		{ "FREQ=YEARLY;INTERVAL=99999999999999999999", 0, 1 },
		{ "FREQ=SECONDLY;INTERVAL=9223372036854775807", 0, 1 },
		{ "FREQ=WEEKLY;INTERVAL=9223372036854775807", 0, 1 },
		{ "FREQ=SECONDLY", -1, -1 },
		{ "FREQ=YEARLY;BYSETPOS=366,-366;BYDAY=MO,TU,WE;"
		  "BYHOUR=1,2,3;BYMINUTE=1,2,3;BYSECOND=1,2,3",
			0, -1 },
		{ "FREQ=MINUTELY;BYHOUR=3;BYMINUTE=7;BYMONTHDAY=31;"
		  "BYMONTH=4,6",
			0, 1 },
	};
	struct civil start = { 1, 1, 1, 0, 0, 0 };
	struct civil to = { 9999, 12, 31, 0, 0, 0 };
	struct fail f;
	clock_t began;
	long n;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct recur *r = recur_read(pool, t[i].rule, &f);

		n = 0;
		began = clock();
		rc = recur_each(r, &start, false, &start, &to, 0, count, &n);
		check(rc == t[i].rc && (t[i].n < 0 || n == t[i].n) &&
				clock() - began < 3 * CLOCKS_PER_SEC,
			"ends soon: %s", t[i].rule);
	}
}

static void
limits(struct pool *pool)
{
	struct civil start = { 2000, 1, 1, 0, 0, 0 };
	struct civil from = { 2020, 1, 1, 0, 0, 0 };
	struct civil to = { 2021, 1, 1, 0, 0, 0 };
	struct civil never = { 2026, 2, 30, 0, 0, 0 };
	struct recur *r;
	struct fail f;
	long n = 0;

	r = recur_read(pool, "FREQ=SECONDLY", &f);
	check(recur_each(r, &start, false, &from, &to, 1000, count, &n) == -1 &&
			n > 400 && n <= 1000,
		"a limit ends a walk with what it has");
	n = 0;
	r = recur_read(pool, "FREQ=DAILY", &f);
	check(recur_each(r, &start, false, &from, &to, 740, count, &n) == 0 &&
			n == 366,
		"days before the window cost nothing");
	n = 0;
	r = recur_read(pool, "FREQ=SECONDLY;COUNT=999999999999", &f);
	to = from;
	to.minute = 1;
	check(recur_each(r, &start, false, &from, &to, 200, count, &n) == 0 &&
			n == 60,
		"a plain COUNT is counted by arithmetic");
	n = 0;
	check(recur_each(r, &never, false, &from, &to, 0, count, &n) == 0 &&
			n == 0,
		"a start that does not exist gives nothing");
	check(recur_each(r, &start, false, &to, &from, 0, count, &n) == 0 &&
			n == 0,
		"nor does an empty window");
}

/* What a window shows is what the whole walk shows there. */
static void
windows_agree(struct pool *pool)
{
	static const char *const rules[] = {
		"FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SU;INTERVAL=2",
		"FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,MO;WKST=SU;BYSETPOS=-1",
		"FREQ=MONTHLY;INTERVAL=5;BYDAY=-1FR,2MO;COUNT=60",
		"FREQ=DAILY;INTERVAL=13;BYHOUR=9,23;COUNT=400",
		"FREQ=DAILY;INTERVAL=11;COUNT=300",
		"FREQ=WEEKLY;INTERVAL=2;COUNT=300",
		"FREQ=MINUTELY;INTERVAL=1000;BYHOUR=3,4,5;COUNT=300",
		"FREQ=HOURLY;INTERVAL=100;COUNT=700",
		"FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=2,-2;COUNT=100",
	};
	struct civil start = { 2018, 12, 31, 9, 0, 0 };
	struct civil end = { 2030, 1, 1, 0, 0, 0 };
	struct fail f;
	long whole, parts;
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++) {
		struct recur *r = recur_read(pool, rules[i], &f);
		struct civil from = start, to;

		whole = parts = 0;
		recur_each(r, &start, false, &start, &end, 0, count, &whole);
		for (; civil_compare(&from, &end) < 0; from = to) {
			to = from;
			civil_add_days(&to, 17);
			if (civil_compare(&to, &end) > 0)
				to = end;
			recur_each(
				r, &start, false, &from, &to, 0, count, &parts);
		}
		check(whole == parts && whole > 10, "window by window: %s",
			rules[i]);
	}
}

int
main(void)
{
	struct pool *pool = pool_new();
	size_t i;

	for (i = 0; i < sizeof(rfc) / sizeof(*rfc); i++)
		run_row(pool, &rfc[i]);
	for (i = 0; i < sizeof(traps) / sizeof(*traps); i++)
		run_row(pool, &traps[i]);
	refusals(pool);
	oddities(pool);
	untils(pool);
	hostile(pool);
	limits(pool);
	windows_agree(pool);
	pool_free(pool);
	return check_done();
}
