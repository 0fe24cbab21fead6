#include "store/standing.h"

#include "store/sql.h"

int
standing_load(struct store *st, int64_t rotation_id, instant from, instant to,
	instant now, struct pool *pool, struct standing **list, size_t *n,
	struct fail *f)
{
	/*
	 * Of what is held the lines add up: one that ended takes back what the
	 * one that began it gave. What was given back is its host's all the
	 * same. Indexes have all of it (assignment_turn, booking_standing: the
	 * condition on the status leads there).
	 */
	static const char text[] =
		"SELECT u.id, u.email, u.slug,"
		" sum(turn * (live AND outcome <> 'no-show' AND end_at > ?4)),"
		" sum(turn * (live AND outcome <> 'no-show' AND end_at <= ?4)),"
		" sum(turn * (live AND outcome = 'no-show'))"
		" + count(DISTINCT CASE WHEN turn < 0 AND live"
		" AND outcome = 'no-show' AND EXISTS (SELECT 1"
		" FROM booking_host h WHERE h.booking_id = b.id"
		" AND h.user_id = u.id) THEN b.id END),"
		" sum(turn * NOT live)"
		" + count(DISTINCT CASE WHEN turn < 0 AND NOT live"
		" AND EXISTS (SELECT 1 FROM booking_host h"
		" WHERE h.booking_id = b.id AND h.user_id = u.id)"
		" THEN b.id END), sum(turn), max(turn_at)"
		" FROM user u CROSS JOIN assignment a ON a.rotation_id = ?1"
		" AND a.user_id = u.id AND a.turn_at >= ?2 AND a.turn_at < ?3"
		" AND a.turn <> 0 LEFT JOIN (SELECT id, ref, outcome, end_at,"
		" status, status NOT IN ('cancelled', 'declined') AS live"
		" FROM booking) b ON b.ref = a.booking AND b.status > ''"
		" GROUP BY u.id";
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
		one->turns = sql_get_int(s, 7);
		one->last_at = sql_get_int(s, 8);
	}
	sql_free(s);
	return rc;
}
