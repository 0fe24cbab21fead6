#include "flow/offer_priv.h"

#include "record/calendar.h"
#include "store/booking.h"
#include "store/busy.h"
#include "store/calendar.h"
#include "store/host.h"
#include "store/page.h"
#include "store/page_calendar.h"
#include "store/rotation.h"
#include "store/user.h"
#include "when/hours.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* From so many hosts on, tables are read once rather than host by host. */
enum { MANY = 8 };
enum { HORIZON_DAYS = 28, DURATION_S = 30 * 60, HOURS_KEPT = 64 };

/* Opening hours that hosts share: worked out once. */
struct shared_hours {
	const char *text;
	const struct zone *zone;
	struct spans spans;
};

/* What goes on while an offer is opened. */
struct opening {
	struct store *store;
	const struct offer_query *query;
	struct pool *pool;
	struct offer *offer;
	int64_t *ids; /* of the hosts, in order */
	size_t ids_n, ids_cap;
	struct span load; /* whose busy time counts */
	struct shared_hours hours[HOURS_KEPT];
	size_t hours_n;
	bool calendars;          /* somebody has one */
	struct checked *checked; /* the page's choice of them */
	size_t checked_n;
};

/* ---- who ---- */

static void
add_id(struct opening *w, int64_t id)
{
	w->ids = pool_grow(
		w->pool, w->ids, w->ids_n, &w->ids_cap, sizeof(*w->ids));
	w->ids[w->ids_n++] = id;
}

static bool
has_id(const struct opening *w, int64_t id)
{
	size_t i;

	for (i = 0; i < w->ids_n; i++)
		if (w->ids[i] == id)
			return true;
	return false;
}

static int
members_open(struct opening *w, const char *name, int64_t id, struct fail *f)
{
	struct offer *o = w->offer;
	struct members members = { 0 };
	size_t i;
	int rc;

	o->rotation = pool_zero(w->pool, sizeof(*o->rotation));
	rc = name != NULL
		     ? rotation_find(w->store, name, w->pool, o->rotation, f)
		     : rotation_load(w->store, id, w->pool, o->rotation, f);
	if (rc != 1)
		return -1;
	if (w->query->members != NULL)
		members = *w->query->members;
	else if (members_load(w->store, o->rotation->id, 0, w->pool, &members,
			 f) != 0)
		return -1;
	for (i = 0; i < members.n; i++)
		if (member_on(&members.v[i], w->query->now) &&
			members.v[i].weight > 0)
			add_id(w, members.v[i].user_id);
	if (w->ids_n == 0)
		return fail(f, EXIT_REFUSED, "rotation %s: %s",
			o->rotation->name,
			members.n == 0 ? "it has no members"
				       : "nobody takes part now");
	o->mode = OFFER_ANY;
	return 0;
}

static int
page_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	struct page *page = pool_zero(w->pool, sizeof(*page));
	struct user owner = { 0 };
	int64_t *ids = NULL;
	size_t n = 0, i;

	if (page_find(w->store, q->page, w->pool, page, f) != 1)
		return -1;
	w->offer->page = page;
	if (!q->any_state && strcmp(page->state, "enabled") != 0)
		return fail(f, EXIT_REFUSED, "page %s is %s", page->slug,
			page->state);
	if (user_load(w->store, page->user_id, w->pool, &owner, f) != 1)
		return -1;
	if (!q->any_state && !owner.pages_on)
		return fail(f, EXIT_REFUSED, "page %s: the pages of %s are off",
			page->slug, owner.email);
	if (page->time_zone == NULL)
		page->time_zone = owner.time_zone;
	if (strcmp(page->kind, "rotation") == 0)
		return members_open(w, NULL, page->rotation_id, f);
	if (strcmp(page->kind, "user") == 0) {
		add_id(w, page->user_id);
		return 0;
	}
	if (page_hosts(w->store, page->id, w->pool, &ids, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		add_id(w, ids[i]);
	if (n == 0)
		return fail(
			f, EXIT_REFUSED, "page %s has no hosts", page->slug);
	return 0;
}

static int
users_open(struct opening *w, struct fail *f)
{
	const struct strs *names = &w->query->users;
	size_t i;

	for (i = 0; i < names->n; i++) {
		struct user u = { 0 };

		if (user_find(w->store, names->v[i], w->pool, &u, f) != 1)
			return -1;
		/* the same person named twice is one */
		if (!has_id(w, u.id))
			add_id(w, u.id);
	}
	if (w->ids_n == 0)
		return fail(f, EXIT_USAGE, "nobody is named");
	return 0;
}

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

static int
hosts_load(struct opening *w, struct places *places, struct fail *f)
{
	struct offer *o = w->offer;
	size_t i;

	o->hosts_n = w->ids_n;
	o->hosts = pool_array(w->pool, o->hosts_n, sizeof(*o->hosts));
	o->engine_hosts =
		pool_array(w->pool, o->hosts_n, sizeof(*o->engine_hosts));
	if (w->ids_n > MANY &&
		host_each(w->store, w->pool, user_place, places, f) < 0)
		return -1;
	for (i = 0; i < o->hosts_n; i++) {
		if (w->ids_n <= MANY && user_load(w->store, w->ids[i], w->pool,
						&o->hosts[i], f) != 1)
			return -1;
		if (o->hosts[i].email == NULL)
			return fail(f, EXIT_BAD_DATA,
				"user %" PRId64 " is not in the store",
				w->ids[i]);
		o->engine_hosts[i].email = o->hosts[i].email;
	}
	return 0;
}

/* Whether a calendar counts here: where the page names some of its owner's,
 * those alone do (B8). */
static bool
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
	p->work->calendars = true;
	if (h->inactive == NULL &&
		calendar_blocks(c, q->now, q->max_stale_s, &why)) {
		h->inactive = pool_str(p->work->pool, why);
		h->inactive_calendar = pool_str(p->work->pool, c->slug);
	}
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

static int
calendars_load(struct opening *w, struct places *places, struct fail *f)
{
	const struct page *page = w->offer->page;
	size_t i;

	if (page != NULL && page->calendars.n > 0 &&
		page_checked_load(w->store, page->id, w->pool, &w->checked,
			&w->checked_n, f) != 0)
		return -1;
	if (w->ids_n > MANY && w->checked_n == 0)
		return host_calendar_each(
			       w->store, w->pool, calendar_place, places, f) < 0
			       ? -1
			       : 0;
	for (i = 0; i < w->ids_n; i++)
		if (calendar_each(w->store, w->ids[i], true, w->pool,
			    calendar_place, places, f) < 0)
			return -1;
	return 0;
}

/* ---- busy time ---- */

/* Hosts in the order of their addresses, for finding them. */
static int
by_email(const void *a, const void *b)
{
	return strcmp((*(struct offer_host *const *)a)->email,
		(*(struct offer_host *const *)b)->email);
}

static struct offer_host *
host_named(struct offer_host *const *sorted, size_t n, const char *email)
{
	struct offer_host key = { .email = email }, *want = &key, **found;

	if (email == NULL)
		return NULL;
	found = bsearch(&want, sorted, n, sizeof(*sorted), by_email);
	return found != NULL ? *found : NULL;
}

/* --busy in place of the calendars: each host's own and everybody's. */
static void
busy_given(struct opening *w)
{
	const struct offer_query *q = w->query;
	struct offer *o = w->offer;
	struct offer_host **sorted, *own;
	size_t i, k, n = 0;

	sorted = pool_array(w->pool, o->hosts_n, sizeof(*sorted));
	for (i = 0; i < o->hosts_n; i++)
		if (o->engine_hosts[i].email != NULL)
			sorted[n++] = &o->engine_hosts[i];
	qsort(sorted, n, sizeof(*sorted), by_email);
	for (k = 0; k < q->busy->n; k++) {
		own = q->busy_users != NULL
			      ? host_named(sorted, n, q->busy_users->v[k])
			      : NULL;
		if (own != NULL)
			busies_add(w->pool, &own->busy, &q->busy->v[k]);
		for (i = 0; own == NULL && i < o->hosts_n; i++)
			busies_add(w->pool, &o->engine_hosts[i].busy,
				&q->busy->v[k]);
	}
}

/* A meeting of ours whose copy stands in a calendar is named once. */
static void
copies_drop(struct busies *busy)
{
	size_t i, k;

	for (i = 0; i < busy->n; i++) {
		const struct busy *own = &busy->v[i];

		for (k = 0; own->booking != NULL && k < busy->n; k++) {
			struct busy *b = &busy->v[k];

			if (b->booking == NULL && b->uid != NULL &&
				own->uid != NULL && b->start == own->start &&
				strcmp(b->uid, own->uid) == 0)
				b->status = BUSY_FREE;
		}
	}
}

/* Nobody asks which event it was: the short form. */
static int
plain_busy(struct opening *w, struct fail *f)
{
	struct spans *plain = pool_array(w->pool, w->ids_n, sizeof(*plain));
	size_t i;

	if (busy_load_spans(w->store, w->ids, w->ids_n, w->load, w->pool, plain,
		    f) != 0)
		return -1;
	for (i = 0; i < w->ids_n; i++)
		w->offer->engine_hosts[i].plain = plain[i];
	return 0;
}

static int
busy_of_calendars(struct opening *w, struct busies *busy, struct fail *f)
{
	const struct offer_query *q = w->query;
	const char *but = q->moving != NULL ? q->moving->uid : NULL;
	size_t i, k;

	if (!q->explain && but == NULL && w->checked_n == 0)
		return q->at == 0 ? plain_busy(w, f)
				  : busy_load_many(w->store, w->ids, w->ids_n,
					    w->load, w->pool, busy, f);
	for (i = 0; i < w->ids_n; i++)
		if (busy_load_events(w->store, w->ids[i], w->load, but, w->pool,
			    &busy[i], f) != 0)
			return -1;
	for (i = 0; w->checked_n > 0 && i < w->ids_n; i++)
		for (k = 0; k < busy[i].n; k++)
			if (!calendar_counts(
				    w, w->ids[i], busy[i].v[k].calendar))
				busy[i].v[k].status = BUSY_FREE;
	return 0;
}

static int
busy_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	struct offer *o = w->offer;
	int64_t but = q->moving != NULL ? q->moving->id : 0;
	struct busies *busy = pool_array(w->pool, w->ids_n, sizeof(*busy));
	size_t i;

	if (q->busy == NULL && busy_of_calendars(w, busy, f) != 0)
		return -1;
	if (booking_busy_many(w->store, w->ids, w->ids_n, w->load, but, q->now,
		    w->pool, busy, f) != 0)
		return -1;
	for (i = 0; i < o->hosts_n; i++) {
		o->engine_hosts[i].busy = busy[i];
		if (q->explain)
			copies_drop(&o->engine_hosts[i].busy);
	}
	if (q->busy != NULL)
		busy_given(w);
	return 0;
}

/* ---- hours ---- */

static int
hours_open(struct opening *w, const char *text, const struct zone *zone,
	struct spans *to, struct fail *f)
{
	struct shared_hours *h;
	struct hours hours = { 0 };
	size_t i;

	for (i = 0; i < w->hours_n; i++) {
		h = &w->hours[i];
		if (h->zone == zone && strcmp(h->text, text) == 0) {
			*to = h->spans;
			return 0;
		}
	}
	if (hours_read(w->pool, text, "hours", &hours, f) != 0)
		return -1;
	hours_spans(w->pool, &hours, zone, w->offer->rules.window, to);
	if (w->hours_n == HOURS_KEPT)
		return 0;
	h = &w->hours[w->hours_n++];
	h->text = text;
	h->zone = zone;
	h->spans = *to;
	return 0;
}

static const char *
hours_text(const struct opening *w, size_t i)
{
	const struct page *page = w->offer->page;

	if (w->query->hours != NULL)
		return w->query->hours;
	if (page != NULL && page->hours != NULL)
		return page->hours;
	if (w->offer->hosts[i].hours != NULL)
		return w->offer->hosts[i].hours;
	return HOURS_DEFAULT;
}

static int
all_hours(struct opening *w, struct fail *f)
{
	struct offer *o = w->offer;
	bool page = o->page != NULL &&
		    (w->query->hours != NULL || o->page->hours != NULL);
	const struct zone *zone;
	size_t i;

	for (i = 0; i < o->hosts_n; i++) {
		zone = o->zone;
		if (!page && w->store != NULL &&
			(zone = zone_load(o->hosts[i].time_zone, f)) == NULL)
			return fail_prefix(f, "user %s", o->hosts[i].email);
		if (hours_open(w, hours_text(w, i), zone,
			    &o->engine_hosts[i].hours, f) != 0)
			return -1;
	}
	return 0;
}

/* ---- rules ---- */

/* The length asked for; of a page one of its own, or that of the meeting being
 * moved. */
static int
duration_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	const struct page *page = w->offer->page;
	int64_t *to = &w->offer->rules.duration_s;
	char *list;
	size_t i;

	*to = q->duration_s > 0 ? q->duration_s : DURATION_S;
	if (page == NULL || page->durations_n == 0)
		return 0;
	if (q->duration_s <= 0)
		*to = page->durations[0] * INT64_C(60);
	for (i = 0; i < page->durations_n; i++)
		if (page->durations[i] * INT64_C(60) == *to)
			return 0;
	if (q->moving != NULL && q->moving->end - q->moving->start == *to)
		return 0;
	list = pool_printf(w->pool, "%d", page->durations[0]);
	for (i = 1; i < page->durations_n; i++)
		list = pool_printf(w->pool, "%s, %d", list, page->durations[i]);
	return fail(
		f, EXIT_REFUSED, "page %s offers %s minutes", page->slug, list);
}

static int64_t
given(int64_t asked, int64_t else_)
{
	return asked >= 0 ? asked : else_;
}

static void
rules_open(struct opening *w)
{
	const struct offer_query *q = w->query;
	const struct page *page = w->offer->page;
	struct offer_rules *r = &w->offer->rules;

	r->mode = w->offer->mode;
	r->now = q->now;
	r->zone = w->offer->zone;
	r->align_clock = q->align_clock || (page != NULL && page->align_clock);
	r->pack = q->pack || (page != NULL && page->pack);
	r->step_s = q->step_s > 0  ? q->step_s
		    : page != NULL ? page->step_m * INT64_C(60)
				   : 0;
	r->offset_s = q->offset_given ? q->offset_s
		      : page != NULL  ? page->offset_m * INT64_C(60)
				      : 0;
	r->notice_s = given(q->notice_s, page != NULL ? page->notice_s : 0);
	r->before_s = given(q->before_s, page != NULL ? page->before_s : 0);
	r->after_s = given(q->after_s, page != NULL ? page->after_s : 0);
	r->gap_s = given(q->gap_s, page != NULL ? page->gap_s : 0);
}

/*
 * The horizon is a page's. People without a page are shown 28 days, but may be
 * asked for other ones.
 */
static void
window_open(struct opening *w)
{
	const struct offer_query *q = w->query;
	const struct page *page = w->offer->page;
	struct offer_rules *r = &w->offer->rules;
	int64_t around;

	if (page == NULL)
		r->horizon = zone_day(w->offer->zone, q->now, HORIZON_DAYS + 1);
	r->window.start = q->from != 0        ? q->from
			  : r->opens > q->now ? r->opens
					      : q->now;
	r->window.end = q->to != 0 ? q->to : r->horizon + r->duration_s;
	if (q->at != 0) {
		r->window.start = q->at;
		r->window.end = q->at + r->duration_s;
	}
	if (page == NULL && (q->at != 0 || q->to != 0))
		r->horizon = r->window.end;
	if (q->to == 0 && q->at == 0 && r->window.start >= r->horizon)
		r->window.end = r->window.start;
	w->offer->window = r->window;
	if (q->to == 0 && q->at == 0 && r->window.start < r->horizon)
		w->offer->window.end = r->horizon;
	/* what is first that day is not known from its middle on */
	if (page != NULL && page->first_only && q->at == 0)
		r->window.start = zone_day(w->offer->zone, r->window.start, 0);
	around = r->before_s + r->after_s;
	if (around < r->gap_s)
		around = r->gap_s;
	w->load.start = r->window.start - around - (r->pack ? 60 : 0);
	w->load.end = r->window.end + around;
}

static int
window_check(const struct opening *w, struct fail *f)
{
	const struct offer_rules *r = &w->offer->rules;

	if (r->window.start < INSTANT_MIN || r->window.end > INSTANT_MAX ||
		r->window.end - r->window.start > OFFER_WINDOW_MAX)
		return fail(f, EXIT_USAGE,
			"more than 732 days at once: ask for fewer");
	if (r->before_s > OFFER_DURATION_MAX ||
		r->after_s > OFFER_DURATION_MAX ||
		r->gap_s > OFFER_DURATION_MAX)
		return fail(f, EXIT_USAGE, "buffer: at most 30 days");
	return 0;
}

/* ---- all of it ---- */

static int
zone_open(struct opening *w, struct fail *f)
{
	struct offer *o = w->offer;
	const char *name =
		o->page != NULL ? o->page->time_zone : o->hosts[0].time_zone;

	if (w->store == NULL)
		o->zone = w->query->zone != NULL ? w->query->zone : zone_utc();
	else if ((o->zone = zone_load(name, f)) == NULL)
		return fail_prefix(f, "%s %s",
			o->page != NULL ? "page" : "user",
			o->page != NULL ? o->page->slug : o->hosts[0].email);
	o->time_zone =
		zone_name(w->query->zone != NULL ? w->query->zone : o->zone);
	return 0;
}

static int
rules_and_hours(struct opening *w, struct fail *f)
{
	if (zone_open(w, f) != 0 || duration_open(w, f) != 0)
		return -1;
	rules_open(w);
	if (w->offer->page != NULL &&
		horizon_open(w->store, w->query, w->offer, f) != 0)
		return -1;
	window_open(w);
	return window_check(w, f) != 0 || all_hours(w, f) != 0 ? -1 : 0;
}

/* Names alone: no store to ask. */
static int
open_bare(struct opening *w, struct fail *f)
{
	const struct strs *names = &w->query->users;
	struct offer *o = w->offer;
	size_t i;

	o->hosts_n = names->n > 0 ? names->n : 1;
	o->hosts = pool_array(w->pool, o->hosts_n, sizeof(*o->hosts));
	o->engine_hosts =
		pool_array(w->pool, o->hosts_n, sizeof(*o->engine_hosts));
	for (i = 0; i < names->n; i++)
		o->hosts[i].email = o->engine_hosts[i].email = names->v[i];
	if (names->n == 0)
		o->hosts[0].email = "";
	if (rules_and_hours(w, f) != 0)
		return -1;
	if (w->query->busy != NULL)
		busy_given(w);
	return 0;
}

static int
open_store(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	struct places places;
	int rc;

	rc = q->page != NULL       ? page_open(w, f)
	     : q->rotation != NULL ? members_open(w, q->rotation, 0, f)
				   : users_open(w, f);
	if (rc != 0)
		return -1;
	if (q->any_of)
		w->offer->mode = OFFER_ANY;
	else if (q->all_of)
		w->offer->mode = OFFER_ALL;
	places_make(w, &places);
	if (hosts_load(w, &places, f) != 0 || rules_and_hours(w, f) != 0 ||
		schedules_open(w->store, q, w->ids, w->pool, w->offer, f) != 0)
		return -1;
	if (q->busy == NULL && calendars_load(w, &places, f) != 0)
		return -1;
	w->offer->offline = q->busy == NULL && !w->calendars;
	if (legal_open(q, w->pool, w->offer, f) != 0)
		return -1;
	if (caps_open(w->store, q, w->ids, w->pool, w->offer, f) != 0 ||
		first_open(w->store, q, w->pool, w->offer, f) != 0)
		return -1;
	return busy_open(w, f);
}

int
offer_open(struct store *store, const struct offer_query *query,
	struct pool *pool, struct offer *offer, struct fail *f)
{
	struct opening w = {
		.store = store, .query = query, .pool = pool, .offer = offer
	};

	memset(offer, 0, sizeof(*offer));
	offer->no_hosts = query->no_hosts;
	offer->mode = query->any_of ? OFFER_ANY : OFFER_ALL;
	if ((store == NULL ? open_bare(&w, f) : open_store(&w, f)) != 0)
		return -1;
	return offer_ready(
		pool, &offer->rules, offer->engine_hosts, offer->hosts_n, f);
}
