#include "wire/slot_text.h"

#include "wire/locale.h"

#include <string.h>

/* The stretch at hand and what is known of the page around it. */
struct sheet {
	FILE *to;
	const struct zone *zone;
	const char *language;
	bool changes;   /* the offset does, between first and last */
	instant day;    /* midnight of the line at hand; 0: none yet */
	bool each_time; /* on a day with a change: name it each time */
};

static bool
change_between(const struct zone *zone, instant start, instant end)
{
	instant at;
	int before, after;

	return zone_next_change(zone, start, end, &at, &before, &after);
}

static void
head(const struct sheet *s, instant first)
{
	const char *text = locale_text(s->language, "slots.zone");
	const char *hole = strstr(text, "{{zone}}");
	int before = hole != NULL ? (int)(hole - text) : (int)strlen(text);

	fprintf(s->to, "%.*s%s%s", before, text, hole != NULL ? "" : " ",
		zone_name(s->zone));
	if (!s->changes)
		fprintf(s->to, " (%s)", zone_abbreviation(s->zone, first));
	fprintf(s->to, "%s:\n", hole != NULL ? hole + 8 : "");
}

/* The language's full date without its year, which always stands last. */
static void
date(const struct sheet *s, instant at)
{
	const char *full = locale_text(s->language, "date.full");
	const char *year = strstr(full, "%Y"), *p, *end = full;
	char pattern[100];

	for (p = full; year != NULL && p < year; p++)
		if (*p == '%')
			end = p + 2;
	if (year == NULL || year[2] != '\0')
		end = full + strlen(full);
	snprintf(pattern, sizeof(pattern), "%.*s", (int)(end - full), full);
	locale_time(s->to, s->language, pattern, at, s->zone);
}

/* 24:00, or 24.00 where that is how clocks are written. */
static void
last_minute(const struct sheet *s)
{
	const char *clock = locale_text(s->language, "clock");

	fprintf(s->to, "24%c00",
		strncmp(clock, "%H", 2) == 0 && clock[2] != '\0' ? clock[2]
								 : ':');
}

/* Begins the line of another day. */
static void
day(struct sheet *s, instant start, instant midnight)
{
	if (s->day != 0)
		fputc('\n', s->to);
	s->day = midnight;
	s->each_time =
		change_between(s->zone, midnight, zone_day(s->zone, start, 1));
	date(s, start);
	if (s->changes && !s->each_time)
		fprintf(s->to, " (%s)", zone_abbreviation(s->zone, start));
	fputs(": ", s->to);
}

static void
clock_time(const struct sheet *s, instant at)
{
	locale_time(s->to, s->language, locale_text(s->language, "clock"), at,
		s->zone);
	if (s->each_time)
		fprintf(s->to, " %s", zone_abbreviation(s->zone, at));
}

/* Midnight at the end of a day is 24:00 of it; an end on a later day names that
 * day where the clock alone could be misread. */
static void
end_time(const struct sheet *s, instant start, instant end)
{
	if (end == zone_day(s->zone, start, 1)) {
		last_minute(s);
		if (s->each_time)
			fprintf(s->to, " %s",
				zone_abbreviation(s->zone, end - 1));
		return;
	}
	if (end > zone_day(s->zone, start, 1) && end - start >= 12 * 3600) {
		date(s, end);
		fputc(' ', s->to);
	}
	clock_time(s, end);
}

static void
stretch(struct sheet *s, instant start, instant end)
{
	instant midnight = zone_day(s->zone, start, 0);

	if (s->day != midnight || s->day == 0)
		day(s, start, midnight);
	else
		fputs(", ", s->to);
	clock_time(s, start);
	fputc('-', s->to);
	end_time(s, start, end);
}

void
slot_text_write(FILE *to, const struct spans *slots, const struct zone *zone,
	const char *language)
{
	struct sheet s = { .to = to, .zone = zone, .language = language };
	instant start, end, midnight;
	size_t i;

	if (slots->n == 0)
		return;
	start = slots->v[0].start;
	end = slots->v[0].end;
	s.changes = change_between(zone, start, slots->v[slots->n - 1].end);
	head(&s, start);
	for (i = 1; i < slots->n; i++) {
		const struct span *next = &slots->v[i];

		midnight = zone_day(zone, start, 1);
		if (next->start <= end && next->start < midnight) {
			if (next->end > end)
				end = next->end;
			continue;
		}
		/* it goes on the next day: each day has its part */
		if (next->start <= end && end > midnight) {
			stretch(&s, start, midnight);
			start = midnight;
		} else {
			stretch(&s, start, end);
			start = next->start;
		}
		end = next->end > end || start == next->start ? next->end : end;
	}
	stretch(&s, start, end);
	fputc('\n', to);
}
