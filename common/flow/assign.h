#ifndef FLOW_ASSIGN_H
#define FLOW_ASSIGN_H

#include "base/pool.h"
#include "engine/rotate.h"
#include "record/slot.h"
#include "store/store.h"

/*
 * Rotations at work. assign_propose only reads; the others write and want a
 * transaction that is open (flow/book begins it), so that a meeting and its
 * turn are one.
 */
struct proposal {
	int64_t user_id;
	const char *email;
	const char *reason; /* "fewest", "least-recent", "weight", "manual" */
	struct rotate_seat *seats; /* every member, for --explain */
	size_t seats_n;
	struct members members;
};

/*
 * Proposes a member. `free` lists the e-mails that can host (NULL: no time was
 * asked, everybody), `exclude` those that shall not (or NULL). 0, or -1 with
 * EXIT_NONE "no-member".
 */
int assign_propose(struct store *, const struct rotation *,
	const struct strs *free, const struct strs *exclude, instant now,
	struct pool *, struct proposal *, struct fail *f);

/* The same over members that are loaded already (members_load). */
int assign_choose(const struct rotation *, const struct members *,
	const struct strs *free, const struct strs *exclude, instant now,
	struct pool *, struct proposal *, struct fail *f);
/* What passed or skipped each member, for the log: {"ada@x":"chosen",...}. */
char *assign_detail(struct pool *, const struct proposal *);

/* Counts a meeting for its host: count + 1, last_at, a line in the log. A host
 * who is no member changes nothing. */
int assign_count(struct store *, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, instant now, struct fail *f);
/* The same with assign_detail's text kept in the log; NULL is fine. */
int assign_count_detail(struct store *, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, const char *detail,
	instant now, struct fail *f);
/* Gives the turn of a booking back: count - 1, not below 0, not past a reset
 * (then only logged). A booking without a turn changes nothing. */
int assign_give_back(
	struct store *, const char *booking, instant now, struct fail *f);
/* Moves the turn to another host (reassign, rotate on reschedule). */
int assign_move(struct store *, const char *booking, int64_t user_id,
	const char *reason, instant now, struct fail *f);

/* Members, with the log and R83 (needs a connected, syncing calendar: names the
 * reason) and R89 (adding resets all counts). Begin and end nothing. */
int assign_add_member(struct store *, const struct rotation *, int64_t user_id,
	int weight, int priority, instant now, struct fail *f);
int assign_remove_member(struct store *, const struct rotation *,
	int64_t user_id, instant now, struct fail *f);
/* until 0: until resumed. */
int assign_pause_member(struct store *, const struct rotation *,
	int64_t user_id, instant until, instant now, struct fail *f);
int assign_resume_member(struct store *, const struct rotation *,
	int64_t user_id, instant now, struct fail *f);

#endif
