#include "desk/slots_series.h"

/* What the callbacks fill. */
struct finding {
	struct slots_series *to;
	struct pool *pool;
};

static void
slot_add(struct finding *x, const struct slot *slot)
{
	struct slots_series *to = x->to;

	to->v = pool_grow(x->pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n++] = *slot;
}

static int
found(void *arg, const struct slot *slot)
{
	struct finding *x = arg;

	slot_add(x, slot);
	return x->to->limit >= 0 && x->to->n >= (size_t)x->to->limit;
}

static int
reason_add(void *arg, const struct explain *e)
{
	struct finding *x = arg;
	struct slots_series *to = x->to;

	to->reasons = pool_grow(x->pool, to->reasons, to->reasons_n,
		&to->reasons_cap, sizeof(*to->reasons));
	to->reasons[to->reasons_n++] = *e;
	return 0;
}

/* From one start on. */
static int
find_at(struct finding *x, struct store *store, const struct offer_query *q,
	struct offer *o, struct fail *f)
{
	struct series_starts *starts = pool_zero(x->pool, sizeof(*starts));
	struct offer_series one = { .at = 0 };
	struct slots_series *to = x->to;

	if (offer_series_allowed(o->page, &to->series, SERIES_MIN, f) != 0)
		return -1;
	if (series_starts(&to->series, q->at, o->zone, starts, &to->failed) !=
		0) {
		if (to->failed.status == EXIT_REFUSED)
			return 0;
		*f = to->failed;
		return -1;
	}
	if (offer_series_allowed(o->page, &to->series, starts->n, f) != 0)
		return -1;
	to->meetings = starts->n;
	if (to->why && offer_series_explain(store, q, starts, x->pool,
			       reason_add, x, f) != 0)
		return -1;
	if (offer_series_check(
		    store, q, starts, false, x->pool, &one, &to->failed) != 0)
		return 0;
	one.slot.starts = starts->v;
	one.slot.starts_n = starts->n;
	slot_add(x, &one.slot);
	return 0;
}

int
slots_series_find(struct slots_series *to, struct store *store,
	const struct offer_query *q, struct offer *o, struct pool *pool,
	struct fail *f)
{
	struct finding x = { .to = to, .pool = pool };

	if (q->at != 0)
		return find_at(&x, store, q, o, f);
	return offer_series_each(store, q, &to->series, o, pool, found, &x, f) <
			       0
		       ? -1
		       : 0;
}
