#ifndef STORE_MOVED_H
#define STORE_MOVED_H

#include "store/store.h"
#include "when/instant.h"

/*
 * Meetings that a change of tzdata moved: they are kept in UTC, with the zone
 * and the wall time they were made for. Where a country changes its mind about
 * its clocks, the two no longer fit, and a person has to say which was meant.
 */
struct moved {
	const char *ref, *time_zone;
	const char *was, *is; /* on the wall: "2026-12-01T10:00" */
};
struct moveds {
	struct moved *v;
	size_t n, cap;
};

/* Live meetings that start at or after `now` and whose wall time is another
 * than they were made for, by start; strings in the pool. 0 or -1. */
int booking_moved(struct store *, instant now, struct pool *, struct moveds *,
	struct fail *f);
/* The one of that booking, or NULL. */
const struct moved *moved_find(const struct moveds *, const char *ref);

/* The wall time of a booking, and of a session's seats, is from now on the one
 * that its start has today. 0 or -1. */
int moved_keep(
	struct store *, int64_t booking_id, const char *wall, struct fail *f);

/* What the wall clock shows at `at`: "2026-12-01T10:00"; in UTC where tzdata
 * does not know the zone. */
char *wall_write(struct pool *, const char *time_zone, instant at);

#endif
