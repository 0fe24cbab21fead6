#include "flow/offer_priv.h"

#include "when/hours.h"

/* Hosts share their hours: what was cut is kept for the next one. */
enum { KEPT = 32 };
struct cut {
	const struct span *from;
	size_t from_n;
	struct spans to;
};

static int
legal_hours(const struct offer_query *q, struct pool *pool, struct offer *o,
	struct spans *to, struct fail *f)
{
	const struct page *page = o->page;
	const struct zone *zone = q->zone != NULL ? q->zone : o->zone;
	struct hours hours = { 0 };

	if (page->legal_zone != NULL &&
		(zone = zone_load(page->legal_zone, f)) == NULL)
		return fail_prefix(f, "page %s", page->slug);
	if (hours_read(pool, page->legal_hours, "restrict", &hours, f) != 0)
		return -1;
	hours_spans(pool, &hours, zone, o->rules.window, to);
	o->rules.legal_name = pool_printf(pool, "restricted to %s, %s",
		page->legal_hours, zone_name(zone));
	return 0;
}

static void
host_cut(struct pool *pool, struct offer_host *h, const struct spans *legal,
	struct cut *cuts, size_t *n)
{
	size_t i;

	h->own = h->hours;
	for (i = 0; i < *n; i++)
		if (cuts[i].from == h->hours.v &&
			cuts[i].from_n == h->hours.n) {
			h->hours = cuts[i].to;
			return;
		}
	h->hours = (struct spans){ 0 };
	spans_intersect(pool, &h->own, legal, &h->hours);
	if (*n == KEPT)
		return;
	cuts[*n].from = h->own.v;
	cuts[*n].from_n = h->own.n;
	cuts[(*n)++].to = h->hours;
}

int
legal_open(const struct offer_query *q, struct pool *pool, struct offer *o,
	struct fail *f)
{
	struct cut cuts[KEPT];
	struct spans *legal;
	size_t i, n = 0;

	if (o->page == NULL || o->page->legal_hours == NULL)
		return 0;
	legal = pool_zero(pool, sizeof(*legal));
	if (legal_hours(q, pool, o, legal, f) != 0)
		return -1;
	o->rules.legal = legal;
	for (i = 0; i < o->hosts_n; i++)
		host_cut(pool, &o->engine_hosts[i], legal, cuts, &n);
	return 0;
}
