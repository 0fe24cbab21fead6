#ifndef ENGINE_BUSY_H
#define ENGINE_BUSY_H

#include "record/event.h"

/*
 * From events to busy time: RULES.md section 1, RFC 5545 sections 3.8.4.4 and
 * 3.8.5. Starts are counted on the event's own wall calendar and each becomes
 * an instant by when/zone; the set is keyed by instant, of all-day events by
 * date.
 */

/* Work that all objects of one calendar may cost together; start with
 * BUSY_BUDGET. When it is used up, what is left of a window is busy. */
struct busy_budget {
	long steps;     /* candidate starts of slow rules */
	long instances; /* occurrences in the windows */
};
#define BUSY_BUDGET                                                            \
	{                                                                      \
		100000000, 1000000                                             \
	}

enum { BUSY_INSTANCES_MAX = 50000 }; /* of one object in one window */

struct busy_context {
	struct span window;
	const struct zone *host;     /* all-day events, and floating ones */
	const struct zone *calendar; /* floating times; NULL: the host's */
	/*
	 * Also give what is free by TRANSP or busy status alone, as BUSY_FREE,
	 * so that a calendar can be set to treat all as busy (treat=all-busy).
	 * Cancelled and declined ones are never given.
	 */
	bool keep_free;
	long instances_max;         /* 0: BUSY_INSTANCES_MAX */
	struct busy_budget *budget; /* or NULL: none but the limits above */
	/* called with what was bent or cut, one line; or NULL */
	void (*warn)(void *arg, const struct event *, const char *text);
	void *arg;
};

/*
 * Adds to `to` the occurrences of one object (all events of one UID: masters,
 * overrides, free/busy periods) that overlap the window, not cut to it, sorted
 * by start. What stands there has start < end: zero length blocks nothing.
 *
 * - Several masters of one UID: the highest SEQUENCE counts, equal ones are
 *   united. Of overrides of one instance the highest SEQUENCE, then the latest
 *   stamp, then the last wins. A cancelled master takes along its overrides
 *   that have no higher SEQUENCE.
 * - An override counts wherever it or its RECURRENCE-ID lies; one without its
 *   master is a single event.
 * - RANGE=THISANDFUTURE moves the rest by the difference on the wall, with its
 *   own length and status; single overrides count against the original starts.
 * - DTEND gives each instance the same exact length, DURATION the same nominal
 *   one (RFC 5545 section 3.8.5.3); both: the later end.
 * - A DTEND before its DTSTART: up to 24 hours are read the other way round,
 *   else the end stands for nothing and one hour is taken; all-day events have
 *   their first day. With a warning; but an all-day event that ends on its
 *   first day is common and simply has that day.
 * - UNTIL in UTC is made local first; a date as UNTIL includes that day.
 * - More instances or work than allowed: the rest of the window is busy, with
 *   a warning. Never silently free.
 *
 * UNTILs in UTC are changed in the rules themselves, so one context per event.
 * Returns how many were added.
 */
size_t busy_expand(struct pool *, const struct events *,
	const struct busy_context *, struct busies *to);

/*
 * The union of `from` with the strongest status in overlaps (unavailable, busy,
 * tentative): sorted, not overlapping, neighbours of one status joined, free
 * ones left out; uid and the like are NULL, buffers 0. Added to `to`.
 */
void busies_merge(struct pool *, const struct busies *from, struct busies *to);
/* Cuts each to `window` and drops what is left empty. */
void busies_cut(struct busies *, struct span window);

/* What the event does to its host's time when all is considered: cancelled and
 * declined ones are BUSY_FREE. */
enum busy_status busy_status_of(const struct event *);

#endif
