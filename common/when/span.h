#ifndef WHEN_SPAN_H
#define WHEN_SPAN_H

#include "base/pool.h"
#include "when/instant.h"

#include <stdbool.h>

/* A stretch of time, half open: [start, end). Empty when end <= start. */
struct span {
	instant start, end;
};

/* Spans in a growing array that lives in a pool; start with { 0 }. */
struct spans {
	struct span *v;
	size_t n, cap;
};

/* Adds one; an empty span is left out. */
void spans_add(struct pool *, struct spans *, instant start, instant end);
/* Sorts by start and melts what overlaps or touches. Most calls below want it.
 */
void spans_join(struct spans *);
/* What is in both `a` and `b` (both joined), into `to` (emptied first). */
void spans_intersect(struct pool *, const struct spans *a,
	const struct spans *b, struct spans *to);
/* What is in `a` and not in `b` (both joined), into `to` (emptied first). */
void spans_subtract(struct pool *, const struct spans *a, const struct spans *b,
	struct spans *to);
/* Whether [start, end) overlaps any of joined `spans`; by bisection. */
bool spans_hit(const struct spans *, instant start, instant end);
/* Whether one of joined `spans` holds all of [start, end). */
bool spans_hold(const struct spans *, instant start, instant end);

#endif
