#include "flow/book_priv.h"
#include "flow/offer_series.h"

#include "engine/book.h"
#include "store/booking.h"
#include "store/page.h"

#include <string.h>

/* Several meetings in one go (B17): all of them or none. */

struct list {
	struct pool *pool;
	struct booking *v;
	size_t n, cap;
};

static int
list_add(void *arg, const struct booking *b)
{
	struct list *l = arg;

	l->v = pool_grow(l->pool, l->v, l->n, &l->cap, sizeof(*l->v));
	l->v[l->n++] = *b;
	return 0;
}

/* All of a series, by start; what is over and cancelled too with `all`. */
static int
members_of(struct work *w, const char *series, instant from, bool all,
	struct list *l, struct fail *f)
{
	struct booking_query q = { .from = from,
		.to = INSTANT_MAX,
		.series = series,
		.all = all,
		.now = w->how->notify.now };

	return booking_each(w->store, &q, w->pool, list_add, l, f);
}

/* ---- made ---- */

/* One that is being made. */
struct making {
	struct work *w;
	const struct booking *asked;
	struct series_starts starts;
	struct span *times;
	struct strs who;
	const char *ref;
	struct list made;
};

/* A copy of what is asked for, at the i-th time. */
static struct booking
nth(struct making *m, size_t i)
{
	struct booking b = *m->asked;
	size_t size = b.attendees_n * sizeof(*b.attendees);
	int64_t length = b.end > b.start ? b.end - b.start : 0;

	b.attendees = pool_zero(m->w->pool, size + 1);
	if (size > 0)
		memcpy(b.attendees, m->asked->attendees, size);
	b.attendees_cap = b.attendees_n;
	b.start = m->starts.v[i];
	b.end = length > 0 ? b.start + length : 0;
	b.series = m->ref;
	/* the same key gives all of them */
	if (i > 0)
		b.key = NULL;
	return b;
}

/* Whether the host who is named is free at each. */
static int
look(void *arg, const struct offer *o, const struct slot *slot, struct fail *f)
{
	struct work *w = arg;
	struct user *u;

	w->offer = *o;
	w->slot = *slot;
	w->b->start = slot->start;
	if (w->b->organizer_email == NULL ||
		(u = work_host(w, w->b->organizer_email)) == NULL)
		return 0;
	return work_host_free(w, u, f);
}

/* When they are, and whether the page lets them be. */
static int
plan(struct making *m, const struct series *series, struct fail *f)
{
	struct work *w = m->w;
	const struct booking *b = m->asked;
	const struct zone *zone;
	struct page page = { 0 };

	if (b->start == 0)
		return fail(f, EXIT_USAGE, "no start");
	if (b->page != NULL) {
		if (page_find(w->store, b->page, w->pool, &page, f) != 1)
			return -1;
		zone = book_zone(w->store, b->page, w->pool, f);
	} else {
		zone = b->time_zone != NULL ? zone_load(b->time_zone, f)
					    : zone_utc();
	}
	if (zone == NULL)
		return -1;
	/* also of one that is too short, or does not exist */
	if (offer_series_allowed(b->page != NULL ? &page : NULL, series,
		    SERIES_MIN, f) != 0 ||
		series_starts(series, b->start, zone, &m->starts, f) != 0)
		return -1;
	return offer_series_allowed(
		b->page != NULL ? &page : NULL, series, m->starts.n, f);
}

/* Looks at all of them before the first is made: who can take them all. */
static int
together(struct making *m, struct fail *f)
{
	struct work *w = m->w;
	struct booking b = nth(m, 0);
	struct offer_series s = { .look = look, .arg = w };
	struct offer_query q = { 0 };
	size_t i;
	int rc;

	w->b = &b;
	if (work_ask(w, &q, f) != 0)
		return -1;
	work_query(w, &q);
	rc = offer_series_check(
		w->store, &q, &m->starts, b.page != NULL, w->pool, &s, f);
	w->offer = s.offer;
	b.start = m->starts.v[s.at - 1];
	/* where there is an offer at all, it says why */
	if (rc != 0 && w->offer.hosts != NULL && f->hint[0] == '\0')
		work_hint(w, f);
	m->who = s.slot.hosts;
	m->times = pool_array(w->pool, m->starts.n, sizeof(*m->times));
	for (i = 0; i < m->starts.n; i++) {
		m->times[i].start = m->starts.v[i];
		m->times[i].end = m->times[i].start + w->offer.rules.duration_s;
	}
	return rc;
}

/* Whether a failure is about the one that was being made. */
static bool
of_one(const struct fail *f, size_t i)
{
	return i > 0 || f->status == EXIT_TAKEN || f->status == EXIT_NONE ||
	       f->status == EXIT_INACTIVE;
}

static int
make(struct making *m, struct fail *f)
{
	struct work_series series = { .ref = m->ref,
		.times = m->times,
		.n = m->starts.n,
		.who = &m->who };
	struct booking first;
	size_t i;

	for (i = 0; i < m->starts.n; i++) {
		struct booking b = nth(m, i);
		struct work one = { .store = m->w->store,
			.how = m->w->how,
			.notify = m->w->how->notify,
			.pool = m->w->pool,
			.b = &b,
			.series = &series };
		int rc;

		series.at = i;
		rc = work_create(&one, f);
		/* who has to be told, when it cannot be had */
		m->w->offer = one.offer;
		m->w->notify = one.notify;
		if (rc != 0)
			return of_one(f, i) ? fail_prefix(f, "%zu of %zu",
						      i + 1, m->starts.n)
					    : -1;
		list_add(&m->made, &b);
		if (i == 0)
			first = b;
		series.first = &first;
	}
	return notify_series(m->w->store, &m->w->notify, m->made.v, m->made.n,
		m->w->pool, f);
}

/* The same key again: 1, 0, -1. */
static int
made_before(struct making *m, struct fail *f)
{
	const char *key = m->asked->key;
	struct booking b = { 0 };
	int rc;

	if (key == NULL || *key == '\0')
		return 0;
	if (booking_sweep(m->w->store, m->w->how->notify.now, f) != 0)
		return -1;
	if ((rc = booking_find_key(m->w->store, key, m->w->pool, &b, f)) != 1)
		return rc;
	if (b.series == NULL)
		return fail(f, EXIT_REFUSED,
			"key %.60s: booking %s has it, which is no series",
			book_shown(m->w->pool, key), b.ref);
	return members_of(m->w, b.series, INSTANT_MIN, true, &m->made, f) == 0
		       ? 1
		       : -1;
}

int
book_series(struct store *store, const struct book_how *how,
	const struct series *series, const struct booking *b,
	struct booking **to, size_t *n, bool *again, struct pool *pool,
	struct fail *f)
{
	struct work w = {
		.store = store, .how = how, .notify = how->notify, .pool = pool
	};
	struct making m = { .w = &w, .asked = b, .made.pool = pool };
	struct booking tried = *b;
	struct user *one = NULL;
	size_t i;
	int rc;

	*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	if ((rc = made_before(&m, f)) == 0) {
		rc = -1;
		if ((m.ref = ref_series(&w, f)) != NULL &&
			plan(&m, series, f) == 0 && together(&m, f) == 0)
			rc = make(&m, f);
	} else if (rc == 1) {
		*again = true;
		store_rollback(store);
	}
	w.b = &tried;
	if (rc == 1 || (rc == 0 && work_end(&w, f) == 0)) {
		*to = m.made.v;
		*n = m.made.n;
		/* no link was ever made */
		for (i = 0; how->dry_run && i < *n; i++)
			m.made.v[i].token = NULL;
		return 0;
	}
	store_rollback(store);
	if (b->organizer_email != NULL && w.offer.mode == OFFER_ANY)
		one = work_host(&w, b->organizer_email);
	work_tried(&w, one != NULL ? one->email : NULL, f);
	return -1;
}

/* ---- cancelled ---- */

/* Those that are still to begin and not too late for. */
static int
cancel(struct work *w, const struct list *all, const char *reason,
	struct list *done, size_t *late, struct fail *f)
{
	struct work_series series = { .n = all->n };
	size_t i;

	series.times = pool_array(w->pool, all->n, sizeof(*series.times));
	for (i = 0; i < all->n; i++) {
		struct booking b = all->v[i], before = b;
		struct work one = *w;

		one.b = &b;
		/* its hosts are told of all at once */
		series.at = i;
		one.series = &series;
		if (!book_cancelled(&b, reason, w->how->notify.now))
			continue;
		if (work_in_time(&one, &before, true, f) != 0) {
			if (f->status != EXIT_REFUSED)
				return -1;
			++*late;
			continue;
		}
		if (work_cancel(&one, &before, f) != 0)
			return fail_prefix(f, "%s", before.ref);
		list_add(done, &b);
	}
	/* `f` says why */
	if (*late > 0 && done->n == 0)
		return -1;
	return notify_series(
		w->store, &w->notify, done->v, done->n, w->pool, f);
}

int
book_series_cancel(struct store *store, const struct book_how *how,
	const char *series, const char *reason, struct booking **to, size_t *n,
	size_t *late, struct pool *pool, struct fail *f)
{
	struct booking nobody = { 0 };
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = &nobody };
	struct list all = { .pool = pool }, done = { .pool = pool };
	int rc = -1;

	*late = 0;
	if (book_reason(pool, &reason, f) != 0 || store_begin(store, f) != 0)
		return -1;
	if (members_of(&w, series, INSTANT_MIN, true, &all, f) == 0 &&
		all.n == 0)
		fail(f, EXIT_NOT_FOUND, "series %.60s: not found", series);
	else if (all.n > 0)
		rc = 0;
	all.n = 0;
	if (rc == 0)
		rc = members_of(&w, series, how->notify.now, false, &all, f);
	if (rc == 0)
		rc = cancel(&w, &all, reason, &done, late, f);
	*to = done.v;
	*n = done.n;
	if (rc == 0 && work_end(&w, f) == 0)
		return 0;
	store_rollback(store);
	return -1;
}
