/* Records on their way in: what is taken, what is refused, and where. */
#include "wire/record_in.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

struct row {
	const char *why, *in;
	const char *out; /* the records as JSON, one a line */
	const char *error;
};

static const struct row rows[] = {
	{ "nothing", "", "", 0 },
	{ "blanks alone", " \n\t\r\n", "", 0 },
	{ "lines", "{\"a\":1}\n{\"b\":2}\n", "{\"a\":1}\n{\"b\":2}\n", 0 },
	{ "no newline between", "{}{}", "{}\n{}\n", 0 },
	{ "pretty-printed", "{\n  \"a\": [ 1, 2 ],\n  \"b\": { }\n}\n",
		"{\"a\":[1,2],\"b\":{}}\n", 0 },
	{ "one array", "[{\"a\":1},\n {\"a\":2}]\n", "{\"a\":1}\n{\"a\":2}\n",
		0 },
	{ "an empty array", "[ ]", "", 0 },
	{ "arrays and lines in a run", "[{}] {} [ ] [{}]", "{}\n{}\n{}\n", 0 },
	{ "a byte order mark", "\xEF\xBB\xBF{}", "{}\n", 0 },
	{ "words and numbers",
		"{\"a\":true,\"b\":false,\"c\":null,\"d\":-0.5e1,\"e\":0}",
		"{\"a\":true,\"b\":false,\"c\":null,\"d\":-0.5e1,\"e\":0}\n",
		0 },
	{ "the largest numbers",
		"{\"a\":9223372036854775807,\"b\":-9223372036854775808}",
		"{\"a\":9223372036854775807,\"b\":-9223372036854775808}\n", 0 },
	{ "escapes", "{\"a\":\"\\u00e9\\ud83d\\udcc5\\n\\/\"}",
		"{\"a\":\"\xC3\xA9\xF0\x9F\x93\x85\\n/\"}\n", 0 },
	{ "a record, then rubbish", "{\"a\":1}\nrubbish", "{\"a\":1}\n",
		"in: line 2 column 1: a JSON object expected, not 'r'" },
	{ "cut", "{\"a\":", "",
		"in: line 1 column 5: ends in the middle of a record" },
	{ "an array cut", "[{}", "{}\n",
		"in: line 1 column 3: ends in the middle of a record" },
	{ "a comma at the end", "{\"a\":1,}", "",
		"in: line 1 column 8: a key in quotes expected, not '}'" },
	{ "a comma at the end of an array", "[{},]", "{}\n",
		"in: line 1 column 5: a JSON object expected, not ']'" },
	{ "an array of no objects", "[1]", "",
		"in: line 1 column 2: a JSON object expected, not '1'" },
	{ "a string alone", "\"a\"", "",
		"in: line 1 column 1: a JSON object expected, not '\"'" },
	{ "single quotes", "{'a':1}", "",
		"in: line 1 column 2: a key in quotes expected, not '''" },
	{ "a comment", "{/*x*/}", "",
		"in: line 1 column 2: a key in quotes expected, not '/'" },
	{ "a key twice", "{\"a\":1,\n\"a\":2}", "",
		"in: line 2 column 3: a key that stands there twice" },
	{ "a control character", "{\"a\":\"\t\"}", "",
		"in: line 1 column 7: a control character in a string" },
	{ "a line break in a string", "{\"a\":\"\n\"}", "",
		"in: line 2 column 0: a control character in a string" },
	{ "a NUL escape", "{\"a\":\"x\\u0000y\"}", "",
		"in: line 1 column 13: \\u0000 in a string" },
	{ "NaN", "{\"a\":NaN}", "",
		"in: line 1 column 6: a JSON value expected, not 'N'" },
	{ "Infinity", "{\"a\":-Infinity}", "",
		"in: line 1 column 7: not a number as JSON writes it" },
	{ "a number too large", "{\"a\":9223372036854775808}", "",
		"in: line 1 column 25: a number out of range" },
	{ "a fraction too large", "{\"a\":1e999}", "",
		"in: line 1 column 11: a number out of range" },
	{ "a leading zero", "{\"a\":01}", "",
		"in: line 1 column 8: not a number as JSON writes it" },
	{ "a plus", "{\"a\":+1}", "",
		"in: line 1 column 6: a JSON value expected, not '+'" },
	{ "a dot alone", "{\"a\":1.}", "",
		"in: line 1 column 8: not a number as JSON writes it" },
	{ "a number and letters", "{\"a\":12abc}", "",
		"in: line 1 column 8: ',' or '}' expected, not 'a'" },
	{ "half a surrogate pair", "{\"a\":\"\\ud83d\"}", "",
		"in: line 1 column 13: half a surrogate pair" },
	{ "the wrong half", "{\"a\":\"\\udcc5\"}", "",
		"in: line 1 column 12: half a surrogate pair" },
	{ "an overlong form", "{\"a\":\"\xC0\xAF\"}", "",
		"in: line 1 column 7: not UTF-8" },
	{ "Latin-1", "{\"a\":\"\xE9t\xE9\"}", "",
		"in: line 1 column 8: not UTF-8" },
	{ "columns are characters", "{\"\xC3\xA9\xC3\xA9\":x}", "",
		"in: line 1 column 7: a JSON value expected, not 'x'" },
	{ "UTF-16", "\xFF\xFE{", "",
		"in: line 1 column 1: a JSON object expected, not a byte order "
		"mark" },
	{ "an odd escape", "{\"a\":\"\\x\"}", "",
		"in: line 1 column 8: an escape expected, not 'x'" },
	{ "a word cut", "{\"a\":tru}", "",
		"in: line 1 column 9: true, false or null expected, not '}'" },
	{ "CSV", "name,email\n", "",
		"in: line 1 column 1: a JSON object expected, not 'n'" },
};

static char *
read_all(const char *text, size_t n, struct fail *f)
{
	struct pool *pool = pool_new();
	FILE *from = n == 0 ? fopen("/dev/null", "r")
			    : fmemopen((void *)(uintptr_t)text, n, "r");
	struct record_in *in = record_in_new(pool, from, "in");
	struct json_object *o;
	char *out = NULL;
	size_t size;
	FILE *to = open_memstream(&out, &size);
	int rc;

	while ((rc = record_in_next(in, &o, f)) == 1)
		fprintf(to, "%s\n",
			json_object_to_json_string_ext(
				o, JSON_C_TO_STRING_PLAIN |
					   JSON_C_TO_STRING_NOSLASHESCAPE));
	check(record_in_next(in, &o, f) == rc, "the end stays the end");
	if (rc == 0)
		f->line[0] = '\0';
	record_in_free(in);
	fclose(to);
	fclose(from);
	pool_free(pool);
	return out;
}

static void
run(const struct row *r)
{
	struct fail f = { 0 };
	char *out = read_all(r->in, strlen(r->in), &f);

	check_str(out, r->out, r->why);
	check_str(f.line, r->error == NULL ? "" : r->error, r->why);
	free(out);
}

static void
limits(void)
{
	struct fail f = { 0 };
	size_t n = 2 * 1024 * 1024, i;
	char *big = malloc(n + 1), *out;

	memset(big, 'x', n);
	memcpy(big, "{\"a\":\"", 6);
	out = read_all(big, n, &f);
	check(f.status == EXIT_BAD_DATA && strstr(f.line, "1 MB") != NULL,
		"a record of 2 MB is refused: %s", f.line);
	free(out);
	memset(big, '[', n);
	memcpy(big, "{\"a\":", 5);
	out = read_all(big, n, &f);
	check(strstr(f.line, "deeper than 32") != NULL,
		"a million brackets are refused: %s", f.line);
	free(out);
	for (i = 0; i + 3 <= n; i += 3)
		memcpy(big + i, "{}\n", 3);
	out = read_all(big, i, &f);
	check(strlen(out) == i, "many records are more than 1 MB together");
	free(out);
	free(big);
	out = read_all("{\"a\":\"\0\"}", 10, &f);
	check(strstr(f.line, "control") != NULL, "a NUL byte is refused");
	free(out);
}

/* A record comes as soon as it is complete, though the pipe stays open. */
static void
no_waiting(void)
{
	static const char *const parts[] = { "{\"a\":1}", "[{\"a\":2}",
		",{\"a\":3}" };
	struct pool *pool = pool_new();
	struct record_in *in;
	struct json_object *o;
	struct fail f;
	FILE *from;
	int fd[2];
	size_t i;

	check(pipe(fd) == 0, "a pipe");
	from = fdopen(fd[0], "r");
	in = record_in_new(pool, from, "pipe");
	alarm(10);
	for (i = 0; i < 3; i++) {
		check(write(fd[1], parts[i], strlen(parts[i])) > 0,
			"one part is written");
		check(record_in_next(in, &o, &f) == 1,
			"and read without waiting for more");
	}
	alarm(0);
	close(fd[1]);
	record_in_free(in);
	fclose(from);
	pool_free(pool);
}

static const struct {
	const char *why, *json, *error;
} slots[] = {
	{ "a slot",
		"{\"type\":\"slot\",\"page\":\"demo\",\"start\":\"2026-12-01T09"
		":00:00Z\",\"end\":\"2026-12-01T09:30:00Z\",\"hosts\":["
		"\"ada@x.example\"],\"extra\":{}}",
		0 },
	{ "without a type, with a length",
		"{\"start\":\"2026-12-01T10:00:00+01:00\",\"durationMinutes\":"
		"30}",
		0 },
	{ "a pick by counts alone",
		"{\"type\":\"pick\",\"start\":null,\"end\":null,"
		"\"durationMinutes\":null,\"organizer\":\"bo@x.example\"}",
		0 },
	{ "another type", "{\"type\":\"error\"}",
		"a record of type error, not a slot or a pick" },
	{ "a type that is no string", "{\"type\":1}",
		"field type: not a string" },
	{ "a local time", "{\"start\":\"2026-12-01 10:00\"}",
		"field start: not a time with its zone, as "
		"2026-12-01T09:00:00Z" },
	{ "an end alone", "{\"end\":\"2026-12-01T09:00:00Z\"}",
		"field start: missing" },
	{ "an end that is no end",
		"{\"start\":\"2026-12-01T09:00:00Z\",\"end\":"
		"\"2026-12-01T09:00:00Z\"}",
		"field end: not after start" },
	{ "years",
		"{\"start\":\"2026-12-01T09:00:00Z\",\"end\":"
		"\"2036-12-01T09:00:00Z\"}",
		"field end: a year after start" },
	{ "a length that is another",
		"{\"start\":\"2026-12-01T09:00:00Z\",\"end\":"
		"\"2026-12-01T09:30:00Z\",\"durationMinutes\":15}",
		"field durationMinutes: not what lies between start and end" },
	{ "a fraction", "{\"durationMinutes\":1.5}",
		"field durationMinutes: not a whole number" },
	{ "hosts that are no list", "{\"hosts\":\"ada@x.example\"}",
		"field hosts: not an array of strings" },
	{ "an address that would add a header",
		"{\"organizer\":\"a@x.example\\nBcc: b@x.example\"}",
		"field organizer: not an e-mail address" },
};

static void
slot(size_t i)
{
	struct pool *pool = pool_new();
	struct json_object *o = json_tokener_parse(slots[i].json);
	struct fail f = { 0 };
	struct slot s;
	int rc = slot_read(pool, o, &s, &f);

	check((rc == 0) == (slots[i].error == NULL), "%s: status",
		slots[i].why);
	check_str(f.line, slots[i].error == NULL ? "" : slots[i].error,
		slots[i].why);
	if (i == 1)
		check(s.start == 1796115600 && s.end == s.start + 1800,
			"the end is worked out");
	json_object_put(o);
	pool_free(pool);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run(&rows[i]);
	limits();
	no_waiting();
	for (i = 0; i < sizeof(slots) / sizeof(slots[0]); i++)
		slot(i);
	return check_done();
}
