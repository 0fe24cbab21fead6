#include "store/outbox_puts.h"

#include "store/sql.h"

int
outbox_puts(struct store *store, int64_t booking_id, struct pool *pool,
	int64_t **to, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT DISTINCT calendar_id FROM outbox AS o"
		" WHERE booking_id = ?1 AND kind = 'put'"
		" AND calendar_id IS NOT NULL AND state <> 'dropped'"
		" AND NOT EXISTS (SELECT 1 FROM outbox AS d"
		" WHERE d.booking_id = ?1 AND d.kind = 'delete'"
		" AND d.calendar_id = o.calendar_id AND d.id > o.id)"
		" ORDER BY calendar_id";
	struct sql *s = sql_new(store, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, booking_id);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		(*to)[(*n)++] = sql_get_int(s, 0);
	}
	sql_free(s);
	return rc;
}
