#include "flow/sync_priv.h"

#include "store/booking.h"
#include "store/outbox_puts.h"

#include <inttypes.h>
#include <string.h>

/* Meetings whose event is gone from its calendar: a second look (R28). */

struct theirs {
	struct pool *pool;
	struct calendar *v;
	size_t n, cap;
};

static int
keep(void *arg, const struct calendar *c)
{
	struct theirs *all = arg;

	/* nobody moves a meeting among public holidays, and their feed may be
	 * away for days */
	if (strcmp(c->role, "ignore") == 0 || strcmp(c->role, "holidays") == 0)
		return 0;
	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *c;
	return 0;
}

/* Whether what the store holds of a calendar is what stands in it: it was
 * pulled just now. */
static int
fresh(struct store *store, const struct calendar *c, const struct sync_how *how,
	struct pool *pool, struct fail *f)
{
	struct account a = { 0 };

	if (account_load(store, c->account_id, pool, &a, f) != 1)
		return -1;
	return c->failures == 0 && strcmp(c->state, "active") == 0 &&
	       how->find(a.provider) != NULL &&
	       (how->forced || a.next_at <= how->now);
}

static int
add_calendars(struct store *store, int64_t user_id, const struct sync_how *how,
	struct pool *pool, struct missing *to, struct fail *f)
{
	struct theirs all = { .pool = pool };
	size_t i;
	int rc;

	if (calendar_each(store, user_id, true, pool, keep, &all, f) < 0)
		return -1;
	for (i = 0; i < all.n; i++) {
		if ((rc = fresh(store, &all.v[i], how, pool, f)) < 0)
			return -1;
		if (rc == 0)
			continue;
		to->again = pool_grow(pool, to->again, to->again_n,
			&to->again_cap, sizeof(*to->again));
		to->again[to->again_n++] = all.v[i].id;
	}
	return 0;
}

/* Whether one of the calendars is the user's: 1, 0, -1. */
static int
concerned(struct store *store, const int64_t *calendars, size_t n,
	int64_t user_id, struct pool *pool, struct fail *f)
{
	struct calendar c = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		if (calendar_load(store, calendars[i], pool, &c, f) != 1)
			return -1;
		if (c.user_id == user_id)
			return 1;
	}
	return 0;
}

int
missing_find(struct store *store, const int64_t *calendars, size_t n,
	const struct sync_how *how, struct pool *pool, struct missing *to,
	struct fail *f)
{
	struct gone *all;
	size_t all_n, i, k;
	int rc;

	if (follow_gone(store, how->now, pool, &all, &all_n, f) != 0)
		return -1;
	to->gone = all;
	to->gone_n = to->again_n = 0;
	for (i = 0; i < all_n; i++) {
		rc = concerned(store, calendars, n, all[i].user_id, pool, f);
		if (rc < 0)
			return -1;
		if (rc == 0)
			continue;
		for (k = 0; k < to->gone_n; k++)
			if (to->gone[k].user_id == all[i].user_id)
				break;
		if (k == to->gone_n && add_calendars(store, all[i].user_id, how,
					       pool, to, f) != 0)
			return -1;
		to->gone[to->gone_n++] = all[i];
	}
	return 0;
}

/* ---- after the second look ---- */

struct settling {
	struct store *store;
	const struct sync_how *how;
	struct pool *pool;
	struct booking b;
	struct follow seen;
	int64_t from; /* the calendar that it is gone from; 0: none of theirs */
	bool back;    /* it stands there again */
	bool unsure;  /* a calendar that could not be looked at */
	const struct calendar *to; /* where it stands now, or NULL */
	struct event_row row;      /* as it stands there */
};

/* The calendar where it stood, of all that the host has. */
static int
find_from(struct settling *s, const struct theirs *all, struct fail *f)
{
	int64_t *puts;
	size_t n, i, k;

	if (outbox_puts(s->store, s->b.id, s->pool, &puts, &n, f) != 0)
		return -1;
	for (i = 0; i < all->n; i++) {
		if (s->seen.calendar_id == all->v[i].id) {
			s->from = all->v[i].id;
			break;
		}
		for (k = 0; k < n; k++)
			if (puts[k] == all->v[i].id)
				s->from = puts[k];
	}
	return 0;
}

/* One that can be written is the better one. */
static int
find_to(struct settling *s, const struct theirs *all, struct fail *f)
{
	struct event_row row = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < all->n; i++) {
		const struct calendar *c = &all->v[i];

		rc = fresh(s->store, c, s->how, s->pool, f);
		if (rc < 0)
			return -1;
		if (rc == 0) {
			s->unsure = true;
			continue;
		}
		rc = event_find_uid(
			s->store, c->id, s->b.uid, s->pool, &row, f);
		if (rc < 0)
			return -1;
		if (rc == 1 && c->id == s->from)
			s->back = true;
		if (rc == 1 &&
			(s->to == NULL || (c->writable && !s->to->writable))) {
			s->to = c;
			s->row = row;
		}
	}
	return 0;
}

/* The mark goes; `calendar_id` says where its puts go from now on. */
static int
forget(struct settling *s, int64_t calendar_id, struct fail *f)
{
	struct follow seen;

	if (follow_load(s->store, s->b.id, s->pool, &seen, f) != 0)
		return -1;
	seen.gone_at = 0;
	seen.calendar_id = calendar_id;
	return follow_save(s->store, &seen, f);
}

/* It goes with its event. */
static int
relocate(struct settling *s, struct fail *f)
{
	bool alone = strchr(s->row.href, '#') == NULL;
	const char *detail =
		pool_printf(s->pool, "{\"calendar\":%" PRId64 "}", s->to->id);

	if (store_begin(s->store, f) != 0)
		return -1;
	if (forget(s, alone ? s->to->id : 0, f) == 0 &&
		outbox_relocate(s->store, s->b.id, s->from, s->to->id,
			alone && s->to->writable ? s->row.href : NULL,
			s->how->now, f) == 0 &&
		audit_add(s->store, s->how->now, "booking.follow", s->b.ref,
			detail, f) == 0 &&
		store_commit(s->store, f) == 0)
		return follow_event(
			s->store, &s->row, &s->b, s->how, s->pool, f);
	store_rollback(s->store);
	return -1;
}

static int
cancel(struct settling *s, struct fail *f)
{
	struct booking to = { 0 };
	struct fail why;
	bool again;

	if (book_cancel(s->store, s->how->book, s->b.ref,
		    "removed from the host's calendar", &to, &again, s->pool,
		    &why) != 0) {
		fail_prefix(&why, "meeting %s was removed in the calendar",
			s->b.ref);
		if (s->how->problem != NULL)
			s->how->problem(s->how->arg, "meeting", &why);
	}
	return forget(s, s->seen.calendar_id, f);
}

static int
settle(struct settling *s, struct fail *f)
{
	struct theirs all = { .pool = s->pool };

	if (calendar_each(s->store, s->b.organizer_id, true, s->pool, keep,
		    &all, f) < 0 ||
		find_from(s, &all, f) != 0 || find_to(s, &all, f) != 0)
		return -1;
	/* nobody looks at that calendar any more */
	if (s->back || s->from == 0)
		return forget(s, s->seen.calendar_id, f);
	if (s->to != NULL)
		return relocate(s, f);
	return s->unsure ? 0 : cancel(s, f);
}

int
missing_settle(struct store *store, const char *ref, const struct sync_how *how,
	struct fail *f)
{
	struct settling s = { .store = store, .how = how, .pool = pool_new() };
	int rc = 0, found;

	found = booking_find(store, ref, s.pool, &s.b, f);
	if (found == 1)
		rc = follow_load(store, s.b.id, s.pool, &s.seen, f);
	if (found < 0 || rc < 0)
		rc = -1;
	else if (found == 1 && s.seen.gone_at != 0 &&
		 strcmp(s.b.status, "confirmed") == 0)
		rc = settle(&s, f);
	pool_free(s.pool);
	return rc;
}
