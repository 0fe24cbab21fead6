/* Meetings as iCalendar and as records. */
#include "check.h"

#include "wire/booking_ics.h"
#include "wire/booking_json.h"
#include "wire/event_ics.h"

#include <stdbool.h>
#include <stdlib.h>

static struct pool *pool;

static struct booking
meeting(void)
{
	struct booking b = { .id = 1,
		.ref = "b_7f3k9",
		.uid = "7f3k9@meet.acme.example",
		.sequence = 2,
		.status = "confirmed",
		.outcome = "scheduled",
		.organizer_id = 1,
		.organizer_email = "ada@acme.example",
		.organizer_name = "Ada Rossi",
		.title = "Demo; with, commas",
		.start = 1796115600,
		.end = 1796117400,
		.time_zone = "Europe/Rome",
		.location_type = "none",
		.internal_note = "SECRETNOTE",
		.invite = true,
		.links = true,
		.created_at = 1795248000,
		.updated_at = 1795248000 };

	b.attendees = pool_zero(pool, 2 * sizeof(*b.attendees));
	b.attendees[0].name = "Pat \"Jr\" Lee";
	b.attendees[0].email = "pat@example.com";
	b.attendees[0].participation = "needs-action";
	b.attendees[1].email = "ada@acme.example";
	b.attendees[1].participation = "accepted";
	b.attendees_n = 2;
	return b;
}

static const struct user hosts[] = {
	{ .id = 1, .email = "ada@acme.example", .name = "Ada Rossi" },
	{ .id = 2, .email = "bo@acme.example", .name = "Bo Lind" },
};

/* The object, unfolded, in the pool; NULL when it was refused. */
static char *
written(const struct booking *b, const char *method, const char *sent_by)
{
	struct booking_ics how = { .method = method,
		.status = booking_live(b) ? "CONFIRMED" : "CANCELLED",
		.stamp = 1795248000,
		.hosts = hosts,
		.hosts_n = 2,
		.sent_by = sent_by,
		.description = b->description };
	char *text = NULL, *copy, *from, *to;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	struct fail f;
	int rc = booking_ics_write(out, b, &how, &f);

	fclose(out);
	copy = pool_str(pool, text);
	free(text);
	for (from = to = copy; *from != '\0'; from++)
		if (strncmp(from, "\r\n ", 3) == 0)
			from += 2;
		else
			*to++ = *from;
	*to = '\0';
	return rc == 0 ? copy : NULL;
}

static void
holds(const char *text, const char *want, const char *what)
{
	bool ok = text != NULL && strstr(text, want) != NULL;

	check(ok, "%s", what);
	if (!ok)
		printf("# %s\n", text == NULL ? "(refused)" : text);
}

static void
test_request(void)
{
	struct booking b = meeting();
	const char *t = written(&b, "REQUEST", NULL);

	holds(t, "\r\nMETHOD:REQUEST\r\n", "R50: METHOD");
	holds(t, "\r\nUID:7f3k9@meet.acme.example\r\n", "UID");
	holds(t, "\r\nDTSTAMP:20261121T080000Z\r\n", "DTSTAMP");
	holds(t, "\r\nSEQUENCE:2\r\n", "SEQUENCE");
	holds(t, "\r\nDTSTART:20261201T090000Z\r\nDTEND:20261201T093000Z\r\n",
		"times in UTC");
	holds(t, "\r\nSUMMARY:Demo\\; with\\, commas\r\n", "R62: the title");
	holds(t, "\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n", "R75");
	holds(t, "\r\nORGANIZER;CN=\"Ada Rossi\":mailto:ada@acme.example\r\n",
		"the organizer");
	holds(t, "ROLE=CHAIR;PARTSTAT=ACCEPTED:mailto:ada@acme.example\r\n",
		"R75: the host has accepted");
	holds(t, "PARTSTAT=ACCEPTED:mailto:bo@acme.example\r\n",
		"R61: the other host too");
	holds(t,
		"CN=\"Pat ^'Jr^' Lee\";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;"
		"PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:pat@example.com\r\n",
		"R52: the contact has not");
	check(strstr(t, "SECRETNOTE") == NULL, "R70: no internal note");
	check(strstr(t, "SCHEDULE-AGENT") == NULL,
		"mails carry no SCHEDULE-AGENT");
	t = strstr(t, "mailto:ada@acme.example\r\nATTENDEE");
	check(t != NULL && strstr(t + 20, "RSVP=TRUE:mailto:ada@") == NULL,
		"a host among the attendees stands there once");
	t = written(&b, "REQUEST", "meet@acme.example");
	holds(t,
		"ORGANIZER;CN=\"Ada Rossi\";SENT-BY=\"mailto:meet@acme.example"
		"\":mailto:ada@acme.example\r\n",
		"RFC 5545 section 3.2.18: SENT-BY");
}

static void
test_others(void)
{
	struct booking b = meeting();
	const char *t = written(&b, NULL, NULL);

	check(t != NULL && strstr(t, "METHOD") == NULL,
		"RFC 4791 section 4.1: no METHOD at rest");
	holds(t, "ORGANIZER;CN=\"Ada Rossi\";SCHEDULE-AGENT=CLIENT:",
		"the server does not mail too");
	b.status = "cancelled";
	b.cancel_reason = "ill";
	t = written(&b, "CANCEL", NULL);
	holds(t, "\r\nMETHOD:CANCEL\r\n", "R55: METHOD:CANCEL");
	holds(t, "\r\nSTATUS:CANCELLED\r\n", "R55: STATUS:CANCELLED");
	holds(t, "\r\nCOMMENT:ill\r\n", "the reason");
	b = meeting();
	b.location_type = "video";
	b.location = "https://video.example/x";
	holds(written(&b, "REQUEST", NULL),
		"\r\nCONFERENCE;VALUE=URI;FEATURE=VIDEO:https://video.example/"
		"x\r\n",
		"R66: a video link");
	b.attendees[0].email = "pat@example.com\r\nX-INJECTED:1";
	check(written(&b, "REQUEST", NULL) == NULL,
		"a line break in an address is refused");
	b = meeting();
	b.attendees[0].name = "Pat\r\nX-INJECTED:1";
	t = written(&b, "REQUEST", NULL);
	check(t == NULL || strstr(t, "\nX-INJECTED") == NULL,
		"a line break in a name makes no line");
}

/* What we write, we read: one event, busy for its host. */
static void
test_read_back(void)
{
	struct booking b = meeting();
	const char *t = written(&b, "REQUEST", NULL);
	struct strs owners = { 0 };
	struct ics_read how = { .owners = &owners, .zone = zone_utc() };
	struct events events = { 0 };
	struct ics_warnings warnings = { 0 };
	const char *uid = NULL;
	size_t skipped = 0;
	struct fail f;
	int rc;

	strs_add(pool, &owners, "ada@acme.example");
	rc = ics_events_read(pool, t, strlen(t), &how, &events, &warnings, &uid,
		&skipped, &f);
	check(rc == 0 && events.n == 1 && warnings.n == 0, "it reads back");
	if (rc != 0 || events.n != 1)
		return;
	check_str(events.v[0].uid, b.uid, "the UID");
	check_str(events.v[0].summary, b.title, "the title");
	check(events.v[0].status == BUSY_BUSY && events.v[0].sequence == 2,
		"busy, with its SEQUENCE");
	check_str(events.v[0].owner_partstat, "accepted", "R75: accepted");
}

/* ---- records ---- */

static int
read_text(const char *json, struct booking *b, struct booking_ask *ask,
	struct fail *f)
{
	struct json_object *o = json_tokener_parse(json);
	int rc = booking_read(pool, o, b, ask, f);

	json_object_put(o);
	return rc;
}

static void
test_records(void)
{
	struct booking b = { .invite = true,
		.title = "option",
		.answers = "{\"a\":\"1\",\"b\":\"2\"}" };
	struct booking_ask ask = { .start_text = "tomorrow" };
	struct fail f;

	check(read_text("{\"type\":\"pick\",\"page\":\"demo\",\"start\":"
			"\"2026-12-01T09:00:00Z\",\"end\":"
			"\"2026-12-01T09:30:00Z\",\"organizer\":"
			"\"bo@acme.example\",\"rotation\":\"sales\",\"hosts\":"
			"[\"bo@acme.example\"],\"title\":\"\",\"email\":"
			"\"pat@example.com\",\"name\":4512,\"answers\":"
			"{\"b\":\"3\"},\"invite\":false}",
		      &b, &ask, &f) == 0,
		"a pick with more keys");
	check(b.start == 1796115600 && b.end == 1796117400 &&
			ask.start_text == NULL,
		"its times win over options");
	check_str(b.organizer_email, "bo@acme.example", "its organizer");
	check_str(b.title, "option", "an empty text changes nothing");
	check_str(b.answers, "{\"a\":\"1\",\"b\":\"3\"}", "answers united");
	check_str(b.attendees[0].name, "4512", "digits are a name");
	check(!b.invite, "R72: invite off");

	b = (struct booking){ 0 };
	check(read_text("{\"start\":\"2026-12-01 10:00\",\"hosts\":[\"ada@x."
			"example\"],\"guests\":\"a@x.example, b@x.example\"}",
		      &b, &ask, &f) == 0,
		"a row of a table");
	check_str(ask.start_text, "2026-12-01 10:00", "local times are words");
	check_str(
		b.organizer_email, "ada@x.example", "the only host organizes");
	check(b.attendees_n == 3, "R61: guests behind the booker");
	b = (struct booking){ 0 };
	ask = (struct booking_ask){ .duration_text = "15" };
	check(read_text("{\"start\":\"2026-12-01T09:00:00Z\",\"end\":"
			"\"2026-12-01T09:30:00Z\"}",
		      &b, &ask, &f) == 0 &&
			ask.duration_text == NULL && b.end == 1796117400,
		"an end wins over a length that was typed");
	b = (struct booking){ 0 };
	ask = (struct booking_ask){ .duration_text = "15" };
	check(read_text("{\"start\":\"2026-12-01T09:00:00Z\"}", &b, &ask, &f) ==
				0 &&
			ask.duration_text != NULL,
		"where there is none the length counts");
	b = (struct booking){ 0 };
	check(read_text("{\"hosts\":[\"a@x.example\",\"b@x.example\"]}", &b,
		      &ask, &f) == 0 &&
			b.organizer_email == NULL,
		"of two hosts none is chosen");
}

static const char *const wrong[] = { "{\"page\":[]}", "{\"guests\":1}",
	"{\"guests\":[1]}", "{\"answers\":[]}", "{\"invite\":\"no\"}",
	"{\"location\":{\"type\":\"moon\"}}", "{\"email\":{}}",
	"{\"start\":true}" };

static void
test_wrong(void)
{
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct booking b = { 0 };
		struct booking_ask ask = { 0 };
		struct fail f;

		check(read_text(wrong[i], &b, &ask, &f) == -1 &&
				f.status == EXIT_BAD_DATA,
			"refused: %s", wrong[i]);
	}
	check_str(booking_tracking(
			  pool, "{\"utm_source\":\"ma\\u0007il\",\"x\":\"y\"}"),
		"{\"utm_source\":\"mail\"}",
		"tracking is utm_* without control characters");
}

static void
test_emit(void)
{
	struct booking b = meeting();
	struct emit_how how = { .format = FORMAT_JSON };
	struct fail f;
	char *text = NULL;
	size_t size;
	struct emit *e;

	how.to = open_memstream(&text, &size);
	e = emit_open(pool, &how, &f);
	b.token = "TOKEN";
	booking_write(e, &b, "https://meet.acme.example/", true);
	emit_close(e);
	fclose(how.to);
	holds(text,
		"\"id\":\"b_7f3k9\",\"uid\":\"7f3k9@meet.acme.example\","
		"\"sequence\":2,\"status\":\"confirmed\",\"page\":null,"
		"\"title\":",
		"keys in order");
	holds(text,
		"\"organizer\":{\"name\":\"Ada Rossi\",\"email\":"
		"\"ada@acme.example\"}",
		"the organizer");
	holds(text, "\"page\":\"https://meet.acme.example/b/TOKEN\"",
		"R53: the link");
	holds(text, "\"dryRun\":true", "a rehearsal says so");
	check(strchr(text, '\n') == text + strlen(text) - 1, "one line");
	free(text);
}

int
main(void)
{
	pool = pool_new();
	test_request();
	test_others();
	test_read_back();
	test_records();
	test_wrong();
	test_emit();
	pool_free(pool);
	return check_done();
}
