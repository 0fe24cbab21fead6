#include "flow/assign_priv.h"

#include <string.h>

/* Turns: taken, given back, moved. Each is a line and, where it counts, a
 * count. */

/* One line about a user and the count that goes with it. `delta` is what the
 * line asks for; who is no member has no count. */
static int
turn(struct store *store, struct assignment *line, struct fail *f)
{
	struct pool *pool = pool_new();
	struct member m = { 0 };
	bool begins = strcmp(line->action, "assign") == 0 ||
		      strcmp(line->action, "move-in") == 0;
	int rc;

	rc = member_find(store, line->rotation_id, line->user_id, pool, &m, f);
	if (rc != 1 || (line->delta < 0 && m.count == 0))
		line->delta = 0;
	if (rc == 1) {
		if (begins && line->at > m.last_at)
			m.last_at = line->at;
		m.count += line->delta;
		rc = !begins && line->delta == 0 ? 0
						 : member_save(store, &m, f);
	}
	if (rc == 0)
		rc = assign_log(store, line, f);
	pool_free(pool);
	return rc;
}

int
assign_count(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, instant now, struct fail *f)
{
	return assign_count_detail(
		store, rotation_id, user_id, booking, reason, NULL, now, f);
}

int
assign_count_detail(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, const char *detail,
	instant now, struct fail *f)
{
	struct assignment line = { .rotation_id = rotation_id,
		.user_id = user_id,
		.booking = booking,
		.action = "assign",
		.reason = reason,
		.detail = detail,
		.delta = 1,
		.turn = 1,
		.turn_at = now,
		.at = now };
	struct pool *pool = pool_new();
	struct member m = { 0 };
	int rc;

	rc = member_find(store, rotation_id, user_id, pool, &m, f);
	if (rc == 1) {
		line.skipped = assign_skipped_text(pool, detail);
		rc = assign_settle(store, rotation_id, now, f);
		if (rc == 0)
			rc = turn(store, &line, f);
	}
	pool_free(pool);
	return rc;
}

/* What taking a turn back does to the count: nothing for one from before the
 * last reset, which is counted no more. */
static int
undo(struct store *store, const struct turn *t)
{
	return t->line > assignment_last_reset(store, t->rotation_id)
		       ? -t->delta
		       : 0;
}

/* A line that ends a turn or takes it again: the opposite of what began it. */
static int
turn_back(struct store *store, const struct turn *t, const char *booking,
	const char *action, const char *reason, instant now, struct fail *f)
{
	struct assignment line = { .rotation_id = t->rotation_id,
		.user_id = t->user_id,
		.booking = booking,
		.action = action,
		.reason = reason,
		.turn = t->given ? 1 : -1,
		.turn_at = t->at,
		.at = now };

	line.delta = undo(store, t);
	return turn(store, &line, f);
}

/* The turns of a booking whose rotations are still there, settled. */
static int
turns_of(struct store *store, const char *booking, bool given, instant now,
	struct pool *pool, struct turns *to, struct fail *f)
{
	struct rotation r = { 0 };
	size_t i, k = 0;
	int rc;

	if (assignment_turns(store, booking, given, pool, to, f) != 0)
		return -1;
	for (i = 0; i < to->n; i++) {
		rc = rotation_load(store, to->v[i].rotation_id, pool, &r, f);
		if (rc == 0)
			continue;
		if (rc < 0 || assign_settle(store, r.id, now, f) != 0)
			return -1;
		to->v[k++] = to->v[i];
	}
	to->n = k;
	return 0;
}

/* Takes those again that a no-show gave back, so that what happens to the
 * meeting now happens to them. 1 when there were some, 0, -1. */
static int
take_again(struct store *store, const char *booking, instant now,
	struct pool *pool, struct fail *f)
{
	struct turns turns = { 0 };
	size_t i;

	if (turns_of(store, booking, true, now, pool, &turns, f) != 0)
		return -1;
	for (i = 0; i < turns.n; i++)
		if (turn_back(store, &turns.v[i], booking, "restore", "outcome",
			    now, f) != 0)
			return -1;
	return turns.n > 0;
}

int
assign_give_back(
	struct store *store, const char *booking, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct turns turns = { 0 };
	size_t i;
	int rc = take_again(store, booking, now, pool, f);

	if (rc >= 0)
		rc = turns_of(store, booking, false, now, pool, &turns, f);
	for (i = 0; rc == 0 && i < turns.n; i++)
		rc = turn_back(store, &turns.v[i], booking, "give-back",
			"cancelled", now, f);
	pool_free(pool);
	return rc;
}

/* Whether the user has a turn in that rotation already. */
static bool
has_turn(const struct turns *turns, int64_t rotation_id, int64_t user_id)
{
	size_t i;

	for (i = 0; i < turns->n; i++)
		if (turns->v[i].rotation_id == rotation_id &&
			turns->v[i].user_id == user_id)
			return true;
	return false;
}

int
assign_move_in(struct store *store, const char *booking, int64_t rotation_id,
	int64_t from_user, int64_t to_user, const char *reason,
	const char *detail, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	const char *skipped = assign_skipped_text(pool, detail);
	struct turns turns = { 0 };
	size_t i;
	int missed = take_again(store, booking, now, pool, f), rc = missed;

	if (rc >= 0)
		rc = turns_of(store, booking, false, now, pool, &turns, f);
	for (i = 0; rc == 0 && i < turns.n; i++) {
		const struct turn *t = &turns.v[i];
		struct assignment in = { .rotation_id = t->rotation_id,
			.user_id = to_user,
			.booking = booking,
			.action = "move-in",
			.reason = reason,
			.detail = detail,
			.skipped = skipped,
			.delta = 1,
			.turn = 1,
			.turn_at = now,
			.at = now };

		if (t->user_id == to_user ||
			(rotation_id != 0 && t->rotation_id != rotation_id) ||
			(from_user != 0 && t->user_id != from_user))
			continue;
		rc = turn_back(store, t, booking, "move-out", reason, now, f);
		if (rc == 0 && !has_turn(&turns, t->rotation_id, to_user))
			rc = turn(store, &in, f);
	}
	pool_free(pool);
	/* still one that nobody came to */
	return rc == 0 && missed == 1
		       ? assign_outcome(store, booking, "no-show", now, f)
		       : rc;
}

int
assign_move(struct store *store, const char *booking, int64_t from_user,
	int64_t to_user, const char *reason, instant now, struct fail *f)
{
	return assign_move_in(
		store, booking, 0, from_user, to_user, reason, NULL, now, f);
}

int
assign_outcome(struct store *store, const char *booking, const char *outcome,
	instant now, struct fail *f)
{
	bool missed = outcome != NULL && strcmp(outcome, "no-show") == 0;
	struct pool *pool = pool_new();
	struct turns turns = { 0 };
	struct rotation r = { 0 };
	size_t i;
	int rc;

	rc = turns_of(store, booking, !missed, now, pool, &turns, f);
	for (i = 0; rc == 0 && i < turns.n; i++) {
		const struct turn *t = &turns.v[i];

		if (missed &&
			rotation_load(store, t->rotation_id, pool, &r, f) != 1)
			rc = -1;
		else if (!missed || r.no_show_free)
			rc = turn_back(store, t, booking,
				missed ? "give-back" : "restore",
				missed ? "no-show" : "outcome", now, f);
	}
	pool_free(pool);
	return rc;
}
