#include "desk/rotate_priv.h"

#include "flow/assign.h"
#include "flow/team.h"
#include "store/rotation.h"
#include "store/team.h"
#include "store/user.h"
#include "when/timeword.h"
#include "wire/rotation_json.h"

#include <string.h>

/* Who is in a rotation: users, and teams ("team:NAME"). */

enum { ADD, SET, REMOVE, PAUSE, RESUME, VERBS };
static const char *const verbs[VERBS] = { "add", "set", "remove", "pause",
	"resume" };

/* One change of members: what was asked for, with what. */
struct change {
	struct front *front;
	const struct rotate_options *want;
	struct store *store;
	const struct rotation *rotation;
	int verb;
	instant until; /* of a pause; 0: until resumed */
};

void
rotate_print_members(
	struct front *front, struct store *store, const struct rotation *r)
{
	static const char columns[] =
		"user,on,weight,priority,count,lastAssigned,pausedUntil";
	struct members all = { 0 };
	struct fail f;
	size_t i;

	if (assign_members(store, r, front->now, front->pool, &all, &f) != 0)
		front_die(front, &f);
	front_emit(front, columns);
	for (i = 0; i < all.n; i++)
		member_write(front->emit, r, &all.v[i], front->now);
}

static int
weight_of(const struct rotate_options *want)
{
	return want->weight < 0 ? 100 : (int)want->weight;
}

static int
priority_of(const struct rotate_options *want)
{
	return want->priority < 0 ? 0 : (int)want->priority;
}

static int
set_user(const struct change *c, int64_t user_id, struct fail *f)
{
	int weight = weight_of(c->want), priority = priority_of(c->want);

	return assign_set_member(c->store, c->rotation, user_id,
		c->want->weight < 0 ? NULL : &weight,
		c->want->priority < 0 ? NULL : &priority, c->front->now, f);
}

static int
change_user(const struct change *c, const char *name, struct fail *f)
{
	const struct rotation *r = c->rotation;
	instant now = c->front->now;
	struct user u;

	desk_person(c->front, c->store, name, &u);
	switch (c->verb) {
	case ADD:
		return assign_add_member(c->store, r, u.id, weight_of(c->want),
			priority_of(c->want), now, f);
	case SET:
		return set_user(c, u.id, f);
	case REMOVE:
		return assign_remove_member(c->store, r, u.id, now, f);
	case PAUSE:
		return assign_pause_member(c->store, r, u.id, c->until, now, f);
	default:
		return assign_resume_member(c->store, r, u.id, now, f);
	}
}

/* A team that is there already keeps what is not named. */
static int
set_team(const struct change *c, const struct team *t, struct fail *f)
{
	struct rotation_team *list;
	size_t n, i;

	if (rotation_teams(c->store, c->rotation->id, 0, c->front->pool, &list,
		    &n, f) != 0)
		return -1;
	for (i = 0; i < n && list[i].team_id != t->id; i++)
		;
	if (i == n)
		return fail(f, EXIT_NOT_FOUND,
			"rotation %s: team %s is no member", c->rotation->name,
			t->name);
	return assign_add_team(c->store, c->rotation, t,
		c->want->weight < 0 ? list[i].weight : weight_of(c->want),
		c->want->priority < 0 ? list[i].priority : priority_of(c->want),
		c->front->now, f);
}

static int
change_team(const struct change *c, const char *name, struct fail *f)
{
	const struct rotation *r = c->rotation;
	instant now = c->front->now;
	struct team t = { 0 };

	if (team_find(c->store, name, c->front->pool, &t, f) != 1)
		return -1;
	switch (c->verb) {
	case ADD:
		return assign_add_team(c->store, r, &t, weight_of(c->want),
			priority_of(c->want), now, f);
	case SET:
		return set_team(c, &t, f);
	case REMOVE:
		return assign_remove_team(c->store, r, &t, now, f);
	default:
		return assign_pause_team(
			c->store, r, &t, c->verb == PAUSE, c->until, now, f);
	}
}

/* The verb behind the rotation's name; ends the run for others. */
static int
verb_of(struct front *front, char **argv)
{
	const char *near;
	struct fail f;
	int i;

	for (i = 0; i < VERBS; i++)
		if (strcmp(argv[1], verbs[i]) == 0)
			return i;
	near = opt_near(argv[1], verbs, VERBS);
	fail(&f, EXIT_USAGE, "members: no verb '%s'", argv[1]);
	if (near != NULL)
		fail_hint(&f, "did you mean '%s'?", near);
	else
		fail_hint(&f, "members %s add|set|remove|pause|resume USER...",
			argv[0]);
	front_die(front, &f);
}

/* Refuses what would be read wrong or not at all. */
static void
look(struct change *c, int argc)
{
	const struct rotate_options *want = c->want;
	struct fail f;

	if (argc == 2)
		desk_usage(c->front, "name the users, or team:NAME");
	if (want->weight > 10000)
		desk_usage(c->front, "--weight is 0 to 10000");
	if (want->priority > 1000000)
		desk_usage(c->front, "--priority is 0 to 1000000");
	if (c->verb == SET && want->weight < 0 && want->priority < 0)
		desk_usage(c->front, "set wants --weight or --priority");
	if (c->verb > SET && (want->weight >= 0 || want->priority >= 0))
		desk_usage(c->front, "--weight and --priority are of add and "
				     "set");
	if (want->until == NULL)
		return;
	if (c->verb != PAUSE)
		desk_usage(c->front, "--until is of pause");
	if (timeword_to(want->until, "--until", c->front->now, c->front->zone,
		    &c->until, &f) != 0)
		front_die(c->front, &f);
	if (c->until <= c->front->now)
		desk_usage(c->front, "--until is over already");
}

static int
change(struct change *c, int argc, char **argv)
{
	struct front *front = c->front;
	struct rotation r;
	struct fail f;
	int i, rc = 0;

	/* R86: switching a member off or out is asked for */
	if ((c->verb == REMOVE || c->verb == PAUSE) && !front->dry_run &&
		!front_confirm(front, "%s %s%s in rotation %s?", argv[1],
			argv[2], argc > 3 ? " and others" : "", argv[0]))
		return 0;
	c->store = rotate_begin(front);
	desk_rotation(front, c->store, argv[0], &r);
	c->rotation = &r;
	for (i = 2; rc == 0 && i < argc; i++) {
		rc = strncmp(argv[i], "team:", 5) == 0
			     ? change_team(c, argv[i], &f)
			     : change_user(c, argv[i], &f);
		if (rc == 0)
			rc = audit_add(c->store, front->now, "rotation.members",
				r.name, NULL, &f);
	}
	if (rc != 0)
		front_die(front, &f);
	rotate_print_members(front, c->store, &r);
	desk_finish(front, c->store);
	for (i = 2; i < argc; i++)
		front_say(front, "%s%s %s in rotation %s",
			front->dry_run ? "would " : "", argv[1], argv[i],
			r.name);
	return 0;
}

int
desk_rotate_members(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct change c = { .front = front, .want = want };
	struct rotation r;

	if (argc < 1)
		desk_usage(front, "name the rotation");
	if (argc > 1) {
		c.verb = verb_of(front, argv);
		look(&c, argc);
		return change(&c, argc, argv);
	}
	c.store = desk_store(front, STORE_READ);
	desk_rotation(front, c.store, argv[0], &r);
	rotate_print_members(front, c.store, &r);
	store_close(c.store);
	return 0;
}
