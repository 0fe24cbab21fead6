#include "wire/routing_json.h"

#include <string.h>

enum { TEXTS_MAX = 1000, ROUTING_MAX = 32768 };

/* ---- fields ---- */

static void
add_text(struct pool *pool, struct json_object *v, struct field_value *to)
{
	if (v != NULL && !json_object_is_type(v, json_type_object) &&
		!json_object_is_type(v, json_type_array))
		strs_add(pool, &to->texts,
			pool_str(pool, json_object_get_string(v)));
}

static void
value(struct pool *pool, struct json_object *v, struct field_value *to)
{
	size_t n, i;

	if (v == NULL)
		return;
	if (json_object_is_type(v, json_type_object)) {
		to->there = json_object_object_length(v) > 0;
	} else if (json_object_is_type(v, json_type_array)) {
		n = json_object_array_length(v);
		to->there = n > 0;
		for (i = 0; i < n && i < TEXTS_MAX; i++)
			add_text(pool, json_object_array_get_idx(v, i), to);
	} else {
		add_text(pool, v, to);
		to->there = *to->texts.v[0] != '\0';
	}
}

/* What stands behind the @ of an address. */
static void
domain(struct pool *pool, struct json_object *v, struct field_value *to)
{
	const char *at;

	if (!json_object_is_type(v, json_type_string))
		return;
	at = strrchr(json_object_get_string(v), '@');
	if (at == NULL || at[1] == '\0')
		return;
	strs_add(pool, &to->texts, pool_str(pool, at + 1));
	to->there = true;
}

static void
get(void *arg, const struct strs *path, struct pool *pool,
	struct field_value *to)
{
	struct json_object *at = arg, *next;
	const char *flat = path->v[0];
	size_t i;

	for (i = 0; i < path->n; i++) {
		next = NULL;
		if (!json_object_is_type(at, json_type_object) ||
			!json_object_object_get_ex(at, path->v[i], &next))
			break;
		at = next;
	}
	if (i == path->n) {
		value(pool, at, to);
		return;
	}
	if (i > 0 && i == path->n - 1 && strcmp(path->v[i], "domain") == 0 &&
		at != NULL)
		domain(pool, at, to);
	for (i = 1; i < path->n; i++)
		flat = pool_printf(pool, "%s.%s", flat, path->v[i]);
	if (!to->there && path->n > 1 &&
		json_object_object_get_ex(arg, flat, &next))
		value(pool, next, to);
}

struct field_ask
routing_fields(struct json_object *record)
{
	return (struct field_ask){ get, record };
}

/* ---- records ---- */

/* "page:demo" to the key that says so; `*name` is what stands behind. */
static const char *
target_key(const char *to, const char **name)
{
	static const char *const keys[][2] = { { "page:", "page" },
		{ "rotation:", "rotation" }, { "user:", "organizer" } };
	size_t i;

	for (i = 0; i < 3; i++)
		if (strncmp(to, keys[i][0], strlen(keys[i][0])) == 0) {
			*name = to + strlen(keys[i][0]);
			return keys[i][1];
		}
	return NULL;
}

static struct json_object *
text(const char *s)
{
	return s == NULL ? NULL : json_object_new_string(s);
}

/* The trace, with reasons where `whys`. */
static struct json_object *
trace(const struct routed *r, bool whys)
{
	struct json_object *o = json_object_new_object();
	struct json_object *list = json_object_new_array();
	size_t i;

	json_object_object_add(o, "name", text(r->routing));
	json_object_object_add(o, "rule", text(r->rule));
	json_object_object_add(o, "to", text(r->to));
	for (i = 0; i < r->n; i++) {
		struct json_object *s = json_object_new_object();

		json_object_object_add(s, "rule", text(r->v[i].rule));
		json_object_object_add(
			s, "matched", json_object_new_boolean(r->v[i].matched));
		if (whys || r->v[i].matched)
			json_object_object_add(s, "why", text(r->v[i].why));
		json_object_array_add(list, s);
	}
	json_object_object_add(o, "trace", list);
	return o;
}

static const char *
plain(struct json_object *o)
{
	return json_object_to_json_string_ext(
		o, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
}

void
routed_write(struct emit *e, struct json_object *record, const struct routed *r)
{
	struct json_object *o = trace(r, true), *v = NULL;
	const char *name = "", *key = target_key(r->to, &name);
	const char *type = "lead";
	struct pool *pool = pool_new();

	if (json_object_object_get_ex(record, "type", &v) &&
		json_object_is_type(v, json_type_string))
		type = json_object_get_string(v);
	if (strlen(plain(o)) > ROUTING_MAX) {
		json_object_put(o);
		o = trace(r, false);
	}
	emit_begin(e, type,
		key != NULL && strcmp(key, "rotation") == 0
			? pool_printf(pool, "@%s", name)
			: name);
	json_object_object_foreach(record, k, v2)
	{
		if (strcmp(k, "type") != 0 && strcmp(k, "routing") != 0 &&
			(key == NULL || strcmp(k, key) != 0))
			emit_json(e, k, v2 == NULL ? "null" : plain(v2));
	}
	if (key != NULL)
		emit_str(e, key, name);
	emit_json(e, "routing", plain(o));
	emit_end(e);
	json_object_put(o);
	pool_free(pool);
}

void
routed_explain(struct emit *e, const struct routed *r)
{
	size_t i, n = r->n + (r->rule == NULL);

	for (i = 0; i < n; i++) {
		const struct route_step last = { .matched = r->to != NULL,
			.why = "no rule matches",
			.to = r->to };
		const struct route_step *s = i < r->n ? &r->v[i] : &last;

		emit_begin(e, "route", s->rule == NULL ? "default" : s->rule);
		emit_str(e, "routing", r->routing);
		emit_str(e, "rule", s->rule);
		emit_bool(e, "matched", s->matched);
		emit_str(e, "why", s->why);
		emit_str(e, "to", s->to);
		emit_end(e);
	}
}

static const char *
get_text(struct pool *pool, struct json_object *o, const char *key)
{
	struct json_object *v = NULL;

	if (!json_object_object_get_ex(o, key, &v) ||
		!json_object_is_type(v, json_type_string))
		return NULL;
	return pool_str(pool, json_object_get_string(v));
}

bool
routed_read(struct pool *pool, const char *json, struct routed *to)
{
	struct json_object *o = json_tokener_parse(json), *list = NULL;
	struct json_object *step, *matched;
	size_t i, n;

	*to = (struct routed){ 0 };
	if (!json_object_is_type(o, json_type_object) ||
		(to->routing = get_text(pool, o, "name")) == NULL ||
		!json_object_object_get_ex(o, "trace", &list) ||
		!json_object_is_type(list, json_type_array)) {
		json_object_put(o);
		return false;
	}
	to->rule = get_text(pool, o, "rule");
	to->to = get_text(pool, o, "to");
	n = json_object_array_length(list);
	to->v = pool_array(pool, n + 1, sizeof(*to->v));
	for (i = 0; i < n; i++) {
		step = json_object_array_get_idx(list, i);
		matched = NULL;
		if (!json_object_is_type(step, json_type_object))
			continue;
		to->v[to->n].rule = get_text(pool, step, "rule");
		to->v[to->n].why = get_text(pool, step, "why");
		to->v[to->n].matched =
			json_object_object_get_ex(step, "matched", &matched) &&
			json_object_get_boolean(matched);
		if (to->v[to->n].matched)
			to->v[to->n].to = to->to;
		to->n += to->v[to->n].rule != NULL;
	}
	json_object_put(o);
	return true;
}

void
routing_write(struct emit *e, const struct routing *r)
{
	size_t i;

	emit_begin(e, "routing", r->name);
	emit_str(e, "name", r->name);
	emit_str(e, "default", r->fallback);
	emit_open_array(e, "rules");
	for (i = 0; i < r->n; i++) {
		emit_open_object(e, NULL);
		emit_str(e, "name", r->v[i].name);
		emit_str(e, "when", r->v[i].when);
		emit_str(e, "to", r->v[i].to);
		emit_close_object(e);
	}
	emit_close_array(e);
	emit_time(e, "createdAt", r->created_at);
	emit_end(e);
}
