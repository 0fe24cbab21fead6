#include "engine/offer.h"

#include "when/duration.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void
because(struct pool *pool, struct explain *to, const struct reason *why)
{
	if (to->rules_n >= OFFER_REASONS_MAX)
		return;
	to->rules = pool_grow(pool, to->rules, to->rules_n, &to->rules_cap,
		sizeof(*to->rules));
	to->rules[to->rules_n++] = *why;
	to->free = false;
}

static void
rule(struct pool *pool, struct explain *to, const char *name,
	const char *detail)
{
	struct reason why = { .rule = name, .detail = detail };

	because(pool, to, &why);
}

static const char *
notice_detail(struct pool *pool, const struct offer_rules *r, instant at)
{
	char text[32];

	if (at < r->now)
		return "in the past";
	return pool_printf(
		pool, "%s of notice", duration_write(r->notice_s, text));
}

static bool
unknown(const struct offer_host *h, instant start, instant end)
{
	return (h->known.start != 0 || h->known.end != 0) &&
	       (start < h->known.start || end > h->known.end);
}

/* Whether the event closed the day already: a public holiday, marked busy. */
static bool
named(const struct explain *e, const struct busy *b)
{
	size_t i;

	for (i = 0; i < e->rules_n && b->uid != NULL; i++) {
		const struct reason *why = &e->rules[i];

		if (strcmp(why->rule, "hours") == 0 && why->uid != NULL &&
			strcmp(why->uid, b->uid) == 0 &&
			why->start == b->start && why->end == b->end)
			return true;
	}
	return false;
}

/* Meetings that wait for somebody's answer are "held", all else is "busy"; what
 * only comes too near is "buffer". */
static void
busy_reason(struct pool *pool, const struct busy *b, bool buffer,
	struct explain *to)
{
	struct reason why = { .rule = "busy",
		.calendar = b->calendar,
		.uid = b->uid,
		.summary = b->summary,
		.booking = b->booking,
		.start = b->start,
		.end = b->end };

	if (buffer)
		why.rule = "buffer";
	else if (b->booking != NULL && b->status == BUSY_TENTATIVE)
		why.rule = "held";
	if (b->status == BUSY_UNAVAILABLE)
		why.detail = "out of office";
	else if (b->status == BUSY_TENTATIVE && b->booking == NULL)
		why.detail = "tentative";
	because(pool, to, &why);
}

static void
inactive_reason(
	struct pool *pool, const struct offer_host *h, struct explain *to)
{
	struct reason why = { .rule = "inactive",
		.calendar = h->inactive_calendar,
		.detail = h->inactive };

	if (h->inactive != NULL)
		because(pool, to, &why);
}

/* Why it is closed at [start, end): what the schedule knows, or that alone. */
static void
closed_reasons(struct pool *pool, const struct offer_host *h, instant start,
	instant end, struct explain *to)
{
	size_t i, n = to->rules_n;

	for (i = 0; i < h->closed_n; i++)
		if (h->closed[i].start < end && h->closed[i].end > start)
			because(pool, to, &h->closed[i]);
	if (to->rules_n == n)
		rule(pool, to, "hours", NULL);
}

/* The caps that are reached where a meeting starts at `start`. */
static void
limit_reasons(struct pool *pool, const struct limits *l, instant start,
	struct explain *to)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (start >= l->v[i].starts.start && start < l->v[i].starts.end)
			rule(pool, to, "limit", l->v[i].detail);
}

/* What stands in the way of [start, end): busy times that it overlaps, or (with
 * `buffer`) those that it only comes too near to. */
static void
busy_reasons(struct pool *pool, const struct offer_rules *r,
	const struct offer_host *h, instant start, instant end, bool buffer,
	struct explain *to)
{
	int64_t ahead, behind;
	size_t i;

	for (i = 0; i < h->busy.n; i++) {
		const struct busy *b = &h->busy.v[i];

		if (b->status == BUSY_FREE || b->start >= b->end)
			continue;
		if (start < b->end && b->start < end) {
			if (!buffer && !named(to, b))
				busy_reason(pool, b, false, to);
			continue;
		}
		offer_gaps(r, b, &ahead, &behind);
		if (buffer && start < b->end + behind && b->start - ahead < end)
			busy_reason(pool, b, true, to);
	}
}

/* The host's hours as they are without the page's restriction. */
static const struct spans *
own_hours(const struct offer_rules *r, const struct offer_host *h)
{
	return r->legal != NULL ? &h->own : &h->hours;
}

void
offer_why(struct pool *pool, const struct offer_rules *r,
	const struct offer_host *h, instant start, struct explain *to)
{
	instant end = start + r->duration_s;
	bool open = spans_hit(own_hours(r, h), start, start + 1);
	bool legal = r->legal == NULL || spans_hit(r->legal, start, start + 1);

	memset(to, 0, sizeof(*to));
	to->user = h->email;
	to->start = start;
	to->end = end;
	to->free = true;
	if (!open)
		closed_reasons(pool, h, start, start + 1, to);
	if (start >= r->horizon || start < r->opens)
		rule(pool, to, "horizon", NULL);
	else if (start < r->window.start || end > r->window.end)
		rule(pool, to, "horizon", "outside the time asked for");
	else if (unknown(h, start, end))
		rule(pool, to, "horizon", "calendars are not known then");
	if (!legal)
		rule(pool, to, "hours", r->legal_name);
	else if (open && !spans_hold(&h->hours, start, end))
		rule(pool, to, "fit", "the hours end first");
	if (start < r->now + r->notice_s)
		rule(pool, to, "notice", notice_detail(pool, r, start));
	busy_reasons(pool, r, h, start, end, false, to);
	busy_reasons(pool, r, h, start, end, true, to);
	inactive_reason(pool, h, to);
	limit_reasons(pool, &r->limits, start, to);
	limit_reasons(pool, &h->limits, start, to);
}

/* ---- stretch by stretch ---- */

/* What a busy time shuts with its buffers, and the busy time itself. */
struct shade {
	instant from, to;
	const struct busy *busy;
};

struct scene {
	const struct offer_rules *rules;
	const struct offer_host *host;
	struct shade *shades; /* by from */
	size_t shades_n, next;
	struct shade *now; /* those that touch the stretch at hand */
	size_t now_n;
	instant *edges;
	size_t edges_n, edges_cap;
	struct span window;
};

static int
shade_order(const void *a, const void *b)
{
	const struct shade *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return (x->busy > y->busy) - (x->busy < y->busy);
}

static int
by_time(const void *a, const void *b)
{
	instant x = *(const instant *)a, y = *(const instant *)b;

	return (x > y) - (x < y);
}

static void
edge(struct pool *pool, struct scene *s, instant at)
{
	if (at <= s->window.start || at >= s->window.end)
		return;
	s->edges = pool_grow(
		pool, s->edges, s->edges_n, &s->edges_cap, sizeof(*s->edges));
	s->edges[s->edges_n++] = at;
}

static void
scene_shades(struct pool *pool, struct scene *s)
{
	const struct busies *busy = &s->host->busy;
	int64_t ahead, behind;
	size_t i;

	s->shades = pool_array(pool, busy->n + 1, sizeof(*s->shades));
	s->now = pool_array(pool, busy->n + 1, sizeof(*s->now));
	for (i = 0; i < busy->n; i++) {
		const struct busy *b = &busy->v[i];
		struct shade *shade = &s->shades[s->shades_n];

		offer_gaps(s->rules, b, &ahead, &behind);
		shade->from = b->start - ahead;
		shade->to = b->end + behind;
		shade->busy = b;
		if (b->status == BUSY_FREE || b->start >= b->end ||
			shade->from >= s->window.end ||
			shade->to <= s->window.start)
			continue;
		s->shades_n++;
		edge(pool, s, shade->from);
		edge(pool, s, b->start);
		edge(pool, s, b->end);
		edge(pool, s, shade->to);
	}
	qsort(s->shades, s->shades_n, sizeof(*s->shades), shade_order);
}

static void
edge_spans(struct pool *pool, struct scene *s, const struct spans *all)
{
	size_t i;

	for (i = 0; i < all->n; i++) {
		edge(pool, s, all->v[i].start);
		edge(pool, s, all->v[i].end);
	}
}

static void
edge_limits(struct pool *pool, struct scene *s, const struct limits *l)
{
	size_t i;

	for (i = 0; i < l->n; i++) {
		edge(pool, s, l->v[i].starts.start);
		edge(pool, s, l->v[i].starts.end);
	}
}

static void
scene_edges(struct pool *pool, struct scene *s)
{
	size_t i, n = 0;

	edge_spans(pool, s, own_hours(s->rules, s->host));
	if (s->rules->legal != NULL)
		edge_spans(pool, s, s->rules->legal);
	for (i = 0; i < s->host->closed_n; i++) {
		edge(pool, s, s->host->closed[i].start);
		edge(pool, s, s->host->closed[i].end);
	}
	edge_limits(pool, s, &s->rules->limits);
	edge_limits(pool, s, &s->host->limits);
	edge(pool, s, s->rules->opens);
	edge(pool, s, s->rules->horizon);
	edge(pool, s, s->rules->now);
	edge(pool, s, s->rules->now + s->rules->notice_s);
	edge(pool, s, s->host->known.start);
	edge(pool, s, s->host->known.end);
	if (s->edges_n > 1)
		qsort(s->edges, s->edges_n, sizeof(*s->edges), by_time);
	for (i = 0; i < s->edges_n; i++)
		if (n == 0 || s->edges[n - 1] != s->edges[i])
			s->edges[n++] = s->edges[i];
	s->edges_n = n;
}

/* Keeps in `now` the shades that touch [start, end); called in order. */
static void
scene_turn(struct scene *s, instant start, instant end)
{
	size_t i, n = 0;

	while (s->next < s->shades_n && s->shades[s->next].from < end)
		s->now[s->now_n++] = s->shades[s->next++];
	for (i = 0; i < s->now_n; i++)
		if (s->now[i].to > start)
			s->now[n++] = s->now[i];
	s->now_n = n;
}

/* The rules against [start, end), within which none of them changes. */
static void
scene_rules(struct pool *pool, struct scene *s, instant start, instant end,
	struct explain *to)
{
	const struct offer_rules *r = s->rules;
	size_t i;
	int buffer;

	memset(to, 0, sizeof(*to));
	to->user = s->host->email;
	to->start = start;
	to->end = end;
	to->free = true;
	if (!spans_hold(own_hours(r, s->host), start, end))
		closed_reasons(pool, s->host, start, end, to);
	if (start >= r->horizon || start < r->opens)
		rule(pool, to, "horizon", NULL);
	else if (unknown(s->host, start, end))
		rule(pool, to, "horizon", "calendars are not known then");
	if (start < r->now + r->notice_s)
		rule(pool, to, "notice", notice_detail(pool, r, start));
	if (r->legal != NULL && !spans_hold(r->legal, start, end))
		rule(pool, to, "hours", r->legal_name);
	scene_turn(s, start, end);
	for (buffer = 0; buffer < 2; buffer++)
		for (i = 0; i < s->now_n; i++) {
			const struct busy *b = s->now[i].busy;
			bool hit = start < b->end && b->start < end;

			if (hit != (buffer != 0) && !named(to, b))
				busy_reason(pool, b, buffer != 0, to);
		}
	inactive_reason(pool, s->host, to);
	limit_reasons(pool, &r->limits, start, to);
	limit_reasons(pool, &s->host->limits, start, to);
}

static bool
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool
same_rules(const struct explain *a, const struct explain *b)
{
	size_t i;

	if (a->rules_n != b->rules_n)
		return false;
	for (i = 0; i < a->rules_n; i++) {
		const struct reason *x = &a->rules[i], *y = &b->rules[i];

		if (strcmp(x->rule, y->rule) != 0 || x->start != y->start ||
			x->end != y->end || !same_text(x->uid, y->uid) ||
			!same_text(x->calendar, y->calendar) ||
			!same_text(x->booking, y->booking) ||
			!same_text(x->detail, y->detail))
			return false;
	}
	return true;
}

static int
scene_say(struct pool *pool, const struct scene *s, struct explain *e,
	int (*each)(void *arg, const struct explain *), void *arg)
{
	if (e->free && e->end - e->start < s->rules->duration_s &&
		e->start > s->window.start && e->end < s->window.end)
		rule(pool, e, "fit", "too short for a meeting");
	return each(arg, e);
}

int
offer_explain_host(struct pool *pool, const struct offer_rules *r,
	const struct offer_host *h, struct span window,
	int (*each)(void *arg, const struct explain *), void *arg)
{
	struct scene s = { .rules = r, .host = h, .window = window };
	struct explain last = { 0 }, next;
	instant start = window.start, end;
	size_t i;
	int rc;

	if (window.start >= window.end)
		return 0;
	scene_shades(pool, &s);
	scene_edges(pool, &s);
	for (i = 0; i <= s.edges_n; i++) {
		end = i < s.edges_n ? s.edges[i] : window.end;
		scene_rules(pool, &s, start, end, &next);
		start = end;
		if (i > 0 && same_rules(&last, &next)) {
			last.end = next.end;
			continue;
		}
		if (i > 0 && (rc = scene_say(pool, &s, &last, each, arg)) != 0)
			return rc;
		last = next;
	}
	return scene_say(pool, &s, &last, each, arg);
}
