#ifndef STORE_ROTATION_H
#define STORE_ROTATION_H

#include "record/rotation.h"
#include "store/store.h"

/* By name, case ignored. 1, 0 with EXIT_NOT_FOUND and did-you-mean, -1. */
int rotation_find(struct store *, const char *name, struct pool *,
	struct rotation *, struct fail *f);
int rotation_load(struct store *, int64_t id, struct pool *, struct rotation *,
	struct fail *f);
int rotation_save(struct store *, struct rotation *, struct fail *f);
/* Refused while a page uses it (EXIT_REFUSED names the page). */
int rotation_remove(struct store *, int64_t id, struct fail *f);
int rotation_each(struct store *, struct pool *,
	int (*each)(void *arg, const struct rotation *), void *arg,
	struct fail *f);

/* Members in order of joining; `recent` is counted since `recent_from` from the
 * log (0: not asked). */
int members_load(struct store *, int64_t rotation_id, instant recent_from,
	struct pool *, struct members *, struct fail *f);
int member_save(struct store *, struct member *, struct fail *f);
int member_remove(struct store *, int64_t id, struct fail *f);
/* Sets every count of a rotation to 0 (R89). */
int members_reset(struct store *, int64_t rotation_id, struct fail *f);

int assignment_add(struct store *, const struct assignment *, struct fail *f);
/* Of a rotation (0: all), at in [from, to), oldest first. */
int assignment_each(struct store *, int64_t rotation_id, instant from,
	instant to, struct pool *,
	int (*each)(void *arg, const struct assignment *), void *arg,
	struct fail *f);
/* The last reset or add of a rotation: its log id, 0 when there was none. */
int64_t assignment_last_reset(struct store *, int64_t rotation_id);
/* Who has the turn of a booking: the user id of the last assign or move-in that
 * was not given back, and its log id; 1, 0 none, -1. */
int assignment_of_booking(struct store *, const char *ref, struct assignment *,
	struct pool *, struct fail *f);

#endif
