#include "check.h"

#include "when/timeword.h"

/* All rows: now is Saturday, 2026-11-21 09:30:15 in Rome. */
static const char now_text[] = "2026-11-21T08:30:15Z";

static instant
at_of(const char *text)
{
	instant at = 0;

	instant_read(text, &at);
	return at;
}

static void
words(const struct zone *zone)
{
	static const struct {
		const char *text, *at; /* NULL: refused */
		int date_only, relative;
	} t[] = {
		{ "2026-12-01T09:00:00Z", "2026-12-01T09:00:00Z", 0, 0 },
		{ "2026-12-01T09:00:00+01:00", "2026-12-01T08:00:00Z", 0, 0 },
		{ "2026-12-01 09:00:00Z", "2026-12-01T09:00:00Z", 0, 0 },
		{ "2026-12-01", "2026-11-30T23:00:00Z", 1, 0 },
		{ "2026-12-01 10:00", "2026-12-01T09:00:00Z", 0, 0 },
		{ "2026-07-01 10:00", "2026-07-01T08:00:00Z", 0, 0 },
		{ "10:00", "2026-11-21T09:00:00Z", 0, 1 },
		{ "9:00", "2026-11-21T08:00:00Z", 0, 1 },
		{ "now", "2026-11-21T08:30:15Z", 0, 1 },
		{ "today", "2026-11-20T23:00:00Z", 1, 1 },
		{ "Tomorrow", "2026-11-21T23:00:00Z", 1, 1 },
		{ "yesterday", "2026-11-19T23:00:00Z", 1, 1 },
		{ "mon", "2026-11-22T23:00:00Z", 1, 1 },
		{ "MONDAY", "2026-11-22T23:00:00Z", 1, 1 },
		{ "fri", "2026-11-26T23:00:00Z", 1, 1 },
		{ "saturday", "2026-11-20T23:00:00Z", 1, 1 },
		{ "next saturday", "2026-11-27T23:00:00Z", 1, 1 },
		{ "next mon", "2026-11-22T23:00:00Z", 1, 1 },
		{ "next sat 10:00", "2026-11-28T09:00:00Z", 0, 1 },
		{ "+2w", "2026-12-05T08:30:15Z", 0, 1 },
		{ "-3d", "2026-11-18T08:30:15Z", 0, 1 },
		{ "+90m", "2026-11-21T10:00:15Z", 0, 1 },
		{ "+36h", "2026-11-22T20:30:15Z", 0, 1 },
		{ "+1mo", "2026-12-21T08:30:15Z", 0, 1 },
		{ "-6mo", "2026-05-21T07:30:15Z", 0, 1 },
		{ "tomorrow 09:00", "2026-11-22T08:00:00Z", 0, 1 },
		{ "  tomorrow   09:00 ", "2026-11-22T08:00:00Z", 0, 1 },
		{ "+2w 14:00", "2026-12-05T13:00:00Z", 0, 1 },
		{ "mon 14:00", "2026-11-23T13:00:00Z", 0, 1 },
		{ "+1mo 09:00", "2026-12-21T08:00:00Z", 0, 1 },
		{ "", NULL, 0, 0 },
		{ " ", NULL, 0, 0 },
		{ "soon", NULL, 0, 0 },
		{ "lunes", NULL, 0, 0 },
		{ "2w", NULL, 0, 0 },
		{ "+2", NULL, 0, 0 },
		{ "+2x", NULL, 0, 0 },
		{ "+2y", NULL, 0, 0 },
		{ "+99999999999999999999d", NULL, 0, 0 },
		{ "+1000000w", NULL, 0, 0 },
		{ "+90m 10:00", NULL, 0, 0 },
		{ "now 10:00", NULL, 0, 0 },
		{ "next", NULL, 0, 0 },
		{ "next tomorrow", NULL, 0, 0 },
		{ "next 2026-12-01", NULL, 0, 0 },
		{ "10:00 tomorrow", NULL, 0, 0 },
		{ "tomorrow 9", NULL, 0, 0 },
		{ "tomorrow 24:00", NULL, 0, 0 },
		{ "tomorrow 10:60", NULL, 0, 0 },
		{ "tomorrow 10:00 11:00", NULL, 0, 0 },
		{ "2026-12-01T10:00", NULL, 0, 0 },
		{ "2026-02-30", NULL, 0, 0 },
		{ "2026-13-01 10:00", NULL, 0, 0 },
		{ "26-12-01", NULL, 0, 0 },
		{ "1.12.2026", NULL, 0, 0 },
		{ "12/01/2026", NULL, 0, 0 },
		{ "1969-12-31", NULL, 0, 0 },
		{ "9999-01-02", NULL, 0, 0 },
		{ "9999-12-31T23:59:59Z", NULL, 0, 0 },
	};
	char text[INSTANT_TEXT];
	struct timeword w;
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		f.status = 0;
		if (timeword_read(t[i].text, "--from", at_of(now_text), zone,
			    &w, &f) != 0) {
			check(t[i].at == NULL && f.status == EXIT_USAGE,
				"'%s' is refused", t[i].text);
			continue;
		}
		check_str(instant_write(w.at, text), t[i].at, t[i].text);
		check(w.date_only == t[i].date_only &&
				w.relative == t[i].relative && !w.twice,
			"  its kind");
	}
}

static void
changes(void)
{
	struct timeword w;
	struct fail f;
	const struct zone *berlin = zone_load("Europe/Berlin", &f);
	const struct zone *apia = zone_load("Pacific/Apia", &f);
	const struct zone *santiago = zone_load("America/Santiago", &f);
	char text[INSTANT_TEXT];

	if (berlin == NULL || apia == NULL || santiago == NULL) {
		check(0, "%s", f.line);
		return;
	}
	check(timeword_read("2026-03-29 02:30", "--from", 0, berlin, &w, &f) ==
				-1 &&
			f.status == EXIT_USAGE,
		"a skipped time is refused");
	check_str(f.line,
		"--from 2026-03-29 02:30: 2026-03-29 02:30 does not exist in "
		"Europe/Berlin, the clock goes from 2026-03-29 01:59 to "
		"2026-03-29 03:00",
		"and its neighbours are named");
	check(timeword_read("2026-10-25 02:30", "--from", 0, berlin, &w, &f) ==
				0 &&
			w.twice,
		"a repeated time is said to be one");
	check_str(instant_write(w.at, text), "2026-10-25T00:30:00Z",
		"and is the first");
	check(timeword_read("2011-12-30", "--from", 0, apia, &w, &f) == -1,
		"a skipped day is refused");
	check(timeword_read("2026-09-06", "--from", 0, santiago, &w, &f) == 0,
		"a day without its midnight is not");
	check_str(instant_write(w.at, text), "2026-09-06T04:00:00Z",
		"it starts at 01:00");
	check(timeword_read("+1d", "--from", at_of("2026-03-28T01:30:00Z"),
		      berlin, &w, &f) == 0,
		"a counted day into the gap is not refused");
	check_str(instant_write(w.at, text), "2026-03-29T01:30:00Z",
		"and goes on by RFC 5545");
	timeword_read("+1mo", "--from", at_of("2026-01-31T09:00:00Z"), berlin,
		&w, &f);
	check_str(instant_write(w.at, text), "2026-02-28T09:00:00Z",
		"a month from 31 January ends with February");
	timeword_read("+24h", "--from", at_of("2026-03-28T12:00:00Z"), berlin,
		&w, &f);
	check_str(instant_write(w.at, text), "2026-03-29T12:00:00Z",
		"hours are exact");
	timeword_read(
		"+1d", "--from", at_of("2026-03-28T12:00:00Z"), berlin, &w, &f);
	check_str(instant_write(w.at, text), "2026-03-29T11:00:00Z",
		"days are of the wall");
}

static void
ranges(const struct zone *zone)
{
	static const struct {
		const char *text, *from, *to;
	} t[] = {
		{ "2026-12-01", "2026-11-30T23:00:00Z",
			"2026-12-01T23:00:00Z" },
		{ "today", "2026-11-20T23:00:00Z", "2026-11-21T23:00:00Z" },
		{ "2026-03-29", "2026-03-28T23:00:00Z",
			"2026-03-29T22:00:00Z" },
		{ "2026-12-01 10:00", "2026-12-01T09:00:00Z",
			"2026-12-01T09:00:00Z" },
		{ "+2w", "2026-12-05T08:30:15Z", "2026-12-05T08:30:15Z" },
	};
	char text[INSTANT_TEXT];
	struct fail f;
	instant at;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		timeword_from(
			t[i].text, "--from", at_of(now_text), zone, &at, &f);
		check_str(instant_write(at, text), t[i].from, t[i].text);
		timeword_to(t[i].text, "--to", at_of(now_text), zone, &at, &f);
		check_str(instant_write(at, text), t[i].to, "  as an end");
	}
	check(timeword_to("never", "--to", 0, zone, &at, &f) == -1, "refused");
	check_str(f.line, "--to never: not understood as a time", "the line");
}

int
main(void)
{
	struct fail f;
	const struct zone *rome = zone_load("Europe/Rome", &f);

	if (rome == NULL) {
		check(0, "%s", f.line);
		return check_done();
	}
	words(rome);
	changes();
	ranges(rome);
	return check_done();
}
