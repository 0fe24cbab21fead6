#ifndef FLOW_WHY_H
#define FLOW_WHY_H

#include "record/rotation.h"
#include "store/store.h"
#include "wire/pick_json.h"

/*
 * Why a meeting went to whom it did, from the log (flow/assign.h): what each
 * member counted at that moment and the rule that chose or skipped them.
 */

struct whys {
	struct candidate *v;
	size_t n, cap;
	int64_t unsaid; /* members whom the log only counts, of large rotations
			 */
};

/*
 * Of each line of the booking's log in order: the members in the order of the
 * rule, where the line kept them; else who it is about, chosen by "manual" or
 * moved, with no figures (-1). `rule` of such is "chosen", "move-in",
 * "move-out", "give-back" or "restore". `ref` is looked up first
 * (EXIT_NOT_FOUND); one that no rotation gave to anybody is EXIT_NONE.
 */
int why_booking(struct store *, const char *ref, struct pool *, struct whys *,
	struct fail *f);

/*
 * The log of a rotation in [from, to), oldest first; each line, or with
 * `skipped` each member that a line passed over. `user_id` (0: all): lines
 * about that user, or what skipped it. The strings live until the callback
 * returns; its non-zero ends it and is returned.
 */
struct why_query {
	int64_t rotation_id, user_id;
	instant from, to;
	bool skipped;
	/* `user` and `rule` of the one that was skipped; NULL without
	 * `skipped` */
	int (*each)(void *arg, const struct assignment *, const char *user,
		const char *rule);
	void *arg;
};
int why_history(struct store *, const struct why_query *, struct pool *,
	struct fail *f);

#endif
