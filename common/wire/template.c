#include "wire/template.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "wire/locale.h"

enum {
	TEXT_MAX = 256 * 1024,
	OUTPUT_MAX = 16 * 1024 * 1024,
	DEPTH = 16,
	STEPS_MAX = 4 * 1024 * 1024,
	KEY_MAX = 128,
};

enum node_kind { NODE_TEXT, NODE_VALUE, NODE_RAW, NODE_SECTION, NODE_EMPTY };

/* A piece of the template; sections end before node `end`. */
struct node {
	enum node_kind kind;
	const char *text; /* or the key */
	size_t n;         /* of NODE_TEXT */
	const char *pattern;
	size_t end;
	int line;
};

struct template
{
	const char *name;
	struct node *v;
	size_t n, cap;
};

/* ---- reading ---- */

struct reader {
	struct pool *pool;
	struct template *t;
	const char *start, *p; /* `p`: what is not read yet */
	size_t open[DEPTH];
	int depth, line;
	struct fail *f;
};

static int
bad(struct reader *r, const char *why, const char *what)
{
	return fail(r->f, EXIT_BAD_DATA, "%s: line %d: %s%s%.60s%s", r->t->name,
		r->line, why, *what == '\0' ? "" : " {{", what,
		*what == '\0' ? "" : "}}");
}

static struct node *
node_new(struct reader *r, enum node_kind kind)
{
	struct template *t = r->t;
	struct node *n;

	t->v = pool_grow(r->pool, t->v, t->n, &t->cap, sizeof(*t->v));
	n = &t->v[t->n++];
	n->kind = kind;
	n->line = r->line;
	return n;
}

static void
add_text(struct reader *r, const char *from, const char *to)
{
	struct node *n;

	if (from >= to)
		return;
	n = node_new(r, NODE_TEXT);
	n->text = from;
	n->n = (size_t)(to - from);
}

/* "a", "a.b", "." : names of letters, digits, _ and -. */
static bool
key_valid(const char *key)
{
	size_t n = strlen(key);

	if (strcmp(key, ".") == 0)
		return true;
	if (n == 0 || n >= KEY_MAX || key[0] == '.' || key[n - 1] == '.' ||
		strstr(key, "..") != NULL)
		return false;
	for (; *key != '\0'; key++)
		if (!((*key >= 'a' && *key <= 'z') ||
			    (*key >= 'A' && *key <= 'Z') ||
			    (*key >= '0' && *key <= '9') ||
			    strchr("._-@", *key) != NULL))
			return false;
	return true;
}

/* [from, to) without blanks at its ends. */
static char *
trimmed(struct reader *r, const char *from, const char *to)
{
	while (from < to && strchr(" \t\r\n", *from) != NULL)
		from++;
	while (to > from && strchr(" \t\r\n", to[-1]) != NULL)
		to--;
	return pool_strn(r->pool, from, (size_t)(to - from));
}

static int
open_section(struct reader *r, enum node_kind kind, const char *key)
{
	if (r->depth == DEPTH)
		return bad(r, "sections more than 16 deep", key);
	r->open[r->depth++] = r->t->n;
	node_new(r, kind)->text = key;
	return 0;
}

static int
close_section(struct reader *r, const char *key)
{
	struct node *n;

	if (r->depth == 0)
		return bad(r, "nothing is open for", key);
	n = &r->t->v[r->open[--r->depth]];
	if (strcmp(n->text, key) != 0) {
		bad(r, "closed before what it stands in:", key);
		return fail_hint(r->f,
			"{{/%.60s}} belongs first, opened in "
			"line %d",
			n->text, n->line);
	}
	n->end = r->t->n;
	return 0;
}

static int
read_value(struct reader *r, enum node_kind kind, char *tag)
{
	char *bar = strchr(tag, '|'), *end;
	const char *pattern = NULL;
	struct node *n;

	if (bar != NULL) {
		pattern = trimmed(r, bar + 1, tag + strlen(tag));
		if (strchr(pattern, '%') == NULL)
			return bad(r, "no % in the pattern of", tag);
		for (end = bar; end > tag && strchr(" \t", end[-1]) != NULL;)
			end--;
		*end = '\0';
	}
	if (!key_valid(tag))
		return bad(r, "not a name:", tag);
	n = node_new(r, kind);
	n->text = tag;
	n->pattern = pattern;
	return 0;
}

/* One tag, without its braces. */
static int
read_tag(struct reader *r, char kind, const char *from, const char *to)
{
	char *tag;

	if (kind == '!')
		return 0;
	tag = trimmed(r, kind == '\0' || kind == '{' ? from : from + 1, to);
	if (kind == '\0' || kind == '{')
		return read_value(r, kind == '{' ? NODE_RAW : NODE_VALUE, tag);
	if (!key_valid(tag))
		return bad(r, "not a name:", tag);
	if (kind == '/')
		return close_section(r, tag);
	return open_section(r, kind == '#' ? NODE_SECTION : NODE_EMPTY, tag);
}

static void
count_lines(struct reader *r, const char *from, const char *to)
{
	for (; from < to; from++)
		r->line += *from == '\n';
}

/*
 * Whether a section or note from `open` to `close` stands alone on its line;
 * then `*from` is the line's start and `*next` the next line's.
 */
static bool
alone(const struct reader *r, const char *open, const char *close,
	const char **from, const char **next)
{
	const char *a = open, *b = close;

	while (a > r->start && (a[-1] == ' ' || a[-1] == '\t'))
		a--;
	while (*b == ' ' || *b == '\t')
		b++;
	if ((a > r->start && a[-1] != '\n') ||
		(*b != '\0' && *b != '\n' && strncmp(b, "\r\n", 2) != 0))
		return false;
	b += *b == '\r';
	b += *b == '\n';
	*from = a;
	*next = b;
	return true;
}

/* The text before the next tag, and the tag. */
static int
read_piece(struct reader *r)
{
	const char *open = strstr(r->p, "{{"), *close, *from, *next, *in;
	char kind;
	int raw;

	if (open == NULL) {
		add_text(r, r->p, r->p + strlen(r->p));
		r->p += strlen(r->p);
		return 0;
	}
	raw = open[2] == '{';
	in = open + 2 + raw;
	if ((close = strstr(in, raw ? "}}}" : "}}")) == NULL) {
		count_lines(r, r->p, open);
		return bad(r, "a {{ that is not closed", "");
	}
	kind = raw ? '{' : strchr("#^/!", *in) != NULL ? *in : '\0';
	next = close + 2 + raw;
	from = open;
	if (kind != '\0' && kind != '{' && alone(r, open, next, &from, &next) &&
		from < r->p)
		from = r->p;
	add_text(r, r->p, from);
	count_lines(r, r->p, open);
	if (read_tag(r, kind, in, close) != 0)
		return -1;
	count_lines(r, open, next);
	r->p = next;
	return 0;
}

struct template *
template_read(
	struct pool *pool, const char *text, const char *name, struct fail *f)
{
	struct template *t = pool_zero(pool, sizeof(*t));
	struct reader r = { .pool = pool, .t = t, .line = 1, .f = f };

	t->name = pool_str(pool, name);
	if (strlen(text) > TEXT_MAX) {
		fail(f, EXIT_BAD_DATA, "%s: larger than 256 KB", name);
		return NULL;
	}
	r.start = r.p = pool_str(pool, text);
	while (*r.p != '\0')
		if (read_piece(&r) != 0)
			return NULL;
	if (r.depth > 0) {
		r.line = t->v[r.open[r.depth - 1]].line;
		bad(&r, "is not closed:", t->v[r.open[r.depth - 1]].text);
		return NULL;
	}
	return t;
}

/* ---- writing ---- */

struct writer {
	const struct template *t;
	const struct template_how *how;
	FILE *to;
	struct json_object *context[DEPTH + 2];
	int depth;
	size_t bytes, steps;
	struct fail *f;
};

static int
put(struct writer *w, const char *s, size_t n)
{
	w->bytes += n;
	if (w->bytes > OUTPUT_MAX)
		return fail(w->f, EXIT_BAD_DATA, "%s: more than 16 MB come out",
			w->t->name);
	fwrite(s, 1, n, w->to);
	return 0;
}

static int
put_html(struct writer *w, const char *s)
{
	static const char from[] = "&<>\"'";
	static const char *const to[] = { "&amp;", "&lt;", "&gt;", "&quot;",
		"&#39;" };
	const char *p;
	size_t n;

	for (; *s != '\0'; s += n) {
		n = strcspn(s, from);
		if (n > 0) {
			if (put(w, s, n) != 0)
				return -1;
			continue;
		}
		n = 1;
		p = to[strchr(from, *s) - from];
		if (put(w, p, strlen(p)) != 0)
			return -1;
	}
	return 0;
}

/* `path` inside `o`; false when it is not there. */
static bool
reach(struct json_object *o, const char *path, struct json_object **found)
{
	char key[KEY_MAX];
	size_t n;

	for (;;) {
		n = strcspn(path, ".");
		memcpy(key, path, n);
		key[n] = '\0';
		if (!json_object_is_type(o, json_type_object) ||
			!json_object_object_get_ex(o, key, &o))
			return false;
		if (path[n] == '\0')
			break;
		path += n + 1;
	}
	*found = o;
	return true;
}

/* The first part of a name is looked for from the inside out, as Mustache
 * does; NULL when it is nowhere, or null. */
static struct json_object *
look(const struct writer *w, const char *key)
{
	struct json_object *o = NULL, *head;
	char first[KEY_MAX];
	size_t n = strcspn(key, ".");
	int i;

	if (strcmp(key, ".") == 0)
		return w->context[w->depth - 1];
	memcpy(first, key, n);
	first[n] = '\0';
	for (i = w->depth; i > 0; i--)
		if (json_object_is_type(w->context[i - 1], json_type_object) &&
			json_object_object_get_ex(
				w->context[i - 1], first, &head))
			return reach(w->context[i - 1], key, &o) ? o : NULL;
	return NULL;
}

/* The zone of a moment: as told, else the record's timeZone, else UTC. */
static const struct zone *
zone_of(struct writer *w)
{
	struct json_object *name;
	const struct zone *zone;

	if (w->how->zone != NULL)
		return w->how->zone;
	name = look(w, "timeZone");
	if (!json_object_is_type(name, json_type_string))
		return zone_utc();
	zone = zone_load(json_object_get_string(name), w->f);
	if (zone == NULL) {
		w->f->status = EXIT_BAD_DATA;
		w->f->code = fail_name(EXIT_BAD_DATA);
		fail_prefix(w->f, "%s: field timeZone", w->t->name);
	}
	return zone;
}

static int
put_text(struct writer *w, const struct node *n, const char *s)
{
	return w->how->html && n->kind != NODE_RAW ? put_html(w, s)
						   : put(w, s, strlen(s));
}

static int
put_time(struct writer *w, const struct node *n, struct json_object *value)
{
	const struct zone *zone = zone_of(w);
	char *text = NULL;
	size_t size;
	FILE *to;
	instant at;
	int rc;

	if (zone == NULL)
		return -1;
	if (!json_object_is_type(value, json_type_string) ||
		!instant_read(json_object_get_string(value), &at))
		return fail(w->f, EXIT_BAD_DATA,
			"%s: line %d: {{%s|...}} is not a time", w->t->name,
			n->line, n->text);
	if ((to = open_memstream(&text, &size)) == NULL)
		return fail(w->f, EXIT_BUSY, "%s: out of memory", w->t->name);
	locale_time(to, w->how->language == NULL ? "en" : w->how->language,
		n->pattern, at, zone);
	fclose(to);
	rc = put_text(w, n, text);
	free(text);
	return rc;
}

static int
put_value(struct writer *w, const struct node *n)
{
	struct json_object *value = look(w, n->text);

	if (value == NULL)
		return 0;
	if (n->pattern != NULL)
		return put_time(w, n, value);
	if (json_object_is_type(value, json_type_string))
		return put_text(w, n, json_object_get_string(value));
	return put_text(w, n,
		json_object_to_json_string_ext(
			value, JSON_C_TO_STRING_PLAIN |
				       JSON_C_TO_STRING_NOSLASHESCAPE));
}

/* false, null, "", 0, an empty array: what {{^x}} is about. */
static bool
is_empty(struct json_object *o)
{
	switch (json_object_get_type(o)) {
	case json_type_null:
		return true;
	case json_type_boolean:
		return !json_object_get_boolean(o);
	case json_type_int:
	case json_type_double:
		return json_object_get_double(o) == 0;
	case json_type_string:
		return json_object_get_string_len(o) == 0;
	case json_type_array:
		return json_object_array_length(o) == 0;
	default:
		return false;
	}
}

static int write_nodes(struct writer *, size_t from, size_t to);

static int
enter(struct writer *w, struct json_object *o, size_t from, size_t to)
{
	int rc;

	w->context[w->depth++] = o;
	rc = write_nodes(w, from, to);
	w->depth--;
	return rc;
}

static int
write_section(struct writer *w, size_t at)
{
	const struct node *n = &w->t->v[at];
	struct json_object *o = look(w, n->text);
	size_t i, items;

	if (is_empty(o))
		return n->kind == NODE_EMPTY ? write_nodes(w, at + 1, n->end)
					     : 0;
	if (n->kind == NODE_EMPTY)
		return 0;
	if (json_object_is_type(o, json_type_boolean))
		return write_nodes(w, at + 1, n->end);
	if (!json_object_is_type(o, json_type_array))
		return enter(w, o, at + 1, n->end);
	items = json_object_array_length(o);
	for (i = 0; i < items; i++)
		if (enter(w, json_object_array_get_idx(o, i), at + 1, n->end) !=
			0)
			return -1;
	return 0;
}

static int
write_nodes(struct writer *w, size_t from, size_t to)
{
	const struct node *n;
	int rc = 0;

	/* empty sections in sections write nothing, and still take time */
	if (++w->steps > STEPS_MAX)
		return fail(w->f, EXIT_BAD_DATA,
			"%s: sections repeat too often", w->t->name);
	while (from < to && rc == 0) {
		n = &w->t->v[from];
		w->steps++;
		if (n->kind == NODE_TEXT)
			rc = put(w, n->text, n->n);
		else if (n->kind == NODE_VALUE || n->kind == NODE_RAW)
			rc = put_value(w, n);
		else
			rc = write_section(w, from);
		from = n->kind == NODE_SECTION || n->kind == NODE_EMPTY
			       ? n->end
			       : from + 1;
	}
	return rc;
}

int
template_write(FILE *to, const struct template *t, struct json_object *data,
	const struct template_how *how, struct fail *f)
{
	struct writer w = { .t = t, .how = how, .to = to, .f = f };

	w.context[w.depth++] = data;
	return write_nodes(&w, 0, t->n);
}
