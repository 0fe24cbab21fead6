#include "store/room.h"

#include "store/inside.h"

#include <string.h>

static int
teams_load(struct store *st, struct room *to, struct pool *pool, struct fail *f)
{
	static const char text[] = "SELECT team_id, name FROM room_team"
				   " JOIN team ON team.id = team_id"
				   " WHERE user_id = ?1 ORDER BY name";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, to->user_id);
	while ((rc = sql_step(s, f)) == 1) {
		to->teams = pool_grow(pool, to->teams, to->team_names.n, &cap,
			sizeof(*to->teams));
		to->teams[to->team_names.n] = sql_get_int(s, 0);
		strs_add(pool, &to->team_names, sql_get_text(s, 1, pool));
	}
	sql_free(s);
	return rc;
}

int
room_load(struct store *st, int64_t user_id, struct pool *pool, struct room *to,
	struct fail *f)
{
	static const char text[] = "SELECT resource, capacity, location"
				   " FROM room WHERE user_id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	memset(to, 0, sizeof(*to));
	to->user_id = user_id;
	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	if ((rc = sql_step(s, f)) == 1) {
		to->resource = sql_get_int(s, 0) != 0;
		to->capacity = (int)sql_get_int(s, 1);
		to->location = sql_get_text(s, 2, pool);
	}
	sql_free(s);
	return rc < 0 ? -1 : teams_load(st, to, pool, f);
}

static int
row_save(struct store *st, const struct room *r, struct fail *f)
{
	static const char text[] =
		"INSERT INTO room (user_id, resource, capacity, location)"
		" VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user_id) DO UPDATE SET"
		" resource = ?2, capacity = ?3, location = ?4";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, r->user_id);
	sql_int(s, 2, r->resource);
	if (r->capacity > 0)
		sql_int(s, 3, r->capacity);
	else
		sql_null(s, 3);
	sql_text(s, 4, r->location);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

static int
teams_save(struct store *st, const struct room *r, struct fail *f)
{
	static const char drop[] = "DELETE FROM room_team WHERE user_id = ?1";
	static const char add[] =
		"INSERT INTO room_team (user_id, team_id) VALUES (?1, ?2)"
		" ON CONFLICT DO NOTHING";
	struct sql *s = sql_new(st, drop, f);
	size_t i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, r->user_id);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc != 0 || r->team_names.n == 0)
		return rc;
	if ((s = sql_new(st, add, f)) == NULL)
		return -1;
	for (i = 0; rc == 0 && i < r->team_names.n; i++) {
		sql_int(s, 1, r->user_id);
		sql_int(s, 2, r->teams[i]);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return rc;
}

int
room_save(struct store *st, const struct room *r, struct fail *f)
{
	int in = store_enter(st, f), rc;

	if (in < 0)
		return -1;
	rc = row_save(st, r, f);
	if (rc == 0)
		rc = teams_save(st, r, f);
	return store_leave(st, in, rc, f);
}

int
room_allows(struct store *st, int64_t room_id, int64_t user_id, struct fail *f)
{
	static const char text[] =
		"SELECT 1 WHERE NOT EXISTS"
		" (SELECT 1 FROM room_team WHERE user_id = ?1)"
		" OR EXISTS (SELECT 1 FROM room_team JOIN team_member"
		" ON team_member.team_id = room_team.team_id"
		" WHERE room_team.user_id = ?1 AND team_member.user_id = ?2)";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, room_id);
	sql_int(s, 2, user_id);
	rc = sql_step(s, f);
	sql_free(s);
	return rc;
}

int
room_has_email(struct store *st, const char *email, struct fail *f)
{
	static const char text[] =
		"SELECT 1 FROM user WHERE email = ?1 AND kind = 'room'";
	struct pool *pool = pool_new();
	struct sql *s = sql_new(st, text, f);
	int rc = -1;

	if (s != NULL) {
		sql_text(s, 1, lower(pool, email));
		rc = sql_step(s, f);
		sql_free(s);
	}
	pool_free(pool);
	return rc;
}
