#include "store/booking.h"
#include "store/inside.h"

/*
 * Bookings as busy time. A meeting is at most a month long and so are its
 * buffers, thus rows that start long before the window need no look.
 */
enum { LONG_S = 93 * 86400, FEW = 32 };

#define ROW                                                                    \
	"SELECT user_id, booking.start_at, booking.end_at, ref, uid, title,"   \
	" before_s, after_s, gap_s, status = 'confirmed'"
/* ?1, ?2 the window, ?3 the booking left out, ?4 now, ?5 and ?6 the widened
 * window */
#define TOUCHES                                                                \
	" AND booking.start_at - max(before_s, gap_s) < ?2"                    \
	" AND booking.end_at + max(after_s, gap_s) > ?1"                       \
	" AND booking.id <> ?3"                                                \
	" AND status NOT IN ('cancelled', 'declined')"                         \
	" AND NOT (status = 'held' AND coalesce(expires_at, ?4 + 1) <= ?4)"

static void
bind(struct sql *s, struct span window, int64_t but, instant now)
{
	sql_int(s, 1, window.start);
	sql_int(s, 2, window.end);
	sql_int(s, 3, but);
	sql_int(s, 4, now);
	sql_int(s, 5, window.start - LONG_S);
	sql_int(s, 6, window.end + LONG_S);
}

static void
row_add(struct sql *s, struct pool *pool, struct busies *to)
{
	struct busy b = { 0 };

	b.start = sql_get_int(s, 1);
	b.end = sql_get_int(s, 2);
	/* what waits for an answer blocks too, as a tentative one */
	b.status = sql_get_int(s, 9) ? BUSY_BUSY : BUSY_TENTATIVE;
	b.booking = sql_get_text(s, 3, pool);
	b.uid = sql_get_text(s, 4, pool);
	b.summary = sql_get_text(s, 5, pool);
	b.before_s = sql_get_int(s, 6);
	b.after_s = sql_get_int(s, 7);
	b.gap_s = sql_get_int(s, 8);
	busies_add(pool, to, &b);
}

int
booking_busy(struct store *st, int64_t user_id, struct span window, int64_t but,
	instant now, struct pool *pool, struct busies *to, struct fail *f)
{
	/* by the key of taken, which has the live ones only */
	static const char text[] = ROW
		" FROM taken CROSS JOIN booking ON booking.id = booking_id"
		" WHERE user_id = ?7 AND taken.start_at > ?5"
		" AND taken.start_at < ?6" TOUCHES " ORDER BY taken.start_at";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	bind(s, window, but, now);
	sql_int(s, 7, user_id);
	while ((rc = sql_step(s, f)) == 1)
		row_add(s, pool, to);
	sql_free(s);
	return rc;
}

int
booking_busy_many(struct store *st, const int64_t *user_ids, size_t n,
	struct span window, int64_t but, instant now, struct pool *pool,
	struct busies *to, struct fail *f)
{
	static const char text[] =
		ROW " FROM booking CROSS JOIN booking_host"
		    " ON booking_host.booking_id = booking.id"
		    " WHERE booking.start_at > ?5"
		    " AND booking.start_at < ?6" TOUCHES
		    " ORDER BY booking.start_at";
	const struct owner *owners, *o;
	struct sql *s;
	size_t i;
	int rc = 0;

	if (n <= FEW) {
		for (i = 0; rc == 0 && i < n; i++)
			rc = booking_busy(st, user_ids[i], window, but, now,
				pool, &to[i], f);
		return rc;
	}
	owners = owners_new(pool, user_ids, n);
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	bind(s, window, but, now);
	while ((rc = sql_step(s, f)) == 1) {
		o = owners_find(owners, n, sql_get_int(s, 0));
		for (; o != NULL && o < owners + n &&
			o->id == sql_get_int(s, 0);
			o++)
			row_add(s, pool, &to[o->place]);
	}
	sql_free(s);
	return rc;
}
