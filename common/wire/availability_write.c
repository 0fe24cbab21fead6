#include "wire/availability_ics.h"

#include "wire/ics_write.h"

#include <inttypes.h>
#include <string.h>

enum { DAY_M = 1440, YEAR_S = 366 * 86400 };

/* ---- zones ---- */

static bool
is_utc(const struct zone *zone)
{
	return zone == zone_utc() || strcmp(zone_name(zone), "UTC") == 0;
}

static void
offset_text(int s, char to[16])
{
	unsigned a = (unsigned)(s < 0 ? -s : s);

	snprintf(to, 16, "%c%02u%02u", s < 0 ? '-' : '+', a / 3600 % 100,
		a / 60 % 60);
}

static void
observance(FILE *to, const struct zone *zone, instant at, int from_s, int to_s)
{
	struct civil c = civil_of_seconds(at + from_s);
	const char *kind = to_s > from_s ? "DAYLIGHT" : "STANDARD";
	char from[16], then[16];

	offset_text(from_s, from);
	offset_text(to_s, then);
	fprintf(to,
		"BEGIN:%s\r\nDTSTART:%04d%02d%02dT%02d%02d%02d\r\n"
		"TZOFFSETFROM:%s\r\nTZOFFSETTO:%s\r\nTZNAME:%s\r\nEND:%s\r\n",
		kind, c.year, c.month, c.day, c.hour, c.minute, c.second, from,
		then, zone_abbreviation(zone, at), kind);
}

static void
write_zone(FILE *to, const struct zone *zone, instant stamp)
{
	instant at = stamp - YEAR_S, end = stamp + 3 * (instant)YEAR_S;
	int before = zone_offset(zone, at), after = before;

	if (is_utc(zone))
		return;
	fprintf(to, "BEGIN:VTIMEZONE\r\nTZID:%s\r\n", zone_name(zone));
	observance(to, zone, at, before, before);
	while (zone_next_change(zone, at, end, &at, &before, &after))
		observance(to, zone, at, before, after);
	fputs("END:VTIMEZONE\r\n", to);
}

static void
write_zones(FILE *to, const struct availability_ics *a)
{
	size_t i, k;

	write_zone(to, a->zone, a->stamp);
	for (i = 0; i < a->trips_n; i++) {
		bool there = a->trips[i].zone == a->zone;

		for (k = 0; k < i; k++)
			there |= a->trips[k].zone == a->trips[i].zone;
		if (!there)
			write_zone(to, a->trips[i].zone, a->stamp);
	}
}

/* ---- times ---- */

/* "DTSTART;TZID=Europe/Rome:20261224T090000" of a minute of a day. */
static void
wall(FILE *to, const char *name, const struct zone *zone, int64_t day,
	int minute)
{
	struct civil c = civil_of_days(day + minute / DAY_M);

	fputs(name, to);
	if (!is_utc(zone))
		fprintf(to, ";TZID=%s", zone_name(zone));
	fprintf(to, ":%04d%02d%02dT%02d%02d00%s\r\n", c.year, c.month, c.day,
		minute % DAY_M / 60, minute % 60, is_utc(zone) ? "Z" : "");
}

/* ---- components ---- */

static void
begin(FILE *to, const struct availability_ics *a, const char *kind, int64_t n,
	int priority, const char *summary)
{
	struct pool *pool = pool_new();

	fputs("BEGIN:VAVAILABILITY\r\n", to);
	ics_write_text(to, "UID",
		pool_printf(pool, "%s-%" PRId64 "-%s-%s", kind, n, a->name,
			a->email));
	ics_write_time(to, "DTSTAMP", a->stamp);
	fprintf(to, "PRIORITY:%d\r\n", priority);
	if (summary != NULL)
		ics_write_text(to, "SUMMARY", summary);
	pool_free(pool);
}

static void
available(FILE *to, const struct availability_ics *a, const struct zone *zone,
	int64_t day, const struct hours_range *r, int n)
{
	struct pool *pool = pool_new();

	fputs("BEGIN:AVAILABLE\r\n", to);
	ics_write_text(to, "UID",
		pool_printf(pool, "open-%" PRId64 "-%d-%s-%s", day, n, a->name,
			a->email));
	ics_write_time(to, "DTSTAMP", a->stamp);
	wall(to, "DTSTART", zone, day, r->start_m);
	wall(to, "DTEND", zone, day, r->end_m);
	pool_free(pool);
}

/* The week from `first` (a day) on, ranges that days share as one rule. */
static void
week(FILE *to, const struct availability_ics *a, const struct zone *zone,
	int64_t first)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA",
		"SU" };
	const struct hours *h = a->weekly;
	struct civil c = civil_of_days(first);
	int weekday = civil_weekday(&c), ahead;
	size_t i, k;
	bool done;

	for (i = 0; i < h->n; i++) {
		const struct hours_range *r = &h->v[i], *s;

		for (done = false, k = 0; k < i; k++)
			done |= h->v[k].start_m == r->start_m &&
				h->v[k].end_m == r->end_m;
		if (done)
			continue;
		/* DTSTART is the first of them, as RFC 5545 wants it */
		for (ahead = 7, k = i; k < h->n; k++) {
			s = &h->v[k];
			if (s->start_m == r->start_m && s->end_m == r->end_m &&
				(s->weekday - weekday + 7) % 7 < ahead)
				ahead = (s->weekday - weekday + 7) % 7;
		}
		available(to, a, zone, first + ahead, r, (int)i);
		fputs("RRULE:FREQ=WEEKLY;BYDAY=", to);
		for (k = i; k < h->n; k++) {
			s = &h->v[k];
			if (s->start_m == r->start_m && s->end_m == r->end_m)
				fprintf(to, "%s%s", k > i ? "," : "",
					days[s->weekday]);
		}
		fputs("\r\nEND:AVAILABLE\r\n", to);
	}
}

static const struct zone *
zone_of(const struct availability_ics *a, int64_t day)
{
	size_t i;

	for (i = 0; i < a->trips_n; i++)
		if (a->trips[i].first_day <= day && a->trips[i].last_day >= day)
			return a->trips[i].zone;
	return a->zone;
}

static void
write_day(FILE *to, const struct availability_ics *a,
	const struct schedule_day *d)
{
	const struct zone *zone = zone_of(a, d->day);
	int last = DAY_M;
	size_t i;

	for (i = 0; i < d->hours.n; i++)
		if (d->hours.v[i].end_m > last)
			last = d->hours.v[i].end_m;
	begin(to, a, "date", d->day, 2, NULL);
	wall(to, "DTSTART", zone, d->day, 0);
	wall(to, "DTEND", zone, d->day, last);
	for (i = 0; i < d->hours.n; i++) {
		available(to, a, zone, d->day, &d->hours.v[i], 1000 + (int)i);
		fputs("END:AVAILABLE\r\n", to);
	}
	fputs("END:VAVAILABILITY\r\n", to);
}

void
availability_write(FILE *to, const struct availability_ics *a)
{
	/* a Monday that is long over */
	static const struct civil monday = {
		.year = 2020, .month = 1, .day = 6
	};
	size_t i;

	fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mtg//mtg//EN\r\n",
		to);
	write_zones(to, a);
	begin(to, a, "week", 0, 9, a->name);
	week(to, a, a->zone, civil_days(&monday));
	fputs("END:VAVAILABILITY\r\n", to);
	for (i = 0; i < a->trips_n; i++) {
		const struct schedule_trip *t = &a->trips[i];

		begin(to, a, "travel", t->first_day, 5, zone_name(t->zone));
		wall(to, "DTSTART", t->zone, t->first_day, 0);
		wall(to, "DTEND", t->zone, t->last_day, DAY_M);
		week(to, a, t->zone, t->first_day);
		fputs("END:VAVAILABILITY\r\n", to);
	}
	for (i = 0; i < a->days_n; i++)
		write_day(to, a, &a->days[i]);
	for (i = 0; i < a->aways_n; i++) {
		begin(to, a, "away", a->aways[i].id, 1, a->aways[i].note);
		ics_write_time(to, "DTSTART", a->aways[i].span.start);
		ics_write_time(to, "DTEND", a->aways[i].span.end);
		fputs("END:VAVAILABILITY\r\n", to);
	}
	fputs("END:VCALENDAR\r\n", to);
}
