#include "engine/offer_priv.h"

#include "when/zone.h"

#include <stdlib.h>
#include <string.h>

/* From hours and rules to starts: the grid, and which of it are enough free. */

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

/*
 * All starts of a grid, each once however many hosts share it: a bit for each
 * minute of the window, and the others, which few grids have, one by one.
 */
struct grid {
	instant base; /* a whole minute; no start lies before it */
	uint64_t *minutes;
	size_t words; /* of 64 minutes */
	struct offer_starts others;
};

static void
grid_init(struct pool *pool, const struct offer_rules *r, struct grid *g)
{
	instant low = offer_first(r), high = offer_last(r);
	int64_t past = low % 60;

	memset(g, 0, sizeof(*g));
	g->base = low - (past < 0 ? past + 60 : past);
	if (high >= low)
		g->words = (size_t)((high - g->base) / 60 / 64) + 1;
	g->minutes = pool_array(pool, g->words, sizeof(*g->minutes));
}

static int
grid_add(struct pool *pool, struct grid *g, instant at)
{
	uint64_t minute = (uint64_t)(at - g->base) / 60;

	if ((at - g->base) % 60 != 0)
		return starts_add(pool, &g->others, at);
	g->minutes[minute / 64] |= UINT64_C(1) << minute % 64;
	return 0;
}

/* All of them, ascending. */
static int
grid_starts(struct pool *pool, const struct grid *g, struct offer_starts *to)
{
	size_t i;
	uint64_t left;

	for (i = 0; i < g->words; i++)
		for (left = g->minutes[i]; left != 0; left &= left - 1)
			if (starts_add(pool, to,
				    g->base + (int64_t)(i * 64 +
							__builtin_ctzll(left)) *
						      60) != 0)
				return -1;
	for (i = 0; i < g->others.n; i++)
		if (starts_add(pool, to, g->others.v[i]) != 0)
			return -1;
	starts_join(to);
	return 0;
}

static int
grid_window(struct pool *pool, const struct offer_rules *r,
	const struct span *w, struct grid *to)
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
		if (grid_add(pool, to, at) != 0)
			return -1;
	return 0;
}

static int
grid_windows(struct pool *pool, const struct offer_rules *r,
	const struct spans *windows, struct grid *to)
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
	const struct offer_host *h, struct grid *to)
{
	instant low = offer_first(r), high = offer_last(r), at;
	size_t i;

	if (h->inactive != NULL)
		return 0;
	for (i = 0; i < h->packs_n && h->packs[i] <= high; i++) {
		at = h->packs[i];
		at += at % 60 > 0 ? 60 - at % 60 : at % 60 < 0 ? -(at % 60) : 0;
		if (at >= low && at <= high && grid_add(pool, to, at) != 0)
			return -1;
	}
	return 0;
}

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
	struct grid grid;
	size_t i;

	grid_init(pool, r, &grid);
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
		if (grid_windows(pool, r, hours, &grid) != 0)
			return -1;
	}
	if (!others && grid_windows(pool, r, &open, &grid) != 0)
		return -1;
	for (i = 0; r->pack && i < n; i++)
		if (pack_starts(pool, r, seats[i].host, &grid) != 0)
			return -1;
	return grid_starts(pool, &grid, to);
}

/* ---- which starts have enough ---- */

static bool
enough(const struct parties *parties, const struct tally *tallies, size_t n,
	size_t start)
{
	struct party_count free[256];
	size_t i;

	if (parties->n == 1 && n == 1)
		return tally_free(&tallies[0], start) >= parties->need[0];
	for (i = 0; i < n; i++) {
		free[i].mask = tallies[i].mask;
		free[i].n = tally_free(&tallies[i], start);
	}
	return parties_met(parties, free, n);
}

/* The grid with all its starts; NULL: there are too many. */
static struct offer_sheet *
sheet_of(struct pool *pool, const struct offer_rules *r,
	const struct parties *parties, const struct seat *seats, size_t n)
{
	struct offer_starts *all = pool_zero(pool, sizeof(*all));

	return candidates(pool, r, parties, seats, n, all) == 0
		       ? sheet_new(pool, r, all, true)
		       : NULL;
}

struct offer_sheet *
offer_sheet_new(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, bool kept)
{
	struct pool *work = pool_new();
	struct offer_starts *all = pool_zero(pool, sizeof(*all)), some = { 0 };
	size_t seats_n = n, words, i;
	struct seat *seats;
	struct parties parties;
	struct fail ignored;
	uint64_t *rows;

	if (r->pack || rules_check(r, n, &ignored) != 0)
		goto out;
	seats = seats_of(work, r, hosts, &seats_n);
	offer_parties(r, seats_n, &parties);
	if (candidates(work, r, &parties, seats, seats_n, &some) != 0)
		goto out;
	words = some.n / 64 + 1;
	if (some.n == 0 || some.n > OFFER_SHEET_STARTS)
		goto out;
	all->n = all->cap = some.n;
	all->v = pool_array(pool, some.n, sizeof(*all->v));
	memcpy(all->v, some.v, some.n * sizeof(*all->v));
	rows = pool_array(pool, words * n, sizeof(*rows));
	for (i = 0; i < n; i++)
		hosts[i].row = rows + i * words;
out:
	pool_free(work);
	return all->n > 0 ? sheet_new(pool, r, all, kept) : NULL;
}

int
offer_starts(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, struct offer_starts *to,
	struct fail *f)
{
	struct pool *work = pool_new();
	struct seat *seats = seats_of(work, r, hosts, &n);
	struct offer_sheet *sheet = r->sheet;
	const struct offer_starts *all;
	struct tally tallies[256];
	struct parties parties;
	size_t tallies_n, i;
	int rc = -1;

	offer_parties(r, n, &parties);
	if (sheet == NULL &&
		(sheet = sheet_of(work, r, &parties, seats, n)) == NULL) {
		fail(f, EXIT_USAGE,
			"more than %d starts: ask for a shorter time",
			OFFER_STARTS_MAX);
		goto out;
	}
	all = sheet_starts(sheet);
	tallies_n = tally_seats(work, r, seats, n, sheet, tallies);
	for (i = 0; i < all->n; i++)
		if (enough(&parties, tallies, tallies_n, i))
			starts_add(pool, to, all->v[i]);
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
