#include "wire/day_text.h"

#include "wire/locale.h"

#include <string.h>

static bool
change_between(const struct zone *zone, instant start, instant end)
{
	instant at;
	int before, after;

	return zone_next_change(zone, start, end, &at, &before, &after);
}

void
day_text_init(struct day_text *s, FILE *to, const struct zone *zone,
	const char *language, instant first, instant last)
{
	memset(s, 0, sizeof(*s));
	s->to = to;
	s->zone = zone;
	s->language = language;
	s->changes = change_between(zone, first, last);
}

void
day_text_head(const struct day_text *s, instant first)
{
	const char *text = locale_text(s->language, "slots.zone");
	const char *hole = strstr(text, "{{zone}}");
	int before = hole != NULL ? (int)(hole - text) : (int)strlen(text);

	fprintf(s->to, "%.*s%s%s", before, text, hole != NULL ? "" : " ",
		zone_name(s->zone));
	if (!s->changes)
		fprintf(s->to, " (%s)", zone_abbreviation(s->zone, first));
	fputs(hole != NULL ? hole + 8 : "", s->to);
}

bool
day_text_turn(struct day_text *s, instant at)
{
	instant midnight = zone_day(s->zone, at, 0);

	if (s->begun && s->day == midnight)
		return false;
	s->begun = true;
	s->day = midnight;
	s->each_time =
		change_between(s->zone, midnight, zone_day(s->zone, at, 1));
	return true;
}

/* The language's full date without its year, which always stands last. */
static void
date(const struct day_text *s, instant at)
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

void
day_text_date(const struct day_text *s, instant at)
{
	date(s, at);
	if (s->changes && !s->each_time)
		fprintf(s->to, " (%s)", zone_abbreviation(s->zone, at));
}

/* 24:00, or 24.00 where that is how clocks are written. */
static void
last_minute(const struct day_text *s)
{
	const char *clock = locale_text(s->language, "clock");

	fprintf(s->to, "24%c00",
		strncmp(clock, "%H", 2) == 0 && clock[2] != '\0' ? clock[2]
								 : ':');
}

static void
clock_time(const struct day_text *s, instant at)
{
	locale_time(s->to, s->language, locale_text(s->language, "clock"), at,
		s->zone);
	if (s->each_time)
		fprintf(s->to, " %s", zone_abbreviation(s->zone, at));
}

static void
end_time(const struct day_text *s, instant start, instant end)
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

void
day_text_span(const struct day_text *s, instant start, instant end)
{
	clock_time(s, start);
	fputc('-', s->to);
	end_time(s, start, end);
}
