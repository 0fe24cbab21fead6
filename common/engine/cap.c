#include "engine/cap.h"

#include "base/pool.h"
#include "when/duration.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { COUNT_MAX = 100000, TEXT_MAX = 200 };

static const char *const periods[] = { "day", "week", "month", "year" };

static int
bad(const char *what, const char *text, const char *why, struct fail *f)
{
	fail(f, EXIT_USAGE, "%s: '%.60s' %s", what, text, why);
	return fail_hint(f, "caps are day, week, month or year, a colon and a "
			    "number or a length: day:5,week:2h30m");
}

static int
cap_read(const char *text, const char *what, struct cap *c, struct fail *f)
{
	const char *colon = strchr(text, ':'), *value;
	size_t i;
	char *end;

	for (i = 0; colon != NULL && i < 4; i++)
		if (strlen(periods[i]) == (size_t)(colon - text) &&
			strncmp(periods[i], text, (size_t)(colon - text)) == 0)
			break;
	if (colon == NULL || i == 4)
		return bad(what, text, "is no cap", f);
	c->period = (enum cap_period)i;
	value = colon + 1;
	c->time = value[strspn(value, "0123456789")] != '\0';
	if (c->time) {
		if (duration_read(value, what, &c->most, f) != 0)
			return -1;
	} else {
		c->most = strtoll(value, &end, 10);
	}
	if (*value == '\0' || c->most <= 0)
		return bad(what, text, "caps at nothing", f);
	if (c->time ? c->most % 60 != 0 : c->most > COUNT_MAX)
		return bad(what, text,
			c->time ? "is not whole minutes" : "is no cap", f);
	return 0;
}

int
caps_read(const char *text, const char *what, struct caps *to, struct fail *f)
{
	char copy[TEXT_MAX], *part, *save;
	size_t i;

	to->n = 0;
	if (strlen(text) >= sizeof(copy))
		return fail(f, EXIT_USAGE, "%s: too long", what);
	strcpy(copy, text);
	for (part = strtok_r(copy, ", ", &save); part != NULL;
		part = strtok_r(NULL, ", ", &save)) {
		struct cap c;

		if (cap_read(part, what, &c, f) != 0)
			return -1;
		for (i = 0; i < to->n; i++)
			if (to->v[i].period == c.period &&
				to->v[i].time == c.time)
				return bad(what, part, "comes twice", f);
		/* no period twice, so that all of them fit */
		to->v[to->n++] = c;
	}
	return 0;
}

static char *
cap_text(struct pool *pool, const struct cap *c)
{
	char length[32];

	if (c->time)
		return pool_printf(pool, "%s:%s", periods[c->period],
			duration_write(c->most, length));
	return pool_printf(pool, "%s:%" PRId64, periods[c->period], c->most);
}

char *
caps_write(struct pool *pool, const struct caps *caps)
{
	char *text = NULL, *one;
	size_t i;

	for (i = 0; i < caps->n; i++) {
		one = cap_text(pool, &caps->v[i]);
		text = text == NULL ? one
				    : pool_printf(pool, "%s,%s", text, one);
	}
	return text;
}

/* The day, week, month or year that holds `at`. */
static struct span
period_of(enum cap_period period, const struct zone *zone, instant at)
{
	struct civil c = zone_civil(zone, at), next;
	int64_t day = civil_days(&c);

	c.hour = c.minute = c.second = 0;
	if (period == CAP_WEEK)
		c = civil_of_days(day - civil_weekday(&c));
	if (period == CAP_MONTH || period == CAP_YEAR)
		c.day = 1;
	if (period == CAP_YEAR)
		c.month = 1;
	next = c;
	if (period == CAP_DAY || period == CAP_WEEK)
		civil_add_days(&next, period == CAP_DAY ? 1 : 7);
	else
		civil_add_months(&next, period == CAP_MONTH ? 1 : 12);
	return (struct span){ zone_instant_after(zone, &c),
		zone_instant_after(zone, &next) };
}

struct span
caps_reach(const struct caps *caps, const struct zone *zone, struct span window)
{
	struct span all = { 0, 0 };
	size_t i;

	for (i = 0; i < caps->n && window.start < window.end; i++) {
		enum cap_period p = caps->v[i].period;
		struct span first = period_of(p, zone, window.start);
		struct span last = period_of(p, zone, window.end - 1);

		if (i == 0 || first.start < all.start)
			all.start = first.start;
		if (i == 0 || last.end > all.end)
			all.end = last.end;
	}
	return all;
}

static void
limit_add(struct pool *pool, struct limits *to, struct span starts,
	const char *detail)
{
	to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n].starts = starts;
	to->v[to->n++].detail = detail;
}

/* One cap, period by period in which there is a meeting. */
static void
cap_limits(struct pool *pool, const struct cap *c, const struct zone *zone,
	const struct counteds *m, int64_t rotation_id, int64_t length_s,
	const char *detail, struct limits *to)
{
	int64_t more = c->time ? length_s : 1, sum = 0;
	struct span now = { 0, 0 };
	size_t i;

	if (more > c->most) {
		now = (struct span){ INSTANT_MIN, INSTANT_MAX };
		limit_add(pool, to, now, detail);
		return;
	}
	for (i = 0; i < m->n; i++) {
		const struct counted *one = &m->v[i];

		if (rotation_id != 0 && one->rotation_id != rotation_id &&
			one->rotation_id != COUNTED_OF_ANY)
			continue;
		if (one->start >= now.end || now.end == now.start) {
			now = period_of(c->period, zone, one->start);
			sum = 0;
		}
		/* said once, when it becomes too much */
		if (sum + more <= c->most) {
			sum += c->time ? one->end - one->start : 1;
			if (sum + more > c->most)
				limit_add(pool, to, now, detail);
		}
	}
}

void
caps_limits(struct pool *pool, const struct caps *caps, const struct zone *zone,
	const struct counteds *meetings, int64_t rotation_id, int64_t length_s,
	const char *of, struct limits *to)
{
	size_t i;

	for (i = 0; i < caps->n; i++)
		cap_limits(pool, &caps->v[i], zone, meetings, rotation_id,
			length_s,
			pool_printf(pool, "%s: %s", of,
				cap_text(pool, &caps->v[i])),
			to);
}
