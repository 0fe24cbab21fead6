#include "store/booking.h"
#include "store/inside.h"
#include "store/moved.h"
#include "store/routing.h"

#include <string.h>

/* Saving, with the guard against taking one hour twice (schema 005). */

static void
id_or_null(struct sql *s, int n, int64_t value)
{
	if (value != 0)
		sql_int(s, n, value);
	else
		sql_null(s, n);
}

static void
bind_details(struct sql *s, const struct booking *b)
{
	sql_text(s, 15, b->location_type == NULL ? "none" : b->location_type);
	sql_text(s, 16, b->location);
	sql_text(s, 17, b->description);
	sql_text(s, 18, b->internal_note);
	sql_text(s, 19, b->answers == NULL ? "{}" : b->answers);
	sql_text(s, 20, b->tracking == NULL ? "{}" : b->tracking);
	sql_int(s, 21, b->before_s);
	sql_int(s, 22, b->after_s);
	sql_int(s, 23, b->gap_s);
	sql_int(s, 24, b->invite);
	sql_int(s, 25, b->links);
	sql_text(s, 26, b->key);
	sql_text(s, 27, b->cancel_reason);
	id_or_null(s, 28, b->expires_at);
	sql_int(s, 29, b->created_at);
	sql_int(s, 30, b->updated_at);
	sql_text(s, 31, b->proposal);
	sql_text(s, 32, b->series);
	sql_int(s, 33, b->session);
	id_or_null(s, 34, b->session_id);
}

static void
bind_row(struct sql *s, const struct booking *b, const char *wall)
{
	if (b->id != 0)
		sql_int(s, 1, b->id);
	sql_text(s, 2, b->ref);
	sql_text(s, 3, b->uid);
	sql_int(s, 4, b->sequence);
	sql_text(s, 5, b->status);
	sql_text(s, 6, b->outcome == NULL ? "scheduled" : b->outcome);
	id_or_null(s, 7, b->page_id);
	id_or_null(s, 8, b->rotation_id);
	sql_int(s, 9, b->organizer_id);
	sql_text(s, 10, b->title);
	sql_int(s, 11, b->start);
	sql_int(s, 12, b->end);
	sql_text(s, 13, b->time_zone);
	sql_text(s, 14, wall);
	bind_details(s, b);
}

static int
write_row(struct store *st, struct booking *b, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO booking (ref, uid, sequence, status, outcome,"
		" page_id, rotation_id, organizer_id, title, start_at, end_at,"
		" time_zone, wall_start, location_type, location, description,"
		" internal_note, answers, tracking, before_s, after_s, gap_s,"
		" invite, links, key, cancel_reason, expires_at, created_at,"
		" updated_at, proposal, series, session, session_id)"
		" VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
		" ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25,"
		" ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34)";
	static const char update[] =
		"UPDATE booking SET ref = ?2, uid = ?3, sequence = ?4,"
		" status = ?5, outcome = ?6, page_id = ?7, rotation_id = ?8,"
		" organizer_id = ?9, title = ?10, start_at = ?11, end_at = ?12,"
		/* what it was made for stays, until it is moved */
		" wall_start = CASE WHEN start_at = ?11 AND time_zone = ?13"
		" THEN wall_start ELSE ?14 END,"
		" time_zone = ?13, location_type = ?15,"
		" location = ?16, description = ?17, internal_note = ?18,"
		" answers = ?19, tracking = ?20, before_s = ?21, after_s = ?22,"
		" gap_s = ?23, invite = ?24, links = ?25, key = ?26,"
		" cancel_reason = ?27, expires_at = ?28, created_at = ?29,"
		" updated_at = ?30, proposal = ?31, series = ?32,"
		" session = ?33, session_id = ?34"
		" WHERE id = ?1";
	struct sql *s = sql_new(st, b->id == 0 ? insert : update, f);
	struct pool *pool = pool_new();
	int rc = -1;

	if (s != NULL) {
		bind_row(s, b, wall_write(pool, b->time_zone, b->start));
		rc = sql_run(s, f);
	}
	sql_free(s);
	pool_free(pool);
	if (rc == 0 && b->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "booking %s: not found", b->ref);
	if (rc != 0 || b->id != 0)
		return rc;
	b->id = sql_last_id(st);
	return b->routing == NULL ? 0 : booking_routing_save(st, b, f);
}

/* Runs a statement whose ?1 is the booking. */
static int
run_for(struct store *st, const char *text, int64_t booking_id, struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, booking_id);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

static int
attendees_save(struct store *st, const struct booking *b, struct fail *f)
{
	static const char text[] =
		"INSERT INTO attendee (booking_id, position, email, name,"
		" time_zone, language, participation)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
	const struct attendee *a;
	struct sql *s;
	size_t i;
	int rc;

	rc = run_for(
		st, "DELETE FROM attendee WHERE booking_id = ?1", b->id, f);
	if (rc != 0 || (s = sql_new(st, text, f)) == NULL)
		return -1;
	for (i = 0; rc == 0 && i < b->attendees_n; i++) {
		a = &b->attendees[i];
		sql_int(s, 1, b->id);
		sql_int(s, 2, (int64_t)i);
		sql_text(s, 3, a->email);
		sql_text(s, 4, a->name);
		sql_text(s, 5, a->time_zone);
		sql_text(s, 6, a->language);
		sql_text(s, 7,
			a->participation == NULL ? "needs-action"
						 : a->participation);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return rc;
}

/* One who takes part, and the time they give when the meeting is live. */
static int
host_save(const struct booking *b, int64_t user_id, const char *role,
	int64_t rotation_id, struct sql *host, struct sql *taken,
	struct fail *f)
{
	sql_int(host, 1, b->id);
	sql_int(host, 2, user_id);
	sql_text(host, 3, role);
	id_or_null(host, 4, rotation_id);
	if (sql_run(host, f) != 0)
		return -1;
	if (!booking_live(b))
		return 0;
	sql_int(taken, 1, b->id);
	sql_int(taken, 2, user_id);
	sql_int(taken, 3, b->start);
	sql_int(taken, 4, b->end);
	return sql_run(taken, f);
}

static int
hosts_save(struct store *st, const struct booking *b, struct fail *f)
{
	static const char host[] =
		"INSERT INTO booking_host (booking_id, user_id, role,"
		" rotation_id) VALUES (?1, ?2, ?3, ?4)";
	static const char taken[] =
		"INSERT INTO taken (booking_id, user_id, start_at, end_at)"
		" VALUES (?1, ?2, ?3, ?4)";
	struct sql *h = sql_new(st, host, f), *t = sql_new(st, taken, f);
	int rc = h == NULL || t == NULL ? -1 : 0;
	size_t i;

	for (i = 0; rc == 0 && i < b->hosts_n; i++)
		rc = host_save(b, b->hosts[i], "host",
			b->host_rotations != NULL ? b->host_rotations[i] : 0, h,
			t, f);
	for (i = 0; rc == 0 && i < b->rooms_n; i++)
		rc = host_save(b, b->rooms[i], "room", 0, h, t, f);
	sql_free(h);
	sql_free(t);
	return rc;
}

/* Holds that are over give their time back first. */
static int
holds_sweep(struct store *st, instant now, struct fail *f)
{
	static const char text[] =
		"UPDATE booking SET status = 'cancelled', updated_at = ?1,"
		" outcome = 'cancelled', cancel_reason = 'expired',"
		/* whoever asks again with it wants a new one */
		" key = NULL"
		" WHERE status = 'held' AND expires_at <= ?1 RETURNING id";
	struct pool *pool = pool_new();
	struct sql *s = sql_new(st, text, f);
	int64_t *ids = NULL;
	size_t n = 0, cap = 0, i;
	int rc = -1;

	if (s != NULL) {
		sql_int(s, 1, now);
		while ((rc = sql_step(s, f)) == 1) {
			ids = pool_grow(pool, ids, n, &cap, sizeof(*ids));
			ids[n++] = sql_get_int(s, 0);
		}
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = run_for(st, "DELETE FROM taken WHERE booking_id = ?1",
			ids[i], f);
	pool_free(pool);
	return rc;
}

static int
save(struct store *st, struct booking *b, struct fail *f)
{
	if (holds_sweep(st, b->updated_at, f) != 0 || write_row(st, b, f) != 0)
		return -1;
	if (run_for(st, "DELETE FROM taken WHERE booking_id = ?1", b->id, f) !=
			0 ||
		run_for(st, "DELETE FROM booking_host WHERE booking_id = ?1",
			b->id, f) != 0)
		return -1;
	/* the hosts of a seat are its session's, the attendees of a session
	 * those of its seats */
	if (b->session_id == 0 && hosts_save(st, b, f) != 0)
		return -1;
	return b->session ? 0 : attendees_save(st, b, f);
}

int
booking_sweep(struct store *st, instant now, struct fail *f)
{
	int in = store_enter(st, f);

	return in < 0 ? -1 : store_leave(st, in, holds_sweep(st, now, f), f);
}

int
booking_save(struct store *st, struct booking *b, struct fail *f)
{
	int in = store_enter(st, f), rc = -1;
	int64_t id = b->id;
	struct fail inner;

	if (in < 0)
		return -1;
	/* all of it or nothing, also inside the caller's transaction */
	if (sql_exec(st, "SAVEPOINT booking", f) == 0) {
		rc = save(st, b, f);
		if (rc != 0) {
			sql_exec(st, "ROLLBACK TO booking", &inner);
			b->id = id;
		}
		sql_exec(st, "RELEASE booking", &inner);
	}
	rc = store_leave(st, in, rc, f);
	if (rc != 0)
		b->id = id;
	return rc;
}

int
token_add(struct store *st, const char *hash, int64_t booking_id, instant now,
	struct fail *f)
{
	static const char text[] =
		"INSERT INTO token (hash, booking_id, created_at)"
		" VALUES (?1, ?2, ?3)";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_text(s, 1, hash);
		sql_int(s, 2, booking_id);
		sql_int(s, 3, now);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}
