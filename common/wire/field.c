/* Fields of records that came in (wire/record_in.h). */
#include <inttypes.h>
#include <string.h>

#include "record/user.h"
#include "wire/record_in.h"

enum { STRS_MAX = 10000 };

/* The field, or NULL when it is absent or null. */
static struct json_object *
get(struct json_object *o, const char *key)
{
	struct json_object *value;

	if (!json_object_object_get_ex(o, key, &value))
		return NULL;
	return value;
}

static int
wrong(const char *key, const char *what, struct fail *f)
{
	return fail(f, EXIT_BAD_DATA, "field %s: not %s", key, what);
}

int
field_str(struct pool *pool, struct json_object *o, const char *key,
	const char **value, struct fail *f)
{
	struct json_object *v = get(o, key);

	if (v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_string))
		return wrong(key, "a string", f);
	*value = pool_str(pool, json_object_get_string(v));
	return 0;
}

int
field_int(
	struct json_object *o, const char *key, int64_t *value, struct fail *f)
{
	struct json_object *v = get(o, key);

	if (v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_int))
		return wrong(key, "a whole number", f);
	*value = json_object_get_int64(v);
	return 0;
}

int
field_time(
	struct json_object *o, const char *key, instant *value, struct fail *f)
{
	struct json_object *v = get(o, key);

	if (v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_string) ||
		!instant_read(json_object_get_string(v), value))
		return wrong(key,
			"a time with its zone, as 2026-12-01T09:00:00Z", f);
	return 0;
}

int
field_bool(struct json_object *o, const char *key, bool *value, struct fail *f)
{
	struct json_object *v = get(o, key);

	if (v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_boolean))
		return wrong(key, "true or false", f);
	*value = json_object_get_boolean(v) != 0;
	return 0;
}

int
field_strs(struct pool *pool, struct json_object *o, const char *key,
	struct strs *value, struct fail *f)
{
	struct json_object *v = get(o, key), *item;
	size_t n, i;

	if (v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_array))
		return wrong(key, "an array of strings", f);
	n = json_object_array_length(v);
	if (n > STRS_MAX)
		return fail(f, EXIT_BAD_DATA, "field %s: more than %d items",
			key, STRS_MAX);
	for (i = 0; i < n; i++) {
		item = json_object_array_get_idx(v, i);
		if (!json_object_is_type(item, json_type_string))
			return wrong(key, "an array of strings", f);
		strs_add(pool, value, json_object_get_string(item));
	}
	return 0;
}

static int
check_times(struct json_object *o, struct slot *s, struct fail *f)
{
	int64_t minutes = 0;

	if (field_int(o, "durationMinutes", &minutes, f) != 0)
		return -1;
	if (minutes < 0 || minutes > 366 * 1440)
		return fail(f, EXIT_BAD_DATA,
			"field durationMinutes: %" PRId64 " is out of range",
			minutes);
	if (s->start == 0 && s->end != 0)
		return fail(f, EXIT_BAD_DATA, "field start: missing");
	if (s->start != 0 && s->end == 0 && minutes > 0)
		s->end = s->start + minutes * 60;
	if (s->end != 0 && s->end <= s->start)
		return fail(f, EXIT_BAD_DATA, "field end: not after start");
	if (s->end - s->start > INT64_C(366) * 86400)
		return fail(f, EXIT_BAD_DATA, "field end: a year after start");
	if (minutes > 0 && s->end != 0 && s->end - s->start != minutes * 60)
		return fail(f, EXIT_BAD_DATA,
			"field durationMinutes: not what lies between start "
			"and end");
	return 0;
}

/* Addresses go into mail headers and calendars later. */
static int
check_people(const struct slot *s, struct fail *f)
{
	size_t i;

	if (s->organizer != NULL && !email_valid(s->organizer))
		return wrong("organizer", "an e-mail address", f);
	for (i = 0; i < s->hosts.n; i++)
		if (!email_valid(s->hosts.v[i]))
			return wrong("hosts", "e-mail addresses", f);
	return 0;
}

int
slot_read(struct pool *pool, struct json_object *o, struct slot *s,
	struct fail *f)
{
	const char *type = NULL;

	memset(s, 0, sizeof(*s));
	if (field_str(pool, o, "type", &type, f) != 0)
		return -1;
	if (type != NULL && strcmp(type, "slot") != 0 &&
		strcmp(type, "pick") != 0 && strcmp(type, "lead") != 0)
		return fail(f, EXIT_BAD_DATA,
			"a record of type %.40s, not a "
			"slot or a pick",
			type);
	if (field_str(pool, o, "page", &s->page, f) != 0 ||
		field_time(o, "start", &s->start, f) != 0 ||
		field_time(o, "end", &s->end, f) != 0 ||
		field_str(pool, o, "timeZone", &s->time_zone, f) != 0 ||
		field_str(pool, o, "organizer", &s->organizer, f) != 0 ||
		field_str(pool, o, "rotation", &s->rotation, f) != 0 ||
		field_str(pool, o, "reason", &s->reason, f) != 0 ||
		field_strs(pool, o, "hosts", &s->hosts, f) != 0 ||
		field_str(pool, o, "url", &s->url, f) != 0)
		return -1;
	return check_times(o, s, f) != 0 ? -1 : check_people(s, f);
}

static bool
is_text(struct json_object *v, const char *text)
{
	return v != NULL && json_object_is_type(v, json_type_string) &&
	       strcmp(json_object_get_string(v), text) == 0;
}

const char *
record_text(struct json_object *o)
{
	struct json_object *input;

	if (is_text(get(o, "type"), "error") &&
		(input = get(o, "input")) != NULL)
		o = input;
	return json_object_to_json_string_ext(o, JSON_C_TO_STRING_PLAIN);
}

bool
record_failed(struct json_object *o, struct fail *f)
{
	/* names that are not the usual one of their status */
	static const char *const codes[] = { "no-route", "no-member",
		"changed" };
	struct json_object *v;
	int64_t status = EXIT_BAD_DATA;
	size_t i;

	if (!is_text(get(o, "type"), "error"))
		return false;
	v = get(o, "exit");
	if (v != NULL && json_object_is_type(v, json_type_int))
		status = json_object_get_int64(v);
	if (status < 1 || status > EXIT_CONFIG)
		status = EXIT_BAD_DATA;
	v = get(o, "message");
	fail(f, (int)status, "%s",
		v != NULL && json_object_is_type(v, json_type_string)
			? json_object_get_string(v)
			: "failed before");
	for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
		if (is_text(get(o, "code"), codes[i]))
			f->code = codes[i];
	return true;
}
