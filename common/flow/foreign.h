#ifndef FLOW_FOREIGN_H
#define FLOW_FOREIGN_H

#include "record/event.h"
#include "store/store.h"
#include "wire/event_ics.h"

#include <stdio.h>

/* iCalendar from outside the store, and out of it. */

struct foreign {
	const struct strs *owners; /* whose PARTSTAT counts; or NULL */
	const struct zone *zone;   /* all-day, floating and unknown zones */
	struct span window;
	bool merged; /* one busy list; else each occurrence */
};

/*
 * Busy time of a whole calendar text, with no store: adds to `to`, cut to the
 * window, sorted. Warnings in `w`; 0, or -1 with EXIT_BAD_DATA.
 */
int foreign_busy(struct pool *, const char *text, size_t len,
	const struct foreign *, struct busies *to, struct ics_warnings *w,
	struct fail *f);

/*
 * Queues each object of a calendar text to be written into a calendar that can
 * be written (`mtg-sync import`). Calls back with UID, title and start of each.
 * In an open transaction. EXIT_REFUSED for a read-only calendar.
 */
struct calendar;
struct change;
int foreign_import(struct store *, const struct calendar *, const char *text,
	size_t len, instant now, struct pool *,
	void (*each)(void *arg, const struct change *), void *arg,
	struct ics_warnings *w, struct fail *f);

/*
 * Writes one VCALENDAR with all objects of the calendars (ids) that have an
 * instance in `window` (an empty window: all), each VTIMEZONE once.
 */
int foreign_export(FILE *to, struct store *, const int64_t *calendars, size_t n,
	struct span window, const struct zone *zone, struct pool *,
	struct fail *f);

#endif
