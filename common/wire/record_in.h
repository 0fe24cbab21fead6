#ifndef WIRE_RECORD_IN_H
#define WIRE_RECORD_IN_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/slot.h"

#include <json-c/json.h>
#include <stdio.h>

/*
 * JSON records from a pipe: any run of values, as lines, pretty-printed
 * objects, or one array of objects (CLI.md section 1). Strict, UTF-8 checked,
 * duplicate keys, control characters and numbers out of range refused where
 * json-c passes them (FIELD-NOTES section 4). One record is at most 1 MB, depth
 * 32.
 */
struct record_in;

/* Reads from `from`, which stays the caller's; `name` is for errors ("stdin").
 */
struct record_in *record_in_new(struct pool *, FILE *from, const char *name);
/*
 * The next object: 1 and `*record` (owned by the reader until the next call;
 * keep with json_object_get), 0 at the end, -1 with EXIT_BAD_DATA and
 * "stdin: line 3 column 14: ..." after which nothing more can be read. Returns
 * as soon as an object is complete: it never waits for a next one.
 */
int record_in_next(
	struct record_in *, struct json_object **record, struct fail *f);
void record_in_free(struct record_in *);

/*
 * One field of an object. A field that is absent or null gives the fallback; of
 * a wrong type gives -1 and EXIT_BAD_DATA "field start: not a string". Strings
 * are copied into the pool.
 */
int field_str(struct pool *, struct json_object *, const char *key,
	const char **value, struct fail *f);
int field_int(
	struct json_object *, const char *key, int64_t *value, struct fail *f);
int field_time(
	struct json_object *, const char *key, instant *value, struct fail *f);
int field_bool(
	struct json_object *, const char *key, bool *value, struct fail *f);
int field_strs(struct pool *, struct json_object *, const char *key,
	struct strs *value, struct fail *f);

/*
 * Whether a record is one that a filter before could do nothing with (type
 * "error"): `f` is then what it says. Filters hand its failure on in its place.
 */
bool record_failed(struct json_object *, struct fail *f);
/* A record as JSON text; of one that failed what it was made of. Lives as long
 * as the record. */
const char *record_text(struct json_object *);

/* Reads a slot or pick record, or a lead, which has no time yet. 0 or -1. */
int slot_read(
	struct pool *, struct json_object *, struct slot *, struct fail *f);

#endif
