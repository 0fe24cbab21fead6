#include "when/span.h"

#include <stdlib.h>

void
spans_add(struct pool *pool, struct spans *spans, instant start, instant end)
{
	if (end <= start)
		return;
	spans->v = pool_grow(
		pool, spans->v, spans->n, &spans->cap, sizeof(*spans->v));
	spans->v[spans->n++] = (struct span){ start, end };
}

static int
by_start(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return (x->start > y->start) - (x->start < y->start);
}

static bool
sorted(const struct spans *spans)
{
	size_t i;

	for (i = 1; i < spans->n; i++)
		if (spans->v[i].start < spans->v[i - 1].start)
			return false;
	return true;
}

void
spans_join(struct spans *spans)
{
	struct span *last;
	size_t i;

	if (spans->n < 2)
		return;
	if (!sorted(spans))
		qsort(spans->v, spans->n, sizeof(*spans->v), by_start);
	last = spans->v;
	for (i = 1; i < spans->n; i++) {
		if (spans->v[i].start > last->end)
			*++last = spans->v[i];
		else if (spans->v[i].end > last->end)
			last->end = spans->v[i].end;
	}
	spans->n = (size_t)(last - spans->v) + 1;
}

void
spans_intersect(struct pool *pool, const struct spans *a, const struct spans *b,
	struct spans *to)
{
	size_t i = 0, j = 0;
	const struct span *x, *y;

	to->n = 0;
	while (i < a->n && j < b->n) {
		x = &a->v[i];
		y = &b->v[j];
		spans_add(pool, to, x->start > y->start ? x->start : y->start,
			x->end < y->end ? x->end : y->end);
		if (x->end < y->end)
			i++;
		else
			j++;
	}
}

void
spans_subtract(struct pool *pool, const struct spans *a, const struct spans *b,
	struct spans *to)
{
	size_t i, j = 0, k;
	instant start;

	to->n = 0;
	for (i = 0; i < a->n; i++) {
		start = a->v[i].start;
		while (j < b->n && b->v[j].end <= start)
			j++;
		for (k = j; k < b->n && b->v[k].start < a->v[i].end; k++) {
			spans_add(pool, to, start, b->v[k].start);
			start = b->v[k].end;
		}
		spans_add(pool, to, start, a->v[i].end);
	}
}

/* The first span that ends after `at`, or NULL. */
static const struct span *
ends_after(const struct spans *spans, instant at)
{
	size_t low = 0, high = spans->n, mid;

	while (low < high) {
		mid = low + (high - low) / 2;
		if (spans->v[mid].end > at)
			high = mid;
		else
			low = mid + 1;
	}
	return low < spans->n ? &spans->v[low] : NULL;
}

bool
spans_hit(const struct spans *spans, instant start, instant end)
{
	const struct span *s = ends_after(spans, start);

	return s != NULL && start < end && s->start < end;
}

bool
spans_hold(const struct spans *spans, instant start, instant end)
{
	const struct span *s = ends_after(spans, start);

	return s != NULL && s->start <= start && end <= s->end;
}
