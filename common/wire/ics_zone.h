#ifndef WIRE_ICS_ZONE_H
#define WIRE_ICS_ZONE_H

#include "when/zone.h"
#include "wire/event_ics.h"

/*
 * The zone of a TZID in a scanned calendar: the file's VTIMEZONE, else an IANA
 * or Windows name, also behind a prefix. NULL when nobody knows it. A VTIMEZONE
 * that cannot be used is as good as none.
 */
const struct zone *ics_zone_of(
	struct ics_zones *, const struct ics *, const char *tzid, int calendar);

/* A zone from the text of a VTIMEZONE, in `pool`. NULL fills `f`. */
const struct zone *ics_zone_make(struct pool *, const char *text, size_t len,
	const char *tzid, struct fail *f);

#endif
