#include "engine/busy_priv.h"

#include <stdlib.h>
#include <string.h>

enum { FUTURES_MAX = 200 };

/* An override with the instance that it stands for. */
struct override {
	const struct event *ev;
	struct mark mark;
	bool known;   /* its RECURRENCE-ID could be read */
	size_t place; /* in the file: the last of equals wins */
};

/* One object on its way. */
struct object {
	struct pool *pool; /* what is given back */
	struct pool *scratch;
	const struct busy_context *ctx;
	struct busies *to;
	const struct event *master; /* the first that counts, or NULL */
	int64_t sequence;           /* of the masters that count */
	bool cancelled;             /* all of these are */
	struct override *over;
	size_t over_n;
	struct marks replaced;
	/* RANGE=THISANDFUTURE, by the instance they begin with */
	struct override futures[FUTURES_MAX];
	size_t futures_n;
	int64_t slack; /* how far they move and last */
	bool full;     /* the rest of the window was taken */
};

enum busy_status
busy_status_of(const struct event *ev)
{
	if (ev->cancelled ||
		(ev->owner_partstat != NULL &&
			strcmp(ev->owner_partstat, "declined") == 0))
		return BUSY_FREE;
	return ev->status;
}

/* Whether the event leaves anything in the list. */
static bool
counts(const struct object *ob, const struct event *ev)
{
	struct event plain = *ev;

	if (busy_status_of(ev) != BUSY_FREE)
		return true;
	if (!ob->ctx->keep_free || !ev->transparent)
		return false;
	plain.status = BUSY_BUSY;
	return busy_status_of(&plain) != BUSY_FREE;
}

static void
warn(const struct object *ob, const struct event *ev, const char *text)
{
	if (ob->ctx->warn != NULL)
		ob->ctx->warn(ob->ctx->arg, ev, text);
}

static void
warn_odd(const struct object *ob, const struct event *ev,
	const struct length *len)
{
	if (len->odd)
		warn(ob, ev,
			ev->start.date ? "ends before it starts, its first day "
					 "is taken"
			: len->lead > 0 ? "ends before it starts, read the "
					  "other way round"
					: "ends long before it starts, one "
					  "hour is taken");
}

static void
put(struct object *ob, const struct event *ev, instant start, instant end)
{
	struct busy b = { .start = start,
		.end = end,
		.uid = ev->uid,
		.summary = ev->summary,
		.status = busy_status_of(ev) };

	if (start < end && start < ob->ctx->window.end &&
		end > ob->ctx->window.start)
		busies_add(ob->pool, ob->to, &b);
}

/* From `at` on nothing is known: the rest of the window is taken. */
static void
fill_up(struct object *ob, const struct event *ev, instant at, const char *why)
{
	if (ob->full || at >= ob->ctx->window.end)
		return;
	ob->full = true;
	if (at < ob->ctx->window.start)
		at = ob->ctx->window.start;
	put(ob, ev, at, ob->ctx->window.end);
	warn(ob, ev, why);
}

/* One instance, as long as the object and its calendar may still have some. */
static void
put_instance(
	struct object *ob, const struct event *ev, instant start, instant end)
{
	struct busy_budget *budget = ob->ctx->budget;

	if (ob->full || start >= end || start >= ob->ctx->window.end ||
		end <= ob->ctx->window.start)
		return;
	if (budget != NULL && budget->instances-- <= 0) {
		budget->instances = 0;
		fill_up(ob, ev, start,
			"too many instances in this calendar,"
			" the rest of the time is taken as busy");
		return;
	}
	put(ob, ev, start, end);
}

static void
put_single(struct object *ob, const struct event *ev)
{
	struct length len;
	instant start;

	if (!counts(ob, ev))
		return;
	len = busy_length(ob->ctx, ev);
	warn_odd(ob, ev, &len);
	start = busy_instant(ob->ctx, &ev->start);
	put_instance(ob, ev, start - len.lead,
		busy_end(&len, busy_zone(ob->ctx, &ev->start), &ev->start.civil,
			start));
}

/* The wall time of a RECURRENCE-ID as its override's own start would show it.
 */
static struct civil
original_wall(const struct object *ob, const struct event *ev)
{
	const struct when_value *id = &ev->recurrence_id;
	const struct zone *zone = busy_zone(ob->ctx, &ev->start);
	struct civil c = id->civil;

	if (id->date && !ev->start.date && ob->master != NULL) {
		c.hour = ob->master->start.civil.hour;
		c.minute = ob->master->start.civil.minute;
		c.second = ob->master->start.civil.second;
	}
	if (id->date || busy_zone(ob->ctx, id) == zone)
		return c;
	return zone_civil(zone, busy_instant(ob->ctx, id));
}

static int64_t
shift_of(const struct object *ob, const struct event *ev)
{
	struct civil c = original_wall(ob, ev);

	return civil_seconds(&ev->start.civil) - civil_seconds(&c);
}

/* An instance behind a THISANDFUTURE, moved as that one was. */
static void
put_moved(struct object *ob, const struct event *future,
	const struct event *master, const struct occurrence *o)
{
	const struct zone *zone = busy_zone(ob->ctx, &future->start);
	struct length len = busy_length(ob->ctx, future);
	struct civil c = o->civil;
	instant start;

	if (!counts(ob, future))
		return;
	if (busy_zone(ob->ctx, &master->start) != zone)
		c = zone_civil(zone, o->start);
	c = civil_of_seconds(civil_seconds(&c) + shift_of(ob, future));
	if (future->start.date)
		c.hour = c.minute = c.second = 0;
	start = zone_instant(zone, &c, NULL);
	put_instance(
		ob, future, start - len.lead, busy_end(&len, zone, &c, start));
}

/* The last THISANDFUTURE at or before an instance, or NULL. */
static const struct override *
future_of(const struct object *ob, const struct occurrence *o)
{
	const struct override *f;
	size_t i;

	for (i = ob->futures_n; i-- > 0;) {
		f = &ob->futures[i];
		if ((f->mark.day ? o->day : o->start) >= f->mark.at)
			return f;
	}
	return NULL;
}

static void
put_occurrence(struct object *ob, const struct event *ev,
	const struct length *len, const struct occurrence *o)
{
	const struct override *f = future_of(ob, o);
	const struct zone *zone = busy_zone(ob->ctx, &ev->start);
	instant end;

	if (marks_hit(&ob->replaced, o))
		return;
	if (f != NULL) {
		put_moved(ob, f->ev, ev, o);
		return;
	}
	if (!counts(ob, ev))
		return;
	end = busy_end(len, zone, &o->civil, o->start);
	if (o->period != NULL && o->period->has_end)
		end = busy_instant(ob->ctx, &o->period->end);
	else if (o->period != NULL)
		end = busy_end(
			&(struct length){ .days = o->period->duration.days,
				.seconds = o->period->duration.seconds },
			zone, &o->civil, o->start);
	put_instance(ob, ev, o->start - len->lead, end);
}

/* No instance of the event can leave anything. */
static bool
idle(const struct object *ob, const struct event *ev, const struct length *len)
{
	size_t i;

	if (ob->futures_n > 0)
		return false;
	if (!counts(ob, ev))
		return true;
	for (i = 0; i < ev->rdates_n; i++)
		if (ev->rdates[i].period)
			return false;
	return len->days == 0 && len->seconds == 0 && len->lead == 0;
}

static void
put_master(struct object *ob, const struct event *ev)
{
	struct length len = busy_length(ob->ctx, ev);
	struct occurrences list = { 0 };
	struct marks exdates = { 0 };
	instant cut;
	size_t i;

	if (idle(ob, ev, &len))
		return;
	warn_odd(ob, ev, &len);
	for (i = 0; i < ev->exdates_n; i++)
		marks_add(ob->scratch, &exdates,
			busy_mark(ob->ctx, &ev->exdates[i], &ev->start));
	marks_sort(&exdates);
	busy_starts(ob->scratch, ev, ob->ctx, &exdates,
		ob->slack + len.lead + len.days * 86400 +
			(len.seconds > 0 ? len.seconds : 0),
		&list, &cut);
	for (i = 0; i < list.n; i++)
		put_occurrence(ob, ev, &len, &list.v[i]);
	if (cut < INSTANT_MAX && counts(ob, ev))
		fill_up(ob, ev, cut,
			"too many instances, the rest of the time"
			" is taken as busy");
}

/* The masters that count: those of the highest SEQUENCE. */
static void
find_masters(struct object *ob, const struct events *events)
{
	const struct event *ev;
	size_t i;

	for (i = 0; i < events->n; i++) {
		ev = &events->v[i];
		if (ev->override)
			continue;
		if (ob->master == NULL || ev->sequence > ob->sequence) {
			ob->master = ev;
			ob->sequence = ev->sequence;
			ob->cancelled = true;
		}
		if (ev->sequence == ob->sequence && !ev->cancelled)
			ob->cancelled = false;
	}
}

static int
by_mark(const void *a, const void *b)
{
	const struct override *x = a, *y = b;

	if (x->known != y->known)
		return x->known ? -1 : 1;
	if (x->ev->this_and_future != y->ev->this_and_future)
		return x->ev->this_and_future ? 1 : -1;
	if (x->mark.day != y->mark.day)
		return x->mark.day ? 1 : -1;
	if (x->mark.at != y->mark.at)
		return x->mark.at < y->mark.at ? -1 : 1;
	if (x->ev->sequence != y->ev->sequence)
		return x->ev->sequence < y->ev->sequence ? -1 : 1;
	if (x->ev->stamp != y->ev->stamp)
		return x->ev->stamp < y->ev->stamp ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

static bool
same_instance(const struct override *a, const struct override *b)
{
	return a->known && b->known && a->mark.day == b->mark.day &&
	       a->mark.at == b->mark.at &&
	       a->ev->this_and_future == b->ev->this_and_future;
}

/* Overrides sorted, one for each instance: the last of equals. */
static void
find_overrides(struct object *ob, const struct events *events)
{
	struct override o, *list;
	size_t i, n = 0;

	list = pool_array(ob->scratch, events->n + 1, sizeof(*list));
	for (i = 0; i < events->n; i++) {
		o = (struct override){ .ev = &events->v[i], .place = i };
		if (!o.ev->override || (ob->master != NULL && ob->cancelled &&
					       o.ev->sequence <= ob->sequence))
			continue;
		o.known = o.ev->recurrence_id.civil.month != 0;
		if (o.known)
			o.mark = busy_mark(ob->ctx, &o.ev->recurrence_id,
				ob->master == NULL ? &o.ev->start
						   : &ob->master->start);
		list[n++] = o;
	}
	if (n > 1)
		qsort(list, n, sizeof(*list), by_mark);
	ob->over = list;
	for (i = 0; i < n; i++)
		if (i + 1 == n || !same_instance(&list[i], &list[i + 1]))
			ob->over[ob->over_n++] = list[i];
}

static int
by_future(const void *a, const void *b)
{
	const struct override *x = a, *y = b;
	int64_t p = x->mark.day ? x->mark.at * 86400 : x->mark.at;
	int64_t q = y->mark.day ? y->mark.at * 86400 : y->mark.at;

	return (p > q) - (p < q);
}

static void
add_future(struct object *ob, const struct override *o)
{
	struct length len = busy_length(ob->ctx, o->ev);
	int64_t slack = shift_of(ob, o->ev);

	if (ob->futures_n == FUTURES_MAX) {
		warn(ob, o->ev,
			"too many THISANDFUTURE, taken for one"
			" instance");
		return;
	}
	ob->futures[ob->futures_n++] = *o;
	slack = (slack < 0 ? -slack : slack) + len.lead + len.days * 86400 +
		(len.seconds > 0 ? len.seconds : 0);
	if (slack > ob->slack)
		ob->slack = slack;
}

static void
put_overrides(struct object *ob)
{
	struct occurrence at = { 0 };
	const struct override *o;
	size_t i;

	for (i = 0; i < ob->over_n; i++) {
		o = &ob->over[i];
		if (!o->known)
			continue;
		if (o->ev->this_and_future) {
			add_future(ob, o);
			/* a single override of its first instance comes first
			 */
			at.day = o->mark.day ? o->mark.at : INT64_MAX;
			at.start = o->mark.day ? INT64_MAX : o->mark.at;
			if (marks_hit(&ob->replaced, &at))
				continue;
		} else {
			marks_add(ob->scratch, &ob->replaced, o->mark);
		}
		/* single ones are sorted before the others */
		if (i + 1 < ob->over_n && !o->ev->this_and_future &&
			ob->over[i + 1].ev->this_and_future)
			marks_sort(&ob->replaced);
		put_single(ob, o->ev);
	}
	for (i = 0; i < ob->over_n; i++)
		if (!ob->over[i].known)
			put_single(ob, ob->over[i].ev);
	for (i = 0; i < ob->futures_n; i++)
		marks_add(ob->scratch, &ob->replaced, ob->futures[i].mark);
	marks_sort(&ob->replaced);
	if (ob->futures_n > 1)
		qsort(ob->futures, ob->futures_n, sizeof(*ob->futures),
			by_future);
}

size_t
busy_expand(struct pool *pool, const struct events *events,
	const struct busy_context *ctx, struct busies *to)
{
	struct object ob = { .pool = pool, .ctx = ctx, .to = to };
	struct busies added;
	size_t before = to->n, i;
	const struct event *ev;

	ob.scratch = pool_new();
	find_masters(&ob, events);
	find_overrides(&ob, events);
	put_overrides(&ob);
	for (i = 0; i < events->n; i++) {
		ev = &events->v[i];
		if (!ev->override && ev->sequence == ob.sequence)
			put_master(&ob, ev);
	}
	pool_free(ob.scratch);
	if (to->n == before)
		return 0;
	added = (struct busies){ .v = to->v + before, .n = to->n - before };
	busies_sort(&added);
	return added.n;
}
