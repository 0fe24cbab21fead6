#include "flow/offer_priv.h"

#include "engine/cap.h"
#include "store/cap.h"

#include <string.h>

/* What is counted for an offer. */
struct counting {
	struct store *store;
	struct pool *pool;
	struct offer *offer;
	struct cap_query query;
	const struct spans *also;
};

/* The caps of a text that was looked at when it was set. */
static int
caps_of(const char *text, const char *what, struct caps *to, struct fail *f)
{
	to->n = 0;
	return text == NULL || caps_read(text, what, to, f) == 0 ? 0 : -1;
}

static void
reach_widen(struct counting *c, const struct caps *caps)
{
	const struct offer *o = c->offer;
	struct span more = caps_reach(caps, o->zone, o->rules.window);
	struct span *all = &c->query.reach;

	if (more.start >= more.end)
		return;
	if (all->start >= all->end) {
		*all = more;
		return;
	}
	if (more.start < all->start)
		all->start = more.start;
	if (more.end > all->end)
		all->end = more.end;
}

/* Adds the meetings before this one of its series, by start, as those of any
 * rotation: the same people host them. */
static void
also_count(struct counting *c, struct counteds *m)
{
	const struct spans *also = c->also;
	struct counted one = { .rotation_id = COUNTED_OF_ANY };
	size_t i, k;

	for (i = 0; also != NULL && i < also->n; i++) {
		one.start = also->v[i].start;
		one.end = also->v[i].end;
		m->v = pool_grow(c->pool, m->v, m->n, &m->cap, sizeof(*m->v));
		for (k = m->n++; k > 0 && m->v[k - 1].start > one.start; k--)
			m->v[k] = m->v[k - 1];
		m->v[k] = one;
	}
}

static int
page_caps(struct counting *c, struct fail *f)
{
	struct offer *o = c->offer;
	struct counteds meetings = { 0 };
	struct caps caps;
	const char *of;

	if (o->page == NULL || o->page->caps == NULL)
		return 0;
	of = pool_printf(c->pool, "page %s", o->page->slug);
	c->query.reach = (struct span){ 0, 0 };
	if (caps_of(o->page->caps, of, &caps, f) != 0)
		return -1;
	reach_widen(c, &caps);
	if (cap_page_load(c->store, &c->query, o->page->id, c->pool, &meetings,
		    f) != 0)
		return -1;
	also_count(c, &meetings);
	caps_limits(c->pool, &caps, o->zone, &meetings, 0, o->rules.duration_s,
		of, &o->rules.limits);
	return 0;
}

static int
booker_cap(struct counting *c, const char *email, struct fail *f)
{
	struct offer *o = c->offer;
	struct limit *l;
	int64_t n;

	if (o->page == NULL || o->page->booker_cap <= 0 || email == NULL ||
		*email == '\0')
		return 0;
	n = cap_booker_count(c->store, &c->query, o->page->id, email, f);
	if (n < 0)
		return -1;
	if (n + (int64_t)(c->also != NULL ? c->also->n : 0) <
		o->page->booker_cap)
		return 0;
	o->booker_full = true;
	o->rules.limits.v = pool_grow(c->pool, o->rules.limits.v,
		o->rules.limits.n, &o->rules.limits.cap, sizeof(*l));
	l = &o->rules.limits.v[o->rules.limits.n++];
	l->starts = (struct span){ INSTANT_MIN, INSTANT_MAX };
	l->detail = pool_printf(c->pool, "page %s: %d for each booker",
		o->page->slug, o->page->booker_cap);
	return 0;
}

/* The caps of each part's rotation. */
struct part_caps {
	struct caps of[PARTIES_MAX];
	const char *name[PARTIES_MAX];
	bool any;
};

static int
parts_caps(struct counting *c, struct part_caps *to, struct fail *f)
{
	const struct offer *o = c->offer;
	size_t i;

	memset(to, 0, sizeof(*to));
	for (i = 0; i < o->parts_n; i++) {
		const struct rotation *r = o->parts[i].rotation;

		if (r == NULL || r->caps == NULL)
			continue;
		to->name[i] = pool_printf(c->pool, "rotation %s", r->name);
		if (caps_of(r->caps, to->name[i], &to->of[i], f) != 0)
			return -1;
		to->any |= to->of[i].n > 0;
		reach_widen(c, &to->of[i]);
	}
	return 0;
}

/* Whether a host or a rotation has caps; how far they look. */
static int
hosts_reach(
	struct counting *c, struct part_caps *parts, bool *any, struct fail *f)
{
	const struct offer *o = c->offer;
	const char *last = NULL;
	struct caps caps;
	size_t i;

	c->query.reach = (struct span){ 0, 0 };
	if (parts_caps(c, parts, f) != 0)
		return -1;
	*any = parts->any;
	for (i = 0; i < o->hosts_n; i++) {
		const char *text = o->hosts[i].caps;

		if (text == NULL || text == last)
			continue;
		last = text;
		*any = true;
		if (caps_of(text, "user", &caps, f) != 0)
			return -1;
		reach_widen(c, &caps);
	}
	return 0;
}

/* Of one who stands for several parts the caps of all hold: rather not offered
 * than one too many. */
static void
part_limits(struct counting *c, size_t i, const struct counteds *meetings,
	const struct part_caps *parts)
{
	struct offer *o = c->offer;
	struct offer_host *h = &o->engine_hosts[i];
	size_t p;

	for (p = 0; p < o->parts_n; p++)
		if (parts->of[p].n > 0 && (h->parties >> p & 1) != 0)
			caps_limits(c->pool, &parts->of[p], o->zone, meetings,
				o->parts[p].rotation->id, o->rules.duration_s,
				parts->name[p], &h->limits);
}

static int
host_limits(struct counting *c, size_t i, const struct counteds *meetings,
	const struct part_caps *parts, struct fail *f)
{
	struct offer *o = c->offer;
	struct caps caps;

	part_limits(c, i, meetings, parts);
	if (o->hosts[i].caps == NULL)
		return 0;
	if (caps_of(o->hosts[i].caps, o->hosts[i].email, &caps, f) != 0)
		return -1;
	caps_limits(c->pool, &caps, o->zone, meetings, 0, o->rules.duration_s,
		pool_printf(c->pool, "user %s", o->hosts[i].email),
		&o->engine_hosts[i].limits);
	return 0;
}

static int
hosts_caps(struct counting *c, const int64_t *ids, struct fail *f)
{
	struct offer *o = c->offer;
	struct part_caps *parts = pool_zero(c->pool, sizeof(*parts));
	struct counteds *meetings;
	bool any;
	size_t i;

	if (hosts_reach(c, parts, &any, f) != 0)
		return -1;
	if (!any)
		return 0;
	meetings = pool_array(c->pool, o->hosts_n, sizeof(*meetings));
	if (cap_hosts_load(c->store, &c->query, ids, o->hosts_n, c->pool,
		    meetings, f) != 0)
		return -1;
	for (i = 0; i < o->hosts_n; i++)
		also_count(c, &meetings[i]);
	for (i = 0; i < o->hosts_n; i++)
		if (host_limits(c, i, &meetings[i], parts, f) != 0)
			return -1;
	return 0;
}

int
caps_open(struct store *store, const struct offer_query *q, const int64_t *ids,
	struct pool *pool, struct offer *o, struct fail *f)
{
	struct counting c = {
		.store = store, .pool = pool, .offer = o, .also = q->also
	};

	c.query.but = q->moving != NULL ? q->moving->id : 0;
	c.query.now = q->now;
	return page_caps(&c, f) != 0 ||
			       booker_cap(&c, q->more ? NULL : q->booker, f) !=
				       0
		       ? -1
		       : hosts_caps(&c, ids, f);
}
