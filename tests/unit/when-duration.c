#include "check.h"

#include "when/duration.h"

static void
people_write(void)
{
	static const struct {
		const char *text;
		int64_t seconds;
	} t[] = {
		{ "30", 1800 },
		{ "0", 0 },
		{ "30m", 1800 },
		{ "1h30m", 5400 },
		{ "1H30M", 5400 },
		{ "2d", 172800 },
		{ "1w", 604800 },
		{ "90s", 90 },
		{ "PT30M", 1800 },
		{ "pt1h", 3600 },
		{ "P1D", 86400 },
		{ "36525d", INT64_C(3155760000) },
		{ "36526d", -1 },
		{ "99999999999999999999", -1 },
		{ "99999999999999999999w", -1 },
		{ "", -1 },
		{ "m", -1 },
		{ "1h30", -1 },
		{ "30m1h", -1 },
		{ "1m1m", -1 },
		{ "1mo", -1 },
		{ "-30", -1 },
		{ "+30", -1 },
		{ "-PT30M", -1 },
		{ "1.5h", -1 },
		{ " 30", -1 },
		{ "30 minutes", -1 },
		{ "half an hour", -1 },
	};
	struct fail f;
	int64_t s;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		s = -1;
		f.status = 0;
		rc = duration_read(t[i].text, "--duration", &s, &f);
		check(s == t[i].seconds && rc == (s < 0 ? -1 : 0) &&
				f.status == (s < 0 ? EXIT_USAGE : 0),
			"'%s' %s", t[i].text, s < 0 ? "is refused" : "is read");
	}
	duration_read("soon", "--duration", &s, &f);
	check_str(f.line, "--duration soon: not a length of time",
		"the error names option and value");
}

static void
calendars_write(void)
{
	static const struct {
		const char *text;
		int64_t days, seconds;
		int good;
	} t[] = {
		{ "PT15M", 0, 900, 1 },
		{ "-PT15M", 0, -900, 1 },
		{ "+P1W", 7, 0, 1 },
		{ "P15DT5H0M20S", 15, 18020, 1 },
		{ "P1DT2H", 1, 7200, 1 },
		{ "PT1H20S", 0, 3620, 1 },
		{ "-P2D", -2, 0, 1 },
		{ "PT0S", 0, 0, 1 },
		{ "P1DT", 1, 0, 1 },
		{ "PT36H", 0, 129600, 1 },
		{ "P99999999W", 0, 0, 0 },
		{ "PT99999999999999999999S", 0, 0, 0 },
		{ "P", 0, 0, 0 },
		{ "PT", 0, 0, 0 },
		{ "P1H", 0, 0, 0 },
		{ "PT1D", 0, 0, 0 },
		{ "P1M", 0, 0, 0 },
		{ "PT1M1H", 0, 0, 0 },
		{ "--PT1M", 0, 0, 0 },
		{ "1h", 0, 0, 0 },
		{ "", 0, 0, 0 },
	};
	struct duration d;
	struct fail f;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		f.status = 0;
		rc = duration_read_ical(t[i].text, &d, &f);
		if (t[i].good)
			check(rc == 0 && d.days == t[i].days &&
					d.seconds == t[i].seconds,
				"'%s' is read", t[i].text);
		else
			check(rc == -1 && f.status == EXIT_BAD_DATA,
				"'%s' is refused", t[i].text);
	}
}

static void
written(void)
{
	static const struct {
		int64_t seconds;
		const char *text;
	} t[] = {
		{ 0, "0m" },
		{ 90, "1m30s" },
		{ 1800, "30m" },
		{ 5400, "1h30m" },
		{ 86400, "1d" },
		{ 172800, "2d" },
		{ 90061, "1d1h1m1s" },
		{ -1800, "-30m" },
		{ INT64_MIN, "-106751991167300d15h30m8s" },
	};
	char text[32];
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++)
		check_str(duration_write(t[i].seconds, text), t[i].text,
			t[i].text);
}

int
main(void)
{
	people_write();
	calendars_write();
	written();
	return check_done();
}
