#ifndef ENGINE_ROTATE_H
#define ENGINE_ROTATE_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/rotation.h"

/*
 * Who takes it. Among the members that are on, weigh more than nothing, are
 * free and on the highest priority level with such a member: the largest
 * w*(T+1) - c*W (weight, count; T and W their sums over all that are on); ties:
 * larger weight, then fewest lately (with recent_s) or longest since the last
 * one, then joined first, then lowest id. Equal weights make this "the fewest".
 * Method "first-available" takes who joined first. Pure, deterministic, and the
 * order of the seats does not matter.
 */
enum rotate_rule {
	ROTATE_CHOSEN, /* the one */
	ROTATE_BEHIND, /* could, but others come first */
	ROTATE_PAUSED,
	ROTATE_WEIGHT_ZERO,
	ROTATE_NOT_FREE,
	ROTATE_EXCLUDED,
	ROTATE_LOWER_PRIORITY, /* a level above has a free member */
};
/* "chosen", "behind", "paused", "weight-zero", "not-free", ... */
const char *rotate_word(enum rotate_rule);

struct rotate_seat {
	const struct member *member;
	bool free;             /* at the asked time; true when none was asked */
	bool excluded;         /* by --exclude */
	enum rotate_rule rule; /* filled in by rotate_pick */
	int64_t score;         /* w*(T+1) - c*W; larger is nearer */
};

/*
 * Fills every seat's rule and score and returns the index of the chosen one;
 * -1 with EXIT_NONE "no-member": "rotation sales: all members are paused",
 * "...: no member is free then", "...: all weights are 0" (EXIT_REFUSED).
 */
int rotate_pick(const struct rotation *, struct rotate_seat *, size_t n,
	instant now, struct fail *f);

/*
 * The share of each member that is on: target = T * w / W. `total` is T. Writes
 * into `targets[n]` in the members' order; 0 for those that are off.
 */
void rotate_targets(
	const struct members *, instant now, int64_t total, double *targets);

#endif
