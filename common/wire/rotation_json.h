#ifndef WIRE_ROTATION_JSON_H
#define WIRE_ROTATION_JSON_H

#include "record/rotation.h"
#include "record/share.h"
#include "record/team.h"
#include "when/span.h"
#include "wire/emit.h"

/* One record each (CLI.md section 8); `members` and `teams` (names) may be
 * NULL. */
void rotation_write(struct emit *, const struct rotation *,
	const struct members *members, const struct strs *teams, instant now);
void member_write(struct emit *, const struct rotation *, const struct member *,
	instant now);
void team_write(struct emit *, const struct team *, const struct strs *people,
	const struct strs *rotations);

void share_write(struct emit *, const struct share *);
/* The figures of a whole report: type "fairness". */
void fairness_write(struct emit *, const char *rotation, struct span window,
	const struct shares *);

/* A line of the log: type "assignment". */
void assignment_write(struct emit *, const struct assignment *);
/* Somebody who was passed over: type "skip". `chosen` is who was taken. */
void skip_write(struct emit *, const struct assignment *, const char *user,
	const char *rule);

#endif
