#include "flow/offer_owner.h"

#include "store/contact.h"
#include "when/zone.h"

#include <string.h>

enum { FULL_DAYS = 14 };

static bool
asks_for_owner(const struct offer_query *q, const struct rotation *r)
{
	return q->booker != NULL && *q->booker != '\0' && q->moving == NULL &&
	       !q->any_owner && q->only_member == 0 && r->owner != NULL &&
	       strcmp(r->owner, "none") != 0;
}

static const struct member *
member_of(const struct members *members, int64_t user_id)
{
	size_t i;

	for (i = 0; i < members->n; i++)
		if (members->v[i].user_id == user_id)
			return &members->v[i];
	return NULL;
}

static int
one_is_enough(void *arg, const struct slot *slot)
{
	(void)slot;
	*(bool *)arg = true;
	return 1;
}

/* The owner alone, over the days that count: active, and with a slot? */
static int
ask_alone(struct store *store, const struct offer_query *q,
	const struct rotation *r, bool prefer, struct pool *pool,
	struct owner_first *to, struct fail *f)
{
	struct offer_query alone = *q;
	struct offer o;
	bool any = false;
	size_t i;

	alone.only_member = to->owner_id;
	alone.only_rotation = r->id;
	/* a cap of the booker's says nothing about the owner */
	alone.booker = NULL;
	alone.explain = false;
	alone.no_hosts = true;
	alone.at = 0;
	alone.from = q->now;
	alone.to = zone_day(zone_utc(), q->now, FULL_DAYS + 1);
	if (offer_open(store, &alone, pool, &o, f) != 0)
		return -1;
	for (i = 0; i < o.hosts_n; i++)
		if (o.hosts[i].id == to->owner_id &&
			o.engine_hosts[i].inactive != NULL) {
			to->owner_id = 0;
			return 0;
		}
	if (!prefer)
		return 0;
	if (offer_each(&o, pool, one_is_enough, &any, f) < 0)
		return -1;
	to->full = !any;
	return 0;
}

int
owner_who(struct store *store, const struct offer_query *q,
	const struct rotation *r, const struct members *members,
	struct pool *pool, struct owner_first *to, struct fail *f)
{
	struct contact c = { 0 };
	const struct member *m;
	int rc;

	memset(to, 0, sizeof(*to));
	if (!asks_for_owner(q, r))
		return 0;
	if ((rc = contact_find_email(store, q->booker, pool, &c, f)) <= 0)
		return rc;
	m = c.owner_id == 0 ? NULL : member_of(members, c.owner_id);
	if (m == NULL || !member_on(m, q->now))
		return 0;
	to->owner_id = c.owner_id;
	to->email = c.owner_email;
	return 0;
}

int
owner_ask(struct store *store, const struct offer_query *q,
	const struct rotation *r, struct owner_first *to, struct fail *f)
{
	struct pool *own;
	int rc;

	if (to->owner_id == 0)
		return 0;
	own = pool_new();
	rc = ask_alone(
		store, q, r, strcmp(r->owner, "prefer") == 0, own, to, f);
	pool_free(own);
	return rc;
}

const struct user *
offer_owner(const struct offer *o)
{
	size_t p, i;

	for (p = 0; p < o->parts_n; p++)
		for (i = 0; i < o->hosts_n; i++)
			if (o->parts[p].owner_id == o->hosts[i].id &&
				!o->parts[p].owner_full)
				return &o->hosts[i];
	return NULL;
}
