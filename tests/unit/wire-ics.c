/* The scanner, the lines, and what is written: shapes, limits, hashes. */
#include "check.h"

#include "wire/busy_ics.h"
#include "wire/event_ics.h"
#include "wire/ics_line.h"
#include "wire/ics_value.h"
#include "wire/ics_write.h"

#include <stdlib.h>
#include <time.h>

#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
#define FOOT "END:VCALENDAR\r\n"
#define EVENT(uid)                                                             \
	"BEGIN:VEVENT\r\nUID:" uid "\r\nDTSTART:20261201T090000Z\r\n"          \
	"END:VEVENT\r\n"

/* What a scan makes of a text: "objects parts zones others warnings", or the
 * status it fails with and its line. */
static const struct scan_row {
	const char *name, *text, *want;
} scan_rows[] = {
	{ "an empty calendar is one", HEAD FOOT, "0 0 0 0 0" },
	{ "one event", HEAD EVENT("a") FOOT, "1 1 0 0 0" },
	{ "two parts of one UID are one object",
		HEAD EVENT("a") EVENT("b") EVENT("a") FOOT, "2 3 0 0 0" },
	{ "names in any case",
		"begin:vcalendar\nbegin:vevent\nuid:a\nend:vevent\n"
		"end:vcalendar\n",
		"1 1 0 0 0" },
	{ "no newline at the end", HEAD EVENT("a") "END:VCALENDAR",
		"1 1 0 0 0" },
	{ "a folded BEGIN",
		HEAD
		"BEG\r\n IN:VEV\r\n ENT\r\nUID:a\r\nE\r\n ND:VEVENT\r\n" FOOT,
		"1 1 0 0 0" },
	{ "a folded UID",
		HEAD "BEGIN:VEVENT\r\nUI\r\n D:a\r\nEND:VEVENT\r\n" EVENT("a")
			FOOT,
		"1 2 0 0 0" },
	{ "tasks and journals are others",
		HEAD "BEGIN:VTODO\r\nUID:t\r\nEND:VTODO\r\nBEGIN:VJOURNAL\r\n"
		     "END:VJOURNAL\r\n" FOOT,
		"0 0 0 2 0" },
	{ "a VTIMEZONE",
		HEAD "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\n"
		     "END:STANDARD\r\nEND:VTIMEZONE\r\n" FOOT,
		"0 0 1 0 0" },
	{ "a UID is derived",
		HEAD "BEGIN:VEVENT\r\nSUMMARY:x\r\n"
		     "END:VEVENT\r\n" FOOT,
		"1 1 0 0 1" },
	{ "an event without its END costs itself",
		HEAD "BEGIN:VEVENT\r\nUID:a\r\n" EVENT("b") FOOT, "2 2 0 0 1" },
	{ "an END too many is left out", HEAD EVENT("a") "END:VEVENT\r\n" FOOT,
		"1 1 0 0 1" },
	{ "text behind the calendar is left out", HEAD FOOT "thanks\r\n",
		"0 0 0 0 1" },
	{ "empty", "", "65 calendar: no BEGIN:VCALENDAR in it, it is empty" },
	{ "a web page", "<html></html>",
		"65 calendar: no BEGIN:VCALENDAR in it, it is a web page or "
		"XML" },
	{ "cut behind an event", HEAD EVENT("a"),
		"65 calendar line 6: cut off inside VCALENDAR (END:VCALENDAR "
		"is missing)" },
	{ "cut inside an event", HEAD "BEGIN:VEVENT\r\nUID:a",
		"65 calendar line 4: cut off inside VEVENT (END:VCALENDAR is "
		"missing)" },
	{ "cut inside END:VCALENDAR", HEAD EVENT("a") "END:VCALEN",
		"65 calendar line 7: cut off inside VCALENDAR (END:VCALENDAR "
		"is missing)" },
	{ "a bare event", EVENT("a"),
		"65 calendar line 1: BEGIN:VEVENT outside VCALENDAR" },
	{ "a calendar inside another", HEAD EVENT("a") HEAD FOOT FOOT,
		"65 calendar line 7: a VCALENDAR begins inside another: cut "
		"off" },
};

static void
check_scan(void)
{
	struct pool *pool = pool_new();
	const struct scan_row *r;
	struct ics ics;
	struct fail f;
	const char *got;
	size_t i;

	for (i = 0; i < sizeof(scan_rows) / sizeof(*scan_rows); i++) {
		r = &scan_rows[i];
		if (ics_scan(pool, r->text, strlen(r->text), &ics, &f) != 0)
			got = pool_printf(pool, "%d %s", f.status, f.line);
		else
			got = pool_printf(pool, "%zu %zu %zu %zu %zu",
				ics.objects_n, ics.parts_n, ics.zones_n,
				ics.others, ics.warnings.n);
		check_str(got, r->want, r->name);
	}
	pool_free(pool);
}

/* Every cut of a whole calendar is refused; none reads as an empty one. */
static void
check_cuts(void)
{
	static const char text[] = HEAD EVENT("a") EVENT("b") "END:VCALENDAR";
	struct pool *pool = pool_new();
	size_t n, passed = 0;
	struct ics ics;
	struct fail f;
	char *copy;

	for (n = 0; n < sizeof(text) - 1; n++) {
		/* at its exact size, so that reading beyond it is seen */
		copy = malloc(n + 1);
		memcpy(copy, text, n);
		passed += ics_scan(pool, copy, n, &ics, &f) == 0 ||
			  f.status != EXIT_BAD_DATA;
		free(copy);
	}
	check(passed == 0, "no cut download passes (%zu did)", passed);
	pool_free(pool);
}

static uint64_t
hash_of(struct pool *pool, const char *text)
{
	struct ics ics;
	struct fail f;

	if (ics_scan(pool, text, strlen(text), &ics, &f) != 0 ||
		ics.objects_n == 0)
		return 0;
	return ics.objects[0].hash;
}

#define ZONE(offset)                                                           \
	"BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"   \
	"TZOFFSETFROM:" offset "\nTZOFFSETTO:" offset                          \
	"\nEND:STANDARD\nEND:VTIMEZONE\n"
#define AT_X "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=x:20261201T090000\nEND:VEVENT\n"

static void
check_hashes(void)
{
	struct pool *pool = pool_new();
	uint64_t one = hash_of(pool, HEAD EVENT("a") FOOT);
	struct ics ics, again;
	struct fail f;
	const char *text;
	size_t n;

	check(one != 0, "hash: there is one");
	check(one == hash_of(pool, HEAD EVENT("a") EVENT("b") FOOT),
		"hash: other objects do not count");
	check(one == hash_of(pool, "BEGIN:VCALENDAR\nVERSION:2.0\n"
				   "BEGIN:VEVENT\nUID:a\nDTSTART:"
				   "20261201T090000Z\nEND:VEVENT\n"
				   "END:VCALENDAR\n"),
		"hash: line ends do not count");
	check(one == hash_of(pool,
			     HEAD "BEGIN:VEVENT\r\nDTSTAMP:2026\r\n 1\r\n"
				  "UID:a\r\nDTSTART:20261201T090000Z\r\nEND:"
				  "VEVENT\r\n" FOOT),
		"hash: DTSTAMP does not count");
	check(one != hash_of(pool, HEAD EVENT("b") FOOT), "hash: the UID does");
	check(hash_of(pool, HEAD ZONE("+0100") AT_X FOOT) !=
			hash_of(pool, HEAD ZONE("+0200") AT_X FOOT),
		"hash: the VTIMEZONE that is named counts");
	check(one == hash_of(pool, HEAD ZONE("+0100") EVENT("a") FOOT),
		"hash: one that is not named does not");
	check(hash_of(pool, HEAD EVENT("a") AT_X FOOT) ==
			hash_of(pool, HEAD AT_X EVENT("a") FOOT),
		"hash: the order of parts does not count");

	text = HEAD "X-WR-TIMEZONE:Europe/Rome\r\n" ZONE("+0100") EVENT("b")
		AT_X FOOT;
	ics_scan(pool, text, strlen(text), &ics, &f);
	text = ics_object_text(pool, &ics, &ics.objects[1], &n);
	check(n == strlen(text) && strstr(text, "TZOFFSETTO:+0100\r\n") &&
			strstr(text, "X-WR-TIMEZONE:Europe/Rome\r\n") &&
			strstr(text, "UID:b") == NULL,
		"an object's text holds its VTIMEZONE and nobody else");
	ics_scan(pool, text, n, &again, &f);
	check(again.objects_n == 1 &&
			again.objects[0].hash == ics.objects[1].hash,
		"an object's text has the object's hash");
	pool_free(pool);
}

/* `n` times `unit` between `head` and `foot`. */
static char *
many(const char *head, const char *unit, size_t n, const char *foot,
	size_t *len)
{
	size_t h = strlen(head), u = strlen(unit), t = strlen(foot), i;
	char *text = malloc(h + u * n + t + 1), *p = text + h;

	memcpy(text, head, h);
	for (i = 0; i < n; i++, p += u)
		memcpy(p, unit, u);
	memcpy(p, foot, t + 1);
	*len = h + u * n + t;
	return text;
}

static void
check_limit(const char *name, char *text, size_t len, int want)
{
	struct pool *pool = pool_new();
	struct events events = { 0 };
	struct ics_read how = { .zone = zone_utc() };
	struct ics_warnings w = { 0 };
	clock_t began = clock();
	struct fail f;
	int rc;

	f.status = 0;
	rc = ics_events_read(
		pool, text, len, &how, &events, &w, NULL, NULL, &f);
	check((rc == 0 ? 0 : f.status) == want, "limit: %s", name);
	check((clock() - began) / CLOCKS_PER_SEC < 10, "limit: %s: in time",
		name);
	pool_free(pool);
	free(text);
}

static void
check_limits(void)
{
	size_t n;
	char *text;

	text = many(HEAD, "BEGIN:X\r\n", 100000, FOOT, &n);
	check_limit("100,000 nested components", text, n, EXIT_BAD_DATA);
	text = many(HEAD, "BEGIN:VALARM\r\nEND:VALARM\r\n", 200001, FOOT, &n);
	check_limit("200,001 components", text, n, EXIT_BAD_DATA);
	text = many(HEAD "BEGIN:VEVENT\r\nUID:a\r\nDESCRIPTION:", "x", 10000000,
		"\r\nEND:VEVENT\r\n" FOOT, &n);
	check_limit("a line of 10 MB", text, n, 0);
	text = many(HEAD "BEGIN:VEVENT\r\nUID:a\r\nEXDATE:", "20261201,\r\n ",
		800000, "\r\nEND:VEVENT\r\n" FOOT, &n);
	check_limit("a folded EXDATE of 10 MB", text, n, 0);
	text = many(HEAD, "x", ICS_FILE_MAX, FOOT, &n);
	check_limit("a file above 32 MB", text, n, EXIT_BAD_DATA);
	text = many(HEAD "BEGIN:VEVENT\r\nUID:a\r\n", "RRULE:FREQ=DAILY\r\n",
		500000, "END:VEVENT\r\n" FOOT, &n);
	check_limit("half a million rules", text, n, 0);
	text = many(HEAD "BEGIN:VEVENT\r\nUID:a\r\n", "\r\n", 5000000,
		"END:VEVENT\r\n" FOOT, &n);
	check_limit("five million empty lines", text, n, 0);
	text = many(HEAD "BEGIN:VFREEBUSY\r\nUID:a\r\nFREEBUSY:",
		"20261201T090000Z/PT1H,\r\n ", 600000,
		"\r\nEND:VFREEBUSY\r\n" FOOT, &n);
	check_limit("600,000 periods", text, n, 0);
	text = many(HEAD, "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n",
		100000, FOOT, &n);
	check_limit("100,000 VTIMEZONEs", text, n, 0);
}

/* Values: "fit date utc Y-M-D h:m:s". */
static const struct value_row {
	const char *text, *want;
} value_rows[] = {
	{ "20261201", "0 date 2026-12-01 00:00:00" },
	{ " 20261201T090000Z ", "0 utc 2026-12-01 09:00:00" },
	{ "20261201T090000", "0 local 2026-12-01 09:00:00" },
	{ "20261201T0900", "0 local 2026-12-01 09:00:00" },
	{ "20261201T240000", "0 local 2026-12-02 00:00:00" },
	{ "20261231T235960Z", "0 utc 2027-01-01 00:00:00" },
	{ "20261201T003000+0100", "0 utc 2026-11-30 23:30:00" },
	{ "2026-12-01T09:00:00Z", "0 utc 2026-12-01 09:00:00" },
	{ "20260230", "1 date 2026-03-02 00:00:00" },
	{ "20240229", "0 date 2024-02-29 00:00:00" },
	{ "20261301", "2" },
	{ "20261232", "2" },
	{ "00000101", "2" },
	{ "20261201T250000", "2" },
	{ "20261201T240001", "2" },
	{ "20261201T096000", "2" },
	{ "20261201T090000X", "2" },
	{ "2026120", "2" },
	{ "20261201090000", "2" },
	{ "99991231T240000", "2" },
	{ "-0261201", "2" },
	{ "", "2" },
};

static void
check_values(void)
{
	struct pool *pool = pool_new();
	const struct value_row *r;
	struct when_value v;
	const char *got;
	int fit, off;
	size_t i;

	for (i = 0; i < sizeof(value_rows) / sizeof(*value_rows); i++) {
		r = &value_rows[i];
		fit = ics_when(r->text, strlen(r->text), &v);
		got = pool_printf(pool, "%d", fit);
		if (fit != ICS_BAD)
			got = pool_printf(pool,
				"%d %s %04d-%02d-%02d %02d:%02d:%02d", fit,
				v.date  ? "date"
				: v.utc ? "utc"
					: "local",
				v.civil.year, v.civil.month, v.civil.day,
				v.civil.hour, v.civil.minute, v.civil.second);
		check_str(got, r->want,
			pool_printf(pool, "value \"%s\"", r->text));
	}
	check(ics_offset("-0530", 5, &off) == ICS_GOOD && off == -19800,
		"offset -0530");
	check(ics_offset("+010203", 7, &off) == ICS_GOOD && off == 3723,
		"offset with seconds");
	check(ics_offset("+2500", 5, &off) == ICS_BAD, "offset +2500");
	pool_free(pool);
}

static void
check_lines(void)
{
	static const char text[] = "ATTENDEE;CN=\"Lee; Pat: x\";X=a^nb^'c^^:"
				   "mailto:p@example.com\r\n"
				   "SUMMARY:one\r\n  two\r\n\r\nnocolon\r\n";
	struct pool *pool = pool_new();
	struct ics_lines it;
	struct ics_line l;

	ics_lines_init(&it, text, sizeof(text) - 1, 7);
	check(ics_lines_next(&it, &l) && ics_name_is(&l, "ATTENDEE") &&
			l.line == 7,
		"line: name and number");
	check_str(ics_param(pool, &l, "cn"), "Lee; Pat: x", "line: quotes");
	check_str(ics_param(pool, &l, "X"), "a\nb\"c^", "line: RFC 6868");
	check_str(ics_param(pool, &l, "PARTSTAT"), NULL, "line: none");
	check_str(pool_strn(pool, l.value, l.value_n), "mailto:p@example.com",
		"line: the value behind quoted colons");
	check(ics_lines_next(&it, &l) && l.line == 8 &&
			memcmp(l.value, "one two", 7) == 0 && l.value_n == 7,
		"line: unfolded");
	check(ics_lines_next(&it, &l) && l.line == 11 && l.odd,
		"line: no colon");
	check(!ics_lines_next(&it, &l), "line: the end");
	check_str(ics_text(pool, "a\\nb\\,c\\;d\\\\e\x01", 14), "a\nb,c;d\\e",
		"text unescaped");
	ics_lines_clear(&it);
	pool_free(pool);
}

static void
check_write(void)
{
	struct pool *pool = pool_new();
	char *got = NULL, *p, *q, utc[ICS_UTC_TEXT];
	struct fail f;
	size_t n, longest = 0, cut = 0;
	FILE *to;
	int i;

	to = open_memstream(&got, &n);
	ics_write_text(to, "SUMMARY", "a;b,c\\d\ne\rf\x07g\xff");
	check(ics_write_line(to, "X:a\r\nY:b", &f) == -1 &&
			f.status == EXIT_BAD_DATA,
		"write: CR LF in a line is refused");
	check(ics_write_mailto(to, "ATTENDEE", NULL,
		      "a@b.example\r\nORGANIZER:x", &f) == -1,
		"write: CR LF in an address is refused");
	check(ics_write_mailto(to, "ATTENDEE", NULL, "A <a@b.example>", &f) ==
			-1,
		"write: an address with a name is refused");
	check(ics_write_uri(to, "URL", "https://x/\ny", &f) == -1,
		"write: LF in a URI is refused");
	ics_write_mailto(to, "ATTENDEE", "RSVP=TRUE", "a@b.example", &f);
	fclose(to);
	check_str(got,
		"SUMMARY:a\\;b\\,c\\\\d\\nefg\xef\xbf\xbd\r\n"
		"ATTENDEE;RSVP=TRUE:mailto:a@b.example\r\n",
		"write: escapes, and nothing of what was refused");
	free(got);

	to = open_memstream(&got, &n);
	p = pool_str(pool, "");
	for (i = 0; i < 60; i++)
		p = pool_printf(pool, "%s\xf0\x9f\x8e\x82\xc3\xa9", p);
	ics_write_text(to, "X", p);
	fclose(to);
	for (p = got; (q = strstr(p, "\r\n")) != NULL; p = q + 2) {
		if ((size_t)(q - p) > longest)
			longest = q - p;
		cut += q[2] != '\0' && ((unsigned char)q[3] & 0xc0) == 0x80;
	}
	check(longest <= 75 && longest > 70, "write: folded at 75 octets");
	check(cut == 0, "write: no character is cut");
	free(got);
	check_str(ics_param_value(pool, "Lee, \"Pat\"\n^"),
		"\"Lee, ^'Pat^'^n^^\"", "write: a parameter");
	check_str(ics_utc(1796115600, utc), "20261201T090000Z", "write: UTC");
	pool_free(pool);
}

static void
check_freebusy(void)
{
	struct pool *pool = pool_new();
	struct busies list = { 0 };
	struct busy b = {
		.start = 1796115600, .end = 1796119200, .status = BUSY_BUSY
	};
	struct busy_ics head = { .email = "ada@acme.example",
		.name = "Ada, L",
		.stamp = 1796000000,
		.window = { 1796083200, 1796169600 } };
	struct events events = { 0 };
	struct ics_read how = { .zone = zone_utc() };
	struct ics_warnings w = { 0 };
	struct fail f;
	char *got = NULL;
	size_t n;
	FILE *to = open_memstream(&got, &n);

	busies_add(pool, &list, &b);
	b.start += 7200;
	b.end += 7200;
	b.status = BUSY_UNAVAILABLE;
	busies_add(pool, &list, &b);
	busy_ics_begin(to);
	check(busy_ics_write(to, &head, &list, &f) == 0,
		"VFREEBUSY is written");
	head.email = "a@b\r\nX:y";
	check(busy_ics_write(to, &head, &list, &f) == -1,
		"VFREEBUSY with a bad address is refused whole");
	busy_ics_end(to);
	fclose(to);
	check(strstr(got,
		      "ORGANIZER;CN=\"Ada, L\":mailto:ada@acme.example\r\n") !=
				NULL &&
			strstr(got, "FREEBUSY;FBTYPE=BUSY:20261201T090000Z/"
				    "20261201T100000Z\r\n") != NULL,
		"VFREEBUSY as RFC 5545 has it");
	check(ics_events_read(
		      pool, got, n, &how, &events, &w, NULL, NULL, &f) == 0 &&
			events.n == 2 && w.n == 0 &&
			events.v[1].status == BUSY_UNAVAILABLE,
		"what is written is read back");
	free(got);
	pool_free(pool);
}

int
main(void)
{
	check_scan();
	check_cuts();
	check_hashes();
	check_limits();
	check_values();
	check_lines();
	check_write();
	check_freebusy();
	return check_done();
}
