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

/* Who is in it now, in order of joining: by themselves or by a team (R85).
 * Counts as they are stored: see assign_members of flow/assign.h. `recent` is
 * counted since `recent_from` from the log (0: not asked). */
int members_load(struct store *, int64_t rotation_id, instant recent_from,
	struct pool *, struct members *, struct fail *f);
/* The same members in the same order, for offers that ask thousands: of each
 * id, user_id, weight, joined_at and what member_on looks at. */
int members_brief(struct store *, int64_t rotation_id, struct pool *,
	struct members *, struct fail *f);
/* One of them: 1, 0 no member, -1. */
int member_find(struct store *, int64_t rotation_id, int64_t user_id,
	struct pool *, struct member *, struct fail *f);
/* Turns begun since then and still held; one seek in an index. */
int64_t member_recent(
	struct store *, int64_t rotation_id, int64_t user_id, instant since);
/* When the log last gave the user a turn, 0 never; of former members too. */
instant member_last(struct store *, int64_t rotation_id, int64_t user_id);
/* Whether some pause of a rotation is over by then and still stands: 1, 0, -1.
 */
int members_back(
	struct store *, int64_t rotation_id, instant now, struct fail *f);
int member_save(struct store *, struct member *, struct fail *f);
int member_remove(struct store *, int64_t id, struct fail *f);
/* Sets every count of a rotation to 0 (R89). */
int members_reset(struct store *, int64_t rotation_id, struct fail *f);

int assignment_add(struct store *, const struct assignment *, struct fail *f);
/* Of a rotation (0: all), at in [from, to), oldest first; in batches, so the
 * strings a callback is handed live until it returns. A callback that returns
 * other than 0 ends it: that is what comes back. */
int assignment_each(struct store *, int64_t rotation_id, instant from,
	instant to, struct pool *,
	int (*each)(void *arg, const struct assignment *), void *arg,
	struct fail *f);
/* All lines of a rotation (0: of all) in the order in which they were written,
 * with what a replay looks at: id, rotation_id, user_id, action, reason, delta,
 * at. In batches, as assignment_each. */
int assignment_replay(struct store *, int64_t rotation_id, struct pool *,
	int (*each)(void *arg, const struct assignment *), void *arg,
	struct fail *f);
/* The lines of one booking, oldest first. */
int assignment_of(struct store *, const char *ref, struct pool *,
	struct assignment **, size_t *n, struct fail *f);
/* The last reset or add of a rotation: its log id, 0 when there was none. */
int64_t assignment_last_reset(struct store *, int64_t rotation_id);
/* Who has the turns of a booking; with `given` those that a no-show gave back.
 */
int assignment_turns(struct store *, const char *ref, bool given, struct pool *,
	struct turns *, struct fail *f);

/* The lines in [from, to) that passed somebody over, oldest first: of each
 * when and the text for assign_skipped of flow/assign.h, which lives until the
 * callback returns. Quick: from an index, no line is read. */
int assignment_skips(struct store *, int64_t rotation_id, instant from,
	instant to, void (*each)(void *arg, instant at, const char *skipped),
	void *arg, struct fail *f);

#endif
