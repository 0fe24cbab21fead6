#include "check.h"

#include "engine/cap.h"

#include <stdlib.h>

/*
 * Caps (B7, RULES.md section 4). Meetings are "START+MINUTES", in UTC, with
 * "r" behind those of rotation 7; what comes out are the periods, in UTC, in
 * which one more meeting of `dur` minutes is too many.
 */
static const struct row {
	const char *name, *caps, *zone;
	int dur;
	const char *meetings;
	const char *expect;
} rows[] = {
	{ "nothing is booked", "day:1", "UTC", 30, "", "" },
	{ "one a day: the day is gone", "day:1", "UTC", 30,
		"2026-12-01T09:00:00Z+30",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
	{ "two a day, one is there", "day:2", "UTC", 30,
		"2026-12-01T09:00:00Z+30", "" },
	{ "two a day, both are there", "day:2", "UTC", 30,
		"2026-12-01T09:00:00Z+30 2026-12-01T23:59:59Z+30",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
	{ "more than the cap (it was lowered) is said once", "day:1", "UTC", 30,
		"2026-12-01T09:00:00Z+30 2026-12-01T10:00:00Z+30",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
	{ "counts by the start: past midnight is the day before", "day:1",
		"UTC", 30, "2026-12-01T23:45:00Z+30",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
	{ "midnight is the new day", "day:1", "UTC", 30,
		"2026-12-02T00:00:00Z+30",
		"2026-12-02T00:00:00Z/2026-12-03T00:00:00Z" },
	{ "the day is the zone's", "day:1", "America/New_York", 30,
		"2026-12-02T04:30:00Z+30",
		"2026-12-01T05:00:00Z/2026-12-02T05:00:00Z" },
	{ "a day of 23 hours", "day:1", "Europe/Rome", 30,
		"2027-03-28T08:00:00Z+30",
		"2027-03-27T23:00:00Z/2027-03-28T22:00:00Z" },
	{ "a day of 25 hours", "day:1", "Europe/Rome", 30,
		"2026-10-25T08:00:00Z+30",
		"2026-10-24T22:00:00Z/2026-10-25T23:00:00Z" },
	{ "time: an hour a day, half of it left", "day:60m", "UTC", 30,
		"2026-12-01T09:00:00Z+30", "" },
	{ "time: not for a longer one", "day:60m", "UTC", 45,
		"2026-12-01T09:00:00Z+30",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
	{ "time: used up", "day:1h", "UTC", 15,
		"2026-12-01T09:00:00Z+45 2026-12-01T15:00:00Z+15",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
	{ "time: a meeting longer than the cap is never had", "day:1h", "UTC",
		90, "", "0001-01-01T00:00:00Z/9999-12-31T23:59:59Z" },
	{ "weeks begin on Monday", "week:2", "UTC", 30,
		"2026-11-29T09:00:00Z+30 2026-11-30T09:00:00Z+30 "
		"2026-12-06T09:00:00Z+30",
		"2026-11-30T00:00:00Z/2026-12-07T00:00:00Z" },
	{ "Sunday and Monday are two weeks", "week:2", "UTC", 30,
		"2026-12-06T23:30:00Z+30 2026-12-07T00:00:00Z+30", "" },
	{ "a week over the new year is one", "week:2", "UTC", 30,
		"2026-12-31T09:00:00Z+30 2027-01-01T09:00:00Z+30",
		"2026-12-28T00:00:00Z/2027-01-04T00:00:00Z" },
	{ "months", "month:1", "UTC", 30, "2027-02-28T23:59:00Z+30",
		"2027-02-01T00:00:00Z/2027-03-01T00:00:00Z" },
	{ "years", "year:1", "Asia/Tokyo", 30, "2026-12-31T15:00:00Z+30",
		"2026-12-31T15:00:00Z/2027-12-31T15:00:00Z" },
	{ "two periods of one cap", "day:1", "UTC", 30,
		"2026-12-01T09:00:00Z+30 2026-12-03T09:00:00Z+30",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z "
		"2026-12-03T00:00:00Z/2026-12-04T00:00:00Z" },
	{ "several caps hold together", "day:1,week:2h", "UTC", 60,
		"2026-12-01T09:00:00Z+60 2026-12-02T09:00:00Z+60",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z "
		"2026-12-02T00:00:00Z/2026-12-03T00:00:00Z "
		"2026-11-30T00:00:00Z/2026-12-07T00:00:00Z" },
	{ "count and time of one period", "day:2,day:1h", "UTC", 60,
		"2026-12-01T09:00:00Z+60",
		"2026-12-01T00:00:00Z/2026-12-02T00:00:00Z" },
};

static const struct {
	const char *text, *expect; /* NULL: refused */
} texts[] = {
	{ "day:5", "day:5" },
	{ "day:5,week:120m", "day:5,week:2h" },
	{ "month:10 year:100", "month:10,year:100" },
	{ "day:1h30m", "day:1h30m" },
	{ "", "" },
	{ "day", NULL },
	{ "day:", NULL },
	{ "day:0", NULL },
	{ "day:0m", NULL },
	{ "day:90s", NULL },
	{ "day:-1", NULL },
	{ "days:1", NULL },
	{ "day:1,day:2", NULL },
	{ "day:1000000", NULL },
	{ "day:many", NULL },
};

static void
meetings_read(struct pool *pool, const char *text, struct counteds *to)
{
	struct strs parts = { 0 };
	size_t i;

	strs_split(pool, &parts, text, ' ');
	for (i = 0; i < parts.n; i++) {
		const char *plus = strchr(parts.v[i], '+');
		struct counted *c;

		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
		c = &to->v[to->n++];
		instant_read(pool_strn(pool, parts.v[i],
				     (size_t)(plus - parts.v[i])),
			&c->start);
		c->end = c->start + 60 * atoi(plus + 1);
		c->rotation_id = strchr(plus, 'r') != NULL ? 7 : 0;
	}
}

static const char *
limits_text(struct pool *pool, const struct limits *l)
{
	char from[INSTANT_TEXT], to[INSTANT_TEXT];
	const char *text = "";
	size_t i;

	for (i = 0; i < l->n; i++)
		text = pool_printf(pool, "%s%s%s/%s", text, i > 0 ? " " : "",
			instant_write(l->v[i].starts.start, from),
			instant_write(l->v[i].starts.end, to));
	return text;
}

static void
run_row(struct pool *pool, const struct row *row)
{
	struct counteds meetings = { 0 };
	struct limits limits = { 0 };
	struct fail f;
	struct caps caps;

	meetings_read(pool, row->meetings, &meetings);
	check(caps_read(row->caps, "cap", &caps, &f) == 0, "B7: %s is read",
		row->caps);
	caps_limits(pool, &caps, zone_load(row->zone, &f), &meetings, 0,
		row->dur * 60, "page demo", &limits);
	check_str(limits_text(pool, &limits), row->expect,
		pool_printf(pool, "B7: %s", row->name));
}

static void
other_things(struct pool *pool)
{
	struct counteds meetings = { 0 };
	struct limits limits = { 0 };
	struct span window, reach;
	struct caps caps;
	struct fail f;

	meetings_read(pool,
		"2026-12-01T09:00:00Z+30r 2026-12-01T10:00:00Z+30 "
		"2026-12-01T11:00:00Z+30r",
		&meetings);
	caps_read("day:3", "cap", &caps, &f);
	caps_limits(pool, &caps, zone_utc(), &meetings, 7, 1800, "rotation x",
		&limits);
	check(limits.n == 0, "B7: only meetings of the rotation count in it");
	caps_read("day:2", "cap", &caps, &f);
	caps_limits(pool, &caps, zone_utc(), &meetings, 7, 1800, "rotation x",
		&limits);
	check(limits.n == 1, "B7: its own two are two");
	check_str(limits.n > 0 ? limits.v[0].detail : "", "rotation x: day:2",
		"B7: a limit names the cap");
	instant_read("2026-12-30T10:00:00Z", &window.start);
	instant_read("2027-01-01T00:00:01Z", &window.end);
	caps_read("week:2,month:2", "cap", &caps, &f);
	reach = caps_reach(&caps, zone_utc(), window);
	limits.n = 0;
	limits.v[limits.n++].starts = reach;
	check_str(limits_text(pool, &limits),
		"2026-12-01T00:00:00Z/2027-02-01T00:00:00Z",
		"B7: whole periods are counted");
}

int
main(void)
{
	struct pool *pool = pool_new();
	struct caps caps;
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(pool, &rows[i]);
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		int rc = caps_read(texts[i].text, "cap", &caps, &f);
		char *back = rc == 0 ? caps_write(pool, &caps) : NULL;

		if (texts[i].expect == NULL)
			check(rc == -1 && f.status == EXIT_USAGE,
				"B7: '%s' is refused", texts[i].text);
		else
			check_str(back != NULL ? back : "", texts[i].expect,
				texts[i].text);
	}
	other_things(pool);
	pool_free(pool);
	return check_done();
}
