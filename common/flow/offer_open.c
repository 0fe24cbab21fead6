#include "flow/offer_priv.h"

#include "store/page.h"
#include "store/user.h"
#include "when/hours.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { HORIZON_DAYS = 28, DURATION_S = 30 * 60 };

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
	if (w->hours_n == OFFER_HOURS_KEPT)
		return 0;
	h = &w->hours[w->hours_n++];
	h->text = text;
	h->zone = zone;
	h->spans = *to;
	return 0;
}

/* Hours of the query or page are people's: beside them a room keeps its own. */
bool
hours_own(const struct offer *o, size_t i)
{
	return o->hosts[i].room && o->rooms < o->hosts_n;
}

static const char *
hours_text(const struct opening *w, size_t i)
{
	const struct page *page = w->offer->page;

	if (hours_own(w->offer, i))
		return user_hours(&w->offer->hosts[i]);
	if (w->query->hours != NULL)
		return w->query->hours;
	if (page != NULL && page->hours != NULL)
		return page->hours;
	return user_hours(&w->offer->hosts[i]);
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
		if ((!page || hours_own(o, i)) && w->store != NULL &&
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
	if (q->instant)
		r->notice_s = 0;
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

	if (people_open(w, f) != 0 || people_load(w, f) != 0 ||
		rules_and_hours(w, f) != 0 ||
		schedules_open(w->store, q, w->ids, w->pool, w->offer, f) != 0)
		return -1;
	if (q->busy == NULL && calendars_open(w, f) != 0)
		return -1;
	w->offer->offline = q->busy == NULL && !w->calendars &&
			    w->offer->rooms < w->offer->hosts_n;
	if (rooms_open(w, f) != 0 || legal_open(q, w->pool, w->offer, f) != 0)
		return -1;
	if (caps_open(w->store, q, w->ids, w->pool, w->offer, f) != 0 ||
		first_open(w->store, q, w->pool, w->offer, f) != 0 ||
		seats_open(w, f) != 0)
		return -1;
	return busy_open(w, f);
}

instant
offer_now(instant now)
{
	return (now + 59) / 60 * 60;
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
	if (offer_ready(pool, &offer->rules, offer->engine_hosts,
		    offer->hosts_n, f) == 0)
		return 0;
	return offer->page != NULL && f->status == EXIT_REFUSED
		       ? fail_prefix(f, "page %s", offer->page->slug)
		       : -1;
}
