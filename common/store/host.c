#include "store/host.h"

#include "store/sql.h"

#include <string.h>

/* A column's text; where it is the same as `last`, that one again. */
static const char *
shared_text(struct sql *s, int column, const char *last, struct pool *pool)
{
	const char *text;
	size_t size;

	if (sql_is_null(s, column))
		return NULL;
	text = sql_get_blob(s, column, &size);
	if (last != NULL && strlen(last) == size &&
		memcmp(last, text, size) == 0)
		return last;
	return pool_strn(pool, text, size);
}

int
host_each(struct store *st, bool names, struct pool *pool,
	int (*each)(void *arg, const struct user *), void *arg, struct fail *f)
{
	static const char text[] = "SELECT id, email, name, time_zone, hours,"
				   " caps, kind, slug FROM user ORDER BY id";
	struct sql *s;
	struct user u = { 0 };
	const char *kind;
	int rc, end = 0;
	size_t size;

	if (sql_thrift(st, f) != 0 || (s = sql_new(st, text, f)) == NULL)
		return -1;
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		u.id = sql_get_int(s, 0);
		u.email = shared_text(s, 1, NULL, pool);
		if (names) {
			u.name = shared_text(s, 2, NULL, pool);
			u.slug = shared_text(s, 7, NULL, pool);
		}
		u.time_zone = shared_text(s, 3, u.time_zone, pool);
		u.hours = shared_text(s, 4, u.hours, pool);
		u.caps = shared_text(s, 5, u.caps, pool);
		kind = sql_get_blob(s, 6, &size);
		u.room = size == 4 && memcmp(kind, "room", 4) == 0;
		end = each(arg, &u);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}

int
host_calendar_each(struct store *st, struct pool *pool,
	int (*each)(void *arg, const struct calendar *), void *arg,
	struct fail *f)
{
	static const char text[] =
		"SELECT user_id, id, busy_from, busy_to, synced_at, failures,"
		" nullif(state, 'active'),"
		" CASE WHEN state <> 'active' OR failures > 0"
		" OR synced_at = 0 THEN slug END"
		" FROM calendar"
		" WHERE selected = 1 AND role <> 'ignore' AND role <> 'tasks'"
		" ORDER BY id";
	struct sql *s = sql_new(st, text, f);
	struct calendar c = { .selected = true, .role = "busy" };
	int rc, end = 0;

	if (s == NULL)
		return -1;
	while (end == 0 && (rc = sql_step(s, f)) == 1) {
		c.user_id = sql_get_int(s, 0);
		c.id = sql_get_int(s, 1);
		c.busy_from = sql_get_int(s, 2);
		c.busy_to = sql_get_int(s, 3);
		c.synced_at = sql_get_int(s, 4);
		c.failures = (int)sql_get_int(s, 5);
		c.state = sql_get_text(s, 6, pool);
		if (c.state == NULL)
			c.state = "active";
		c.slug = sql_get_text(s, 7, pool);
		end = each(arg, &c);
	}
	sql_free(s);
	return end != 0 ? end : rc;
}
