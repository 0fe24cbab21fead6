#include "engine/busy_priv.h"

#include <stdlib.h>

enum { DAY_S = 86400, GUESS_S = 3600 };

const struct zone *
busy_zone(const struct busy_context *ctx, const struct when_value *v)
{
	if (v->date)
		return ctx->host;
	if (v->utc)
		return zone_utc();
	if (v->zone != NULL)
		return v->zone;
	return ctx->calendar != NULL ? ctx->calendar : ctx->host;
}

instant
busy_instant(const struct busy_context *ctx, const struct when_value *v)
{
	return zone_instant(busy_zone(ctx, v), &v->civil, NULL);
}

instant
busy_end(const struct length *len, const struct zone *zone,
	const struct civil *civil, instant start)
{
	struct civil end = *civil;

	if (len->days == 0)
		return start + len->seconds;
	civil_add_days(&end, len->days);
	return zone_instant(zone, &end, NULL) + len->seconds;
}

static struct length
days_length(const struct event *ev)
{
	struct length len = { 0 }, other;

	if (ev->has_end) {
		len.days = civil_days(&ev->end.civil) -
			   civil_days(&ev->start.civil);
		if (!ev->end.date &&
			(ev->end.civil.hour > 0 || ev->end.civil.minute > 0 ||
				ev->end.civil.second > 0))
			len.days++;
	}
	if (ev->has_duration) {
		other.days = ev->duration.days +
			     (ev->duration.seconds + DAY_S - 1) / DAY_S;
		if (!ev->has_end || other.days > len.days)
			len.days = other.days;
	}
	len.odd = len.days < 0;
	if (len.days <= 0)
		len.days = 1;
	return len;
}

/* DTEND as an exact length; a date as the end is its midnight on the wall of
 * the start. */
static int64_t
end_length(const struct busy_context *ctx, const struct event *ev)
{
	instant start = busy_instant(ctx, &ev->start);

	if (ev->end.date)
		return zone_instant(busy_zone(ctx, &ev->start), &ev->end.civil,
			       NULL) -
		       start;
	return busy_instant(ctx, &ev->end) - start;
}

struct length
busy_length(const struct busy_context *ctx, const struct event *ev)
{
	struct length len = { 0 }, nominal = { 0 };
	instant start, end;
	int64_t got = 0;

	if (ev->start.date)
		return days_length(ev);
	if (!ev->has_end && !ev->has_duration)
		return len;
	start = busy_instant(ctx, &ev->start);
	if (ev->has_end)
		len.seconds = got = end_length(ctx, ev);
	if (ev->has_duration) {
		nominal.days = ev->duration.days;
		nominal.seconds = ev->duration.seconds;
		end = busy_end(&nominal, busy_zone(ctx, &ev->start),
			&ev->start.civil, start);
		if (!ev->has_end || end - start > got) {
			len = nominal;
			got = end - start;
		}
	}
	if (got >= 0)
		return len;
	len.days = 0;
	len.odd = true;
	len.seconds = got >= -DAY_S ? 0 : GUESS_S;
	len.lead = got >= -DAY_S ? -got : 0;
	return len;
}

struct mark
busy_mark(const struct busy_context *ctx, const struct when_value *v,
	const struct when_value *start)
{
	struct when_value on = *v;
	struct civil c = v->civil;

	if (v->date)
		return (struct mark){ true, civil_days(&c) };
	if (!start->date) {
		/* a floating one stands on the wall of its master */
		if (!v->utc && v->zone == NULL) {
			on.zone = start->zone;
			on.utc = start->utc;
		}
		return (struct mark){ false, busy_instant(ctx, &on) };
	}
	/* all-day: Exchange writes midnights; of another UTC time the date is
	 * the one that the host sees */
	if (v->utc && (c.hour > 0 || c.minute > 0 || c.second > 0))
		c = zone_civil(ctx->host, civil_seconds(&c));
	return (struct mark){ true, civil_days(&c) };
}

void
marks_add(struct pool *pool, struct marks *m, struct mark mark)
{
	if (mark.day) {
		m->days = pool_grow(pool, m->days, m->days_n, &m->days_cap,
			sizeof(*m->days));
		m->days[m->days_n++] = mark.at;
	} else {
		m->instants = pool_grow(pool, m->instants, m->instants_n,
			&m->instants_cap, sizeof(*m->instants));
		m->instants[m->instants_n++] = mark.at;
	}
}

static int
by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

void
marks_sort(struct marks *m)
{
	if (m->instants_n > 1)
		qsort(m->instants, m->instants_n, sizeof(*m->instants),
			by_number);
	if (m->days_n > 1)
		qsort(m->days, m->days_n, sizeof(*m->days), by_number);
}

bool
marks_hit(const struct marks *m, const struct occurrence *o)
{
	if (m->days_n > 0 && bsearch(&o->day, m->days, m->days_n,
				     sizeof(*m->days), by_number) != NULL)
		return true;
	return m->instants_n > 0 &&
	       bsearch(&o->start, m->instants, m->instants_n,
		       sizeof(*m->instants), by_number) != NULL;
}
