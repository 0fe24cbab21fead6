#include "engine/offer_priv.h"

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

int
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
	if (r->parties.n > PARTIES_MAX)
		return fail(f, EXIT_USAGE, "%zu parties of hosts, at most %d",
			r->parties.n, PARTIES_MAX);
	return 0;
}

/* Parties that can never have enough, whoever is free. */
static int
parties_check(const struct offer_rules *r, const struct offer_host *hosts,
	size_t n, struct fail *f)
{
	struct party_count all[256];
	size_t i, all_n = 0;

	for (i = 0; i < r->parties.n; i++)
		if (r->parties.need[i] == 0)
			return fail(f, EXIT_USAGE, "0 hosts wanted");
	for (i = 0; i < n && r->parties.n > 0; i++)
		if (hosts[i].parties != 0)
			all_n = party_count_add(
				all, all_n, hosts[i].parties, 1);
	if (r->parties.n > 0 && !parties_met(&r->parties, all, all_n))
		return fail(f, EXIT_REFUSED,
			"more hosts are needed than there are, each for one "
			"part");
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

static size_t
words_count(const struct busy_words *w)
{
	size_t n = 0;

	for (; w != NULL; w = w->next)
		n += w->n;
	return n;
}

/* The words as starts that are shut, beside all else that shuts them. */
static bool
shut_words(const struct offer_rules *r, const struct busy_words *w,
	struct spans *shut)
{
	struct busy b = { .status = BUSY_BUSY };
	bool ordered = true;
	size_t i;

	for (; w != NULL; w = w->next)
		for (i = 0; i < w->n; i++) {
			b.start = w->base + w->v[i][0];
			b.end = b.start + (w->v[i][1] >> 2);
			ordered &= shut_busy(r, shut, &b);
		}
	return ordered;
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

/* Starts are packed behind what takes time, not behind what is known or
 * allowed. */
static void
packs_keep(struct pool *pool, struct offer_host *h, bool ordered)
{
	size_t i;

	if (!ordered)
		spans_join(&h->shut);
	h->packs = pool_array(pool, h->shut.n, sizeof(*h->packs));
	h->packs_n = h->shut.n;
	for (i = 0; i < h->shut.n; i++)
		h->packs[i] = h->shut.v[i].end;
}

static void
host_shut(struct pool *pool, const struct offer_rules *r, struct offer_host *h)
{
	bool part = partly_unknown(r, h), ordered = true;
	size_t limits = r->limits.n + h->limits.n, words;
	size_t i;

	memset(&h->shut, 0, sizeof(h->shut));
	h->hint = 0;
	h->packs_n = 0;
	/* starts are packed behind all that blocks, melted into one */
	words = r->pack ? words_count(h->words) : 0;
	h->shut.cap = h->busy.n + limits + words;
	if (h->inactive == NULL && !part && h->shut.cap == 0)
		return;
	h->shut.cap += 2;
	h->shut.v = pool_array(pool, h->shut.cap, sizeof(*h->shut.v));
	if (h->inactive != NULL) {
		shut_add(&h->shut, INT64_MIN, INT64_MAX);
		return;
	}
	if (words > 0) {
		ordered &= shut_words(r, h->words, &h->shut);
		h->words = NULL;
	}
	for (i = 0; i < h->busy.n; i++)
		ordered &= shut_busy(r, &h->shut, &h->busy.v[i]);
	if (r->pack)
		packs_keep(pool, h, ordered);
	if (part)
		ordered &= shut_add(&h->shut, INT64_MIN, h->known.start);
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

	if (rules_check(r, n, f) != 0 || parties_check(r, hosts, n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		host_shut(pool, r, &hosts[i]);
	return 0;
}

/* Steps 2, 4 and 5 of RULES.md section 2, as far as no host is needed. */
instant
offer_first(const struct offer_rules *r)
{
	return larger(larger(r->window.start, r->opens), r->now + r->notice_s);
}

instant
offer_last(const struct offer_rules *r)
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
	return start >= offer_first(r) && start <= offer_last(r);
}

static bool
is_open(const struct offer_rules *r, const struct spans *hours, instant start)
{
	return spans_hold(hours, start, start + r->duration_s);
}

static instant
words_end(const struct busy_words *w, size_t i)
{
	return w->base + w->v[i][0] + (w->v[i][1] >> 2);
}

/* The first pair that ends behind `at`; near the last one it is fastest. */
static size_t
words_find(struct busy_words *w, instant at)
{
	size_t low = 0, high = w->n, mid, i = w->at;
	int steps;

	if (i <= w->n && (i == 0 || words_end(w, i - 1) <= at)) {
		for (steps = 0; steps < 8; steps++, i++)
			if (i == w->n || words_end(w, i) > at)
				return w->at = (uint32_t)i;
		low = i;
	}
	while (low < high) {
		mid = low + (high - low) / 2;
		if (words_end(w, mid) <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return w->at = (uint32_t)low;
}

/* Whether a pair conflicts with [start, start + duration). */
static bool
words_hit(const struct offer_rules *r, struct busy_words *w, instant start)
{
	static const struct busy none = { .status = BUSY_BUSY };
	int64_t ahead, behind;
	size_t i;

	if (w == NULL)
		return false;
	offer_gaps(r, &none, &ahead, &behind);
	for (; w != NULL; w = w->next) {
		i = words_find(w, start - behind);
		if (i < w->n &&
			w->base + w->v[i][0] - ahead < start + r->duration_s)
			return true;
	}
	return false;
}

static bool
is_shut(const struct offer_rules *r, struct offer_host *h, instant start)
{
	size_t i = shut_find(h, start);
	bool taken;

	if (i < h->shut.n && h->shut.v[i].start <= start)
		return true;
	if (h->row != NULL && sheet_knows(r->sheet, h, start, &taken))
		return taken;
	return words_hit(r, h->words, start);
}

bool
offer_host_free(
	const struct offer_rules *r, struct offer_host *h, instant start)
{
	return in_time(r, start) && is_open(r, &h->hours, start) &&
	       !is_shut(r, h, start);
}

void
offer_parties(const struct offer_rules *r, size_t n, struct parties *to)
{
	*to = r->parties;
	if (to->n > 0)
		return;
	to->n = 1;
	to->need[0] = r->need != 0 ? r->need : r->mode == OFFER_ALL ? n : 1;
}

uint8_t
offer_stands_for(const struct offer_rules *r, const struct offer_host *h)
{
	return r->parties.n > 0 ? h->parties : 1;
}

static void
who_add(struct pool *pool, struct strs *who, const struct offer_host *h)
{
	if (who == NULL || h->email == NULL)
		return;
	/* not strs_add: a copy of each name for each slot adds up */
	who->v = pool_grow(pool, who->v, who->n, &who->cap, sizeof(*who->v));
	who->v[who->n++] = h->email;
}

/* Counts who is free, by what they stand for. */
static size_t
count_free(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, instant start,
	struct party_count *free, struct strs *who)
{
	const struct span *last = NULL;
	size_t i, free_n = 0;
	bool open = false;
	uint8_t mask;

	if (!in_time(r, start))
		return 0;
	for (i = 0; i < n; i++) {
		/* hosts with the same hours mostly stand together */
		if (i == 0 || hosts[i].hours.v != last)
			open = is_open(r, &hosts[i].hours, start);
		last = hosts[i].hours.v;
		mask = offer_stands_for(r, &hosts[i]);
		if (!open || mask == 0 || is_shut(r, &hosts[i], start))
			continue;
		free_n = party_count_add(free, free_n, mask, 1);
		who_add(pool, who, &hosts[i]);
	}
	return free_n;
}

bool
offer_free(struct pool *pool, const struct offer_rules *r,
	struct offer_host *hosts, size_t n, instant start, struct strs *who)
{
	struct party_count free[256];
	struct parties parties;
	size_t free_n = count_free(pool, r, hosts, n, start, free, who);

	offer_parties(r, n, &parties);
	return n > 0 && free_n > 0 && parties_met(&parties, free, free_n);
}

uint8_t
offer_short(const struct offer_rules *r, struct offer_host *hosts, size_t n,
	instant start)
{
	struct party_count free[256];
	struct parties parties;
	size_t free_n = count_free(NULL, r, hosts, n, start, free, NULL);

	offer_parties(r, n, &parties);
	return parties_short(&parties, free, free_n);
}
