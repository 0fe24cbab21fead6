#include "store/user.h"

#include "store/inside.h"

#define COLUMNS                                                                \
	"id, slug, email, name, time_zone, language, hours, role, pages_on,"   \
	" created_at, caps, kind = 'room'"

static void
user_row(struct sql *s, struct pool *pool, struct user *u)
{
	u->id = sql_get_int(s, 0);
	u->slug = sql_get_text(s, 1, pool);
	u->email = sql_get_text(s, 2, pool);
	u->name = sql_get_text(s, 3, pool);
	u->time_zone = sql_get_text(s, 4, pool);
	u->language = sql_get_text(s, 5, pool);
	u->hours = sql_get_text(s, 6, pool);
	u->role = sql_get_text(s, 7, pool);
	u->pages_on = sql_get_int(s, 8) != 0;
	u->created_at = sql_get_int(s, 9);
	u->caps = sql_get_text(s, 10, pool);
	u->room = sql_get_int(s, 11) != 0;
}

int
user_find(struct store *st, const char *name, struct pool *pool, struct user *u,
	struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " FROM user"
		" WHERE email = ?1 OR slug = ?1 OR id = ?2"
		" ORDER BY email = ?1 DESC, slug = ?1 DESC LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, lower(pool, name));
	sql_int(s, 2, number_of(name));
	if ((rc = sql_step(s, f)) == 1)
		user_row(s, pool, u);
	sql_free(s);
	if (rc == 0)
		return near_fail(st, "user", name,
			"SELECT slug FROM user UNION ALL SELECT email FROM "
			"user",
			f);
	return rc;
}

int
user_find_person(struct store *st, const char *name, struct pool *pool,
	struct user *u, struct fail *f)
{
	int rc = user_find(st, name, pool, u, f);

	return rc == 1 && u->room
		       ? fail(f, EXIT_REFUSED, "%s is a room and hosts nothing",
				 u->email)
		       : rc;
}

int
user_load(struct store *st, int64_t id, struct pool *pool, struct user *u,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " FROM user WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		user_row(s, pool, u);
	sql_free(s);
	if (rc == 0)
		fail(f, EXIT_NOT_FOUND, "user %" PRId64 ": not found", id);
	return rc;
}

/* Whether another user has that slug or e-mail: EXIT_REFUSED. */
static int
refuse_twin(struct store *st, const struct user *u, const char *slug,
	const char *email, struct fail *f)
{
	static const char text[] =
		"SELECT email = ?3 FROM user"
		" WHERE id <> ?1 AND (slug = ?2 OR email = ?3)";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, u->id);
	sql_text(s, 2, slug);
	sql_text(s, 3, email);
	if ((rc = sql_step(s, f)) == 1)
		rc = sql_get_int(s, 0)
			     ? fail(f, EXIT_REFUSED,
				       "user %s: there is one with that e-mail",
				       email)
			     : fail(f, EXIT_REFUSED,
				       "user %s: another one has the short "
				       "name %s",
				       email, slug);
	sql_free(s);
	return rc;
}

static int
write_row(struct store *st, struct user *u, struct pool *pool, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO user (id, slug, email, name, time_zone, language,"
		" hours, role, pages_on, created_at, caps, kind)"
		" VALUES ((SELECT 1 + max("
		"coalesce((SELECT max(id) FROM user), 0),"
		" coalesce((SELECT CAST(value AS INTEGER) FROM setting"
		" WHERE name = 'user.removed'), 0))),"
		" ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
	static const char update[] =
		"UPDATE user SET slug = ?2, email = ?3, name = ?4,"
		" time_zone = ?5, language = ?6, hours = ?7, role = ?8,"
		" pages_on = ?9, created_at = ?10, caps = ?11, kind = ?12"
		" WHERE id = ?1";
	const char *slug = lower(pool, u->slug), *email = lower(pool, u->email);
	struct sql *s;
	int rc;

	if (refuse_twin(st, u, slug, email, f) != 0)
		return -1;
	if ((s = sql_new(st, u->id == 0 ? insert : update, f)) == NULL)
		return -1;
	if (u->id != 0)
		sql_int(s, 1, u->id);
	sql_text(s, 2, slug);
	sql_text(s, 3, email);
	sql_text(s, 4, u->name);
	sql_text(s, 5, u->time_zone);
	sql_text(s, 6, u->language);
	sql_text(s, 7, u->hours);
	sql_text(s, 8, u->role == NULL ? "member" : u->role);
	sql_int(s, 9, u->pages_on);
	sql_int(s, 10, u->created_at);
	sql_text(s, 11, u->caps);
	sql_text(s, 12, u->room ? "room" : "person");
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && u->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "user %s: not found", u->email);
	if (rc == 0 && u->id == 0)
		u->id = sql_last_id(st);
	return rc;
}

int
user_save(struct store *st, struct user *u, struct fail *f)
{
	struct pool *pool = pool_new();
	int in = store_enter(st, f), rc = -1;

	if (in >= 0)
		rc = store_leave(st, in, write_row(st, u, pool, f), f);
	pool_free(pool);
	return rc;
}

/* What still needs the user: EXIT_REFUSED with its name. */
static int
refuse_needed(struct store *st, int64_t id, struct pool *pool, struct fail *f)
{
	static const char text[] =
		"SELECT 'page ' || slug FROM page WHERE user_id = ?1"
		" UNION ALL SELECT 'page ' || slug FROM page_host"
		" JOIN page ON page.id = page_id WHERE page_host.user_id = ?1"
		" UNION ALL SELECT 'page ' || slug FROM page_party_user"
		" JOIN page ON page.id = page_id"
		" WHERE page_party_user.user_id = ?1"
		" UNION ALL SELECT 'rotation ' || name FROM rotation_member"
		" JOIN rotation ON rotation.id = rotation_id"
		" WHERE user_id = ?1"
		" UNION ALL SELECT 'booking ' || ref FROM booking_host"
		" JOIN booking ON booking.id = booking_id WHERE user_id = ?1"
		" UNION ALL SELECT 'booking ' || ref FROM booking"
		" WHERE organizer_id = ?1 LIMIT 1";
	struct sql *s = sql_new(st, text, f);
	struct user u;
	char *what = NULL;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		what = sql_get_text(s, 0, pool);
	sql_free(s);
	if (rc != 1)
		return rc;
	if (user_load(st, id, pool, &u, f) != 1)
		return -1;
	return fail(f, EXIT_REFUSED, "%s %s: still part of %s",
		u.room ? "room" : "user", u.email, what);
}

/* The log of rotations still speaks of the id: nobody else gets it. */
static int
retire(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] =
		"INSERT INTO setting (name, value) VALUES ('user.removed', ?1)"
		" ON CONFLICT (name) DO UPDATE SET"
		" value = max(CAST(value AS INTEGER), ?1)";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

int
user_remove(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] = "DELETE FROM user WHERE id = ?1";
	struct pool *pool = pool_new();
	int in = store_enter(st, f), rc = -1;
	struct sql *s = NULL;

	if (in < 0)
		goto out;
	if ((rc = refuse_needed(st, id, pool, f)) == 0 &&
		retire(st, id, f) == 0 && (s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, id);
		rc = sql_run(s, f);
		if (rc == 0 && sql_changes(st) == 0)
			rc = fail(f, EXIT_NOT_FOUND,
				"user %" PRId64 ": not found", id);
	} else {
		rc = -1;
	}
	sql_free(s);
	rc = store_leave(st, in, rc, f);
out:
	pool_free(pool);
	return rc;
}

int
user_each(struct store *st, struct pool *pool,
	int (*each)(void *arg, const struct user *), void *arg, struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " FROM user ORDER BY slug";
	struct sql *s = sql_new(st, text, f);
	struct user *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		user_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}
