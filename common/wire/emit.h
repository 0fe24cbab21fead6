#ifndef WIRE_EMIT_H
#define WIRE_EMIT_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/instant.h"
#include "when/zone.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Records on their way out, in any of the formats of CLI.md section 2. A door
 * fills one record field by field, in the fixed order of CLI.md section 8, and
 * the emitter prints it as a table row, a JSON line, a TSV line or an id.
 */
enum format {
	FORMAT_AUTO, /* table on a terminal, json otherwise */
	FORMAT_TABLE,
	FORMAT_JSON,
	FORMAT_JSON_ARRAY,
	FORMAT_TSV,
	FORMAT_ID,
	FORMAT_TEXT,
	FORMAT_ICS,
	FORMAT_HTML,
	FORMAT_SVG,
	FORMAT_ANSI,
	FORMAT_MARKDOWN,
	FORMAT_MAIL,
};
/* "json-array" to FORMAT_JSON_ARRAY; false when there is no such format. */
bool format_read(const char *text, enum format *);
const char *format_name(enum format);

struct emit_how {
	FILE *to;
	enum format format;   /* not AUTO, not TEXT and what follows it */
	const char *fields;   /* --fields, or NULL; "a.b" reaches inside */
	const char *columns;  /* of the table, when there are no fields */
	const char *template; /* --template text (not @FILE), or NULL */
	bool nul;             /* -0 */
	bool flush;           /* after each record: to is no regular file */
	bool color;
	int width;               /* of a terminal, 0: no cutting */
	const struct zone *zone; /* for people: tables show local time */
	const char *language;
	int max_columns; /* 0: no bound */
	/* --tz was given: templates use `zone`, not the record's timeZone */
	bool zone_given;
	/* -n: each record gets "dryRun":true at its end, once */
	bool dry_run;
	instant now; /* tables name the year of other years; 0: never */
	/*
	 * Told once of what makes all output senseless (--fields names a field
	 * that the first record has not, a template fails); after it nothing is
	 * written any more. It may end the program. NULL: nobody.
	 */
	void (*failed)(void *arg, const struct fail *);
	void *arg;
};

struct emit;

/* NULL fills `f` (a template that cannot be read). Lives in the pool. */
struct emit *emit_open(struct pool *, const struct emit_how *, struct fail *);

/* Begins a record; `id` is what -f id prints (slug, ref, address). */
void emit_begin(struct emit *, const char *type, const char *id);
/* Fields, in order. NULL strings are JSON null. */
void emit_str(struct emit *, const char *key, const char *value);
void emit_int(struct emit *, const char *key, int64_t value);
void emit_bool(struct emit *, const char *key, bool value);
void emit_null(struct emit *, const char *key);
/* A number with at most three decimals, trailing zeros cut ("11.5"). */
void emit_num(struct emit *, const char *key, double value);
/*
 * UTC with Z on the pipe; local "Tue 1 Dec 10:00" in tables: in the zone of
 * --tz, else in the record's own where a column timeZone names it, else in the
 * caller's, which the head then names. 0 is null.
 */
void emit_time(struct emit *, const char *key, instant value);
void emit_strs(struct emit *, const char *key, const struct strs *);
/* JSON text that is there already, written as it is (compact, valid). */
void emit_json(struct emit *, const char *key, const char *json);
/* A nested object or an array of objects; key is NULL inside an array. */
void emit_open_object(struct emit *, const char *key);
void emit_close_object(struct emit *);
void emit_open_array(struct emit *, const char *key);
void emit_close_array(struct emit *);
/* Ends and prints (tables wait for emit_close, so that columns align). */
void emit_end(struct emit *);
/* Ends the stream: closes the array, prints the table. */
void emit_close(struct emit *);
/* How many records went out. */
size_t emit_count(const struct emit *);

/* A record of type "error" that goes through JSON formats alone, whatever
 * --fields says; fields and emit_end as usual. */
void emit_begin_error(struct emit *);

/* Writes a JSON string with quotes; invalid UTF-8 becomes U+FFFD. */
void emit_json_string(FILE *to, const char *text);

#endif
