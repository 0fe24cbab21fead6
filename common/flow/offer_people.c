#include "flow/offer_priv.h"

#include "record/calendar.h"
#include "store/calendar.h"
#include "store/host.h"
#include "store/page_calendar.h"
#include "store/user.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Records and calendars of who is asked for an offer. */

/* ---- the hosts' records ---- */

/* Where a user id stands among the hosts, by bisection. */
struct place {
	int64_t id;
	size_t at;
};

struct places {
	struct opening *work;
	struct place *v;
	size_t n;
};

static int
by_id(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

static void
places_make(struct opening *w, struct places *p)
{
	size_t i;

	p->work = w;
	p->n = w->ids_n;
	p->v = pool_array(w->pool, p->n, sizeof(*p->v));
	for (i = 0; i < p->n; i++) {
		p->v[i].id = w->ids[i];
		p->v[i].at = i;
	}
	for (i = 1; i < p->n && w->ids[i - 1] < w->ids[i]; i++)
		;
	if (i < p->n)
		qsort(p->v, p->n, sizeof(*p->v), by_id);
}

static const struct place *
place_find(const struct places *p, int64_t id)
{
	struct place key = { .id = id };

	return bsearch(&key, p->v, p->n, sizeof(*p->v), by_id);
}

static int
user_place(void *arg, const struct user *u)
{
	struct places *p = arg;
	const struct place *at = place_find(p, u->id);

	if (at != NULL)
		p->work->offer->hosts[at->at] = *u;
	return 0;
}

int
people_load(struct opening *w, struct fail *f)
{
	struct offer *o = w->offer;
	struct places places;
	size_t i;

	places_make(w, &places);
	o->hosts_n = w->ids_n;
	o->hosts = pool_array(w->pool, o->hosts_n, sizeof(*o->hosts));
	o->engine_hosts =
		pool_array(w->pool, o->hosts_n, sizeof(*o->engine_hosts));
	if (w->ids_n > OFFER_MANY &&
		host_each(w->store, !w->query->no_hosts, w->pool, user_place,
			&places, f) < 0)
		return -1;
	for (i = 0; i < o->hosts_n; i++) {
		if (w->ids_n <= OFFER_MANY &&
			user_load(w->store, w->ids[i], w->pool, &o->hosts[i],
				f) != 1)
			return -1;
		if (o->hosts[i].email == NULL)
			return fail(f, EXIT_BAD_DATA,
				"user %" PRId64 " is not in the store",
				w->ids[i]);
		o->engine_hosts[i].email = o->hosts[i].email;
		o->engine_hosts[i].parties = w->masks[i];
		o->rooms += o->hosts[i].room;
	}
	return 0;
}

/* Whether a calendar counts here: where the page names some of its owner's,
 * those alone do (B8). */
bool
calendar_counts(const struct opening *w, int64_t user_id, const char *slug)
{
	bool some = false;
	size_t i;

	for (i = 0; i < w->checked_n; i++)
		if (w->checked[i].user_id == user_id) {
			if (strcmp(w->checked[i].slug, slug) == 0)
				return true;
			some = true;
		}
	return !some;
}

static void
source_add(struct opening *w, const struct calendar *c)
{
	struct busy_sources *to = &w->sources;

	to->v = pool_grow(w->pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n].calendar_id = c->id;
	to->v[to->n++].user_id = c->user_id;
}

/* The first of a host is the one that is named where one is enough. */
static void
inactive_add(struct opening *w, size_t host, const char *slug, const char *why)
{
	struct offer *o = w->offer;
	struct offer_host *h = &o->engine_hosts[host];
	struct inactive *one;

	o->inactive = pool_grow(w->pool, o->inactive, o->inactive_n,
		&o->inactive_cap, sizeof(*o->inactive));
	one = &o->inactive[o->inactive_n++];
	one->host = host;
	one->why = pool_str(w->pool, why);
	one->calendar = pool_str(w->pool, slug);
	if (h->inactive == NULL) {
		h->inactive = one->why;
		h->inactive_calendar = one->calendar;
	}
}

/* What one calendar says about its host: whether it blocks, what it knows. */
static int
calendar_place(void *arg, const struct calendar *c)
{
	struct places *p = arg;
	const struct place *at = place_find(p, c->user_id);
	const struct offer_query *q = p->work->query;
	struct offer_host *h;
	const char *why = NULL;

	if (at == NULL || !c->selected || strcmp(c->role, "ignore") == 0 ||
		strcmp(c->role, "tasks") == 0)
		return 0;
	if (p->work->checked_n > 0 &&
		!calendar_counts(p->work, c->user_id, c->slug))
		return 0;
	h = &p->work->offer->engine_hosts[at->at];
	/* a room is nobody who is online (R10) */
	p->work->calendars |= !p->work->offer->hosts[at->at].room;
	source_add(p->work, c);
	if (calendar_blocks(c, q->now, q->max_stale_s, &why))
		inactive_add(p->work, at->at, c->slug, why);
	if (h->known.start == 0 && h->known.end == 0) {
		h->known.start = c->busy_from;
		h->known.end = c->busy_to;
		return 0;
	}
	if (c->busy_from > h->known.start)
		h->known.start = c->busy_from;
	if (c->busy_to < h->known.end)
		h->known.end = c->busy_to;
	return 0;
}

int
calendars_open(struct opening *w, struct fail *f)
{
	const struct page *page = w->offer->page;
	struct places places;
	size_t i;

	places_make(w, &places);
	if (page != NULL && page->calendars.n > 0 &&
		page_checked_load(w->store, page->id, w->pool, &w->checked,
			&w->checked_n, f) != 0)
		return -1;
	if (w->ids_n > OFFER_MANY && w->checked_n == 0)
		return host_calendar_each(w->store, w->pool, calendar_place,
			       &places, f) < 0
			       ? -1
			       : 0;
	for (i = 0; i < w->ids_n; i++)
		if (calendar_each(w->store, w->ids[i], true, w->pool,
			    calendar_place, &places, f) < 0)
			return -1;
	return 0;
}
