#include "check.h"

#include "engine/offer.h"
#include "when/hours.h"
#include "when/zone.h"

#include <stdlib.h>

/* 2026-12-01T00:00:00Z, a Tuesday; all rows play on that day. */
#define DAY INT64_C(1796083200)

enum { ANY = 1, PACK = 2, ALIGN = 4 };

/*
 * Times are HHMM or HHMMSS, "0900-1200"; hosts are parted by "|"; what stands
 * behind a busy time is its own before, after and gap in minutes ("b15a15g30").
 */
struct row {
	const char *name;
	const char *hours;
	int dur, step;
	const char *busy;
	int before, after, gap;
	const char *now; /* NULL: midnight */
	int notice;
	int flags, offset;
	const char *expect;
};

static const struct row rows[] = {
	/* RULES.md section 2, its table */
	{ "45 min every 30", "0900-1200", 45, 30, "", 0, 0, 0, NULL, 0, 0, 0,
		"09:00 09:30 10:00 10:30 11:00" },
	{ "step is the duration where it is not named", "0900-1200", 45, 0, "",
		0, 0, 0, NULL, 0, 0, 0, "09:00 09:45 10:30 11:15" },
	{ "R12: a busy half hour", "0900-1200", 30, 30, "1000-1030", 0, 0, 0,
		NULL, 0, 0, 0, "09:00 09:30 10:30 11:00 11:30" },
	{ "15 min before and after", "0900-1200", 30, 30, "1000-1030", 15, 15,
		0, NULL, 0, 0, 0, "09:00 11:00 11:30" },
	{ "a gap of 30", "1200-1500", 30, 30, "1300-1330", 0, 0, 30, NULL, 0, 0,
		0, "12:00 14:00 14:30" },
	{ "not anchored again behind a busy time", "0900-1130", 60, 60,
		"1000-1015", 0, 0, 0, NULL, 0, 0, 0, "09:00" },
	{ "--pack offers that one", "0900-1130", 60, 60, "1000-1015", 0, 0, 0,
		NULL, 0, PACK, 0, "09:00 10:15" },
	{ "notice counts to the second, inclusive", "0900-1200", 30, 30, "", 0,
		0, 0, "0900", 60, 0, 0, "10:00 10:30 11:00 11:30" },
	{ "one minute later the first is gone", "0900-1200", 30, 30, "", 0, 0,
		0, "0901", 60, 0, 0, "10:30 11:00 11:30" },
	{ "one second later too", "0900-1200", 30, 30, "", 0, 0, 0, "090001",
		60, 0, 0, "10:30 11:00 11:30" },
	/* section 3 */
	{ "gaps combine by max: 30 and 15", "1200-1500", 30, 30, "1300-1330g30",
		0, 0, 15, NULL, 0, 0, 0, "12:00 14:00 14:30" },
	{ "gaps combine by max: 15 and 30", "1200-1500", 30, 30, "1300-1330g15",
		0, 0, 30, NULL, 0, 0, 0, "12:00 14:00 14:30" },
	{ "before and after add: behind 15 + 15", "1200-1500", 30, 15,
		"1300-1330a15", 15, 0, 0, NULL, 0, 0, 0,
		"12:00 12:15 12:30 14:00 14:15 14:30" },
	{ "before and after add: ahead 15 + 15", "1200-1500", 30, 15,
		"1300-1330b15", 0, 15, 0, NULL, 0, 0, 0,
		"12:00 13:30 13:45 14:00 14:15 14:30" },
	{ "the new one's before stands behind a plain event", "1200-1500", 30,
		30, "1300-1330", 30, 0, 0, NULL, 0, 0, 0,
		"12:00 12:30 14:00 14:30" },
	{ "the new one's after stands ahead of a plain event", "1200-1500", 30,
		30, "1300-1330", 0, 30, 0, NULL, 0, 0, 0,
		"12:00 13:30 14:00 14:30" },
	{ "a stored buffer counts without one of the page", "1200-1500", 30, 30,
		"1300-1330b30a30", 0, 0, 0, NULL, 0, 0, 0,
		"12:00 14:00 14:30" },
	{ "buffers do not act at the window's edges", "0900-1000", 30, 30, "",
		60, 60, 0, NULL, 0, 0, 0, "09:00 09:30" },
	{ "a busy time outside reaches in with its buffer", "0900-1000", 30, 30,
		"0830-0900", 30, 0, 0, NULL, 0, 0, 0, "09:30" },
	/* edges */
	{ "one second into a slot blocks it", "0900-1000", 30, 30,
		"083000-090001", 0, 0, 0, NULL, 0, 0, 0, "09:30" },
	{ "starting one second before its end blocks it", "0900-1000", 30, 30,
		"092959-0930", 0, 0, 0, NULL, 0, 0, 0, "09:30" },
	{ "what touches does not", "0900-1000", 30, 30, "0800-0900 1000-1100",
		0, 0, 0, NULL, 0, 0, 0, "09:00 09:30" },
	{ "zero length blocks nothing", "0900-1000", 30, 30, "0915-0915", 0, 0,
		0, NULL, 0, 0, 0, "09:00 09:30" },
	{ "overlapping and nested busy times", "0900-1200", 30, 30,
		"0900-1100 0915-0930 1030-1115", 0, 0, 0, NULL, 0, 0, 0,
		"11:30" },
	{ "different buffers out of order", "0900-1200", 30, 30,
		"0930-0940 0950-0955b60", 0, 0, 0, NULL, 0, 0, 0,
		"10:00 10:30 11:00 11:30" },
	{ "the fit is inclusive", "0900-1000", 60, 15, "", 0, 0, 0, NULL, 0, 0,
		0, "09:00" },
	{ "one minute short does not fit", "0900-0959", 60, 15, "", 0, 0, 0,
		NULL, 0, 0, 0, "" },
	{ "touching windows melt", "0900-1000 1000-1100", 90, 30, "", 0, 0, 0,
		NULL, 0, 0, 0, "09:00 09:30" },
	{ "unsorted windows", "1400-1500 0900-1000", 60, 60, "", 0, 0, 0, NULL,
		0, 0, 0, "09:00 14:00" },
	{ "busy all day", "0900-1700", 30, 30, "0000-2400", 0, 0, 0, NULL, 0, 0,
		0, "" },
	{ "an offset", "0900-1030", 30, 30, "", 0, 0, 0, NULL, 0, 0, 10,
		"09:10 09:40" },
	{ "--align clock", "0910-1100", 30, 30, "", 0, 0, 0, NULL, 0, ALIGN, 0,
		"09:30 10:00 10:30" },
	{ "--align clock with an offset", "0910-1100", 30, 30, "", 0, 0, 0,
		NULL, 0, ALIGN, 5, "09:35 10:05" },
	{ "--pack rounds up to the minute", "0900-1000", 30, 30, "0900-091031",
		0, 0, 0, NULL, 0, PACK, 0, "09:11 09:30" },
	{ "--pack with buffers", "0900-1030", 30, 30, "0900-0905", 10, 0, 0,
		NULL, 0, PACK, 0, "09:15 09:30 10:00" },
	{ "a window to midnight ends", "2300-2400", 30, 30, "", 0, 0, 0, NULL,
		0, 0, 0, "23:00 23:30" },
	{ "no hours, no slots", "", 30, 30, "", 0, 0, 0, NULL, 0, 0, 0, "" },
	/* section 5 */
	{ "group: all are free", "0900-1100|0900-1100", 30, 30,
		"0900-0930|1000-1030", 0, 0, 0, NULL, 0, 0, 0, "09:30 10:30" },
	{ "group: the grid starts where their hours meet",
		"0900-1200|1015-1300", 30, 30, "|", 0, 0, 0, NULL, 0, 0, 0,
		"10:15 10:45 11:15" },
	{ "group without common hours", "0900-1000|1000-1100", 30, 30, "|", 0,
		0, 0, NULL, 0, 0, 0, "" },
	{ "rotation: one is enough", "0900-1100|0900-1100", 30, 30,
		"0900-1000|0930-1030", 0, 0, 0, NULL, 0, ANY, 0,
		"09:00 10:00 10:30" },
	{ "rotation: hours of different members", "0900-1000|1030-1130", 30, 30,
		"|", 0, 0, 0, NULL, 0, ANY, 0, "09:00 09:30 10:30 11:00" },
	{ "rotation: each start once", "0900-1000|0930-1030", 30, 30, "|", 0, 0,
		0, NULL, 0, ANY, 0, "09:00 09:30 10:00" },
};

static const char *
clock_read(const char *p, instant *at)
{
	int v[3] = { 0, 0, 0 }, i;

	for (i = 0; i < 3 && p[0] >= '0' && p[0] <= '9'; i++, p += 2)
		v[i] = (p[0] - '0') * 10 + p[1] - '0';
	*at = DAY + v[0] * 3600 + v[1] * 60 + v[2];
	return p;
}

static const char *
busy_read(const char *p, struct busy *b)
{
	memset(b, 0, sizeof(*b));
	b->status = BUSY_BUSY;
	p = clock_read(p, &b->start);
	p = clock_read(p + 1, &b->end);
	while (*p == 'b' || *p == 'a' || *p == 'g') {
		int64_t *to = *p == 'b'   ? &b->before_s
			      : *p == 'a' ? &b->after_s
					  : &b->gap_s;

		*to = 60 * strtol(p + 1, (char **)&p, 10);
	}
	return p;
}

/* The next host of "..|.." lists; false at the end. */
static bool
host_read(struct pool *pool, const char **hours, const char **busy,
	struct offer_host *h)
{
	struct busy b;

	if (*hours == NULL)
		return false;
	memset(h, 0, sizeof(*h));
	while (**hours != '\0' && **hours != '|') {
		*hours = busy_read(*hours, &b);
		spans_add(pool, &h->hours, b.start, b.end);
		*hours += strspn(*hours, " ");
	}
	spans_join(&h->hours);
	while (**busy != '\0' && **busy != '|') {
		*busy = busy_read(*busy, &b);
		busies_add(pool, &h->busy, &b);
		*busy += strspn(*busy, " ");
	}
	busies_sort(&h->busy);
	*hours = **hours == '|' ? *hours + 1 : NULL;
	*busy += **busy == '|';
	return true;
}

static void
rules_read(const struct row *row, struct offer_rules *r)
{
	memset(r, 0, sizeof(*r));
	r->mode = row->flags & ANY ? OFFER_ANY : OFFER_ALL;
	r->duration_s = row->dur * 60;
	r->step_s = row->step * 60;
	r->offset_s = row->offset * 60;
	r->before_s = row->before * 60;
	r->after_s = row->after * 60;
	r->gap_s = row->gap * 60;
	r->notice_s = row->notice * 60;
	r->pack = row->flags & PACK;
	r->align_clock = row->flags & ALIGN;
	r->now = DAY;
	if (row->now != NULL)
		clock_read(row->now, &r->now);
	r->window.start = DAY;
	r->window.end = DAY + 86400;
	r->horizon = DAY + 86400;
}

static void
starts_text(const struct offer_starts *s, char *to, size_t size)
{
	size_t i, n = 0;

	*to = '\0';
	for (i = 0; i < s->n && n + 8 < size; i++) {
		int64_t t = (s->v[i] - DAY) / 60;

		n += (size_t)snprintf(to + n, size - n, "%s%02d:%02d",
			i > 0 ? " " : "", (int)(t / 60), (int)(t % 60));
	}
}

static void
run_row(const struct row *row)
{
	struct pool *pool = pool_new();
	struct offer_host hosts[4];
	struct offer_starts got = { 0 };
	struct offer_rules r;
	struct explain why;
	const char *hours = row->hours, *busy = row->busy;
	char text[1000];
	struct fail f;
	size_t n = 0, i;
	bool agree = true;
	instant at;

	while (n < 4 && host_read(pool, &hours, &busy, &hosts[n]))
		n++;
	rules_read(row, &r);
	check(offer_ready(pool, &r, hosts, n, &f) == 0 &&
			offer_starts(pool, &r, hosts, n, &got, &f) == 0,
		"%s: is worked out", row->name);
	starts_text(&got, text, sizeof(text));
	check_str(text, row->expect, row->name);
	/* what is offered can be booked, and what cannot has a reason */
	for (i = 0; i < got.n; i++)
		agree &= offer_free(pool, &r, hosts, n, got.v[i], NULL) &&
			 offer_on_grid(pool, &r, hosts, n, got.v[i]);
	for (at = DAY; n > 0 && at < DAY + 86400; at += 300) {
		offer_why(pool, &r, &hosts[0], at, &why);
		agree &= why.free == offer_host_free(&r, &hosts[0], at);
	}
	check(agree, "%s: offer, check and reasons agree", row->name);
	pool_free(pool);
}

/* ---- the same by brute force ---- */

static unsigned long seed = 7;

static int64_t
roll(int64_t n)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return (int64_t)(seed >> 33) % n;
}

static bool
limited(const struct limits *l, instant s)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (s >= l->v[i].starts.start && s < l->v[i].starts.end)
			return true;
	return false;
}

/* B7: starts that a cap rules out. */
static void
random_limits(struct pool *pool, struct limits *l)
{
	int64_t n = roll(3) * roll(2), i;

	for (i = 0; i < n; i++) {
		l->v = pool_grow(pool, l->v, l->n, &l->cap, sizeof(*l->v));
		l->v[l->n].starts.start = DAY + roll(86400);
		l->v[l->n].starts.end = l->v[l->n].starts.start + roll(20000);
		l->v[l->n++].detail = "day:1";
	}
}

static bool
slow_free(const struct offer_rules *r, const struct offer_host *h,
	const struct busies *busy, instant s)
{
	instant e = s + r->duration_s;
	bool open = false;
	size_t i;

	for (i = 0; i < h->hours.n; i++)
		open |= h->hours.v[i].start <= s && e <= h->hours.v[i].end;
	for (i = 0; i < busy->n; i++) {
		const struct busy *b = &busy->v[i];
		int64_t ahead = b->before_s + r->after_s;
		int64_t behind = b->after_s + r->before_s;

		if (ahead < r->gap_s || ahead < b->gap_s)
			ahead = r->gap_s > b->gap_s ? r->gap_s : b->gap_s;
		if (behind < r->gap_s || behind < b->gap_s)
			behind = r->gap_s > b->gap_s ? r->gap_s : b->gap_s;
		if (s < b->end + behind && b->start - ahead < e)
			return false;
	}
	if (limited(&r->limits, s) || limited(&h->limits, s))
		return false;
	return open && h->inactive == NULL && s >= r->now + r->notice_s &&
	       s >= r->opens && s >= r->window.start && e <= r->window.end &&
	       s < r->horizon;
}

/* Every second span, from the one with that index on, as words. */
static void
add_words(struct pool *pool, struct offer_host *h, const struct spans *spans,
	size_t first)
{
	struct busy_words *w =
		pool_zero(pool, sizeof(*w) + spans->n * sizeof(w->v[0]));
	size_t i;

	w->base = DAY - roll(2) * 86400;
	for (i = first; i < spans->n; i += 2, w->n++) {
		w->v[w->n][0] = (uint32_t)(spans->v[i].start - w->base);
		w->v[w->n][1] = (uint32_t)(spans->v[i].end - spans->v[i].start)
					<< 2 |
				2;
	}
	w->next = h->words;
	h->words = w;
}

static void
random_host(struct pool *pool, struct offer_host *h)
{
	struct busy b = { .status = BUSY_BUSY };
	struct spans words = { 0 };
	int64_t i, n;

	memset(h, 0, sizeof(*h));
	for (n = roll(4), i = 0; i <= n; i++) {
		instant at = DAY + roll(80) * 900;

		spans_add(pool, &h->hours, at, at + roll(20) * 900);
	}
	spans_join(&h->hours);
	for (n = roll(12), i = 0; i < n; i++) {
		b.start = DAY + roll(86400);
		b.end = b.start + 1 + roll(9000);
		b.before_s = roll(3) * 600;
		b.after_s = roll(3) * 600;
		b.gap_s = roll(2) * roll(4000);
		busies_add(pool, &h->busy, &b);
	}
	busies_sort(&h->busy);
	for (n = roll(4) * roll(2), i = 0; i < n; i++) {
		b.start = DAY + roll(86400);
		spans_add(pool, &words, b.start, b.start + roll(5000));
	}
	spans_join(&words);
	for (i = 0; i < 2; i++)
		add_words(pool, h, &words, (size_t)i);
	h->inactive = roll(12) == 0 ? "inactive" : NULL;
}

/* Words may be used up by offer_ready: both kinds in one list. */
static void
all_busy(struct pool *pool, const struct offer_host *h, struct busies *to)
{
	struct busy b = { .status = BUSY_BUSY };
	const struct busy_words *w = h->words;
	size_t i;

	for (i = 0; i < h->busy.n; i++)
		busies_add(pool, to, &h->busy.v[i]);
	for (; w != NULL; w = w->next)
		for (i = 0; i < w->n; i++) {
			b.start = w->base + w->v[i][0];
			b.end = b.start + (w->v[i][1] >> 2);
			busies_add(pool, to, &b);
		}
}

/* Whether the free hosts can be given to parties, each to one: tried out. */
static bool
slow_parties(const struct offer_host *hosts, const bool *free, size_t n,
	size_t *need, size_t parties_n)
{
	bool left[8];
	size_t p, i;

	for (p = 0; p < parties_n && need[p] == 0; p++)
		;
	if (p == parties_n)
		return true;
	for (i = 0; i < n; i++) {
		bool met;

		if (!free[i] || (hosts[i].parties >> p & 1) == 0)
			continue;
		memcpy(left, free, sizeof(left));
		left[i] = false;
		need[p]--;
		met = slow_parties(hosts, left, n, need, parties_n);
		need[p]++;
		if (met)
			return true;
	}
	return false;
}

/* Parties that can have enough; true: some were made. */
static bool
random_parties(struct offer_rules *r, struct offer_host *hosts, size_t n)
{
	static const bool all[8] = { true, true, true, true, true, true, true,
		true };
	struct parties *p = &r->parties;
	size_t i;

	p->n = (size_t)roll(4);
	for (i = 0; i < p->n; i++)
		p->need[i] = 1 + (size_t)roll(2);
	for (i = 0; i < n; i++)
		hosts[i].parties = (uint8_t)roll(INT64_C(1) << p->n);
	if (p->n > 0 && slow_parties(hosts, all, n, p->need, p->n))
		return true;
	p->n = 0;
	return false;
}

static bool
slow_enough(const struct offer_rules *r, const struct offer_host *hosts,
	const bool *free, size_t n)
{
	size_t need[PARTIES_MAX], i, free_n = 0, some = 0;

	for (i = 0; i < n; i++) {
		free_n += free[i];
		some += free[i] && hosts[i].parties != 0;
	}
	if (r->parties.n == 0)
		return free_n >= (r->need                       ? r->need
					 : r->mode == OFFER_ALL ? n
								: 1);
	memcpy(need, r->parties.need, sizeof(need));
	return some > 0 && slow_parties(hosts, free, n, need, r->parties.n);
}

/* Every minute of the day against the engine; returns how many differ. */
static long
random_round(struct pool *pool)
{
	struct offer_rules r = { .mode = (enum offer_mode)roll(2),
		.duration_s = 900 * (1 + roll(5)),
		.step_s = 300 * roll(7),
		.before_s = 300 * roll(4),
		.after_s = 300 * roll(4),
		.gap_s = 300 * roll(5) * roll(2),
		.notice_s = roll(7200),
		.pack = roll(2) == 1,
		.now = DAY + roll(20000),
		.window = { DAY, DAY + 86400 },
		.opens = roll(3) == 0 ? DAY + roll(50000) : 0,
		.horizon = DAY + 86400 };
	struct offer_host hosts[5], shop;
	struct busies busy[5] = { { 0 } };
	struct offer_starts got = { 0 };
	size_t n = 1 + (size_t)roll(5), i, k = 0;
	bool free[8] = { false };
	long wrong = 0;
	instant at;
	struct fail f;

	r.need = roll(3) == 0 ? 1 + (size_t)roll((int64_t)n) : 0;
	random_limits(pool, &r.limits);
	if (roll(3) == 0) {
		random_host(pool, &shop);
		r.legal = &shop.hours;
		r.legal_name = "restricted";
	}
	for (i = 0; i < n; i++) {
		random_host(pool, &hosts[i]);
		random_limits(pool, &hosts[i].limits);
		all_busy(pool, &hosts[i], &busy[i]);
		if (r.legal == NULL)
			continue;
		hosts[i].own = hosts[i].hours;
		hosts[i].hours = (struct spans){ 0 };
		spans_intersect(pool, &hosts[i].own, r.legal, &hosts[i].hours);
	}
	random_parties(&r, hosts, n);
	if (offer_ready(pool, &r, hosts, n, &f) != 0 ||
		offer_starts(pool, &r, hosts, n, &got, &f) != 0)
		return 1;
	for (at = DAY; at < DAY + 86400; at += 60) {
		bool offered = k < got.n && got.v[k] == at;
		struct explain why;
		bool can;

		for (i = 0; i < n; i++) {
			free[i] = slow_free(&r, &hosts[i], &busy[i], at);
			wrong += free[i] != offer_host_free(&r, &hosts[i], at);
			/* plain busy time has no reason */
			if (at % 900 != 0 || hosts[i].shut.n == 0)
				continue;
			offer_why(pool, &r, &hosts[i], at, &why);
			wrong += why.free < offer_host_free(&r, &hosts[i], at);
		}
		can = slow_enough(&r, hosts, free, n);
		wrong += can != offer_free(pool, &r, hosts, n, at, NULL);
		wrong += offered && !can;
		wrong += can && !offered &&
			 offer_on_grid(pool, &r, hosts, n, at);
		k += offered;
	}
	return wrong + (k != got.n);
}

static void
random_rounds(void)
{
	long wrong = 0;
	int i;

	for (i = 0; i < 300; i++) {
		struct pool *pool = pool_new();

		wrong += random_round(pool);
		pool_free(pool);
	}
	check(wrong == 0,
		"300 random days, parties of hosts (B10) among them, as a slow "
		"reader has them: %ld differ",
		wrong);
}

/* ---- what has no row ---- */

static const char *
starts_of(struct pool *pool, const char *hours, const char *zone,
	const char *day, int dur, char *text, size_t size)
{
	struct offer_host h = { .email = "ada@acme.example" };
	struct offer_rules r = { .duration_s = dur * 60 };
	struct offer_starts got = { 0 };
	struct hours open = { 0 };
	struct fail f;
	size_t i, n = 0;
	char at[INSTANT_TEXT];

	instant_read(day, &r.window.start);
	r.now = r.window.start;
	r.window.end = r.window.start + 36 * 3600;
	r.horizon = r.window.end;
	if (hours_read(pool, hours, "hours", &open, &f) != 0)
		return "hours";
	hours_spans(pool, &open, zone_load(zone, &f), r.window, &h.hours);
	if (offer_ready(pool, &r, &h, 1, &f) != 0 ||
		offer_starts(pool, &r, &h, 1, &got, &f) != 0)
		return "failed";
	for (*text = '\0', i = 0; i < got.n && n + 8 < size; i++)
		n += (size_t)snprintf(text + n, size - n, "%s%.5s",
			i > 0 ? " " : "", instant_write(got.v[i], at) + 11);
	return text;
}

static const struct clock_row {
	const char *name, *hours, *zone, *from;
	int dur;
	const char *expect;
} clock_rows[] = {
	{ "hours on the day of the spring change", "sun 09:00-12:00",
		"Europe/Rome", "2026-03-28T23:00:00Z", 60,
		"07:00 08:00 09:00" },
	{ "hours on the day of the autumn change", "sun 09:00-12:00",
		"Europe/Rome", "2026-10-24T22:00:00Z", 60,
		"08:00 09:00 10:00" },
	{ "a window over the gap is an hour shorter", "sun 01:00-05:00",
		"Europe/Rome", "2026-03-28T23:00:00Z", 60,
		"00:00 01:00 02:00" },
	{ "a window start inside the gap moves to its end", "sun 02:30-05:00",
		"Europe/Rome", "2026-03-28T23:00:00Z", 60, "01:00 02:00" },
	{ "a window over the fold is an hour longer", "sun 01:00-04:00",
		"Europe/Rome", "2026-10-24T22:00:00Z", 60,
		"23:00 00:00 01:00 02:00" },
	{ "a window start in the fold is the first of the two",
		"sun 02:30-04:00", "Europe/Rome", "2026-10-24T22:00:00Z", 60,
		"00:30 01:30" },
	{ "Lord Howe's half hour", "sun 01:30-03:30", "Australia/Lord_Howe",
		"2026-10-03T13:30:00Z", 30, "15:00 15:30 16:00" },
	{ "windows that touch at midnight melt",
		"tue 23:00-24:00; wed 00:00-01:00", "UTC",
		"2026-12-01T12:00:00Z", 90, "23:00" },
	{ "a window past midnight", "tue 23:00-01:00", "UTC",
		"2026-12-01T12:00:00Z", 60, "23:00 00:00" },
};

static void
clock_changes(void)
{
	static const char *const tz[] = { "UTC", "America/New_York",
		"Pacific/Apia", ":nonsense" };
	char text[200];
	size_t i, k;

	for (k = 0; k < 4; k++) {
		setenv("TZ", tz[k], 1);
		for (i = 0; i < sizeof(clock_rows) / sizeof(clock_rows[0]);
			i++) {
			const struct clock_row *c = &clock_rows[i];
			struct pool *pool = pool_new();

			check_str(starts_of(pool, c->hours, c->zone, c->from,
					  c->dur, text, sizeof(text)),
				c->expect, c->name);
			pool_free(pool);
		}
	}
}

static void
refusals(void)
{
	struct pool *pool = pool_new();
	struct offer_host h = { .email = "ada@acme.example" };
	struct offer_rules good = { .duration_s = 1800,
		.now = DAY,
		.window = { DAY, DAY + 86400 },
		.horizon = DAY + 86400 };
	struct offer_rules r = good;
	struct offer_starts got = { 0 };
	struct strs who = { 0 };
	struct explain why;
	struct fail f;

	check(offer_ready(pool, &r, NULL, 0, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"an empty team is not all free: refused");
	check(!offer_free(pool, &r, &h, 0, DAY, NULL), "nor free when asked");
	r.duration_s = 59;
	check(offer_ready(pool, &r, &h, 1, &f) == -1, "59 s are too short");
	r.duration_s = OFFER_DURATION_MAX + 1;
	check(offer_ready(pool, &r, &h, 1, &f) == -1, "over 30 days too long");
	r = good;
	r.window.end = INT64_MAX;
	check(offer_ready(pool, &r, &h, 1, &f) == -1 && f.status == EXIT_USAGE,
		"an endless window is refused");
	r = good;
	r.gap_s = INT64_MAX;
	check(offer_ready(pool, &r, &h, 1, &f) == -1, "an endless gap too");
	r = good;
	spans_add(pool, &h.hours, DAY, DAY + 86400);
	busies_add(pool, &h.busy,
		&(struct busy){ .start = INT64_MIN,
			.end = INT64_MAX,
			.status = BUSY_BUSY,
			.gap_s = INT64_MAX,
			.before_s = INT64_MIN });
	check(offer_ready(pool, &r, &h, 1, &f) == 0 &&
			offer_starts(pool, &r, &h, 1, &got, &f) == 0 &&
			got.n == 0,
		"busy for ever is busy");
	h.busy.v[0].status = BUSY_FREE;
	check(offer_ready(pool, &r, &h, 1, &f) == 0 &&
			offer_starts(pool, &r, &h, 1, &got, &f) == 0 &&
			got.n == 48,
		"free for ever is free");
	h.inactive = "stale";
	h.inactive_calendar = "ada/work";
	got.n = 0;
	check(offer_ready(pool, &r, &h, 1, &f) == 0 &&
			offer_starts(pool, &r, &h, 1, &got, &f) == 0 &&
			got.n == 0,
		"R16: an inactive calendar offers nothing");
	offer_why(pool, &r, &h, DAY, &why);
	check(!why.free && why.rules_n == 1 &&
			strcmp(why.rules[0].rule, "inactive") == 0 &&
			strcmp(why.rules[0].calendar, "ada/work") == 0,
		"and the reason names it");
	h.inactive = NULL;
	h.known.start = DAY + 3600;
	h.known.end = DAY + 7200;
	check(offer_ready(pool, &r, &h, 1, &f) == 0 &&
			offer_starts(pool, &r, &h, 1, &got, &f) == 0 &&
			got.n == 2 && got.v[0] == DAY + 3600,
		"nothing outside of what the calendars tell");
	check(offer_free(pool, &r, &h, 1, DAY + 3600, &who) && who.n == 1,
		"who is free is named");
	pool_free(pool);
}

/* ---- reasons, stretch by stretch ---- */

struct lines {
	char text[1000];
	size_t n;
	instant end;
	bool holes;
};

static int
line(void *arg, const struct explain *e)
{
	struct lines *l = arg;
	size_t i;

	l->holes |= l->end != 0 && l->end != e->start;
	l->end = e->end;
	l->n += (size_t)snprintf(l->text + l->n, sizeof(l->text) - l->n,
		"%s%02d:%02d", l->n > 0 ? " " : "",
		(int)((e->start - DAY) / 3600),
		(int)((e->start - DAY) / 60 % 60));
	for (i = 0; i < e->rules_n; i++)
		l->n += (size_t)snprintf(l->text + l->n, sizeof(l->text) - l->n,
			"%s%s", i > 0 ? "+" : " ", e->rules[i].rule);
	if (e->free)
		l->n += (size_t)snprintf(
			l->text + l->n, sizeof(l->text) - l->n, " free");
	return 0;
}

static void
stretches(void)
{
	struct pool *pool = pool_new();
	struct row row = { "", "0900-1700", 30, 0,
		"1000-1100 1115-1200 1300-1330g30 1630-1800", 0, 0, 0, "0900",
		30, 0, 0, "" };
	const char *hours = row.hours, *busy = row.busy;
	struct offer_host h;
	struct offer_rules r;
	struct lines l = { .n = 0 };
	struct span window = { DAY + 8 * 3600, DAY + 18 * 3600 };
	struct fail f;

	host_read(pool, &hours, &busy, &h);
	rules_read(&row, &r);
	check(offer_ready(pool, &r, &h, 1, &f) == 0 &&
			offer_explain_host(pool, &r, &h, window, line, &l) == 0,
		"a day is explained");
	check_str(l.text,
		"08:00 hours+notice 09:00 notice 09:30 free 10:00 busy "
		"11:00 fit 11:15 busy 12:00 free 12:30 buffer 13:00 busy "
		"13:30 buffer 14:00 free 16:30 busy 17:00 hours+busy",
		"each stretch with its rules");
	check(!l.holes && l.end == window.end, "no holes");
	pool_free(pool);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i]);
	clock_changes();
	refusals();
	stretches();
	random_rounds();
	return check_done();
}
