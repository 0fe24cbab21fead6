#include "store/inside.h"

#include <stdlib.h>

static int
by_id(const void *a, const void *b)
{
	const struct owner *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

struct owner *
owners_new(struct pool *pool, const int64_t *ids, size_t n)
{
	struct owner *list = pool_array(pool, n + 1, sizeof(*list));
	size_t i;

	for (i = 0; i < n; i++)
		list[i] = (struct owner){ ids[i], i };
	for (i = 1; i < n && ids[i - 1] <= ids[i]; i++)
		;
	if (i < n)
		qsort(list, n, sizeof(*list), by_id);
	return list;
}

const struct owner *
owners_find(const struct owner *list, size_t n, int64_t id)
{
	size_t low = 0, high = n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (list[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && list[low].id == id ? &list[low] : NULL;
}
