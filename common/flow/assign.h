#ifndef FLOW_ASSIGN_H
#define FLOW_ASSIGN_H

#include "base/pool.h"
#include "engine/rotate.h"
#include "record/slot.h"
#include "store/store.h"

/*
 * Rotations at work. The log is append-only and the truth; the counts beside
 * the members are what replaying it gives (assign_check). What proposes or
 * loads only reads; the others write and want a transaction that is open
 * (flow/book begins it), so that a meeting and its turn are one.
 */
struct proposal {
	int64_t user_id;
	const char *email;
	/* "fewest", "fewest-recent", "least-recent", "never-assigned",
	 * "weight", "first-available", "owner", "manual" */
	const char *reason;
	struct rotate_seat *seats; /* every member, for --explain */
	size_t seats_n;
	struct members members;
	const struct rotation *rotation;
};

/* Members as of `now`: in a new period counts are 0, pauses that are over have
 * ended. `recent` is left out; assign_recents fills it in where the rotation
 * has recent_s. */
int assign_members(struct store *, const struct rotation *, instant now,
	struct pool *, struct members *, struct fail *f);
int assign_recents(struct store *, const struct rotation *, instant now,
	struct members *, struct fail *f);

/* assign_members, with `recent` filled in; of more than 64 members it is -1,
 * to be asked for by assign_choose_lazily. */
int assign_members_recent(struct store *, const struct rotation *, instant now,
	struct pool *, struct members *, struct fail *f);

/* What is asked for; all 0: anybody. */
struct assign_ask {
	const struct strs *free;    /* e-mails that can host; NULL: no time */
	const struct strs *exclude; /* e-mails that shall not, or NULL */
	int64_t owner_id;           /* user id of the contact's owner (B12) */
	bool owner_full; /* who has no slot in 14 days: "prefer" falls back */
	int64_t by_hand; /* user id of the host who was named (R92) */
};

/* Proposes a member. 0, or -1 with EXIT_NONE "no-member". */
int assign_propose_for(struct store *, const struct rotation *,
	const struct assign_ask *, instant now, struct pool *,
	struct proposal *, struct fail *f);

/* The same over members that are loaded already (assign_members, and
 * assign_recents); for streams and simulations, with rotate_take between. */
int assign_choose_for(const struct rotation *, const struct members *,
	const struct assign_ask *, instant now, struct pool *,
	struct proposal *, struct fail *f);

/* The same over members of assign_members_recent: the log is asked only about
 * those whom `recent` tells apart, and what it said is kept with them. */
int assign_choose_lazily(struct store *, const struct rotation *,
	struct members *, const struct assign_ask *, instant now, struct pool *,
	struct proposal *, struct fail *f);

/*
 * The numbers of a proposal, for the log; JSON, one line:
 *   {"skipped":"not-free:7 paused:9,12","of":5,"members":[
 *   ["ada@acme.example","chosen",COUNT,WEIGHT,PRIORITY,RECENT,LAST,SCORE],...]}
 * skipped: user ids of those whom the rule put before the chosen one, and what
 * kept them out, 64 at most. members: in the order of the rule; RECENT null
 * where it was not looked at; LAST in seconds, 0 never. All of them up to 48;
 * of more, the first 16 and the chosen one, and "rules" with how many each rule
 * kept: {"behind":900,...}.
 */
char *assign_detail(struct pool *, const struct proposal *);
/* Calls back with each skipped user and the rule's word. Takes what the log
 * has in `skipped`, or a whole detail. Other texts: nothing. */
void assign_skipped(const char *text,
	void (*each)(void *arg, int64_t user_id, const char *rule), void *arg);

/* Counts a meeting for its host: count + 1, last_at, a line in the log. A host
 * who is no member changes nothing. */
int assign_count(struct store *, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, instant now, struct fail *f);
/* The same with assign_detail's text kept in the log; NULL is fine. */
int assign_count_detail(struct store *, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, const char *detail,
	instant now, struct fail *f);
/* Gives all turns of a booking back, in whatever rotations: count - 1, not
 * below 0, not past a reset (then only logged). No turn: nothing. */
int assign_give_back(
	struct store *, const char *booking, instant now, struct fail *f);
/* Moves the turns of a booking that `from_user` has (0: all) to another host
 * (reassign, rotate on reschedule). Who is no member has the turn without a
 * count, so that it can move on. */
int assign_move(struct store *, const char *booking, int64_t from_user,
	int64_t to_user, const char *reason, instant now, struct fail *f);
/* The same of one rotation alone (0: all), with assign_detail's text of why it
 * is that host, or NULL. */
int assign_move_in(struct store *, const char *booking, int64_t rotation_id,
	int64_t from_user, int64_t to_user, const char *reason,
	const char *detail, instant now, struct fail *f);
/*
 * The outcome of a booking was set ("no-show", "completed", "", ...): where the
 * rotation has no_show_free, a no-show gives the turns back, and any other
 * outcome afterwards takes them again. Other rotations: nothing.
 */
int assign_outcome(struct store *, const char *booking, const char *outcome,
	instant now, struct fail *f);

/*
 * Makes (id 0) or changes a rotation: looks at its words (EXIT_USAGE: method,
 * period, its zone, lead, owner), settles what is due by the options it had,
 * saves. A period that is new keeps the counts until it ends.
 */
int assign_save(struct store *, struct rotation *, instant now, struct fail *f);

/* Members, with the log and R83 (needs a connected, syncing calendar: names the
 * reason) and R89 (adding resets all counts). Begin and end nothing. One who is
 * a member already, by himself or by a team, is not reset. */
int assign_add_member(struct store *, const struct rotation *, int64_t user_id,
	int weight, int priority, instant now, struct fail *f);
/* EXIT_REFUSED for one who is a member by a team: it names the team. */
int assign_remove_member(struct store *, const struct rotation *,
	int64_t user_id, instant now, struct fail *f);
/* Weight or priority of a member, however he came in; NULL: stays. */
int assign_set_member(struct store *, const struct rotation *, int64_t user_id,
	const int *weight, const int *priority, instant now, struct fail *f);
/* until 0: until resumed. */
int assign_pause_member(struct store *, const struct rotation *,
	int64_t user_id, instant until, instant now, struct fail *f);
/* With credit_absence the count is raised, with a line of its own. */
int assign_resume_member(struct store *, const struct rotation *,
	int64_t user_id, instant now, struct fail *f);
/* All counts 0; reason ("manual", or a word of who asks) for the log. */
int assign_reset(struct store *, const struct rotation *, const char *reason,
	instant now, struct fail *f);

/*
 * Replays the log and compares: calls back with each difference in words
 * ("rotation sales: ada@acme.example has count 5, the log says 4"); returns how
 * many, or -1. assign_repair writes what the log says; it begins nothing.
 */
int assign_check(struct store *, int (*each)(void *arg, const char *problem),
	void *arg, struct fail *f);
int assign_repair(struct store *, int *mended, struct fail *f);

/*
 * Whether the person at the keyboard (login name as a user's slug) can make or
 * change rotations (R81). Roles hold once some user is "admin"; then only
 * admins can. -1 with EXIT_PERMISSION names who and what is missing.
 */
int assign_may_manage(struct store *, struct fail *f);

#endif
