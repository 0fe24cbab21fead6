#include "desk/sync_priv.h"

#include "engine/cap.h"
#include "flow/assign.h"
#include "flow/repair.h"
#include "store/booking.h"
#include "store/schedule.h"
#include "store/user.h"
#include "when/hours.h"
#include "wire/locale.h"
#include "wire/people_json.h"

#include <inttypes.h>
#include <string.h>

/* People. */

/* ---- init, user ---- */

int
verb_init(int argc, char **argv)
{
	struct store *store;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand");
	if (front.dry_run) {
		front_say(&front, "would make %s", front_store_path(&front));
		return 0;
	}
	store = desk_store(&front, STORE_WRITE);
	front_say(&front, "store is %s", store_path(store));
	store_close(store);
	return 0;
}

static void
lower(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 'a' - 'A');
}

void
set_user(struct user *u)
{
	struct hours hours = { 0 };
	struct caps caps;
	struct fail f;

	if (want.name != NULL)
		u->name = want.name;
	if (want.timezone != NULL) {
		if (zone_load(want.timezone, &f) == NULL)
			front_die(&front, &f);
		u->time_zone = want.timezone;
	}
	if (want.language != NULL) {
		if (!locale_known(want.language))
			desk_usage(&front,
				"--language: en, da, de, es, fi, fr, it, "
				"nb, nl, pl, pt or sv");
		u->language = want.language;
	}
	if (want.hours != NULL) {
		if (*want.hours != '\0' && hours_read(front.pool, want.hours,
						   "--hours", &hours, &f) != 0)
			front_die(&front, &f);
		u->hours = *want.hours == '\0'
				   ? NULL
				   : hours_write(front.pool, &hours);
	}
	if (want.role != NULL) {
		if (strcmp(want.role, "member") != 0 &&
			strcmp(want.role, "admin") != 0)
			desk_usage(&front, "--role: member or admin");
		u->role = want.role;
	}
	if (want.cap != NULL) {
		if (caps_read(want.cap, "--cap", &caps, &f) != 0)
			front_die(&front, &f);
		u->caps = caps_write(front.pool, &caps);
	}
	if (want.email != NULL) {
		u->email = pool_str(front.pool, want.email);
		lower((char *)u->email);
	}
	if (!email_valid(u->email))
		desk_usage(&front, "that is no e-mail address");
}

const char *
slug_of(const char *email)
{
	char *slug = pool_strn(front.pool, email, strcspn(email, "@+"));
	size_t i;

	for (i = 0; slug[i] != '\0'; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789._-",
			    slug[i]) == NULL)
			slug[i] = '-';
	return slug_valid(slug) ? slug : "user";
}

static const char user_columns[] = "slug,email,name,timeZone,hours";

/* As a record: their hours are those that count, of a default schedule where
 * they have one. `store` NULL: their own. */
static void
show_user(struct store *store, const struct user *u)
{
	struct user shown = *u;
	struct schedule s = { 0 };
	struct fail f;
	int rc = store != NULL ? schedule_have(store, &f) : 0;

	if (rc > 0 && (rc & HAVE_SCHEDULES) != 0)
		rc = schedule_find(
			store, u->id, SCHEDULE_DEFAULT, front.pool, &s, &f);
	else if (rc > 0)
		rc = 0;
	if (rc < 0)
		front_die(&front, &f);
	if (rc == 1)
		shown.hours = s.ics != NULL ? "VAVAILABILITY" : s.hours;
	user_write(front_emit(&front, user_columns), &shown);
}

static void
save_user(struct store *store, struct user *u, const char *action)
{
	struct fail f;

	/* R81: once there are admins, they say who is one */
	if (want.role != NULL && assign_may_manage(store, &f) != 0)
		front_die(&front, &f);
	if (user_save(store, u, &f) != 0 ||
		audit_add(store, front.now, action, u->email, NULL, &f) != 0)
		front_die(&front, &f);
	/* hours that are given take the place of a schedule */
	show_user(want.hours == NULL ? store : NULL, u);
}

static void
add_user(char *email)
{
	struct user u = { .email = email, .role = "member", .pages_on = true };
	struct store *store;

	lower(email);
	u.time_zone = zone_name(front.zone);
	u.created_at = front.now;
	set_user(&u);
	u.slug = slug_of(email);
	if (u.name == NULL)
		u.name = pool_strn(front.pool, email, strcspn(email, "@"));
	store = desk_begin(&front);
	save_user(store, &u, "user.add");
	desk_finish(&front, store);
	front_say(&front, "added %s", u.email);
}

static int
keep_user(void *arg, const struct user *u)
{
	if (!u->room)
		show_user(arg, u);
	return 0;
}

/* A person by name; a room has verbs of its own. */
static void
find_person(
	struct store *store, const char *verb, const char *name, struct user *u)
{
	struct fail f;

	desk_user(&front, store, name, u);
	if (!u->room)
		return;
	fail(&f, EXIT_REFUSED, "%s is a room", u->email);
	fail_hint(&f, "mtg-sync room %s %s", verb, u->slug);
	front_die(&front, &f);
}

void
user_changed(struct store *store, const struct user *u)
{
	struct fail f;

	/* these hours count, not what stood in their place */
	if (want.hours != NULL &&
		schedule_forget(store, u->id, SCHEDULE_DEFAULT, &f) < 0)
		front_die(&front, &f);
	/* the zone decides when days begin: all-day events move */
	if (want.timezone != NULL &&
		repair_user(store, u->id, front.now, &f) != 0)
		front_die(&front, &f);
}

void
refuse_coming(struct store *store, const struct user *u, const char *what)
{
	int64_t coming = booking_count_upcoming(store, u->id, front.now);
	struct fail f;

	if (coming == 0)
		return;
	fail(&f, EXIT_REFUSED, "%s %s: %" PRId64 " meeting%s to come", what,
		u->slug, coming, coming == 1 ? "" : "s");
	fail_hint(&f, "mtg-book list --from now --user %s", u->slug);
	front_die(&front, &f);
}

static void
remove_users(int n, char **names)
{
	struct store *store;
	struct user u;
	struct fail f;
	int i;

	if (!front.dry_run &&
		!front_confirm(&front,
			"remove user %s%s with calendars and events?", names[0],
			n > 1 ? " and others" : ""))
		return;
	store = desk_begin(&front);
	for (i = 0; i < n; i++) {
		memset(&u, 0, sizeof(u));
		find_person(store, "remove", names[i], &u);
		refuse_coming(store, &u, "user");
		show_user(store, &u);
		if (user_remove(store, u.id, &f) != 0 ||
			audit_add(store, front.now, "user.remove", u.email,
				NULL, &f) != 0)
			front_die(&front, &f);
	}
	desk_finish(&front, store);
	front_say(&front, "removed %s%s", names[0], n > 1 ? " and others" : "");
}

int
verb_user(int argc, char **argv)
{
	struct user u = { 0 };
	struct store *store;
	struct fail f;

	if (argc == 1 && strcmp(argv[0], "list") == 0) {
		store = desk_store(&front, STORE_READ);
		if (user_each(store, front.pool, keep_user, store, &f) < 0)
			front_die(&front, &f);
		store_close(store);
	} else if (argc == 2 && strcmp(argv[0], "add") == 0) {
		add_user(argv[1]);
	} else if (argc == 2 && strcmp(argv[0], "set") == 0) {
		store = desk_begin(&front);
		find_person(store, "set", argv[1], &u);
		set_user(&u);
		save_user(store, &u, "user.set");
		user_changed(store, &u);
		desk_finish(&front, store);
		front_say(&front, "changed %s", u.email);
	} else if (argc >= 2 && strcmp(argv[0], "remove") == 0) {
		remove_users(argc - 1, argv + 1);
	} else {
		desk_usage(
			&front, "add EMAIL, set USER, list or remove USER...");
	}
	return 0;
}
