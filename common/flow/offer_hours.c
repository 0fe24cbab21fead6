#include "flow/offer_priv.h"

#include "engine/schedule.h"
#include "flow/availability.h"
#include "store/schedule.h"

#include <stdlib.h>
#include <string.h>

/*
 * Hours beyond the usual week: named schedules, dates that differ, absences,
 * travel and public holidays of the hosts (B1, B2).
 */

/* From so many hosts on, tables are read once rather than host by host. */
enum { MANY = 8 };
/* Days around the window that are looked at: windows of the week before may
 * reach into it. */
enum { DAYS_BEFORE = 16, DAYS_BEHIND = 4 };

/* What one host has of it. */
struct plan {
	int64_t user_id;
	size_t host;
	struct schedule schedule; /* name NULL: the user's hours */
	struct schedule_day *days;
	size_t days_n, days_cap;
	struct schedule_trip *trips;
	size_t trips_n, trips_cap;
	struct reasons shut;
};

struct planning {
	struct store *store;
	const struct offer_query *query;
	struct pool *pool;
	struct offer *offer;
	struct plan *plans; /* by user id */
	size_t n;
	int have;
	bool fixed;          /* hours of the page or an option; of people */
	bool why;            /* somebody may ask for reasons */
	const char *name;    /* of the schedule that is asked for */
	struct spans **same; /* hours that are there, by what they hold */
	size_t same_n;
	/* the date that was read last: many are alike */
	const char *last_text;
	struct hours last_hours;
	struct fail *f;
};

static int
by_user(const void *a, const void *b)
{
	const struct plan *x = a, *y = b;

	return (x->user_id > y->user_id) - (x->user_id < y->user_id);
}

static struct plan *
plan_of(const struct planning *w, int64_t user_id)
{
	struct plan key = { .user_id = user_id };

	return bsearch(&key, w->plans, w->n, sizeof(*w->plans), by_user);
}

static bool
fixed(const struct planning *w, size_t host)
{
	return w->fixed && !hours_own(w->offer, host);
}

static const struct user *
user_of(const struct planning *w, const struct plan *p)
{
	return &w->offer->hosts[p->host];
}

/* ---- what the store has ---- */

static int
take_schedule(void *arg, const struct schedule *s)
{
	struct planning *w = arg;
	struct plan *p = plan_of(w, s->user_id);

	/* the one that is asked for wins over the default one */
	if (p != NULL && !fixed(w, p->host) &&
		(p->schedule.name == NULL || strcmp(s->name, w->name) == 0))
		p->schedule = *s;
	return 0;
}

static int
take_day(void *arg, const struct schedule_date *d)
{
	struct planning *w = arg;
	struct plan *p = plan_of(w, d->user_id);
	struct schedule_day *to;
	bool own = *d->schedule != '\0';

	/* the host's schedule is known by now */
	if (p == NULL ||
		(own && strcmp(d->schedule, p->schedule.name != NULL
						    ? p->schedule.name
						    : SCHEDULE_DEFAULT) != 0))
		return 0;
	/* "" comes first: the schedule's own date wins */
	if (p->days_n > 0 && p->days[p->days_n - 1].day == d->day)
		p->days_n--;
	p->days = pool_grow(
		w->pool, p->days, p->days_n, &p->days_cap, sizeof(*p->days));
	to = &p->days[p->days_n++];
	to->day = d->day;
	if (w->last_text == NULL || strcmp(w->last_text, d->hours) != 0) {
		if (schedule_ranges_read(w->pool, d->hours, "date",
			    &w->last_hours, w->f) != 0)
			return -1;
		w->last_text = d->hours;
	}
	to->hours = w->last_hours;
	return 0;
}

static int
take_trip(void *arg, const struct travel *t)
{
	struct planning *w = arg;
	struct plan *p = plan_of(w, t->user_id);
	struct schedule_trip *to;

	if (p == NULL)
		return 0;
	p->trips = pool_grow(w->pool, p->trips, p->trips_n, &p->trips_cap,
		sizeof(*p->trips));
	to = &p->trips[p->trips_n++];
	to->first_day = t->first_day;
	to->last_day = t->last_day;
	if ((to->zone = zone_load(t->time_zone, w->f)) == NULL)
		return fail_prefix(w->f, "user %s", user_of(w, p)->email);
	return 0;
}

static void
shut_add(struct planning *w, struct plan *p, const struct reason *why)
{
	p->shut.v = pool_grow(w->pool, p->shut.v, p->shut.n, &p->shut.cap,
		sizeof(*p->shut.v));
	p->shut.v[p->shut.n++] = *why;
}

static int
take_away(void *arg, const struct away *a)
{
	struct planning *w = arg;
	struct plan *p = plan_of(w, a->user_id);
	const struct zone *zone;

	if (p == NULL)
		return 0;
	if ((zone = zone_load(user_of(w, p)->time_zone, w->f)) == NULL)
		return fail_prefix(w->f, "user %s", user_of(w, p)->email);
	shut_add(w, p,
		&(struct reason){ .rule = "hours",
			.detail = w->why ? schedule_away_text(w->pool, zone,
						   a->span, a->handover_name)
					 : NULL,
			.handover = a->handover,
			.start = a->span.start,
			.end = a->span.end });
	return 0;
}

/* Whole days close; what lasts a part of a day is an ordinary event. */
static int
take_holiday(void *arg, const struct holiday *h)
{
	struct planning *w = arg;
	struct plan *p = plan_of(w, h->user_id);
	const struct zone *zone;

	if (p == NULL)
		return 0;
	if ((zone = zone_load(user_of(w, p)->time_zone, w->f)) == NULL)
		return fail_prefix(w->f, "user %s", user_of(w, p)->email);
	if (schedule_whole_days(zone, h->span))
		shut_add(w, p,
			&(struct reason){ .rule = "hours",
				.calendar = h->calendar,
				.uid = h->uid,
				.summary = h->summary,
				.detail = pool_printf(w->pool, "holiday: %s",
					h->summary != NULL ? h->summary : ""),
				.start = h->span.start,
				.end = h->span.end });
	return 0;
}

/* Of one user, or of everybody for 0. */
static int
load(struct planning *w, int64_t user_id)
{
	struct span window = w->offer->rules.window;
	int64_t first = window.start / 86400 - DAYS_BEFORE;
	int64_t last = window.end / 86400 + DAYS_BEHIND;
	struct store *st = w->store;
	struct pool *pool = w->pool;
	int rc = 0;

	window.start = first * 86400;
	window.end = last * 86400;
	if ((!w->fixed || w->offer->rooms > 0) && (w->have & HAVE_SCHEDULES))
		rc = schedule_each(
			st, user_id, w->name, pool, take_schedule, w, w->f);
	if (rc == 0 && (w->have & HAVE_DATES))
		rc = schedule_date_each(
			st, user_id, first, last, pool, take_day, w, w->f);
	if (rc == 0 && (w->have & HAVE_AWAYS))
		rc = away_each(st, user_id, window, pool, take_away, w, w->f);
	if (rc == 0 && (w->have & HAVE_HOLIDAYS) && w->query->busy == NULL)
		rc = holiday_each(
			st, user_id, window, pool, take_holiday, w, w->f);
	if (rc == 0 && (w->have & HAVE_TRAVELS))
		rc = travel_each(
			st, user_id, first, last, pool, take_trip, w, w->f);
	return rc;
}

/* ---- what follows ---- */

static bool
nothing(const struct plan *p)
{
	return p->schedule.name == NULL && p->days_n == 0 && p->trips_n == 0 &&
	       p->shut.n == 0;
}

/* The week of a plan: the schedule's, the user's, or spans of a VAVAILABILITY.
 */
static int
week(struct planning *w, const struct plan *p, struct pool *work,
	struct schedule_rules *r, struct hours *hours, struct spans *open,
	struct reasons *why)
{
	const struct user *u = user_of(w, p);
	const struct schedule *s = &p->schedule;
	const char *text = user_hours(u);
	const char *zone = u->time_zone;

	if (s->name != NULL && s->time_zone != NULL)
		zone = s->time_zone;
	if ((r->zone = zone_load(zone, w->f)) == NULL)
		return fail_prefix(w->f, "user %s", u->email);
	if (s->name != NULL && s->ics != NULL) {
		if (availability_open(work, s->ics, strlen(s->ics), r->zone,
			    w->offer->rules.window, open, why, w->f) != 0)
			return fail_prefix(
				w->f, "schedule %s of %s", s->name, u->email);
		r->open = open;
		return 0;
	}
	if (s->name != NULL)
		text = s->hours;
	if (hours_read(work, text, "hours", hours, w->f) != 0)
		return -1;
	r->weekly = hours;
	return 0;
}

/* What a host's hours are made of lives in `work`. */
static int
plan_work(struct planning *w, const struct plan *p, struct pool *work,
	struct spans *open, struct reasons *why)
{
	struct offer_host *host = &w->offer->engine_hosts[p->host];
	struct schedule_rules r = { .fixed = fixed(w, p->host),
		.days = p->days,
		.days_n = p->days_n,
		.trips = p->trips,
		.trips_n = p->trips_n,
		.shut = p->shut.v,
		.shut_n = p->shut.n };
	struct reasons more = { 0 };
	struct hours hours = { 0 };
	struct spans base = { 0 };
	size_t i;

	if (r.fixed) {
		r.open = &host->hours;
		r.zone = zone_load(user_of(w, p)->time_zone, w->f);
		if (r.zone == NULL)
			return fail_prefix(
				w->f, "user %s", user_of(w, p)->email);
	} else if (week(w, p, work, &r, &hours, &base, &more) != 0) {
		return -1;
	}
	schedule_open(
		work, &r, w->offer->rules.window, open, w->why ? why : NULL);
	for (i = 0; w->why && i < more.n; i++) {
		why->v = pool_grow(
			work, why->v, why->n, &why->cap, sizeof(*why->v));
		why->v[why->n++] = more.v[i];
	}
	return 0;
}

/* A copy of the spans, or those of a host who has the same: who shares an array
 * is looked at once (engine/offer.h). */
static struct spans
shared(struct planning *w, const struct spans *from)
{
	size_t bytes = from->n * sizeof(*from->v), i;
	uint64_t hash = 14695981039346656037u;
	struct spans *to;

	for (i = 0; i < from->n; i++)
		hash = (hash ^ (uint64_t)from->v[i].start ^
			       (uint64_t)from->v[i].end << 32) *
		       1099511628211u;
	for (i = (hash >> 20) % w->same_n; (to = w->same[i]) != NULL;
		i = (i + 1) % w->same_n)
		if (to->n == from->n &&
			(bytes == 0 || memcmp(to->v, from->v, bytes) == 0))
			return *to;
	to = pool_zero(w->pool, sizeof(*to));
	to->v = pool_array(w->pool, from->n + 1, sizeof(*to->v));
	to->n = to->cap = from->n;
	if (bytes > 0)
		memcpy(to->v, from->v, bytes);
	w->same[i] = to;
	return *to;
}

static int
plan_open(struct planning *w, const struct plan *p)
{
	struct offer_host *host = &w->offer->engine_hosts[p->host];
	/* reasons are kept with all that they point to, else spans alone */
	struct pool *work = w->why ? w->pool : pool_new();
	struct reasons why = { 0 };
	struct spans open;
	int rc = plan_work(w, p, work, &open, &why);

	if (rc == 0) {
		host->hours = shared(w, &open);
		host->closed = why.v;
		host->closed_n = why.n;
	}
	if (work != w->pool)
		pool_free(work);
	return rc;
}

int
schedules_open(struct store *store, const struct offer_query *q,
	const int64_t *ids, struct pool *pool, struct offer *o, struct fail *f)
{
	const struct page *page = o->page;
	struct planning w = { .store = store,
		.query = q,
		.pool = pool,
		.offer = o,
		.n = o->hosts_n,
		.name = SCHEDULE_DEFAULT,
		.why = q->explain || q->at != 0,
		.f = f };
	size_t i;
	int rc = 0;

	if ((w.have = schedule_have(store, f)) <= 0)
		return w.have;
	w.fixed = q->hours != NULL || (page != NULL && page->hours != NULL);
	if (page != NULL && page->schedule != NULL)
		w.name = page->schedule;
	w.plans = pool_array(pool, w.n, sizeof(*w.plans));
	w.same_n = 2 * w.n + 1;
	w.same = pool_array(pool, w.same_n, sizeof(*w.same));
	for (i = 0; i < w.n; i++) {
		w.plans[i].user_id = ids[i];
		w.plans[i].host = i;
	}
	if (w.n > 1)
		qsort(w.plans, w.n, sizeof(*w.plans), by_user);
	if (w.n > MANY)
		rc = load(&w, 0);
	for (i = 0; rc == 0 && w.n <= MANY && i < w.n; i++)
		rc = load(&w, w.plans[i].user_id);
	for (i = 0; rc == 0 && i < w.n; i++)
		if (!nothing(&w.plans[i]))
			rc = plan_open(&w, &w.plans[i]);
	return rc;
}
