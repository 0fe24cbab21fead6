#include "check.h"

#include "base/pool.h"
#include "net/dav_xml.h"

#include <stdlib.h>

/* What the reader told, as one line per response. */
struct told {
	struct pool *pool;
	char *lines;
};

static int
each(void *arg, const struct dav_response *r, struct fail *f)
{
	struct told *t = arg;

	(void)f;
	t->lines = pool_printf(t->pool, "%s%s %d/%d%s%s%s%s%s%s%s%s%s\n",
		t->lines, r->text[DAV_HREF], r->status, r->bad_status,
		r->text[DAV_ETAG] == NULL ? "" : " ",
		r->text[DAV_ETAG] == NULL ? "" : r->text[DAV_ETAG],
		r->text[DAV_DATA] == NULL ? "" : " data=",
		r->text[DAV_DATA] == NULL ? "" : r->text[DAV_DATA],
		r->calendar ? " calendar" : "", r->vevent ? " vevent" : "",
		r->may_write ? " write" : "", r->text[DAV_HOME] ? " home=" : "",
		r->text[DAV_HOME] ? r->text[DAV_HOME] : "");
	return 0;
}

#define M                                                                      \
	"<multistatus xmlns=\"DAV:\" "                                         \
	"xmlns:C=\"urn:ietf:params:xml:ns:caldav\">"
#define R(h, p, s)                                                             \
	"<response><href>" h "</href><propstat><prop>" p                       \
	"</prop><status>HTTP/1.1 " s "</status></propstat></response>"

static const struct {
	const char *what, *xml, *want, *token; /* want NULL: refused */
} rows[] = {
	{ "nothing in it", M "</multistatus>", "", NULL },
	{ "one",
		M R("/a", "<getetag>\"1\"</getetag>",
			"200 OK") "</multistatus>",
		"/a 0/0 \"1\"\n", NULL },
	{ "odd prefixes",
		"<x:multistatus xmlns:x='DAV:'><x:response><x:href> "
		"/a\n</x:href>"
		"<x:status>HTTP/1.1 404 Not Found</x:status></x:response>"
		"<x:sync-token>t&amp;1</x:sync-token></x:multistatus>",
		"/a 404/0\n", "t&1" },
	{ "the same names of another namespace say nothing",
		"<multistatus xmlns='DAV:'><response "
		"xmlns='urn:x'><href>/a</href>"
		"</response></multistatus>",
		"", NULL },
	{ "a property's 404 is not the response's",
		M R("/a", "<getetag/>", "404 Not Found") "</multistatus>",
		"/a 0/404\n", NULL },
	{ "properties of a failed propstat do not count",
		M "<response><href>/a</href><propstat><prop><getetag>\"x\"</"
		  "getetag>"
		  "</prop><status>HTTP/1.1 403 "
		  "F</status></propstat><propstat><prop>"
		  "<C:calendar-data>D</C:calendar-data></prop>"
		  "<status>HTTP/1.1 200 OK</status></propstat></response>"
		  "</multistatus>",
		"/a 0/403 data=D\n", NULL },
	{ "data may be CDATA and keeps its blanks",
		M R("/a",
			"<C:calendar-data><![CDATA[ a&b ]]>&#13;\nc"
			"</C:calendar-data>",
			"200 OK") "</multistatus>",
		"/a 0/0 data= a&b \r\nc\n", NULL },
	{ "a calendar that may be written",
		M R("/a",
			"<resourcetype><collection/><C:calendar "
			"/></resourcetype>"
			"<C:supported-calendar-component-set><C:comp "
			"name=\"VTODO\"/><C:comp name=\"VEVENT\"/>"
			"</C:supported-calendar-component-set>"
			"<current-user-privilege-set><privilege><write-content/"
			">"
			"</privilege></current-user-privilege-set>",
			"200 OK") "</multistatus>",
		"/a 0/0 calendar vevent write\n", NULL },
	{ "two homes",
		M R("/p",
			"<C:calendar-home-set><href>/h1</href><href>/h2</href>"
			"</C:calendar-home-set>",
			"200 OK") "</multistatus>",
		"/p 0/0 home=/h1\n/h2\n", NULL },
	{ "Latin-1 and control characters",
		M R("/a", "<C:calendar-data>caf\xe9\x0b\x80</C:calendar-data>",
			"200 OK") "</multistatus>",
		"/a 0/0 data=caf\xc3\xa9 \xe2\x82\xac\n", NULL },
	{ "UTF-8 of four bytes",
		M R("/\xf0\x9f\x98\x80", "", "200 OK") "</multistatus>",
		"/\xf0\x9f\x98\x80 0/0\n", NULL },
	{ "no href, no response",
		M "<response><status>HTTP/1.1 404 N</status></response>"
		  "</multistatus>",
		"", NULL },
	{ "cut", M R("/a", "", "200 OK"), NULL, NULL },
	{ "empty", "", NULL, NULL },
	{ "a web page", "<!DOCTYPE html><html></html>", NULL, NULL },
	{ "XHTML", "<html xmlns='http://www.w3.org/1999/xhtml'/>", NULL, NULL },
	{ "an error document", "<error xmlns='DAV:'/>", NULL, NULL },
	{ "entities",
		"<!DOCTYPE m [<!ENTITY a 'aa'>]><multistatus xmlns='DAV:'/>",
		NULL, NULL },
	{ "two roots", M "</multistatus><x/>", NULL, NULL },
	{ "not XML", "BEGIN:VCALENDAR", NULL, NULL },
};

/* Reads a text in pieces of `step` bytes; NULL when it is refused. */
static char *
read_in(struct pool *pool, const char *xml, size_t n, size_t step,
	const char **token)
{
	struct told told = { pool, pool_str(pool, "") };
	struct dav_reader *r = dav_reader_new(each, &told);
	struct fail f;
	size_t at;
	int rc = 0;

	for (at = 0; rc == 0 && at < n; at += step)
		rc = dav_reader_feed(
			r, xml + at, n - at < step ? n - at : step, &f);
	if (rc == 0)
		rc = dav_reader_end(r, &f);
	*token = rc == 0 ? pool_str(pool, dav_reader_token(r)) : NULL;
	dav_reader_free(r);
	return rc == 0 ? told.lines : NULL;
}

static void
test_deep(struct pool *pool)
{
	size_t n = 0, i;
	char *xml = pool_zero(pool, 10000);
	const char *token;

	n = (size_t)(stpcpy(xml, "<multistatus xmlns='DAV:'>") - xml);
	for (i = 0; i < 1000; i++, n += 3)
		memcpy(xml + n, "<a>", 3);
	check(read_in(pool, xml, n, n, &token) == NULL,
		"a thousand levels are refused");
}

static void
test_large(struct pool *pool)
{
	static const char head[] = M "<response><href>/a</href><propstat><prop>"
				     "<C:calendar-data>";
	size_t n = 9 << 20;
	char *xml = pool_zero(pool, n + sizeof(head));
	const char *token;

	memset(xml, 'a', n + sizeof(head) - 1);
	memcpy(xml, head, sizeof(head) - 1);
	check(read_in(pool, xml, n, n, &token) == NULL,
		"an object of nine megabytes is refused");
}

int
main(void)
{
	size_t i, step;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pool *pool = pool_new();
		size_t n = strlen(rows[i].xml);
		const char *token;
		int same = 1;

		check_str(read_in(pool, rows[i].xml, n, n + 1, &token),
			rows[i].want, rows[i].what);
		check_str(token, rows[i].token, "its sync-token");
		for (step = 1; step < 9; step++) {
			char *got = read_in(pool, rows[i].xml, n, step, &token);

			same &= got == NULL || rows[i].want == NULL
					? got == rows[i].want
					: strcmp(got, rows[i].want) == 0;
		}
		check(same, "%s: the same in pieces of any size", rows[i].what);
		pool_free(pool);
	}
	{
		struct pool *pool = pool_new();

		test_deep(pool);
		test_large(pool);
		pool_free(pool);
	}
	return check_done();
}
