#include "flow/contact.h"

#include "engine/contact.h"
#include "store/contact.h"
#include "wire/contact_json.h"

#include <string.h>

int
contact_change(struct store *store, struct contact *c, instant now,
	struct pool *pool, struct fail *f)
{
	bool new = c->id == 0;
	const char *ref;

	c->updated_at = now;
	if (new)
		c->created_at = now;
	if (contact_save(store, c, f) != 0)
		return -1;
	ref = contact_ref(pool, c->id);
	if (contact_find(store, ref, pool, c, f) != 1)
		return -1;
	return audit_add(
		store, now, new ? "contact.add" : "contact.set", ref, NULL, f);
}

int
contact_booked(struct store *store, struct booking *b, instant now,
	struct pool *pool, struct fail *f)
{
	struct contact from, c = { 0 };
	bool changed;
	int rc;

	/* who sits in a session booked a seat of their own */
	if (booking_held(b) || b->session ||
		!contact_of_booking(pool, b, &from))
		return 0;
	if (strcmp(b->status, "confirmed") == 0)
		from.owner_id = b->organizer_id;
	if ((rc = contact_find_email(store, from.email, pool, &c, f)) < 0)
		return -1;
	c.email = from.email;
	changed = contact_fill(&c, &from);
	if ((rc == 0 || changed) &&
		contact_change(store, &c, now, pool, f) != 0)
		return -1;
	if (b->contact_id == c.id)
		return 0;
	b->contact_id = c.id;
	return contact_attach(store, c.id, b->id, f);
}
