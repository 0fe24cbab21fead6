#include "engine/availability.h"

#include "engine/busy.h"

#include <string.h>

enum { LOWEST = 10, INSTANCES = 20000 };
/* Work of one schedule; an offer waits for it. */
enum { STEPS = 4000000, INSTANCES_ALL = 100000 };

struct expansion {
	struct pool *pool;
	const struct zone *zone;
	struct span window; /* with the week before */
	struct busy_budget budget;
	bool warned;
	int odd; /* some of it opened nothing */
};

static instant
at(const struct expansion *x, const struct when_value *v)
{
	if (v->utc)
		return civil_seconds(&v->civil);
	return zone_instant_after(
		v->zone != NULL && !v->date ? v->zone : x->zone, &v->civil);
}

/* DTSTART to DTEND or DTSTART + DURATION; open ends reach beyond the window. */
static struct span
bounds(const struct expansion *x, const struct availability *a)
{
	struct span s = { INSTANT_MIN, INSTANT_MAX };
	struct when_value v = a->start;

	if (a->has_start)
		s.start = at(x, &a->start);
	if (a->has_end)
		s.end = at(x, &a->end);
	if (a->has_duration) {
		civil_add_days(&v.civil, a->duration.days);
		s.end = at(x, &v) + a->duration.seconds;
	}
	if (s.start < x->window.start)
		s.start = x->window.start;
	if (s.end > x->window.end)
		s.end = x->window.end;
	return s;
}

static void
warned(void *arg, const struct event *ev, const char *text)
{
	struct expansion *x = arg;

	(void)ev;
	(void)text;
	x->warned = true;
}

/* What the AVAILABLEs of one VAVAILABILITY open within its bounds. */
static void
opens_add(struct expansion *x, const struct availability *a, struct span in,
	struct spans *to)
{
	struct busy_context how = { .window = in,
		.host = x->zone,
		.keep_free = true,
		.instances_max = INSTANCES,
		.budget = &x->budget,
		.warn = warned,
		.arg = x };
	struct busies list;
	size_t i, k;

	for (i = 0; in.start < in.end && i < a->opens_n; i++) {
		memset(&list, 0, sizeof(list));
		x->warned = false;
		busy_expand(x->pool, &a->opens[i], &how, &list);
		/* what is cut off counts as busy there, which here is open */
		if (x->warned) {
			x->odd = 1;
			continue;
		}
		for (k = 0; k < list.n; k++)
			spans_add(x->pool, to,
				list.v[k].start > in.start ? list.v[k].start
							   : in.start,
				list.v[k].end < in.end ? list.v[k].end
						       : in.end);
	}
}

static const char *
word(enum busy_status busy)
{
	return busy == BUSY_TENTATIVE ? "tentative"
	       : busy == BUSY_BUSY    ? "busy"
				      : "unavailable";
}

/* Names the VAVAILABILITY where it rules: where no higher one does. */
static void
why_add(struct expansion *x, const struct availability *a, struct span in,
	const struct spans *higher, struct reasons *why)
{
	struct spans all = { 0 }, mine = { 0 };
	size_t i;

	if (!a->has_start && a->busy == BUSY_UNAVAILABLE)
		return;
	spans_add(x->pool, &all, in.start, in.end);
	spans_subtract(x->pool, &all, higher, &mine);
	for (i = 0; i < mine.n; i++) {
		why->v = pool_grow(
			x->pool, why->v, why->n, &why->cap, sizeof(*why->v));
		why->v[why->n++] = (struct reason){ .rule = "hours",
			.summary = a->summary,
			.detail = word(a->busy),
			.start = mine.v[i].start,
			.end = mine.v[i].end };
	}
}

/* One level of priority over what the lower ones left. */
static void
level(struct expansion *x, const struct availabilities *all, int priority,
	struct spans *open)
{
	struct spans closed = { 0 }, opened = { 0 }, left = { 0 };
	struct span in;
	size_t i;

	for (i = 0; i < all->n; i++) {
		if (all->v[i].priority != priority)
			continue;
		in = bounds(x, &all->v[i]);
		spans_add(x->pool, &closed, in.start, in.end);
		opens_add(x, &all->v[i], in, &opened);
	}
	if (closed.n == 0)
		return;
	spans_join(&closed);
	spans_subtract(x->pool, open, &closed, &left);
	for (i = 0; i < opened.n; i++)
		spans_add(x->pool, &left, opened.v[i].start, opened.v[i].end);
	spans_join(&left);
	*open = left;
}

int
availability_spans(struct pool *pool, const struct availabilities *all,
	const struct zone *zone, struct span window, struct spans *open,
	struct reasons *why)
{
	struct expansion x = {
		.pool = pool, .zone = zone, .budget = { STEPS, INSTANCES_ALL }
	};
	struct civil c = zone_civil(zone, window.start);
	struct spans higher = { 0 };
	int priority;
	size_t i;

	memset(open, 0, sizeof(*open));
	memset(why, 0, sizeof(*why));
	/* from the Monday of the week before, as in hours_spans */
	x.window.start = zone_day(zone, window.start, -7 - civil_weekday(&c));
	x.window.end = zone_day(zone, window.end, 2);
	for (priority = LOWEST; priority > 0; priority--)
		level(&x, all, priority, open);
	for (priority = 1; priority <= LOWEST; priority++) {
		for (i = 0; i < all->n; i++)
			if (all->v[i].priority == priority)
				why_add(&x, &all->v[i], bounds(&x, &all->v[i]),
					&higher, why);
		for (i = 0; i < all->n; i++) {
			struct span in = bounds(&x, &all->v[i]);

			if (all->v[i].priority == priority)
				spans_add(pool, &higher, in.start, in.end);
		}
		spans_join(&higher);
	}
	return x.odd;
}
