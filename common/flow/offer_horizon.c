#include "flow/offer_priv.h"

#include "store/schedule.h"

#include <string.h>

/* How far ahead a day with a slot is looked for, in steps: most are near. */
static const int64_t looks[] = { 14, 60, 366 };

/* The page's own offer of `days` days from `from` on, whatever its horizon. */
static int
look(struct store *store, const struct offer_query *q, instant from, instant to,
	struct pool *pool, struct offer *o, struct offer_starts *starts,
	struct fail *f)
{
	struct offer_query inner = *q;

	inner.from = from;
	inner.to = to;
	inner.at = 0;
	inner.explain = false;
	inner.inside = true;
	if (offer_open(store, &inner, pool, o, f) != 0 ||
		offer_starts(pool, &o->rules, o->engine_hosts, o->hosts_n,
			starts, f) != 0)
		return -1;
	seats_merge(o, pool, starts);
	return 0;
}

/* The end of the n-th day of starts, or 0 where there are fewer. */
static instant
nth_day(const struct offer_starts *s, const struct zone *zone, int n)
{
	instant end = INT64_MIN;
	size_t i;

	for (i = 0; i < s->n; i++) {
		if (s->v[i] < end)
			continue;
		end = zone_day(zone, s->v[i], 1);
		if (--n == 0)
			return end;
	}
	return 0;
}

/* Where the N-th day ends that still has a slot, today included. */
static int
bookable(struct store *store, const struct offer_query *q,
	const struct zone *zone, int n, instant *end, struct fail *f)
{
	struct offer_query anybody = *q;
	size_t i;

	/* it ends for everybody at the same time */
	anybody.booker = NULL;
	for (i = 0; i < sizeof(looks) / sizeof(looks[0]); i++) {
		struct pool *pool = pool_new();
		struct offer_starts starts = { 0 };
		struct offer o;
		int rc;

		*end = zone_day(zone, q->now, looks[i] + 1);
		rc = look(store, &anybody, q->now, *end, pool, &o, &starts, f);
		if (rc == 0) {
			instant there = nth_day(&starts, zone, n);

			if (there != 0)
				*end = there;
			if (there != 0 ||
				i + 1 == sizeof(looks) / sizeof(*looks))
				i = sizeof(looks);
		}
		pool_free(pool);
		if (rc != 0)
			return -1;
	}
	return 0;
}

struct holidays {
	struct pool *pool;
	struct spans spans;
};

static int
keep_holiday(void *arg, const struct holiday *h)
{
	struct holidays *all = arg;

	spans_add(all->pool, &all->spans, h->span.start, h->span.end);
	return 0;
}

/* The end of the N-th day after today that is neither Saturday nor Sunday nor
 * a holiday of the page's owner, which is one at noon. */
static int
business(struct store *store, const struct offer_query *q,
	const struct offer *o, instant *end, struct fail *f)
{
	struct holidays all = { .pool = pool_new() };
	struct civil c = zone_civil(o->zone, q->now);
	int n = o->page->horizon_d, rc;
	int64_t days = 0, most = 2 * n + 366;
	struct span window = { q->now, q->now + most * 86400 };

	rc = holiday_each(store, o->page->user_id, window, all.pool,
		keep_holiday, &all, f);
	spans_join(&all.spans);
	while (rc == 0 && n > 0 && days < most) {
		instant noon = zone_day(o->zone, q->now, ++days) + 12 * 3600;

		civil_add_days(&c, 1);
		n -= civil_weekday(&c) < 5 &&
		     !spans_hit(&all.spans, noon, noon + 1);
	}
	*end = zone_day(o->zone, q->now, days + 1);
	pool_free(all.pool);
	return rc < 0 ? -1 : 0;
}

static instant
day_start(const struct zone *zone, int64_t day)
{
	struct civil c = civil_of_days(day);

	return zone_instant_after(zone, &c);
}

int
horizon_open(struct store *store, const struct offer_query *q, struct offer *o,
	struct fail *f)
{
	const struct page *page = o->page;
	struct offer_rules *r = &o->rules;
	const char *kind = page->horizon_kind;

	if (q->inside)
		r->horizon = q->to;
	/* a hold was made on one of those days; a day that has time again since
	 * then pushes it out of none (B9) */
	else if (strcmp(kind, "bookable") == 0 && q->moving != NULL &&
		 booking_held(q->moving) && q->at != 0)
		r->horizon = q->at + 1;
	else if (strcmp(kind, "business") == 0)
		return business(store, q, o, &r->horizon, f);
	else if (strcmp(kind, "bookable") == 0)
		return bookable(
			store, q, o->zone, page->horizon_d, &r->horizon, f);
	else if (strcmp(kind, "dates") == 0)
		r->horizon = day_start(o->zone, page->last_day + 1);
	else
		r->horizon = zone_day(o->zone, q->now, page->horizon_d + 1);
	if (strcmp(kind, "dates") == 0)
		r->opens = day_start(o->zone, page->first_day);
	return 0;
}

/* Of the owner alone, where only their times are offered (B12): who that is
 * was found out already. */
static struct offer_query
same_hosts(const struct offer_query *q, const struct offer *o)
{
	struct offer_query same = *q;
	size_t p;

	same.any_owner = true;
	for (p = 0; p < o->parts_n; p++)
		if (o->parts[p].owner_id != 0 && !o->parts[p].owner_full) {
			same.only_rotation = o->parts[p].rotation->id;
			same.only_member = o->parts[p].owner_id;
		}
	return same;
}

int
first_open(struct store *store, const struct offer_query *q, struct pool *pool,
	struct offer *o, struct fail *f)
{
	struct limits *l = &o->rules.limits;
	instant day = zone_day(o->zone, q->at, 0);
	struct offer_query same = same_hosts(q, o);
	struct offer_starts starts = { 0 };
	struct pool *scratch;
	struct offer inner;
	int rc;

	o->first_only = o->page != NULL && o->page->first_only && !q->inside &&
			!q->instant &&
			/* which was the first when it was held */
			(q->moving == NULL || !booking_held(q->moving));
	if (!o->first_only || q->at == 0)
		return 0;
	scratch = pool_new();
	rc = look(store, &same, day,
		zone_day(o->zone, q->at, 1) + o->rules.duration_s, scratch,
		&inner, &starts, f);
	if (rc == 0 && starts.n > 0 && starts.v[0] < q->at) {
		o->not_first = true;
		l->v = pool_grow(pool, l->v, l->n, &l->cap, sizeof(*l->v));
		l->v[l->n].starts = (struct span){ q->at, q->at + 1 };
		l->v[l->n++].detail = pool_printf(
			pool, "page %s: the first of each day", o->page->slug);
	}
	pool_free(scratch);
	return rc;
}
