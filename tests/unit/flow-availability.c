#include "check.h"

#include "flow/availability.h"
#include "wire/availability_ics.h"

#include <stdlib.h>
#include <time.h>

/* VAVAILABILITY (RFC 7953): what is written and read again opens the same time;
 * what comes from elsewhere never opens more than it says. */

static const instant from = 1798066800; /* 2026-12-24 00:00 in Rome */
enum { DAY = 86400 };

/* ---- round trips ---- */

static const struct round {
	const char *what, *zone, *weekly, *date, *other;
	bool trip;
} rounds[] = {
	{ "a week", "Europe/Rome", "mon-fri 09:00-17:00", NULL, NULL, false },
	{ "several windows a day", "Europe/Rome",
		"mon-fri 09:00-12:00 13:00-17:00; sat 10:00-11:00", NULL, NULL,
		false },
	{ "past midnight", "America/New_York", "mon-fri 22:00-02:00", NULL,
		NULL, false },
	{ "no hours at all", "Europe/Rome", "none", NULL, NULL, false },
	{ "always", "UTC", "daily 00:00-24:00", NULL, NULL, false },
	{ "dates closed and opened", "Europe/Rome", "daily 09:00-10:00",
		"closed", "20:00-22:00 23:00-23:30", false },
	{ "travel", "Europe/Rome", "mon-sun 09:00-17:00", NULL, "10:00-12:00",
		true },
	{ "a zone of half hours", "Australia/Lord_Howe", "daily 07:00-15:00",
		NULL, NULL, false },
};

static bool
same(const struct spans *a, const struct spans *b)
{
	size_t i;

	if (a->n != b->n)
		return false;
	for (i = 0; i < a->n; i++)
		if (a->v[i].start != b->v[i].start ||
			a->v[i].end != b->v[i].end)
			return false;
	return true;
}

/* Only what lies in the window: how far spans reach beyond it may differ. */
static struct spans
cut(struct pool *pool, const struct spans *s, struct span window)
{
	struct spans all = { 0 }, to = { 0 };

	spans_add(pool, &all, window.start, window.end);
	spans_intersect(pool, s, &all, &to);
	return to;
}

static void
run_round(struct pool *pool, const struct round *row)
{
	struct span window = { from - 300 * (instant)DAY,
		from + 300 * (instant)DAY };
	struct fail f;
	struct schedule_rules r = { .zone = zone_load(row->zone, &f) };
	struct availability_ics a = { .name = "work",
		.email = "ada@acme.example",
		.stamp = from,
		.zone = r.zone };
	struct schedule_day days[2] = { { .day = from / DAY + 5 },
		{ .day = from / DAY + 9 } };
	struct schedule_trip trip = { .first_day = from / DAY + 7,
		.last_day = from / DAY + 20,
		.zone = zone_load("America/New_York", &f) };
	struct away away = { .id = 1,
		.span = { from + 30 * DAY, from + 31 * DAY + 5000 },
		.note = "skiing, far; away" };
	struct reason shut = {
		.rule = "hours", .start = away.span.start, .end = away.span.end
	};
	struct spans want, got, x, y;
	struct reasons why;
	struct hours week;
	char *text = NULL;
	size_t len, n = 0;
	FILE *to;
	int rc;

	hours_read(pool, row->weekly, "hours", &week, &f);
	if (row->date != NULL)
		schedule_ranges_read(
			pool, row->date, "date", &days[n++].hours, &f);
	if (row->other != NULL) {
		days[n].day = from / DAY + 9;
		schedule_ranges_read(
			pool, row->other, "date", &days[n++].hours, &f);
	}
	a.weekly = r.weekly = &week;
	a.days = r.days = days;
	a.days_n = r.days_n = n;
	a.trips = r.trips = &trip;
	a.trips_n = r.trips_n = row->trip;
	a.aways = &away;
	r.shut = &shut;
	a.aways_n = r.shut_n = 1;
	schedule_open(pool, &r, window, &want, &why);
	to = open_memstream(&text, &len);
	availability_write(to, &a);
	fclose(to);
	rc = availability_open(
		pool, text, len, zone_utc(), window, &got, &why, &f);
	x = cut(pool, &want, window);
	y = cut(pool, &got, window);
	check(rc == 0 && same(&x, &y), "B1: %s, written and read", row->what);
	free(text);
}

/* ---- what comes from elsewhere ---- */

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define TAIL "END:VCALENDAR\r\n"
#define OPEN(uid, rest)                                                        \
	"BEGIN:AVAILABLE\r\nUID:" uid "\r\n" rest "END:AVAILABLE\r\n"
#define AVAIL(own, in) "BEGIN:VAVAILABILITY\r\n" own in "END:VAVAILABILITY\r\n"
#define TEN "DTSTART:20261224T100000Z\r\nDTEND:20261224T110000Z\r\n"

/* Two days from 2026-12-24 in UTC: open seconds of them, or refused. */
static const struct row {
	const char *what;
	int open; /* -1: refused */
	const char *text;
} rows[] = {
	{ "one window", 3600, HEAD AVAIL("", OPEN("a", TEN)) TAIL },
	{ "every day", 7200,
		HEAD AVAIL("", OPEN("a", TEN "RRULE:FREQ=DAILY\r\n")) TAIL },
	{ "an EXDATE", 3600,
		HEAD AVAIL("", OPEN("a", TEN "RRULE:FREQ=DAILY\r\n"
					     "EXDATE:20261225T100000Z\r\n"))
			TAIL },
	{ "an RDATE", 7200,
		HEAD AVAIL("", OPEN("a", TEN "RDATE:20261225T100000Z\r\n"))
			TAIL },
	{ "a RECURRENCE-ID", 9000,
		HEAD AVAIL("", OPEN("a", TEN "RRULE:FREQ=DAILY\r\n") OPEN("a",
				       "RECURRENCE-ID:20261225T100000Z\r\n"
				       "DTSTART:20261225T120000Z\r\n"
				       "DURATION:PT90M\r\n")) TAIL },
	{ "two of one UID in two VAVAILABILITYs", 7200,
		HEAD AVAIL("", OPEN("a", TEN)) AVAIL(
			"", OPEN("a", "DTSTART:20261225T100000Z\r\n"
				      "DTEND:20261225T110000Z\r\n")) TAIL },
	{ "bounds cut", 1800,
		HEAD AVAIL("DTSTART:20261224T103000Z\r\n"
			   "DTEND:20261225T000000Z\r\n",
			OPEN("a", TEN)) TAIL },
	{ "DURATION as a bound", 1800,
		HEAD AVAIL("DTSTART:20261224T100000Z\r\nDURATION:PT30M\r\n",
			OPEN("a", TEN)) TAIL },
	{ "a higher PRIORITY closes", 0,
		HEAD AVAIL("PRIORITY:2\r\n", OPEN("a", TEN))
			AVAIL("PRIORITY:1\r\nBUSYTYPE:BUSY\r\n", "") TAIL },
	{ "a lower one does not", 3600,
		HEAD AVAIL("PRIORITY:8\r\n", "")
			AVAIL("PRIORITY:2\r\n", OPEN("a", TEN)) TAIL },
	{ "PRIORITY 0 is the lowest", 3600,
		HEAD AVAIL("PRIORITY:0\r\n", "")
			AVAIL("PRIORITY:9\r\n", OPEN("a", TEN)) TAIL },
	{ "a higher one opens", 7200,
		HEAD AVAIL("PRIORITY:9\r\n", OPEN("a", TEN))
			AVAIL("PRIORITY:1\r\nDTSTART:20261225T000000Z\r\n",
				OPEN("b", TEN "RRULE:FREQ=DAILY\r\n")) TAIL },
	{ "beyond all bounds it is closed", 0,
		HEAD AVAIL("DTSTART:20200101T000000Z\r\n"
			   "DTEND:20200102T000000Z\r\n",
			OPEN("a", TEN)) TAIL },
	{ "none of it", 0, HEAD AVAIL("", "") TAIL },
	{ "an unknown BUSYTYPE", 3600,
		HEAD AVAIL("BUSYTYPE:X-SOME\r\n", OPEN("a", TEN)) TAIL },
	{ "a VEVENT beside it does not count", 3600,
		HEAD AVAIL("", OPEN("a", TEN)) "BEGIN:VEVENT\r\nUID:e\r\n" TEN
					       "END:VEVENT\r\n" TAIL },
	{ "a cancelled AVAILABLE", 0,
		HEAD AVAIL("", OPEN("a", TEN "STATUS:CANCELLED\r\n")) TAIL },
	{ "no VAVAILABILITY", -1, HEAD TAIL },
	{ "no calendar", -1, "hello" },
	{ "nothing", -1, "" },
	{ "an AVAILABLE without a start", -1,
		HEAD AVAIL("", OPEN("a", "DTEND:20261224T110000Z\r\n")) TAIL },
	{ "one that ends before it starts", -1,
		HEAD AVAIL("", OPEN("a", "DTSTART:20261224T100000Z\r\n"
					 "DTEND:20261224T090000Z\r\n")) TAIL },
	{ "a rule that cannot be read", -1,
		HEAD AVAIL("", OPEN("a", TEN "RRULE:FREQ=DAILY;COUNT=0\r\n"))
			TAIL },
	{ "an end that cannot be read", -1,
		HEAD AVAIL("", OPEN("a", "DTSTART:20261224T100000Z\r\n"
					 "DTEND:late\r\n")) TAIL },
	{ "an unknown zone", -1,
		HEAD AVAIL("", OPEN("a", "DTSTART;TZID=Mars:20261224T100000\r\n"
					 "DURATION:PT1H\r\n")) TAIL },
	{ "DTEND with DURATION", -1,
		HEAD AVAIL("DTSTART:20261224T100000Z\r\nDURATION:PT30M\r\n"
			   "DTEND:20261225T000000Z\r\n",
			"") TAIL },
	{ "DTEND without DTSTART", -1,
		HEAD AVAIL("DTEND:20261225T000000Z\r\n", "") TAIL },
	{ "an AVAILABLE in none", -1, HEAD OPEN("a", TEN) TAIL },
	{ "a missing END", -1, HEAD "BEGIN:VAVAILABILITY\r\n" TAIL },
	{ "a missing END of AVAILABLE", -1,
		HEAD AVAIL("", "BEGIN:AVAILABLE\r\nUID:a\r\n" TEN) TAIL },
	{ "one inside the other", -1,
		HEAD AVAIL("", AVAIL("", OPEN("a", TEN))) TAIL },
	{ "each second of all time", -1,
		HEAD AVAIL("", OPEN("a", "DTSTART:20200101T000000Z\r\n"
					 "DURATION:PT1S\r\n"
					 "RRULE:FREQ=SECONDLY\r\n")) TAIL },
};

static void
run_row(struct pool *pool, const struct row *row)
{
	struct span window = { 1798070400, 1798070400 + 2 * DAY };
	struct ics_warnings w = { 0 };
	struct spans open, in;
	struct reasons why;
	struct fail f;
	int64_t sum = 0;
	size_t i;
	int rc;

	rc = availability_check(pool, row->text, strlen(row->text), zone_utc(),
		window.start, &w, &f);
	if (row->open < 0) {
		check(rc == -1 && f.status == EXIT_BAD_DATA, "%s: refused",
			row->what);
		return;
	}
	if (rc != 0)
		printf("# %s\n", f.line);
	rc |= availability_open(pool, row->text, strlen(row->text), zone_utc(),
		window, &open, &why, &f);
	in = cut(pool, &open, window);
	for (i = 0; i < in.n; i++)
		sum += in.v[i].end - in.v[i].start;
	check(rc == 0 && sum == row->open, "B1: %s", row->what);
	if (sum != row->open)
		printf("# %d s are open\n", (int)sum);
}

/* Hundreds of rules that find much: bounded, and never open by that. */
static void
heavy(struct pool *pool)
{
	struct span window = { from, from + 60 * (instant)DAY };
	struct ics_warnings w = { 0 };
	char *text = NULL;
	struct fail f;
	size_t len;
	clock_t start = clock();
	FILE *to = open_memstream(&text, &len);
	struct spans open;
	struct reasons why;
	int i;

	fputs(HEAD "BEGIN:VAVAILABILITY\r\n", to);
	for (i = 0; i < 1000; i++)
		fprintf(to,
			"BEGIN:AVAILABLE\r\nUID:%d\r\n"
			"DTSTART:20000101T000000Z\r\nDURATION:PT1M\r\n"
			"RRULE:FREQ=MINUTELY;BYSECOND=0;BYMONTHDAY=30;BYMONTH="
			"2\r\nEND:AVAILABLE\r\n",
			i);
	fputs("END:VAVAILABILITY\r\n" TAIL, to);
	fclose(to);
	availability_open(pool, text, len, zone_utc(), window, &open, &why, &f);
	check(open.n == 0, "a thousand rules that find nothing open nothing");
	availability_check(pool, text, len, zone_utc(), from, &w, &f);
	check((double)(clock() - start) / CLOCKS_PER_SEC < 10,
		"and are done with soon");
	free(text);
}

int
main(void)
{
	struct pool *pool = pool_new();
	size_t i;

	for (i = 0; i < sizeof(rounds) / sizeof(*rounds); i++)
		run_round(pool, &rounds[i]);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		run_row(pool, &rows[i]);
	heavy(pool);
	pool_free(pool);
	return check_done();
}
