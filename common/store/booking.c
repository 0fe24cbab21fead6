#include "store/booking.h"

#include "store/inside.h"
#include "store/seat.h"

#include <string.h>

/* Loading and listing; booking_save.c saves. */

#define COLUMNS                                                                \
	"booking.id, ref, uid, sequence, booking.status, outcome, page_id,"    \
	" booking.rotation_id, organizer_id, page.slug, rotation.name,"        \
	" user.email, user.name, booking.title, start_at, end_at,"             \
	" booking.time_zone, booking.location_type, booking.location,"         \
	" booking.description, internal_note, answers, tracking,"              \
	" booking.before_s, booking.after_s, booking.gap_s, invite,"           \
	" booking.links, key, cancel_reason, expires_at, booking.created_at,"  \
	" booking.updated_at, proposal, contact_id, series, session,"          \
	" session_id, leader_ref, leader_uid, leader_sequence, page.seats"     \
	" FROM booking JOIN user ON user.id = organizer_id"                    \
	" LEFT JOIN page ON page.id = page_id"                                 \
	" LEFT JOIN rotation ON rotation.id = booking.rotation_id"             \
	" LEFT JOIN (SELECT id AS leader_id, ref AS leader_ref,"               \
	" uid AS leader_uid, sequence AS leader_sequence FROM booking)"        \
	" ON leader_id = session_id"

static void
details_row(struct sql *s, struct pool *pool, struct booking *b)
{
	b->location_type = sql_get_text(s, 17, pool);
	b->location = sql_get_text(s, 18, pool);
	b->description = sql_get_text(s, 19, pool);
	b->internal_note = sql_get_text(s, 20, pool);
	b->answers = sql_get_text(s, 21, pool);
	b->tracking = sql_get_text(s, 22, pool);
	b->before_s = sql_get_int(s, 23);
	b->after_s = sql_get_int(s, 24);
	b->gap_s = sql_get_int(s, 25);
	b->invite = sql_get_int(s, 26) != 0;
	b->links = sql_get_int(s, 27) != 0;
	b->key = sql_get_text(s, 28, pool);
	b->cancel_reason = sql_get_text(s, 29, pool);
	b->expires_at = sql_get_int(s, 30);
	b->created_at = sql_get_int(s, 31);
	b->updated_at = sql_get_int(s, 32);
	b->proposal = sql_get_text(s, 33, pool);
	b->contact_id = sql_get_int(s, 34);
	b->series = sql_get_text(s, 35, pool);
	b->session = sql_get_int(s, 36) != 0;
	b->session_id = sql_get_int(s, 37);
	b->session_ref = sql_get_text(s, 38, pool);
	b->session_uid = sql_get_text(s, 39, pool);
	b->session_sequence = (int)sql_get_int(s, 40);
	/* until its people are loaded: what the page has room for */
	b->seats_left = b->session ? (int)sql_get_int(s, 41) : 0;
}

static void
booking_row(struct sql *s, struct pool *pool, struct booking *b)
{
	memset(b, 0, sizeof(*b));
	b->id = sql_get_int(s, 0);
	b->ref = sql_get_text(s, 1, pool);
	b->uid = sql_get_text(s, 2, pool);
	b->sequence = (int)sql_get_int(s, 3);
	b->status = sql_get_text(s, 4, pool);
	b->outcome = sql_get_text(s, 5, pool);
	b->page_id = sql_get_int(s, 6);
	b->rotation_id = sql_get_int(s, 7);
	b->organizer_id = sql_get_int(s, 8);
	b->page = sql_get_text(s, 9, pool);
	b->rotation = sql_get_text(s, 10, pool);
	b->organizer_email = sql_get_text(s, 11, pool);
	b->organizer_name = sql_get_text(s, 12, pool);
	b->title = sql_get_text(s, 13, pool);
	b->start = sql_get_int(s, 14);
	b->end = sql_get_int(s, 15);
	b->time_zone = sql_get_text(s, 16, pool);
	details_row(s, pool, b);
}

/* Of a session those of its live seats. */
static int
attendees_load(
	struct store *st, struct booking *b, struct pool *pool, struct fail *f)
{
	static const char own[] =
		"SELECT email, name, time_zone, language, participation"
		" FROM attendee WHERE booking_id = ?1 ORDER BY position";
	static const char all[] =
		"SELECT email, name, attendee.time_zone, language,"
		" participation FROM booking JOIN attendee"
		" ON booking_id = booking.id"
		" WHERE session_id = ?1 AND invite"
		" AND status NOT IN ('cancelled', 'declined')"
		" ORDER BY booking_id, position";
	struct sql *s = sql_new(st, b->session ? all : own, f);
	struct attendee *a;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, b->id);
	while ((rc = sql_step(s, f)) == 1) {
		b->attendees = pool_grow(pool, b->attendees, b->attendees_n,
			&b->attendees_cap, sizeof(*b->attendees));
		a = &b->attendees[b->attendees_n++];
		a->email = sql_get_text(s, 0, pool);
		a->name = sql_get_text(s, 1, pool);
		a->time_zone = sql_get_text(s, 2, pool);
		a->language = sql_get_text(s, 3, pool);
		a->participation = sql_get_text(s, 4, pool);
	}
	sql_free(s);
	return rc;
}

/* The organizer first, the others by e-mail; rooms apart. */
static int
hosts_load(
	struct store *st, struct booking *b, struct pool *pool, struct fail *f)
{
	static const char text[] =
		"SELECT booking_host.user_id, email, booking_host.rotation_id,"
		" booking_host.role = 'room', name, room.resource,"
		" coalesce(room.location, '') FROM booking_host"
		" JOIN user ON user.id = booking_host.user_id"
		" LEFT JOIN room ON room.user_id = booking_host.user_id"
		" WHERE booking_id = ?1"
		" ORDER BY booking_host.user_id <> ?2, email";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0, from_cap = 0, rooms_cap = 0, things_cap = 0;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, b->session_id != 0 ? b->session_id : b->id);
	sql_int(s, 2, b->organizer_id);
	while ((rc = sql_step(s, f)) == 1) {
		if (sql_get_int(s, 3) != 0) {
			b->rooms = pool_grow(pool, b->rooms, b->rooms_n,
				&rooms_cap, sizeof(*b->rooms));
			b->room_things =
				pool_grow(pool, b->room_things, b->rooms_n,
					&things_cap, sizeof(*b->room_things));
			b->room_things[b->rooms_n] = sql_get_int(s, 5) != 0;
			strs_add(pool, &b->room_places,
				sql_get_text(s, 6, pool));
			b->rooms[b->rooms_n++] = sql_get_int(s, 0);
			strs_add(pool, &b->room_emails,
				sql_get_text(s, 1, pool));
			strs_add(
				pool, &b->room_names, sql_get_text(s, 4, pool));
			continue;
		}
		b->hosts = pool_grow(
			pool, b->hosts, b->hosts_n, &cap, sizeof(*b->hosts));
		b->host_rotations = pool_grow(pool, b->host_rotations,
			b->hosts_n, &from_cap, sizeof(*b->host_rotations));
		b->host_rotations[b->hosts_n] = sql_get_int(s, 2);
		b->hosts[b->hosts_n++] = sql_get_int(s, 0);
		strs_add(pool, &b->host_emails, sql_get_text(s, 1, pool));
	}
	sql_free(s);
	return rc;
}

/* How many are taken, and left of what the page has room for now. */
static int
seats_load(struct store *st, struct booking *b, struct fail *f)
{
	int64_t taken = seats_count(st, b->id, f);

	if (taken < 0)
		return -1;
	b->seats_taken = (int)taken;
	b->seats_left = booking_live(b) && b->seats_left > b->seats_taken
				? b->seats_left - b->seats_taken
				: 0;
	return 0;
}

static int
people_load(
	struct store *st, struct booking *b, struct pool *pool, struct fail *f)
{
	if (attendees_load(st, b, pool, f) != 0 ||
		(b->session && seats_load(st, b, f) != 0))
		return -1;
	return hosts_load(st, b, pool, f);
}

static int
find(struct store *st, const char *text, const char *name, struct pool *pool,
	struct booking *b, struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, name);
	if ((rc = sql_step(s, f)) == 1)
		booking_row(s, pool, b);
	sql_free(s);
	return rc == 1 && people_load(st, b, pool, f) != 0 ? -1 : rc;
}

int
booking_find(struct store *st, const char *ref, struct pool *pool,
	struct booking *b, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE ref = ?1 OR uid = ?1"
		" ORDER BY ref = ?1 DESC LIMIT 1";
	int rc = find(st, text, ref, pool, b, f);

	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "booking %s: not found", ref);
	return rc;
}

int
booking_find_key(struct store *st, const char *key, struct pool *pool,
	struct booking *b, struct fail *f)
{
	return find(st, "SELECT " COLUMNS " WHERE key = ?1", key, pool, b, f);
}

int
booking_each(struct store *st, const struct booking_query *q, struct pool *pool,
	int (*each)(void *arg, const struct booking *), void *arg,
	struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE start_at >= ?1 AND start_at < ?2"
		" AND (?3 = 0 OR EXISTS (SELECT 1 FROM booking_host"
		" WHERE booking_id = coalesce(session_id, booking.id)"
		" AND user_id = ?3))"
		" AND CASE ?12 WHEN 0 THEN session = 0 WHEN 1 THEN session = 1"
		" ELSE session_id IS NULL END"
		" AND (?13 = 0 OR session_id = ?13)"
		" AND ?4 IN (0, coalesce(page_id, -1))"
		" AND (?5 IS NULL OR EXISTS (SELECT 1 FROM attendee"
		" WHERE booking_id = booking.id AND email = ?5 COLLATE NOCASE))"
		" AND (booking.status = ?6 OR (?6 IS NULL AND"
		" booking.status <> 'held' AND (?7 OR"
		" booking.status NOT IN ('cancelled', 'declined'))))"
		" AND NOT (booking.status = 'held'"
		" AND coalesce(expires_at, ?9 + 1) <= ?9)"
		" AND (?10 IS NULL OR proposal = ?10)"
		" AND (?11 IS NULL OR series = ?11)"
		" AND (?8 IS NULL OR outcome = ?8"
		" OR (?8 = 'none' AND outcome = 'scheduled' AND end_at <= ?9))"
		" ORDER BY start_at, booking.id";
	struct sql *s = sql_new(st, text, f);
	struct booking *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, q->from);
	sql_int(s, 2, q->to);
	sql_int(s, 3, q->user_id);
	sql_int(s, 4, q->page_id);
	sql_text(s, 5, q->contact);
	sql_text(s, 6, q->status);
	sql_int(s, 7, q->all);
	sql_text(s, 8, q->outcome);
	sql_int(s, 9, q->now);
	sql_text(s, 10, q->proposal);
	sql_text(s, 11, q->series);
	sql_int(s, 12, q->kind);
	sql_int(s, 13, q->session_id);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		booking_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = people_load(st, &list[i], pool, f);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

int64_t
booking_count_upcoming(struct store *st, int64_t user_id, instant now)
{
	static const char text[] =
		"SELECT count(*) FROM booking_host"
		" JOIN booking ON booking.id = booking_id"
		" WHERE user_id = ?1 AND start_at >= ?2"
		" AND status NOT IN ('cancelled', 'declined')"
		" AND NOT (status = 'held' AND coalesce(expires_at, ?2 + 1) <= "
		"?2)";
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = 0;

	if (s == NULL)
		return 0;
	sql_int(s, 1, user_id);
	sql_int(s, 2, now);
	if (sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}
