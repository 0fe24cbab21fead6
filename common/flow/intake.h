#ifndef FLOW_INTAKE_H
#define FLOW_INTAKE_H

#include "record/calendar.h"
#include "record/user.h"
#include "store/calendar.h"
#include "store/store.h"
#include "wire/event_ics.h"

/*
 * Calendar objects on their way into the store: read, expanded over the
 * calendar's busy window, kept as text. One bad event costs that event and a
 * warning. All but intake_open want a transaction that is open.
 */

/* How far occurrences are made: days before and after now. Pages may offer 730
 * days; the rest is what may pass before the window is moved on. */
enum { INTAKE_BEFORE_D = 31, INTAKE_AFTER_D = 764, INTAKE_RENEW_D = 740 };

/* One thing that happened to a calendar; a "change" record. */
struct change {
	const char *calendar; /* slug */
	const char *action;   /* "added", "changed", "removed" */
	const char *uid;
	const char *summary;
	instant start;
};

struct intake {
	struct store *store;
	struct calendar *calendar;
	struct pool *pool; /* of the whole intake */
	const struct zone *host_zone, *calendar_zone;
	struct strs owners; /* the host's addresses */
	struct ics_zones *zones;
	struct ics_warnings warnings;
	struct span window;
	instant now;
	/* called for each change; may be NULL */
	void (*each)(void *arg, const struct change *);
	void *arg;
	int64_t added, changed, removed, skipped;
};

/* Prepares the intake for a calendar of `user`; sets the calendar's busy window
 * when it has none. Strings go into the pool. */
int intake_open(struct intake *, struct store *, struct calendar *,
	const struct user *, instant now, struct pool *, struct fail *f);

/*
 * One resource of a collection or a folder: at `href`, with `etag` or NULL. A
 * resource with several UIDs keeps each under "href#UID". 0; -1 with
 * EXIT_BAD_DATA when it is no calendar at all (nothing changed), or a failure
 * of the store.
 */
int intake_resource(struct intake *, const char *href, const char *etag,
	const char *text, size_t len, struct fail *f);
/* The resource is gone; one that was never held changes nothing. */
int intake_gone(struct intake *, const char *href, struct fail *f);

/* Whether removing `gone` of `held` objects needs a second look: more than
 * half, and more than 20. */
bool intake_is_mass_deletion(int64_t held, int64_t gone);

/* Makes all occurrences anew over a window around now, when the old one is
 * about to run out or `force` is given (the zone or the settings changed).
 * Returns 1 when it did, 0 when there was no need, -1. */
int intake_renew(struct intake *, bool force, struct fail *f);

#endif
