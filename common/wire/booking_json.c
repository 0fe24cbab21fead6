#include "wire/booking_json.h"

#include "record/contact.h"
#include "wire/record_in.h"
#include "wire/utf8.h"

#include <string.h>

enum { TRACKING_MAX = 255, ROUTING_MAX = 32768 };

/* ---- out ---- */

static void
write_attendees(struct emit *e, const struct booking *b)
{
	size_t i;

	emit_open_array(e, "attendees");
	for (i = 0; i < b->attendees_n; i++) {
		const struct attendee *a = &b->attendees[i];

		emit_open_object(e, NULL);
		emit_str(e, "name", a->name);
		emit_str(e, "email", *a->email == '\0' ? NULL : a->email);
		emit_str(e, "timeZone", a->time_zone);
		emit_str(e, "language", a->language);
		emit_str(e, "participationStatus", a->participation);
		emit_close_object(e);
	}
	emit_close_array(e);
}

static void
write_links(struct emit *e, const struct booking *b, const char *base)
{
	struct pool *pool;
	size_t n;

	if (base == NULL || b->token == NULL) {
		emit_null(e, "links");
		return;
	}
	pool = pool_new();
	for (n = strlen(base); n > 0 && base[n - 1] == '/'; n--)
		;
	emit_open_object(e, "links");
	emit_str(e, "page",
		pool_printf(pool, "%.*s/b/%s", (int)n, base, b->token));
	emit_str(e, "ics",
		pool_printf(pool, "%.*s/b/%s.ics", (int)n, base, b->token));
	emit_close_object(e);
	pool_free(pool);
}

static void
write_place(struct emit *e, const struct booking *b)
{
	if (b->location_type == NULL || strcmp(b->location_type, "none") == 0) {
		emit_null(e, "location");
		return;
	}
	emit_open_object(e, "location");
	emit_str(e, "type", b->location_type);
	emit_str(e, "uri", b->location);
	emit_close_object(e);
}

/* Of a session. */
static void
write_seats(struct emit *e, const struct booking *b)
{
	if (!b->session)
		return;
	emit_open_object(e, "seats");
	emit_int(e, "taken", b->seats_taken);
	emit_int(e, "left", b->seats_left);
	emit_close_object(e);
}

static void
write_contact(struct emit *e, int64_t id)
{
	struct pool *pool = pool_new();

	emit_str(e, "contact", contact_ref(pool, id));
	pool_free(pool);
}

void
booking_write(
	struct emit *e, const struct booking *b, const char *base, bool dry_run)
{
	emit_begin(e, "booking", b->ref);
	emit_str(e, "id", b->ref);
	emit_str(e, "uid", b->uid);
	emit_int(e, "sequence", b->sequence);
	emit_str(e, "status", b->status);
	emit_str(e, "page", b->page);
	emit_str(e, "title", b->title);
	emit_time(e, "start", b->start);
	emit_time(e, "end", b->end);
	emit_str(e, "timeZone", b->time_zone);
	emit_open_object(e, "organizer");
	emit_str(e, "name", b->organizer_name);
	emit_str(e, "email", b->organizer_email);
	emit_close_object(e);
	write_attendees(e, b);
	write_place(e, b);
	emit_json(e, "answers", b->answers != NULL ? b->answers : "{}");
	emit_json(e, "tracking", b->tracking != NULL ? b->tracking : "{}");
	emit_str(e, "rotation", b->rotation);
	write_contact(e, b->contact_id);
	emit_str(e, "outcome", b->outcome);
	emit_str(e, "note", b->internal_note);
	emit_time(e, "createdAt", b->created_at);
	emit_time(e, "updatedAt", b->updated_at);
	write_links(e, b, base);
	emit_strs(e, "hosts", &b->host_emails);
	emit_strs(e, "rooms", &b->room_emails);
	emit_str(e, "description", b->description);
	emit_bool(e, "invite", b->invite);
	emit_str(e, "key", b->key);
	emit_str(e, "cancelReason", b->cancel_reason);
	if (b->expires_at != 0)
		emit_time(e, "expiresAt", b->expires_at);
	else
		emit_null(e, "expiresAt");
	emit_str(e, "proposal", b->proposal);
	emit_str(e, "series", b->series);
	emit_str(e, "session", b->session_ref);
	if (b->routing != NULL)
		emit_json(e, "routing", b->routing);
	write_seats(e, b);
	if (dry_run)
		emit_bool(e, "dryRun", true);
	emit_end(e);
}

/* ---- in ---- */

/* A text that is there and not empty; a number is read as its digits, since
 * tables made into JSON write 4512 for a name that looks like one. */
static int
text(struct pool *pool, struct json_object *o, const char *key,
	const char **value, struct fail *f)
{
	struct json_object *v = NULL;
	const char *s = NULL;

	if (!json_object_object_get_ex(o, key, &v) || v == NULL)
		return 0;
	if (json_object_is_type(v, json_type_int))
		s = pool_str(pool, json_object_get_string(v));
	else if (field_str(pool, o, key, &s, f) != 0)
		return -1;
	if (s != NULL && *s != '\0')
		*value = s;
	return 0;
}

static struct attendee *
attendee(struct pool *pool, struct booking *b, size_t i)
{
	while (b->attendees_n <= i) {
		b->attendees = pool_grow(pool, b->attendees, b->attendees_n,
			&b->attendees_cap, sizeof(*b->attendees));
		b->attendees_n++;
	}
	return &b->attendees[i];
}

static int
read_person(struct pool *pool, struct json_object *o, struct attendee *a,
	struct fail *f)
{
	if (text(pool, o, "name", &a->name, f) != 0 ||
		text(pool, o, "email", &a->email, f) != 0 ||
		text(pool, o, "language", &a->language, f) != 0)
		return -1;
	return 0;
}

/* Guests: addresses or objects, in an array; or one text, commas between. */
static int
read_guests(struct pool *pool, struct json_object *o, struct booking *b,
	struct fail *f)
{
	struct json_object *list = NULL;
	struct strs parts = { 0 };
	size_t i, n;

	if (!json_object_object_get_ex(o, "guests", &list) || list == NULL)
		return 0;
	attendee(pool, b, 0);
	if (json_object_is_type(list, json_type_string)) {
		strs_split(pool, &parts, json_object_get_string(list), ',');
		for (i = 0; i < parts.n; i++)
			attendee(pool, b, b->attendees_n)->email = parts.v[i];
		return 0;
	}
	if (!json_object_is_type(list, json_type_array))
		return fail(f, EXIT_BAD_DATA, "field guests: not an array");
	n = json_object_array_length(list);
	for (i = 0; i < n && i < 1000; i++) {
		struct json_object *v = json_object_array_get_idx(list, i);
		struct attendee *a;

		a = attendee(pool, b, b->attendees_n);
		if (json_object_is_type(v, json_type_object)) {
			if (read_person(pool, v, a, f) != 0)
				return -1;
		} else if (json_object_is_type(v, json_type_string)) {
			a->email = pool_str(pool, json_object_get_string(v));
		} else {
			return fail(f, EXIT_BAD_DATA,
				"field guests: neither address nor object");
		}
	}
	return 0;
}

static int
read_organizer(struct pool *pool, struct json_object *o, struct booking *b,
	struct fail *f)
{
	struct json_object *v = NULL;
	struct strs hosts = { 0 };

	if (json_object_object_get_ex(o, "organizer", &v) &&
		json_object_is_type(v, json_type_object)) {
		if (text(pool, v, "email", &b->organizer_email, f) != 0)
			return -1;
	} else if (text(pool, o, "organizer", &b->organizer_email, f) != 0) {
		return -1;
	}
	if (field_strs(pool, o, "hosts", &hosts, f) != 0)
		return -1;
	if (b->organizer_email == NULL && b->page == NULL && hosts.n == 1)
		b->organizer_email = hosts.v[0];
	return 0;
}

/* Rooms that a record asks for. A slot names those that are free: where there
 * is one, and no page that says which, it is meant. */
static int
read_rooms(struct pool *pool, struct json_object *o, struct booking *b,
	struct fail *f)
{
	struct strs rooms = { 0 };
	const char *type = NULL;
	bool slot;
	size_t i;

	if (field_strs(pool, o, "rooms", &rooms, f) != 0 ||
		text(pool, o, "type", &type, f) != 0)
		return -1;
	slot = type != NULL &&
	       (strcmp(type, "slot") == 0 || strcmp(type, "pick") == 0);
	if (rooms.n == 0 || (slot && (b->page != NULL || b->room_text != NULL)))
		return 0;
	if (slot && rooms.n > 1) {
		fail(f, EXIT_USAGE,
			"several rooms are free, and no page says "
			"which are meant");
		return fail_hint(f, "--room '%s'", rooms.v[0]);
	}
	b->room_text = rooms.v[0];
	for (i = 1; i < rooms.n; i++)
		b->room_text =
			pool_printf(pool, "%s+%s", b->room_text, rooms.v[i]);
	return 0;
}

static int
read_place(struct pool *pool, struct json_object *o, struct booking *b,
	struct fail *f)
{
	static const char *const kinds[] = { "phone", "address", "video",
		"text", "none" };
	struct json_object *v = NULL;
	const char *type = NULL;
	size_t i;

	if (!json_object_object_get_ex(o, "location", &v) || v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_object)) {
		b->location_type = "text";
		return text(pool, o, "location", &b->location, f);
	}
	if (text(pool, v, "type", &type, f) != 0)
		return -1;
	for (i = 0; type != NULL && i < 5; i++)
		if (strcmp(kinds[i], type) == 0) {
			b->location_type = kinds[i];
			b->location = NULL;
			return text(pool, v, "uri", &b->location, f);
		}
	return fail(f, EXIT_BAD_DATA,
		"field location: type is none of phone, address, video, text");
}

/* Unites an object under `key` with what is there already. */
static int
read_map(struct pool *pool, struct json_object *o, const char *key,
	const char **was, struct fail *f)
{
	struct json_object *v = NULL, *sum;

	if (!json_object_object_get_ex(o, key, &v) || v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_object))
		return fail(f, EXIT_BAD_DATA, "field %s: not an object", key);
	sum = *was == NULL ? NULL : json_tokener_parse(*was);
	if (sum == NULL)
		sum = json_object_new_object();
	json_object_object_foreach(v, name, value)
		json_object_object_add(sum, name, json_object_get(value));
	*was = pool_str(pool,
		json_object_to_json_string_ext(sum, JSON_C_TO_STRING_PLAIN));
	json_object_put(sum);
	return 0;
}

/* What mtg-rotate route wrote. */
static int
read_routing(struct pool *pool, struct json_object *o, const char **to,
	struct fail *f)
{
	struct json_object *v = NULL;
	const char *s;

	if (!json_object_object_get_ex(o, "routing", &v) || v == NULL)
		return 0;
	if (!json_object_is_type(v, json_type_object))
		return fail(f, EXIT_BAD_DATA, "field routing: not an object");
	s = json_object_to_json_string_ext(
		v, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);
	if (strlen(s) > ROUTING_MAX)
		return fail(f, EXIT_BAD_DATA,
			"field routing: longer than %d bytes", ROUTING_MAX);
	*to = pool_str(pool, s);
	return 0;
}

/* Columns utm_source and the like of a table that became JSON. */
static int
read_utm(struct pool *pool, struct json_object *o, const char **tracking,
	struct fail *f)
{
	struct strs pairs = { 0 };

	json_object_object_foreach(o, key, value)
	{
		if (strncmp(key, "utm_", 4) == 0 &&
			json_object_is_type(value, json_type_string))
			strs_add(pool, &pairs,
				pool_printf(pool, "%s=%s", key,
					json_object_get_string(value)));
	}
	if (pairs.n > 0 && booking_map(pool, &pairs, *tracking, "tracking",
				   tracking, f) != 0)
		return -1;
	*tracking = booking_tracking(pool, *tracking);
	return 0;
}

/* A time: RFC 3339 as it is, other words are left to the door, which knows
 * zone and clock. */
static int
read_time(struct pool *pool, struct json_object *o, const char *key,
	instant *at, const char **words, struct fail *f)
{
	const char *s = NULL;

	if (text(pool, o, key, &s, f) != 0)
		return -1;
	if (s == NULL)
		return 0;
	*words = NULL;
	if (!instant_read(s, at))
		*words = s;
	return 0;
}

int
booking_read(struct pool *pool, struct json_object *o, struct booking *b,
	struct booking_ask *ask, struct fail *f)
{
	const struct booking_ask option = *ask;
	const instant end = b->end;

	/* the record's own end wins over a length that was typed */
	ask->duration_text = NULL;
	if (text(pool, o, "page", &b->page, f) != 0 ||
		text(pool, o, "rotation", &b->rotation, f) != 0 ||
		read_time(pool, o, "start", &b->start, &ask->start_text, f) !=
			0 ||
		read_time(pool, o, "end", &b->end, &ask->end_text, f) != 0 ||
		text(pool, o, "duration", &ask->duration_text, f) != 0 ||
		text(pool, o, "timeZone", &b->time_zone, f) != 0 ||
		text(pool, o, "title", &b->title, f) != 0 ||
		text(pool, o, "description", &b->description, f) != 0 ||
		text(pool, o, "note", &b->internal_note, f) != 0 ||
		text(pool, o, "key", &b->key, f) != 0 ||
		field_bool(o, "invite", &b->invite, f) != 0 ||
		field_bool(o, "instant", &ask->instant, f) != 0 ||
		read_organizer(pool, o, b, f) != 0 ||
		read_rooms(pool, o, b, f) != 0 ||
		read_place(pool, o, b, f) != 0 ||
		read_map(pool, o, "answers", &b->answers, f) != 0 ||
		read_map(pool, o, "tracking", &b->tracking, f) != 0 ||
		read_routing(pool, o, &b->routing, f) != 0)
		return -1;
	if (read_utm(pool, o, &b->tracking, f) != 0 ||
		read_person(pool, o, attendee(pool, b, 0), f) != 0)
		return -1;
	if (ask->duration_text == NULL && ask->end_text == NULL &&
		b->end == end)
		ask->duration_text = option.duration_text;
	return read_guests(pool, o, b, f);
}

const char *
booking_tracking(struct pool *pool, const char *json)
{
	struct json_object *was, *kept = json_object_new_object();
	const char *text;

	was = json == NULL ? NULL : json_tokener_parse(json);
	if (was != NULL && json_object_is_type(was, json_type_object)) {
		json_object_object_foreach(was, key, value)
		{
			char *clean, *to;
			size_t n;

			if (strncmp(key, "utm_", 4) != 0 || value == NULL)
				continue;
			text = json_object_get_string(value);
			clean = to = pool_zero(pool, TRACKING_MAX + 1);
			for (; *text != '\0'; text += n) {
				n = utf8_length(text);
				if (n == 0 || to + n > clean + TRACKING_MAX)
					break;
				if ((unsigned char)*text < ' ' || *text == 0x7f)
					continue;
				memcpy(to, text, n);
				to += n;
			}
			json_object_object_add(
				kept, key, json_object_new_string(clean));
		}
	}
	text = pool_str(pool,
		json_object_to_json_string_ext(kept, JSON_C_TO_STRING_PLAIN));
	json_object_put(was);
	json_object_put(kept);
	return text;
}

int
booking_map(struct pool *pool, const struct strs *pairs, const char *was,
	const char *what, const char **json, struct fail *f)
{
	struct json_object *sum;
	size_t i;

	sum = was == NULL ? NULL : json_tokener_parse(was);
	if (sum == NULL)
		sum = json_object_new_object();
	for (i = 0; i < pairs->n; i++) {
		const char *equals = strchr(pairs->v[i], '=');

		if (equals == NULL || equals == pairs->v[i]) {
			json_object_put(sum);
			return fail(f, EXIT_USAGE, "%s '%s': NAME=VALUE", what,
				pairs->v[i]);
		}
		json_object_object_add(sum,
			pool_strn(pool, pairs->v[i],
				(size_t)(equals - pairs->v[i])),
			json_object_new_string(equals + 1));
	}
	*json = pool_str(pool,
		json_object_to_json_string_ext(sum, JSON_C_TO_STRING_PLAIN));
	json_object_put(sum);
	return 0;
}
