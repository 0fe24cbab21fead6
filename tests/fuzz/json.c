/*
 * Fuzz target of the JSON reader: any bytes as a stream of records. What it
 * takes must be JSON to others too, and read again as the same record; what it
 * refuses has a line and a column.
 *
 *   clang -fsanitize=fuzzer,address -Icommon tests/fuzz/json.c common/...
 *   cc -DREPLAY ... : a main() that runs the files it is given
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "wire/emit.h"
#include "wire/record_in.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static FILE *
open_bytes(const void *data, size_t size)
{
	FILE *from = size == 0 ? fopen("/dev/null", "r")
			       : fmemopen((void *)(uintptr_t)data, size, "r");

	must(from != NULL, "memory");
	return from;
}

static const char *
text_of(struct json_object *o)
{
	return json_object_to_json_string_ext(
		o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

/* A record's own text is that one record. */
static void
again(struct pool *pool, struct json_object *o)
{
	char *text = pool_str(pool, text_of(o));
	FILE *from = open_bytes(text, strlen(text));
	struct record_in *in = record_in_new(pool, from, "again");
	struct json_object *same;
	struct fail f;

	/* DEL is written as it is by json-c, which RFC 8259 allows */
	if (strchr(text, 0x7f) == NULL) {
		must(record_in_next(in, &same, &f) == 1, "read again");
		must(strcmp(text_of(same), text) == 0, "the same again");
		must(record_in_next(in, &same, &f) == 0, "one record alone");
	}
	record_in_free(in);
	fclose(from);
}

/* Any record can be read as a slot and be printed in any format. */
static void
use(struct pool *pool, struct json_object *o)
{
	static const enum format formats[] = { FORMAT_TABLE, FORMAT_TSV,
		FORMAT_JSON };
	struct emit_how how = { .fields = "type,input.a,input",
		.language = "en" };
	struct slot slot;
	struct emit *e;
	struct fail f = { 0 };
	size_t i;

	if (slot_read(pool, o, &slot, &f) != 0)
		must(f.status == EXIT_BAD_DATA && f.line[0] != '\0',
			"a slot refused says why");
	how.to = fopen("/dev/null", "w");
	must(how.to != NULL, "/dev/null");
	how.zone = zone_utc();
	for (i = 0; i < 3; i++) {
		how.format = formats[i];
		e = emit_open(pool, &how, &f);
		emit_begin(e, "thing", "id");
		emit_json(e, "input", text_of(o));
		emit_end(e);
		emit_close(e);
		must(emit_count(e) == 1, "one record");
	}
	fclose(how.to);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct pool *pool = pool_new();
	FILE *from = open_bytes(data, size);
	struct record_in *in = record_in_new(pool, from, "in");
	struct json_object *o;
	struct fail f = { 0 };
	int rc;

	while ((rc = record_in_next(in, &o, &f)) == 1) {
		must(json_object_is_type(o, json_type_object), "an object");
		again(pool, o);
		use(pool, o);
	}
	if (rc != 0)
		must(f.status == EXIT_BAD_DATA &&
				strncmp(f.line, "in: line ", 9) == 0,
			"refused with its line");
	must(record_in_next(in, &o, &f) == rc, "the end stays");
	record_in_free(in);
	fclose(from);
	pool_free(pool);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	static unsigned char data[4 * 1024 * 1024];
	FILE *from;
	int i;

	for (i = 1; i < argc; i++) {
		if ((from = fopen(argv[i], "r")) == NULL)
			return 1;
		LLVMFuzzerTestOneInput(
			data, fread(data, 1, sizeof(data), from));
		fclose(from);
	}
	return 0;
}
#endif
