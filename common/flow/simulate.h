#ifndef FLOW_SIMULATE_H
#define FLOW_SIMULATE_H

#include "record/rotation.h"
#include "record/slot.h"
#include "store/store.h"

/*
 * Who the next meetings of a rotation would go to, by the rule that gives real
 * ones (engine/rotate.h), from the counts of now. Only reads; the same seed and
 * store give the same answer.
 */
struct simulate_how {
	int64_t count; /* meetings */
	uint64_t seed;
	/*
	 * Where `calendars`: each meeting is at one of the rotation's free
	 * times in [from, to), drawn by `seed` from those with a free member
	 * left; who got one is busy then. Else by counts alone.
	 */
	bool calendars;
	instant from, to;
	int64_t length_s, max_stale_s;
	instant now;
	/* What if: user ids that are away, and weights of these users. */
	const int64_t *away;
	size_t away_n;
	const struct simulate_weight {
		int64_t user_id;
		int weight;
	} * weights;
	size_t weights_n;
};

/* One meeting of it. */
struct simulated {
	int64_t number; /* from 1 on */
	struct span at; /* { 0, 0 } by counts alone */
	const char *user, *reason;
	int64_t free;  /* how many members were free then */
	int64_t count; /* of that member, this one included */
};

/*
 * Calls back with each meeting. `*before` and `*after`: the members as they
 * were, with what `how` changes, and as they are in the end. 0, the callback's
 * non-zero, or -1: EXIT_NONE when nobody can be chosen or the free times ran
 * out (those told before hold), EXIT_NOT_FOUND for users of `how` who are no
 * members.
 *
 * Draws: splitmix64 from the seed, a number below n as the high half of its
 * product with n (D. Lemire, Fast Random Integer Generation in an Interval).
 */
int simulate(struct store *, const struct rotation *,
	const struct simulate_how *, struct pool *, struct members *before,
	struct members *after, int (*each)(void *arg, const struct simulated *),
	void *arg, struct fail *f);

#endif
