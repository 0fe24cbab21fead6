#include "check.h"

#include "engine/offer.h"

#include <inttypes.h>

/*
 * With many hosts starts are counted by another way than host by host: what
 * offer_starts finds must be what offer_free says of each start of the grid.
 */
enum { HOSTS = 40, DAYS = 30, T0 = 1796083200 };

static uint32_t seed = 1;

static int64_t
some(int64_t below)
{
	seed = seed * 1664525 + 1013904223;
	return (int64_t)(seed >> 8) % below;
}

/* Spans as words. */
static struct busy_words *
words_of(struct pool *pool, const struct spans *spans)
{
	struct busy_words *w =
		pool_zero(pool, sizeof(*w) + spans->n * sizeof(w->v[0]));
	size_t i;

	w->base = T0 - 86400;
	for (i = 0; i < spans->n; i++) {
		const struct span *s = &spans->v[i];

		w->v[i][0] = (uint32_t)(s->start - w->base);
		w->v[i][1] = (uint32_t)(s->end - s->start) << 2 | BUSY_BUSY;
	}
	w->n = (uint32_t)spans->n;
	return w;
}

static void
host_make(struct pool *pool, struct offer_host *h, const struct spans *hours)
{
	int64_t i, n = some(120), at = T0 - 86400;
	struct spans busy = { 0 };

	h->email = pool_printf(pool, "h%" PRId64 "@x.example", some(1000));
	h->hours = *hours;
	for (i = 0; i < n; i++) {
		at += some(4 * 86400 * DAYS / 120);
		spans_add(pool, &busy, at, at + 60 + some(7200));
	}
	spans_join(&busy);
	h->words = words_of(pool, &busy);
	if (some(8) == 0)
		h->inactive = "stale";
	if (some(8) == 0) {
		h->known.start = T0 + some(5) * 86400;
		h->known.end = T0 + (DAYS - some(5)) * 86400;
	}
}

/* How many starts of the minute grid the two ways see differently. */
static int
differences(struct pool *pool, const struct offer_rules *r, size_t hosts,
	size_t *found)
{
	struct offer_host *h = pool_array(pool, HOSTS, sizeof(*h));
	struct offer_starts starts = { 0 };
	struct spans hours = { 0 };
	struct fail f;
	instant at;
	size_t i, k = 0;
	int bad = 0;

	for (i = 0; i < DAYS; i++)
		spans_add(pool, &hours, T0 + (instant)i * 86400 + 9 * 3600,
			T0 + (instant)i * 86400 + 17 * 3600);
	for (i = 0; i < hosts; i++)
		host_make(pool, &h[i], &hours);
	if (offer_ready(pool, r, h, hosts, &f) != 0 ||
		offer_starts(pool, r, h, hosts, &starts, &f) != 0)
		return -1;
	*found = starts.n;
	for (i = 0; i < hours.n; i++)
		for (at = hours.v[i].start; at < hours.v[i].end;
			at += r->step_s) {
			bool there = k < starts.n && starts.v[k] == at;

			k += there;
			bad += there != offer_free(pool, r, h, hosts, at, NULL);
		}
	return bad + (k != starts.n);
}

int
main(void)
{
	static const int steps[] = { 60, 300, 900, 1800, 7200 };
	static const size_t needs[] = { 0, 1, 20, 33, 39 };
	struct offer_rules r = { .now = T0,
		.window = { T0 + 7000, T0 + DAYS * 86400 - 7000 },
		.horizon = T0 + DAYS * 86400 };
	size_t i, k, n = 0, most = 0;

	for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		for (k = 0; k < sizeof(needs) / sizeof(needs[0]); k++) {
			struct pool *pool = pool_new();

			r.step_s = steps[i];
			r.duration_s = 60 + some(7200);
			r.need = needs[k];
			r.mode = k == 0 ? OFFER_ALL : OFFER_ANY;
			check(differences(pool, &r, HOSTS, &n) == 0,
				"40 hosts, %zu needed, a start each %d s",
				needs[k], steps[i]);
			most = n > most ? n : most;
			pool_free(pool);
		}
	check(most > 1000, "there was something to find");
	return check_done();
}
