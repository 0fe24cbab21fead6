#ifndef FLOW_AVAILABILITY_H
#define FLOW_AVAILABILITY_H

#include "engine/availability.h"
#include "wire/event_ics.h"

/*
 * When somebody is open by an iCalendar with VAVAILABILITY: read, then worked
 * out (wire/availability_ics.h, engine/availability.h). 0, or -1 with
 * EXIT_BAD_DATA.
 */
int availability_open(struct pool *, const char *ics, size_t len,
	const struct zone *zone, struct span window, struct spans *open,
	struct reasons *why, struct fail *f);

/*
 * Whether the text can be a schedule: it is read in full and can be worked out
 * over the two years from `now`. 0, or -1 with EXIT_BAD_DATA. `w` gets what was
 * bent.
 */
int availability_check(struct pool *, const char *ics, size_t len,
	const struct zone *zone, instant now, struct ics_warnings *w,
	struct fail *f);

#endif
