#ifndef FLOW_OFFER_SERIES_H
#define FLOW_OFFER_SERIES_H

#include "engine/series.h"
#include "flow/offer.h"

/*
 * Series (B17): starts that the same people take, each looked at as a single
 * meeting is, and as if those before it were there already. Rooms may differ
 * from one to the next.
 */
struct offer_series {
	struct offer offer; /* of the start that was looked at last */
	size_t at;          /* which one that is, from 1 on */
	struct slot slot;   /* the first start; hosts: who is free at all */
	/* asked of each as well, or NULL; non-zero with `f` filled refuses it
	 */
	int (*look)(void *arg, const struct offer *, const struct slot *,
		struct fail *f);
	void *arg;
};
/*
 * Whether all starts can be booked. `q` is what is asked of each; at and also
 * are set here. `grid` as of offer_check. 0, or -1 as offer_check says, "3 of
 * 6: " before its words; what is wrong with the question stands alone.
 */
int offer_series_check(struct store *, const struct offer_query *q,
	const struct series_starts *, bool grid, struct pool *,
	struct offer_series *to, struct fail *f);

/* Whether the page (NULL: none) lets so many be booked. 0, or -1 with
 * EXIT_REFUSED. */
int offer_series_allowed(
	const struct page *, const struct series *, size_t n, struct fail *f);

/*
 * Calls back with each slot of the opened offer `o` (of query `q`, without
 * no_hosts) from which on the whole series can be had; the slot's hosts are who
 * is free at all of its starts. Non-zero ends it and is returned; -1 also with
 * EXIT_REFUSED where the page does not allow the series. Reads the store (or
 * NULL).
 */
int offer_series_each(struct store *, const struct offer_query *q,
	const struct series *, struct offer *o, struct pool *,
	int (*each)(void *arg, const struct slot *), void *arg, struct fail *f);

/* The reasons at each start: calls back with all hosts of the first, then of
 * the second, with explain.meeting. */
int offer_series_explain(struct store *, const struct offer_query *q,
	const struct series_starts *, struct pool *,
	int (*each)(void *arg, const struct explain *), void *arg,
	struct fail *f);

#endif
