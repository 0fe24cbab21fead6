#ifndef FLOW_SYNC_PRIV_H
#define FLOW_SYNC_PRIV_H

#include "flow/sync.h"
#include "store/calendar.h"
#include "store/follow.h"

/* One account in this process: its calendars one after another. */
int sync_account(struct store *, int64_t account_id, const int64_t *calendars,
	size_t n, const struct sync_how *, struct sync_counts *);
/* One calendar with an open session. 0, or -1 and the failure (already noted in
 * the store). */
int sync_calendar(struct store *, struct session *, const struct provider *,
	const struct account *, int64_t calendar_id, const struct sync_how *,
	struct sync_counts *, struct fail *f);
/*
 * Meetings to come of the calendar's user whose event there says something else
 * than they do, or is gone, follow it (R28). What counts is what stands in the
 * store, not what this pull brought, so nothing is missed by one who died.
 */
int sync_meetings(struct store *, struct session *, const struct provider *,
	const struct account *, const struct calendar *,
	const struct sync_how *, struct fail *f);
/* One of them. */
int sync_meeting(struct store *, struct session *, const struct provider *,
	const struct account *, const struct calendar *, const char *uid,
	const struct sync_how *, struct fail *f);
/* The meeting becomes what its event says; who cannot be followed is told once
 * of each change. 0 or -1. */
int follow_event(struct store *, const struct event_row *,
	const struct booking *, const struct sync_how *, struct pool *,
	struct fail *f);

/*
 * Meetings whose event is gone from its calendar, of the people whose calendars
 * these are; `*again` gets the calendars that it may have been moved into, and
 * its own: they are pulled once more, now that it is known to be missing.
 */
struct missing {
	struct gone *gone;
	size_t gone_n;
	int64_t *again;
	size_t again_n, again_cap;
};
int missing_find(struct store *, const int64_t *calendars, size_t n,
	const struct sync_how *, struct pool *, struct missing *,
	struct fail *f);
/*
 * After that: a meeting whose event stands in another calendar of its host goes
 * there with it; one that stands nowhere is cancelled, if every calendar could
 * be looked at; else it waits for a pull that can.
 */
int missing_settle(struct store *, const char *ref, const struct sync_how *,
	struct fail *f);

#endif
