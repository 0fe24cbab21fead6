#include "check.h"

#include "when/hours.h"

static void
round_trips(struct pool *pool)
{
	static const struct {
		const char *in, *out; /* NULL: refused */
	} t[] = {
		{ HOURS_DEFAULT, HOURS_DEFAULT },
		{ "Mon-Fri 9:00-17:00", HOURS_DEFAULT },
		{ "mon,tue,wed,thu,fri 09:00-17:00", HOURS_DEFAULT },
		{ "mon,wed 09:00-12:00 13:00-17:30; sat 10:00-14:00",
			"mon,wed 09:00-12:00 13:00-17:30; sat 10:00-14:00" },
		{ "mon, wed 09:00-12:00, 13:00-17:30;",
			"mon,wed 09:00-12:00 13:00-17:30" },
		{ "fri 22:00-02:00", "fri 22:00-02:00" },
		{ "fri 22:00-00:00", "fri 22:00-24:00" },
		{ "daily 00:00-24:00", "daily 00:00-24:00" },
		{ "mon-sun 08:00-09:00", "daily 08:00-09:00" },
		{ "fri-mon 08:00-09:00", "mon,fri-sun 08:00-09:00" },
		{ "none", "none" },
		{ " NONE ", "none" },
		{ "sat,sun 10:00-11:00", "sat,sun 10:00-11:00" },
		/* ranges that touch or overlap are one */
		{ "mon 12:00-13:00 09:00-12:00", "mon 09:00-13:00" },
		{ "mon 09:00-12:00; mon 10:00-14:00", "mon 09:00-14:00" },
		{ "mon 00:00-24:00 22:00-02:00",
			"mon 00:00-24:00 22:00-02:00" },
		{ "", NULL },
		{ "mon", NULL },
		{ "09:00-17:00", NULL },
		{ "mon 09:00", NULL },
		{ "mon 09:00-09:00", NULL },
		{ "mon 00:00-00:00", NULL },
		{ "mon 24:00-02:00", NULL },
		{ "mon 09:00-24:01", NULL },
		{ "mon 09:60-10:00", NULL },
		{ "mon 9-17", NULL },
		{ "mon 09:00-17:00 tue", NULL },
		{ "mon- 09:00-17:00", NULL },
		{ "monday 09:00-17:00", NULL },
		{ "mon 09:00-17:00; none", NULL },
		{ "none mon 09:00-17:00", NULL },
		{ "mon 009:00-17:00", NULL },
		{ "mon 09:000-17:00", NULL },
		{ "mon 09:00-17:00;;tue 09:00-17:00", NULL },
	};
	struct hours h, again;
	struct fail f;
	const char *text;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		f.status = 0;
		if (hours_read(pool, t[i].in, "--hours", &h, &f) != 0) {
			check(t[i].out == NULL && f.status == EXIT_USAGE,
				"'%s' is refused", t[i].in);
			continue;
		}
		text = hours_write(pool, &h);
		check_str(text, t[i].out, t[i].in);
		check(hours_read(pool, text, "--hours", &again, &f) == 0 &&
				strcmp(hours_write(pool, &again), text) == 0,
			"  and is read again");
	}
}

static instant
at_of(const char *text)
{
	instant at = 0;

	instant_read(text, &at);
	return at;
}

static const char *
text_of(struct pool *pool, const struct spans *s)
{
	char start[INSTANT_TEXT], end[INSTANT_TEXT];
	const char *text = "";
	size_t i;

	for (i = 0; i < s->n; i++) {
		instant_write(s->v[i].start, start);
		instant_write(s->v[i].end, end);
		text = pool_printf(pool, "%s%s%.15s-%.15s", text, i ? " " : "",
			start + 5, end + 5);
	}
	return text;
}

static void
spans_match(struct pool *pool)
{
	static const struct {
		const char *what, *hours, *zone, *from, *to, *spans;
	} t[] = {
		{ "two working days", HOURS_DEFAULT, "Europe/Rome",
			"2026-11-20T00:00:00Z", "2026-11-24T00:00:00Z",
			"11-20T08:00:00Z-11-20T16:00:00Z "
			"11-23T08:00:00Z-11-23T16:00:00Z" },
		{ "not cut to the window", HOURS_DEFAULT, "Europe/Rome",
			"2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z",
			"11-20T08:00:00Z-11-20T16:00:00Z" },
		{ "a window that only touches has none", HOURS_DEFAULT,
			"Europe/Rome", "2026-11-20T16:00:00Z",
			"2026-11-20T18:00:00Z", "" },
		{ "past midnight, from the day before", "fri 22:00-02:00",
			"UTC", "2026-11-21T00:30:00Z", "2026-11-21T12:00:00Z",
			"11-20T22:00:00Z-11-21T02:00:00Z" },
		{ "joined over midnight, however the window lies",
			"fri 22:00-24:00; sat 00:00-04:00", "UTC",
			"2026-11-21T01:00:00Z", "2026-11-21T12:00:00Z",
			"11-20T22:00:00Z-11-21T04:00:00Z" },
		{ "Sunday night runs into Monday", "sun 22:00-02:00", "UTC",
			"2026-11-23T01:00:00Z", "2026-11-23T12:00:00Z",
			"11-22T22:00:00Z-11-23T02:00:00Z" },
		{ "the wall clock holds over the spring change",
			"daily 09:00-10:00", "Europe/Berlin",
			"2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z",
			"03-28T08:00:00Z-03-28T09:00:00Z "
			"03-29T07:00:00Z-03-29T08:00:00Z" },
		{ "a start in the gap is the first valid moment",
			"sun 02:30-04:00", "Europe/Berlin",
			"2026-03-29T00:00:00Z", "2026-03-29T12:00:00Z",
			"03-29T01:00:00Z-03-29T02:00:00Z" },
		{ "all in the gap is nothing", "sun 02:00-03:00",
			"Europe/Berlin", "2026-03-29T00:00:00Z",
			"2026-03-29T12:00:00Z", "" },
		{ "a start in the fold is the first of two", "sun 02:30-04:00",
			"Europe/Berlin", "2026-10-25T00:00:00Z",
			"2026-10-25T12:00:00Z",
			"10-25T00:30:00Z-10-25T03:00:00Z" },
		{ "the day of the change has 23 hours", "sun 00:00-24:00",
			"Europe/Berlin", "2026-03-29T00:00:00Z",
			"2026-03-29T12:00:00Z",
			"03-28T23:00:00Z-03-29T22:00:00Z" },
		{ "never closed: from the Monday of the week before",
			"daily 00:00-24:00", "UTC", "2026-11-20T01:00:00Z",
			"2026-11-20T02:00:00Z",
			"11-09T00:00:00Z-11-22T00:00:00Z" },
		{ "none", "none", "UTC", "2026-11-20T01:00:00Z",
			"2026-11-20T02:00:00Z", "" },
		{ "an empty window", HOURS_DEFAULT, "UTC",
			"2026-11-20T11:00:00Z", "2026-11-20T11:00:00Z", "" },
	};
	struct spans spans = { 0 };
	struct hours h;
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		const struct zone *zone = zone_load(t[i].zone, &f);
		struct span window = { at_of(t[i].from), at_of(t[i].to) };

		if (zone == NULL ||
			hours_read(pool, t[i].hours, "--hours", &h, &f) != 0) {
			check(0, "%s: %s", t[i].what, f.line);
			continue;
		}
		hours_spans(pool, &h, zone, window, &spans);
		check_str(text_of(pool, &spans), t[i].spans, t[i].what);
	}
}

int
main(void)
{
	struct pool *pool = pool_new();

	round_trips(pool);
	spans_match(pool);
	pool_free(pool);
	return check_done();
}
