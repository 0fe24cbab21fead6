#ifndef DESK_SLOTS_ANSWER_H
#define DESK_SLOTS_ANSWER_H

#include "desk/slots_series.h"
#include "flow/offer.h"
#include "front/front.h"

/* How the answer of mtg-slots is wanted. */
struct slots_how {
	bool explain;           /* reasons in place of slots */
	bool check;             /* of one start */
	bool instant;           /* of now */
	bool first;             /* none at all is a failure */
	int64_t limit, per_day; /* -1: any number */
};

/* Prints what is free, or why it is not; `series` (or NULL) was found already,
 * `at` is the start of check and instant. The exit status of the run. */
int slots_answer(struct front *, const struct slots_how *,
	const struct slots_series *, struct offer *, instant at);

#endif
