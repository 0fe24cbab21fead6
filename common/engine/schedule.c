#include "engine/schedule.h"

#include <inttypes.h>
#include <string.h>

enum { DAY_M = 1440 };
/* A window of two years and a bit is looked at, no more. */
enum { DAYS_LOOKED = 40000 };

/* ---- dates ---- */

static const struct schedule_day *
day_of(const struct schedule_rules *r, int64_t day)
{
	size_t low = 0, high = r->days_n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->days[mid].day == day)
			return &r->days[mid];
		if (r->days[mid].day < day)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

/* On whose wall a date is read. */
static const struct zone *
zone_of(const struct schedule_rules *r, int64_t day)
{
	size_t low = 0, high = r->trips_n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (r->trips[mid].last_day < day)
			low = mid + 1;
		else if (r->trips[mid].first_day > day)
			high = mid;
		else
			return r->trips[mid].zone;
	}
	return r->zone;
}

static instant
minute_at(const struct zone *zone, int64_t day, int minute)
{
	struct civil c = civil_of_days(day + minute / DAY_M);

	c.hour = minute % DAY_M / 60;
	c.minute = minute % 60;
	return zone_instant_after(zone, &c);
}

static struct span
day_span(const struct zone *zone, int64_t day)
{
	return (struct span){ minute_at(zone, day, 0),
		minute_at(zone, day, DAY_M) };
}

/* Adds the windows of a date: those of `weekday`, or all for -1. */
static void
windows_add(struct pool *pool, const struct hours *h, int weekday,
	const struct zone *zone, int64_t day, struct spans *to)
{
	size_t i;

	for (i = 0; i < h->n; i++)
		if (weekday < 0 || h->v[i].weekday == weekday)
			spans_add(pool, to,
				minute_at(zone, day, h->v[i].start_m),
				minute_at(zone, day, h->v[i].end_m));
}

static int64_t
days_at(const struct zone *zone, instant at)
{
	struct civil c = zone_civil(zone, at);

	return civil_days(&c);
}

/* ---- open ---- */

/* Day by day, as hours_spans walks. */
static void
walk(struct pool *pool, const struct schedule_rules *r, struct span window,
	struct spans *to)
{
	struct civil c = zone_civil(r->zone, window.start);
	/* a whole week back and from a Monday, as in hours_spans; the day
	 * before and behind that for zones a day apart */
	int64_t day = civil_days(&c) - 7 - civil_weekday(&c);
	int64_t last = days_at(r->zone, window.end) + 2, n;
	const struct schedule_day *other;

	for (n = 0; day <= last && n < DAYS_LOOKED; day++, n++) {
		c = civil_of_days(day);
		other = day_of(r, day);
		windows_add(pool, other != NULL ? &other->hours : r->weekly,
			other != NULL ? -1 : civil_weekday(&c), zone_of(r, day),
			day, to);
	}
	spans_join(to);
}

/* What a date that differs leaves closed of its day. */
static void
day_shut(struct pool *pool, const struct schedule_rules *r,
	const struct schedule_day *d, struct spans *to)
{
	const struct zone *zone = zone_of(r, d->day);
	struct spans all = { 0 }, open = { 0 }, shut = { 0 };
	struct span day = day_span(zone, d->day);
	size_t i;

	spans_add(pool, &all, day.start, day.end);
	windows_add(pool, &d->hours, -1, zone, d->day, &open);
	spans_join(&open);
	spans_subtract(pool, &all, &open, &shut);
	for (i = 0; i < shut.n; i++)
		spans_add(pool, to, shut.v[i].start, shut.v[i].end);
}

/* Dates that differ over spans that are there already. */
static void
change(struct pool *pool, const struct schedule_rules *r, struct spans *open)
{
	struct spans shut = { 0 }, left = { 0 };
	size_t i;

	for (i = 0; i < r->days_n; i++)
		day_shut(pool, r, &r->days[i], &shut);
	spans_join(&shut);
	spans_subtract(pool, open, &shut, &left);
	*open = left;
	for (i = 0; !r->fixed && i < r->days_n; i++)
		windows_add(pool, &r->days[i].hours, -1,
			zone_of(r, r->days[i].day), r->days[i].day, open);
	spans_join(open);
}

static void
shut_off(struct pool *pool, const struct schedule_rules *r, struct spans *open)
{
	struct spans shut = { 0 }, left = { 0 };
	size_t i;

	for (i = 0; i < r->shut_n; i++)
		spans_add(pool, &shut, r->shut[i].start, r->shut[i].end);
	spans_join(&shut);
	spans_subtract(pool, open, &shut, &left);
	*open = left;
}

static void
touching(struct span window, struct spans *open)
{
	size_t i, n = 0;

	for (i = 0; i < open->n; i++)
		if (open->v[i].end > window.start &&
			open->v[i].start < window.end)
			open->v[n++] = open->v[i];
	open->n = n;
}

/* ---- why ---- */

static void
why_add(struct pool *pool, struct reasons *to, const struct reason *why,
	struct span window)
{
	if (why->start >= window.end || why->end <= window.start)
		return;
	to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n++] = *why;
}

static void
why_days(struct pool *pool, const struct schedule_rules *r, struct span window,
	struct reasons *to)
{
	struct span span;
	size_t i;

	for (i = 0; i < r->days_n; i++) {
		const struct schedule_day *d = &r->days[i];
		char *day = schedule_day_text(pool, d->day);

		span = day_span(zone_of(r, d->day), d->day);
		why_add(pool, to,
			&(struct reason){ .rule = "hours",
				.start = span.start,
				.end = span.end,
				.detail =
					d->hours.n == 0
						? pool_printf(pool, "closed %s",
							  day)
						: pool_printf(pool,
							  "%s open %s", day,
							  schedule_ranges_text(
								  pool,
								  &d->hours)) },
			window);
	}
}

static void
why_trips(struct pool *pool, const struct schedule_rules *r, struct span window,
	struct reasons *to)
{
	size_t i;

	for (i = 0; !r->fixed && i < r->trips_n; i++) {
		const struct schedule_trip *t = &r->trips[i];

		why_add(pool, to,
			&(struct reason){ .rule = "hours",
				.start = day_span(t->zone, t->first_day).start,
				.end = day_span(t->zone, t->last_day).end,
				.detail = pool_printf(pool, "in %s until %s",
					zone_name(t->zone),
					schedule_day_text(pool, t->last_day)) },
			window);
	}
}

void
schedule_open(struct pool *pool, const struct schedule_rules *r,
	struct span window, struct spans *open, struct reasons *why)
{
	size_t i;

	memset(open, 0, sizeof(*open));
	if (why != NULL)
		memset(why, 0, sizeof(*why));
	if (window.end <= window.start)
		return;
	if (r->weekly != NULL && r->days_n == 0 && r->trips_n == 0) {
		hours_spans(pool, r->weekly, r->zone, window, open);
	} else if (r->weekly != NULL) {
		walk(pool, r, window, open);
	} else {
		*open = *r->open;
		if (r->days_n > 0)
			change(pool, r, open);
	}
	if (r->shut_n > 0)
		shut_off(pool, r, open);
	/* what was lent stays as it was */
	if (open->v != (r->open != NULL ? r->open->v : NULL))
		touching(window, open);
	if (why == NULL)
		return;
	for (i = 0; i < r->shut_n; i++)
		why_add(pool, why, &r->shut[i], window);
	why_days(pool, r, window, why);
	why_trips(pool, r, window, why);
}

/* ---- words ---- */

bool
schedule_whole_days(const struct zone *zone, struct span s)
{
	return s.start < s.end && zone_day(zone, s.start, 0) == s.start &&
	       zone_day(zone, s.end, 0) == s.end;
}

char *
schedule_day_text(struct pool *pool, int64_t day)
{
	struct civil c = civil_of_days(day);

	return pool_printf(pool, "%04d-%02d-%02d", c.year, c.month, c.day);
}

char *
schedule_ranges_text(struct pool *pool, const struct hours *h)
{
	char *text = pool_str(pool, "");
	size_t i;

	for (i = 0; i < h->n; i++) {
		int start = h->v[i].start_m, end = h->v[i].end_m;

		if (end > DAY_M)
			end -= DAY_M;
		text = pool_printf(pool, "%s%s%02d:%02d-%02d:%02d", text,
			i > 0 ? " " : "", start / 60, start % 60, end / 60,
			end % 60);
	}
	return h->n == 0 ? pool_str(pool, "none") : text;
}

int
schedule_ranges_read(struct pool *pool, const char *text, const char *what,
	struct hours *to, struct fail *f)
{
	struct fail why;

	memset(to, 0, sizeof(*to));
	if (strcmp(text, "closed") == 0 || strcmp(text, "none") == 0)
		return 0;
	/* one weekday's windows are what a date has */
	if (*text >= '0' && *text <= '9' && strchr(text, ';') == NULL &&
		hours_read(pool, pool_printf(pool, "mon %.2000s", text), what,
			to, &why) == 0)
		return 0;
	fail(f, EXIT_USAGE, "%s %.60s: not understood as the hours of a date",
		what, text);
	return fail_hint(f, "write '10:00-14:00 15:00-16:00' or 'closed'");
}

char *
schedule_away_text(struct pool *pool, const struct zone *zone, struct span s,
	const char *handover)
{
	struct civil c = zone_civil(zone, s.end);
	char *text;

	/* midnight: until the evening before */
	if (zone_day(zone, s.end, 0) == s.end)
		text = pool_printf(pool, "away until %s",
			schedule_day_text(pool, civil_days(&c) - 1));
	else
		text = pool_printf(pool, "away until %s %02d:%02d",
			schedule_day_text(pool, civil_days(&c)), c.hour,
			c.minute);
	return handover == NULL ? text
				: pool_printf(pool, "%s, hand over to %s", text,
					  handover);
}
