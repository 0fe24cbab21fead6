#ifndef WIRE_BOOKING_TEXT_H
#define WIRE_BOOKING_TEXT_H

#include "record/booking.h"
#include "when/zone.h"

#include <stdio.h>

/* An agenda for people: a heading for each day, a line for each meeting. */
struct agenda {
	FILE *to;
	const struct zone *zone;
	const char *language;
	instant day; /* of the heading written last; 0: none yet */
};

/*
 * The next meeting, by start:
 *   Tue 1 Dec 2026 (Europe/Rome)
 *   10:00-10:30 Product demo, Pat Lee <pat@example.com>, https://video.example
 * A state other than confirmed stands behind it in brackets.
 */
void agenda_write(struct agenda *, const struct booking *);

/* Where a meeting is: its own location, else the rooms that it has, "Aula, 2nd
 * floor; Bella"; NULL where nothing is said. In the pool. */
const char *booking_place(struct pool *, const struct booking *);
/* What it reserves besides (rooms, where the place is another one, and things),
 * or NULL. */
const char *booking_reserved(struct pool *, const struct booking *);

#endif
