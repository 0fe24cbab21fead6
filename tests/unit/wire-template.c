/* The template language: what it prints, and what it refuses. */
#include "wire/template.h"

#include <stdlib.h>

#include "check.h"

struct row {
	const char *why, *template, *data;
	const char *want; /* the text; from "t: " on the error */
};

static const struct row rows[] = {
	{ "text alone", "Hi\n", "{}", "Hi\n" },
	{ "a value, blanks do not matter", "{{a}}-{{ a }}", "{\"a\":\"x\"}",
		"x-x" },
	{ "inside an object", "{{a.b.c}}", "{\"a\":{\"b\":{\"c\":1}}}", "1" },
	{ "missing and null are empty", "[{{x}}{{a}}{{a.b}}{{t.b}}]",
		"{\"a\":null,\"t\":\"s\"}", "[]" },
	{ "numbers, booleans, objects", "{{a}} {{b}} {{c}}",
		"{\"a\":1.50,\"b\":false,\"c\":{\"u\":\"a/b\"}}",
		"1.50 false {\"u\":\"a/b\"}" },
	{ "no escaping in text", "{{a}}", "{\"a\":\"<&>\"}", "<&>" },
	{ "escaping in HTML, but not raw", "{{a}} {{{a}}}",
		"{\"a\":\"<&>\\\"'\"}", "&lt;&amp;&gt;&quot;&#39; <&>\"'" },
	{ "a note", "a{{! no {one} sees }}b", "{}", "ab" },
	{ "a list of objects", "{{#l}}{{n}},{{/l}}",
		"{\"l\":[{\"n\":1},{\"n\":2}]}", "1,2," },
	{ "a list of strings", "{{#l}}<{{.}}>{{/l}}", "{\"l\":[\"a\",\"b\"]}",
		"<a><b>" },
	{ "an object is entered, outer names are seen",
		"{{#o}}{{n}} {{m}}{{/o}}", "{\"o\":{\"n\":1},\"m\":2}", "1 2" },
	{ "an inner name hides the outer", "{{#o}}{{n}}{{/o}}{{n}}",
		"{\"o\":{\"n\":1},\"n\":2}", "12" },
	{ "true keeps the context", "{{#t}}{{a}}{{/t}}", "{\"t\":true,\"a\":1}",
		"1" },
	{ "a string is there or not", "{{#s}}[{{s}}]{{/s}}{{#e}}no{{/e}}",
		"{\"s\":\"x\",\"e\":\"\"}", "[x]" },
	{ "what is empty",
		"{{^a}}1{{/a}}{{^b}}2{{/b}}{{^c}}3{{/c}}{{^d}}4{{/d}}"
		"{{^e}}5{{/e}}{{^f}}6{{/f}}{{^g}}7{{/g}}",
		"{\"a\":null,\"b\":false,\"c\":[],\"d\":\"\",\"e\":0,\"g\":{}}",
		"123456" },
	{ "sections in sections", "{{#a}}{{#b}}{{.}}{{/b}};{{/a}}",
		"{\"a\":[{\"b\":[1,2]},{\"b\":[3]},{}]}", "12;3;;" },
	{ "lines with a tag alone leave none",
		"a\n{{#l}}\n- {{.}}\n  {{/l}}\n{{! note }}\nb\n",
		"{\"l\":[1,2]}", "a\n- 1\n- 2\nb\n" },
	{ "the same with CR LF", "a\r\n{{#t}}\r\nb\r\n{{/t}}\r\nc",
		"{\"t\":true}", "a\r\nb\r\nc" },
	{ "a value alone keeps its line", "a\n{{x}}\nb\n", "{}", "a\n\nb\n" },
	{ "a time in the record's zone", "{{start|%A %e %B %H:%M %Z}}",
		"{\"start\":\"2026-12-01T09:00:00Z\",\"timeZone\":"
		"\"Europe/Rome\"}",
		"Tuesday 1 December 10:00 CET" },
	{ "a time in UTC where no zone is known", "{{start|%H:%M %V}}",
		"{\"start\":\"2026-12-01T09:00:00Z\"}", "09:00 UTC" },
	{ "the zone of the record around a list", "{{#l}}{{start|%H:%M}}{{/l}}",
		"{\"timeZone\":\"Asia/Kolkata\",\"l\":[{\"start\":"
		"\"2026-12-01T09:00:00Z\"}]}",
		"14:30" },
	{ "a time that is missing", "{{start|%H:%M}}", "{}", "" },
	{ "no time", "a\n{{a|%H:%M}}", "{\"a\":\"soon\"}",
		"t: line 2: {{a|...}} is not a time" },
	{ "a zone that does not exist", "{{start|%H}}",
		"{\"start\":\"2026-12-01T09:00:00Z\",\"timeZone\":\"Mars/X\"}",
		"t: field timeZone: " },
	{ "a section that is not closed", "a\nb\n{{#x}}\nc\n", "{}",
		"t: line 3: is not closed: {{x}}" },
	{ "a section closed twice", "{{#x}}{{/x}}\n{{/x}}", "{}",
		"t: line 2: nothing is open for {{x}}" },
	{ "crossed sections", "{{#x}}{{#y}}{{/x}}{{/y}}", "{}",
		"t: line 1: closed before what it stands in: {{x}}" },
	{ "braces that do not close", "a\nb {{x", "{}",
		"t: line 2: a {{ that is not closed" },
	{ "an empty name", "{{}}", "{}", "t: line 1: not a name:" },
	{ "partials are not spoken", "{{> x}}", "{}",
		"t: line 1: not a name: {{> x}}" },
	{ "an odd name", "{{a b}}", "{}", "t: line 1: not a name: {{a b}}" },
	{ "a pattern without %", "{{a|upper}}", "{}",
		"t: line 1: no % in the pattern of {{a|upper}}" },
};

static void
run(const struct row *r)
{
	struct template_how how = { .html = strstr(r->why, "HTML") != NULL,
		.language = "en" };
	bool error = strncmp(r->want, "t: ", 3) == 0;
	struct json_object *o = json_tokener_parse(r->data);
	struct pool *pool = pool_new();
	struct fail f = { 0 };
	struct template *t;
	char *text = NULL;
	size_t n;
	FILE *to = open_memstream(&text, &n);
	int rc = -1;

	if ((t = template_read(pool, r->template, "t", &f)) != NULL)
		rc = template_write(to, t, o, &how, &f);
	fclose(to);
	if (error) {
		check(rc == -1 && f.status == EXIT_BAD_DATA, "%s: refused",
			r->why);
		f.line[strlen(r->want) < 600 ? strlen(r->want) : 0] = '\0';
		check_str(f.line, r->want, r->why);
	} else {
		check_str(rc == 0 ? text : f.line, r->want, r->why);
	}
	free(text);
	json_object_put(o);
	pool_free(pool);
}

/* Templates and data that would run for hours. */
static void
bombs(void)
{
	static const char deep[] = "{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}{{#l}}"
				   "{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}{{/l}}";
	struct template_how how = { .language = "en" };
	struct pool *pool = pool_new();
	struct json_object *o = json_object_new_object();
	struct json_object *l = json_object_new_array();
	struct fail f = { 0 };
	struct template *t;
	char *big;
	FILE *to = fopen("/dev/null", "w");
	int i;

	for (i = 0; i < 1000; i++)
		json_object_array_add(l, json_object_new_int(1));
	json_object_object_add(o, "l", l);
	t = template_read(pool, deep, "t", &f);
	check(template_write(to, t, o, &how, &f) == -1 &&
			f.status == EXIT_BAD_DATA,
		"lists in lists end: %s", f.line);
	big = pool_zero(pool, 100 * 1024 + 20);
	memset(big, 'x', 100 * 1024 + 12);
	memcpy(big, "{{#l}}", 6);
	memcpy(big + 100 * 1024, "{{/l}}", 7);
	t = template_read(pool, big, "t", &f);
	check(t != NULL && template_write(to, t, o, &how, &f) == -1,
		"100 MB do not come out: %s", f.line);
	big = pool_zero(pool, 300 * 1024);
	memset(big, 'x', 300 * 1024 - 1);
	check(template_read(pool, big, "t", &f) == NULL,
		"a template of 300 KB is refused: %s", f.line);
	memset(big, 0, 300 * 1024);
	for (i = 0; i < 17; i++)
		memcpy(big + i * 6, "{{#l}}", 6);
	check(template_read(pool, big, "t", &f) == NULL,
		"17 sections deep are refused: %s", f.line);
	fclose(to);
	json_object_put(o);
	pool_free(pool);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run(&rows[i]);
	bombs();
	return check_done();
}
