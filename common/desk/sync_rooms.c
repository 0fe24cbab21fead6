#include "desk/sync_priv.h"

#include "store/room.h"
#include "store/team.h"
#include "store/user.h"
#include "wire/people_json.h"

#include <string.h>

/* Rooms and other things that meetings reserve (B16). */

static const char columns[] = "slug,email,name,capacity,location,teams";

/* By name; a person has verbs of its own. */
static void
find_room(struct store *store, const char *name, struct user *u, struct room *r)
{
	struct fail f;

	desk_user(&front, store, name, u);
	if (!u->room) {
		fail(&f, EXIT_REFUSED, "%s is no room", u->email);
		fail_hint(&f, "mtg-sync user");
		front_die(&front, &f);
	}
	if (room_load(store, u->id, front.pool, r, &f) != 0)
		front_die(&front, &f);
}

/* --team onto a room: these in place of what it had; "" for none. */
static void
set_teams(struct store *store, struct room *r)
{
	size_t i;

	memset(&r->team_names, 0, sizeof(r->team_names));
	r->teams = pool_array(front.pool, want.teams.n + 1, sizeof(*r->teams));
	for (i = 0; i < want.teams.n; i++) {
		struct team t = { 0 };
		struct fail f;

		if (*want.teams.v[i] == '\0')
			continue;
		if (team_find(store, want.teams.v[i], front.pool, &t, &f) != 1)
			front_die(&front, &f);
		r->teams[r->team_names.n] = t.id;
		strs_add(front.pool, &r->team_names, t.name);
	}
}

static void
check_text(const char *text, const char *what)
{
	const char *p;

	if (strlen(text) > 255)
		desk_usage(&front, pool_printf(front.pool,
					   "%s: longer than 255 bytes", what));
	for (p = text; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			desk_usage(&front,
				pool_printf(front.pool,
					"%s: holds a control character", what));
}

static void
set_room(struct store *store, struct user *u, struct room *r)
{
	set_user(u);
	check_text(u->name, "--name");
	if (want.capacity > 100000 || want.capacity < -1)
		desk_usage(&front, "--capacity: from 0 to 100000");
	if (want.capacity >= 0)
		r->capacity = (int)want.capacity;
	if (want.location != NULL) {
		check_text(want.location, "--location");
		r->location = *want.location != '\0' ? want.location : NULL;
	}
	r->resource |= want.resource;
	if (want.teams.n > 0)
		set_teams(store, r);
}

static void
save_room(
	struct store *store, struct user *u, struct room *r, const char *action)
{
	struct fail f;

	if (user_save(store, u, &f) != 0)
		front_die(&front, &f);
	r->user_id = u->id;
	if (room_save(store, r, &f) != 0 ||
		audit_add(store, front.now, action, u->email, NULL, &f) != 0 ||
		room_load(store, u->id, front.pool, r, &f) != 0)
		front_die(&front, &f);
	room_write(front_emit(&front, columns), u, r);
}

static int
add(char *email)
{
	struct user u = { .role = "member", .pages_on = true, .room = true };
	struct room r = { 0 };
	struct store *store;
	char *p;

	for (p = email; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p + 'a' - 'A');
	u.email = email;
	u.slug = slug_of(email);
	u.name = pool_strn(front.pool, email, strcspn(email, "@"));
	u.time_zone = zone_name(front.zone);
	u.created_at = front.now;
	store = desk_begin(&front);
	set_room(store, &u, &r);
	save_room(store, &u, &r, "room.add");
	desk_finish(&front, store);
	front_say(&front, "added room %s", u.email);
	return 0;
}

static int
set(const char *name)
{
	struct store *store = desk_begin(&front);
	struct user u;
	struct room r;

	find_room(store, name, &u, &r);
	set_room(store, &u, &r);
	save_room(store, &u, &r, "room.set");
	user_changed(store, &u);
	desk_finish(&front, store);
	front_say(&front, "changed room %s", u.email);
	return 0;
}

static int
print_room(void *arg, const struct user *u)
{
	struct store *store = arg;
	struct room r;
	struct fail f;

	if (!u->room)
		return 0;
	if (room_load(store, u->id, front.pool, &r, &f) != 0)
		front_die(&front, &f);
	room_write(front_emit(&front, columns), u, &r);
	return 0;
}

static int
list(void)
{
	struct store *store = desk_store(&front, STORE_READ);
	struct fail f;

	front_emit(&front, columns);
	if (user_each(store, front.pool, print_room, store, &f) < 0)
		front_die(&front, &f);
	store_close(store);
	return 0;
}

static int
remove_rooms(int n, char **names)
{
	struct store *store;
	struct user u;
	struct room r;
	struct fail f;
	int i;

	if (!front.dry_run &&
		!front_confirm(&front,
			"remove room %s%s with calendars and events?", names[0],
			n > 1 ? " and others" : ""))
		return 0;
	store = desk_begin(&front);
	for (i = 0; i < n; i++) {
		find_room(store, names[i], &u, &r);
		refuse_coming(store, &u, "room");
		room_write(front_emit(&front, columns), &u, &r);
		if (user_remove(store, u.id, &f) != 0 ||
			audit_add(store, front.now, "room.remove", u.email,
				NULL, &f) != 0)
			front_die(&front, &f);
	}
	desk_finish(&front, store);
	front_say(&front, "removed room %s%s", names[0],
		n > 1 ? " and others" : "");
	return 0;
}

int
verb_room(int argc, char **argv)
{
	if (argc == 1 && strcmp(argv[0], "list") == 0)
		return list();
	if (argc == 2 && strcmp(argv[0], "add") == 0)
		return add(argv[1]);
	if (argc == 2 && strcmp(argv[0], "set") == 0)
		return set(argv[1]);
	if (argc >= 2 && strcmp(argv[0], "remove") == 0)
		return remove_rooms(argc - 1, argv + 1);
	desk_usage(&front, "add EMAIL, set ROOM, list or remove ROOM...");
	return 0;
}
