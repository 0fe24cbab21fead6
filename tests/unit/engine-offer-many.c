/*
 * Many hosts, hours that nobody shares, long grids: what engine/offer_starts
 * and engine/offer_count find against one who looks at each start of each host.
 */
#include "check.h"

#include "engine/offer.h"

#include <stdlib.h>
#include <string.h>

#define DAY INT64_C(1764547200) /* 2025-12-01T00:00:00Z */

enum { HOSTS = 70, DAYS = 4 };

static uint32_t seed = 12345;

static void
check_int(long got, long want, const char *what)
{
	check(got == want, "%s: %ld of %ld", what, got, want);
}

static int64_t
roll(int64_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (int64_t)(seed >> 8) % n;
}

struct crowd {
	struct pool *pool;
	struct offer_rules rules;
	struct offer_host *hosts;
	size_t n;
	int64_t unit_s; /* hours begin and end on multiples of it */
	enum sheet { NONE, ALONE, KEPT } sheet; /* first, words after it */
	struct busy_words **words; /* then these are whose they are */
};

/* Pairs of words, of which some lie beside the window. */
static void
words_add(struct crowd *c, struct offer_host *h, size_t n)
{
	struct busy_words *w =
		pool_zero(c->pool, sizeof(*w) + n * sizeof(w->v[0]));
	int64_t at = roll(40000);

	w->base = DAY - 86400;
	w->n = (uint32_t)n;
	for (n = 0; n < w->n; n++) {
		int64_t length = 1 + roll(9000);

		w->v[n][0] = (uint32_t)at;
		w->v[n][1] = (uint32_t)length << 2 | (uint32_t)(1 + roll(3));
		at += length + roll(60000);
	}
	w->next = h->words;
	h->words = w;
}

static void
host_make(struct crowd *c, struct offer_host *h, const struct spans *shared)
{
	struct busy b = { .status = BUSY_BUSY };
	int64_t at = DAY - 86400 + roll(40) * c->unit_s, i;

	memset(h, 0, sizeof(*h));
	while (shared == NULL && at < DAY + (DAYS + 1) * 86400) {
		spans_add(c->pool, &h->hours, at, at + roll(40) * c->unit_s);
		at += (41 + roll(60)) * c->unit_s;
	}
	if (shared != NULL)
		h->hours = *shared;
	for (i = roll(3); i > 0; i--)
		words_add(c, h, (size_t)roll(12));
	for (i = roll(3); i > 0; i--) {
		b.start = DAY + roll(DAYS * 86400);
		b.end = b.start + roll(10000);
		b.after_s = roll(2) * 900;
		busies_add(c->pool, &h->busy, &b);
	}
	h->inactive = roll(9) == 0 ? "inactive" : NULL;
	if (roll(9) == 0) {
		h->known.start = DAY + roll(86400);
		h->known.end = DAY + 86400 + roll(2 * 86400);
	}
}

static bool
clear_of(const struct offer_rules *r, instant start, instant from, instant to,
	int64_t before_s, int64_t after_s)
{
	int64_t ahead = before_s + r->after_s, behind = after_s + r->before_s;

	if (ahead < r->gap_s)
		ahead = r->gap_s;
	if (behind < r->gap_s)
		behind = r->gap_s;
	return from >= to || start >= to + behind ||
	       start + r->duration_s <= from - ahead;
}

/* Whether the host is free, looked at in the plainest way. */
static bool
slow_free(const struct offer_rules *r, const struct offer_host *h,
	const struct busy_words *w, instant at)
{
	bool open = false;
	size_t i;

	for (i = 0; i < h->hours.n; i++)
		open |= at >= h->hours.v[i].start &&
			at + r->duration_s <= h->hours.v[i].end;
	for (i = 0; i < h->busy.n; i++)
		open &= clear_of(r, at, h->busy.v[i].start, h->busy.v[i].end,
			h->busy.v[i].before_s, h->busy.v[i].after_s);
	for (; w != NULL; w = w->next)
		for (i = 0; i < w->n; i++)
			open &= clear_of(r, at, w->base + w->v[i][0],
				w->base + w->v[i][0] + (w->v[i][1] >> 2), 0, 0);
	if (h->known.end != 0)
		open &= at >= h->known.start &&
			at + r->duration_s <= h->known.end;
	return open && h->inactive == NULL;
}

/* Whether some host's grid has this start. */
static bool
slow_grid(const struct crowd *c, instant at)
{
	const struct offer_rules *r = &c->rules;
	size_t i, k;

	for (i = 0; i < c->n; i++)
		for (k = 0; k < c->hosts[i].hours.n; k++) {
			const struct span *s = &c->hosts[i].hours.v[k];

			if (at >= s->start && at + r->duration_s <= s->end &&
				(at - s->start) % r->step_s == 0)
				return true;
		}
	return false;
}

static void
sheet_make(struct crowd *c)
{
	struct offer_rules *r = &c->rules;
	struct busy_words *w;
	size_t i;

	c->words = pool_array(c->pool, c->n, sizeof(*c->words));
	r->sheet =
		offer_sheet_new(c->pool, r, c->hosts, c->n, c->sheet == KEPT);
	for (i = 0; i < c->n; i++) {
		c->words[i] = c->hosts[i].words;
		if (r->sheet == NULL)
			continue;
		for (w = c->hosts[i].words; w != NULL; w = w->next)
			offer_sheet_busy(r->sheet, &c->hosts[i], w);
		if (c->sheet == ALONE)
			c->hosts[i].words = NULL;
	}
}

static const struct busy_words *
words_of(const struct crowd *c, size_t i)
{
	return c->words != NULL ? c->words[i] : c->hosts[i].words;
}

/* How many seconds of the window are offered and should not be, or missing. */
static long
differences(struct crowd *c, instant every)
{
	struct offer_rules *r = &c->rules;
	struct offer_starts got = { 0 };
	struct fail f;
	long wrong = 0;
	size_t i, free, need, k = 0;
	instant at;

	if (c->sheet)
		sheet_make(c);
	if (offer_ready(c->pool, r, c->hosts, c->n, &f) != 0 ||
		offer_starts(c->pool, r, c->hosts, c->n, &got, &f) != 0)
		return -1;
	need = r->need != 0 ? r->need : 1;
	for (at = r->window.start; at + r->duration_s <= r->window.end;
		at += every) {
		bool can;

		for (free = i = 0; i < c->n; i++) {
			can = slow_free(r, &c->hosts[i], words_of(c, i), at);
			free += can;
			if (c->sheet != ALONE)
				wrong += can !=
					 offer_host_free(r, &c->hosts[i], at);
		}
		can = free >= need && slow_grid(c, at);
		wrong += can != (k < got.n && got.v[k] == at);
		if (can)
			wrong += !offer_free(
				c->pool, r, c->hosts, c->n, at, NULL);
		k += k < got.n && got.v[k] == at;
	}
	return wrong + (k != got.n);
}

static void
crowd_rules(struct crowd *c, int64_t days)
{
	memset(&c->rules, 0, sizeof(c->rules));
	c->rules.mode = OFFER_ANY;
	c->rules.duration_s = c->unit_s * (1 + roll(4));
	c->rules.step_s = c->unit_s * (1 + roll(3));
	c->rules.now = c->rules.window.start = DAY;
	c->rules.window.end = DAY + days * 86400;
	c->rules.horizon = c->rules.window.end;
}

static const struct crowd_row {
	const char *name;
	size_t hosts;
	int64_t unit_s;
	bool shared; /* every second host has the same hours */
	size_t need;
	enum sheet sheet;
} crowd_rows[] = {
	{ "one host alone", 1, 900, false, 0, NONE },
	{ "70 hosts, no two with the same hours", HOSTS, 900, false, 0, NONE },
	{ "70 hosts, hours on odd minutes", HOSTS, 420, false, 0, NONE },
	{ "70 hosts, hours on odd seconds", HOSTS, 150, false, 0, NONE },
	{ "70 hosts, half of them share theirs", HOSTS, 900, true, 0, NONE },
	{ "8 of 70 hosts", HOSTS, 900, false, 8, NONE },
	{ "20 of 70 hosts, half of whom share hours", HOSTS, 900, true, 20,
		NONE },
	{ "more than there ever are", HOSTS, 900, false, HOSTS, NONE },
	{ "one host, on a sheet", 1, 900, false, 0, ALONE },
	{ "70 hosts of different hours, on a sheet", HOSTS, 420, false, 0,
		ALONE },
	{ "8 of 70 hosts, on a sheet", HOSTS, 900, true, 8, ALONE },
	{ "70 hosts, on a sheet, words kept", HOSTS, 900, false, 0, KEPT },
	{ "20 of 70 hosts, on a sheet, words kept", HOSTS, 150, true, 20,
		KEPT },
};

static void
crowds(void)
{
	size_t i, k;
	int round;

	for (i = 0; i < sizeof(crowd_rows) / sizeof(crowd_rows[0]); i++) {
		const struct crowd_row *row = &crowd_rows[i];
		long wrong = 0;

		for (round = 0; round < 4; round++) {
			struct crowd c = { .pool = pool_new(),
				.n = row->hosts,
				.unit_s = row->unit_s,
				.sheet = row->sheet };
			struct offer_host shop = { 0 };

			c.hosts = pool_array(c.pool, c.n, sizeof(*c.hosts));
			host_make(&c, &shop, NULL);
			for (k = 0; k < c.n; k++)
				host_make(&c, &c.hosts[k],
					row->shared && k % 2 ? &shop.hours
							     : NULL);
			crowd_rules(&c, DAYS);
			c.rules.need = row->need;
			c.rules.gap_s = round % 2 * 600;
			c.rules.before_s = round / 2 * 300;
			/* all hours begin at multiples of this */
			wrong += differences(
				&c, row->unit_s % 60 == 0 ? 60 : 30);
			pool_free(c.pool);
		}
		check(wrong == 0, "%s, as a slow reader has them: %ld differ",
			row->name, wrong);
	}
}

/* ---- long grids ---- */

static const struct long_row {
	const char *name;
	int64_t step_s, length_s; /* of the one window */
	enum sheet sheet;
} long_rows[] = {
	{ "100 days of minutes", 60, 100 * 86400, NONE },
	{ "700 days of quarters of an hour", 900, INT64_C(700) * 86400, NONE },
	{ "100 days of minutes, on a sheet", 60, 100 * 86400, ALONE },
	{ "128 starts, on a sheet", 60, 128 * 60, ALONE },
	{ "64 starts, a word of bits", 3600, 64 * 3600, NONE },
	{ "65 starts", 3600, 65 * 3600, NONE },
	{ "63 starts", 3600, 63 * 3600, NONE },
	{ "128 starts", 60, 128 * 60, NONE },
	{ "one start", 60, 60, NONE },
};

static void
long_grids(void)
{
	struct pool *pool = pool_new();
	size_t i;

	for (i = 0; i < sizeof(long_rows) / sizeof(long_rows[0]); i++) {
		const struct long_row *row = &long_rows[i];
		struct offer_host h = { .email = "ada@acme.example" };
		struct crowd c = {
			.pool = pool, .hosts = &h, .n = 1, .sheet = row->sheet
		};
		struct busy b = { .status = BUSY_BUSY };

		c.unit_s = row->step_s;
		crowd_rules(&c, row->length_s / 86400 + 1);
		c.rules.duration_s = c.rules.step_s = row->step_s;
		spans_add(pool, &h.hours, DAY, DAY + row->length_s);
		words_add(&c, &h, 100);
		/* to the very end */
		b.start = DAY + row->length_s - row->step_s / 2;
		b.end = b.start + 86400;
		if (row->length_s > row->step_s)
			busies_add(pool, &h.busy, &b);
		check_int(differences(&c, row->step_s), 0, row->name);
	}
	pool_free(pool);
}

/* ---- bounds ---- */

static void
sheets(void)
{
	struct pool *pool = pool_new();
	struct crowd c = { .pool = pool, .unit_s = 60 };
	struct fail f;
	size_t i;

	c.n = 600;
	c.hosts = pool_array(pool, c.n, sizeof(*c.hosts));
	for (i = 0; i < c.n; i++)
		spans_add(pool, &c.hosts[i].hours, DAY, DAY + 60 * 86400);
	crowd_rules(&c, 60);
	c.rules.duration_s = c.rules.step_s = 60;
	check(offer_sheet_new(pool, &c.rules, c.hosts, c.n, false) == NULL,
		"no sheet of 60 days of minutes");
	check(c.hosts[0].row == NULL, "and no rows");
	check(offer_sheet_new(pool, &c.rules, c.hosts, 0, false) == NULL,
		"no sheet of nobody");
	c.rules.pack = true;
	check(offer_sheet_new(pool, &c.rules, c.hosts, 1, false) == NULL,
		"no sheet where starts are packed");
	c.rules.pack = false;
	c.rules.duration_s = 1;
	check(offer_sheet_new(pool, &c.rules, c.hosts, 1, false) == NULL,
		"nor for rules that are refused");
	c.rules.duration_s = c.rules.step_s = 3600;
	c.rules.sheet = offer_sheet_new(pool, &c.rules, c.hosts, c.n, false);
	offer_ready(pool, &c.rules, c.hosts, c.n, &f);
	check(offer_host_free(&c.rules, &c.hosts[0], DAY + 3600),
		"a start of the sheet is free");
	check(!offer_host_free(&c.rules, &c.hosts[0], DAY + 60),
		"one that is not on it is taken: nobody knows");
	pool_free(pool);
}

static void
as_many_as_allowed(void)
{
	struct pool *pool = pool_new();
	struct crowd c = { .pool = pool, .unit_s = 3600 };
	struct offer_starts got = { 0 };
	struct spans hours = { 0 };
	struct fail f;
	size_t i;

	c.n = OFFER_HOSTS_MAX;
	c.hosts = pool_array(pool, c.n, sizeof(*c.hosts));
	spans_add(pool, &hours, DAY, DAY + 10 * 3600);
	for (i = 0; i < c.n; i++)
		c.hosts[i].hours = hours;
	crowd_rules(&c, 1);
	c.rules.duration_s = c.rules.step_s = 3600;
	c.rules.need = c.n;
	check_int(offer_ready(pool, &c.rules, c.hosts, c.n, &f), 0,
		"20,000 hosts may be asked at once");
	offer_starts(pool, &c.rules, c.hosts, c.n, &got, &f);
	check_int((long)got.n, 10, "and all be needed");
	c.hosts[c.n / 2].inactive = "stale";
	got.n = 0;
	offer_ready(pool, &c.rules, c.hosts, c.n, &f);
	offer_starts(pool, &c.rules, c.hosts, c.n, &got, &f);
	check_int((long)got.n, 0, "one of them missing is one too few");
	c.rules.need--;
	got.n = 0;
	offer_starts(pool, &c.rules, c.hosts, c.n, &got, &f);
	check_int((long)got.n, 10, "and 19,999 are enough where so many are");
	check_int(offer_ready(pool, &c.rules, c.hosts, c.n + 1, &f), -1,
		"20,001 are refused");
	pool_free(pool);
}

int
main(void)
{
	crowds();
	long_grids();
	sheets();
	as_many_as_allowed();
	return check_done();
}
