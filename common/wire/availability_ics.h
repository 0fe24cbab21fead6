#ifndef WIRE_AVAILABILITY_ICS_H
#define WIRE_AVAILABILITY_ICS_H

#include "record/schedule.h"
#include "wire/event_ics.h"

#include <stdio.h>

/* Availability in iCalendar: RFC 7953. */

enum { AVAILABILITIES_MAX = 1000, AVAILABLES_MAX = 2000 };

/*
 * Reads all VAVAILABILITYs of an iCalendar. 0, or -1: EXIT_BAD_DATA, the line
 * named, for what is no calendar, larger than SCHEDULE_ICS_MAX, has none, or
 * has something that cannot be read in full: what is misread here would open
 * time. `w` gets what was bent and did no harm. `how->owners` are not asked
 * for.
 */
int availability_read(struct pool *, const char *text, size_t len,
	const struct ics_read *how, struct availabilities *to,
	struct ics_warnings *w, struct fail *f);

/* What is written: a week and what differs from it. */
struct availability_ics {
	const char *name;  /* of the schedule */
	const char *email; /* whose */
	instant stamp;
	const struct zone *zone;
	const struct hours *weekly;
	const struct schedule_day *days;
	size_t days_n;
	const struct schedule_trip *trips;
	size_t trips_n;
	const struct away *aways;
	size_t aways_n;
};
/*
 * A VCALENDAR with the week as VAVAILABILITY of PRIORITY 9, weekly rules
 * inside; trips of PRIORITY 5, dates of 2, absences of 1; and the VTIMEZONEs
 * that it names, exact from a year before the stamp to three years behind it. A
 * window in which the clock changes is as long as it is on other nights: DTEND
 * of a rule is a length (RFC 5545 section 3.8.5.3).
 */
void availability_write(FILE *to, const struct availability_ics *);

#endif
