#ifndef WIRE_EVENT_ICS_H
#define WIRE_EVENT_ICS_H

#include "record/event.h"
#include "wire/ics_scan.h"

/*
 * VEVENT and VFREEBUSY read into events (record/event.h): what RFC 5545 says
 * and what the world writes. Nothing is expanded: engine/busy.h does that.
 *
 * An event that cannot be read in full has `problem` set, is taken as busy for
 * what can be read, and leaves a warning with `partial` set that names its UID,
 * SUMMARY and line. What stands in for the unreadable:
 *   no end (DTEND, DURATION unreadable, or the event cut off)   one hour,
 *                                              of all-day events one day
 *   no start, but a RECURRENCE-ID              the original start
 *   no start, but a DTEND                      one hour (one day) before it
 *   a day that its month lacks (30 February)   counted on into the next month
 *   an RRULE that cannot be read               the single event
 *   a TZID that nobody knows                   the owner's zone
 * Without any time to hold on to the event is skipped, counted in `skipped`.
 *
 * Status (RULES.md section 1): X-MICROSOFT-CDO-BUSYSTATUS wins over TRANSP; an
 * answer of TENTATIVE by the owner is busy-tentative.
 */

/* VTIMEZONEs that were read already, by their text; one for a whole run, so
 * that 10,000 objects with the same VTIMEZONE cost one. */
struct ics_zones;
struct ics_zones *ics_zones_new(struct pool *);

struct ics_read {
	const struct strs *owners; /* the host's addresses; or NULL */
	const struct zone *zone;   /* the host's: for TZIDs nobody knows */
	struct ics_zones *zones;   /* or NULL: a cache of this call's own */
};

/*
 * Adds the events of one object of a scanned calendar to `to`: VEVENTs one by
 * one (master and overrides), each FREEBUSY period of a VFREEBUSY as an event
 * of its own. Strings, rules and zones live in `pool` (cached zones in the
 * cache's). Warnings go to `w`. Returns the number of events that had to be
 * skipped.
 */
size_t ics_events(struct pool *, const struct ics *, const struct ics_object *,
	const struct ics_read *how, struct events *to, struct ics_warnings *w);

/*
 * Scans `text` and reads all of it, for texts of one object (the store's
 * event.ics, a CalDAV resource). 0, or -1 as ics_scan. `*skipped` may be NULL.
 * `*uid` (NULL: not asked) is the first object's UID. More than one UID in the
 * text is allowed; busy_expand() wants them apart, so use ics_scan() and
 * ics_events() for whole calendars.
 */
int ics_events_read(struct pool *, const char *text, size_t len,
	const struct ics_read *how, struct events *to, struct ics_warnings *w,
	const char **uid, size_t *skipped, struct fail *f);

/*
 * The zone for floating times of the calendar: X-WR-TIMEZONE as the file's
 * VTIMEZONE, IANA or Windows name; NULL when it says nothing known.
 */
const struct zone *ics_time_zone(
	struct pool *, const struct ics *, const struct ics_read *how);

#endif
