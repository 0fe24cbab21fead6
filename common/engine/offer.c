#include "engine/offer.h"

#include "when/zone.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* Buffers of stored meetings beyond this are no buffers. */
#define BUFFER_MAX OFFER_DURATION_MAX

static int64_t
bounded(int64_t value, int64_t low, int64_t high)
{
	return value < low ? low : value > high ? high : value;
}

static int64_t
larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

void
offer_gaps(const struct offer_rules *r, const struct busy *b, int64_t *ahead,
	int64_t *behind)
{
	int64_t before = bounded(b->before_s, 0, BUFFER_MAX);
	int64_t after = bounded(b->after_s, 0, BUFFER_MAX);
	int64_t gap = larger(bounded(b->gap_s, 0, BUFFER_MAX), r->gap_s);

	*ahead = larger(before + r->after_s, gap);
	*behind = larger(after + r->before_s, gap);
}

static int
rules_check(const struct offer_rules *r, size_t hosts_n, struct fail *f)
{
	if (hosts_n == 0)
		return fail(f, EXIT_REFUSED, "nobody to ask: no hosts");
	if (hosts_n > OFFER_HOSTS_MAX)
		return fail(f, EXIT_USAGE, "%zu hosts, at most %d at once",
			hosts_n, OFFER_HOSTS_MAX);
	if (r->duration_s < 60 || r->duration_s > OFFER_DURATION_MAX)
		return fail(f, EXIT_USAGE,
			"duration: %" PRId64 " s, from 1 minute to 30 days",
			r->duration_s);
	if (r->step_s != 0 &&
		(r->step_s < 60 || r->step_s > OFFER_DURATION_MAX))
		return fail(f, EXIT_USAGE,
			"step: %" PRId64 " s, from 1 minute to 30 days",
			r->step_s);
	if (r->offset_s < 0 || r->offset_s > OFFER_DURATION_MAX ||
		r->notice_s < 0 || r->notice_s > OFFER_WINDOW_MAX)
		return fail(f, EXIT_USAGE, "offset or notice: too long");
	if (r->before_s < 0 || r->before_s > BUFFER_MAX || r->after_s < 0 ||
		r->after_s > BUFFER_MAX || r->gap_s < 0 ||
		r->gap_s > BUFFER_MAX)
		return fail(f, EXIT_USAGE, "buffer: at most 30 days");
	if (r->window.end > r->window.start &&
		(r->window.start < INSTANT_MIN || r->window.end > INSTANT_MAX ||
			r->window.end - r->window.start > OFFER_WINDOW_MAX))
		return fail(f, EXIT_USAGE, "window: at most 732 days");
	if (r->need > hosts_n)
		return fail(f, EXIT_USAGE, "%zu of %zu hosts wanted", r->need,
			hosts_n);
	return 0;
}

/* Adds starts [from, to) that are not possible, melting in what it touches.
 * False when the order was broken, so that all must be joined. */
static bool
shut_add(struct spans *shut, instant from, instant to)
{
	struct span *last = shut->n > 0 ? &shut->v[shut->n - 1] : NULL;

	if (from >= to)
		return true;
	if (last != NULL && from >= last->start && from <= last->end) {
		last->end = larger(last->end, to);
		return true;
	}
	shut->v[shut->n].start = from;
	shut->v[shut->n++].end = to;
	return last == NULL || from > last->end;
}

static bool
within_window(const struct offer_rules *r, instant start, instant end,
	int64_t ahead, int64_t behind)
{
	/* what is packed stands up to a minute behind */
	return start < end &&
	       end + behind + (r->pack ? 60 : 0) > r->window.start &&
	       start - ahead < r->window.end;
}

/* Half open like all spans, but of starts: s conflicts with [S, E) iff
 * s < E + behind and S - ahead < s + duration. */
static bool
shut_busy(const struct offer_rules *r, struct spans *shut, const struct busy *b)
{
	instant start = bounded(b->start, INSTANT_MIN, INSTANT_MAX);
	instant end = bounded(b->end, INSTANT_MIN, INSTANT_MAX);
	int64_t ahead, behind;

	if (b->status == BUSY_FREE)
		return true;
	offer_gaps(r, b, &ahead, &behind);
	if (!within_window(r, start, end, ahead, behind))
		return true;
	return shut_add(shut, start - ahead - r->duration_s + 1, end + behind);
}

/* The plain spans as starts that are shut, in the place where they stand. */
static void
shut_plain(const struct offer_rules *r, struct offer_host *h)
{
	struct busy none = { 0 };
	struct spans shut = h->plain;
	int64_t ahead, behind;
	size_t i;

	offer_gaps(r, &none, &ahead, &behind);
	shut.n = 0;
	for (i = 0; i < h->plain.n; i++) {
		struct span s = h->plain.v[i];

		if (within_window(r, s.start, s.end, ahead, behind))
			shut_add(&shut, s.start - ahead - r->duration_s + 1,
				s.end + behind);
	}
	memset(&h->plain, 0, sizeof(h->plain));
	h->shut = shut;
}

/* Whether some of the window lies outside of what is known. */
static bool
partly_unknown(const struct offer_rules *r, const struct offer_host *h)
{
	return (h->known.start != 0 || h->known.end != 0) &&
	       (h->known.start > r->window.start ||
		       h->known.end < r->window.end);
}

static bool
shut_limits(struct spans *shut, const struct limits *l)
{
	bool ordered = true;
	size_t i;

	for (i = 0; i < l->n; i++)
		ordered &= shut_add(
			shut, l->v[i].starts.start, l->v[i].starts.end);
	return ordered;
}

static void
host_shut(struct pool *pool, const struct offer_rules *r, struct offer_host *h)
{
	bool part = partly_unknown(r, h), ordered = true;
	size_t limits = r->limits.n + h->limits.n;
	struct spans plain;
	size_t i;

	memset(&h->shut, 0, sizeof(h->shut));
	h->hint = 0;
	shut_plain(r, h);
	if (h->inactive == NULL && !part && h->busy.n == 0 && limits == 0)
		return;
	plain = h->shut;
	memset(&h->shut, 0, sizeof(h->shut));
	h->shut.cap = plain.n + h->busy.n + limits + 2;
	h->shut.v = pool_array(pool, h->shut.cap, sizeof(*h->shut.v));
	if (h->inactive != NULL) {
		shut_add(&h->shut, INT64_MIN, INT64_MAX);
		return;
	}
	if (part)
		shut_add(&h->shut, INT64_MIN, h->known.start);
	for (i = 0; i < plain.n; i++)
		ordered &= shut_add(&h->shut, plain.v[i].start, plain.v[i].end);
	for (i = 0; i < h->busy.n; i++)
		ordered &= shut_busy(r, &h->shut, &h->busy.v[i]);
	ordered &= shut_limits(&h->shut, &r->limits);
	ordered &= shut_limits(&h->shut, &h->limits);
	if (part)
		ordered &= shut_add(
			&h->shut, h->known.end - r->duration_s + 1, INT64_MAX);
	if (!ordered)
		spans_join(&h->shut);
}

int
offer_ready(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, struct fail *f)
{
	size_t i;

	if (rules_check(r, n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		host_shut(pool, r, &hosts[i]);
	return 0;
}

/* Steps 2, 4 and 5 of RULES.md section 2, as far as no host is needed. */
static instant
first_start(const struct offer_rules *r)
{
	return larger(larger(r->window.start, r->opens), r->now + r->notice_s);
}

static instant
last_start(const struct offer_rules *r)
{
	instant fit = r->window.end - r->duration_s;

	return fit < r->horizon ? fit : r->horizon - 1;
}

/* The index of the first shut span that ends behind `start`. */
static size_t
shut_find(struct offer_host *h, instant start)
{
	const struct spans *s = &h->shut;
	size_t low = 0, high = s->n, mid, i = h->hint;
	int steps;

	if (i <= s->n && (i == 0 || s->v[i - 1].end <= start)) {
		for (steps = 0; steps < 8; steps++, i++)
			if (i == s->n || s->v[i].end > start)
				return h->hint = i;
		low = i;
	}
	while (low < high) {
		mid = low + (high - low) / 2;
		if (s->v[mid].end <= start)
			low = mid + 1;
		else
			high = mid;
	}
	return h->hint = low;
}

static bool
in_time(const struct offer_rules *r, instant start)
{
	return start >= first_start(r) && start <= last_start(r);
}

static bool
is_open(const struct offer_rules *r, const struct spans *hours, instant start)
{
	return spans_hold(hours, start, start + r->duration_s);
}

static bool
is_shut(struct offer_host *h, instant start)
{
	size_t i = shut_find(h, start);

	return i < h->shut.n && h->shut.v[i].start <= start;
}

bool
offer_host_free(
	const struct offer_rules *r, struct offer_host *h, instant start)
{
	return in_time(r, start) && is_open(r, &h->hours, start) &&
	       !is_shut(h, start);
}

static size_t
needed(const struct offer_rules *r, size_t n)
{
	return r->need != 0 ? r->need : r->mode == OFFER_ALL ? n : 1;
}

bool
offer_free(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, instant start, struct strs *who)
{
	const struct span *last = NULL;
	size_t i, free = 0;
	bool open = false;

	if (!in_time(r, start))
		return false;
	for (i = 0; i < n; i++) {
		/* hosts with the same hours mostly stand together */
		if (i == 0 || hosts[i].hours.v != last)
			open = is_open(r, &hosts[i].hours, start);
		last = hosts[i].hours.v;
		if (!open || is_shut(&hosts[i], start))
			continue;
		free++;
		if (who == NULL || hosts[i].email == NULL)
			continue;
		/* not strs_add: a copy of each name for each slot adds up */
		who->v = pool_grow(
			pool, who->v, who->n, &who->cap, sizeof(*who->v));
		who->v[who->n++] = hosts[i].email;
	}
	return n > 0 && free >= needed(r, n);
}

/* ---- the grid ---- */

static int
starts_add(struct pool *pool, struct offer_starts *to, instant at)
{
	if (to->n >= OFFER_STARTS_MAX)
		return -1;
	if (to->n == to->cap)
		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n++] = at;
	return 0;
}

/* Where the grid of a window is anchored: at its start, or with --align at the
 * hour on the wall that holds it; the offset behind that. */
static instant
anchor(const struct offer_rules *r, instant start)
{
	int64_t into = 0;

	if (r->align_clock) {
		const struct zone *z = r->zone != NULL ? r->zone : zone_utc();

		into = (start + zone_offset(z, start)) % 3600;
		if (into < 0)
			into += 3600;
	}
	return start - into + r->offset_s;
}

static int
grid_window(struct pool *pool, const struct offer_rules *r,
	const struct span *w, struct offer_starts *to)
{
	int64_t step = r->step_s != 0 ? r->step_s : r->duration_s;
	instant low = larger(first_start(r), w->start);
	instant high = last_start(r);
	instant at = anchor(r, w->start);

	if (w->end - r->duration_s < high)
		high = w->end - r->duration_s;
	if (at < low)
		at += (low - at + step - 1) / step * step;
	for (; at <= high; at += step)
		if (starts_add(pool, to, at) != 0)
			return -1;
	return 0;
}

static int
grid_windows(struct pool *pool, const struct offer_rules *r,
	const struct spans *windows, struct offer_starts *to)
{
	size_t i;

	for (i = 0; i < windows->n; i++) {
		if (windows->v[i].end <= r->window.start)
			continue;
		if (windows->v[i].start >= r->window.end)
			break;
		if (grid_window(pool, r, &windows->v[i], to) != 0)
			return -1;
	}
	return 0;
}

/* --pack: where what blocks a host ends, on the next whole minute. */
static int
pack_starts(struct pool *pool, const struct offer_rules *r,
	const struct offer_host *h, struct offer_starts *to)
{
	instant low = first_start(r), high = last_start(r), at;
	size_t i;

	if (h->inactive != NULL)
		return 0;
	for (i = 0; i < h->shut.n; i++) {
		if (h->shut.v[i].end > high)
			break;
		at = h->shut.v[i].end;
		at += at % 60 > 0 ? 60 - at % 60 : at % 60 < 0 ? -(at % 60) : 0;
		if (at >= low && at <= high && starts_add(pool, to, at) != 0)
			return -1;
	}
	return 0;
}

static int
by_time(const void *a, const void *b)
{
	instant x = *(const instant *)a, y = *(const instant *)b;

	return (x > y) - (x < y);
}

/* Sorts where that is needed and keeps each start once. */
static void
starts_join(struct offer_starts *s)
{
	size_t i, n = 0;

	for (i = 1; i < s->n && s->v[i - 1] < s->v[i]; i++)
		;
	if (i >= s->n)
		return;
	qsort(s->v, s->n, sizeof(*s->v), by_time);
	for (i = 0; i < s->n; i++)
		if (n == 0 || s->v[n - 1] != s->v[i])
			s->v[n++] = s->v[i];
	s->n = n;
}

/* Hosts in the order of their hours, so that equal ones stand together. */
struct seat {
	struct offer_host *host;
};

static int
by_hours(const void *a, const void *b)
{
	const struct offer_host *x = ((const struct seat *)a)->host;
	const struct offer_host *y = ((const struct seat *)b)->host;
	uintptr_t p = (uintptr_t)x->hours.v, q = (uintptr_t)y->hours.v;

	if (p != q)
		return p < q ? -1 : 1;
	return (x->hours.n > y->hours.n) - (x->hours.n < y->hours.n);
}

static struct seat *
seats_of(struct pool *pool, struct offer_host *hosts, size_t n)
{
	struct seat *seats = pool_array(pool, n, sizeof(*seats));
	size_t i;

	for (i = 0; i < n; i++)
		seats[i].host = &hosts[i];
	for (i = 1; i < n && by_hours(&seats[i - 1], &seats[i]) <= 0; i++)
		;
	if (i < n)
		qsort(seats, n, sizeof(*seats), by_hours);
	return seats;
}

/* How many seats from `i` on have the hours of seat `i`. */
static size_t
alike(const struct seat *seats, size_t i, size_t n)
{
	size_t k;

	for (k = i + 1; k < n && by_hours(&seats[i], &seats[k]) == 0; k++)
		;
	return k - i;
}

/* Steps 1 and 3: all starts of the grid, whoever is free there. */
static int
candidates(struct pool *pool, const struct offer_rules *r,
	const struct seat *seats, size_t n, struct offer_starts *to)
{
	bool all = r->mode == OFFER_ALL;
	struct spans open = seats[0].host->hours, both = { 0 };
	size_t i;

	for (i = 0; i < n; i += alike(seats, i, n)) {
		if (!all && grid_windows(pool, r, &seats[i].host->hours, to))
			return -1;
		if (all && i > 0) {
			memset(&both, 0, sizeof(both));
			spans_intersect(
				pool, &open, &seats[i].host->hours, &both);
			open = both;
		}
	}
	if (all && grid_windows(pool, r, &open, to) != 0)
		return -1;
	for (i = 0; r->pack && i < n; i++)
		if (pack_starts(pool, r, seats[i].host, to) != 0)
			return -1;
	starts_join(to);
	return 0;
}

/* ---- how many are free ---- */

/* The index of the first of v[i..n) at or after `at`: near ones are found
 * fastest. */
static size_t
gallop(const instant *v, size_t i, size_t n, instant at)
{
	size_t step = 1, low = i, high, mid;

	if (i == n || v[i] >= at)
		return i;
	while (low + step < n && v[low + step] < at) {
		low += step;
		step *= 2;
	}
	high = low + step < n ? low + step : n;
	while (low + 1 < high) {
		mid = low + (high - low) / 2;
		if (v[mid] < at)
			low = mid;
		else
			high = mid;
	}
	return high;
}

/*
 * Where starts stand, for many hosts: for each stretch of GUIDE_S seconds from
 * the first start on, the index of the first start at or behind its beginning.
 */
enum { GUIDE_S = 1024, GUIDE_HOSTS = 16 };
struct guide {
	const struct offer_starts *starts;
	uint32_t *at; /* or NULL: few hosts ask */
};

static void
guide_make(struct pool *pool, const struct offer_starts *s, struct guide *g)
{
	instant first = s->n > 0 ? s->v[0] : 0;
	size_t n, i, k = 0;

	if (s->n == 0)
		return;
	n = (size_t)((s->v[s->n - 1] - first) / GUIDE_S) + 1;
	g->at = pool_array(pool, n, sizeof(*g->at));
	for (i = 0; i < n; i++) {
		while (s->v[k] < first + (int64_t)i * GUIDE_S)
			k++;
		g->at[i] = (uint32_t)k;
	}
}

/* As gallop from `i`, or from where the guide says. */
static size_t
guide_find(const struct guide *g, size_t i, instant at)
{
	const struct offer_starts *s = g->starts;

	if (s->n == 0 || at > s->v[s->n - 1])
		return s->n;
	if (at <= s->v[0])
		return 0;
	if (g->at != NULL)
		i = g->at[(uint64_t)(at - s->v[0]) / GUIDE_S];
	return gallop(s->v, i, s->n, at);
}

/* Takes the host's shut starts off: -1 where one begins, +1 where it ends. */
static void
count_shut(const struct offer_host *h, const struct guide *g, int32_t *change)
{
	size_t i, from, to = 0, n = g->starts->n;

	for (i = 0; i < h->shut.n && to < n; i++) {
		from = guide_find(g, to, h->shut.v[i].start);
		to = guide_find(g, from, h->shut.v[i].end);
		change[from]--;
		change[to]++;
	}
}

/* Adds the free hosts among `n` seats with the same hours to each start. */
static void
count_alike(const struct offer_rules *r, const struct seat *seats, size_t n,
	const struct guide *g, int32_t *change, int32_t *free)
{
	const struct spans *hours = &seats[0].host->hours;
	const struct offer_starts *s = g->starts;
	size_t i, w = 0;
	int32_t now = (int32_t)n;

	memset(change, 0, (s->n + 1) * sizeof(*change));
	for (i = 0; i < n; i++)
		count_shut(seats[i].host, g, change);
	for (i = 0; i < s->n; i++) {
		now += change[i];
		while (w < hours->n &&
			hours->v[w].end < s->v[i] + r->duration_s)
			w++;
		if (w < hours->n && hours->v[w].start <= s->v[i])
			free[i] += now;
	}
}

int
offer_starts(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, struct offer_starts *to,
	struct fail *f)
{
	struct pool *work = pool_new();
	struct seat *seats = seats_of(work, hosts, n);
	struct offer_starts all = { 0 };
	struct guide guide = { .starts = &all };
	int32_t *change, *free;
	size_t i, k;
	int rc = -1;

	if (candidates(work, r, seats, n, &all) != 0) {
		fail(f, EXIT_USAGE,
			"more than %d starts: ask for a shorter time",
			OFFER_STARTS_MAX);
		goto out;
	}
	if (n >= GUIDE_HOSTS)
		guide_make(work, &all, &guide);
	change = pool_array(work, all.n + 1, sizeof(*change));
	free = pool_array(work, all.n + 1, sizeof(*free));
	for (i = 0; i < n; i += k) {
		k = alike(seats, i, n);
		count_alike(r, seats + i, k, &guide, change, free);
	}
	for (i = 0; i < all.n; i++)
		if (free[i] >= (int32_t)needed(r, n))
			starts_add(pool, to, all.v[i]);
	rc = 0;
out:
	pool_free(work);
	return rc;
}

bool
offer_on_grid(struct pool *pool, const struct offer_rules *rules,
	struct offer_host *hosts, size_t n, instant start)
{
	struct offer_rules r = *rules;
	struct offer_starts all = { 0 };
	struct seat *seats = seats_of(pool, hosts, n);

	r.window.start = start;
	r.window.end = start + r.duration_s;
	r.notice_s = 0;
	r.now = start;
	r.opens = start;
	r.horizon = INSTANT_MAX;
	return candidates(pool, &r, seats, n, &all) == 0 && all.n > 0 &&
	       all.v[0] == start;
}
