#include "engine/offer_priv.h"

#include <string.h>

/*
 * How many hosts are free at each start. A host is a row of bits, one for each
 * start, made from its windows and from what blocks it in whatever order; rows
 * are added up 64 starts at a time. It costs what the host has and a bit for
 * each start, however many hosts there are and whether or not their hours are
 * the same.
 */

/*
 * Where starts stand: for each stretch of 2^shift seconds from the first start
 * on, the first start at or behind its beginning, and how many lie before it.
 */
enum { GUIDE_MAX = 65536, GUIDE_SHIFT = 16 };
struct mark {
	uint32_t index, start; /* seconds from the first start */
};
struct guide {
	instant first, last;
	uint32_t end; /* a second behind the last one, from the first one */
	const struct mark *marks;
	const instant *v;
	size_t n;
	int shift;
	bool one; /* no stretch has more than one start */
};

/* The largest shift that keeps neighbours apart, where the guide stays small.
 */
static void
guide_shift(const struct offer_starts *s, struct guide *g)
{
	int64_t least = INT64_C(1) << GUIDE_SHIFT;
	int shift = GUIDE_SHIFT;
	size_t i;

	for (i = 1; i < s->n; i++)
		if (s->v[i] - s->v[i - 1] < least)
			least = s->v[i] - s->v[i - 1];
	while (shift > 0 && INT64_C(1) << shift > least)
		shift--;
	while (g->end >> shift >= GUIDE_MAX)
		shift++;
	g->shift = shift;
	g->one = INT64_C(1) << shift <= least;
}

static void
guide_make(struct pool *pool, const struct offer_starts *s, struct guide *g)
{
	size_t n, i, k = 0;
	struct mark *marks;

	g->v = s->v;
	g->n = s->n;
	g->first = s->v[0];
	g->last = s->v[s->n - 1];
	g->end = (uint32_t)(g->last - g->first + 1);
	guide_shift(s, g);
	n = (g->end >> g->shift) + 1;
	g->marks = marks = pool_array(pool, n, sizeof(*marks));
	for (i = 0; i < n; i++) {
		while (k < s->n &&
			s->v[k] < g->first + ((int64_t)i << g->shift))
			k++;
		marks[i].index = (uint32_t)k;
		marks[i].start =
			k < s->n ? (uint32_t)(s->v[k] - g->first) : UINT32_MAX;
	}
}

/* The index of the first start at or behind `t`, seconds from the first one;
 * `one` is g->one, known to the compiler where it matters. */
static inline size_t
guide_near(const struct guide *g, int64_t t, bool one)
{
	uint32_t at = t < 0 ? 0 : t > g->end ? g->end : (uint32_t)t;
	struct mark m = g->marks[at >> g->shift];
	size_t i = m.index + (m.start < at);

	while (!one && i < g->n && g->v[i] < g->first + at)
		i++;
	return i;
}

static size_t
guide_find(const struct guide *g, instant at)
{
	/* all of time does not fit */
	return guide_near(g,
		at < g->first  ? 0
		: at > g->last ? g->end
			       : at - g->first,
		g->one);
}

/* ---- a host as bits ---- */

/* Sets [from, to), where from <= to; looks at the word of `to` in any case. */
static inline void
bits_set(uint64_t *bits, size_t from, size_t to)
{
	size_t i = from / 64, last = to / 64;
	uint64_t head = UINT64_MAX << from % 64;
	uint64_t tail = ~(UINT64_MAX << to % 64);

	if (i == last) {
		bits[i] |= head & tail;
		return;
	}
	bits[i] |= head;
	while (++i < last)
		bits[i] = UINT64_MAX;
	bits[last] |= tail;
}

/* Starts at which a meeting lies within the hours. */
static void
bits_open(const struct offer_rules *r, const struct guide *g,
	const struct spans *hours, uint64_t *bits)
{
	size_t i, from, to;

	for (i = 0; i < hours->n; i++) {
		from = guide_find(g, hours->v[i].start);
		to = guide_find(g, hours->v[i].end - r->duration_s + 1);
		if (from < to)
			bits_set(bits, from, to);
	}
}

/* Starts that busy words shut, which lie from `ahead` before each pair to
 * `behind` after it. */
__attribute__((always_inline)) static inline void
bits_pairs(const struct guide *guide, const struct busy_words *w, int64_t ahead,
	int64_t behind, uint64_t *bits, bool one)
{
	/* a copy, which no bit that is set can change */
	const struct guide g = *guide;
	int64_t base = w->base - g.first - ahead, more = ahead + behind, at;
	const uint32_t(*v)[2] = w->v, (*end)[2] = w->v + w->n;

	for (; v < end; v++) {
		at = base + (*v)[0];
		bits_set(bits, guide_near(&g, at, one),
			guide_near(&g, at + more + ((*v)[1] >> 2), one));
	}
}

/* ---- sheets ---- */

struct offer_sheet {
	const struct offer_starts *starts;
	struct guide guide; /* where there are starts */
	size_t words;       /* of 64 starts, with room for an end behind them */
	int64_t ahead, behind; /* of busy time without buffers: from the starts
				* that it shuts to those behind it */
	bool kept;             /* words are */
	instant at;            /* where sheet_knows looked last ... */
	size_t index;          /* ... and what is there: that start, or none */
};

struct offer_sheet *
sheet_new(struct pool *pool, const struct offer_rules *r,
	const struct offer_starts *starts, bool kept)
{
	static const struct busy none = { .status = BUSY_BUSY };
	struct offer_sheet *s = pool_zero(pool, sizeof(*s));

	s->starts = starts;
	s->kept = kept;
	s->words = starts->n / 64 + 1;
	offer_gaps(r, &none, &s->ahead, &s->behind);
	s->ahead += r->duration_s - 1;
	s->at = INT64_MIN;
	if (starts->n > 0)
		guide_make(pool, starts, &s->guide);
	return s;
}

const struct offer_starts *
sheet_starts(const struct offer_sheet *s)
{
	return s->starts;
}

/* Starts that busy words shut. */
static void
bits_words(
	const struct offer_sheet *s, const struct busy_words *w, uint64_t *bits)
{
	if (s->guide.one)
		bits_pairs(&s->guide, w, s->ahead, s->behind, bits, true);
	else
		bits_pairs(&s->guide, w, s->ahead, s->behind, bits, false);
}

void
offer_sheet_busy(
	struct offer_sheet *s, struct offer_host *h, const struct busy_words *w)
{
	bits_words(s, w, h->row);
}

bool
sheet_knows(struct offer_sheet *s, const struct offer_host *h, instant start,
	bool *taken)
{
	size_t n = s->starts->n;

	if (s->at != start) {
		s->at = start;
		s->index = guide_find(&s->guide, start);
		if (s->index < n && s->starts->v[s->index] != start)
			s->index = n;
	}
	*taken = s->index == n ||
		 (h->row[s->index / 64] >> s->index % 64 & 1) != 0;
	return s->index < n || !s->kept;
}

/* All that shuts starts for a host. */
static void
bits_shut(
	const struct offer_sheet *s, const struct offer_host *h, uint64_t *bits)
{
	const struct busy_words *w;
	size_t i;

	if (h->row != NULL)
		memcpy(bits, h->row, s->words * sizeof(*bits));
	else
		memset(bits, 0, s->words * sizeof(*bits));
	for (i = 0; i < h->shut.n; i++)
		bits_set(bits, guide_find(&s->guide, h->shut.v[i].start),
			guide_find(&s->guide, h->shut.v[i].end));
	/* a row has them already */
	for (w = h->row == NULL ? h->words : NULL; w != NULL; w = w->next)
		bits_words(s, w, bits);
}

/* ---- sums ---- */

/* Adds one to the count of each start whose bit is set. */
static void
tally_add(struct tally *t, size_t word, uint64_t bits)
{
	uint64_t *plane = t->planes + word * t->planes_n, carry;

	for (; bits != 0; plane++) {
		carry = *plane & bits;
		*plane ^= bits;
		bits = carry;
	}
}

size_t
tally_free(const struct tally *t, size_t start)
{
	const uint64_t *plane = t->planes + start / 64 * t->planes_n;
	size_t n = 0, p;

	for (p = 0; p < t->planes_n; p++)
		n |= (size_t)(plane[p] >> start % 64 & 1) << p;
	return n;
}

/* Room to count the seats from `i` on that stand for the same. */
static void
tally_new(struct pool *pool, const struct seat *seats, size_t i, size_t n,
	size_t words, struct tally *t)
{
	size_t k;

	t->mask = seats[i].mask;
	t->planes_n = 0;
	for (k = i; k < n && seats[k].mask == t->mask; k++)
		;
	for (k -= i; k > 0; k /= 2)
		t->planes_n++;
	t->planes = pool_array(pool, words * t->planes_n, sizeof(*t->planes));
}

static bool
same_hours(const struct spans *a, const struct spans *b)
{
	return a->v == b->v && a->n == b->n;
}

size_t
tally_seats(struct pool *pool, const struct offer_rules *r,
	const struct seat *seats, size_t n, const struct offer_sheet *s,
	struct tally *tallies)
{
	size_t words = s->words, tallies_n = 0, i, k;
	const struct spans *hours = NULL;
	uint64_t *open, *shut;

	if (s->starts->n == 0)
		return 0;
	open = pool_array(pool, words * 2, sizeof(*open));
	shut = open + words;
	for (i = 0; i < n; i++) {
		if (i == 0 || seats[i].mask != seats[i - 1].mask)
			tally_new(pool, seats, i, n, words,
				&tallies[tallies_n++]);
		if (hours == NULL ||
			!same_hours(hours, &seats[i].host->hours)) {
			hours = &seats[i].host->hours;
			memset(open, 0, words * sizeof(*open));
			bits_open(r, &s->guide, hours, open);
		}
		bits_shut(s, seats[i].host, shut);
		for (k = 0; k < words; k++)
			tally_add(
				&tallies[tallies_n - 1], k, open[k] & ~shut[k]);
	}
	return tallies_n;
}
