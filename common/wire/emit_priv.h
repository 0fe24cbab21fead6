#ifndef WIRE_EMIT_PRIV_H
#define WIRE_EMIT_PRIV_H

#include <string.h>

#include "wire/emit.h"

/* Text that grows; lives in a pool. Not ended by a NUL byte. */
struct text {
	struct pool *pool;
	char *v;
	size_t n, cap;
};
/* Room for `n` more bytes; where they begin. */
char *text_room(struct text *, size_t n);
/* In the header: most of the time of a long answer is spent in it. */
static inline void
text_add(struct text *t, const char *s, size_t n)
{
	char *to = t->cap - t->n <= n ? text_room(t, n) : t->v + t->n;

	if (n > 0)
		memcpy(to, s, n);
	t->n += n;
}
void text_puts(struct text *, const char *s);
/* A JSON string with quotes; invalid UTF-8 becomes U+FFFD. */
void text_json(struct text *, const char *s);
/* "2026-12-01T09:00:00Z" without quotes. */
void text_time(struct text *, instant at);
void text_int(struct text *, int64_t value);

/* What a top-level field holds, so that it can be shown in other ways. */
enum cell_kind {
	CELL_NULL,
	CELL_STRING,
	CELL_NUMBER,
	CELL_BOOL,
	CELL_TIME,
	CELL_JSON, /* object, array, or JSON text that was there */
};
struct cell {
	enum cell_kind kind;
	size_t key, key_n;     /* in emit.keys */
	size_t json, json_n;   /* in emit.json */
	size_t plain, plain_n; /* CELL_STRING: in emit.plain, ends in NUL */
	instant time;
};

enum { EMIT_DEPTH = 16 };

struct emit {
	struct emit_how how;
	struct pool *pool;
	size_t count;
	/* the record being filled */
	bool keep;       /* cells are wanted, not only JSON text */
	bool bare;       /* ids alone go out: fields are dropped */
	bool dry_said;   /* "dryRun" stands in it */
	bool error;      /* it is an error record */
	bool dead;       /* told `failed`: writes nothing more */
	bool open_array; /* "[" of json-array was written */
	const char *id;
	struct text json, keys, plain, scratch, shown;
	bool comma[EMIT_DEPTH];
	int depth;
	struct cell *cells;
	size_t cells_n, cells_cap;
	/* names of --fields or of the table's columns, or of the first record
	 */
	struct strs fields;
	bool fields_given, fields_checked;
	struct template *template;
	bool template_line; /* its text lacks a newline at the end */
	/* rows of the table until emit_close */
	struct table *table;
	/* the last date written, so that lists need not work it out again */
	int64_t day;
	char day_text[11];
};

/* A cell of the record by name, or NULL. */
const struct cell *emit_cell(const struct emit *, const char *name);
/*
 * What a field named `name` ("a", "a.b") holds, as plain text (not ended by
 * NUL) into `to`; JSON into `json` when that is not NULL. False when the record
 * has no such field.
 */
bool emit_look(struct emit *, const char *name, struct text *to,
	struct text *json, enum cell_kind *kind, instant *time);

/* Adds the record as a row; prints all rows with a header. */
void table_add(struct emit *);
void table_print(struct emit *);

/* Columns that UTF-8 text takes on a terminal. */
int text_width(const char *s, size_t n);

#endif
