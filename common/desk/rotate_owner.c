#include "desk/rotate_owner.h"

#include "record/user.h"
#include "store/contact.h"
#include "store/page.h"
#include "wire/record_in.h"

#include <inttypes.h>
#include <string.h>

const char *
rotate_contact(struct front *front, struct store *store, const char *name)
{
	struct contact c = { 0 };
	struct fail f;

	if (contact_number(name) == 0) {
		if (!email_valid(name))
			desk_usage(front, "--contact: an address, or the id of "
					  "a contact");
		return name;
	}
	if (contact_find(store, name, front->pool, &c, &f) != 1)
		front_die(front, &f);
	return c.email;
}

/* What the owner would have to have a slot of: the page, where it is one of
 * this rotation's, else the rotation. */
static int
query_of(struct rotate_owner *o, const struct slot *slot, const char *contact,
	struct offer_query *q, struct fail *f)
{
	struct page page = { 0 };
	int rc = 0;

	*q = (struct offer_query){ .rotation = o->rotation->name,
		.duration_s = slot->end - slot->start,
		.step_s = -1,
		.notice_s = -1,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.booker = contact,
		.any_state = true,
		.now = o->now,
		.max_stale_s = o->max_stale_s };
	if (slot->page != NULL)
		rc = page_find(o->store, slot->page, o->pool, &page, f);
	if (rc < 0)
		return -1;
	if (rc == 1 && page.rotation_id == o->rotation->id) {
		q->rotation = NULL;
		q->page = page.slug;
	}
	return 0;
}

int
rotate_owner_ask(struct rotate_owner *o, const struct slot *slot,
	struct json_object *record, struct assign_ask *ask, struct fail *f)
{
	const char *contact = o->contact, *key;
	struct offer_query q;
	struct contact c = { 0 };
	int rc;

	if (contact == NULL && record != NULL &&
		field_str(o->pool, record, "email", &contact, f) != 0)
		return -1;
	if (contact == NULL || o->rotation->owner == NULL)
		return 0;
	if (slot->start == 0) {
		rc = contact_find_email(o->store, contact, o->pool, &c, f);
		ask->owner_id = c.owner_id;
		return rc < 0 ? -1 : 0;
	}
	key = pool_printf(o->pool, "%s\n%s\n%" PRId64, contact,
		slot->page != NULL ? slot->page : "", slot->end - slot->start);
	if (o->key == NULL || strcmp(o->key, key) != 0) {
		if (query_of(o, slot, contact, &q, f) != 0 ||
			owner_who(o->store, &q, o->rotation, o->members,
				o->pool, &o->last, f) != 0 ||
			owner_ask(o->store, &q, o->rotation, &o->last, f) != 0)
			return -1;
		o->key = key;
	}
	ask->owner_id = o->last.owner_id;
	ask->owner_full = o->last.full;
	return 0;
}
