#include "flow/team.h"

#include "flow/assign_priv.h"
#include "store/team.h"
#include "store/user.h"

#include <inttypes.h>

/* What a team gives its people in a rotation: of those it has, the first that
 * was added. */
static int
share_of(struct store *store, int64_t rotation_id, int64_t user_id,
	struct pool *pool, struct rotation_team *to, struct fail *f)
{
	struct rotation_team *teams;
	size_t n;

	if (rotation_teams(store, rotation_id, user_id, pool, &teams, &n, f) !=
		0)
		return -1;
	if (n > 0)
		*to = teams[0];
	return n > 0;
}

/* A user of a team that the rotation has: joins when he is no member. `was`
 * says whether he was one before the team had him. */
static int
join_by_team(struct store *store, const struct rotation *r,
	const struct rotation_team *t, int64_t user_id, instant now,
	struct fail *f)
{
	struct member new = { .user_id = user_id,
		.weight = t->weight,
		.priority = t->priority,
		.by_team = true };

	return assign_join(store, r, &new, t->team, now, f);
}

/* Whether somebody is a member now: 1, 0, -1. */
static int
is_member(struct store *store, int64_t rotation_id, int64_t user_id,
	struct fail *f)
{
	struct pool *pool = pool_new();
	struct member m = { 0 };
	int rc = member_find(store, rotation_id, user_id, pool, &m, f);

	pool_free(pool);
	return rc;
}

int
team_add_user(struct store *store, const struct team *team, int64_t user_id,
	instant now, int *grown, struct fail *f)
{
	struct pool *pool = pool_new();
	struct rotation_team t = { 0 };
	struct rotation r = { 0 };
	int64_t *ids;
	bool *new;
	size_t n, i;
	int rc, joined = 0;

	if ((rc = team_rotations(store, team->id, pool, &ids, &n, f)) != 0)
		goto out;
	/* asked before: afterwards the team says yes for everybody in it */
	new = pool_array(pool, n + 1, sizeof(*new));
	for (i = 0; rc == 0 && i < n; i++) {
		if ((rc = is_member(store, ids[i], user_id, f)) < 0)
			goto out;
		new[i] = rc == 0;
		rc = 0;
	}
	if ((rc = team_join(store, team->id, user_id, now, f)) != 1)
		goto out;
	for (rc = 0, i = 0; rc == 0 && i < n; i++) {
		if (!new[i])
			continue;
		if (rotation_load(store, ids[i], pool, &r, f) != 1 ||
			share_of(store, ids[i], user_id, pool, &t, f) != 1)
			rc = -1;
		else
			rc = join_by_team(store, &r, &t, user_id, now, f);
		joined++;
	}
out:
	pool_free(pool);
	if (grown != NULL)
		*grown = joined;
	return rc < 0 ? -1 : 0;
}

/* After a team let go of a user or a rotation of a team: a member who is in it
 * by nothing else leaves; one by another team has its share from now on. */
static int
let_go(struct store *store, const struct member *m, const char *team,
	instant now, int *left, struct fail *f)
{
	struct pool *pool = pool_new();
	struct rotation_team t = { 0 };
	struct member same = *m;
	int rc;

	rc = share_of(store, m->rotation_id, m->user_id, pool, &t, f);
	if (rc == 1) {
		same.weight = t.weight;
		same.priority = t.priority;
		rc = m->own_share ? 0 : member_save(store, &same, f);
	} else if (rc == 0) {
		rc = assign_part(store, m, team, now, f);
		*left += 1;
	}
	pool_free(pool);
	return rc;
}

/* "team support", what the log says of why. */
static const char *
by_team(struct pool *pool, const struct team *team)
{
	return pool_printf(pool, "team %s", team->name);
}

int
team_remove_user(struct store *store, const struct team *team, int64_t user_id,
	instant now, int *left, struct fail *f)
{
	struct pool *pool = pool_new();
	struct user u = { 0 };
	struct member *were;
	int64_t *ids;
	size_t n, i, k = 0;
	int rc, parted = 0;

	if ((rc = team_rotations(store, team->id, pool, &ids, &n, f)) != 0)
		goto out;
	/* before the team lets go the rows still say who they are */
	were = pool_array(pool, n + 1, sizeof(*were));
	for (i = 0; rc == 0 && i < n; i++) {
		rc = assign_settle(store, ids[i], now, f);
		if (rc == 0)
			rc = member_find(
				store, ids[i], user_id, pool, &were[k], f);
		k += rc == 1 && were[k].by_team;
		rc = rc < 0 ? -1 : 0;
	}
	if (rc == 0)
		rc = team_leave(store, team->id, user_id, f);
	if (rc == 0 && user_load(store, user_id, pool, &u, f) == 1) {
		fail(f, EXIT_NOT_FOUND, "team %s: %s is not in it", team->name,
			u.email);
		rc = -1;
	}
	for (rc = rc == 1 ? 0 : -1, i = 0; rc == 0 && i < k; i++)
		rc = let_go(
			store, &were[i], by_team(pool, team), now, &parted, f);
out:
	pool_free(pool);
	if (left != NULL)
		*left = parted;
	return rc;
}

/* The team's entry in the rotation: 1, 0 none, -1. */
static int
entry_of(struct store *store, const struct rotation *rotation,
	const struct team *team, struct pool *pool, struct rotation_team *to,
	struct fail *f)
{
	struct rotation_team *teams;
	size_t n, i;

	if (rotation_teams(store, rotation->id, 0, pool, &teams, &n, f) != 0)
		return -1;
	for (i = 0; i < n; i++)
		if (teams[i].team_id == team->id) {
			*to = teams[i];
			return 1;
		}
	return 0;
}

/* People of the team whose share the entry says. */
static int
share_again(struct store *store, const struct rotation *rotation,
	const struct team_member *people, size_t n, instant now,
	struct pool *pool, struct fail *f)
{
	struct rotation_team t = { 0 };
	struct member m = { 0 };
	size_t i;

	for (i = 0; i < n; i++) {
		int64_t id = people[i].user_id;

		if (member_find(store, rotation->id, id, pool, &m, f) < 0 ||
			share_of(store, rotation->id, id, pool, &t, f) < 0)
			return -1;
		if (m.user_id != id || m.own_share ||
			(m.weight == t.weight && m.priority == t.priority))
			continue;
		if (assign_set_member(store, rotation, id, &t.weight,
			    &t.priority, now, f) != 0)
			return -1;
		/* still the team's */
		if (member_find(store, rotation->id, id, pool, &m, f) < 0)
			return -1;
		m.own_share = false;
		if (member_save(store, &m, f) != 0)
			return -1;
	}
	return 0;
}

int
assign_add_team(struct store *store, const struct rotation *rotation,
	const struct team *team, int weight, int priority, instant now,
	struct fail *f)
{
	struct rotation_team t = { .team_id = team->id,
		.team = team->name,
		.weight = weight,
		.priority = priority,
		.added_at = now };
	struct pool *pool = pool_new();
	struct rotation_team was;
	struct team_member *people;
	bool *new;
	size_t n, i;
	int rc, there;

	if ((there = entry_of(store, rotation, team, pool, &was, f)) < 0 ||
		team_members(store, team->id, pool, &people, &n, f) != 0) {
		rc = -1;
		goto out;
	}
	new = pool_array(pool, n + 1, sizeof(*new));
	for (rc = 0, i = 0; rc >= 0 && i < n; i++) {
		rc = is_member(store, rotation->id, people[i].user_id, f);
		new[i] = rc == 0;
	}
	if (rc >= 0)
		rc = rotation_team_save(store, rotation->id, &t, f);
	for (i = 0; rc == 0 && i < n; i++)
		if (new[i])
			rc = join_by_team(
				store, rotation, &t, people[i].user_id, now, f);
	if (rc == 0 && there)
		rc = share_again(store, rotation, people, n, now, pool, f);
out:
	pool_free(pool);
	return rc;
}

int
assign_remove_team(struct store *store, const struct rotation *rotation,
	const struct team *team, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct team_member *people;
	struct member *were;
	size_t n, i, k = 0;
	int rc, parted = 0;

	rc = assign_settle(store, rotation->id, now, f);
	if (rc == 0)
		rc = team_members(store, team->id, pool, &people, &n, f);
	if (rc != 0)
		goto out;
	were = pool_array(pool, n + 1, sizeof(*were));
	for (i = 0; rc >= 0 && i < n; i++) {
		rc = member_find(store, rotation->id, people[i].user_id, pool,
			&were[k], f);
		k += rc == 1 && were[k].by_team;
	}
	if (rc >= 0)
		rc = rotation_team_remove(store, rotation->id, team->id, f);
	if (rc == 0)
		rc = fail(f, EXIT_NOT_FOUND, "rotation %s: no team %s in it",
			rotation->name, team->name);
	for (rc = rc == 1 ? 0 : -1, i = 0; rc == 0 && i < k; i++)
		rc = let_go(
			store, &were[i], by_team(pool, team), now, &parted, f);
out:
	pool_free(pool);
	return rc;
}

int
assign_pause_team(struct store *store, const struct rotation *rotation,
	const struct team *team, bool paused, instant until, instant now,
	struct fail *f)
{
	struct pool *pool = pool_new();
	struct team_member *people;
	struct rotation_team t;
	size_t n, i;
	int rc;

	if ((rc = entry_of(store, rotation, team, pool, &t, f)) == 0)
		rc = fail(f, EXIT_NOT_FOUND, "rotation %s: no team %s in it",
			rotation->name, team->name);
	if (rc == 1)
		rc = team_members(store, team->id, pool, &people, &n, f);
	for (i = 0; rc == 0 && i < n; i++)
		rc = paused ? assign_pause_member(store, rotation,
				      people[i].user_id, until, now, f)
			    : assign_resume_member(store, rotation,
				      people[i].user_id, now, f);
	pool_free(pool);
	return rc;
}
