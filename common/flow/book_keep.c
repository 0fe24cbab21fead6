#include "flow/book_priv.h"

#include "store/booking.h"
#include "store/moved.h"

/* 0 kept, 1 nothing to keep, -1. */
static int
keep(struct work *w, struct fail *f)
{
	const struct booking *b = w->b;
	struct moveds moved = { 0 };
	const struct moved *m;

	if (!booking_live(b))
		return fail(
			f, EXIT_REFUSED, "booking %s is %s", b->ref, b->status);
	if (booking_moved(w->store, w->how->notify.now, w->pool, &moved, f) !=
		0)
		return -1;
	/* a seat goes with its session */
	m = moved_find(
		&moved, b->session_ref != NULL ? b->session_ref : b->ref);
	if (m == NULL)
		return 1;
	if (moved_keep(w->store, b->session_ref != NULL ? b->session_id : b->id,
		    m->is, f) != 0)
		return -1;
	return audit_add(
		w->store, w->how->notify.now, "booking.keep", b->ref, NULL, f);
}

int
book_keep(struct store *store, const struct book_how *how, const char *ref,
	struct booking *to, bool *again, struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };
	int rc = -1;

	*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	if (booking_find(store, ref, pool, to, f) == 1)
		rc = keep(&w, f);
	if (rc == 0 && work_end(&w, f) == 0)
		return 0;
	store_rollback(store);
	*again = rc == 1;
	return rc == 1 ? 0 : -1;
}
