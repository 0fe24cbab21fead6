#include "store/team.h"

#include "store/inside.h"

#include <string.h>
#include <strings.h>

static void
team_row(struct sql *s, struct pool *pool, struct team *t)
{
	t->id = sql_get_int(s, 0);
	t->name = sql_get_text(s, 1, pool);
	t->created_at = sql_get_int(s, 2);
}

int
team_find(struct store *st, const char *name, struct pool *pool, struct team *t,
	struct fail *f)
{
	/* the column's collation ignores case */
	static const char text[] =
		"SELECT id, name, created_at FROM team WHERE name = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	if (strncasecmp(name, "team:", 5) == 0)
		name += 5;
	sql_text(s, 1, name);
	if ((rc = sql_step(s, f)) == 1)
		team_row(s, pool, t);
	sql_free(s);
	if (rc == 0)
		return near_fail(st, "team", name, "SELECT name FROM team", f);
	return rc;
}

/* A name that can be typed: no blank or control character, no colon or comma,
 * no @ in front. */
static int
name_check(const char *name, struct fail *f)
{
	const unsigned char *p = (const unsigned char *)name;
	size_t n = strlen(name);

	if (n == 0 || n > 64 || *name == '@' || *name == '-')
		return fail(f, EXIT_REFUSED,
			"team '%.64s': a name has 1 to 64 bytes and no @ or - "
			"in front",
			name);
	for (; *p != '\0'; p++)
		if (*p <= ' ' || *p == 0x7f || strchr(":,;\"'", *p) != NULL)
			return fail(f, EXIT_REFUSED,
				"team '%s': no blanks, quotes, colons, commas "
				"or semicolons in a name",
				name);
	return 0;
}

static int
refuse_twin(struct store *st, const struct team *t, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM team WHERE name = ?1 AND id <> ?2";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, t->name);
	sql_int(s, 2, t->id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(
			f, EXIT_REFUSED, "team %s: the name is taken", t->name);
	sql_free(s);
	return rc;
}

static int
write_row(struct store *st, struct team *t, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO team (name, created_at) VALUES (?2, ?3)";
	static const char update[] =
		"UPDATE team SET name = ?2, created_at = ?3 WHERE id = ?1";
	struct sql *s;
	int rc;

	if (name_check(t->name, f) != 0 || refuse_twin(st, t, f) != 0 ||
		(s = sql_new(st, t->id == 0 ? insert : update, f)) == NULL)
		return -1;
	if (t->id != 0)
		sql_int(s, 1, t->id);
	sql_text(s, 2, t->name);
	sql_int(s, 3, t->created_at);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && t->id != 0 && sql_changes(st) == 0)
		return fail(f, EXIT_NOT_FOUND, "team %s: not found", t->name);
	if (rc == 0 && t->id == 0)
		t->id = sql_last_id(st);
	return rc;
}

int
team_save(struct store *st, struct team *t, struct fail *f)
{
	int in = store_enter(st, f);

	return in < 0 ? -1 : store_leave(st, in, write_row(st, t, f), f);
}

/* Runs a statement with `n` numbers: rows changed, or -1. */
static int
change(struct store *st, const char *text, const int64_t *v, int n,
	struct fail *f)
{
	int in = store_enter(st, f), rc = -1;
	struct sql *s;
	int i;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		for (i = 0; i < n; i++)
			sql_int(s, i + 1, v[i]);
		rc = sql_run(s, f);
		sql_free(s);
	}
	if (rc == 0)
		rc = (int)sql_changes(st);
	return store_leave(st, in, rc, f);
}

static int
refuse_used(struct store *st, int64_t id, struct fail *f)
{
	static const char text[] =
		"SELECT team.name, 'rotation ' || rotation.name"
		" FROM rotation_team"
		" JOIN rotation ON rotation.id = rotation_id"
		" JOIN team ON team.id = team_id"
		" WHERE team_id = ?1"
		" UNION ALL SELECT team.name, 'room ' || slug FROM room_team"
		" JOIN user ON user.id = user_id"
		" JOIN team ON team.id = team_id"
		" WHERE team_id = ?1 ORDER BY 2";
	struct pool *pool = pool_new();
	struct sql *s = sql_new(st, text, f);
	int rc = -1;

	if (s != NULL) {
		sql_int(s, 1, id);
		if ((rc = sql_step(s, f)) == 1)
			rc = fail(f, EXIT_REFUSED, "team %s: %s has it",
				sql_get_text(s, 0, pool),
				sql_get_text(s, 1, pool));
		sql_free(s);
	}
	pool_free(pool);
	return rc;
}

int
team_remove(struct store *st, int64_t id, struct fail *f)
{
	int rc;

	if (refuse_used(st, id, f) != 0)
		return -1;
	rc = change(st, "DELETE FROM team WHERE id = ?1", &id, 1, f);
	if (rc == 0)
		return fail(
			f, EXIT_NOT_FOUND, "team %" PRId64 ": not found", id);
	return rc < 0 ? -1 : 0;
}

int
team_each(struct store *st, struct pool *pool,
	int (*each)(void *arg, const struct team *), void *arg, struct fail *f)
{
	static const char text[] =
		"SELECT id, name, created_at FROM team ORDER BY name";
	struct sql *s = sql_new(st, text, f);
	struct team *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		team_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

int
team_members(struct store *st, int64_t team_id, struct pool *pool,
	struct team_member **to, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT team_id, user_id, email, slug, name, joined_at"
		" FROM team_member JOIN user ON user.id = user_id"
		" WHERE team_id = ?1 ORDER BY joined_at, user_id";
	struct sql *s = sql_new(st, text, f);
	struct team_member *m;
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, team_id);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		m = &(*to)[(*n)++];
		m->team_id = sql_get_int(s, 0);
		m->user_id = sql_get_int(s, 1);
		m->email = sql_get_text(s, 2, pool);
		m->slug = sql_get_text(s, 3, pool);
		m->name = sql_get_text(s, 4, pool);
		m->joined_at = sql_get_int(s, 5);
	}
	sql_free(s);
	return rc;
}

int
team_join(struct store *st, int64_t team_id, int64_t user_id, instant at,
	struct fail *f)
{
	return change(st,
		"INSERT INTO team_member (team_id, user_id, joined_at)"
		" VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
		(const int64_t[]){ team_id, user_id, at }, 3, f);
}

int
team_leave(struct store *st, int64_t team_id, int64_t user_id, struct fail *f)
{
	return change(st,
		"DELETE FROM team_member WHERE team_id = ?1 AND user_id = ?2",
		(const int64_t[]){ team_id, user_id }, 2, f);
}

int
rotation_teams(struct store *st, int64_t rotation_id, int64_t user_id,
	struct pool *pool, struct rotation_team **to, size_t *n, struct fail *f)
{
	static const char text[] =
		"SELECT t.team_id, name, weight, priority, added_at,"
		" (SELECT count(*) FROM team_member m"
		" WHERE m.team_id = t.team_id)"
		" FROM rotation_team t JOIN team ON team.id = t.team_id"
		" WHERE t.rotation_id = ?1 AND (?2 = 0 OR EXISTS"
		" (SELECT 1 FROM team_member m WHERE m.team_id = t.team_id"
		" AND m.user_id = ?2)) ORDER BY added_at, t.team_id";
	struct sql *s = sql_new(st, text, f);
	struct rotation_team *t;
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, rotation_id);
	sql_int(s, 2, user_id);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		t = &(*to)[(*n)++];
		t->team_id = sql_get_int(s, 0);
		t->team = sql_get_text(s, 1, pool);
		t->weight = (int)sql_get_int(s, 2);
		t->priority = (int)sql_get_int(s, 3);
		t->added_at = sql_get_int(s, 4);
		t->people = sql_get_int(s, 5);
	}
	sql_free(s);
	return rc;
}

int
rotation_team_save(struct store *st, int64_t rotation_id,
	const struct rotation_team *t, struct fail *f)
{
	static const char text[] =
		"INSERT INTO rotation_team (rotation_id, team_id, weight,"
		" priority, added_at) VALUES (?1, ?2, ?3, ?4, ?5)"
		" ON CONFLICT (rotation_id, team_id) DO UPDATE SET"
		" weight = ?3, priority = ?4";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, rotation_id);
		sql_int(s, 2, t->team_id);
		sql_int(s, 3, t->weight);
		sql_int(s, 4, t->priority);
		sql_int(s, 5, t->added_at);
		rc = sql_run(s, f);
		sql_free(s);
	}
	return store_leave(st, in, rc, f);
}

int
rotation_team_remove(
	struct store *st, int64_t rotation_id, int64_t team_id, struct fail *f)
{
	return change(st,
		"DELETE FROM rotation_team WHERE rotation_id = ?1"
		" AND team_id = ?2",
		(const int64_t[]){ rotation_id, team_id }, 2, f);
}

int
team_rotations(struct store *st, int64_t team_id, struct pool *pool,
	int64_t **to, size_t *n, struct fail *f)
{
	static const char text[] = "SELECT rotation_id FROM rotation_team"
				   " WHERE team_id = ?1 ORDER BY rotation_id";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*to = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, team_id);
	while ((rc = sql_step(s, f)) == 1) {
		*to = pool_grow(pool, *to, *n, &cap, sizeof(**to));
		(*to)[(*n)++] = sql_get_int(s, 0);
	}
	sql_free(s);
	return rc;
}
