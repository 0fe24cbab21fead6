#include "desk/rotate_priv.h"

#include "engine/cap.h"
#include "flow/assign.h"
#include "store/rotation.h"
#include "store/team.h"
#include "store/user.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/rotation_json.h"

#include <string.h>

/* Rotations themselves. */

static const char columns[] = "name,method,members,on";

void
rotate_print(struct front *front, struct store *store, const struct rotation *r)
{
	struct members members = { 0 };
	struct rotation_team *list;
	struct strs teams = { 0 };
	struct fail f;
	size_t n, i;

	if (members_load(store, r->id, 0, front->pool, &members, &f) != 0 ||
		rotation_teams(store, r->id, 0, front->pool, &list, &n, &f) !=
			0)
		front_die(front, &f);
	for (i = 0; i < n; i++)
		strs_add(front->pool, &teams, list[i].team);
	rotation_write(
		front_emit(front, columns), r, &members, &teams, front->now);
}

struct store *
rotate_begin(struct front *front)
{
	struct store *store = desk_begin(front);
	struct fail f;

	if (assign_may_manage(store, &f) != 0)
		front_die(front, &f);
	return store;
}

/* The options that were given, onto a rotation. */
static void
set(struct front *front, const struct rotate_options *want, struct rotation *r)
{
	struct caps caps;
	struct fail f;

	if (want->rename != NULL)
		r->name = want->rename;
	if (want->method != NULL)
		r->method = want->method;
	if (want->recent != NULL &&
		duration_read(want->recent, "--recent", &r->recent_s, &f) != 0)
		front_die(front, &f);
	if (want->cap != NULL) {
		if (caps_read(want->cap, "--cap", &caps, &f) != 0)
			front_die(front, &f);
		r->caps = caps_write(front->pool, &caps);
	}
	if (want->lead >= 0)
		r->lead = want->lead;
	if (want->period != NULL && strcmp(want->period, "none") == 0) {
		r->period = r->period_zone = NULL;
	} else if (want->period != NULL) {
		r->period = want->period;
		r->period_zone = zone_name(front->zone);
	}
	if (want->credit || want->no_credit)
		r->credit_absence = want->credit;
	if (want->no_show != NULL) {
		r->no_show_free = strcmp(want->no_show, "free") == 0;
		if (!r->no_show_free && strcmp(want->no_show, "count") != 0)
			desk_usage(front, "--no-show is free or count");
	}
	if (want->owner != NULL)
		r->owner = want->owner;
}

/* Whether any option of `edit` was given. */
static bool
changes(const struct rotate_options *want)
{
	return want->rename != NULL || want->method != NULL ||
	       want->recent != NULL || want->cap != NULL || want->lead >= 0 ||
	       want->period != NULL || want->credit || want->no_credit ||
	       want->no_show != NULL || want->owner != NULL;
}

static void
save(struct front *front, struct store *store, struct rotation *r,
	const char *what)
{
	struct fail f;

	if (assign_save(store, r, front->now, &f) != 0 ||
		audit_add(store, front->now, what, r->name, NULL, &f) != 0)
		front_die(front, &f);
	rotate_print(front, store, r);
	desk_finish(front, store);
}

int
desk_rotate_create(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct rotation r = { .method = "even", .created_at = front->now };

	if (argc != 1)
		desk_usage(front, "name one rotation");
	r.name = *argv[0] == '@' ? argv[0] + 1 : argv[0];
	if (*r.name == '\0')
		desk_usage(front, "the name is empty");
	set(front, want, &r);
	save(front, rotate_begin(front), &r, "rotation.create");
	front_say(front, "%s rotation %s",
		front->dry_run ? "would create" : "created", r.name);
	return 0;
}

int
desk_rotate_edit(struct front *front, const struct rotate_options *want,
	int argc, char **argv)
{
	struct rotation r = { 0 };
	struct store *store;

	if (argc != 1)
		desk_usage(front, "name one rotation");
	if (!changes(want))
		desk_usage(front, "nothing to change: name an option");
	if (want->credit && want->no_credit)
		desk_usage(front, "--credit-absence or --no-credit-absence");
	if (want->rename != NULL && *want->rename == '\0')
		desk_usage(front, "--name is empty");
	store = rotate_begin(front);
	desk_rotation(front, store, argv[0], &r);
	set(front, want, &r);
	save(front, store, &r, "rotation.edit");
	front_say(front, "%s rotation %s",
		front->dry_run ? "would change" : "changed", r.name);
	return 0;
}

int
desk_rotate_delete(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct fail f;
	int i;

	if (argc < 1)
		desk_usage(front, "name the rotations");
	if (!front->dry_run &&
		!front_confirm(front, "delete rotation %s%s? its log stays",
			argv[0], argc > 1 ? " and the others" : ""))
		return 0;
	store = rotate_begin(front);
	for (i = 0; i < argc; i++) {
		struct rotation r = { 0 };

		desk_rotation(front, store, argv[i], &r);
		rotate_print(front, store, &r);
		if (rotation_remove(store, r.id, &f) != 0 ||
			audit_add(store, front->now, "rotation.delete", r.name,
				NULL, &f) != 0)
			front_die(front, &f);
	}
	desk_finish(front, store);
	for (i = 0; i < argc; i++)
		front_say(front, "%s rotation %s",
			front->dry_run ? "would delete" : "deleted", argv[i]);
	return 0;
}

struct keeping {
	struct pool *pool;
	struct rotations *to;
};

static int
keep(void *arg, const struct rotation *r)
{
	const struct keeping *k = arg;

	k->to->v = pool_grow(
		k->pool, k->to->v, k->to->n, &k->to->cap, sizeof(*k->to->v));
	/* its strings are in the pool of the run already */
	k->to->v[k->to->n++] = *r;
	return 0;
}

void
rotate_named(struct front *front, struct store *store, int argc, char **argv,
	struct rotations *to)
{
	struct keeping k = { front->pool, to };
	struct rotation r;
	struct fail f;

	if (argc > 0) {
		desk_rotation(front, store, argv[0], &r);
		keep(&k, &r);
	} else if (rotation_each(store, front->pool, keep, &k, &f) != 0) {
		front_die(front, &f);
	}
}

int
desk_rotate_list(struct front *front, int argc, char **argv)
{
	struct rotations all = { 0 };
	struct store *store;
	size_t i;

	if (argc != 0)
		desk_usage(front, "takes no operand");
	store = desk_store(front, STORE_READ);
	rotate_named(front, store, argc, argv, &all);
	front_emit(front, columns);
	for (i = 0; i < all.n; i++)
		rotate_print(front, store, &all.v[i]);
	store_close(store);
	return 0;
}

int
desk_rotate_show(struct front *front, int argc, char **argv)
{
	struct store *store;
	int i;

	if (argc < 1)
		desk_usage(front, "name the rotations");
	store = desk_store(front, STORE_READ);
	for (i = 0; i < argc; i++) {
		struct rotation r;

		desk_rotation(front, store, argv[i], &r);
		rotate_print(front, store, &r);
	}
	store_close(store);
	return 0;
}

int
desk_rotate_reset(struct front *front, int argc, char **argv)
{
	struct rotation r;
	struct store *store;
	struct fail f;

	if (argc != 1)
		desk_usage(front, "name one rotation");
	if (!front->dry_run &&
		!front_confirm(front,
			"set all counts of rotation %s to 0? its log stays",
			argv[0]))
		return 0;
	store = rotate_begin(front);
	desk_rotation(front, store, argv[0], &r);
	if (assign_reset(store, &r, "manual", front->now, &f) != 0 ||
		audit_add(store, front->now, "rotation.reset", r.name, NULL,
			&f) != 0)
		front_die(front, &f);
	rotate_print_members(front, store, &r);
	desk_finish(front, store);
	front_say(front, "%s all counts of rotation %s to 0",
		front->dry_run ? "would set" : "set", r.name);
	return 0;
}

/*
 * Looking back, a day of the week is the last one, not the coming one: the
 * moment by which it is to be read.
 */
static instant
looking_back(struct front *front, const char *text)
{
	static const char *const days[] = { "mon", "tue", "wed", "thu", "fri",
		"sat", "sun" };
	struct timeword at;
	struct fail ignored;
	size_t i;

	for (i = 0; i < 7; i++)
		if (strncasecmp(text, days[i], 3) == 0 &&
			timeword_read(text, "", front->now, front->zone, &at,
				&ignored) == 0 &&
			at.at > front->now)
			return front->now - INT64_C(7) * 86400;
	return front->now;
}

struct span
rotate_window(
	struct front *front, const struct rotate_options *want, int64_t days)
{
	struct span w = { front->now - days * 86400, front->now + 1 };
	struct fail f;

	if (want->from != NULL && timeword_from(want->from, "--from",
					  looking_back(front, want->from),
					  front->zone, &w.start, &f) != 0)
		front_die(front, &f);
	if (want->to != NULL &&
		timeword_to(want->to, "--to", looking_back(front, want->to),
			front->zone, &w.end, &f) != 0)
		front_die(front, &f);
	if (w.end <= w.start)
		desk_usage(front, "--to is not after --from");
	return w;
}
