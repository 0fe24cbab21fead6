/* Calendar objects on their way into the store. */
#include "check.h"
#include "store-temp.h"

#include "flow/intake.h"

#include <stdbool.h>

/* 28 November 2026, 08:00Z */
enum { NOW = 1795852800, DAY = 86400 };

#define CAL(x)                                                                 \
	"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n" x           \
	"END:VCALENDAR\r\n"
#define EV(uid, day, more)                                                     \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTAMP:20261101T000000Z\r\n"          \
	"DTSTART:202612" day "T100000Z\r\nDTEND:202612" day                    \
	"T110000Z\r\n" more "END:VEVENT\r\n"

static struct store *st;
static struct intake in;
static struct calendar calendar;
static struct user user;
static struct pool *pool;
static char told[400];

static void
tell(void *arg, const struct change *c)
{
	(void)arg;
	strcat(told, c->action);
	strcat(told, " ");
	strcat(told, c->uid);
	strcat(told, ",");
}

/* One resource in a transaction of its own; the status. */
static int
take(const char *href, const char *etag, const char *text)
{
	struct fail f = { 0 };
	int rc;

	told[0] = '\0';
	must(store_begin(st, &f) == 0, &f);
	rc = text == NULL
		     ? intake_gone(&in, href, &f)
		     : intake_resource(&in, href, etag, text, strlen(text), &f);
	if (rc == 0)
		must(busy_chunks_make(st, &f) == 0 && store_commit(st, &f) == 0,
			&f);
	else
		store_rollback(st);
	return rc == 0 ? 0 : f.status;
}

static const struct {
	const char *what, *href, *etag, *text;
	int status;
	const char *told;
	int64_t held;
} rows[] = {
	{ "a new event", "/a.ics", "\"1\"", CAL(EV("a", "01", "")), 0,
		"added a,", 1 },
	{ "the same again", "/a.ics", "\"1\"", CAL(EV("a", "01", "")), 0, "",
		1 },
	{ "another ETag, the same text", "/a.ics", "\"2\"",
		CAL(EV("a", "01", "")), 0, "", 1 },
	{ "moved", "/a.ics", "\"3\"", CAL(EV("a", "02", "")), 0, "changed a,",
		1 },
	{ "the same UID at another address is another", "/b.ics", "\"1\"",
		CAL(EV("a", "03", "")), 0, "added a,", 2 },
	{ "two UIDs in one", "/c.ics", "\"1\"",
		CAL(EV("c", "04", "") EV("d", "05", "")), 0, "added c,added d,",
		4 },
	{ "a web page is no calendar", "/a.ics", "\"9\"", "<html>", 65, "", 4 },
	{ "nor is what was cut", "/a.ics", "\"9\"",
		"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:a\r\n", 65, "", 4 },
	{ "nor nothing", "/a.ics", "\"9\"", "", 65, "", 4 },
	{ "a task is no event", "/t.ics", "\"1\"",
		CAL("BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\n"), 0, "", 4 },
	{ "an event that became a task is gone", "/b.ics", "\"2\"",
		CAL("BEGIN:VTODO\r\nUID:a\r\nEND:VTODO\r\n"), 0, "removed a,",
		3 },
	{ "removed", "/a.ics", NULL, NULL, 0, "removed a,", 2 },
	{ "removed again: never held", "/a.ics", NULL, NULL, 0, "", 2 },
	{ "a bad event costs itself", "/e.ics", "\"1\"",
		CAL(EV("e", "06", "RRULE:FREQ=NEVER\r\n")), 0, "added e,", 3 },
};

static void
resources(void)
{
	int64_t partial = 0;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int got = take(rows[i].href, rows[i].etag, rows[i].text);

		check(got == rows[i].status, "%s: %d", rows[i].what, got);
		check_str(told, rows[i].told, rows[i].what);
		check(event_count(st, calendar.id) == rows[i].held, "%s: held",
			rows[i].what);
		partial = (int64_t)in.warnings.partial;
	}
	check(partial > 0, "and is warned of");
	/* the warnings outlive the resource that made them */
	check_str(in.warnings.v[in.warnings.n - 1].uid, "e", "by its UID");
}

static void
mass(void)
{
	static const struct {
		int64_t held, gone;
		bool yes;
	} cases[] = { { 61, 58, true }, { 20, 20, false }, { 21, 21, true },
		{ 1000, 500, false }, { 1000, 501, true }, { 0, 0, false } };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(intake_is_mass_deletion(cases[i].held, cases[i].gone) ==
				cases[i].yes,
			"%d of %d gone", (int)cases[i].gone,
			(int)cases[i].held);
}

static void
window(void)
{
	struct fail f = { 0 };
	instant end = calendar.busy_to;

	check(end == NOW + (instant)INTAKE_AFTER_D * DAY,
		"occurrences are made for two years and more");
	must(store_begin(st, &f) == 0, &f);
	check(intake_renew(&in, false, &f) == 0, "the window is wide enough");
	in.now += 100 * DAY;
	check(intake_renew(&in, false, &f) == 1 &&
			calendar.busy_to == end + 100 * DAY,
		"100 days later it moves on");
	must(busy_chunks_make_calendar(st, calendar.id, &f) == 0 &&
			store_commit(st, &f) == 0,
		&f);
}

int
main(void)
{
	struct fail f = { 0 };
	int64_t id, u;

	atexit(temp_end);
	pool = pool_new();
	st = temp_store("intake.db");
	u = temp_user(st, "ada");
	id = temp_calendar(st, u, "ada/work");
	must(user_load(st, u, pool, &user, &f) == 1 &&
			calendar_load(st, id, pool, &calendar, &f) == 1,
		&f);
	calendar.busy_from = calendar.busy_to = 0;
	must(intake_open(&in, st, &calendar, &user, NOW, pool, &f) == 0, &f);
	in.each = tell;
	resources();
	mass();
	window();
	store_close(st);
	pool_free(pool);
	return check_done();
}
