#ifndef STORE_HOST_H
#define STORE_HOST_H

#include "record/calendar.h"
#include "record/user.h"
#include "store/store.h"

/*
 * Users and calendars in bulk, as few columns as free times need: for offers
 * that ask hundreds of people (user_each and calendar_each read all of it).
 */

/*
 * All users, by id: id, email, time_zone, hours, caps and room are set, with
 * `names` name and slug too, and live in the pool. The callback's non-zero ends
 * it and is returned; -1 fills `f`.
 */
int host_each(struct store *, bool names, struct pool *,
	int (*each)(void *arg, const struct user *), void *arg, struct fail *f);

/*
 * All calendars that count (selected, neither "ignore" nor "tasks"), by id,
 * with their user_id, what calendar_blocks looks at, busy_from and busy_to.
 * `slug` is NULL where the calendar is in good health.
 */
int host_calendar_each(struct store *, struct pool *,
	int (*each)(void *arg, const struct calendar *), void *arg,
	struct fail *f);

#endif
