#include "store/schedule.h"

#include "store/inside.h"

#include <string.h>

int
schedule_have(struct store *st, struct fail *f)
{
	static const char text[] = "SELECT EXISTS (SELECT 1 FROM schedule)"
				   " + 2 * EXISTS (SELECT 1 FROM schedule_date)"
				   " + 4 * EXISTS (SELECT 1 FROM away)"
				   " + 8 * EXISTS (SELECT 1 FROM travel)"
				   " + 16 * EXISTS (SELECT 1 FROM calendar"
				   " WHERE role = 'holidays' AND selected = 1)";
	struct sql *s = sql_new(st, text, f);
	int rc, have = -1;

	if (s == NULL)
		return -1;
	if ((rc = sql_step(s, f)) == 1)
		have = (int)sql_get_int(s, 0);
	sql_free(s);
	return have;
}

/* Runs a statement of up to three numbers; frees it. */
static int
run(struct store *st, const char *text, int64_t a, int64_t b, int64_t c, int n,
	struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, a);
	if (n > 1)
		sql_int(s, 2, b);
	if (n > 2)
		sql_int(s, 3, c);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

/* The one number that a statement about a user gives; -1. */
static int64_t
count(struct store *st, const char *text, int64_t user_id, struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int64_t n = -1;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	if (sql_step(s, f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

/* Refuses one more than `max`. */
static int
bound(struct store *st, const char *text, int64_t user_id, int max,
	const char *what, struct fail *f)
{
	int64_t n = count(st, text, user_id, f);

	if (n < 0)
		return -1;
	if (n > max)
		return fail(f, EXIT_REFUSED, "more than %d %s of one user", max,
			what);
	return 0;
}

/* ---- schedules ---- */

static void
schedule_row(struct sql *s, struct pool *pool, struct schedule *to)
{
	memset(to, 0, sizeof(*to));
	to->id = sql_get_int(s, 0);
	to->user_id = sql_get_int(s, 1);
	to->name = sql_get_text(s, 2, pool);
	to->time_zone = sql_get_text(s, 3, pool);
	to->hours = sql_get_text(s, 4, pool);
	to->ics = sql_get_text(s, 5, pool);
	to->updated_at = sql_get_int(s, 6);
}

int
schedule_find(struct store *st, int64_t user_id, const char *name,
	struct pool *pool, struct schedule *to, struct fail *f)
{
	static const char text[] =
		"SELECT id, user_id, name, time_zone, hours, ics, updated_at"
		" FROM schedule WHERE user_id = ?1 AND name = ?2";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_text(s, 2, lower(pool, name));
	if ((rc = sql_step(s, f)) == 1)
		schedule_row(s, pool, to);
	sql_free(s);
	if (rc == 0)
		return near_fail(st, "schedule", name,
			"SELECT DISTINCT name FROM schedule", f);
	return rc;
}

int
schedule_each(struct store *st, int64_t user_id, const char *name,
	struct pool *pool, int (*each)(void *arg, const struct schedule *),
	void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT id, user_id, name, time_zone, hours, ics, updated_at"
		" FROM schedule WHERE ?1 IN (0, user_id)"
		" AND (?2 IS NULL OR name IN (?2, 'default'))"
		" ORDER BY user_id, name";
	struct sql *s = sql_new(st, text, f);
	struct schedule row;
	int rc, end = 0;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_text(s, 2, name);
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		schedule_row(s, pool, &row);
		end = each(arg, &row);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}

int
schedule_save(struct store *st, const struct schedule *from, struct fail *f)
{
	static const char text[] =
		"INSERT INTO schedule"
		" (user_id, name, time_zone, hours, ics, updated_at)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
		" ON CONFLICT (user_id, name) DO UPDATE SET"
		" time_zone = ?3, hours = ?4, ics = ?5, updated_at = ?6";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, from->user_id);
	sql_text(s, 2, from->name);
	sql_text(s, 3, from->time_zone);
	sql_text(s, 4, from->hours);
	sql_text(s, 5, from->ics);
	sql_int(s, 6, from->updated_at);
	rc = sql_run(s, f);
	sql_free(s);
	return rc != 0 ? rc
		       : bound(st,
				 "SELECT count(*) FROM schedule"
				 " WHERE user_id = ?1",
				 from->user_id, SCHEDULES_MAX, "schedules", f);
}

/* A page of the user's own that goes by the schedule: EXIT_REFUSED. */
static int
refuse_used(struct store *st, int64_t user_id, const char *name, struct fail *f)
{
	static const char text[] =
		"SELECT slug FROM page WHERE schedule = ?2 AND kind = 'user'"
		" AND user_id = ?1 AND state <> 'deleted' LIMIT 1";
	struct pool *pool = pool_new();
	struct sql *s = sql_new(st, text, f);
	int rc = -1;

	if (s != NULL) {
		sql_int(s, 1, user_id);
		sql_text(s, 2, name);
		if ((rc = sql_step(s, f)) == 1)
			rc = fail(f, EXIT_REFUSED,
				"schedule %s: page %s goes by it", name,
				sql_get_text(s, 0, pool));
		sql_free(s);
	}
	pool_free(pool);
	return rc;
}

/* A statement of a user and a name; how many rows it changed, -1. */
static int
run_named(struct store *st, const char *text, int64_t user_id, const char *name,
	struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_text(s, 2, name);
	rc = sql_run(s, f);
	sql_free(s);
	return rc != 0 ? -1 : (int)sql_changes(st);
}

int
schedule_remove(
	struct store *st, int64_t user_id, const char *name, struct fail *f)
{
	struct pool *pool = pool_new();
	const char *plain = lower(pool, name);
	int dates = 0, n = refuse_used(st, user_id, plain, f);

	if (n == 0)
		dates = run_named(st,
			"DELETE FROM schedule_date"
			" WHERE user_id = ?1 AND schedule = ?2",
			user_id, plain, f);
	if (n == 0 && dates >= 0)
		n = run_named(st,
			"DELETE FROM schedule WHERE user_id = ?1 AND name = ?2",
			user_id, plain, f);
	pool_free(pool);
	return n < 0 || dates < 0 ? -1 : n > 0 || dates > 0;
}

int
schedule_forget(
	struct store *st, int64_t user_id, const char *name, struct fail *f)
{
	return run_named(st,
		"DELETE FROM schedule WHERE user_id = ?1 AND name = ?2",
		user_id, name, f);
}

int
schedule_known(
	struct store *st, int64_t user_id, const char *name, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM schedule WHERE ?1 IN (0, user_id) AND name = ?2";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_text(s, 2, name);
	rc = sql_step(s, f);
	sql_free(s);
	return rc;
}

/* ---- dates ---- */

int
schedule_date_each(struct store *st, int64_t user_id, int64_t first,
	int64_t last, struct pool *pool,
	int (*each)(void *arg, const struct schedule_date *), void *arg,
	struct fail *f)
{
	static const char one[] =
		"SELECT user_id, day, schedule, hours FROM schedule_date"
		" WHERE user_id = ?1 AND day BETWEEN ?2 AND ?3"
		" ORDER BY user_id, day, schedule";
	static const char all[] =
		"SELECT user_id, day, schedule, hours FROM schedule_date"
		" WHERE ?1 = 0 AND day BETWEEN ?2 AND ?3"
		" ORDER BY user_id, day, schedule";
	struct sql *s = sql_new(st, user_id != 0 ? one : all, f);
	struct schedule_date row;
	int rc, end = 0;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_int(s, 2, first);
	sql_int(s, 3, last);
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		row.user_id = sql_get_int(s, 0);
		row.day = sql_get_int(s, 1);
		row.schedule = sql_get_text(s, 2, pool);
		row.hours = sql_get_text(s, 3, pool);
		end = each(arg, &row);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}

int
schedule_date_save(
	struct store *st, const struct schedule_date *from, struct fail *f)
{
	static const char put[] =
		"INSERT INTO schedule_date (user_id, day, schedule, hours)"
		" VALUES (?1, ?2, ?3, ?4)"
		" ON CONFLICT (user_id, day, schedule) DO UPDATE SET hours = "
		"?4";
	static const char drop[] =
		"DELETE FROM schedule_date WHERE user_id = ?1"
		" AND day = ?2 AND schedule = ?3";
	struct sql *s = sql_new(st, from->hours != NULL ? put : drop, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, from->user_id);
	sql_int(s, 2, from->day);
	sql_text(s, 3, from->schedule);
	if (from->hours != NULL)
		sql_text(s, 4, from->hours);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0 || from->hours == NULL)
		return rc;
	return bound(st,
		"SELECT count(*) FROM schedule_date WHERE user_id = ?1",
		from->user_id, DATES_MAX, "dates", f);
}

/* ---- away ---- */

int
away_each(struct store *st, int64_t user_id, struct span window,
	struct pool *pool, int (*each)(void *arg, const struct away *),
	void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT away.id, away.user_id, start_at, end_at, handover_id,"
		" other.email, other.name, note, user.email, away.created_at"
		" FROM away JOIN user ON user.id = away.user_id"
		" LEFT JOIN user AS other ON other.id = handover_id"
		" WHERE ?1 IN (0, away.user_id)"
		" AND start_at < ?3 AND end_at > ?2"
		" ORDER BY away.user_id, start_at, away.id";
	struct sql *s = sql_new(st, text, f);
	struct away row;
	int rc, end = 0;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_int(s, 2, window.start);
	sql_int(s, 3, window.end);
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		row.id = sql_get_int(s, 0);
		row.user_id = sql_get_int(s, 1);
		row.span.start = sql_get_int(s, 2);
		row.span.end = sql_get_int(s, 3);
		row.handover_id = sql_get_int(s, 4);
		row.handover = sql_get_text(s, 5, pool);
		row.handover_name = sql_get_text(s, 6, pool);
		row.note = sql_get_text(s, 7, pool);
		row.user_email = sql_get_text(s, 8, pool);
		row.created_at = sql_get_int(s, 9);
		end = each(arg, &row);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}

int
away_save(struct store *st, struct away *from, struct fail *f)
{
	static const char text[] =
		"INSERT INTO away (user_id, start_at, end_at, handover_id,"
		" note, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, from->user_id);
	sql_int(s, 2, from->span.start);
	sql_int(s, 3, from->span.end);
	if (from->handover_id != 0)
		sql_int(s, 4, from->handover_id);
	else
		sql_null(s, 4);
	sql_text(s, 5, from->note);
	sql_int(s, 6, from->created_at);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0)
		return rc;
	from->id = sql_last_id(st);
	return bound(st, "SELECT count(*) FROM away WHERE user_id = ?1",
		from->user_id, AWAYS_MAX, "absences", f);
}

int
away_remove(struct store *st, int64_t user_id, int64_t id, struct fail *f)
{
	if (run(st, "DELETE FROM away WHERE user_id = ?1 AND id = ?2", user_id,
		    id, 0, 2, f) != 0)
		return -1;
	if (sql_changes(st) > 0)
		return 1;
	fail(f, EXIT_NOT_FOUND, "absence %" PRId64 ": not found", id);
	return 0;
}

/* ---- travel ---- */

int
travel_each(struct store *st, int64_t user_id, int64_t first, int64_t last,
	struct pool *pool, int (*each)(void *arg, const struct travel *),
	void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT user_id, first_day, last_day, time_zone FROM travel"
		" WHERE ?1 IN (0, user_id) AND first_day <= ?3"
		" AND last_day >= ?2 ORDER BY user_id, first_day";
	struct sql *s = sql_new(st, text, f);
	struct travel row;
	int rc, end = 0;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_int(s, 2, first);
	sql_int(s, 3, last);
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		row.user_id = sql_get_int(s, 0);
		row.first_day = sql_get_int(s, 1);
		row.last_day = sql_get_int(s, 2);
		row.time_zone = sql_get_text(s, 3, pool);
		end = each(arg, &row);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}

/* Takes days first to last out of all travel of the user. */
static int
travel_cut(struct store *st, int64_t user_id, int64_t first, int64_t last,
	struct fail *f)
{
	static const char behind[] =
		"INSERT INTO travel (user_id, first_day, last_day, time_zone)"
		" SELECT user_id, ?3 + 1, last_day, time_zone FROM travel"
		" WHERE user_id = ?1 AND first_day <= ?3 AND last_day > ?3"
		" AND ?2 <= ?3";
	static const char before[] =
		"UPDATE travel SET last_day = ?2 - 1 WHERE user_id = ?1"
		" AND first_day < ?2 AND last_day >= ?2 AND ?2 <= ?3";
	static const char inside[] = "DELETE FROM travel WHERE user_id = ?1"
				     " AND first_day BETWEEN ?2 AND ?3";

	return run(st, behind, user_id, first, last, 3, f) != 0 ||
			       run(st, before, user_id, first, last, 3, f) !=
				       0 ||
			       run(st, inside, user_id, first, last, 3, f) != 0
		       ? -1
		       : 0;
}

int
travel_save(struct store *st, const struct travel *from, struct fail *f)
{
	static const char text[] =
		"INSERT INTO travel (user_id, first_day, last_day, time_zone)"
		" VALUES (?1, ?2, ?3, ?4)";
	struct sql *s;
	int rc;

	if (travel_cut(st, from->user_id, from->first_day, from->last_day, f) !=
		0)
		return -1;
	if (from->time_zone == NULL)
		return 0;
	if ((s = sql_new(st, text, f)) == NULL)
		return -1;
	sql_int(s, 1, from->user_id);
	sql_int(s, 2, from->first_day);
	sql_int(s, 3, from->last_day);
	sql_text(s, 4, from->time_zone);
	rc = sql_run(s, f);
	sql_free(s);
	return rc != 0 ? rc
		       : bound(st,
				 "SELECT count(*) FROM travel"
				 " WHERE user_id = ?1",
				 from->user_id, TRAVELS_MAX, "travels", f);
}

/* ---- holidays ---- */

int
holiday_each(struct store *st, int64_t user_id, struct span window,
	struct pool *pool, int (*each)(void *arg, const struct holiday *),
	void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT calendar.user_id, occurrence.start_at,"
		" occurrence.end_at, calendar.slug, event.uid, event.summary"
		" FROM calendar CROSS JOIN occurrence"
		" ON occurrence.calendar_id = calendar.id"
		" JOIN event ON event.id = event_id"
		" WHERE calendar.role = 'holidays' AND calendar.selected = 1"
		" AND ?1 IN (0, calendar.user_id)"
		" AND occurrence.start_at < ?3 AND occurrence.end_at > ?2"
		" ORDER BY calendar.user_id, occurrence.start_at";
	struct sql *s = sql_new(st, text, f);
	struct holiday row;
	int rc, end = 0;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_int(s, 2, window.start);
	sql_int(s, 3, window.end);
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		row.user_id = sql_get_int(s, 0);
		row.span.start = sql_get_int(s, 1);
		row.span.end = sql_get_int(s, 2);
		row.calendar = sql_get_text(s, 3, pool);
		row.uid = sql_get_text(s, 4, pool);
		row.summary = sql_get_text(s, 5, pool);
		end = each(arg, &row);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}
