#ifndef STORE_ROOM_H
#define STORE_ROOM_H

#include "record/room.h"
#include "store/store.h"

/* A room by the id of its user. What nothing was ever said of has no capacity,
 * no location and no teams. 0 or -1. */
int room_load(struct store *, int64_t user_id, struct pool *, struct room *,
	struct fail *f);
/* Puts all of it, teams included, in place of what was there. */
int room_save(struct store *, const struct room *, struct fail *f);

/* Whether the user is in one of the room's teams, or it has none: 1, 0, -1. */
int room_allows(
	struct store *, int64_t room_id, int64_t user_id, struct fail *f);

/* Whether the address is a room's: 1, 0, -1. */
int room_has_email(struct store *, const char *email, struct fail *f);

#endif
