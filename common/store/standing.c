#include "store/standing.h"

#include "store/sql.h"

int
standing_load(struct store *st, int64_t rotation_id, instant from, instant to,
	instant now, struct pool *pool, struct standing **list, size_t *n,
	struct fail *f)
{
	/* who had the turn before, and has it again, is counted once */
	static const char text[] =
		"SELECT a.user_id, user.email, user.slug,"
		" sum(live AND outcome <> 'no-show' AND end_at > ?4),"
		" sum(live AND outcome <> 'no-show' AND end_at <= ?4),"
		" sum(live AND outcome = 'no-show'), sum(NOT live)"
		" FROM (SELECT a.user_id, outcome, end_at,"
		" b.status NOT IN ('cancelled', 'declined') AS live"
		" FROM assignment a"
		" CROSS JOIN booking b ON b.ref = a.booking"
		" CROSS JOIN booking_host h"
		" ON h.booking_id = b.id AND h.user_id = a.user_id"
		" WHERE a.rotation_id = ?1 AND a.at >= ?2 AND a.at < ?3"
		" AND a.action IN ('assign', 'move-in')"
		" AND (a.action = 'assign' OR NOT EXISTS (SELECT 1"
		" FROM assignment was WHERE was.booking = a.booking"
		" AND was.rotation_id = ?1 AND was.user_id = a.user_id"
		" AND was.action IN ('assign', 'move-in')"
		" AND was.id < a.id AND was.at >= ?2))) a"
		" JOIN user ON user.id = a.user_id GROUP BY a.user_id";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*list = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, from);
	sql_int(s, 3, to);
	sql_int(s, 4, now);
	while ((rc = sql_step(s, f)) == 1) {
		struct standing *one;

		*list = pool_grow(pool, *list, *n, &cap, sizeof(**list));
		one = &(*list)[(*n)++];
		one->user_id = sql_get_int(s, 0);
		one->email = sql_get_text(s, 1, pool);
		one->slug = sql_get_text(s, 2, pool);
		one->upcoming = sql_get_int(s, 3);
		one->completed = sql_get_int(s, 4);
		one->no_show = sql_get_int(s, 5);
		one->cancelled = sql_get_int(s, 6);
	}
	sql_free(s);
	return rc;
}
