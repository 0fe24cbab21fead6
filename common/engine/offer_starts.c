#include "engine/offer_priv.h"

#include "when/zone.h"

#include <stdlib.h>
#include <string.h>

/* From hours and rules to starts: the grid, and how many are free on it. */

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
	instant low = larger(offer_first(r), w->start);
	instant high = offer_last(r);
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
	instant low = offer_first(r), high = offer_last(r), at;
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

/* Hosts in the order of what they stand for and of their hours, so that equal
 * ones are together. */
struct seat {
	struct offer_host *host;
	uint8_t mask;
};

static int
by_hours(const void *a, const void *b)
{
	const struct seat *s = a, *t = b;
	uintptr_t p = (uintptr_t)s->host->hours.v;
	uintptr_t q = (uintptr_t)t->host->hours.v;

	if (s->mask != t->mask)
		return s->mask < t->mask ? -1 : 1;
	if (p != q)
		return p < q ? -1 : 1;
	return (s->host->hours.n > t->host->hours.n) -
	       (s->host->hours.n < t->host->hours.n);
}

/* Those who stand for something; `*n` becomes their number. */
static struct seat *
seats_of(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t *n)
{
	struct seat *seats = pool_array(pool, *n, sizeof(*seats));
	size_t i, k = 0;

	for (i = 0; i < *n; i++) {
		seats[k].host = &hosts[i];
		seats[k].mask = offer_stands_for(r, &hosts[i]);
		k += seats[k].mask != 0;
	}
	for (i = 1; i < k && by_hours(&seats[i - 1], &seats[i]) <= 0; i++)
		;
	if (i < k)
		qsort(seats, k, sizeof(*seats), by_hours);
	*n = k;
	return seats;
}

/* How many seats from `i` on have the hours of seat `i`, and stand for the
 * same. */
static size_t
alike(const struct seat *seats, size_t i, size_t n)
{
	size_t k;

	for (k = i + 1; k < n && by_hours(&seats[i], &seats[k]) == 0; k++)
		;
	return k - i;
}

/* The parties of which all hosts are needed, as a mask. */
static uint8_t
whole_parties(const struct parties *parties, const struct seat *seats, size_t n)
{
	size_t p, i, members;
	uint8_t mask = 0;

	for (p = 0; p < parties->n; p++) {
		for (members = i = 0; i < n; i++)
			members += seats[i].mask >> p & 1;
		if (members == parties->need[p])
			mask |= (uint8_t)(1U << p);
	}
	return mask;
}

/* The hours of those who are needed in any case, all together. */
static bool
common_hours(struct pool *pool, const struct seat *seats, size_t n,
	uint8_t whole, struct spans *open)
{
	bool any = false;
	size_t i;

	for (i = 0; i < n; i += alike(seats, i, n)) {
		struct spans both = { 0 };

		if ((seats[i].mask & whole) == 0)
			continue;
		if (any) {
			spans_intersect(
				pool, open, &seats[i].host->hours, &both);
			*open = both;
		} else {
			*open = seats[i].host->hours;
		}
		any = true;
	}
	return any;
}

/* Steps 1 and 3: all starts of the grid, whoever is free there. */
static int
candidates(struct pool *pool, const struct offer_rules *r,
	const struct parties *parties, const struct seat *seats, size_t n,
	struct offer_starts *to)
{
	uint8_t whole = whole_parties(parties, seats, n);
	struct spans open = { 0 };
	bool some = common_hours(pool, seats, n, whole, &open), others = false;
	size_t i;

	for (i = 0; i < n; i += alike(seats, i, n)) {
		const struct spans *hours = &seats[i].host->hours;
		struct spans both = { 0 };

		if ((seats[i].mask & whole) != 0)
			continue;
		others = true;
		if (some) {
			spans_intersect(pool, &open, hours, &both);
			hours = &both;
		}
		if (grid_windows(pool, r, hours, to) != 0)
			return -1;
	}
	if (!others && grid_windows(pool, r, &open, to) != 0)
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

/* ---- which starts have enough ---- */

/* Free hosts at each start, apart for each mask. */
struct tally {
	uint8_t mask;
	int32_t *free; /* [starts] */
};

static size_t
tally_all(struct pool *pool, const struct offer_rules *r,
	const struct seat *seats, size_t n, const struct guide *g,
	struct tally *tallies)
{
	size_t starts_n = g->starts->n, tallies_n = 0, i, k;
	int32_t *change = pool_array(pool, starts_n + 1, sizeof(*change));

	for (i = 0; i < n; i += k) {
		k = alike(seats, i, n);
		if (i == 0 || seats[i].mask != tallies[tallies_n - 1].mask) {
			tallies[tallies_n].mask = seats[i].mask;
			tallies[tallies_n++].free =
				pool_array(pool, starts_n + 1, sizeof(int32_t));
		}
		count_alike(r, seats + i, k, g, change,
			tallies[tallies_n - 1].free);
	}
	return tallies_n;
}

static bool
enough(const struct parties *parties, const struct tally *tallies, size_t n,
	size_t start)
{
	struct party_count free[256];
	size_t i;

	if (parties->n == 1 && n == 1)
		return tallies[0].free[start] >= (int32_t)parties->need[0];
	for (i = 0; i < n; i++) {
		free[i].mask = tallies[i].mask;
		free[i].n = (size_t)tallies[i].free[start];
	}
	return parties_met(parties, free, n);
}

int
offer_starts(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, struct offer_starts *to,
	struct fail *f)
{
	struct pool *work = pool_new();
	struct seat *seats = seats_of(work, r, hosts, &n);
	struct offer_starts all = { 0 };
	struct guide guide = { .starts = &all };
	struct tally tallies[256];
	struct parties parties;
	size_t tallies_n, i;
	int rc = -1;

	offer_parties(r, n, &parties);
	if (candidates(work, r, &parties, seats, n, &all) != 0) {
		fail(f, EXIT_USAGE,
			"more than %d starts: ask for a shorter time",
			OFFER_STARTS_MAX);
		goto out;
	}
	if (n >= GUIDE_HOSTS)
		guide_make(work, &all, &guide);
	tallies_n = tally_all(work, r, seats, n, &guide, tallies);
	for (i = 0; i < all.n; i++)
		if (enough(&parties, tallies, tallies_n, i))
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
	struct seat *seats = seats_of(pool, rules, hosts, &n);
	struct parties parties;

	offer_parties(rules, n, &parties);
	r.window.start = start;
	r.window.end = start + r.duration_s;
	r.notice_s = 0;
	r.now = start;
	r.opens = start;
	r.horizon = INSTANT_MAX;
	return candidates(pool, &r, &parties, seats, n, &all) == 0 &&
	       all.n > 0 && all.v[0] == start;
}
