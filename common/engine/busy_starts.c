#include "engine/busy_priv.h"

#include <stdlib.h>

enum { DAY_S = 86400 };

/* Starts on their way out of the rules. */
struct walk {
	struct pool *pool;
	const struct event *ev;
	const struct busy_context *ctx;
	const struct zone *zone;
	const struct marks *exdates;
	struct occurrences *to;
	long left;    /* instances that may still come */
	instant last; /* the last start */
};

static struct occurrence
occurrence_of(const struct walk *w, const struct civil *c)
{
	struct occurrence o = { .civil = *c };

	o.start = zone_instant(w->zone, c, NULL);
	o.day = civil_days(c);
	o.key = w->ev->start.date ? o.day : o.start;
	return o;
}

static void
add(struct walk *w, const struct occurrence *o)
{
	struct occurrences *to = w->to;

	if (marks_hit(w->exdates, o))
		return;
	to->v = pool_grow(w->pool, to->v, to->n, &to->cap, sizeof(*o));
	to->v[to->n++] = *o;
}

static int
each_start(void *arg, const struct civil *at)
{
	struct walk *w = arg;
	struct occurrence o = occurrence_of(w, at);

	w->last = o.start;
	if (w->left-- <= 0)
		return 1;
	add(w, &o);
	return 0;
}

/*
 * UNTIL on the wall of the event. A date means all of that day; of an all-day
 * event's UTC time the later of the date that is written and the host's.
 */
static void
localise_until(const struct walk *w, struct recur *rule)
{
	const struct event *ev = w->ev;
	struct civil until, there;
	enum recur_until kind = recur_until(rule, &until);

	if (kind == RECUR_UNTIL_UTC) {
		there = zone_civil(w->zone, civil_seconds(&until));
		if (!ev->start.date || civil_compare(&there, &until) > 0)
			until = there;
	} else if (kind != RECUR_UNTIL_DATE || ev->start.date) {
		return;
	}
	if (kind == RECUR_UNTIL_DATE || ev->start.date) {
		until.hour = 23;
		until.minute = until.second = 59;
	}
	recur_set_until(rule, &until);
}

/* From where to where starts can matter, as wall time with days to spare. */
static void
reach(const struct walk *w, int64_t slack, struct civil *from, struct civil *to)
{
	instant a = w->ctx->window.start, b = w->ctx->window.end;

	slack += 3 * DAY_S;
	a = a < INSTANT_MIN + slack ? INSTANT_MIN : a - slack;
	b = b > INSTANT_MAX - slack ? INSTANT_MAX : b + slack;
	*from = civil_of_seconds(a);
	*to = civil_of_seconds(b);
}

/* Takes what a rule may cost at most from the budget; what there is of it. */
static long
charge(struct busy_budget *budget, long steps)
{
	if (budget == NULL)
		return steps;
	if (steps > budget->steps)
		steps = budget->steps;
	budget->steps -= steps;
	return steps;
}

/*
 * Walks one rule: first for nothing, which suffices for what people write, then
 * on the budget. With that used up only what is free remains, so that a
 * calendar full of rules without end costs no more than its budget.
 */
static int
walk_rule(struct walk *w, const struct recur *rule, const struct civil *from,
	const struct civil *to)
{
	static const long tries[] = { 1000, 20000, 4000000 };
	const struct civil *start = &w->ev->start.civil;
	bool date = w->ev->start.date;
	size_t n = w->to->n, i;
	long left = w->left, steps = tries[0];
	int rc = -1;

	for (i = 0; i < sizeof(tries) / sizeof(*tries) && rc == -1; i++) {
		if (i > 0)
			steps = charge(w->ctx->budget, tries[i]);
		if (i > 0 && steps <= tries[i - 1])
			break;
		w->to->n = n;
		w->left = left;
		rc = recur_each(
			rule, start, date, from, to, steps, each_start, w);
	}
	return rc;
}

static void
walk_rules(struct walk *w, int64_t slack, instant *cut)
{
	const struct event *ev = w->ev;
	struct civil from, to;
	size_t i;

	reach(w, slack, &from, &to);
	for (i = 0; i < ev->rules_n; i++) {
		w->last = INSTANT_MIN;
		localise_until(w, ev->rules[i]);
		if (walk_rule(w, ev->rules[i], &from, &to) == 0)
			continue;
		if (w->last == INSTANT_MIN)
			w->last = zone_instant(w->zone, &ev->start.civil, NULL);
		if (w->last < *cut)
			*cut = w->last;
	}
}

/* An RDATE on the wall of the event: a date takes the event's clock. */
static void
add_rdate(struct walk *w, const struct rdate *r)
{
	const struct when_value *start = &w->ev->start;
	struct when_value v = r->start;
	struct occurrence o;
	struct civil c;

	if (start->date) {
		c = civil_of_days(busy_mark(w->ctx, &v, start).at);
		o = occurrence_of(w, &c);
	} else if (v.date) {
		c = start->civil;
		c.year = v.civil.year;
		c.month = v.civil.month;
		c.day = v.civil.day;
		o = occurrence_of(w, &c);
	} else {
		o.start = o.key = busy_mark(w->ctx, &v, start).at;
		o.civil = zone_civil(w->zone, o.start);
		o.day = civil_days(&o.civil);
	}
	o.period = r->period ? r : NULL;
	add(w, &o);
}

static int
by_key(const void *a, const void *b)
{
	const struct occurrence *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	/* of equal starts the one that brings its own length comes first */
	return (y->period != NULL) - (x->period != NULL);
}

static void
sort_once(struct occurrences *list)
{
	size_t i, n = 0;

	if (list->n < 2)
		return;
	qsort(list->v, list->n, sizeof(*list->v), by_key);
	for (i = 0; i < list->n; i++)
		if (n == 0 || list->v[n - 1].key != list->v[i].key)
			list->v[n++] = list->v[i];
	list->n = n;
}

void
busy_starts(struct pool *pool, const struct event *ev,
	const struct busy_context *ctx, const struct marks *exdates,
	int64_t slack, struct occurrences *to, instant *cut)
{
	struct walk w = {
		.pool = pool, .ev = ev, .ctx = ctx, .to = to, .exdates = exdates
	};
	struct occurrence o;
	size_t i;

	*cut = INSTANT_MAX;
	w.zone = busy_zone(ctx, &ev->start);
	w.left = ctx->instances_max > 0 ? ctx->instances_max
					: BUSY_INSTANCES_MAX;
	if (ev->rules_n == 0) {
		o = occurrence_of(&w, &ev->start.civil);
		add(&w, &o);
	}
	walk_rules(&w, slack, cut);
	for (i = 0; i < ev->rdates_n; i++)
		add_rdate(&w, &ev->rdates[i]);
	sort_once(to);
}
