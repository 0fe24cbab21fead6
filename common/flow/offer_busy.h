#ifndef FLOW_OFFER_BUSY_H
#define FLOW_OFFER_BUSY_H

#include "base/fail.h"
#include "record/event.h"

#include <stdio.h>

/*
 * Busy time from outside, for `mtg-slots --busy FILE|-`: busy records as JSON,
 * or iCalendar, which another program reads (`mtg-sync busy --ics -`), so that
 * this one stays small. The first byte that is no blank tells which.
 */
struct offer_busy_how {
	struct span window; /* what iCalendar is expanded over */
	instant now;
	const char *zone;  /* name: of all-day and floating times */
	const char *owner; /* whose PARTSTAT counts, or NULL */
	bool quiet;        /* hand -q on */
};

enum { OFFER_BUSY_MAX = 1000000, OFFER_BUSY_BYTES = 64 << 20 };

/*
 * Adds to `to` and, side by side, whose each is to `users` (NULL where a record
 * does not say). "-" is stdin. Records of type "busy" or of none count; what
 * is "free" is left out; no start, no end or an end before its start is
 * refused. 0, 3 (EXIT_PARTIAL) when the reader of iCalendar left something
 * out and said so, or -1: EXIT_IO, EXIT_BAD_DATA (also for an input without
 * one byte: nothing read is not "all free", only /dev/null is), or the status
 * of the other program.
 */
int offer_busy_read(struct pool *, const char *name,
	const struct offer_busy_how *, struct busies *to, struct strs *users,
	struct fail *f);

#endif
