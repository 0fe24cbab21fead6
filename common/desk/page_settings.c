#include "desk/page.h"

#include "engine/page.h"
#include "engine/page_rule.h"
#include "flow/page_who.h"
#include "store/booking.h"
#include "store/calendar.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/schedule.h"
#include "store/user.h"
#include "wire/page_json.h"

#include <string.h>

/* The verbs that keep the settings of pages. */

static const char *const setting_keys[PAGE_SETTINGS] = { "title", "description",
	"duration", "step", "offset", "hours", "timezone", "language", "notice",
	"horizon", "before", "after", "gap", "location", "links", "max-age",
	"schedule" };

static const char columns[] =
	"slug,title,state,kind,owner,durations,rotation,url";

static int
connected(void *arg, const struct calendar *c)
{
	(void)c;
	*(bool *)arg = true;
	return 1;
}

/* Whether none of the page's hosts has a calendar (R10); rooms do not count. */
static bool
is_offline(struct front *front, struct store *store, const struct page *p)
{
	struct user_ids all = { .pool = front->pool };
	bool any = false;
	struct fail f;
	size_t i;

	if (page_people(store, p, front->now, &all, &f) != 0)
		front_die(front, &f);
	for (i = 0; i < all.n && !any; i++) {
		struct user u = { 0 };

		if (user_load(store, all.v[i], front->pool, &u, &f) != 1)
			front_die(front, &f);
		if (!u.room)
			calendar_each(store, all.v[i], true, front->pool,
				connected, &any, &f);
	}
	return !any;
}

static void
print_page(struct front *front, struct store *store, const struct page *page)
{
	struct user owner = { 0 };
	struct page p = *page;
	const char *rooms;
	struct fail f;

	if (user_load(store, p.user_id, front->pool, &owner, &f) != 1)
		front_die(front, &f);
	p.who = page_hosts_text(front->pool, &p, owner.slug);
	rooms = page_rooms_text(front->pool, &p);
	if (*rooms != '\0')
		p.who = pool_printf(front->pool, "%s+%s", p.who, rooms);
	page_write(front_emit(front, columns), &p,
		p.time_zone != NULL ? p.time_zone : owner.time_zone,
		is_offline(front, store, &p),
		config_get(front->config, "page.url"));
}

/* A schedule that none of its hosts has is a slip of the pen. */
static void
need_schedule(struct front *front, struct store *store, const struct page *p)
{
	bool one = strcmp(p->kind, "user") == 0;
	struct schedule s;
	struct fail f;
	int rc;

	if (p->schedule == NULL)
		return;
	rc = schedule_known(store, one ? p->user_id : 0, p->schedule, &f);
	if (rc == 0)
		rc = schedule_find(store, one ? p->user_id : 0, p->schedule,
			front->pool, &s, &f);
	if (rc != 1)
		front_die(front, &f);
}

/* Saves, prints the page as it is now, commits; or only prints with -n. */
static void
save_page(struct front *front, struct store *store, struct page *p,
	const int64_t *hosts, size_t n, const char *action, const char *said)
{
	struct page now = { 0 };
	struct fail f;

	p->updated_at = front->now;
	need_schedule(front, store, p);
	if (page_check(p, &f) != 0 ||
		page_rooms_check(store, p, front->pool, &f) != 0 ||
		page_save(store, p, hosts, n, front->now, &f) != 0 ||
		audit_add(store, front->now, action, p->slug, NULL, &f) != 0)
		front_die(front, &f);
	if (page_find(store, p->slug, front->pool, &now, &f) != 1)
		front_die(front, &f);
	print_page(front, store, &now);
	desk_finish(front, store);
	front_say(front, "%s%s page %s", front->dry_run ? "rehearsed: " : "",
		said, p->slug);
}

/* ---- hosts ---- */

static char *
more(struct front *front, char *text, const char *part)
{
	return pool_printf(
		front->pool, "%s%s%s", text, *text != '\0' ? "+" : "", part);
}

/* --group ada,bo and --rotation sales,2:tech as one text: "ada+bo+@sales+..."
 * (engine/who.h); of --group 2:ada,bo,cy two are enough. */
static char *
hosts_wanted(struct front *front, const struct page_options *want)
{
	char *text =
		pool_str(front->pool, want->hosts != NULL ? want->hosts : "");
	struct strs names = { 0 };
	size_t i, digits;

	if (want->group != NULL && strchr(want->group, ':') != NULL)
		text = more(front, text, want->group);
	else if (want->group != NULL)
		strs_split(front->pool, &names, want->group, ',');
	for (i = 0; i < names.n; i++)
		text = more(front, text, names.v[i]);
	names.n = 0;
	if (want->rotation != NULL)
		strs_split(front->pool, &names, want->rotation, ',');
	for (i = 0; i < names.n; i++) {
		const char *name = names.v[i];

		digits = strspn(name, "0123456789");
		digits = digits > 0 && name[digits] == ':' ? digits + 1 : 0;
		text = more(front, text,
			pool_printf(front->pool, "%.*s%s%s", (int)digits, name,
				name[digits] == '@' ? "" : "@", name + digits));
	}
	if (*text == '\0')
		text = pool_str(front->pool, want->user);
	return text;
}

static char *
slug_of(struct front *front, const char *text)
{
	size_t n = strlen(text), i;
	char *slug;

	while (n > 0 && text[n - 1] == '/')
		n--;
	while (n > 0 && *text == '/') {
		text++;
		n--;
	}
	slug = pool_strn(front->pool, text, n);
	for (i = 0; i < n; i++)
		if (slug[i] >= 'A' && slug[i] <= 'Z')
			slug[i] = (char)(slug[i] + 'a' - 'A');
	return slug;
}

int
desk_page_create(struct front *front, const struct page_options *want, int argc,
	char **argv)
{
	int64_t *hosts = NULL;
	struct user owner = { 0 };
	struct store *store;
	struct page p, there;
	size_t n = 0, i;
	struct fail f;

	if (argc != 1)
		desk_usage(front, "name one page");
	if (want->hosts != NULL &&
		(want->group != NULL || want->rotation != NULL))
		desk_usage(front, "--hosts says what --group and --rotation "
				  "say: one of them");
	if (want->user == NULL && want->group == NULL &&
		want->rotation == NULL && want->hosts == NULL)
		desk_usage(front, "name its host: --user, --rotation, --group "
				  "or --hosts");
	page_init(&p);
	p.slug = slug_of(front, argv[0]);
	for (i = 0; i < PAGE_SETTINGS; i++)
		if (want->set[i] != NULL &&
			page_set(front->pool, &p, setting_keys[i], want->set[i],
				&f) != 0)
			front_die(front, &f);
	for (i = 0; i < page_rule_keys_n; i++)
		if (want->rule[i] != NULL &&
			page_rule_set(front->pool, &p, page_rule_keys[i],
				want->rule[i], &f) != 0)
			front_die(front, &f);
	store = desk_begin(front);
	memset(&there, 0, sizeof(there));
	if (page_find(store, p.slug, front->pool, &there, &f) == 1 &&
		strcmp(there.state, "deleted") != 0) {
		fail(&f, EXIT_REFUSED, "page %s: there already", p.slug);
		fail_hint(&f, "mtg-page edit %s key=value", p.slug);
		front_die(front, &f);
	}
	if (want->user != NULL &&
		user_find(store, want->user, front->pool, &owner, &f) != 1)
		front_die(front, &f);
	if (page_hosts_set(store, &p, hosts_wanted(front, want), owner.id,
		    front->pool, &hosts, &n, &f) != 0 ||
		(want->rooms != NULL && page_rooms_set(store, &p, want->rooms,
						front->pool, &f) != 0))
		front_die(front, &f);
	if (page_owner_find(store, &p, front->pool, &f) != 0)
		front_die(front, &f);
	if (owner.id == 0 &&
		user_load(store, p.user_id, front->pool, &owner, &f) != 1)
		front_die(front, &f);
	p.created_at = front->now;
	if (p.title == NULL)
		p.title = pool_printf(front->pool, "Meeting with %s",
			p.rotation != NULL ? p.rotation : owner.name);
	save_page(front, store, &p, hosts, n, "page.create", "created");
	return 0;
}

/* hosts= and rooms= ask the store who that is. */
static bool
set_people(struct front *front, struct store *store, struct page *p,
	const char *key, const char *value, int64_t **hosts, size_t *n)
{
	struct fail f;
	int rc;

	if (strcmp(key, "hosts") == 0)
		rc = page_hosts_set(
			store, p, value, 0, front->pool, hosts, n, &f);
	else if (strcmp(key, "rooms") == 0)
		rc = page_rooms_set(store, p, value, front->pool, &f);
	else
		return false;
	if (rc != 0)
		front_die(front, &f);
	return true;
}

int
desk_page_edit(struct front *front, int argc, char **argv)
{
	int64_t *hosts = NULL;
	struct page p = { 0 };
	struct store *store;
	size_t n = 0;
	struct fail f;
	char *key, *eq;
	int i;

	if (argc < 2)
		desk_usage(front,
			"name the page and what to change, as notice=2h");
	store = desk_begin(front);
	desk_page(front, store, argv[0], &p);
	if (page_hosts(store, p.id, front->pool, &hosts, &n, &f) != 0)
		front_die(front, &f);
	for (i = 1; i < argc; i++) {
		if ((eq = strchr(argv[i], '=')) == NULL) {
			fail(&f, EXIT_USAGE, "edit: '%s' is not key=value",
				argv[i]);
			front_die(front, &f);
		}
		key = pool_strn(front->pool, argv[i], (size_t)(eq - argv[i]));
		if (!set_people(front, store, &p, key, eq + 1, &hosts, &n) &&
			page_set(front->pool, &p, key, eq + 1, &f) != 0)
			front_die(front, &f);
	}
	save_page(front, store, &p, hosts, n, "page.edit", "changed");
	return 0;
}

struct pages {
	struct pool *pool;
	struct page *v;
	size_t n, cap;
};

static int
keep(void *arg, const struct page *p)
{
	struct pages *all = arg;

	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *p;
	return 0;
}

int
desk_page_list(struct front *front, const struct page_options *want, int argc,
	char **argv)
{
	struct pages all = { .pool = front->pool };
	struct user owner = { 0 };
	struct store *store;
	struct fail f;
	size_t i;

	(void)argv;
	if (argc != 0)
		desk_usage(front, "takes no operand");
	store = desk_store(front, STORE_READ);
	if (want->owner != NULL &&
		user_find(store, want->owner, front->pool, &owner, &f) != 1)
		front_die(front, &f);
	if (page_each(store, owner.id, front->pool, keep, &all, &f) < 0)
		front_die(front, &f);
	for (i = 0; i < all.n; i++)
		print_page(front, store, &all.v[i]);
	store_close(store);
	return 0;
}

int
desk_page_show(struct front *front, int argc, char **argv)
{
	struct store *store;
	int i;

	if (argc < 1)
		desk_usage(front, "name the pages");
	store = desk_store(front, STORE_READ);
	for (i = 0; i < argc; i++) {
		struct page p = { 0 };

		desk_page(front, store, argv[i], &p);
		print_page(front, store, &p);
	}
	store_close(store);
	return 0;
}

/* enable, disable and delete: one transaction for all that are named. */
static int
set_state(struct front *front, int argc, char **argv, const char *state,
	const char *action)
{
	struct store *store;
	struct fail f;
	int i;

	store = desk_begin(front);
	for (i = 0; i < argc; i++) {
		struct page p = { 0 };
		int64_t *hosts = NULL;
		size_t n = 0;

		desk_page(front, store, argv[i], &p);
		p.state = state;
		p.updated_at = front->now;
		if (page_hosts(store, p.id, front->pool, &hosts, &n, &f) != 0 ||
			page_save(store, &p, hosts, n, front->now, &f) != 0 ||
			audit_add(store, front->now, action, p.slug, NULL,
				&f) != 0)
			front_die(front, &f);
		print_page(front, store, &p);
	}
	desk_finish(front, store);
	for (i = 0; i < argc; i++)
		front_say(front, "%s%s: %s",
			front->dry_run ? "rehearsed: " : "", argv[i], state);
	return 0;
}

int
desk_page_enable(struct front *front, int argc, char **argv)
{
	if (argc < 1)
		desk_usage(front, "name the pages");
	return set_state(front, argc, argv, "enabled", "page.enable");
}

int
desk_page_disable(struct front *front, int argc, char **argv)
{
	if (argc < 1)
		desk_usage(front, "name the pages");
	return set_state(front, argc, argv, "disabled", "page.disable");
}

int
desk_page_delete(struct front *front, int argc, char **argv)
{
	if (argc < 1)
		desk_usage(front, "name the pages");
	if (!front->dry_run &&
		!front_confirm(front, "delete page %s%s? meetings stay",
			argv[0], argc > 1 ? " and the others" : ""))
		return 0;
	return set_state(front, argc, argv, "deleted", "page.delete");
}
