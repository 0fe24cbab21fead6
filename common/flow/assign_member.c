#include "flow/assign_priv.h"

#include "store/calendar.h"
#include "store/team.h"
#include "store/user.h"

#include <inttypes.h>
#include <string.h>

/* Who is in it, and how: by himself. Teams: flow/team.c. */

struct seat_check {
	bool any, syncing;
};

static int
look(void *arg, const struct calendar *c)
{
	struct seat_check *check = arg;

	check->any = true;
	check->syncing |= c->sync;
	return 0;
}

int
assign_may_join(struct store *store, const struct rotation *rotation,
	int64_t user_id, struct pool *pool, struct fail *f)
{
	struct seat_check check = { 0 };
	struct user user = { 0 };

	if (user_load(store, user_id, pool, &user, f) != 1)
		return -1;
	if (calendar_each(store, user_id, true, pool, look, &check, f) != 0)
		return -1;
	if (!check.any) {
		fail(f, EXIT_REFUSED,
			"rotation %s: %s has no connected calendar",
			rotation->name, user.email);
		return fail_hint(f,
			"mtg-sync connect caldav --user %s --url URL",
			user.slug);
	}
	if (!check.syncing) {
		fail(f, EXIT_REFUSED, "rotation %s: calendar sync of %s is off",
			rotation->name, user.email);
		return fail_hint(f,
			"mtg-sync list --user %s; mtg-sync set CALENDAR "
			"sync=on",
			user.slug);
	}
	return 0;
}

/* What a line about a member's share keeps. */
static char *
share_text(struct pool *pool, const struct member *m, const char *team)
{
	/* names of teams hold no quotes (store/team.c) */
	return pool_printf(pool, "{\"weight\":%d,\"priority\":%d%s%s%s}",
		m->weight, m->priority, team == NULL ? "" : ",\"team\":\"",
		team == NULL ? "" : team, team == NULL ? "" : "\"");
}

int
assign_join(struct store *store, const struct rotation *rotation,
	struct member *new, const char *team, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	int rc = -1;

	if (assign_may_join(store, rotation, new->user_id, pool, f) != 0 ||
		assign_settle(store, rotation->id, now, f) != 0)
		goto out;
	new->rotation_id = rotation->id;
	new->joined_at = now;
	new->last_at = member_last(store, rotation->id, new->user_id);
	if (member_save(store, new, f) != 0)
		goto out;
	/* R89: all start from nothing again, the log stays */
	if ((rc = members_reset(store, rotation->id, f)) == 0)
		rc = assign_note(store, rotation->id, new->user_id, "add", NULL,
			share_text(pool, new, team), now, f);
out:
	pool_free(pool);
	return rc;
}

int
assign_part(struct store *store, const struct member *m, const char *reason,
	instant now, struct fail *f)
{
	if (assign_settle(store, m->rotation_id, now, f) != 0 ||
		member_remove(store, m->id, f) != 0)
		return -1;
	return assign_note(store, m->rotation_id, m->user_id, "remove", reason,
		NULL, now, f);
}

/* Saves a member whose share has changed, with its line. */
static int
save_share(struct store *store, struct member *m, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	int rc = member_save(store, m, f);

	if (rc == 0)
		rc = assign_note(store, m->rotation_id, m->user_id, "weight",
			NULL, share_text(pool, m, NULL), now, f);
	pool_free(pool);
	return rc;
}

int
assign_add_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, int weight, int priority, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct member m = { 0 };
	int rc;

	rc = member_find(store, rotation->id, user_id, pool, &m, f);
	m.user_id = user_id;
	m.weight = weight;
	m.priority = priority;
	m.by_team = false;
	m.own_share = true;
	if (rc == 1) {
		/* there already: only the weight or level is changed, no reset
		 */
		if ((rc = assign_settle(store, rotation->id, now, f)) == 0)
			rc = member_find(store, rotation->id, user_id, pool, &m,
				     f) == 1
				     ? 0
				     : -1;
		m.weight = weight;
		m.priority = priority;
		m.by_team = false;
		if (rc == 0)
			rc = save_share(store, &m, now, f);
	} else if (rc == 0) {
		rc = assign_join(store, rotation, &m, NULL, now, f);
	}
	pool_free(pool);
	return rc;
}

/* The member as of now, or -1 with EXIT_NOT_FOUND. */
static int
must_be_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, instant now, struct pool *pool, struct member *m,
	struct fail *f)
{
	struct user user = { 0 };
	int rc;

	if (assign_settle(store, rotation->id, now, f) != 0)
		return -1;
	rc = member_find(store, rotation->id, user_id, pool, m, f);
	if (rc != 0)
		return rc < 0 ? -1 : 0;
	if (user_load(store, user_id, pool, &user, f) != 1)
		return -1;
	fail(f, EXIT_NOT_FOUND, "rotation %s: %s is no member", rotation->name,
		user.email);
	return fail_hint(f, "mtg-rotate members %s lists them", rotation->name);
}

int
assign_set_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, const int *weight, const int *priority, instant now,
	struct fail *f)
{
	struct pool *pool = pool_new();
	struct member m = { 0 };
	int rc;

	rc = must_be_member(store, rotation, user_id, now, pool, &m, f);
	if (rc == 0) {
		if (weight != NULL)
			m.weight = *weight;
		if (priority != NULL)
			m.priority = *priority;
		m.own_share = true;
		rc = save_share(store, &m, now, f);
	}
	pool_free(pool);
	return rc;
}

int
assign_remove_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct rotation_team *teams;
	struct member m = { 0 };
	size_t n;
	int rc;

	rc = must_be_member(store, rotation, user_id, now, pool, &m, f);
	if (rc == 0)
		rc = rotation_teams(
			store, rotation->id, user_id, pool, &teams, &n, f);
	if (rc != 0)
		goto out;
	if (n == 0) {
		rc = assign_part(store, &m, NULL, now, f);
	} else if (!m.by_team) {
		/* stays, by the team alone */
		m.by_team = true;
		m.own_share = true;
		rc = member_save(store, &m, f);
	} else {
		fail(f, EXIT_REFUSED, "rotation %s: %s is in it by team %s",
			rotation->name, m.email, teams[0].team);
		rc = fail_hint(f, "mtg-rotate team remove %s %s", teams[0].team,
			m.slug);
	}
out:
	pool_free(pool);
	return rc;
}

static int
set_pause(struct store *store, const struct rotation *rotation, int64_t user_id,
	bool paused, instant until, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct member m = { 0 };
	const char *detail = NULL;
	bool was_on;
	int rc;

	rc = must_be_member(store, rotation, user_id, now, pool, &m, f);
	if (rc != 0 || (m.paused == paused && m.paused_until == until))
		goto out;
	was_on = member_on(&m, now);
	m.paused = paused;
	m.paused_until = until;
	rc = member_save(store, &m, f);
	if (until != 0)
		detail = pool_printf(
			pool, "{\"until\":%" PRId64 "}", (int64_t)until);
	if (rc == 0)
		rc = assign_note(store, rotation->id, user_id,
			paused ? "pause" : "resume", NULL, detail, now, f);
	if (rc == 0 && !paused && !was_on)
		rc = assign_credit(store, rotation, &m, now, f);
out:
	pool_free(pool);
	return rc;
}

int
assign_pause_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, instant until, instant now, struct fail *f)
{
	return set_pause(store, rotation, user_id, true, until, now, f);
}

int
assign_resume_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, instant now, struct fail *f)
{
	return set_pause(store, rotation, user_id, false, 0, now, f);
}

int
assign_reset(struct store *store, const struct rotation *rotation,
	const char *reason, instant now, struct fail *f)
{
	if (assign_settle(store, rotation->id, now, f) != 0 ||
		members_reset(store, rotation->id, f) != 0)
		return -1;
	return assign_note(
		store, rotation->id, 0, "reset", reason, NULL, now, f);
}
