/* Records on their way out, in each format. */
#include "wire/emit.h"

#include <stdlib.h>
#include <time.h>

#include "base/pool.h"
#include "check.h"

static char last_failure[1000];

static void
failed(void *arg, const struct fail *f)
{
	(void)arg;
	snprintf(last_failure, sizeof(last_failure), "%d %s|%s", f->status,
		f->line, f->hint);
}

/* A booking-like record and another; strings that need care. */
static void
fill(struct emit *e, struct pool *pool)
{
	struct strs hosts = { 0 };

	strs_add(pool, &hosts, "ada@x.example");
	strs_add(pool, &hosts, "bo@x.example");
	emit_begin(e, "booking", "b_1");
	emit_str(e, "id", "b_1");
	emit_str(e, "title", "Tab\t\"quote\" \\ / Zo\xC3\xAB");
	emit_time(e, "start", 1796115600);
	emit_int(e, "durationMinutes", 30);
	emit_open_object(e, "organizer");
	emit_str(e, "name", "Bo");
	emit_str(e, "email", "bo@x.example");
	emit_close_object(e);
	emit_strs(e, "hosts", &hosts);
	emit_open_array(e, "rules");
	emit_open_object(e, NULL);
	emit_str(e, "rule", "busy");
	emit_close_object(e);
	emit_close_array(e);
	emit_bool(e, "live", true);
	emit_num(e, "share", 11.5);
	emit_null(e, "note");
	emit_json(e, "answers", "{\"url\":\"a\\/b\"}");
	emit_end(e);
	emit_begin(e, "booking", "b_2");
	emit_str(e, "id", "b_2");
	emit_str(e, "title", NULL);
	emit_int(e, "durationMinutes", 5);
	emit_end(e);
}

struct row {
	const char *why;
	struct emit_how how;
	const char *out;
	const char *failure; /* part of it, or NULL */
};

#define RECORD_1                                                               \
	"{\"type\":\"booking\",\"id\":\"b_1\",\"title\":\"Tab\\t\\\"quote\\"   \
	"\" \\\\ / Zo\xC3\xAB\",\"start\":\"2026-12-01T09:00:00Z\","           \
	"\"durationMinutes\":30,\"organizer\":{\"name\":\"Bo\",\"email\":"     \
	"\"bo@x.example\"},\"hosts\":[\"ada@x.example\",\"bo@x.example\"],"    \
	"\"rules\":[{\"rule\":\"busy\"}],\"live\":true,\"share\":11.5,"        \
	"\"note\":null,\"answers\":{\"url\":\"a/b\"}}"
#define RECORD_2                                                               \
	"{\"type\":\"booking\",\"id\":\"b_2\",\"title\":null,"                 \
	"\"durationMinutes\":5}"

static const struct row rows[] = {
	{ "json", { .format = FORMAT_JSON }, RECORD_1 "\n" RECORD_2 "\n", 0 },
	{ "json-array", { .format = FORMAT_JSON_ARRAY },
		"[\n" RECORD_1 ",\n" RECORD_2 "\n]\n", 0 },
	{ "id", { .format = FORMAT_ID }, "b_1\nb_2\n", 0 },
	{ "chosen fields in their order",
		{ .format = FORMAT_JSON,
			.fields = "title,id,organizer.email,rules" },
		"{\"title\":\"Tab\\t\\\"quote\\\" \\\\ / Zo\xC3\xAB\",\"id\":"
		"\"b_1\",\"organizer.email\":\"bo@x.example\",\"rules\":[{"
		"\"rule\":\"busy\"}]}\n{\"title\":null,\"id\":\"b_2\"}\n",
		0 },
	{ "tsv escapes, and joins arrays",
		{ .format = FORMAT_TSV,
			.fields = "id,title,organizer,hosts,rules,live,note,"
				  "answers.url,start" },
		"id\ttitle\torganizer\thosts\trules\tlive\tnote\tanswers.url\t"
		"start\n"
		"b_1\tTab\\t\"quote\" \\\\ / Zo\xC3\xAB\tbo@x.example\t"
		"ada@x.example,bo@x.example\t[{\"rule\":\"busy\"}]\ttrue\t\t"
		"a/b\t2026-12-01T09:00:00Z\n"
		"b_2\t\t\t\t\t\t\t\t\n",
		0 },
	{ "tsv takes its columns from the first record",
		{ .format = FORMAT_TSV, .fields = NULL },
		"id\ttitle\tstart\tdurationMinutes\torganizer\thosts\t"
		"rules\tlive\tshare\tnote\tanswers\n"
		"b_1\tTab\\t\"quote\" \\\\ / Zo\xC3\xAB\t"
		"2026-12-01T09:00:00Z\t30\tbo@x.example\t"
		"ada@x.example,bo@x.example\t[{\"rule\":\"busy\"}]\ttrue\t"
		"11.5\t\t{\"url\":\"a/b\"}\n"
		"b_2\t\t\t5\t\t\t\t\t\t\t\n",
		0 },
	{ "a table: local time, aligned, numbers to the right",
		{ .format = FORMAT_TABLE,
			.columns = "id,start,durationMinutes,title,live" },
		"id   start (UTC)      duration minutes  title                "
		"live\n"
		"b_1  Tue 1 Dec 09:00                30  Tab \"quote\" \\ / "
		"Zo\xC3\xAB  yes\n"
		"b_2  -                               5  -                    "
		"-\n",
		0 },
	{ "the year where it is another",
		{ .format = FORMAT_TABLE, .columns = "start", .now = 1 },
		"start (UTC)\nTue 1 Dec 2026 09:00\n-\n", 0 },
	{ "the last column is cut at the terminal's width",
		{ .format = FORMAT_TABLE, .columns = "id,title", .width = 12 },
		"id   title\nb_1  Tab \"q\xE2\x80\xA6\nb_2  -\n", 0 },
	{ "a bold header in colour",
		{ .format = FORMAT_TABLE, .columns = "id", .color = true },
		"\033[1mid\033[0m\nb_1\nb_2\n", 0 },
	{ "a template, a line each",
		{ .format = FORMAT_JSON, .template = "{{id}}:{{start|%H:%M}}" },
		"b_1:09:00\nb_2:\n", 0 },
	{ "a field that is not there",
		{ .format = FORMAT_JSON, .fields = "id,titel" }, "",
		"2 option --fields: no field 'titel'|did you mean 'title'?" },
	{ "a field that is not there in a table",
		{ .format = FORMAT_TABLE, .fields = "bogus" }, "",
		"2 option --fields: no field 'bogus'|" },
	{ "a template that cannot be filled",
		{ .format = FORMAT_JSON, .template = "{{title|%H}}" }, "",
		"65 --template: line 1: {{title|...}} is not a time|" },
};

static void
run(const struct row *r)
{
	struct pool *pool = pool_new();
	struct emit_how how = r->how;
	struct fail f = { 0 };
	struct emit *e;
	char *text = NULL;
	size_t n;

	last_failure[0] = '\0';
	how.to = open_memstream(&text, &n);
	how.zone = zone_utc();
	how.language = "en";
	how.failed = failed;
	e = emit_open(pool, &how, &f);
	check(e != NULL, "%s: %s", r->why, f.line);
	if (e != NULL) {
		fill(e, pool);
		emit_close(e);
	}
	fclose(how.to);
	check_str(text, r->out, r->why);
	check_str(last_failure, r->failure == NULL ? "" : r->failure, r->why);
	free(text);
	pool_free(pool);
}

static void
ids_and_nothing(void)
{
	struct pool *pool = pool_new();
	struct emit_how how = { .format = FORMAT_ID, .nul = true };
	struct fail f;
	struct emit *e;
	char *text = NULL;
	size_t n;

	how.to = open_memstream(&text, &n);
	e = emit_open(pool, &how, &f);
	fill(e, pool);
	emit_close(e);
	fclose(how.to);
	check(n == 8 && memcmp(text, "b_1\0b_2", 8) == 0, "ids end in NUL");
	check(emit_count(e) == 2, "two records were counted");
	check(emit_count(NULL) == 0, "no emitter, no records");
	free(text);
	how.format = FORMAT_JSON_ARRAY;
	how.to = open_memstream(&text, &n);
	emit_close(emit_open(pool, &how, &f));
	fclose(how.to);
	check_str(text, "[]\n", "an empty array is printed");
	free(text);
	how.fields = " , ";
	check(emit_open(pool, &how, &f) == NULL && f.status == EXIT_USAGE,
		"--fields without a name is refused");
	how.fields = NULL;
	how.template = "{{#a}}";
	check(emit_open(pool, &how, &f) == NULL, "a bad template is refused");
	pool_free(pool);
}

static void
errors(enum format format, const char *fields, const char *want)
{
	struct pool *pool = pool_new();
	struct emit_how how = { .format = format, .fields = fields };
	struct fail f;
	struct emit *e;
	char *text = NULL;
	size_t n;

	how.to = open_memstream(&text, &n);
	e = emit_open(pool, &how, &f);
	emit_begin_error(e);
	emit_str(e, "code", "slot-taken");
	emit_end(e);
	emit_close(e);
	fclose(how.to);
	check_str(text, want, "an error record");
	check(emit_count(e) == 0, "an error is not counted");
	free(text);
	pool_free(pool);
}

static const struct {
	const char *text, *json;
} strings[] = {
	{ "", "\"\"" },
	{ "a\x01\x7f\x1b[0m", "\"a\\u0001\\u007f\\u001b[0m\"" },
	{ "\xff\xc3", "\"\xEF\xBF\xBD\xEF\xBF\xBD\"" },
	{ "\xed\xa0\x80", "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"" },
	{ "\xf0\x9f\x93\x85", "\"\xf0\x9f\x93\x85\"" },
	{ "\b\f\r\n", "\"\\b\\f\\r\\n\"" },
};

static void
json_strings(void)
{
	size_t i, n;

	for (i = 0; i < sizeof(strings) / sizeof(strings[0]); i++) {
		char *text = NULL;
		FILE *to = open_memstream(&text, &n);

		emit_json_string(to, strings[i].text);
		fclose(to);
		check_str(text, strings[i].json, "a JSON string");
		free(text);
	}
}

static const struct {
	double value;
	const char *json;
} numbers[] = { { 11.5, "11.5" }, { 3, "3" }, { 0.3333333, "0.333" },
	{ -0.0001, "0" }, { -2.25, "-2.25" }, { 100, "100" } };

static void
json_numbers(void)
{
	size_t i, n;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct pool *pool = pool_new();
		struct emit_how how = { .format = FORMAT_TSV, .fields = "n" };
		char *text = NULL, want[40];
		struct fail f;
		struct emit *e;

		how.to = open_memstream(&text, &n);
		e = emit_open(pool, &how, &f);
		emit_begin(e, "t", NULL);
		emit_num(e, "n", numbers[i].value);
		emit_end(e);
		fclose(how.to);
		snprintf(want, sizeof(want), "n\n%s\n", numbers[i].json);
		check_str(text, want, "a number");
		free(text);
		pool_free(pool);
	}
}

/* Terminals must not be steered by what stands in a calendar; wide characters
 * take two columns. */
static void
hostile_table(void)
{
	struct pool *pool = pool_new();
	struct emit_how how = { .format = FORMAT_TABLE, .columns = "a,b" };
	char *text = NULL;
	struct fail f;
	struct emit *e;
	size_t n;

	how.zone = zone_utc();
	how.to = open_memstream(&text, &n);
	e = emit_open(pool, &how, &f);
	emit_begin(e, "t", NULL);
	emit_str(e, "a", "x\x1b[2J\n\xE2\x80\xAE");
	emit_str(e, "b", "1");
	emit_end(e);
	emit_begin(e, "t", NULL);
	emit_str(e, "a",
		"\xE6\x97\xA5\xE6\x9C\xAC"
		"e\xCC\x81");
	emit_str(e, "b", "2");
	emit_end(e);
	emit_close(e);
	fclose(how.to);
	check_str(text,
		"a        b\n"
		"x\xEF\xBF\xBD[2J \xEF\xBF\xBD  1\n"
		"\xE6\x97\xA5\xE6\x9C\xAC"
		"e\xCC\x81    2\n",
		"hostile and wide text in a table");
	free(text);
	pool_free(pool);
}

static void
tsv_escapes(void)
{
	struct pool *pool = pool_new();
	struct emit_how how = { .format = FORMAT_TSV };
	char *text = NULL;
	struct fail f;
	struct emit *e;
	size_t n;

	how.to = open_memstream(&text, &n);
	e = emit_open(pool, &how, &f);
	emit_begin(e, "t", NULL);
	emit_str(e, "a", "a\tb\nc\rd\\e");
	emit_end(e);
	fclose(how.to);
	check_str(text, "a\na\\tb\\nc\\rd\\\\e\n", "what TSV escapes");
	free(text);
	pool_free(pool);
}

static void
speed(void)
{
	struct pool *pool = pool_new();
	struct emit_how how = { .format = FORMAT_JSON };
	struct timespec a, b;
	struct fail f;
	struct emit *e;
	int i;

	how.to = fopen("/dev/null", "w");
	e = emit_open(pool, &how, &f);
	clock_gettime(CLOCK_MONOTONIC, &a);
	for (i = 0; i < 100000; i++) {
		emit_begin(e, "slot", NULL);
		emit_str(e, "page", "demo");
		emit_time(e, "start", 1796115600 + i * 60);
		emit_time(e, "end", 1796117400 + i * 60);
		emit_str(e, "timeZone", "Europe/Rome");
		emit_int(e, "durationMinutes", 30);
		emit_end(e);
	}
	clock_gettime(CLOCK_MONOTONIC, &b);
	fclose(how.to);
	printf("# %.0f ns a record of six fields\n",
		((double)(b.tv_sec - a.tv_sec) * 1e9 +
			(double)(b.tv_nsec - a.tv_nsec)) /
			100000);
	pool_free(pool);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run(&rows[i]);
	ids_and_nothing();
	errors(FORMAT_JSON, "id",
		"{\"type\":\"error\",\"code\":\"slot-taken\"}\n");
	errors(FORMAT_JSON_ARRAY, NULL,
		"[\n{\"type\":\"error\",\"code\":\"slot-taken\"}\n]\n");
	errors(FORMAT_TSV, NULL, "");
	errors(FORMAT_ID, NULL, "");
	json_strings();
	json_numbers();
	hostile_table();
	tsv_escapes();
	speed();
	return check_done();
}
