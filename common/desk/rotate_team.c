#include "desk/rotate_priv.h"

#include "flow/team.h"
#include "store/rotation.h"
#include "store/team.h"
#include "store/user.h"
#include "wire/rotation_json.h"

#include <string.h>

/* Teams: people under one name, members of rotations (R84, R85). */

static const char columns[] = "name,members,rotations";

static const char *
bare(const char *name)
{
	return strncmp(name, "team:", 5) == 0 ? name + 5 : name;
}

static void
find(struct front *front, struct store *store, const char *name, struct team *t)
{
	struct fail f;

	memset(t, 0, sizeof(*t));
	if (team_find(store, name, front->pool, t, &f) != 1)
		front_die(front, &f);
}

static void
print(struct front *front, struct store *store, const struct team *t)
{
	struct strs people = { 0 }, rotations = { 0 };
	struct team_member *list;
	struct rotation r = { 0 };
	struct fail f;
	int64_t *ids;
	size_t n, i;

	if (team_members(store, t->id, front->pool, &list, &n, &f) != 0)
		front_die(front, &f);
	for (i = 0; i < n; i++)
		strs_add(front->pool, &people, list[i].email);
	if (team_rotations(store, t->id, front->pool, &ids, &n, &f) != 0)
		front_die(front, &f);
	for (i = 0; i < n; i++) {
		if (rotation_load(store, ids[i], front->pool, &r, &f) != 1)
			front_die(front, &f);
		strs_add(front->pool, &rotations, r.name);
	}
	team_write(front_emit(front, columns), t, &people, &rotations);
}

struct teams {
	struct pool *pool;
	struct team *v;
	size_t n, cap;
};

static int
keep(void *arg, const struct team *t)
{
	struct teams *all = arg;

	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *t;
	return 0;
}

static int
list(struct front *front, int argc, char **argv)
{
	struct teams all = { .pool = front->pool };
	struct store *store;
	struct fail f;
	size_t i;

	(void)argv;
	if (argc != 0)
		desk_usage(front, "list takes no operand");
	store = desk_store(front, STORE_READ);
	if (team_each(store, front->pool, keep, &all, &f) != 0)
		front_die(front, &f);
	front_emit(front, columns);
	for (i = 0; i < all.n; i++)
		print(front, store, &all.v[i]);
	store_close(store);
	return 0;
}

static int
show(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct team t;
	int i;

	if (argc < 1)
		desk_usage(front, "name the teams");
	store = desk_store(front, STORE_READ);
	for (i = 0; i < argc; i++) {
		find(front, store, argv[i], &t);
		print(front, store, &t);
	}
	store_close(store);
	return 0;
}

/* Writes down that a team changed, prints it, ends. */
static int
done(struct front *front, struct store *store, const struct team *t,
	const char *what)
{
	struct fail f;

	if (audit_add(store, front->now,
		    pool_printf(front->pool, "team.%s", what), t->name, NULL,
		    &f) != 0)
		front_die(front, &f);
	print(front, store, t);
	desk_finish(front, store);
	return 0;
}

static int
create(struct front *front, int argc, char **argv)
{
	struct team t = { .created_at = front->now };
	struct store *store;
	struct user u;
	struct fail f;
	int i;

	if (argc < 1)
		desk_usage(front, "name the team");
	t.name = bare(argv[0]);
	store = rotate_begin(front);
	if (team_save(store, &t, &f) != 0)
		front_die(front, &f);
	for (i = 1; i < argc; i++) {
		desk_person(front, store, argv[i], &u);
		if (team_add_user(store, &t, u.id, front->now, NULL, &f) != 0)
			front_die(front, &f);
	}
	done(front, store, &t, "create");
	front_say(front, "%s team %s",
		front->dry_run ? "would create" : "created", t.name);
	return 0;
}

static int
rename_team(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct team t;
	struct fail f;

	if (argc != 2)
		desk_usage(front, "name the team and its new name");
	store = rotate_begin(front);
	find(front, store, argv[0], &t);
	t.name = bare(argv[1]);
	if (team_save(store, &t, &f) != 0)
		front_die(front, &f);
	done(front, store, &t, "rename");
	front_say(front, "%s team %s to %s",
		front->dry_run ? "would rename" : "renamed", argv[0], t.name);
	return 0;
}

/* People into a team or out of it; says how many rotations that moves. */
static int
change(struct front *front, bool in, int argc, char **argv)
{
	struct store *store;
	struct team t;
	struct user u;
	struct fail f;
	int i, n, rotations = 0;

	if (argc < 2)
		desk_usage(front, "name the team and the users");
	if (!in && !front->dry_run &&
		!front_confirm(front,
			"take %s%s out of team %s and its rotations?", argv[1],
			argc > 2 ? " and others" : "", bare(argv[0])))
		return 0;
	store = rotate_begin(front);
	find(front, store, argv[0], &t);
	for (i = 1; i < argc; i++) {
		n = 0;
		desk_person(front, store, argv[i], &u);
		if ((in ? team_add_user(store, &t, u.id, front->now, &n, &f)
			: team_remove_user(
				  store, &t, u.id, front->now, &n, &f)) != 0)
			front_die(front, &f);
		rotations = n > rotations ? n : rotations;
	}
	done(front, store, &t, in ? "add" : "remove");
	for (i = 1; i < argc; i++)
		front_say(front, "%s%s %s %s team %s",
			front->dry_run ? "would " : "", in ? "add" : "remove",
			argv[i], in ? "to" : "from", t.name);
	if (in && rotations > 0)
		front_say(front, "%s anew: all counts of %d rotation%s are 0",
			front->dry_run ? "would begin" : "began", rotations,
			rotations == 1 ? "" : "s");
	return 0;
}

static int delete (struct front *front, int argc, char **argv)
{
	struct store *store;
	struct team t;
	struct fail f;
	int i;

	if (argc < 1)
		desk_usage(front, "name the teams");
	if (!front->dry_run &&
		!front_confirm(front, "delete team %s%s?", argv[0],
			argc > 1 ? " and the others" : ""))
		return 0;
	store = rotate_begin(front);
	for (i = 0; i < argc; i++) {
		find(front, store, argv[i], &t);
		print(front, store, &t);
		if (team_remove(store, t.id, &f) != 0 ||
			audit_add(store, front->now, "team.delete", t.name,
				NULL, &f) != 0)
			front_die(front, &f);
	}
	desk_finish(front, store);
	for (i = 0; i < argc; i++)
		front_say(front, "%s team %s",
			front->dry_run ? "would delete" : "deleted", argv[i]);
	return 0;
}

int
desk_rotate_team(struct front *front, int argc, char **argv)
{
	static const char *const words[] = { "list", "show", "create", "add",
		"remove", "rename", "delete" };
	const char *near;
	struct fail f;
	int i, n = sizeof(words) / sizeof(words[0]);

	for (i = 0; argc > 0 && i < n && strcmp(argv[0], words[i]) != 0; i++)
		;
	if (argc < 1)
		return list(front, 0, argv);
	argc--;
	argv++;
	switch (i) {
	case 0:
		return list(front, argc, argv);
	case 1:
		return show(front, argc, argv);
	case 2:
		return create(front, argc, argv);
	case 3:
	case 4:
		return change(front, i == 3, argc, argv);
	case 5:
		return rename_team(front, argc, argv);
	case 6:
		return delete (front, argc, argv);
	}
	near = opt_near(argv[-1], words, (size_t)n);
	fail(&f, EXIT_USAGE, "team: no verb '%s'", argv[-1]);
	if (near != NULL)
		fail_hint(&f, "did you mean '%s'?", near);
	else
		fail_hint(&f, "team list|show|create|add|remove|rename|delete");
	front_die(front, &f);
}
