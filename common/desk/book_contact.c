#include "desk/book_contact.h"

#include "engine/contact.h"
#include "flow/contact.h"
#include "store/contact.h"
#include "wire/contact_json.h"

#include <inttypes.h>
#include <string.h>

/* mtg-book contact: who books, and who looks after them (R44, R45). */

static const char columns[] = "id,email,name,company,owner,lifecycle";

static void
print(struct front *front, const struct contact *c)
{
	contact_write(front_emit(front, columns), c);
}

static void
say(struct front *front, const char *what, const struct contact *c)
{
	front_say(front, "%s%s c_%" PRId64 ", %s",
		front->dry_run ? "would have " : "", what, c->id, c->email);
}

static void
find(struct front *front, struct store *store, const char *name,
	struct contact *c)
{
	struct fail f;

	memset(c, 0, sizeof(*c));
	if (contact_find(store, name, front->pool, c, &f) != 1)
		front_die(front, &f);
}

static void
save(struct front *front, struct store *store, struct contact *c)
{
	struct fail f;

	if (contact_change(store, c, front->now, front->pool, &f) != 0)
		front_die(front, &f);
	print(front, c);
}

/* A user's id; 0 for "none" and "". */
static int64_t
owner_id(struct front *front, struct store *store, const char *name)
{
	struct user u;

	if (*name == '\0' || strcmp(name, "none") == 0)
		return 0;
	desk_person(front, store, name, &u);
	return u.id;
}

static void
set(struct front *front, struct contact *c, const char *key, const char *value)
{
	struct fail f;

	if (value != NULL && contact_set(front->pool, c, key, value, &f) != 0)
		front_die(front, &f);
}

/* ---- list, show ---- */

static int
list_one(void *arg, const struct contact *c)
{
	print(arg, c);
	return 0;
}

static int
list(struct front *front, const struct book_contact_options *want)
{
	struct contact_query q = { 0 };
	struct store *store = desk_store(front, STORE_READ);
	struct fail f;

	if (want->owner != NULL) {
		q.owner_id = owner_id(front, store, want->owner);
		q.unowned = q.owner_id == 0;
	}
	front_emit(front, columns);
	if (contact_each(store, &q, front->pool, list_one, front, &f) != 0)
		front_die(front, &f);
	store_close(store);
	return 0;
}

static int
show(struct front *front, int argc, char **argv)
{
	struct store *store = desk_store(front, STORE_READ);
	int i, good = 0;

	for (i = 0; i < argc; i++) {
		struct contact c = { 0 };
		struct fail f;

		if (contact_find(store, argv[i], front->pool, &c, &f) != 1) {
			front_error(front, &f);
			continue;
		}
		good++;
		print(front, &c);
	}
	store_close(store);
	return front->status != 0 && good > 0 ? EXIT_PARTIAL : front->status;
}

/* ---- add, set, owner ---- */

static int
add(struct front *front, const struct book_contact_options *want,
	const char *email)
{
	struct contact c = { 0 };
	struct store *store;

	set(front, &c, "email", email);
	set(front, &c, "name", want->name);
	set(front, &c, "company", want->company);
	set(front, &c, "phone", want->phone);
	set(front, &c, "lifecycle",
		want->lifecycle != NULL ? want->lifecycle : "lead");
	if (front->zone_given)
		c.time_zone = zone_name(front->zone);
	if (front->language_given)
		c.language = front->language;
	store = desk_begin(front);
	if (want->owner != NULL)
		c.owner_id = owner_id(front, store, want->owner);
	save(front, store, &c);
	say(front, "added", &c);
	desk_finish(front, store);
	return 0;
}

static int
change(struct front *front, int argc, char **argv)
{
	struct store *store;
	struct contact c;
	int i;

	for (i = 1; i < argc; i++)
		if (strchr(argv[i], '=') == NULL)
			desk_usage(front, "set CONTACT KEY=VALUE...");
	store = desk_begin(front);
	find(front, store, argv[0], &c);
	for (i = 1; i < argc; i++) {
		const char *value = strchr(argv[i], '=') + 1;
		char *key = pool_strn(
			front->pool, argv[i], (size_t)(value - 1 - argv[i]));

		if (strcmp(key, "owner") == 0)
			c.owner_id = owner_id(front, store, value);
		else
			set(front, &c, key, value);
	}
	save(front, store, &c);
	say(front, "changed", &c);
	desk_finish(front, store);
	return 0;
}

static int
owner(struct front *front, int argc, char **argv)
{
	struct store *store = desk_begin(front);
	int64_t id = owner_id(front, store, argv[argc - 1]);
	struct contact c;
	int i;

	for (i = 0; i < argc - 1; i++) {
		find(front, store, argv[i], &c);
		c.owner_id = id;
		save(front, store, &c);
		front_say(front, "%sc_%" PRId64 ", %s is now %s%s",
			front->dry_run ? "not kept: " : "", c.id, c.email,
			id != 0 ? c.owner_email : "nobody", "'s");
	}
	desk_finish(front, store);
	return 0;
}

int
desk_book_contact(struct front *front, const struct book_contact_options *want,
	int argc, char **argv)
{
	const char *verb = argc > 0 ? argv[0] : "";
	bool more = want->name != NULL || want->company != NULL ||
		    want->phone != NULL || want->lifecycle != NULL;

	if ((more && strcmp(verb, "add") != 0) ||
		(want->owner != NULL && strcmp(verb, "add") != 0 &&
			strcmp(verb, "list") != 0))
		desk_usage(front, "options are add's (--owner list's, too): "
				  "set takes KEY=VALUE");
	if (argc == 1 && strcmp(verb, "list") == 0)
		return list(front, want);
	if (argc >= 2 && strcmp(verb, "show") == 0)
		return show(front, argc - 1, argv + 1);
	if (argc == 2 && strcmp(verb, "add") == 0)
		return add(front, want, argv[1]);
	if (argc >= 3 && strcmp(verb, "set") == 0)
		return change(front, argc - 1, argv + 1);
	if (argc >= 3 && strcmp(verb, "owner") == 0)
		return owner(front, argc - 1, argv + 1);
	desk_usage(front, "list, show CONTACT..., add EMAIL, set CONTACT "
			  "KEY=VALUE..., or owner CONTACT... USER|none");
	return EXIT_USAGE;
}
