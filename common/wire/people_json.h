#ifndef WIRE_PEOPLE_JSON_H
#define WIRE_PEOPLE_JSON_H

#include "record/calendar.h"
#include "record/letter.h"
#include "record/room.h"
#include "record/user.h"
#include "wire/emit.h"

/* Records of users, rooms, calendars and letters (CLI.md section 8). A
 * calendar's state is the one that counts: "stale" where calendar_blocks says
 * so. */
void user_write(struct emit *, const struct user *);
void room_write(struct emit *, const struct user *, const struct room *);
void calendar_write(struct emit *, const struct calendar *, instant now,
	int64_t max_stale_s);
void letter_write(struct emit *, const struct letter *);

#endif
