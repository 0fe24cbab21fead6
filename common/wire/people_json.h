#ifndef WIRE_PEOPLE_JSON_H
#define WIRE_PEOPLE_JSON_H

#include "record/calendar.h"
#include "record/letter.h"
#include "record/user.h"
#include "wire/emit.h"

/* Records of users, calendars and letters (CLI.md section 8). A calendar's
 * state is the one that counts: "stale" where calendar_blocks says so. */
void user_write(struct emit *, const struct user *);
void calendar_write(struct emit *, const struct calendar *, instant now,
	int64_t max_stale_s);
void letter_write(struct emit *, const struct letter *);

#endif
