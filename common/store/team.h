#ifndef STORE_TEAM_H
#define STORE_TEAM_H

#include "record/rotation.h"
#include "record/team.h"
#include "store/store.h"

/*
 * Teams and who is in them. A change here moves members of rotations: doors use
 * flow/team.h, which does both.
 */

/* By name, case ignored, "team:" before it allowed. 1, 0 with EXIT_NOT_FOUND
 * and did-you-mean, -1. */
int team_find(struct store *, const char *name, struct pool *, struct team *,
	struct fail *f);
/* EXIT_REFUSED when the name is taken, is empty or holds a blank. */
int team_save(struct store *, struct team *, struct fail *f);
/* Refused while a rotation has it (EXIT_REFUSED names the rotation). */
int team_remove(struct store *, int64_t id, struct fail *f);
/* By name. */
int team_each(struct store *, struct pool *,
	int (*each)(void *arg, const struct team *), void *arg, struct fail *f);

/* Its people in order of joining. */
int team_members(struct store *, int64_t team_id, struct pool *,
	struct team_member **, size_t *n, struct fail *f);
/* 1 changed, 0 it was so already, -1. */
int team_join(struct store *, int64_t team_id, int64_t user_id, instant at,
	struct fail *f);
int team_leave(
	struct store *, int64_t team_id, int64_t user_id, struct fail *f);

/* The teams of a rotation in the order in which they were added; of one user
 * only those that the user is in (0: all). */
int rotation_teams(struct store *, int64_t rotation_id, int64_t user_id,
	struct pool *, struct rotation_team **, size_t *n, struct fail *f);
/* Adds, or changes weight and priority. */
int rotation_team_save(struct store *, int64_t rotation_id,
	const struct rotation_team *, struct fail *f);
/* 1 taken out, 0 was not there, -1. */
int rotation_team_remove(
	struct store *, int64_t rotation_id, int64_t team_id, struct fail *f);
/* Ids of the rotations that have the team. */
int team_rotations(struct store *, int64_t team_id, struct pool *, int64_t **,
	size_t *n, struct fail *f);

#endif
