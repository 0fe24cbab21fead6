#include "check.h"

#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "when/zone.h"

static const struct zone *
load(const char *name)
{
	struct fail f;
	const struct zone *zone = zone_load(name, &f);

	return zone == NULL ? zone_utc() : zone;
}

static struct civil
civil_of(const char *text)
{
	struct civil c = { 0 };

	sscanf(text, "%d-%d-%d %d:%d:%d", &c.year, &c.month, &c.day, &c.hour,
		&c.minute, &c.second);
	return c;
}

static instant
at_of(const char *text)
{
	instant at = 0;

	instant_read(text, &at);
	return at;
}

/* Moments on the wall. */
static void
walls(void)
{
	static const struct {
		const char *zone, *at, *wall, *name;
		int offset_s;
	} t[] = {
		{ "UTC", "2026-11-21T08:00:00Z", "2026-11-21 08:00:00", "UTC",
			0 },
		{ "Europe/Berlin", "2026-03-29T00:59:59Z",
			"2026-03-29 01:59:59", "CET", 3600 },
		{ "Europe/Berlin", "2026-03-29T01:00:00Z",
			"2026-03-29 03:00:00", "CEST", 7200 },
		{ "Europe/Berlin", "2026-10-25T00:59:59Z",
			"2026-10-25 02:59:59", "CEST", 7200 },
		{ "Europe/Berlin", "2026-10-25T01:00:00Z",
			"2026-10-25 02:00:00", "CET", 3600 },
		{ "America/New_York", "2026-03-08T07:00:00Z",
			"2026-03-08 03:00:00", "EDT", -14400 },
		{ "Australia/Lord_Howe", "2026-04-04T15:00:00Z",
			"2026-04-05 01:30:00", "+1030", 37800 },
		{ "Asia/Kathmandu", "2026-01-01T00:00:00Z",
			"2026-01-01 05:45:00", "+0545", 20700 },
		{ "Asia/Kathmandu", "1985-01-01T00:00:00Z",
			"1985-01-01 05:30:00", "+0530", 19800 },
		{ "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29 23:59:59",
			"-10", -36000 },
		{ "Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31 00:00:00",
			"+14", 50400 },
		{ "Europe/Dublin", "2026-07-01T12:00:00Z",
			"2026-07-01 13:00:00", "IST", 3600 },
		/* before standard time, after the table, after 400 years */
		{ "America/New_York", "1883-01-01T00:00:00Z",
			"1882-12-31 19:03:58", "LMT", -17762 },
		{ "Europe/Berlin", "1900-06-01T12:00:00Z",
			"1900-06-01 13:00:00", "CET", 3600 },
		{ "Europe/Berlin", "2100-07-01T12:00:00Z",
			"2100-07-01 14:00:00", "CEST", 7200 },
		{ "America/Santiago", "2100-01-01T12:00:00Z",
			"2100-01-01 09:00:00", "-03", -10800 },
		{ "Europe/Berlin", "2900-07-01T12:00:00Z",
			"2900-07-01 14:00:00", "CEST", 7200 },
		{ "Europe/Berlin", "9998-12-01T12:00:00Z",
			"9998-12-01 13:00:00", "CET", 3600 },
		/* an old name */
		{ "Asia/Calcutta", "2026-01-01T00:00:00Z",
			"2026-01-01 05:30:00", "IST", 19800 },
		/* its sign is POSIX's */
		{ "Etc/GMT+5", "2026-01-01T12:00:00Z", "2026-01-01 07:00:00",
			"-05", -18000 },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		const struct zone *zone = load(t[i].zone);
		struct civil want = civil_of(t[i].wall);
		struct civil got = zone_civil(zone, at_of(t[i].at));

		check(civil_compare(&got, &want) == 0, "%s in %s is %s",
			t[i].at, t[i].zone, t[i].wall);
		check(zone_offset(zone, at_of(t[i].at)) == t[i].offset_s,
			"its offset");
		check_str(zone_abbreviation(zone, at_of(t[i].at)), t[i].name,
			"its abbreviation");
	}
}

/* Wall times as moments. */
static void
moments(void)
{
	static const char *const fits[] = { "once", "twice", "never" };
	static const struct {
		const char *zone, *wall;
		enum zone_fit fit;
		const char *at, *after; /* after NULL: the same */
	} t[] = {
		{ "Europe/Berlin", "2026-03-29 01:59:59", ZONE_ONCE,
			"2026-03-29T00:59:59Z", NULL },
		{ "Europe/Berlin", "2026-03-29 02:00:00", ZONE_NEVER,
			"2026-03-29T01:00:00Z", "2026-03-29T01:00:00Z" },
		{ "Europe/Berlin", "2026-03-29 02:30:00", ZONE_NEVER,
			"2026-03-29T01:30:00Z", "2026-03-29T01:00:00Z" },
		{ "Europe/Berlin", "2026-03-29 03:00:00", ZONE_ONCE,
			"2026-03-29T01:00:00Z", NULL },
		{ "Europe/Berlin", "2026-10-25 01:59:59", ZONE_ONCE,
			"2026-10-24T23:59:59Z", NULL },
		{ "Europe/Berlin", "2026-10-25 02:30:00", ZONE_TWICE,
			"2026-10-25T00:30:00Z", NULL },
		{ "Europe/Berlin", "2026-10-25 03:00:00", ZONE_ONCE,
			"2026-10-25T02:00:00Z", NULL },
		{ "America/New_York", "2026-03-08 02:15:00", ZONE_NEVER,
			"2026-03-08T07:15:00Z", "2026-03-08T07:00:00Z" },
		{ "America/New_York", "2026-11-01 01:15:00", ZONE_TWICE,
			"2026-11-01T05:15:00Z", NULL },
		{ "Australia/Lord_Howe", "2026-10-04 02:15:00", ZONE_NEVER,
			"2026-10-03T15:45:00Z", "2026-10-03T15:30:00Z" },
		{ "Australia/Lord_Howe", "2026-04-05 01:45:00", ZONE_TWICE,
			"2026-04-04T14:45:00Z", NULL },
		{ "Pacific/Apia", "2011-12-30 12:00:00", ZONE_NEVER,
			"2011-12-30T22:00:00Z", "2011-12-30T10:00:00Z" },
		{ "Europe/Berlin", "2100-03-28 02:30:00", ZONE_NEVER,
			"2100-03-28T01:30:00Z", "2100-03-28T01:00:00Z" },
		{ "Europe/Berlin", "2900-03-28 02:30:00", ZONE_NEVER,
			"2900-03-28T01:30:00Z", "2900-03-28T01:00:00Z" },
		{ "America/Santiago", "2026-09-06 00:00:00", ZONE_NEVER,
			"2026-09-06T04:00:00Z", "2026-09-06T04:00:00Z" },
	};
	char text[INSTANT_TEXT];
	enum zone_fit fit;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		const struct zone *zone = load(t[i].zone);
		struct civil c = civil_of(t[i].wall);

		check_str(instant_write(zone_instant(zone, &c, &fit), text),
			t[i].at, t[i].wall);
		check(fit == t[i].fit, "%s in %s comes %s", t[i].wall,
			t[i].zone, fits[t[i].fit]);
		check_str(instant_write(zone_instant_after(zone, &c), text),
			t[i].after == NULL ? t[i].at : t[i].after,
			"first valid moment");
	}
}

static void
midnights(void)
{
	static const struct {
		const char *zone, *at;
		int days;
		const char *midnight;
	} t[] = {
		{ "Europe/Berlin", "2026-03-28T12:00:00Z", 0,
			"2026-03-27T23:00:00Z" },
		{ "Europe/Berlin", "2026-03-28T12:00:00Z", 1,
			"2026-03-28T23:00:00Z" },
		{ "Europe/Berlin", "2026-03-28T12:00:00Z", 2,
			"2026-03-29T22:00:00Z" },
		{ "Europe/Berlin", "2026-11-21T23:30:00Z", 0,
			"2026-11-21T23:00:00Z" },
		{ "America/Santiago", "2026-09-05T12:00:00Z", 1,
			"2026-09-06T04:00:00Z" },
		{ "Pacific/Apia", "2011-12-29T20:00:00Z", 1,
			"2011-12-30T10:00:00Z" },
		{ "Pacific/Apia", "2011-12-29T20:00:00Z", 2,
			"2011-12-30T10:00:00Z" },
	};
	char text[INSTANT_TEXT];
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++)
		check_str(instant_write(zone_day(load(t[i].zone),
						at_of(t[i].at), t[i].days),
				  text),
			t[i].midnight, t[i].zone);
}

static void
next_changes(void)
{
	const struct zone *zone = load("Europe/Berlin");
	char text[INSTANT_TEXT];
	instant at = at_of("2026-01-01T00:00:00Z"), change;
	int before, after;

	check(zone_next_change(
		      zone, at, INSTANT_MAX, &change, &before, &after) &&
			before == 3600 && after == 7200,
		"the next change is found");
	check_str(instant_write(change, text), "2026-03-29T01:00:00Z",
		"when it is");
	check(zone_next_change(
		      zone, change, INSTANT_MAX, &change, &before, &after) &&
			after == 3600,
		"and the one after it");
	check(!zone_next_change(zone, at, at_of("2026-03-29T01:00:00Z"),
		      &change, &before, &after),
		"none before the end");
	check(zone_next_change(zone, at_of("8000-12-01T00:00:00Z"), INSTANT_MAX,
		      &change, &before, &after),
		"rules go on for ever");
	check_str(instant_write(change, text), "8001-03-25T01:00:00Z",
		"in far years too");
	check(!zone_next_change(load("Asia/Tokyo"), at, INSTANT_MAX, &change,
		      &before, &after),
		"none in Tokyo");
	check(!zone_next_change(
		      zone_utc(), at, INSTANT_MAX, &change, &before, &after),
		"none in UTC");
}

static void
refusals(void)
{
	static const struct {
		const char *name, *hint;
	} t[] = {
		{ "Europe/Rom", "did you mean Europe/Rome?" },
		{ "europe/rome", "did you mean Europe/Rome?" },
		{ "Berlin", "did you mean Europe/Berlin?" },
		{ "new york", "did you mean America/New_York?" },
		{ "W. Europe Standard Time", "did you mean Europe/Berlin?" },
		{ "EST5EDT", "did you mean America/New_York?" },
		{ "UTC+2", NULL },
		{ "GMT+1", NULL },
		{ "+01:00", NULL },
		{ "CET-1CEST,M3.5.0,M10.5.0/3", "" },
		{ "", "" },
		{ "../../etc/passwd", "" },
		{ "Europe/../Europe/Rome", "" },
		{ "/usr/share/zoneinfo/Europe/Rome", NULL },
		{ "right/Europe/Rome", NULL },
		{ "posix/Europe/Rome", NULL },
		{ "zone.tab", NULL },
		{ "Europe", NULL },
		{ "Europe/", NULL },
		{ "localtime", NULL },
		{ "leapseconds", NULL },
		{ "Europe/Rome\n", NULL },
	};
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		f.status = 0;
		f.hint[0] = '\0';
		check(zone_load(t[i].name, &f) == NULL &&
				f.status == EXIT_USAGE,
			"'%.20s' is refused", i == 21 ? "\\n" : t[i].name);
		if (t[i].hint != NULL)
			check_str(f.hint, t[i].hint, "its hint");
	}
	zone_load("Mars/Base", &f);
	check_str(f.line, "zone Mars/Base: no such time zone", "the line");
}

/* Names of calendars. */
static void
finds(void)
{
	static const struct {
		const char *tzid, *name;
	} t[] = {
		{ "Europe/Rome", "Europe/Rome" },
		{ "EUROPE/rome", "Europe/Rome" },
		{ "america/argentina/buenos_aires",
			"America/Argentina/Buenos_Aires" },
		{ "America/Buenos_Aires", "America/Buenos_Aires" },
		{ "\"Europe/Rome\"", "Europe/Rome" },
		{ "W. Europe Standard Time", "Europe/Berlin" },
		{ "w. europe standard time", "Europe/Berlin" },
		{ "Romance Standard Time", "Europe/Paris" },
		{ "Eastern Standard Time", "America/New_York" },
		{ "India Standard Time", "Asia/Calcutta" },
		{ "/citadel.org/20210210_1/Europe/Rome", "Europe/Rome" },
		{ "/mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin" },
		{ "/freeassociation.sourceforge.net/Tzfile/America/New_York",
			"America/New_York" },
		{ "/softwarestudio.org/Olson_20011030_5/America/Indiana/Knox",
			"America/Indiana/Knox" },
		{ "mozilla.org/20050126_1/Europe/Berlin", "Europe/Berlin" },
		{ "tzone://Microsoft/Utc", "UTC" },
		{ "tzone://Microsoft/W. Europe Standard Time",
			"Europe/Berlin" },
		{ "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, "
		  "Vienna",
			"Europe/Berlin" },
		{ "(GMT+01.00) Brussels, Copenhagen, Madrid, Paris",
			"Europe/Paris" },
		{ "(UTC-05:00) Eastern Time (US & Canada)",
			"America/New_York" },
		{ "EST5EDT", "America/New_York" },
		{ "utc", "UTC" },
		{ "GMT", "GMT" },
		{ "Customized Time Zone", NULL },
		{ "tzone://Microsoft/Custom", NULL },
		{ "(UTC+01:00)", NULL },
		{ "Nowhere/Land", NULL },
		{ "#", NULL },
		{ "/", NULL },
		{ "", NULL },
		{ "../../../etc/passwd", NULL },
		{ "/../../../etc/passwd", NULL },
	};
	char text[100], longer[5000];
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		snprintf(text, sizeof(text), "'%s' is found or not", t[i].tzid);
		check_str(zone_find(t[i].tzid), t[i].name, text);
	}
	memset(longer, '/', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	check(zone_find(longer) == NULL, "a very long name is none");
}

static int
count(void *arg, const char *name)
{
	const char **last = arg;
	struct fail f;

	check(*last == NULL || strcmp(*last, name) < 0, "%s is in order", name);
	if (zone_load(name, &f) == NULL)
		check(0, "%s cannot be loaded: %s", name, f.line);
	*last = name;
	return strcmp(name, "America/Bogota") == 0 ? 7 : 0;
}

static void
locals(void)
{
	static const struct {
		const char *tz, *name;
	} t[] = {
		{ "Europe/Rome", "Europe/Rome" },
		{ ":Europe/Rome", "Europe/Rome" },
		{ "/usr/share/zoneinfo/Europe/Rome", "Europe/Rome" },
		{ "", "UTC" },
		{ "UTC", "UTC" },
	};
	const char *last = NULL;
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		setenv("TZ", t[i].tz, 1);
		check_str(zone_name(zone_local()), t[i].name, t[i].tz);
	}
	setenv("TZ", "Nowhere/Land", 1);
	check(zone_local() != NULL, "there is always a local zone");
	check(zone_each(count, &last) == 7, "the walk ends when told to");
	check_str(last, "America/Bogota", "and there");
}

/* Loads a damaged copy of a good file. */
static void
damaged_one(const char *dir, const unsigned char *good, size_t size,
	const char *name, long at, int byte, size_t cut)
{
	char path[300];
	unsigned char bytes[8192];
	struct fail f = { 0 };
	FILE *file;

	memcpy(bytes, good, size);
	if (at >= 0)
		bytes[at] = (unsigned char)byte;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	fwrite(bytes, 1, cut < size ? cut : size, file);
	fclose(file);
	check(zone_load(name, &f) == NULL && f.status == EXIT_USAGE &&
			strstr(f.line, cut == 0 ? "no such" : "damaged"),
		"a damaged file is refused: %s", name);
	unlink(path);
}

static void
damaged(void)
{
	char dir[] = "/tmp/when-zone-XXXXXX", name[40];
	unsigned char good[8192];
	FILE *file = fopen("/usr/share/zoneinfo/Europe/Berlin", "r");
	size_t size = 0, cut, second = 0;

	if (file != NULL) {
		size = fread(good, 1, sizeof(good), file);
		fclose(file);
	}
	if (size == 0 || size == sizeof(good) || mkdtemp(dir) == NULL) {
		check(1, "damaged files # SKIP no file to damage");
		return;
	}
	setenv("TZDIR", dir, 1);
	for (cut = 1; cut < size; cut += cut < 60 ? 7 : 191) {
		strcpy(name, "Cut_");
		name[3] = (char)('A' + cut % 26);
		damaged_one(dir, good, size, name, -1, 0, cut);
	}
	damaged_one(dir, good, size, "Magic", 0, 'X', size);
	damaged_one(dir, good, size, "Old", 4, 0, size);
	damaged_one(dir, good, size, "Changes", 32, 0x7f, size);
	for (cut = 44; second == 0 && cut + 4 < size; cut++)
		if (memcmp(good + cut, "TZif", 4) == 0)
			second = cut;
	damaged_one(dir, good, size, "Types", (long)second + 39, 0, size);
	damaged_one(dir, good, size, "Leaps", (long)second + 31, 1, size);
	damaged_one(
		dir, good, size, "Order", (long)second + 44 + 8, 0x7f, size);
	damaged_one(dir, good, size, "Footer", (long)size - 3, '!', size);
	unsetenv("TZDIR");
	rmdir(dir);
}

int
main(void)
{
	walls();
	moments();
	midnights();
	next_changes();
	refusals();
	finds();
	locals();
	damaged();
	return check_done();
}
