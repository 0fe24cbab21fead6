#ifndef DESK_SLOTS_SERIES_H
#define DESK_SLOTS_SERIES_H

#include "flow/offer_series.h"

/* mtg-slots --repeat (B17): what is found while the store is open, to be
 * printed when it is closed. */
struct slots_series {
	struct series series;
	int64_t limit; /* so many slots are enough; -1: all */
	bool why;      /* with a start: the reasons too */
	/* starts from which on all of it can be had; of one start that one */
	struct slot *v;
	size_t n, cap;
	struct fail failed; /* of one start that cannot: why */
	size_t meetings;    /* from one start on */
	/* reasons, meeting by meeting */
	struct explain *reasons;
	size_t reasons_n, reasons_cap;
};

/* Looks at the opened offer `o` of `q`: at q->at, or at all of it. 0, or -1
 * where there is nothing to look at: a page that does not repeat. */
int slots_series_find(struct slots_series *, struct store *,
	const struct offer_query *q, struct offer *o, struct pool *,
	struct fail *f);

#endif
