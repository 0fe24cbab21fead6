#include "flow/assign.h"

#include "store/calendar.h"
#include "store/rotation.h"
#include "store/user.h"

#include <inttypes.h>
#include <string.h>

static bool
listed(const struct strs *list, const char *email)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], email) == 0)
			return true;
	return false;
}

/* Which of the tie-breaks made `seats[best]` the one, in a word. */
static const char *
why(const struct rotation *rotation, const struct proposal *p, int best)
{
	const struct rotate_seat *won = &p->seats[best], *s;
	bool weighted = false, tied = false, same_recent = false;
	size_t i;

	if (strcmp(rotation->method, "first-available") == 0)
		return "first-available";
	for (i = 0; i < p->seats_n; i++) {
		s = &p->seats[i];
		if (s->rule != ROTATE_BEHIND)
			continue;
		if (s->member->weight != won->member->weight)
			weighted = true;
		else if (s->score == won->score) {
			tied = true;
			same_recent |= s->member->recent == won->member->recent;
		}
	}
	if (weighted)
		return "weight";
	if (!tied)
		return "fewest";
	if (rotation->recent_s > 0 && !same_recent)
		return "fewest-recent";
	return won->member->last_at == 0 ? "never-assigned" : "least-recent";
}

int
assign_choose(const struct rotation *rotation, const struct members *members,
	const struct strs *free, const struct strs *exclude, instant now,
	struct pool *pool, struct proposal *to, struct fail *f)
{
	int best;
	size_t i;

	memset(to, 0, sizeof(*to));
	to->members = *members;
	to->seats_n = members->n;
	to->seats = pool_array(pool, to->seats_n + 1, sizeof(*to->seats));
	for (i = 0; i < to->seats_n; i++) {
		const struct member *m = &members->v[i];

		to->seats[i].member = m;
		to->seats[i].free = free == NULL || listed(free, m->email);
		to->seats[i].excluded =
			exclude != NULL && listed(exclude, m->email);
	}
	best = rotate_pick(rotation, to->seats, to->seats_n, now, f);
	if (best < 0)
		return -1;
	to->user_id = to->seats[best].member->user_id;
	to->email = to->seats[best].member->email;
	to->reason = why(rotation, to, best);
	return 0;
}

int
assign_propose(struct store *store, const struct rotation *rotation,
	const struct strs *free, const struct strs *exclude, instant now,
	struct pool *pool, struct proposal *to, struct fail *f)
{
	instant since = rotation->recent_s > 0 ? now - rotation->recent_s : 0;
	struct members members = { 0 };

	if (members_load(store, rotation->id, since, pool, &members, f) != 0)
		return -1;
	return assign_choose(
		rotation, &members, free, exclude, now, pool, to, f);
}

char *
assign_detail(struct pool *pool, const struct proposal *p)
{
	char *text = pool_str(pool, "{");
	size_t i;

	/* addresses were checked when their users were made: no quotes in them
	 */
	for (i = 0; i < p->seats_n; i++)
		text = pool_printf(pool, "%s%s\"%s\":\"%s\"", text,
			i == 0 ? "" : ",", p->seats[i].member->email,
			rotate_word(p->seats[i].rule));
	return pool_printf(pool, "%s}", text);
}

/* The member of a rotation, or NULL when the user is none. */
static struct member *
member_of(struct store *store, int64_t rotation_id, int64_t user_id,
	struct pool *pool, struct fail *f, int *rc)
{
	struct members all = { 0 };
	size_t i;

	*rc = members_load(store, rotation_id, 0, pool, &all, f);
	for (i = 0; *rc == 0 && i < all.n; i++)
		if (all.v[i].user_id == user_id)
			return &all.v[i];
	return NULL;
}

static int
log_line(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *action, int delta, const char *reason,
	const char *detail, instant now, struct fail *f)
{
	struct assignment line = { 0 };
	struct rotation rotation = { 0 };
	struct pool *pool = pool_new();
	int rc = -1;

	if (rotation_load(store, rotation_id, pool, &rotation, f) != 1)
		goto out;
	line.rotation_id = rotation_id;
	line.rotation = rotation.name;
	line.user_id = user_id;
	line.booking = booking;
	line.action = action;
	line.delta = delta;
	line.reason = reason;
	line.detail = detail;
	line.at = now;
	rc = assignment_add(store, &line, f);
out:
	pool_free(pool);
	return rc;
}

/* Takes or gives one turn and writes it down. */
static int
turn(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *action, int delta, const char *reason,
	const char *detail, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct member *m;
	int rc;

	m = member_of(store, rotation_id, user_id, pool, f, &rc);
	if (rc == 0 && m != NULL) {
		if (delta > 0)
			m->last_at = now;
		if (delta < 0 && m->count == 0)
			delta = 0;
		m->count += delta;
		rc = member_save(store, m, f);
		if (rc == 0)
			rc = log_line(store, rotation_id, user_id, booking,
				action, delta, reason, detail, now, f);
	}
	pool_free(pool);
	return rc;
}

int
assign_count(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, instant now, struct fail *f)
{
	return assign_count_detail(
		store, rotation_id, user_id, booking, reason, NULL, now, f);
}

int
assign_count_detail(struct store *store, int64_t rotation_id, int64_t user_id,
	const char *booking, const char *reason, const char *detail,
	instant now, struct fail *f)
{
	return turn(store, rotation_id, user_id, booking, "assign", 1, reason,
		detail, now, f);
}

int
assign_give_back(
	struct store *store, const char *booking, instant now, struct fail *f)
{
	struct assignment was = { 0 };
	struct pool *pool = pool_new();
	int rc, delta;

	rc = assignment_of_booking(store, booking, &was, pool, f);
	if (rc == 1) {
		/* a turn from before the last reset is counted no more */
		delta = was.id > assignment_last_reset(store, was.rotation_id)
				? -1
				: 0;
		rc = turn(store, was.rotation_id, was.user_id, booking,
			"give-back", delta, "cancelled", NULL, now, f);
	}
	pool_free(pool);
	return rc;
}

int
assign_move(struct store *store, const char *booking, int64_t from_user,
	int64_t user_id, const char *reason, instant now, struct fail *f)
{
	struct assignment was = { 0 };
	struct pool *pool = pool_new();
	int rc, delta;

	rc = assignment_of_booking(store, booking, &was, pool, f);
	if (rc != 1 || was.user_id == user_id ||
		(from_user != 0 && was.user_id != from_user))
		goto out;
	delta = was.id > assignment_last_reset(store, was.rotation_id) ? 1 : 0;
	rc = turn(store, was.rotation_id, was.user_id, booking, "move-out",
		-delta, reason, NULL, now, f);
	if (rc == 0)
		rc = turn(store, was.rotation_id, user_id, booking, "move-in",
			1, reason, NULL, now, f);
out:
	pool_free(pool);
	return rc < 0 ? -1 : 0;
}

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

/* R83: a connected calendar, and calendar sync on. */
static int
may_join(struct store *store, const struct rotation *rotation, int64_t user_id,
	struct pool *pool, struct fail *f)
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

int
assign_add_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, int weight, int priority, instant now, struct fail *f)
{
	struct member new = { 0 };
	struct pool *pool = pool_new();
	struct member *m;
	int rc;

	m = member_of(store, rotation->id, user_id, pool, f, &rc);
	if (rc != 0)
		goto out;
	if (m != NULL) {
		/* there already: only the weight or level is changed, no reset
		 */
		m->weight = weight;
		m->priority = priority;
		if ((rc = member_save(store, m, f)) == 0)
			rc = log_line(store, rotation->id, user_id, NULL,
				"weight", 0, NULL, NULL, now, f);
		goto out;
	}
	if ((rc = may_join(store, rotation, user_id, pool, f)) != 0)
		goto out;
	new.rotation_id = rotation->id;
	new.user_id = user_id;
	new.weight = weight;
	new.priority = priority;
	new.joined_at = now;
	if ((rc = member_save(store, &new, f)) != 0)
		goto out;
	/* R89: all start from nothing again, the log stays */
	if ((rc = members_reset(store, rotation->id, f)) == 0)
		rc = log_line(store, rotation->id, user_id, NULL, "add", 0,
			NULL, NULL, now, f);
out:
	pool_free(pool);
	return rc;
}

/* The member, or -1 with EXIT_NOT_FOUND. */
static int
must_be_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, struct pool *pool, struct member **m, struct fail *f)
{
	struct user user = { 0 };
	int rc;

	*m = member_of(store, rotation->id, user_id, pool, f, &rc);
	if (rc != 0 || *m != NULL)
		return rc;
	if (user_load(store, user_id, pool, &user, f) != 1)
		return -1;
	fail(f, EXIT_NOT_FOUND, "rotation %s: %s is no member", rotation->name,
		user.email);
	return fail_hint(f, "mtg-rotate members %s lists them", rotation->name);
}

int
assign_remove_member(struct store *store, const struct rotation *rotation,
	int64_t user_id, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct member *m;
	int rc;

	rc = must_be_member(store, rotation, user_id, pool, &m, f);
	if (rc == 0)
		rc = member_remove(store, m->id, f);
	if (rc == 0)
		rc = log_line(store, rotation->id, user_id, NULL, "remove", 0,
			NULL, NULL, now, f);
	pool_free(pool);
	return rc;
}

static int
set_pause(struct store *store, const struct rotation *rotation, int64_t user_id,
	bool paused, instant until, instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct member *m;
	int rc;

	rc = must_be_member(store, rotation, user_id, pool, &m, f);
	if (rc == 0 && m->paused == paused && m->paused_until == until)
		goto out;
	if (rc == 0) {
		m->paused = paused;
		m->paused_until = until;
		rc = member_save(store, m, f);
	}
	if (rc == 0)
		rc = log_line(store, rotation->id, user_id, NULL,
			paused ? "pause" : "resume", 0, NULL, NULL, now, f);
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
