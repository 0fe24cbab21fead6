#include "flow/offer_priv.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*
 * Pages with seats (B17): beside the starts that are free, those of the page's
 * own sessions of that length which have seats left.
 */

static size_t
host_place(const struct offer *o, int64_t user_id)
{
	size_t i;

	for (i = 0; i < o->hosts_n && o->hosts[i].id != user_id; i++)
		;
	return i;
}

/* Whether all of its hosts are asked, and their calendars can be read: the
 * owner of who books (B12), not a member who is off. */
static bool
hosts_fine(const struct offer *o, const struct page_session *s)
{
	size_t i, at;

	for (i = 0; i < s->hosts_n; i++) {
		at = host_place(o, s->hosts[i]);
		if (at == o->hosts_n || o->engine_hosts[at].inactive != NULL)
			return false;
	}
	return true;
}

/* Whether the rules let it be booked, whatever seats are left. That its time is
 * taken, and that there are as many meetings as are allowed, says nothing: it
 * is there already. */
static bool
rules_fine(const struct offer_query *q, const struct offer *o,
	const struct page_session *s)
{
	const struct offer_rules *r = &o->rules;

	return s->start >= r->now + r->notice_s && s->start >= r->opens &&
	       s->start < r->horizon && s->start >= r->window.start &&
	       s->end <= r->window.end && !o->booker_full && !o->not_first &&
	       (q->by_hand == NULL ||
		       strcasecmp(q->by_hand, s->organizer_email) == 0 ||
		       strcasecmp(q->by_hand, s->organizer_slug) == 0) &&
	       (r->legal == NULL || spans_hold(r->legal, s->start, s->end)) &&
	       hosts_fine(o, s);
}

int
seats_open(struct opening *w, struct fail *f)
{
	const struct offer_query *q = w->query;
	struct offer *o = w->offer;
	struct page_sessions all = { 0 };
	size_t i;

	if (o->page == NULL || o->page->seats == 0 || q->busy != NULL)
		return 0;
	o->party = q->party > 0 ? q->party : 1;
	o->seats = o->page->seats;
	if (sessions_load(w->store, o->page->id, w->load.start, w->load.end,
		    o->rules.duration_s, w->pool, &all, f) != 0)
		return -1;
	o->sessions = pool_array(w->pool, all.n + 1, sizeof(*o->sessions));
	for (i = 0; i < all.n; i++) {
		const struct page_session *s = &all.v[i];
		struct offer_session *to = &o->sessions[o->sessions_n];

		/* it moves, and its place goes with it */
		if (q->moving != NULL && q->moving->id == s->id)
			continue;
		to->session = *s;
		to->left = o->seats > s->taken ? (int)(o->seats - s->taken) : 0;
		to->open = !q->apart && rules_fine(q, o, s);
		o->sessions_n++;
	}
	return 0;
}

/* The first that starts then or later; they are in order. */
static size_t
from(const struct offer *o, instant start)
{
	size_t low = 0, high = o->sessions_n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (o->sessions[middle].session.start < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
starts(const struct offer *o, size_t i, instant start)
{
	return i < o->sessions_n && o->sessions[i].session.start == start;
}

const struct offer_session *
seats_at(const struct offer *o, instant start)
{
	const struct offer_session *s;
	size_t i;

	for (i = from(o, start); starts(o, i, start); i++) {
		s = &o->sessions[i];
		if (s->open && s->left > 0 && s->left >= o->party)
			return s;
	}
	return NULL;
}

static int
by_time(const void *a, const void *b)
{
	instant x = *(const instant *)a, y = *(const instant *)b;

	return (x > y) - (x < y);
}

void
seats_merge(const struct offer *o, struct pool *pool, struct offer_starts *to)
{
	size_t i, n = to->n, kept = 0;

	for (i = 0; i < o->sessions_n; i++) {
		instant start = o->sessions[i].session.start;

		if (seats_at(o, start) == NULL)
			continue;
		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
		to->v[to->n++] = start;
	}
	if (to->n == n)
		return;
	qsort(to->v, to->n, sizeof(*to->v), by_time);
	for (i = 0; i < to->n; i++)
		if (kept == 0 || to->v[kept - 1] != to->v[i])
			to->v[kept++] = to->v[i];
	to->n = kept;
}

void
seats_slot(const struct offer *o, struct pool *pool, struct slot *slot)
{
	const struct offer_session *s = seats_at(o, slot->start);
	size_t i, at;

	if (o->seats == 0)
		return;
	slot->seats_left = s != NULL ? s->left : o->seats;
	if (s == NULL)
		return;
	slot->session_id = s->session.id;
	slot->hosts = slot->rooms = (struct strs){ 0 };
	for (i = 0; i < s->session.hosts_n; i++) {
		at = host_place(o, s->session.hosts[i]);
		strs_add(pool, o->hosts[at].room ? &slot->rooms : &slot->hosts,
			o->hosts[at].email);
	}
}

int
seats_refuse(
	const struct offer *o, instant start, const char *when, struct fail *f)
{
	int most = -1;
	size_t i;

	for (i = from(o, start); starts(o, i, start); i++)
		if (o->sessions[i].open && o->sessions[i].left > most)
			most = o->sessions[i].left;
	if (most < 0)
		return 0;
	if (most == 0)
		return fail(
			f, EXIT_TAKEN, "slot taken: %s: no seat is left", when);
	return fail(f, EXIT_TAKEN, "slot taken: %s: only %d seat%s left", when,
		most, most == 1 ? " is" : "s are");
}

int
seats_fit(const struct offer *o, const char *when, struct fail *f)
{
	if (o->seats == 0 || o->party <= o->seats)
		return 0;
	return fail(f, EXIT_TAKEN, "slot taken: %s: only %d seats are left",
		when, o->seats);
}

/* The session that a reason is about, or NULL. */
static const struct offer_session *
reason_session(const struct offer *o, const struct reason *r)
{
	size_t i;

	if (r->booking == NULL ||
		(strcmp(r->rule, "busy") != 0 && strcmp(r->rule, "held") != 0))
		return NULL;
	for (i = from(o, r->start); starts(o, i, r->start); i++)
		if (strcmp(r->booking, o->sessions[i].session.ref) == 0)
			return &o->sessions[i];
	return NULL;
}

void
seats_explain(const struct offer *o, struct pool *pool, struct explain *e)
{
	const struct offer_session *s;
	struct reason *r;
	size_t i;

	for (i = 0; i < e->rules_n; i++) {
		r = &e->rules[i];
		if ((s = reason_session(o, r)) == NULL)
			continue;
		if (s->left == 0)
			r->rule = "full";
		r->detail = s->left == 0
				    ? pool_printf(pool, "%d seats", o->seats)
				    : pool_printf(pool, "%d of %d seats left",
					      s->left, o->seats);
	}
}

bool
seats_free(const struct offer *o, const char *email, instant start)
{
	const struct offer_session *s = seats_at(o, start);
	size_t i;

	for (i = 0; s != NULL && i < s->session.hosts_n; i++)
		if (strcmp(o->hosts[host_place(o, s->session.hosts[i])].email,
			    email) == 0)
			return true;
	return false;
}
