#ifndef WIRE_BOOKING_ICS_H
#define WIRE_BOOKING_ICS_H

#include "base/fail.h"
#include "record/booking.h"
#include "record/user.h"

#include <stdio.h>

/* How a meeting is written as iCalendar. */
struct booking_ics {
	/* "REQUEST" or "CANCEL" for mails (RFC 5546); NULL for the object that
	 * rests in a host's calendar, which has none (RFC 4791 section 4.1) */
	const char *method;
	const char *status;       /* "CONFIRMED", "CANCELLED", ... */
	instant stamp;            /* DTSTAMP */
	const struct user *hosts; /* all, for their names */
	size_t hosts_n;
	/* who sends for the organizer, an address, or NULL (RFC 5545 3.2.18) */
	const char *sent_by;
	/* what attendees read: the meeting's own text and perhaps links; NULL:
	 * nothing. Never the internal note (R70). */
	const char *description;
};

/*
 * A VCALENDAR with the one VEVENT, times in UTC: UID and SEQUENCE of the
 * booking, the organizer, hosts as ACCEPTED (R75), attendees with RSVP and as
 * they have answered (R52); rooms as what takes part without being asked.
 * Objects at rest carry SCHEDULE-AGENT=CLIENT, so that servers that schedule
 * (RFC 6638 section 7.1) do not mail as well. 0, or -1 with EXIT_BAD_DATA for
 * an address or link that cannot be written.
 */
int booking_ics_write(FILE *to, const struct booking *,
	const struct booking_ics *, struct fail *f);

/* A buffer beside the meeting as an event of its own, without people: its title
 * in parentheses; `free` where it blocks nothing. 0 or -1. */
int booking_ics_buffer(FILE *to, const struct booking *, const char *uid,
	instant start, instant end, bool free, instant stamp, struct fail *f);

#endif
