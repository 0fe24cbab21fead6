#include "flow/offer_series.h"

#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_MAX = 100000 };

int
offer_series_allowed(const struct page *page, const struct series *series,
	size_t n, struct fail *f)
{
	if (page == NULL)
		return 0;
	if (page->repeat != NULL && page->seats > 0)
		return fail(f, EXIT_REFUSED,
			"page %s: seats are taken in one meeting at a time",
			page->slug);
	return series_allowed(page->repeat, series, n, page->slug, f);
}

/* ---- one series ---- */

/* Where in `o` the host stands who is the i-th of the first offer; hosts_n for
 * one who is not asked any more. */
static size_t
same_host(const struct offer *o, const struct user *hosts, size_t i)
{
	size_t k;

	if (i < o->hosts_n && o->hosts[i].id == hosts[i].id)
		return i;
	for (k = 0; k < o->hosts_n && o->hosts[k].id != hosts[i].id; k++)
		;
	return k;
}

/* People who were free so far. */
struct together {
	const struct user *hosts; /* of the first start */
	size_t n;
	bool *free;
};

/* Takes out who is not free at this start; whether the others are enough. */
static bool
together_at(struct together *t, const struct offer *o, struct offer_host *h,
	instant start, struct pool *pool)
{
	bool *now = pool_array(pool, o->hosts_n + 1, sizeof(*now));
	size_t i, k;

	for (i = 0; i < o->hosts_n; i++)
		now[i] = o->hosts[i].room &&
			 offer_host_free(&o->rules, &h[i], start);
	for (i = 0; i < t->n; i++) {
		k = same_host(o, t->hosts, i);
		t->free[i] = t->free[i] && k < o->hosts_n &&
			     offer_host_free(&o->rules, &h[k], start);
		if (k < o->hosts_n && !o->hosts[k].room)
			now[k] = t->free[i];
	}
	return offer_enough(o, now);
}

static void
together_init(struct together *t, const struct offer *o, struct pool *pool)
{
	t->hosts = o->hosts;
	t->n = o->hosts_n;
	t->free = pool_array(pool, t->n + 1, sizeof(*t->free));
	memset(t->free, true, t->n);
}

/* Names them, in the order of the hosts. */
static void
together_names(const struct together *t, struct pool *pool, struct strs *to)
{
	size_t i;

	to->n = to->cap = 0;
	to->v = NULL;
	for (i = 0; i < t->n; i++)
		if (t->free[i] && !t->hosts[i].room)
			strs_add(pool, to, t->hosts[i].email);
}

/* The start at to->at, whose offer is open. */
static int
check_one(instant start, bool grid, struct together *t, struct pool *pool,
	struct offer_series *to, struct fail *f)
{
	struct slot slot;

	if (offer_check(&to->offer, start, grid, pool, &slot, f) != 0 ||
		(to->look != NULL &&
			to->look(to->arg, &to->offer, &slot, f) != 0))
		return -1;
	if (to->at == 1) {
		together_init(t, &to->offer, pool);
		to->slot = slot;
	}
	if (!together_at(t, &to->offer, to->offer.engine_hosts, start, pool))
		return fail(f, EXIT_TAKEN,
			"slot taken: %s: nobody is free then and before",
			offer_start_text(pool, &to->offer, start));
	return 0;
}

int
offer_series_check(struct store *store, const struct offer_query *q,
	const struct series_starts *starts, bool grid, struct pool *pool,
	struct offer_series *to, struct fail *f)
{
	struct offer_query one = *q;
	struct together t = { .n = 0 };
	struct spans also = { 0 };
	size_t i;

	one.also = &also;
	for (i = 0; i < starts->n; i++) {
		to->at = i + 1;
		one.at = starts->v[i];
		if (offer_open(store, &one, pool, &to->offer, f) != 0)
			return -1;
		if (check_one(one.at, grid, &t, pool, to, f) != 0)
			return fail_prefix(f, "%zu of %zu", i + 1, starts->n);
		spans_add(pool, &also, one.at,
			one.at + to->offer.rules.duration_s);
	}
	together_names(&t, pool, &to->slot.hosts);
	return 0;
}

/* Which of the series it is goes with each reason. */
struct explaining {
	int meeting;
	int (*each)(void *arg, const struct explain *);
	void *arg;
};

static int
explain_one(void *arg, const struct explain *e)
{
	const struct explaining *x = arg;
	struct explain copy = *e;

	copy.meeting = x->meeting;
	return x->each(x->arg, &copy);
}

int
offer_series_explain(struct store *store, const struct offer_query *q,
	const struct series_starts *starts, struct pool *pool,
	int (*each)(void *arg, const struct explain *), void *arg,
	struct fail *f)
{
	struct explaining x = { .each = each, .arg = arg };
	struct offer_query one = *q;
	struct spans also = { 0 };
	struct offer o;
	size_t i;
	int rc = 0;

	one.also = &also;
	for (i = 0; rc == 0 && i < starts->n; i++) {
		one.at = starts->v[i];
		if (offer_open(store, &one, pool, &o, f) != 0)
			return -1;
		x.meeting = (int)i + 1;
		rc = offer_explain_at(&o, one.at, pool, explain_one, &x);
		spans_add(pool, &also, one.at, one.at + o.rules.duration_s);
	}
	return rc;
}

/* ---- all that can be had ---- */

/* A start from which on it may be had. */
struct candidate {
	struct series_starts starts;
	struct together who;
	bool out;
};

struct search {
	struct store *store;
	const struct offer_query *query;
	const struct series *series;
	struct offer *first;
	struct pool *pool;
	struct candidate *v;
	size_t n, cap;
	size_t longest;
	struct fail *f;
};

static int
candidate_add(void *arg, const struct slot *slot)
{
	struct search *s = arg;
	const struct page *page = s->first->page;
	struct candidate *c;
	struct fail f;

	s->v = pool_grow(s->pool, s->v, s->n, &s->cap, sizeof(*s->v));
	c = &s->v[s->n];
	memset(c, 0, sizeof(*c));
	/* the 31st, the end of the days: there is none from here on */
	if (series_starts(s->series, slot->start, s->first->zone, &c->starts,
		    &f) != 0)
		return 0;
	if (offer_series_allowed(page, s->series, c->starts.n, &f) != 0) {
		*s->f = f;
		return s->series->count > 0 ? -1 : 0;
	}
	if (++s->n > CANDIDATES_MAX)
		return fail(s->f, EXIT_USAGE,
			"more than %d starts to look at: ask for fewer days",
			CANDIDATES_MAX);
	together_init(&c->who, s->first, s->pool);
	if (!together_at(&c->who, s->first, s->first->engine_hosts, slot->start,
		    s->pool))
		c->out = true;
	if (c->starts.n > s->longest)
		s->longest = c->starts.n;
	return 0;
}

static int
instant_compare(const void *a, const void *b)
{
	instant x = *(const instant *)a, y = *(const instant *)b;

	return x < y ? -1 : x > y;
}

/* The starts that an offer has, by start; without a page there is no grid. */
static bool
on_grid(const struct offer *o, const struct offer_starts *all, instant start)
{
	return o->page == NULL ||
	       (all->n > 0 && bsearch(&start, all->v, all->n, sizeof(start),
				      instant_compare) != NULL);
}

/* The window of the k-th starts. False: none is left. */
static bool
window_of(const struct search *s, size_t k, struct span *to)
{
	size_t i;

	to->start = INSTANT_MAX;
	to->end = INSTANT_MIN;
	for (i = 0; i < s->n; i++) {
		const struct candidate *c = &s->v[i];

		if (c->out || k >= c->starts.n)
			continue;
		if (c->starts.v[k] < to->start)
			to->start = c->starts.v[k];
		if (c->starts.v[k] > to->end)
			to->end = c->starts.v[k];
	}
	to->end += s->first->rules.duration_s;
	return to->start < to->end;
}

/* Leaves out those whose k-th start cannot be had. */
static int
sift(struct search *s, size_t k)
{
	struct offer_query q = *s->query;
	struct offer_starts all = { 0 };
	struct pool *pool;
	struct span window;
	struct offer o;
	size_t i;
	int rc;

	if (!window_of(s, k, &window))
		return 0;
	q.from = window.start;
	q.to = window.end;
	pool = pool_new();
	rc = offer_open(s->store, &q, pool, &o, s->f);
	if (rc == 0 && o.page != NULL)
		rc = offer_starts(
			pool, &o.rules, o.engine_hosts, o.hosts_n, &all, s->f);
	for (i = 0; rc == 0 && i < s->n; i++) {
		struct candidate *c = &s->v[i];

		if (c->out || k >= c->starts.n)
			continue;
		c->out = !on_grid(&o, &all, c->starts.v[k]) ||
			 !together_at(&c->who, &o, o.engine_hosts,
				 c->starts.v[k], pool);
	}
	pool_free(pool);
	return rc;
}

/* Whether a meeting of the series can be in the way of another. */
static bool
in_the_way(const struct offer_query *q, const struct offer *o)
{
	const struct offer_rules *r = &o->rules;
	int64_t around = r->before_s + r->after_s;
	size_t i;

	if (around < r->gap_s)
		around = r->gap_s;
	/* a day of 23 hours */
	if (o->first_only || around + r->duration_s > 22 * 3600 ||
		(o->page != NULL &&
			(o->page->caps != NULL || (o->page->booker_cap > 0 &&
							  q->booker != NULL))))
		return true;
	for (i = 0; i < o->parts_n; i++)
		if (o->parts[i].rotation != NULL &&
			o->parts[i].rotation->caps != NULL)
			return true;
	for (i = 0; i < o->hosts_n; i++)
		if (o->hosts[i].caps != NULL)
			return true;
	return false;
}

/* Then each is looked at as it would be booked. */
static int
sift_one(struct search *s, struct candidate *c)
{
	struct offer_series one = { .at = 0 };
	struct pool *pool = pool_new();
	struct fail f;
	int rc = offer_series_check(s->store, s->query, &c->starts,
		s->first->page != NULL, pool, &one, &f);
	size_t i, k;

	c->out = rc != 0;
	for (i = 0; rc == 0 && i < c->who.n; i++) {
		const char *email = c->who.hosts[i].email;

		for (k = 0; k < one.slot.hosts.n &&
			    strcmp(one.slot.hosts.v[k], email) != 0;
			k++)
			;
		c->who.free[i] = k < one.slot.hosts.n;
	}
	pool_free(pool);
	if (rc == 0 || f.status < EXIT_BAD_DATA)
		return 0;
	*s->f = f;
	return -1;
}

static int
call(struct search *s, const struct candidate *c,
	int (*each)(void *arg, const struct slot *), void *arg)
{
	struct slot slot = {
		.page = s->first->page != NULL ? s->first->page->slug : NULL,
		.rotation = s->first->rotation != NULL
				    ? s->first->rotation->name
				    : NULL,
		.start = c->starts.v[0],
		.end = c->starts.v[0] + s->first->rules.duration_s,
		.time_zone = s->first->time_zone,
		.starts = c->starts.v,
		.starts_n = c->starts.n
	};

	together_names(&c->who, s->pool, &slot.hosts);
	return each(arg, &slot);
}

int
offer_series_each(struct store *store, const struct offer_query *q,
	const struct series *series, struct offer *o, struct pool *pool,
	int (*each)(void *arg, const struct slot *), void *arg, struct fail *f)
{
	struct search s = { .store = store,
		.query = q,
		.series = series,
		.first = o,
		.pool = pool,
		.longest = 1,
		.f = f };
	bool no_hosts = o->no_hosts;
	size_t i, k;
	int rc;

	if (offer_series_allowed(o->page, series, SERIES_MIN, f) != 0)
		return -1;
	o->no_hosts = true;
	rc = offer_each(o, pool, candidate_add, &s, f);
	o->no_hosts = no_hosts;
	for (k = 1; rc == 0 && k < s.longest; k++)
		rc = sift(&s, k);
	for (i = 0; rc == 0 && i < s.n; i++) {
		if (!s.v[i].out && in_the_way(q, o))
			rc = sift_one(&s, &s.v[i]);
		if (rc == 0 && !s.v[i].out)
			rc = call(&s, &s.v[i], each, arg);
	}
	return rc;
}
