#include "wire/emit.h"

#include <json-c/json.h>
#include <math.h>
#include <string.h>

#include "base/opt.h"
#include "wire/emit_priv.h"
#include "wire/template.h"

static const struct {
	const char *name;
	enum format format;
} names[] = {
	{ "auto", FORMAT_AUTO },
	{ "table", FORMAT_TABLE },
	{ "json", FORMAT_JSON },
	{ "json-array", FORMAT_JSON_ARRAY },
	{ "tsv", FORMAT_TSV },
	{ "id", FORMAT_ID },
	{ "text", FORMAT_TEXT },
	{ "ics", FORMAT_ICS },
	{ "html", FORMAT_HTML },
	{ "svg", FORMAT_SVG },
	{ "ansi", FORMAT_ANSI },
	{ "markdown", FORMAT_MARKDOWN },
	{ "mail", FORMAT_MAIL },
};

bool
format_read(const char *text, enum format *format)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(names[i].name, text) == 0) {
			*format = names[i].format;
			return true;
		}
	return false;
}

const char *
format_name(enum format format)
{
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].format == format)
			return names[i].name;
	return "auto";
}

struct emit *
emit_open(struct pool *pool, const struct emit_how *how, struct fail *f)
{
	struct emit *e = pool_zero(pool, sizeof(*e));
	size_t n;

	e->how = *how;
	e->pool = pool;
	e->json.pool = e->keys.pool = e->plain.pool = e->scratch.pool =
		e->shown.pool = pool;
	e->day = INT64_MIN;
	if (how->fields != NULL) {
		strs_split(pool, &e->fields, how->fields, ',');
		e->fields_given = true;
		if (e->fields.n == 0) {
			fail(f, EXIT_USAGE, "option --fields: names none");
			return NULL;
		}
	}
	if (how->template != NULL) {
		e->template =
			template_read(pool, how->template, "--template", f);
		if (e->template == NULL)
			return NULL;
		n = strlen(how->template);
		e->template_line = n == 0 || how->template[n - 1] != '\n';
	}
	e->keep = e->template == NULL &&
		  (how->format == FORMAT_TABLE || how->format == FORMAT_TSV ||
			  (e->fields_given && how->format != FORMAT_ID));
	e->bare = e->template == NULL && how->format == FORMAT_ID;
	return e;
}

size_t
emit_count(const struct emit *e)
{
	return e == NULL ? 0 : e->count;
}

/* ---- filling a record ---- */

void
emit_begin(struct emit *e, const char *type, const char *id)
{
	e->id = id;
	e->dry_said = false;
	e->error = strcmp(type, "error") == 0;
	e->json.n = e->keys.n = e->plain.n = 0;
	e->cells_n = 0;
	e->depth = 0;
	e->comma[0] = false;
	text_add(&e->json, "{", 1);
	emit_str(e, "type", type);
}

void
emit_begin_error(struct emit *e)
{
	emit_begin(e, "error", NULL);
}

/* A new cell for a top-level field; NULL when none is wanted. */
static struct cell *
cell_new(struct emit *e, const char *key, enum cell_kind kind)
{
	struct cell *c;

	if (!e->keep || e->depth != 0 || key == NULL)
		return NULL;
	e->cells = pool_grow(
		e->pool, e->cells, e->cells_n, &e->cells_cap, sizeof(*c));
	c = &e->cells[e->cells_n++];
	memset(c, 0, sizeof(*c));
	c->kind = kind;
	c->key = e->keys.n;
	c->key_n = strlen(key);
	text_add(&e->keys, key, c->key_n);
	c->json = e->json.n;
	return c;
}

/* The comma and the key; the value is written next. */
static void
name(struct emit *e, const char *key)
{
	if (e->comma[e->depth])
		text_add(&e->json, ",", 1);
	e->comma[e->depth] = true;
	if (key == NULL)
		return;
	text_json(&e->json, key);
	text_add(&e->json, ":", 1);
}

static void
cell_end(struct emit *e, struct cell *c)
{
	if (c != NULL)
		c->json_n = e->json.n - c->json;
}

void
emit_null(struct emit *e, const char *key)
{
	struct cell *c;

	if (e->bare)
		return;
	name(e, key);
	c = cell_new(e, key, CELL_NULL);
	text_add(&e->json, "null", 4);
	cell_end(e, c);
}

void
emit_str(struct emit *e, const char *key, const char *value)
{
	struct cell *c;

	if (e->bare)
		return;
	if (value == NULL) {
		emit_null(e, key);
		return;
	}
	name(e, key);
	if ((c = cell_new(e, key, CELL_STRING)) != NULL) {
		c->plain = e->plain.n;
		c->plain_n = strlen(value);
		text_add(&e->plain, value, c->plain_n + 1);
	}
	text_json(&e->json, value);
	cell_end(e, c);
}

void
emit_int(struct emit *e, const char *key, int64_t value)
{
	struct cell *c;

	if (e->bare)
		return;
	name(e, key);
	c = cell_new(e, key, CELL_NUMBER);
	text_int(&e->json, value);
	cell_end(e, c);
}

void
emit_bool(struct emit *e, const char *key, bool value)
{
	struct cell *c;

	if (e->bare)
		return;
	if (e->depth == 0 && key != NULL && strcmp(key, "dryRun") == 0)
		e->dry_said = true;
	name(e, key);
	c = cell_new(e, key, CELL_BOOL);
	text_puts(&e->json, value ? "true" : "false");
	cell_end(e, c);
}

void
emit_num(struct emit *e, const char *key, double value)
{
	char digits[64];
	struct cell *c;
	int n;

	if (e->bare)
		return;
	if (!isfinite(value) || fabs(value) > 1e15) {
		emit_null(e, key);
		return;
	}
	n = snprintf(digits, sizeof(digits), "%.3f", value);
	while (digits[n - 1] == '0')
		n--;
	n -= digits[n - 1] == '.';
	if (n == 2 && memcmp(digits, "-0", 2) == 0)
		memcpy(digits, "0", (size_t)(n = 1));
	name(e, key);
	c = cell_new(e, key, CELL_NUMBER);
	text_add(&e->json, digits, (size_t)n);
	cell_end(e, c);
}

/* The time of day behind a date that is kept from field to field. */
static void
add_time(struct emit *e, instant at)
{
	int64_t day = at >= 0 ? at / 86400 : -1, s = at - day * 86400;
	char text[INSTANT_TEXT + 1];

	if (day < 0 || at > INSTANT_MAX) {
		text_time(&e->json, at);
		return;
	}
	if (day != e->day) {
		instant_write(at, text);
		memcpy(e->day_text, text, 10);
		e->day = day;
	}
	memcpy(text, e->day_text, 10);
	memcpy(text + 10, "T00:00:00Z", 10);
	text[11] = (char)(text[11] + s / 36000);
	text[12] = (char)(text[12] + s / 3600 % 10);
	text[14] = (char)(text[14] + s / 600 % 6);
	text[15] = (char)(text[15] + s / 60 % 10);
	text[17] = (char)(text[17] + s % 60 / 10);
	text[18] = (char)(text[18] + s % 10);
	text_add(&e->json, text, 20);
}

void
emit_time(struct emit *e, const char *key, instant value)
{
	struct cell *c;

	if (e->bare)
		return;
	if (value == 0) {
		emit_null(e, key);
		return;
	}
	name(e, key);
	if ((c = cell_new(e, key, CELL_TIME)) != NULL)
		c->time = value;
	text_add(&e->json, "\"", 1);
	add_time(e, value);
	text_add(&e->json, "\"", 1);
	cell_end(e, c);
}

void
emit_strs(struct emit *e, const char *key, const struct strs *list)
{
	struct cell *c;
	size_t i;

	if (e->bare)
		return;
	name(e, key);
	c = cell_new(e, key, CELL_JSON);
	text_add(&e->json, "[", 1);
	for (i = 0; i < list->n; i++) {
		if (i > 0)
			text_add(&e->json, ",", 1);
		text_json(&e->json, list->v[i]);
	}
	text_add(&e->json, "]", 1);
	cell_end(e, c);
}

void
emit_json(struct emit *e, const char *key, const char *json)
{
	struct cell *c;
	const char *p;

	if (e->bare)
		return;
	name(e, key);
	c = cell_new(e, key, CELL_JSON);
	/* json-c writes / as \/ unless told otherwise */
	for (p = json; *p != '\0'; p++) {
		if (*p != '\\' || p[1] == '\0')
			continue;
		if (*++p == '/') {
			text_add(&e->json, json, (size_t)(p - 1 - json));
			json = p;
		}
	}
	text_add(&e->json, json, (size_t)(p - json));
	cell_end(e, c);
}

static void
open_inner(struct emit *e, const char *key, const char *bracket)
{
	if (e->bare)
		return;
	name(e, key);
	cell_new(e, key, CELL_JSON);
	text_add(&e->json, bracket, 1);
	if (e->depth + 1 < EMIT_DEPTH)
		e->depth++;
	e->comma[e->depth] = false;
}

static void
close_inner(struct emit *e, const char *bracket)
{
	if (e->bare)
		return;
	text_add(&e->json, bracket, 1);
	if (e->depth > 0)
		e->depth--;
	if (e->depth == 0 && e->cells_n > 0)
		cell_end(e, &e->cells[e->cells_n - 1]);
}

void
emit_open_object(struct emit *e, const char *key)
{
	open_inner(e, key, "{");
}

void
emit_close_object(struct emit *e)
{
	close_inner(e, "}");
}

void
emit_open_array(struct emit *e, const char *key)
{
	open_inner(e, key, "[");
}

void
emit_close_array(struct emit *e)
{
	close_inner(e, "]");
}

/* ---- printing a record ---- */

static void
dead(struct emit *e, const struct fail *f)
{
	if (e->dead)
		return;
	e->dead = true;
	if (e->how.failed != NULL)
		e->how.failed(e->how.arg, f);
}

/* --fields names only what the first record has, at least up to a dot. */
static bool
check_fields(struct emit *e)
{
	const char **words, *field, *near;
	struct fail f;
	size_t i, k;

	e->fields_checked = true;
	for (i = 0; i < e->fields.n; i++) {
		field = e->fields.v[i];
		if (emit_cell(e, field) != NULL ||
			emit_cell(e, pool_strn(e->pool, field,
					     strcspn(field, "."))) != NULL)
			continue;
		words = pool_array(e->pool, e->cells_n + 1, sizeof(*words));
		for (k = 0; k < e->cells_n; k++)
			words[k] = pool_strn(e->pool,
				e->keys.v + e->cells[k].key, e->cells[k].key_n);
		fail(&f, EXIT_USAGE, "option --fields: no field '%s'", field);
		if ((near = opt_near(field, words, e->cells_n)) != NULL)
			fail_hint(&f, "did you mean '%s'?", near);
		dead(e, &f);
		return false;
	}
	return true;
}

/* One line of text, ended by newline or NUL. */
static void
put_line(struct emit *e, const char *s, size_t n)
{
	fwrite_unlocked(s, 1, n, e->how.to);
	fputc_unlocked(e->how.nul ? '\0' : '\n', e->how.to);
}

static void
put_json(struct emit *e, const struct text *json)
{
	FILE *to = e->how.to;

	if (e->how.format == FORMAT_JSON_ARRAY) {
		fputs(e->open_array ? ",\n" : "[\n", to);
		e->open_array = true;
		fwrite_unlocked(json->v, 1, json->n, to);
		return;
	}
	fwrite_unlocked(json->v, 1, json->n, to);
	fputc_unlocked('\n', to);
}

/* The chosen fields alone; what this record lacks is left out. */
static void
put_fields(struct emit *e)
{
	struct text json = e->scratch;
	enum cell_kind kind;
	instant time;
	size_t i;

	json.n = 0;
	text_add(&json, "{", 1);
	for (i = 0; i < e->fields.n; i++) {
		size_t mark = json.n;

		if (json.v[json.n - 1] != '{')
			text_add(&json, ",", 1);
		e->shown.n = 0;
		text_json(&json, e->fields.v[i]);
		text_add(&json, ":", 1);
		if (!emit_look(
			    e, e->fields.v[i], &e->shown, &json, &kind, &time))
			json.n = mark;
	}
	text_add(&json, "}", 1);
	put_json(e, &json);
	e->scratch = json;
}

/* Tab, newline, return and backslash as \t \n \r \\ (CLI.md section 2). */
static void
tsv_escape(struct text *to, const char *s, size_t n)
{
	static const char from[] = "\t\n\r\\", code[] = "tnr\\";
	const char *p;
	size_t i;

	for (i = 0; i < n; i++) {
		p = memchr(from, s[i], sizeof(from) - 1);
		if (p == NULL) {
			text_add(to, s + i, 1);
			continue;
		}
		text_add(to, "\\", 1);
		text_add(to, &code[p - from], 1);
	}
}

static void
put_tsv(struct emit *e)
{
	struct text line = e->scratch;
	enum cell_kind kind;
	instant time;
	size_t i;

	line.n = 0;
	for (i = 0; e->count == 0 && i < e->fields.n; i++) {
		if (i > 0)
			text_add(&line, "\t", 1);
		text_puts(&line, e->fields.v[i]);
	}
	if (e->count == 0)
		text_add(&line, "\n", 1);
	for (i = 0; i < e->fields.n; i++) {
		if (i > 0)
			text_add(&line, "\t", 1);
		e->shown.n = 0;
		if (emit_look(e, e->fields.v[i], &e->shown, NULL, &kind, &time))
			tsv_escape(&line, e->shown.v, e->shown.n);
	}
	text_add(&line, "\n", 1);
	fwrite_unlocked(line.v, 1, line.n, e->how.to);
	e->scratch = line;
}

static void
put_template(struct emit *e)
{
	struct template_how how = { .language = e->how.language,
		.zone = e->how.zone_given ? e->how.zone : NULL };
	struct json_object *record;
	struct fail f;

	text_add(&e->json, "", 1);
	if ((record = json_tokener_parse(e->json.v)) == NULL) {
		fail(&f, EXIT_BUG, "--template: the record is no JSON");
		dead(e, &f);
		return;
	}
	if (template_write(e->how.to, e->template, record, &how, &f) != 0)
		dead(e, &f);
	else if (e->how.nul)
		fputc('\0', e->how.to);
	else if (e->template_line)
		fputc('\n', e->how.to);
	json_object_put(record);
}

/* Columns: --fields, the door's choice for tables, else the first record's. */
static void
choose_fields(struct emit *e)
{
	size_t i;

	e->fields_checked = true;
	if (e->how.format == FORMAT_TABLE && e->how.columns != NULL) {
		strs_split(e->pool, &e->fields, e->how.columns, ',');
		return;
	}
	/* the first is "type", the same in every line */
	for (i = 1; i < e->cells_n; i++)
		strs_add(e->pool, &e->fields,
			pool_strn(e->pool, e->keys.v + e->cells[i].key,
				e->cells[i].key_n));
}

static void
put_record(struct emit *e)
{
	if (e->keep && !e->fields_checked) {
		if (!e->fields_given)
			choose_fields(e);
		else if (!check_fields(e))
			return;
	}
	if (e->template != NULL)
		put_template(e);
	else if (e->how.format == FORMAT_ID)
		put_line(e, e->id, strlen(e->id));
	else if (e->how.format == FORMAT_TABLE)
		table_add(e);
	else if (e->how.format == FORMAT_TSV)
		put_tsv(e);
	else if (e->fields_given)
		put_fields(e);
	else
		put_json(e, &e->json);
}

void
emit_end(struct emit *e)
{
	if (e->how.dry_run && !e->dry_said && !e->error)
		emit_bool(e, "dryRun", true);
	text_add(&e->json, "}", 1);
	if (e->dead)
		return;
	if (e->error) {
		if (e->template == NULL &&
			(e->how.format == FORMAT_JSON ||
				e->how.format == FORMAT_JSON_ARRAY))
			put_json(e, &e->json);
	} else if (e->how.format != FORMAT_ID || e->template != NULL ||
		   e->id != NULL) {
		put_record(e);
		e->count++;
	}
	if (e->how.flush)
		fflush(e->how.to);
}

void
emit_close(struct emit *e)
{
	if (e->how.format == FORMAT_JSON_ARRAY && e->template == NULL &&
		(!e->dead || e->open_array))
		fputs(e->open_array ? "\n]\n" : "[]\n", e->how.to);
	if (e->table != NULL)
		table_print(e);
	e->table = NULL;
	e->dead = true;
}
