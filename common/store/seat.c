#include "store/seat.h"

#include "store/inside.h"

/* Live seats, as ?1 has them: each attendee is one, and who booked in any case.
 */
#define TAKEN                                                                  \
	"(SELECT coalesce(sum(max(1, (SELECT count(*) FROM attendee"           \
	" WHERE booking_id = seat.id))), 0) FROM booking seat"                 \
	" WHERE seat.status NOT IN ('cancelled', 'declined')"                  \
	" AND seat.session_id = "

static int
hosts_load(struct store *st, struct page_session *one, struct pool *pool,
	struct fail *f)
{
	static const char text[] =
		"SELECT user_id FROM booking_host WHERE booking_id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, one->id);
	while ((rc = sql_step(s, f)) == 1) {
		one->hosts = pool_grow(pool, one->hosts, one->hosts_n,
			&one->hosts_cap, sizeof(*one->hosts));
		one->hosts[one->hosts_n++] = sql_get_int(s, 0);
	}
	sql_free(s);
	return rc;
}

int
sessions_load(struct store *st, int64_t page_id, instant from, instant to,
	int64_t length_s, struct pool *pool, struct page_sessions *list,
	struct fail *f)
{
	static const char text[] =
		"SELECT booking.id, ref, start_at, end_at, " TAKEN
		"booking.id), email, slug"
		" FROM booking JOIN user ON user.id = organizer_id"
		" WHERE page_id = ?1 AND session = 1 AND start_at >= ?2"
		" AND start_at < ?3 AND end_at - start_at = ?4"
		" AND booking.status NOT IN ('cancelled', 'declined')"
		" ORDER BY start_at, booking.id";
	struct sql *s = sql_new(st, text, f);
	struct page_session *one;
	size_t i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, page_id);
	sql_int(s, 2, from);
	sql_int(s, 3, to);
	sql_int(s, 4, length_s);
	while ((rc = sql_step(s, f)) == 1) {
		list->v = pool_grow(
			pool, list->v, list->n, &list->cap, sizeof(*list->v));
		one = &list->v[list->n++];
		*one = (struct page_session){ .id = sql_get_int(s, 0),
			.ref = sql_get_text(s, 1, pool),
			.start = sql_get_int(s, 2),
			.end = sql_get_int(s, 3),
			.taken = sql_get_int(s, 4),
			.organizer_email = sql_get_text(s, 5, pool),
			.organizer_slug = sql_get_text(s, 6, pool) };
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < list->n; i++)
		rc = hosts_load(st, &list->v[i], pool, f);
	return rc;
}

int64_t
seats_count(struct store *st, int64_t session_id, struct fail *f)
{
	static const char text[] = "SELECT " TAKEN "?1)";
	struct sql *s = sql_new(st, text, f);
	int64_t n = -1;

	if (s == NULL)
		return -1;
	sql_int(s, 1, session_id);
	if (sql_step(s, f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

int
seat_of(struct store *st, int64_t session_id, const char *email, int64_t but,
	struct pool *pool, const char **ref, struct fail *f)
{
	static const char text[] =
		"SELECT ref FROM booking JOIN attendee"
		" ON booking_id = booking.id WHERE session_id = ?1"
		" AND email = ?2 COLLATE NOCASE AND booking.id <> ?3"
		" AND status NOT IN ('cancelled', 'declined') LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, session_id);
	sql_text(s, 2, email);
	sql_int(s, 3, but);
	if ((rc = sql_step(s, f)) == 1)
		*ref = sql_get_text(s, 0, pool);
	sql_free(s);
	return rc;
}
