#ifndef ENGINE_ROTATE_H
#define ENGINE_ROTATE_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/rotation.h"
#include "when/zone.h"

/*
 * Who takes it (RULES.md section 6). Among the members that are on, weigh more
 * than nothing, are free, are not hidden by the rotation's lead, and on the
 * highest priority level with such a member: the largest w*(T+1) - c*W (weight,
 * count; T and W their sums over all that are on); ties: larger weight, then
 * fewest lately (with recent_s) or longest since the last one, then joined
 * first, then lowest id. Equal weights make this "the fewest". Method
 * "first-available" takes who joined first. Pure, deterministic, and the order
 * of the seats does not matter.
 *
 * Lead: a member is hidden while its count is more than `lead` above what its
 * weight gives it beside the one of its level (on, weight above 0) that is
 * furthest behind: count > lead + w * min(c/w). Of equal weights: more than
 * `lead` above the least.
 *
 * Owner (B12): where the rotation asks for it and the contact's owner is a
 * member that is on, only the owner is taken, whatever counts, weight, level or
 * lead say. With "prefer" the others come in when the owner has no slot for
 * long (owner_full).
 */
enum rotate_rule {
	ROTATE_CHOSEN, /* the one */
	ROTATE_BEHIND, /* could, but others come first */
	ROTATE_PAUSED,
	ROTATE_WEIGHT_ZERO,
	ROTATE_NOT_FREE,
	ROTATE_EXCLUDED,
	ROTATE_LOWER_PRIORITY, /* a level above has a free member */
	ROTATE_AHEAD,          /* too far ahead: hidden by the lead */
	ROTATE_OWNER_FIRST,    /* the contact has an owner among them */
	ROTATE_BY_HAND,        /* somebody else was named (R92) */
	ROTATE_RULES
};
/* "chosen", "behind", "paused", "weight-zero", "not-free", "excluded",
 * "lower-priority", "ahead", "owner-first", "by-hand". */
const char *rotate_word(enum rotate_rule);

struct rotate_seat {
	const struct member *member;
	bool free;             /* at the asked time; true when none was asked */
	bool excluded;         /* by --exclude */
	enum rotate_rule rule; /* filled in by rotate_pick */
	int64_t score;         /* w*(T+1) - c*W; larger is nearer */
};

/* For whom, beyond the counts. All 0: nothing. */
struct rotate_ask {
	int64_t owner_id; /* user id of the contact's owner, or 0 */
	bool owner_full;  /* the owner has no slot in 14 days */
	int64_t by_hand;  /* user id of a member who was named (R92), or 0: is
			   * chosen in any case, the others say what they
			   * would have been or "by-hand" */
};

/*
 * Fills every seat's rule and score and returns the index of the chosen one;
 * -1 with EXIT_NONE "no-member": "rotation sales: all members are paused",
 * "...: no member is free then", "...: all weights are 0" (EXIT_REFUSED).
 */
int rotate_pick(const struct rotation *, struct rotate_seat *, size_t n,
	instant now, struct fail *f);
int rotate_pick_for(const struct rotation *, const struct rotate_ask *,
	struct rotate_seat *, size_t n, instant now, struct fail *f);

/* Whether the rule looks at `recent` to tell those at the head apart, after a
 * pick: marks in `tied[n]` who stands there with them. */
bool rotate_tied(const struct rotation *, const struct rotate_seat *, size_t n,
	bool *tied);

/* Indexes of the seats as the rule orders them, whatever kept them out: who
 * stands before the chosen one was skipped. After a pick. */
void rotate_order(const struct rotation *, const struct rotate_seat *, size_t n,
	size_t *order);

/* Who a time is offered for: on, weight above 0, not hidden by the lead. */
void rotate_offered(const struct rotation *, const struct members *,
	instant now, bool *offered);

/*
 * The share of each member that is on: target = T * w / W. `total` is T. Writes
 * into `targets[n]` in the members' order; 0 for those that are off.
 */
void rotate_targets(
	const struct members *, instant now, int64_t total, double *targets);

/* ---- counts in memory, as flow/assign.h does in the store ---- */

/* Start of the "day", "week" (Monday), "month", "quarter" or "year" that `now`
 * is in, there; 0 for NULL and for unknown words. */
instant rotate_period(const char *period, const struct zone *, instant now);

/* What a member's count becomes on coming back at a moment, with
 * credit_absence: raised to the least of those of its level that were on then,
 * but for those who came back in the same moment; measured by weight
 * (w * min(c/w), rounded down); never lowered. */
int64_t rotate_credit(
	const struct members *, const struct member *back, instant at);

/*
 * Brings what was loaded up to `now`: in a new period all counts are 0; pauses
 * that are over end, one after the other, with the credit where the rotation
 * gives one.
 */
void rotate_settle(const struct rotation *, const struct zone *period_zone,
	struct members *, instant now);

/* One more for a user: count, recent, last_at. False: no member. */
bool rotate_take(struct members *, int64_t user_id, instant now);

#endif
