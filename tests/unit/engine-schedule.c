#include "check.h"

#include "engine/schedule.h"

#include <stdlib.h>

/*
 * A week, dates, trips and what closes, over a window of days on the wall of
 * the zone: the spans that are open, as "DAY HH:MM-HH:MM" on that wall.
 */
struct row {
	const char *what;
	const char *zone, *weekly;
	bool fixed, spans; /* the week is given as spans alone */
	const char *dates; /* "2026-12-24=closed 2026-12-27=10:00-14:00+..." */
	const char *trips; /* "2026-12-24..2026-12-25=Asia/Tokyo" */
	const char *shut;  /* "2026-12-24T10:00:00Z/2026-12-24T11:00:00Z" */
	const char *from, *to;
	const char *open;
};
static const struct row rows[] = {
	{ "a week alone is the week (B1)", "Europe/Rome", "mon-fri 09:00-17:00",
		false, false, "", "", "", "2026-12-24T23:00:00Z",
		"2026-12-28T23:00:00Z",
		"2026-12-25 09:00-17:00; 2026-12-28 09:00-17:00" },
	{ "several windows a day, one past midnight (B1)", "Europe/Rome",
		"mon 08:00-09:00 10:00-11:00 23:00-01:00", false, false, "", "",
		"", "2026-12-20T23:00:00Z", "2026-12-22T23:00:00Z",
		"2026-12-21 08:00-09:00; 2026-12-21 10:00-11:00; "
		"2026-12-21 23:00-01:00" },
	{ "a closed date (B2)", "Europe/Rome", "daily 09:00-10:00", false,
		false, "2026-12-24=closed", "", "", "2026-12-22T23:00:00Z",
		"2026-12-25T23:00:00Z",
		"2026-12-23 09:00-10:00; 2026-12-25 09:00-10:00" },
	{ "an opened date (B2)", "Europe/Rome", "mon 09:00-10:00", false, false,
		"2026-12-27=10:00-14:00+15:00-16:00", "", "",
		"2026-12-25T23:00:00Z", "2026-12-28T23:00:00Z",
		"2026-12-27 10:00-14:00; 2026-12-27 15:00-16:00; "
		"2026-12-28 09:00-10:00" },
	{ "a closed date keeps the night before (B2)", "Europe/Rome",
		"daily 22:00-02:00", false, false, "2026-12-24=closed", "", "",
		"2026-12-23T12:00:00Z", "2026-12-25T12:00:00Z",
		"2026-12-23 22:00-02:00" },
	{ "of spans a closed date takes all of its day (B2)", "Europe/Rome",
		"daily 22:00-02:00", false, true, "2026-12-24=closed", "", "",
		"2026-12-23T12:00:00Z", "2026-12-25T12:00:00Z",
		"2026-12-23 22:00-00:00; 2026-12-25 00:00-02:00" },
	{ "over fixed hours a date cuts and opens nothing (B2)", "Europe/Rome",
		"daily 09:00-12:00", true, true,
		"2026-12-24=closed 2026-12-25=11:00-15:00", "", "",
		"2026-12-22T23:00:00Z", "2026-12-25T23:00:00Z",
		"2026-12-23 09:00-12:00; 2026-12-25 11:00-12:00" },
	{ "travel reads the week elsewhere (B2)", "Europe/Rome",
		"daily 09:00-10:00", false, false, "",
		"2026-12-24..2026-12-24=America/New_York", "",
		"2026-12-22T23:00:00Z", "2026-12-25T23:00:00Z",
		"2026-12-23 09:00-10:00; 2026-12-24 15:00-16:00; "
		"2026-12-25 09:00-10:00" },
	{ "travel across the date line (B2)", "Pacific/Honolulu",
		"daily 09:00-10:00", false, false, "",
		"2026-12-24..2026-12-24=Pacific/Kiritimati", "",
		"2026-12-23T10:00:00Z", "2026-12-25T10:00:00Z",
		"2026-12-23 09:00-10:00" },
	{ "a date on a trip is read there (B2)", "Europe/Rome",
		"daily 09:00-10:00", false, false, "2026-12-24=12:00-13:00",
		"2026-12-24..2026-12-24=America/New_York", "",
		"2026-12-23T23:00:00Z", "2026-12-24T23:00:00Z",
		"2026-12-24 18:00-19:00" },
	{ "an absence cuts (B2)", "Europe/Rome", "daily 09:00-17:00", false,
		false, "", "", "2026-12-24T10:00:00Z/2026-12-25T11:00:00Z",
		"2026-12-23T23:00:00Z", "2026-12-25T23:00:00Z",
		"2026-12-24 09:00-11:00; 2026-12-25 12:00-17:00" },
	{ "an absence closes an opened date too (B2)", "Europe/Rome", "none",
		false, false, "2026-12-24=09:00-17:00", "",
		"2026-12-23T23:00:00Z/2026-12-24T23:00:00Z",
		"2026-12-23T23:00:00Z", "2026-12-24T23:00:00Z", "" },
	{ "a date that opens in the spring gap opens at its end", "Europe/Rome",
		"none", false, false, "2027-03-28=02:30-04:00", "", "",
		"2027-03-27T23:00:00Z", "2027-03-28T22:00:00Z",
		"2027-03-28 03:00-04:00" },
	{ "a closed date of 23 hours is all closed", "Europe/Rome",
		"daily 00:00-24:00", false, true, "2027-03-28=closed", "", "",
		"2027-03-27T20:00:00Z", "2027-03-28T23:00:00Z",
		"2027-03-15 00:00-00:00+12; 2027-03-29 00:00-00:00+1" },
	{ "a trip into a zone with Lord Howe's half hour", "Australia/Sydney",
		"daily 09:00-10:00", false, false, "",
		"2026-12-24..2026-12-24=Australia/Lord_Howe", "",
		"2026-12-23T13:00:00Z", "2026-12-24T13:00:00Z",
		"2026-12-24 09:00-10:00" },
};

static int64_t
day_of(const char *text)
{
	struct civil c = { 0 };

	sscanf(text, "%d-%d-%d", &c.year, &c.month, &c.day);
	return civil_days(&c);
}

/* Lists as in the rows into arrays; how many. */
static size_t
dates_of(struct pool *pool, const char *text, struct schedule_day *to)
{
	struct strs parts = { 0 };
	struct fail f;
	char *value;
	size_t i;

	strs_split(pool, &parts, text, ' ');
	for (i = 0; i < parts.n; i++) {
		to[i].day = day_of(parts.v[i]);
		value = pool_str(pool, strchr(parts.v[i], '=') + 1);
		for (char *c = value; *c != '\0'; c++)
			if (*c == '+')
				*c = ' ';
		if (schedule_ranges_read(
			    pool, value, "date", &to[i].hours, &f) != 0)
			abort();
	}
	return parts.n;
}

static size_t
trips_of(struct pool *pool, const char *text, struct schedule_trip *to)
{
	struct strs parts = { 0 };
	struct fail f;
	size_t i;

	strs_split(pool, &parts, text, ' ');
	for (i = 0; i < parts.n; i++) {
		to[i].first_day = day_of(parts.v[i]);
		to[i].last_day = day_of(strstr(parts.v[i], "..") + 2);
		to[i].zone = zone_load(strchr(parts.v[i], '=') + 1, &f);
	}
	return parts.n;
}

static size_t
shut_of(struct pool *pool, const char *text, struct reason *to)
{
	char *copy = pool_str(pool, text), *slash = strchr(copy, '/');

	if (slash == NULL)
		return 0;
	*slash = '\0';
	*to = (struct reason){ .rule = "hours", .detail = "away" };
	instant_read(copy, &to->start);
	instant_read(slash + 1, &to->end);
	return 1;
}

static char *
spans_text(struct pool *pool, const struct zone *zone, const struct spans *s)
{
	char *text = pool_str(pool, "");
	struct civil a, b;
	int64_t days;
	size_t i;

	for (i = 0; i < s->n; i++) {
		a = zone_civil(zone, s->v[i].start);
		b = zone_civil(zone, s->v[i].end);
		days = civil_days(&b) - civil_days(&a);
		text = pool_printf(pool,
			"%s%s%04d-%02d-%02d %02d:%02d-%02d:%02d", text,
			i > 0 ? "; " : "", a.year, a.month, a.day, a.hour,
			a.minute, b.hour, b.minute);
		if (days > 1)
			text = pool_printf(pool, "%s+%d", text, (int)days - 1);
	}
	return text;
}

static void
run_row(struct pool *pool, const struct row *row)
{
	struct schedule_rules r = { .fixed = row->fixed };
	struct schedule_day days[8];
	struct schedule_trip trips[8];
	struct reason shut;
	struct reasons why;
	struct hours hours;
	struct spans base = { 0 }, open;
	struct span window;
	struct fail f;

	r.zone = zone_load(row->zone, &f);
	instant_read(row->from, &window.start);
	instant_read(row->to, &window.end);
	if (hours_read(pool, row->weekly, "hours", &hours, &f) != 0)
		abort();
	hours_spans(pool, &hours, r.zone, window, &base);
	if (row->spans)
		r.open = &base;
	else
		r.weekly = &hours;
	r.days = days;
	r.days_n = dates_of(pool, row->dates, days);
	r.trips = trips;
	r.trips_n = trips_of(pool, row->trips, trips);
	r.shut = &shut;
	r.shut_n = shut_of(pool, row->shut, &shut);
	schedule_open(pool, &r, window, &open, &why);
	check_str(spans_text(pool, r.zone, &open), row->open, row->what);
}

static void
reasons(struct pool *pool)
{
	struct fail f;
	const struct zone *rome = zone_load("Europe/Rome", &f);
	struct schedule_rules r = { .zone = rome };
	struct schedule_day days[2];
	struct schedule_trip trip = { 0, 0, zone_load("Asia/Tokyo", &f) };
	struct reason shut = { .rule = "hours",
		.detail = "away until 2026-12-26",
		.start = 1798326000,
		.end = 1798412400 };
	struct span window = { 1798066800, 1798585200 };
	struct reasons why;
	struct hours hours;
	struct spans open;

	hours_read(pool, "daily 09:00-10:00", "hours", &hours, &f);
	trip.first_day = trip.last_day = day_of("2026-12-25");
	r.weekly = &hours;
	r.days = days;
	r.days_n = dates_of(
		pool, "2026-12-24=closed 2026-12-27=10:00-12:00", days);
	r.trips = &trip;
	r.trips_n = 1;
	r.shut = &shut;
	r.shut_n = 1;
	schedule_open(pool, &r, window, &open, &why);
	check(why.n == 4, "four things differ");
	check_str(why.v[0].detail, "away until 2026-12-26", "absences first");
	check_str(why.v[1].detail, "closed 2026-12-24", "a closed date");
	check(why.v[1].start == 1798066800 && why.v[1].end == 1798153200,
		"it is its day on the wall");
	check_str(
		why.v[2].detail, "2026-12-27 open 10:00-12:00", "an open one");
	check_str(why.v[3].detail, "in Asia/Tokyo until 2026-12-25",
		"travel last");
	check_str(schedule_away_text(pool, rome,
			  (struct span){ 1798066800, 1798153200 }, "Bo Lind"),
		"away until 2026-12-24, hand over to Bo Lind",
		"an absence to midnight ends on the day before");
	check_str(schedule_away_text(pool, rome,
			  (struct span){ 1798066800, 1798153260 }, NULL),
		"away until 2026-12-25 00:01", "another names its clock");
	check(schedule_whole_days(
		      rome, (struct span){ 1806188400, 1806271200 }),
		"the 23 hours of a clock change are a whole day");
	check(!schedule_whole_days(
		      rome, (struct span){ 1806188400, 1806271200 + 3600 }),
		"24 hours are not, there");
}

static void
ranges(struct pool *pool)
{
	static const struct {
		const char *text, *back;
	} list[] = { { "10:00-14:00", "10:00-14:00" },
		{ "9:00-10:00, 12:00-24:00", "09:00-10:00 12:00-24:00" },
		{ "22:00-02:00", "22:00-02:00" }, { "closed", "none" },
		{ "none", "none" },
		{ "09:00-11:00 10:00-12:00", "09:00-12:00" },
		{ "mon 10:00-11:00", NULL }, { "", NULL },
		{ "10:00-11:00; tue 10:00-11:00", NULL },
		{ "25:00-26:00", NULL }, { "open", NULL } };
	struct hours h;
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(list) / sizeof(*list); i++)
		if (schedule_ranges_read(pool, list[i].text, "date", &h, &f) ==
			0)
			check_str(schedule_ranges_text(pool, &h), list[i].back,
				list[i].text);
		else
			check(list[i].back == NULL && f.status == EXIT_USAGE,
				"'%s' is refused", list[i].text);
}

int
main(void)
{
	struct pool *pool = pool_new();
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		run_row(pool, &rows[i]);
	reasons(pool);
	ranges(pool);
	pool_free(pool);
	return check_done();
}
