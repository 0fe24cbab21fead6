/* mtg-page: scheduling pages, their settings, links and templates. */
#include "engine/page.h"
#include "engine/page_rule.h"
#include "desk/desk.h"
#include "desk/lint.h"
#include "store/booking.h"
#include "store/calendar.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/schedule.h"
#include "store/user.h"
#include "when/timeword.h"
#include "wire/locale.h"
#include "wire/page_json.h"
#include "wire/record_in.h"
#include "wire/template.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { HOSTS_MAX = 100, TEMPLATE_MAX = 256 * 1024 };

static struct front front;

static struct {
	const char *user, *rotation, *group;
	/* settings, in the order of setting_keys */
	const char *set[17];
	const char *rule[16]; /* in that of page_rule_keys */
	const char *owner, *days;
	const char *contact, *start, *duration;
	struct strs utm;
} want;

static const char *const setting_keys[] = { "title", "description", "duration",
	"step", "offset", "hours", "timezone", "language", "notice", "horizon",
	"before", "after", "gap", "location", "links", "max-age", "schedule" };

static const char columns[] =
	"slug,title,state,kind,owner,durations,rotation,url";

static int
connected(void *arg, const struct calendar *c)
{
	(void)c;
	*(bool *)arg = true;
	return 1;
}

/* Whether none of the page's hosts has a calendar (R10). */
static bool
is_offline(struct store *store, const struct page *p)
{
	struct members members = { 0 };
	int64_t *ids = NULL;
	bool any = false;
	struct fail f;
	size_t n = 0, i;

	if (strcmp(p->kind, "rotation") == 0) {
		if (members_load(store, p->rotation_id, 0, front.pool, &members,
			    &f) != 0)
			front_die(&front, &f);
	} else if (strcmp(p->kind, "group") == 0 &&
		   page_hosts(store, p->id, front.pool, &ids, &n, &f) != 0) {
		front_die(&front, &f);
	}
	for (i = 0; i < members.n && !any; i++)
		calendar_each(store, members.v[i].user_id, true, front.pool,
			connected, &any, &f);
	for (i = 0; i < n && !any; i++)
		calendar_each(
			store, ids[i], true, front.pool, connected, &any, &f);
	if (strcmp(p->kind, "user") == 0)
		calendar_each(store, p->user_id, true, front.pool, connected,
			&any, &f);
	return !any;
}

static void
print_page(struct store *store, const struct page *p)
{
	const char *zone = p->time_zone;
	struct user owner = { 0 };
	struct fail f;

	if (zone == NULL) {
		if (user_load(store, p->user_id, front.pool, &owner, &f) != 1)
			front_die(&front, &f);
		zone = owner.time_zone;
	}
	page_write(front_emit(&front, columns), p, zone, is_offline(store, p),
		config_get(front.config, "page.url"));
}

/* A schedule that none of its hosts has is a slip of the pen. */
static void
need_schedule(struct store *store, const struct page *p)
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
			front.pool, &s, &f);
	if (rc != 1)
		front_die(&front, &f);
}

/* Saves, prints the page as it is now, commits; or only prints with -n. */
static void
save_page(struct store *store, struct page *p, const int64_t *hosts, size_t n,
	const char *action, const char *said)
{
	struct page now = { 0 };
	struct fail f;

	p->updated_at = front.now;
	need_schedule(store, p);
	if (page_check(p, &f) != 0 ||
		page_save(store, p, hosts, n, front.now, &f) != 0 ||
		audit_add(store, front.now, action, p->slug, NULL, &f) != 0)
		front_die(&front, &f);
	if (page_find(store, p->slug, front.pool, &now, &f) != 1)
		front_die(&front, &f);
	print_page(store, &now);
	desk_finish(&front, store);
	front_say(&front, "%s%s page %s", front.dry_run ? "rehearsed: " : "",
		said, p->slug);
}

/* The hosts of --group; the first is the owner unless --user names one. */
static size_t
read_group(struct store *store, int64_t *ids, struct user *owner)
{
	struct strs names = { 0 };
	struct user u;
	struct fail f;
	size_t i, k;

	strs_split(front.pool, &names, want.group, ',');
	if (names.n == 0)
		desk_usage(&front, "--group: name its hosts, as ada,bo");
	if (names.n > HOSTS_MAX)
		desk_usage(&front, "--group: more than 100 hosts");
	for (i = 0; i < names.n; i++) {
		memset(&u, 0, sizeof(u));
		if (user_find(store, names.v[i], front.pool, &u, &f) != 1)
			front_die(&front, &f);
		for (k = 0; k < i; k++)
			if (ids[k] == u.id)
				desk_usage(&front,
					"--group: a host stands there twice");
		ids[i] = u.id;
		if (i == 0 && owner->id == 0)
			*owner = u;
	}
	return names.n;
}

/* The first member of a rotation owns its page unless --user names one. */
static void
read_rotation(struct store *store, struct page *p, struct user *owner)
{
	struct members members = { 0 };
	struct rotation r = { 0 };
	struct fail f;

	if (rotation_find(store,
		    *want.rotation == '@' ? want.rotation + 1 : want.rotation,
		    front.pool, &r, &f) != 1)
		front_die(&front, &f);
	p->rotation_id = r.id;
	p->rotation = r.name;
	if (owner->id != 0)
		return;
	if (members_load(store, r.id, 0, front.pool, &members, &f) != 0)
		front_die(&front, &f);
	if (members.n == 0)
		desk_usage(&front, "the rotation has no members yet: name an "
				   "owner with --user");
	if (user_load(store, members.v[0].user_id, front.pool, owner, &f) != 1)
		front_die(&front, &f);
}

static char *
slug_of(const char *text)
{
	size_t n = strlen(text), i;
	char *slug;

	while (n > 0 && text[n - 1] == '/')
		n--;
	while (n > 0 && *text == '/') {
		text++;
		n--;
	}
	slug = pool_strn(front.pool, text, n);
	for (i = 0; i < n; i++)
		if (slug[i] >= 'A' && slug[i] <= 'Z')
			slug[i] = (char)(slug[i] + 'a' - 'A');
	return slug;
}

static int
create(int argc, char **argv)
{
	int64_t hosts[HOSTS_MAX];
	struct user owner = { 0 };
	struct store *store;
	struct page p, there;
	size_t n = 0, i;
	struct fail f;

	if (argc != 1)
		desk_usage(&front, "name one page");
	if ((want.group != NULL) + (want.rotation != NULL) > 1)
		desk_usage(&front, "--group and --rotation exclude each other");
	if (want.user == NULL && want.group == NULL && want.rotation == NULL)
		desk_usage(
			&front, "name its host: --user, --rotation or --group");
	page_init(&p);
	p.slug = slug_of(argv[0]);
	for (i = 0; i < 17; i++)
		if (want.set[i] != NULL &&
			page_set(front.pool, &p, setting_keys[i], want.set[i],
				&f) != 0)
			front_die(&front, &f);
	for (i = 0; i < page_rule_keys_n; i++)
		if (want.rule[i] != NULL &&
			page_rule_set(front.pool, &p, page_rule_keys[i],
				want.rule[i], &f) != 0)
			front_die(&front, &f);
	store = desk_begin(&front);
	memset(&there, 0, sizeof(there));
	if (page_find(store, p.slug, front.pool, &there, &f) == 1 &&
		strcmp(there.state, "deleted") != 0) {
		fail(&f, EXIT_REFUSED, "page %s: there already", p.slug);
		fail_hint(&f, "mtg-page edit %s key=value", p.slug);
		front_die(&front, &f);
	}
	if (want.user != NULL &&
		user_find(store, want.user, front.pool, &owner, &f) != 1)
		front_die(&front, &f);
	p.kind = "user";
	if (want.group != NULL) {
		p.kind = "group";
		n = read_group(store, hosts, &owner);
	} else if (want.rotation != NULL) {
		p.kind = "rotation";
		read_rotation(store, &p, &owner);
	}
	p.user_id = owner.id;
	p.created_at = front.now;
	if (p.title == NULL)
		p.title = pool_printf(front.pool, "Meeting with %s",
			want.rotation != NULL ? p.rotation : owner.name);
	save_page(store, &p, hosts, n, "page.create", "created");
	return 0;
}

static int
edit(int argc, char **argv)
{
	int64_t *hosts = NULL;
	struct page p = { 0 };
	struct store *store;
	size_t n = 0;
	struct fail f;
	char *key, *eq;
	int i;

	if (argc < 2)
		desk_usage(&front,
			"name the page and what to change, as notice=2h");
	store = desk_begin(&front);
	desk_page(&front, store, argv[0], &p);
	if (page_hosts(store, p.id, front.pool, &hosts, &n, &f) != 0)
		front_die(&front, &f);
	for (i = 1; i < argc; i++) {
		if ((eq = strchr(argv[i], '=')) == NULL) {
			fail(&f, EXIT_USAGE, "edit: '%s' is not key=value",
				argv[i]);
			front_die(&front, &f);
		}
		key = pool_strn(front.pool, argv[i], (size_t)(eq - argv[i]));
		if (page_set(front.pool, &p, key, eq + 1, &f) != 0)
			front_die(&front, &f);
	}
	save_page(store, &p, hosts, n, "page.edit", "changed");
	return 0;
}

struct pages {
	struct page *v;
	size_t n, cap;
};

static int
keep(void *arg, const struct page *p)
{
	struct pages *all = arg;

	all->v = pool_grow(
		front.pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *p;
	return 0;
}

static int
list(int argc, char **argv)
{
	struct pages all = { 0 };
	struct user owner = { 0 };
	struct store *store;
	struct fail f;
	size_t i;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand");
	store = desk_store(&front, STORE_READ);
	if (want.owner != NULL &&
		user_find(store, want.owner, front.pool, &owner, &f) != 1)
		front_die(&front, &f);
	if (page_each(store, owner.id, front.pool, keep, &all, &f) < 0)
		front_die(&front, &f);
	for (i = 0; i < all.n; i++)
		print_page(store, &all.v[i]);
	store_close(store);
	return 0;
}

static int
show(int argc, char **argv)
{
	struct store *store;
	int i;

	if (argc < 1)
		desk_usage(&front, "name the pages");
	store = desk_store(&front, STORE_READ);
	for (i = 0; i < argc; i++) {
		struct page p = { 0 };

		desk_page(&front, store, argv[i], &p);
		print_page(store, &p);
	}
	store_close(store);
	return 0;
}

/* enable, disable and delete: one transaction for all that are named. */
static int
set_state(int argc, char **argv, const char *state, const char *action)
{
	struct store *store;
	struct fail f;
	int i;

	store = desk_begin(&front);
	for (i = 0; i < argc; i++) {
		struct page p = { 0 };
		int64_t *hosts = NULL;
		size_t n = 0;

		desk_page(&front, store, argv[i], &p);
		p.state = state;
		p.updated_at = front.now;
		if (page_hosts(store, p.id, front.pool, &hosts, &n, &f) != 0 ||
			page_save(store, &p, hosts, n, front.now, &f) != 0 ||
			audit_add(store, front.now, action, p.slug, NULL, &f) !=
				0)
			front_die(&front, &f);
		print_page(store, &p);
	}
	desk_finish(&front, store);
	for (i = 0; i < argc; i++)
		front_say(&front, "%s%s: %s",
			front.dry_run ? "rehearsed: " : "", argv[i], state);
	return 0;
}

static int
enable(int argc, char **argv)
{
	if (argc < 1)
		desk_usage(&front, "name the pages");
	return set_state(argc, argv, "enabled", "page.enable");
}

static int
disable(int argc, char **argv)
{
	if (argc < 1)
		desk_usage(&front, "name the pages");
	return set_state(argc, argv, "disabled", "page.disable");
}

static int delete (int argc, char **argv)
{
	if (argc < 1)
		desk_usage(&front, "name the pages");
	if (!front.dry_run &&
		!front_confirm(&front, "delete page %s%s? meetings stay",
			argv[0], argc > 1 ? " and the others" : ""))
		return 0;
	return set_state(argc, argv, "deleted", "page.delete");
}

static int
lint(int argc, char **argv)
{
	return desk_lint(&front, want.days, argc, argv);
}

/* ---- link ---- */

static void
html(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		if (strchr("<>&\"'", *s) != NULL)
			fprintf(to, "&#%d;", *s);
		else
			fputc(*s, to);
}

static char *
link_url(const struct page *p, const char *base)
{
	char *url = page_url(front.pool, base, p->slug);
	char text[INSTANT_TEXT];
	struct timeword at;
	struct fail f;
	size_t i;

	if (want.start != NULL) {
		if (timeword_read(want.start, "--start", front.now, front.zone,
			    &at, &f) != 0)
			front_die(&front, &f);
		url = url_add(
			front.pool, url, "start", instant_write(at.at, text));
	}
	if (want.duration != NULL)
		url = url_add(front.pool, url, "d", want.duration);
	if (want.contact != NULL) {
		if (!email_valid(want.contact))
			desk_usage(&front, "--contact: not an e-mail address");
		url = url_add(front.pool, url, "email", want.contact);
	}
	for (i = 0; i < want.utm.n; i++) {
		const char *eq = strchr(want.utm.v[i], '=');
		char *key;

		if (eq == NULL || eq == want.utm.v[i])
			desk_usage(&front, "--utm: as campaign=dec");
		key = pool_printf(front.pool, "%s%.*s",
			strncmp(want.utm.v[i], "utm_", 4) == 0 ? "" : "utm_",
			(int)(eq - want.utm.v[i]), want.utm.v[i]);
		url = url_add(front.pool, url, key, eq + 1);
	}
	return url;
}

static int
link_page(int argc, char **argv)
{
	const char *base = config_get(front.config, "page.url");
	struct page p = { 0 };
	struct store *store;
	struct emit *e;
	struct fail f;
	char *url;

	front_formats(&front, "text,html,markdown");
	if (argc != 1)
		desk_usage(&front, "name one page");
	if (base == NULL) {
		fail(&f, EXIT_CONFIG,
			"page.url is not set, so no link can be made");
		fail_hint(&f, "[page] url = https://meet.example.com in "
			      "~/.config/mtg/config");
		front_die(&front, &f);
	}
	store = desk_store(&front, STORE_READ);
	desk_page(&front, store, argv[0], &p);
	url = link_url(&p, base);
	switch (front.format) {
	case FORMAT_TEXT:
	case FORMAT_TABLE:
		fprintf(front.out, "%s\n", url);
		break;
	case FORMAT_HTML:
		fputs("<a href=\"", front.out);
		html(front.out, url);
		fputs("\">", front.out);
		html(front.out, p.title);
		fputs("</a>\n", front.out);
		break;
	case FORMAT_MARKDOWN:
		fprintf(front.out, "[%s](%s)\n", p.title, url);
		break;
	default:
		e = front_emit(&front, "page,url");
		emit_begin(e, "link", url);
		emit_str(e, "page", p.slug);
		emit_str(e, "title", p.title);
		emit_str(e, "url", url);
		emit_end(e);
	}
	store_close(store);
	return 0;
}

/* ---- template ---- */

static char *
read_template(const char *name)
{
	char *text = pool_zero(front.pool, TEMPLATE_MAX + 2);
	struct fail f;
	FILE *from;
	size_t n;

	if ((from = fopen(name, "r")) == NULL) {
		fail(&f, EXIT_IO, "%s: %s", name, strerror(errno));
		front_die(&front, &f);
	}
	n = fread(text, 1, TEMPLATE_MAX + 1, from);
	if (ferror(from))
		fail(&f, EXIT_IO, "%s: %s", name, strerror(errno));
	else if (n > TEMPLATE_MAX)
		fail(&f, EXIT_BAD_DATA, "%s: larger than 256 KB", name);
	else if (memchr(text, '\0', n) != NULL)
		fail(&f, EXIT_BAD_DATA, "%s: holds a NUL byte", name);
	else {
		fclose(from);
		return text;
	}
	front_die(&front, &f);
}

/* Renders once for each record on stdin; once with nothing when there is none.
 */
static int
render(const char *file)
{
	const char *dot = strrchr(file, '.');
	struct template_how how = {
		.html = dot != NULL &&
			(strcmp(dot, ".html") == 0 || strcmp(dot, ".htm") == 0),
		.language = front.language,
		.zone = front.zone_given ? front.zone : NULL,
	};
	struct json_object *record;
	struct record_in *in;
	struct template *t;
	struct fail f;
	long n = 0;
	int rc;

	if ((t = template_read(front.pool, read_template(file), file, &f)) ==
		NULL)
		front_die(&front, &f);
	in = record_in_new(front.pool, stdin, "stdin");
	while ((rc = record_in_next(in, &record, &f)) == 1) {
		n++;
		if (template_write(front.out, t, record, &how, &f) != 0)
			front_die(&front, &f);
	}
	if (rc != 0)
		front_die(&front, &f);
	record_in_free(in);
	return n == 0 ? EXIT_NONE : 0;
}

static int
check_templates(int argc, char **argv)
{
	struct fail f;
	int i;

	for (i = 0; i < argc; i++)
		if (template_read(front.pool, read_template(argv[i]), argv[i],
			    &f) == NULL)
			front_error(&front, &f);
	return front.status;
}

static int template(int argc, char **argv)
{
	if (argc >= 2 && strcmp(argv[0], "check") == 0)
		return check_templates(argc - 1, argv + 1);
	if ((argc == 2 || (argc == 3 && strcmp(argv[2], "-") == 0)) &&
		strcmp(argv[0], "render") == 0) {
		if (argc == 2 && isatty(STDIN_FILENO))
			desk_usage(&front, "render reads records from stdin");
		return render(argv[1]);
	}
	desk_usage(&front, "check FILE... or render FILE [-]");
	return EXIT_USAGE;
}

static const struct opt create_opts[] = {
	{ OPT_TEXT, 0, "user", "U",
		"its host; the owner of a group's or rotation's page",
		&want.user },
	{ OPT_TEXT, 0, "rotation", "R", "one member of this rotation hosts",
		&want.rotation },
	{ OPT_TEXT, 0, "group", "U,U", "all of these host", &want.group },
	{ OPT_TEXT, 0, "title", "TEXT", "what the meeting is called",
		&want.set[0] },
	{ OPT_TEXT, 0, "description", "TEXT", "shown in the invitation",
		&want.set[1] },
	{ OPT_TEXT, 'd', "duration", "D,D",
		"lengths to choose from; the first is usual", &want.set[2] },
	{ OPT_TEXT, 0, "step", "D", "grid of starts; the duration if not named",
		&want.set[3] },
	{ OPT_TEXT, 0, "offset", "D", "first start after the hour window's",
		&want.set[4] },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"'mon-fri 09:00-17:00'; the host's if not named",
		&want.set[5] },
	{ OPT_TEXT, 0, "timezone", "ZONE",
		"zone of the page; the owner's if not named", &want.set[6] },
	{ OPT_TEXT, 0, "language", "LL", "language of its mails",
		&want.set[7] },
	{ OPT_TEXT, 0, "notice", "D", "not sooner than this, 4h if not named",
		&want.set[8] },
	{ OPT_TEXT, 0, "horizon", "DAYS",
		"28, '10 business', '5 bookable' or two dates, a..b",
		&want.set[9] },
	{ OPT_TEXT, 0, "before", "D", "free time before a meeting",
		&want.set[10] },
	{ OPT_TEXT, 0, "after", "D", "free time after a meeting",
		&want.set[11] },
	{ OPT_TEXT, 0, "gap", "D", "free time between meetings",
		&want.set[12] },
	{ OPT_TEXT, 0, "location", "KIND:VALUE",
		"phone, address, video or text", &want.set[13] },
	{ OPT_TEXT, 0, "links", "on|off",
		"cancel and reschedule links in the event", &want.set[14] },
	{ OPT_TEXT, 0, "max-age", "D", "pull older calendars before a booking",
		&want.set[15] },
	{ OPT_TEXT, 0, "schedule", "NAME",
		"go by the hosts' schedule of that name", &want.set[16] },
	{ OPT_TEXT, 0, "cap", "CAPS",
		"at most so many meetings, as day:5,week:10h", &want.rule[0] },
	{ OPT_TEXT, 0, "booker-cap", "N",
		"at most so many to come for each booker", &want.rule[1] },
	{ OPT_TEXT, 0, "move-notice", "D",
		"moved only so long before the start", &want.rule[2] },
	{ OPT_TEXT, 0, "cancel-notice", "D",
		"cancelled only so long before the start", &want.rule[3] },
	{ OPT_TEXT, 0, "align", "clock", "count starts from the full hour",
		&want.rule[4] },
	{ OPT_TEXT, 0, "pack", "on|off",
		"also a start right behind each busy time", &want.rule[5] },
	{ OPT_TEXT, 0, "first-only", "on|off",
		"only the first start of each day", &want.rule[6] },
	{ OPT_TEXT, 0, "restrict", "HOURS",
		"only within these too, on the booker's clock", &want.rule[7] },
	{ OPT_TEXT, 0, "calendars", "C,C",
		"only these of their owners' are looked at", &want.rule[8] },
	{ OPT_TEXT, 0, "write", "C,C",
		"meetings go there, not to the default calendar",
		&want.rule[9] },
	{ OPT_TEXT, 0, "buffer-events", "on|off",
		"buffers stand in the calendar too", &want.rule[10] },
	{ OPT_END },
};
static const struct opt list_opts[] = {
	{ OPT_TEXT, 0, "owner", "U", "pages of this user", &want.owner },
	{ OPT_END },
};
static const struct opt lint_opts[] = {
	{ OPT_TEXT, 0, "days", "N", "look so many days ahead, 14 if not named",
		&want.days },
	{ OPT_END },
};
static const struct opt link_opts[] = {
	{ OPT_TEXT, 0, "contact", "E", "fill in this address", &want.contact },
	{ OPT_LIST, 0, "utm", "K=V",
		"tracking parameter, as campaign=dec; may be repeated",
		&want.utm },
	{ OPT_TEXT, 0, "start", "TIME", "with this time chosen", &want.start },
	{ OPT_TEXT, 'd', "duration", "MIN", "with this duration chosen",
		&want.duration },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "create", "SLUG", "make a page", NULL, create_opts, create, false },
	{ "edit", "SLUG KEY=VALUE...",
		"change settings, named as create's options", NULL, NULL, edit,
		false },
	{ "list", "", "list the pages", NULL, list_opts, list, false },
	{ "show", "SLUG...", "show pages", NULL, NULL, show, false },
	{ "enable", "SLUG...", "switch pages on", NULL, NULL, enable, false },
	{ "disable", "SLUG...", "switch pages off; settings stay", NULL, NULL,
		disable, false },
	{ "delete", "SLUG...", "delete pages; meetings stay", NULL, NULL,
		delete, false },
	{ "lint", "[SLUG...]", "find pages that nobody can book, and why", NULL,
		lint_opts, lint, false },
	{ "link", "SLUG", "print a page's link for a mail", NULL, link_opts,
		link_page, false },
	{ "template", "check FILE... | render FILE [-]",
		"check templates, or render records from stdin through one",
		NULL, NULL, template, false },
	{ .name = NULL },
};

static const struct program program = {
	.name = "mtg-page",
	.help = "keep the settings of scheduling pages",
	.examples = "mtg-page create demo --rotation sales --duration 15,30 "
		    "--title 'Product demo'\n"
		    "mtg-page link demo --contact pat@example.com --utm "
		    "campaign=dec -f html\n",
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return front_main(&front, &program, argc, argv);
}
