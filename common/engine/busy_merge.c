#include "engine/busy.h"

#include <stdlib.h>

/* Where a stretch of one status begins (+1) or ends (-1). */
struct edge {
	instant at;
	enum busy_status status;
	int step;
};

static int
by_time(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static enum busy_status
strongest(const long open[BUSY_UNAVAILABLE + 1])
{
	int s = BUSY_UNAVAILABLE;

	while (s > BUSY_FREE && open[s] == 0)
		s--;
	return s;
}

/* Adds a stretch, or makes the last one longer. */
static void
stretch(struct pool *pool, struct busies *to, size_t first, instant start,
	instant end, enum busy_status status)
{
	struct busy b = { .start = start, .end = end, .status = status };
	struct busy *last = to->n > first ? &to->v[to->n - 1] : NULL;

	if (status == BUSY_FREE || start >= end)
		return;
	if (last != NULL && last->end == start && last->status == status)
		last->end = end;
	else
		busies_add(pool, to, &b);
}

void
busies_merge(struct pool *pool, const struct busies *from, struct busies *to)
{
	struct edge *edges = pool_array(pool, from->n + 1, 2 * sizeof(*edges));
	long open[BUSY_UNAVAILABLE + 1] = { 0 };
	size_t n = 0, i, first = to->n;
	const struct busy *b;

	for (i = 0; i < from->n; i++) {
		b = &from->v[i];
		if (b->status == BUSY_FREE || b->start >= b->end)
			continue;
		edges[n++] = (struct edge){ b->start, b->status, 1 };
		edges[n++] = (struct edge){ b->end, b->status, -1 };
	}
	if (n > 0)
		qsort(edges, n, sizeof(*edges), by_time);
	for (i = 0; i < n; i++) {
		if (i > 0)
			stretch(pool, to, first, edges[i - 1].at, edges[i].at,
				strongest(open));
		open[edges[i].status] += edges[i].step;
	}
}

void
busies_cut(struct busies *list, struct span window)
{
	struct busy *b;
	size_t i, n = 0;

	for (i = 0; i < list->n; i++) {
		b = &list->v[i];
		if (b->start < window.start)
			b->start = window.start;
		if (b->end > window.end)
			b->end = window.end;
		if (b->start < b->end)
			list->v[n++] = *b;
	}
	list->n = n;
}
