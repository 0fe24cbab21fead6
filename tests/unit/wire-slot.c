#include "check.h"

#include "wire/emit.h"
#include "wire/slot_html.h"
#include "wire/slot_json.h"
#include "wire/slot_text.h"

#include <stdlib.h>

/* Slots as "2026-12-01T09:00Z" starts and one length, then the text. */
static const struct row {
	const char *name, *zone, *language;
	int minutes;
	const char *starts; /* blank separated */
	const char *expect;
} rows[] = {
	{ "nothing free is nothing", "Europe/Rome", "en", 30, "", "" },
	{ "one slot", "Europe/Rome", "en", 30, "2026-12-01T09:00:00Z",
		"Times in Europe/Rome (CET):\n"
		"Tuesday 1 December: 10:00-10:30\n" },
	{ "slots that touch are one stretch, others are not", "Europe/Rome",
		"en", 30,
		"2026-12-01T09:00:00Z 2026-12-01T09:30:00Z "
		"2026-12-01T10:30:00Z 2026-12-02T09:00:00Z",
		"Times in Europe/Rome (CET):\n"
		"Tuesday 1 December: 10:00-11:00, 11:30-12:00\n"
		"Wednesday 2 December: 10:00-10:30\n" },
	{ "overlapping slots are one stretch", "UTC", "en", 60,
		"2026-12-01T09:00:00Z 2026-12-01T09:30:00Z "
		"2026-12-01T10:00:00Z",
		"Times in UTC (UTC):\nTuesday 1 December: 09:00-11:00\n" },
	{ "the prospect's day is another", "America/New_York", "en", 60,
		"2026-12-01T02:00:00Z",
		"Times in America/New_York (EST):\n"
		"Monday 30 November: 21:00-22:00\n" },
	{ "a stretch to midnight ends at 24:00", "UTC", "en", 60,
		"2026-12-01T22:00:00Z 2026-12-01T23:00:00Z",
		"Times in UTC (UTC):\nTuesday 1 December: 22:00-24:00\n" },
	{ "a stretch over midnight is cut there", "UTC", "en", 60,
		"2026-12-01T23:00:00Z 2026-12-02T00:00:00Z",
		"Times in UTC (UTC):\nTuesday 1 December: 23:00-24:00\n"
		"Wednesday 2 December: 00:00-01:00\n" },
	{ "a slot over midnight is not", "UTC", "en", 60,
		"2026-12-01T23:30:00Z",
		"Times in UTC (UTC):\nTuesday 1 December: 23:30-00:30\n" },
	{ "it is, where the next day goes on", "UTC", "en", 60,
		"2026-12-01T23:30:00Z 2026-12-02T00:00:00Z",
		"Times in UTC (UTC):\nTuesday 1 December: 23:30-24:00\n"
		"Wednesday 2 December: 00:00-01:00\n" },
	{ "24 hours are no empty range", "UTC", "en", 1440,
		"2026-12-01T10:00:00Z",
		"Times in UTC (UTC):\n"
		"Tuesday 1 December: 10:00-Wednesday 2 December 10:00\n" },
	{ "a clock change on the way: each day says its own", "Europe/Rome",
		"en", 60, "2026-10-23T08:00:00Z 2026-10-26T09:00:00Z",
		"Times in Europe/Rome:\n"
		"Friday 23 October (CEST): 10:00-11:00\n"
		"Monday 26 October (CET): 10:00-11:00\n" },
	{ "on the day itself each time does", "Europe/Rome", "en", 60,
		"2026-10-25T00:00:00Z 2026-10-25T01:00:00Z",
		"Times in Europe/Rome:\n"
		"Sunday 25 October: 02:00 CEST-03:00 CET\n" },
	{ "in Danish, as Danes write it", "Europe/Copenhagen", "da", 60,
		"2026-12-01T22:00:00Z",
		"Tider i Europe/Copenhagen (CET):\n"
		"tirsdag den 1. december: 23.00-24.00\n" },
	{ "in Spanish", "Europe/Madrid", "es", 30, "2026-12-01T09:00:00Z",
		"Horas de Europe/Madrid (CET):\n"
		"martes, 1 de diciembre: 10:00-10:30\n" },
};

static void
run_row(const struct row *row)
{
	struct pool *pool = pool_new();
	struct strs starts = { 0 };
	struct spans slots = { 0 };
	char *text = NULL;
	size_t size, i;
	struct fail f;
	FILE *to = open_memstream(&text, &size);
	instant at;

	strs_split(pool, &starts, row->starts, ' ');
	for (i = 0; i < starts.n; i++)
		if (instant_read(starts.v[i], &at))
			spans_add(pool, &slots, at, at + row->minutes * 60);
	slot_text_write(to, &slots, zone_load(row->zone, &f), row->language);
	fclose(to);
	check_str(text, row->expect, row->name);
	free(text);
	pool_free(pool);
}

/* R41: nothing in a link or a zone's words leaves its place in the HTML. */
static void
html(void)
{
	struct slot slots[] = {
		{ .start = 1796119200,
			.end = 1796121000,
			.url = "https://x.example/"
			       "a?b=\"><script>&c='\303\270" },
		{ .start = 1796207400, .end = 1796209200 },
	};
	char *text = NULL;
	size_t size;
	struct fail f;
	FILE *to = open_memstream(&text, &size);

	slot_html_write(to, slots, 0, zone_utc(), "en");
	fflush(to);
	check_str(text, "", "no slot, no HTML");
	slot_html_write(to, slots, 2, zone_load("Europe/Warsaw", &f), "pl");
	fclose(to);
	check(strstr(text, "href=\"https://x.example/a?b=&#34;&#62;&#60;script"
			   "&#62;&#38;c=&#39;&#248;\"") != NULL,
		"a link is escaped (R41)");
	check(strstr(text, "grudnia</b>") != NULL &&
			strstr(text, "&#347;roda, 2 ") != NULL,
		"days stand in the language, as references (R41)");
	check(strstr(text, "11:30-12:00</span>") != NULL,
		"without a link it is words (R41)");
	free(text);
}

/* What the writers print, in one format. */
static char *
printed(struct pool *pool, enum format format, const char *fields, bool explain)
{
	struct emit_how how = { .format = format,
		.fields = fields,
		.columns = explain ? "user,start,end,free,why" : "start,end",
		.zone = zone_utc(),
		.language = "en" };
	struct reason why[] = { { .rule = "hours" },
		{ .rule = "busy",
			.calendar = "ada/work",
			.uid = "u1@x",
			.summary = "Stand\"up",
			.start = 1796119200,
			.end = 1796121000 } };
	struct explain x = { .user = "ada@acme.example",
		.start = 1796119200,
		.end = 1796121000,
		.rules = why,
		.rules_n = 2 };
	struct slot slot = { .page = "demo",
		.start = 1796119200,
		.end = 1796121000,
		.time_zone = "Europe/Rome" };
	struct emit *e;
	struct fail f;
	char *text = NULL, *copy;
	size_t size;

	strs_add(pool, &slot.hosts, "ada@acme.example");
	how.to = open_memstream(&text, &size);
	if ((e = emit_open(pool, &how, &f)) == NULL)
		return f.line[0] ? pool_str(pool, f.line) : NULL;
	if (explain)
		explain_write(e, &x);
	else
		slot_write(e, &slot);
	emit_close(e);
	fclose(how.to);
	copy = pool_str(pool, text);
	free(text);
	return copy;
}

static void
records(void)
{
	struct pool *pool = pool_new();

	check_str(printed(pool, FORMAT_JSON, NULL, false),
		"{\"type\":\"slot\",\"page\":\"demo\","
		"\"start\":\"2026-12-01T10:00:00Z\","
		"\"end\":\"2026-12-01T10:30:00Z\","
		"\"timeZone\":\"Europe/Rome\",\"durationMinutes\":30,"
		"\"hosts\":[\"ada@acme.example\"],\"url\":null}\n",
		"a slot record has the keys of CLI.md section 8, in order");
	check_str(printed(pool, FORMAT_ID, NULL, false),
		"2026-12-01T10:00:00Z\n", "its id is the start in UTC");
	check_str(printed(pool, FORMAT_TSV, "start,end", false),
		"start\tend\n2026-12-01T10:00:00Z\t2026-12-01T10:30:00Z\n",
		"P18: --fields start,end");
	check_str(printed(pool, FORMAT_JSON, NULL, true),
		"{\"type\":\"explain\",\"user\":\"ada@acme.example\","
		"\"start\":\"2026-12-01T10:00:00Z\","
		"\"end\":\"2026-12-01T10:30:00Z\",\"free\":false,\"rules\":["
		"{\"rule\":\"hours\"},{\"rule\":\"busy\","
		"\"calendar\":\"ada/work\",\"uid\":\"u1@x\","
		"\"title\":\"Stand\\\"up\",\"start\":\"2026-12-01T10:00:00Z\","
		"\"end\":\"2026-12-01T10:30:00Z\"}],"
		"\"why\":\"hours, busy (ada/work: Stand\\\"up)\"}\n",
		"a reason names calendar, UID, title and range");
	pool_free(pool);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i]);
	html();
	records();
	return check_done();
}
