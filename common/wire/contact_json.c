#include "wire/contact_json.h"

#include "wire/utf8.h"

#include <json-c/json.h>
#include <string.h>

enum { LINE_MAX_BYTES = 120 };

void
contact_write(struct emit *e, const struct contact *c)
{
	struct pool *pool = pool_new();
	const char *ref = contact_ref(pool, c->id);

	emit_begin(e, "contact", ref);
	emit_str(e, "id", ref);
	emit_str(e, "email", c->email);
	emit_str(e, "name", c->name);
	emit_str(e, "company", c->company);
	emit_str(e, "owner", c->owner_email);
	emit_str(e, "timeZone", c->time_zone);
	emit_str(e, "language", c->language);
	emit_str(e, "lifecycle", c->lifecycle);
	emit_time(e, "createdAt", c->created_at);
	emit_str(e, "phone", c->phone);
	emit_str(e, "campaign", c->campaign);
	emit_str(e, "source", c->source);
	emit_str(e, "medium", c->medium);
	emit_time(e, "updatedAt", c->updated_at);
	emit_end(e);
	pool_free(pool);
}

static const char *
member(struct pool *pool, struct json_object *o, const char *key)
{
	struct json_object *v = NULL;
	const char *text;

	if (o == NULL || !json_object_object_get_ex(o, key, &v) ||
		!json_object_is_type(v, json_type_string))
		return NULL;
	text = json_object_get_string(v);
	return *text == '\0' ? NULL : pool_str(pool, text);
}

/* A line that fits a contact's; what is longer, or no line, is left where it
 * is: with the booking. */
static const char *
line(struct pool *pool, struct json_object *o, const char *key, size_t max)
{
	const char *text = member(pool, o, key), *p;
	size_t n;

	if (text == NULL || strlen(text) > max)
		return NULL;
	for (p = text; *p != '\0'; p += n)
		if ((n = utf8_length(p)) == 0 || (unsigned char)*p < ' ' ||
			*p == 0x7f)
			return NULL;
	return text;
}

static struct json_object *
object(const char *json)
{
	struct json_object *o = json == NULL ? NULL : json_tokener_parse(json);

	if (o != NULL && !json_object_is_type(o, json_type_object)) {
		json_object_put(o);
		o = NULL;
	}
	return o;
}

bool
contact_of_booking(
	struct pool *pool, const struct booking *b, struct contact *to)
{
	const struct attendee *a = b->attendees;
	struct json_object *answers, *tracking;

	memset(to, 0, sizeof(*to));
	if (b->attendees_n == 0 || a->email == NULL || *a->email == '\0')
		return false;
	to->email = a->email;
	to->name = a->name;
	to->time_zone = a->time_zone;
	to->language = a->language;
	answers = object(b->answers);
	to->company = line(pool, answers, "company", LINE_MAX_BYTES);
	to->phone = line(pool, answers, "phone", 50);
	json_object_put(answers);
	tracking = object(b->tracking);
	to->campaign = member(pool, tracking, "utm_campaign");
	to->source = member(pool, tracking, "utm_source");
	to->medium = member(pool, tracking, "utm_medium");
	json_object_put(tracking);
	return true;
}
