#include "flow/book_priv.h"

#include "engine/book.h"
#include "store/booking.h"
#include "store/page.h"

#include <inttypes.h>
#include <string.h>

/* Holds and proposals (B9): times kept for somebody who is still to decide. */

enum { TRIES_MAX = 400 };

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

/* The holds of a proposal that are not over. */
static int
held_of(struct work *w, const char *proposal, struct list *l, struct fail *f)
{
	struct booking_query q = { .from = INSTANT_MIN,
		.to = INSTANT_MAX,
		.status = "held",
		.proposal = proposal,
		.now = w->how->notify.now };

	l->pool = w->pool;
	return booking_each(w->store, &q, w->pool, list_add, l, f);
}

static int
release(struct work *w, struct booking *b, const char *reason, struct fail *f)
{
	book_cancelled(b, reason, w->how->notify.now);
	/* whoever asks again with it wants a new one */
	b->key = NULL;
	if (booking_save(w->store, b, f) != 0)
		return -1;
	return audit_add(w->store, w->how->notify.now, "booking.release",
		b->ref, NULL, f);
}

/* ---- propose ---- */

struct starts {
	struct pool *pool;
	struct span *v;
	size_t n, cap;
};

static int
start_add(void *arg, const struct slot *slot)
{
	struct starts *s = arg;

	s->v = pool_grow(s->pool, s->v, s->n, &s->cap, sizeof(*s->v));
	s->v[s->n++] = (struct span){ slot->start, slot->end };
	return 0;
}

/* What is free now; each is looked at again when it is held. */
static int
free_starts(struct work *w, const struct book_proposal *p,
	const struct booking *b, struct starts *s, struct fail *f)
{
	struct offer_query q = { .page = b->page,
		.duration_s = p->length_s > 0 ? p->length_s : -1,
		.step_s = -1,
		.notice_s = -1,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.from = p->from,
		.to = p->to,
		.zone = p->zone,
		.booker = b->attendees_n > 0 ? b->attendees[0].email : NULL,
		.now = w->how->notify.now,
		.max_stale_s = w->how->max_stale_s };

	s->pool = w->pool;
	if (offer_open(w->store, &q, w->pool, &w->offer, f) != 0)
		return -1;
	return offer_each(&w->offer, w->pool, start_add, s, f) == 0 ? 0 : -1;
}

/* Holds one time. 1 held, 0 not to be had, -1. */
static int
hold_one(struct work *w, const struct booking *b, const struct span *at,
	const char *proposal, struct list *l, struct fail *f)
{
	struct work one = { .store = w->store,
		.how = w->how,
		.notify = w->how->notify,
		.pool = w->pool,
		.more = l->n > 0 };
	struct booking held = *b;
	size_t size = b->attendees_n * sizeof(*b->attendees);

	held.attendees =
		memcpy(pool_zero(w->pool, size + 1), b->attendees, size);
	held.attendees_cap = b->attendees_n;
	held.start = at->start;
	held.end = at->end;
	held.proposal = proposal;
	one.b = &held;
	if (work_create(&one, f) == 0)
		return list_add(l, &held), 1;
	return f->status == EXIT_TAKEN || f->status == EXIT_NONE ||
			       (l->n > 0 && f->status == EXIT_REFUSED)
		       ? 0
		       : -1;
}

/* Times that were named: all of them. */
static int
propose_these(struct work *w, const struct book_proposal *p,
	const struct booking *b, const char *proposal, struct list *l,
	struct fail *f)
{
	struct span at;
	int64_t i;

	l->pool = w->pool;
	for (i = 0; i < p->times; i++) {
		at.start = p->starts[i];
		at.end = p->length_s > 0 ? at.start + p->length_s : 0;
		if (hold_one(w, b, &at, proposal, l, f) != 1)
			return fail_prefix(
				f, "%" PRId64 " of %" PRId64, i + 1, p->times);
	}
	return 0;
}

static int
propose(struct work *w, const struct book_proposal *p, const struct booking *b,
	struct list *l, struct fail *f)
{
	const char *proposal = ref_proposal(w, f);
	struct starts s = { 0 };
	instant day = 0, last = INSTANT_MIN;
	int64_t on_day = 0;
	size_t i, tries = 0;
	int rc;

	/* by the day of their first free moment: buffers of what was held
	 * before are looked at when the next one is */
	if (proposal != NULL && p->starts != NULL)
		return propose_these(w, p, b, proposal, l, f);
	if (proposal == NULL || free_starts(w, p, b, &s, f) != 0)
		return -1;
	for (i = 0; i < s.n && l->n < (size_t)p->times; i++) {
		instant midnight = zone_day(w->offer.zone, s.v[i].start, 0);

		if (midnight != day)
			on_day = 0;
		day = midnight;
		if ((p->per_day > 0 && on_day >= p->per_day) ||
			s.v[i].start < last)
			continue;
		if (++tries > TRIES_MAX)
			break;
		if ((rc = hold_one(w, b, &s.v[i], proposal, l, f)) < 0)
			return -1;
		on_day += rc;
		if (rc == 1)
			last = s.v[i].end;
	}
	if (l->n == (size_t)p->times)
		return 0;
	return fail(f, EXIT_NONE,
		"page %s: only %zu of %" PRId64 " times are free", b->page,
		l->n, p->times);
}

int
book_propose(struct store *store, const struct book_how *how,
	const struct book_proposal *p, const struct booking *b,
	struct booking **to, struct pool *pool, struct fail *f)
{
	struct work w = {
		.store = store, .how = how, .notify = how->notify, .pool = pool
	};
	struct list l = { .pool = pool };
	struct booking last;

	if (store_begin(store, f) != 0)
		return -1;
	if (booking_sweep(store, how->notify.now, f) == 0 &&
		propose(&w, p, b, &l, f) == 0) {
		*to = l.v;
		last = l.v[l.n - 1];
		w.b = &last;
		if (work_end(&w, f) == 0)
			return 0;
	}
	store_rollback(store);
	return -1;
}

/* ---- choose ---- */

/* What is known now and was not when the time was held. */
static void
unite(struct work *w, const struct booking *with)
{
	struct booking *b = w->b;
	struct attendee *all, *a;
	size_t i, n;

	if (with == NULL)
		return;
	if (with->answers != NULL && strcmp(with->answers, "{}") != 0)
		b->answers = with->answers;
	if (with->internal_note != NULL)
		b->internal_note = with->internal_note;
	if (with->attendees_n == 0)
		return;
	all = pool_array(
		w->pool, b->attendees_n + with->attendees_n + 1, sizeof(*all));
	for (n = 0; n < b->attendees_n; n++)
		all[n] = b->attendees[n];
	if (n == 0)
		n = 1;
	a = &all[0];
	if (with->attendees[0].email != NULL)
		a->email = with->attendees[0].email;
	if (with->attendees[0].name != NULL)
		a->name = with->attendees[0].name;
	if (with->attendees[0].language != NULL)
		a->language = with->attendees[0].language;
	if (with->attendees[0].time_zone != NULL)
		a->time_zone = with->attendees[0].time_zone;
	for (i = 1; i < with->attendees_n; i++)
		all[n++] = with->attendees[i];
	b->attendees = all;
	b->attendees_n = n;
}

/* Checks its own time as if it were not held, for the hosts that have it. */
static int
look_again(struct work *w, const struct booking *held, struct fail *f)
{
	struct booking *b = w->b;
	struct offer_query q = { .any_state = true,
		.duration_s = b->end - b->start,
		.apart = true,
		.moving = held };
	struct choice choice = { .keep = held };
	size_t i;

	for (i = 0; b->page == NULL && i < b->host_emails.n; i++)
		strs_add(w->pool, &q.users, b->host_emails.v[i]);
	for (i = 0; b->page == NULL && i < b->room_emails.n; i++)
		strs_add(w->pool, &q.users, b->room_emails.v[i]);
	return work_offer(w, &q, f) == 0 ? work_choose(w, &choice, f) : -1;
}

/* A hold that is over: is the time gone, too? It needs no row of its own any
 * more, so the offer says. */
static int
over(struct work *w, const struct booking *held, struct fail *f)
{
	if (look_again(w, held, f) != 0)
		return -1;
	fail(f, EXIT_REFUSED, "hold %s: expired", w->b->ref);
	return fail_hint(f, "the time is still free: mtg-book create");
}

static bool
ran_out(const struct booking *b, instant now)
{
	return booking_expired(b, now) ||
	       (strcmp(b->status, "cancelled") == 0 && b->expires_at != 0 &&
		       b->cancel_reason != NULL &&
		       strcmp(b->cancel_reason, "expired") == 0);
}

static int
release_others(struct work *w, struct fail *f)
{
	struct list l = { 0 };
	size_t i;

	if (w->b->proposal == NULL)
		return 0;
	if (held_of(w, w->b->proposal, &l, f) != 0)
		return -1;
	for (i = 0; i < l.n; i++)
		if (l.v[i].id != w->b->id &&
			release(w, &l.v[i], "not chosen", f) != 0)
			return -1;
	return 0;
}

/* 0 done, 1 done before, -1. */
static int
choose(struct work *w, const struct booking *with, struct fail *f)
{
	struct booking *b = w->b, held = *b;

	if (ran_out(b, w->how->notify.now))
		return over(w, &held, f);
	if (!booking_live(b))
		return fail(f, EXIT_REFUSED, "hold %s: %s", b->ref,
			b->cancel_reason != NULL ? b->cancel_reason
						 : b->status);
	if (!booking_held(b)) {
		if (b->expires_at != 0)
			return 1;
		return fail(f, EXIT_REFUSED, "booking %s is no hold", b->ref);
	}
	unite(w, with);
	/* first, so that the other times count in no cap */
	if (release_others(w, f) != 0 || look_again(w, &held, f) != 0 ||
		book_check(w->pool, b, &b->host_emails, f) != 0)
		return -1;
	held = *b;
	book_made(b, work_offline(w), w->how->notify.now);
	b->created_at = held.created_at;
	if (booking_save(w->store, b, f) != 0)
		return -1;
	return work_settle(w, "booking.choose", f);
}

int
book_choose(struct store *store, const struct book_how *how, const char *ref,
	const struct booking *with, struct booking *to, bool *again,
	struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };
	int rc = -1;

	*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	if (booking_find(store, ref, pool, to, f) == 1)
		rc = choose(&w, with, f);
	if (rc == 0 && (rc = work_end(&w, f)) == 0)
		return 0;
	store_rollback(store);
	*again = rc == 1;
	if (rc == 1)
		return 0;
	work_tried(&w, NULL, f);
	return -1;
}

/* ---- release ---- */

int
book_release(struct store *store, const struct book_how *how, const char *ref,
	struct booking **to, size_t *n, struct pool *pool, struct fail *f)
{
	struct booking *b = pool_zero(pool, sizeof(*b));
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = b };
	struct list l = { .pool = pool };
	int rc = -1;
	size_t i;

	if (store_begin(store, f) != 0)
		return -1;
	if (strncmp(ref, "p_", 2) == 0) {
		rc = held_of(&w, ref, &l, f);
		if (rc == 0 && l.n == 0)
			rc = fail(f, EXIT_NOT_FOUND,
				"proposal %s: no holds of it", ref);
	} else if (booking_find(store, ref, pool, b, f) == 1) {
		rc = booking_held(b) ? list_add(&l, b)
				     : fail(f, EXIT_REFUSED,
					       "booking %s is %s, no hold", ref,
					       b->status);
	}
	for (i = 0; rc == 0 && i < l.n; i++)
		rc = release(&w, &l.v[i], "dropped", f);
	*to = l.v;
	*n = l.n;
	if (rc == 0 && work_end(&w, f) == 0)
		return 0;
	store_rollback(store);
	return -1;
}
