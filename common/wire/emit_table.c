/* What a cell shows to people, and the table that cells stand in. */
#include <ctype.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "wire/emit_priv.h"
#include "wire/locale.h"
#include "wire/utf8.h"

/* ---- looking at a field ---- */

const struct cell *
emit_cell(const struct emit *e, const char *name)
{
	size_t n = strlen(name), i;

	for (i = 0; i < e->cells_n; i++)
		if (e->cells[i].key_n == n &&
			memcmp(e->keys.v + e->cells[i].key, name, n) == 0)
			return &e->cells[i];
	return NULL;
}

static const char *
compact(struct json_object *o)
{
	return json_object_to_json_string_ext(
		o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

/* A string itself, a person's "email", else compact JSON. */
static void
plain_item(struct text *to, struct json_object *o)
{
	struct json_object *email;

	if (o == NULL)
		return;
	if (json_object_is_type(o, json_type_object) &&
		json_object_object_get_ex(o, "email", &email) &&
		json_object_is_type(email, json_type_string))
		o = email;
	if (json_object_is_type(o, json_type_string))
		text_puts(to, json_object_get_string(o));
	else
		text_puts(to, compact(o));
}

/* As plain_item; strings and people of an array are joined by commas. */
static void
plain_json(struct text *to, struct json_object *o)
{
	struct json_object *item, *email;
	size_t n, i;

	if (!json_object_is_type(o, json_type_array)) {
		plain_item(to, o);
		return;
	}
	n = json_object_array_length(o);
	for (i = 0; i < n; i++) {
		item = json_object_array_get_idx(o, i);
		if (json_object_is_type(item, json_type_array) ||
			(json_object_is_type(item, json_type_object) &&
				!json_object_object_get_ex(
					item, "email", &email))) {
			text_puts(to, compact(o));
			return;
		}
	}
	for (i = 0; i < n; i++) {
		if (i > 0)
			text_add(to, ",", 1);
		plain_item(to, json_object_array_get_idx(o, i));
	}
}

static enum cell_kind
kind_of(struct json_object *o)
{
	switch (json_object_get_type(o)) {
	case json_type_null:
		return CELL_NULL;
	case json_type_boolean:
		return CELL_BOOL;
	case json_type_int:
	case json_type_double:
		return CELL_NUMBER;
	case json_type_string:
		return CELL_STRING;
	default:
		return CELL_JSON;
	}
}

/* What stands at `path` ("b.c") inside the JSON of a cell; the root is put by
 * the caller. False when nothing does. */
static bool
reach(struct json_object *root, const char *path, struct json_object **found)
{
	struct json_object *o = root;
	char key[128];
	size_t n;

	for (;;) {
		if (*path == '\0')
			break;
		n = strcspn(path, ".");
		if (n >= sizeof(key) ||
			!json_object_is_type(o, json_type_object))
			return false;
		memcpy(key, path, n);
		key[n] = '\0';
		if (!json_object_object_get_ex(o, key, &o))
			return false;
		path += n;
		path += *path == '.';
	}
	*found = o;
	return true;
}

static bool
look_inside(struct emit *e, const struct cell *c, const char *path,
	struct text *to, struct text *json, enum cell_kind *kind)
{
	char *copy = strndup(e->json.v + c->json, c->json_n);
	struct json_object *root = NULL, *o;
	bool there;

	if (copy != NULL)
		root = json_tokener_parse(copy);
	free(copy);
	there = reach(root, path, &o);
	if (there) {
		*kind = kind_of(o);
		plain_json(to, o);
		if (json != NULL)
			text_puts(json, compact(o));
	}
	json_object_put(root);
	return there;
}

bool
emit_look(struct emit *e, const char *name, struct text *to, struct text *json,
	enum cell_kind *kind, instant *time)
{
	const struct cell *c = emit_cell(e, name);
	const char *dot = strchr(name, '.');

	if (c == NULL && dot != NULL) {
		char *head = strndup(name, (size_t)(dot - name));

		c = head == NULL ? NULL : emit_cell(e, head);
		free(head);
		return c != NULL && look_inside(e, c, dot + 1, to, json, kind);
	}
	if (c == NULL)
		return false;
	*kind = c->kind;
	*time = c->time;
	if (json != NULL)
		text_add(json, e->json.v + c->json, c->json_n);
	else if (c->kind == CELL_STRING)
		text_add(to, e->plain.v + c->plain, c->plain_n);
	else if (c->kind == CELL_TIME)
		text_add(to, e->json.v + c->json + 1, c->json_n - 2);
	else if (c->kind == CELL_JSON)
		return look_inside(e, c, "", to, NULL, kind);
	else if (c->kind != CELL_NULL)
		text_add(to, e->json.v + c->json, c->json_n);
	return true;
}

/* ---- the table ---- */

struct shown {
	const char *text;
	int width;
	bool number;
};

struct table {
	size_t columns;
	struct shown **rows;
	size_t n, cap;
};

/* Control characters and those that turn the direction of text around would
 * change how the rest of the screen reads. */
static char *
safe(struct pool *pool, const char *s, size_t n)
{
	struct text t = { .pool = pool };
	const char *end = s + n;
	uint32_t c;
	size_t step;

	for (; s < end; s += step) {
		step = utf8_length(s);
		c = utf8_code(s);
		if (step == 0 || step > (size_t)(end - s)) {
			step = 1;
			c = 0xFFFD;
		}
		if (c == '\n' || c == '\t')
			text_add(&t, " ", 1);
		else if (c < ' ' || (c >= 0x7F && c < 0xA0) || c == 0xFFFD ||
			 (c >= 0x202A && c <= 0x202E) ||
			 (c >= 0x2066 && c <= 0x2069))
			text_add(&t, "\xEF\xBF\xBD", 3);
		else
			text_add(&t, s, step);
	}
	text_add(&t, "", 1);
	return t.v;
}

static bool
has_column(const struct emit *e, const char *name)
{
	size_t i;

	for (i = 0; i < e->fields.n; i++)
		if (strcmp(e->fields.v[i], name) == 0)
			return true;
	return false;
}

/* The zone of a row's times: --tz, else the record's own where its name stands
 * in the row, else the caller's. */
static const struct zone *
zone_of_row(struct emit *e)
{
	const struct cell *c = emit_cell(e, "timeZone");
	const struct zone *zone;
	struct fail ignored;

	if (e->how.zone_given || c == NULL || c->kind != CELL_STRING ||
		!has_column(e, "timeZone"))
		return e->how.zone;
	zone = zone_load(e->plain.v + c->plain, &ignored);
	return zone != NULL ? zone : e->how.zone;
}

/* "Tue 1 Dec 10:00", with the year where it is not this one. */
static char *
local_time(struct emit *e, instant at)
{
	const struct zone *zone = zone_of_row(e);
	struct civil c = zone_civil(zone, at);
	struct civil now = zone_civil(zone, e->how.now);
	bool other = e->how.now != 0 && now.year != c.year;
	char *text = NULL, *copy;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	if (to == NULL)
		return pool_str(e->pool, "");
	locale_time(to, e->how.language,
		other ? "%a %e %b %Y %H:%M" : "%a %e %b %H:%M", at, zone);
	fclose(to);
	copy = pool_str(e->pool, text);
	free(text);
	return copy;
}

static bool
show(struct emit *e, const char *field, struct shown *cell)
{
	struct text plain = { .pool = e->pool };
	enum cell_kind kind = CELL_NULL;
	instant time = 0;

	cell->text = "-";
	if (!emit_look(e, field, &plain, NULL, &kind, &time))
		kind = CELL_NULL;
	if (kind == CELL_BOOL)
		cell->text = plain.v[0] == 't' ? "yes" : "no";
	else if (kind == CELL_TIME && e->how.zone != NULL)
		cell->text = local_time(e, time);
	else if (e->how.zone_given && strcmp(field, "timeZone") == 0 &&
		 kind == CELL_STRING)
		/* the times beside it are in that zone */
		cell->text = pool_str(e->pool, zone_name(e->how.zone));
	else if (kind != CELL_NULL && plain.n > 0)
		cell->text = safe(e->pool, plain.v, plain.n);
	cell->number = kind == CELL_NUMBER;
	cell->width = text_width(cell->text, strlen(cell->text));
	return kind == CELL_TIME;
}

/* "lastSync" to "last sync", "organizer.email" to "organizer email". */
static char *
heading(struct pool *pool, const char *field)
{
	struct text t = { .pool = pool };
	char c;

	for (; *field != '\0'; field++) {
		c = *field == '.' ? ' ' : *field;
		if (isupper((unsigned char)c)) {
			text_add(&t, " ", 1);
			c = (char)tolower((unsigned char)c);
		}
		text_add(&t, &c, 1);
	}
	text_add(&t, "", 1);
	return safe(pool, t.v, t.n - 1);
}

static struct shown *
row_new(struct emit *e)
{
	struct table *t = e->table;

	t->rows = pool_grow(e->pool, t->rows, t->n, &t->cap, sizeof(*t->rows));
	t->rows[t->n] = pool_array(e->pool, t->columns, sizeof(**t->rows));
	return t->rows[t->n++];
}

/* Where no column names the zone, the heads of times do: "start (UTC)". */
static void
name_zone(struct emit *e, struct shown *head)
{
	size_t n = strlen(head->text);

	if (e->how.zone == NULL || has_column(e, "timeZone") ||
		(n > 0 && head->text[n - 1] == ')'))
		return;
	head->text = pool_printf(
		e->pool, "%s (%s)", head->text, zone_name(e->how.zone));
	head->width = text_width(head->text, strlen(head->text));
}

void
table_add(struct emit *e)
{
	struct shown *row;
	size_t i;

	if (e->table == NULL) {
		e->table = pool_zero(e->pool, sizeof(*e->table));
		e->table->columns = e->fields.n;
		if (e->how.max_columns > 0 &&
			(size_t)e->how.max_columns < e->fields.n)
			e->table->columns = (size_t)e->how.max_columns;
		row = row_new(e);
		for (i = 0; i < e->table->columns; i++) {
			row[i].text = heading(e->pool, e->fields.v[i]);
			row[i].width =
				text_width(row[i].text, strlen(row[i].text));
		}
	}
	row = row_new(e);
	for (i = 0; i < e->table->columns; i++)
		if (show(e, e->fields.v[i], &row[i]))
			name_zone(e, &e->table->rows[0][i]);
}

/* Bytes of `s` that fit into `width` columns, with one left for "…" when it
 * does not fit whole. */
static size_t
cut(const char *s, int width)
{
	size_t n = strlen(s), at = 0, step;

	if (text_width(s, n) <= width)
		return n;
	while (s[at] != '\0') {
		step = utf8_length(s + at);
		if (text_width(s, at + step) > width - 1)
			break;
		at += step;
	}
	return at;
}

static void
put_cell(struct emit *e, const struct shown *cell, int width, bool right,
	bool last, int left)
{
	size_t n = strlen(cell->text), fits = n;

	if (right)
		fprintf(e->how.to, "%*s", width - cell->width, "");
	if (last && e->how.width > 0 && left > 1)
		fits = cut(cell->text, left);
	fwrite(cell->text, 1, fits, e->how.to);
	if (fits < n)
		fputs("\xE2\x80\xA6", e->how.to);
	if (!last)
		fprintf(e->how.to, "%*s  ", right ? 0 : width - cell->width,
			"");
}

static void
put_row(struct emit *e, const struct shown *row, const int *widths,
	const bool *right, bool bold)
{
	size_t n = e->table->columns, i;
	int used = 0;

	if (bold)
		fputs("\033[1m", e->how.to);
	for (i = 0; i < n; i++) {
		put_cell(e, &row[i], widths[i], right[i], i + 1 == n,
			e->how.width - used);
		used += widths[i] + 2;
	}
	fputs(bold ? "\033[0m\n" : "\n", e->how.to);
}

void
table_print(struct emit *e)
{
	struct table *t = e->table;
	int *widths = pool_array(e->pool, t->columns + 1, sizeof(*widths));
	bool *right = pool_array(e->pool, t->columns + 1, sizeof(*right));
	size_t i, k;

	for (i = 0; i < t->columns; i++) {
		for (k = 1; k < t->n; k++)
			if (t->rows[k][i].number)
				right[i] = true;
		for (k = 1; k < t->n; k++)
			if (!t->rows[k][i].number &&
				strcmp(t->rows[k][i].text, "-") != 0)
				right[i] = false;
		for (k = 0; k < t->n; k++)
			if (t->rows[k][i].width > widths[i])
				widths[i] = t->rows[k][i].width;
	}
	for (k = 0; k < t->n; k++)
		put_row(e, t->rows[k], widths, right, k == 0 && e->how.color);
}
