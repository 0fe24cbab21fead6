#ifndef FLOW_SYNC_PRIV_H
#define FLOW_SYNC_PRIV_H

#include "flow/sync.h"

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

#endif
