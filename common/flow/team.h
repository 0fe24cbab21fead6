#ifndef FLOW_TEAM_H
#define FLOW_TEAM_H

#include "record/rotation.h"
#include "record/team.h"
#include "store/store.h"

/*
 * Teams in rotations (R84, R85). Whoever is in a team of a rotation is a member
 * of it, once, however often; who leaves the team leaves the rotation at once.
 * Growth is an add: all counts of the rotation become 0 (R89). All here write,
 * log, and begin and end nothing.
 */

/*
 * Puts a user into a team; in each rotation that has it, a user who was no
 * member becomes one. EXIT_REFUSED names what a rotation wants (R83). `*grown`
 * (NULL: not asked) says how many rotations grew. In the team already: nothing.
 */
int team_add_user(struct store *, const struct team *, int64_t user_id,
	instant now, int *grown, struct fail *f);
/* EXIT_NOT_FOUND when the user is not in it. */
int team_remove_user(struct store *, const struct team *, int64_t user_id,
	instant now, int *left, struct fail *f);

/*
 * Makes a team a member of a rotation. Weight and priority hold for its people
 * who have none of their own. There already: these two are changed, no reset.
 */
int assign_add_team(struct store *, const struct rotation *,
	const struct team *, int weight, int priority, instant now,
	struct fail *f);
/* EXIT_NOT_FOUND when the rotation has it not. */
int assign_remove_team(struct store *, const struct rotation *,
	const struct team *, instant now, struct fail *f);
/*
 * Switches off, or on again, those of the team that are members now (R86):
 * pausing is of people, who joins later is on.
 */
int assign_pause_team(struct store *, const struct rotation *,
	const struct team *, bool paused, instant until, instant now,
	struct fail *f);

#endif
