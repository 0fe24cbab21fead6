#include "store/outbox_puts.h"

#include "store/sql.h"

/* Puts of a booking that no later delete took back; ?2: of the meeting itself,
 * or of what stands beside it */
#define PUTS                                                                   \
	" FROM outbox AS o JOIN booking ON booking.id = booking_id"            \
	" WHERE booking_id = ?1 AND kind = 'put'"                              \
	" AND calendar_id IS NOT NULL AND state <> 'dropped'"                  \
	" AND (o.uid IS booking.uid) = ?2"                                     \
	" AND NOT EXISTS (SELECT 1 FROM outbox AS d"                           \
	" WHERE d.booking_id = ?1 AND d.kind = 'delete' AND d.uid IS o.uid"    \
	" AND d.calendar_id = o.calendar_id AND d.id > o.id)"

int
outbox_puts(struct store *store, int64_t booking_id, struct pool *pool,
	int64_t **to, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT DISTINCT calendar_id" PUTS " ORDER BY calendar_id";
	struct sql *s = sql_new(store, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, booking_id);
	sql_int(s, 2, 1);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		(*to)[(*n)++] = sql_get_int(s, 0);
	}
	sql_free(s);
	return rc;
}

int
outbox_beside(struct store *store, int64_t booking_id, struct pool *pool,
	struct put **to, size_t *n, struct fail *f)
{
	static const char text[] = "SELECT DISTINCT o.uid, calendar_id" PUTS
				   " ORDER BY o.uid, calendar_id";
	struct sql *s = sql_new(store, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, booking_id);
	sql_int(s, 2, 0);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		(*to)[*n].uid = sql_get_text(s, 0, pool);
		(*to)[(*n)++].calendar_id = sql_get_int(s, 1);
	}
	sql_free(s);
	return rc;
}

int
outbox_written(struct store *st, int64_t calendar_id, instant since,
	int (*each)(void *arg, const char *href), void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT DISTINCT href FROM outbox WHERE calendar_id = ?1"
		" AND kind = 'put' AND state = 'done' AND done_at >= ?2"
		" AND href IS NOT NULL";
	struct sql *s = sql_new(st, text, f);
	struct pool *pool = pool_new();
	struct strs hrefs = { 0 };
	int rc = -1;
	size_t i;

	if (s == NULL)
		goto out;
	sql_int(s, 1, calendar_id);
	sql_int(s, 2, since);
	while ((rc = sql_step(s, f)) == 1)
		strs_add(pool, &hrefs, sql_get_text(s, 0, pool));
	for (i = 0; rc == 0 && i < hrefs.n; i++)
		rc = each(arg, hrefs.v[i]);
out:
	sql_free(s);
	pool_free(pool);
	return rc;
}
