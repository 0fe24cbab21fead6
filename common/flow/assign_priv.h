#ifndef FLOW_ASSIGN_PRIV_H
#define FLOW_ASSIGN_PRIV_H

#include "flow/assign.h"
#include "store/rotation.h"

/* What the files of flow/assign share. */

/* Zone of a rotation's period; NULL fills `f` (EXIT_CONFIG for one that this
 * machine does not know). UTC without a period. */
const struct zone *assign_zone(const struct rotation *, struct fail *f);

/*
 * Writes down what has come due since the last line: a new period is a reset, a
 * pause that is over a resume and, where the rotation gives one, a credit.
 * Before each change, so that a turn is counted in its own period.
 */
int assign_settle(
	struct store *, int64_t rotation_id, instant now, struct fail *f);

/* A line of the log; at, rotation and action are set. The rotation's name is
 * looked up. */
int assign_log(struct store *, const struct assignment *line, struct fail *f);
/* The usual one: a user, an action, and what it says. */
int assign_note(struct store *, int64_t rotation_id, int64_t user_id,
	const char *action, const char *reason, const char *detail, instant now,
	struct fail *f);

/* What a detail says of who was skipped, alone; NULL: nobody. */
char *assign_skipped_text(struct pool *, const char *detail);

/* Raises the count on return; a line of its own when it does. */
int assign_credit(struct store *, const struct rotation *, struct member *back,
	instant now, struct fail *f);

/* R83: EXIT_REFUSED names what is missing. */
int assign_may_join(struct store *, const struct rotation *, int64_t user_id,
	struct pool *, struct fail *f);
/*
 * Makes a user a member, by a team or by himself: all counts 0, a line "add".
 * Must be none yet; R83 is looked at.
 */
int assign_join(struct store *, const struct rotation *, struct member *new,
	const char *team, instant now, struct fail *f);
/* Takes the row of a member away, with a line "remove". */
int assign_part(struct store *, const struct member *, const char *reason,
	instant now, struct fail *f);

#endif
