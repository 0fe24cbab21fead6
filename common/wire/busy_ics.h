#ifndef WIRE_BUSY_ICS_H
#define WIRE_BUSY_ICS_H

#include "base/fail.h"
#include "record/event.h"

#include <stdio.h>

/*
 * Busy time as VFREEBUSY (RFC 5545 section 3.6.4), METHOD:PUBLISH, periods in
 * UTC. Needs no library, so that mtg-slots can print it.
 */
struct busy_ics {
	const char *uid;    /* NULL: made from attendee and window */
	const char *email;  /* whose time, ORGANIZER; or NULL */
	const char *name;   /* their display name, or NULL */
	instant stamp;      /* DTSTAMP: now */
	struct span window; /* DTSTART and DTEND */
};

/* BEGIN:VCALENDAR and its properties; END:VCALENDAR. */
void busy_ics_begin(FILE *to);
void busy_ics_end(FILE *to);
/*
 * One VFREEBUSY: each of `list` (sorted, not overlapping; see busies_merge)
 * as FREEBUSY;FBTYPE=BUSY, BUSY-TENTATIVE, BUSY-UNAVAILABLE or FREE. 0, or -1
 * with EXIT_BAD_DATA for an address that cannot be written; then nothing is.
 */
int busy_ics_write(FILE *to, const struct busy_ics *, const struct busies *list,
	struct fail *f);

#endif
