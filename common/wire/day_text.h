#ifndef WIRE_DAY_TEXT_H
#define WIRE_DAY_TEXT_H

#include "when/zone.h"

#include <stdio.h>

/*
 * Days and times of day as people read them in a list: what -f text, -f html
 * and the summary of --explain have in common. Where the zone's offset changes
 * between the first and the last time, each day names its own; on the day of
 * the change each time does.
 */
struct day_text {
	FILE *to; /* may be exchanged between calls */
	const struct zone *zone;
	const char *language;
	bool changes; /* the offset does, between first and last */
	bool begun;
	instant day;    /* midnight of the day at hand, once begun */
	bool each_time; /* on a day with a change: name it each time */
};

/* Begins a list of times that all lie in [first, last). */
void day_text_init(struct day_text *, FILE *to, const struct zone *,
	const char *language, instant first, instant last);
/* "Times in Europe/Rome (CET)", without colon and line end. */
void day_text_head(const struct day_text *, instant first);
/* Goes to the day of `at`; whether it is another than the last one. */
bool day_text_turn(struct day_text *, instant at);
/* "Tuesday 1 December", the day's date without its year, and "(CET)" where
 * days have to say it. After day_text_turn. */
void day_text_date(const struct day_text *, instant at);
/*
 * "10:00-12:00", of the day at hand. Midnight at its end is 24:00; an end on a
 * later day names that day where the clock alone could be misread.
 */
void day_text_span(const struct day_text *, instant start, instant end);

#endif
