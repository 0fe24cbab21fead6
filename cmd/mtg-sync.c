/*
 * mtg-sync: people, their calendars, and everything that leaves the machine.
 *
 * It is built twice: mtg-sync without libcurl, and with MTG_NET as
 * mtg-sync-net, which the first one becomes when a server is to be spoken to.
 */
#include "engine/busy.h"
#include "flow/connect.h"
#include "flow/foreign.h"
#include "flow/offer.h"
#include "flow/repair.h"
#include "flow/secret.h"
#include "front/front.h"
#include "front/input.h"
#include "net/mail.h"
#include "store/booking.h"
#include "store/busy.h"
#include "store/outbox.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"
#include "when/duration.h"
#include "when/hours.h"
#include "when/timeword.h"
#include "wire/busy_ics.h"
#include "wire/locale.h"
#include "wire/people_json.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <termios.h>
#include <unistd.h>

static struct front front;
static char **words; /* argv, for mtg-sync-net */

static struct {
	const char *user, *url, *login, *name, *password_command, *calendar,
		*page, *from, *to, *ics, *timezone, *hours, *email, *language;
	struct strs owners;
	int64_t password_fd, grace, jobs, limit;
	bool available, full, check, repair, busy_only, all;
} want = { .password_fd = -1, .jobs = 4 };

/* ---- what all verbs need ---- */

#ifdef MTG_NET
static const struct provider *(*const find_provider)(
	const char *) = provider_find;
static const bool networked = true;
#else
static const struct provider *(*const find_provider)(
	const char *) = provider_find_local;
static const bool networked = false;
#endif

static void
usage(const char *verb, const char *what)
{
	struct fail f;

	fail(&f, EXIT_USAGE, "%s: %s", verb, what);
	fail_hint(&f, "mtg-sync %s --help", verb);
	front_die(&front, &f);
}

static struct store *
open_store(enum store_mode mode)
{
	struct store *store;
	struct fail f;

	if ((store = store_open(front_store_path(&front), mode, &f)) == NULL)
		front_die(&front, &f);
	if (store_warning(store) != NULL)
		front_warn(&front, "%s", store_warning(store));
	return store;
}

static struct store *
open_to_write(void)
{
	struct store *store = open_store(STORE_WRITE);
	struct fail f;

	if (store_begin(store, &f) != 0)
		front_die(&front, &f);
	return store;
}

/* Commits, or with -n forgets what was done only to show it. */
static void
finish(struct store *store)
{
	struct fail f;

	if (front.dry_run)
		store_rollback(store);
	else if (store_commit(store, &f) != 0)
		front_die(&front, &f);
	store_close(store);
}

static void
find_user(struct store *store, const char *name, struct user *u)
{
	struct fail f;

	if (user_find(store, name, front.pool, u, &f) != 1)
		front_die(&front, &f);
}

static void
find_calendar(struct store *store, const char *name, struct calendar *c)
{
	struct fail f;

	if (calendar_find(store, name, front.pool, c, &f) != 1)
		front_die(&front, &f);
}

static int64_t
max_stale(void)
{
	const char *text = config_get(front.config, "sync.max-stale");
	int64_t s = CALENDAR_MAX_STALE_S;
	struct fail f;

	if (text != NULL && duration_read(text, "sync.max-stale", &s, &f) != 0)
		front_die(&front, &f);
	return s;
}

static const char calendar_columns[] =
	"id,provider,role,selected,state,lastSync,outbox,error";

static void
print_calendar(const struct calendar *c)
{
	calendar_write(front_emit(&front, calendar_columns), c, front.now,
		max_stale());
}

struct calendars {
	struct calendar *v;
	size_t n, cap;
};

static int
keep_calendar(void *arg, const struct calendar *c)
{
	struct calendars *all = arg;

	all->v = pool_grow(
		front.pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *c;
	return 0;
}

static void
load_calendars(struct store *store, const char *user, bool selected,
	struct calendars *all)
{
	struct user u = { 0 };
	struct fail f;

	if (user != NULL)
		find_user(store, user, &u);
	if (calendar_each(store, u.id, selected, front.pool, keep_calendar, all,
		    &f) < 0)
		front_die(&front, &f);
}

static void
window(int64_t days, struct span *to)
{
	struct fail f;

	to->start = front.now;
	if (want.from != NULL && timeword_from(want.from, "--from", front.now,
					 front.zone, &to->start, &f) != 0)
		front_die(&front, &f);
	to->end = zone_day(front.zone, to->start, days);
	if (want.to != NULL && timeword_to(want.to, "--to", front.now,
				       front.zone, &to->end, &f) != 0)
		front_die(&front, &f);
	if (to->end <= to->start)
		usage(front.verb->name, "--to is not after --from");
}

/*
 * Becomes mtg-sync-net, with the same words, when a server is to be asked. It
 * stands beside us, or in the folder that it is installed to.
 */
static void
need_network(void)
{
	const char *name = MTG_LIBEXEC "/mtg-sync-net";
	char self[4096];
	struct fail f;
	ssize_t n;

	if (networked)
		return;
	n = readlink("/proc/self/exe", self, sizeof(self) - 16);
	if (n > 0) {
		self[n] = '\0';
		strcpy(strrchr(self, '/') + 1, "mtg-sync-net");
		execv(self, words);
	}
	execv(name, words);
	fail(&f, EXIT_CONFIG,
		"mtg-sync-net: not found beside mtg-sync nor in %s",
		MTG_LIBEXEC);
	front_die(&front, &f);
}

/* ---- telling ---- */

static void
on_change(void *arg, const struct change *c)
{
	struct emit *e = front_emit(&front, "calendar,action,start,uid");

	(void)arg;
	emit_begin(e, "change", c->uid);
	emit_str(e, "calendar", c->calendar);
	emit_str(e, "action", c->action);
	emit_str(e, "uid", c->uid);
	emit_time(e, "start", c->start);
	emit_end(e);
}

static void
on_problem(void *arg, const char *what, const struct fail *why)
{
	(void)arg;
	front_tell(&front, 2, "%s", what);
	front_error(&front, why);
}

static void
on_warning(void *arg, const char *line)
{
	(void)arg;
	front_warn(&front, "%s", line);
}

static void
on_trace(void *arg, const char *line)
{
	(void)arg;
	front_tell(&front, 2, "%s", line);
}

static void
on_progress(void *arg, const char *what, long done, long total)
{
	(void)arg;
	front_progress(&front, what, done, total);
}

#ifdef MTG_NET
static int
by_smtp(void *arg, const char *message, size_t len, const char *recipient,
	struct fail *f)
{
	const char *command = config_get(front.config, "mail.password-command");
	struct account a = { .secret_command = command };
	struct session s = { .pool = front.pool };
	struct strs to = { 0 };
	struct smtp smtp = { .to = &to };
	int rc;

	(void)arg;
	strs_split(front.pool, &to, recipient, ',');
	smtp.url = config_get(front.config, "mail.smtp");
	smtp.from = config_get(front.config, "mail.from");
	if (smtp.from == NULL)
		return fail(f, EXIT_CONFIG, "mail.smtp wants mail.from");
	s.login = config_get(front.config, "mail.login");
	if (secret_get(&a, &s.secret, f) != 0)
		return -1;
	rc = smtp_send(&s, &smtp, message, len, f);
	sync_session_end(&s);
	return rc;
}
#else
#define by_smtp NULL
#endif

static void
how_to_sync(struct sync_how *how)
{
	static struct book_how meetings;
	const char *command = config_get(front.config, "mail.command");
	const char *private = config_get(front.config, "sync.allow-private");
	const char *timeout = config_get(front.config, "sync.timeout");
	int64_t s = 0;
	struct fail f;

	memset(how, 0, sizeof(*how));
	if (timeout != NULL &&
		duration_read(timeout, "sync.timeout", &s, &f) != 0)
		front_die(&front, &f);
	meetings.notify.now = front.now;
	meetings.notify.url = config_get(front.config, "page.url");
	meetings.notify.from = config_get(front.config, "mail.from");
	meetings.notify.from_name = config_get(front.config, "mail.name");
	meetings.notify.language = front.language;
	meetings.max_stale_s = max_stale();
	how->book = &meetings;
	how->find = find_provider;
	how->now = front.now;
	how->full = want.full;
	how->jobs = want.jobs < 1 ? 1 : want.jobs > 32 ? 32 : (int)want.jobs;
	how->grace = (int)want.grace;
	how->timeout_s = (int)s;
	how->allow_private = private != NULL && strcmp(private, "true") == 0;
	how->mail_command = command != NULL ? command : "sendmail -t -i";
	how->smtp =
		config_get(front.config, "mail.smtp") != NULL ? by_smtp : NULL;
	how->change = on_change;
	how->problem = on_problem;
	how->warning = on_warning;
	how->trace = front.verbose > 1 ? on_trace : NULL;
	how->progress = on_progress;
}

/* ---- init, user ---- */

static int
init(int argc, char **argv)
{
	struct store *store;

	(void)argv;
	if (argc != 0)
		usage("init", "takes no operand");
	if (front.dry_run) {
		front_say(&front, "would make %s", front_store_path(&front));
		return 0;
	}
	store = open_store(STORE_WRITE);
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

/* Options onto a user; for `add` what is missing gets its usual value. */
static void
set_user(struct user *u)
{
	struct hours hours = { 0 };
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
			usage("user", "--language: en, da, de, es, fi, fr, it, "
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
	if (want.email != NULL) {
		u->email = pool_str(front.pool, want.email);
		lower((char *)u->email);
	}
	if (!email_valid(u->email))
		usage("user", "that is no e-mail address");
}

static const char user_columns[] = "slug,email,name,timeZone,hours";

static void
save_user(struct store *store, struct user *u, const char *action)
{
	struct fail f;

	if (user_save(store, u, &f) != 0 ||
		audit_add(store, front.now, action, u->email, NULL, &f) != 0)
		front_die(&front, &f);
	user_write(front_emit(&front, user_columns), u);
}

static void
add_user(char *email)
{
	struct user u = { .email = email, .role = "member", .pages_on = true };
	struct store *store;
	char *slug;
	size_t i;

	lower(email);
	u.time_zone = zone_name(front.zone);
	u.created_at = front.now;
	set_user(&u);
	slug = pool_strn(front.pool, email, strcspn(email, "@+"));
	for (i = 0; slug[i] != '\0'; i++)
		if (strchr("abcdefghijklmnopqrstuvwxyz0123456789._-",
			    slug[i]) == NULL)
			slug[i] = '-';
	u.slug = slug_valid(slug) ? slug : "user";
	if (u.name == NULL)
		u.name = pool_strn(front.pool, email, strcspn(email, "@"));
	store = open_to_write();
	save_user(store, &u, "user.add");
	finish(store);
	front_say(&front, "added %s", u.email);
}

static int
keep_user(void *arg, const struct user *u)
{
	(void)arg;
	user_write(front_emit(&front, user_columns), u);
	return 0;
}

static void
remove_users(int n, char **names)
{
	struct store *store;
	struct user u;
	int64_t coming;
	struct fail f;
	int i;

	if (!front.dry_run &&
		!front_confirm(&front,
			"remove user %s%s with calendars and events?", names[0],
			n > 1 ? " and others" : ""))
		return;
	store = open_to_write();
	for (i = 0; i < n; i++) {
		memset(&u, 0, sizeof(u));
		find_user(store, names[i], &u);
		coming = booking_count_upcoming(store, u.id, front.now);
		if (coming > 0) {
			fail(&f, EXIT_REFUSED,
				"user %s: %" PRId64 " meetings to come", u.slug,
				coming);
			fail_hint(&f, "mtg-book list --from now --user %s",
				u.slug);
			front_die(&front, &f);
		}
		user_write(front_emit(&front, user_columns), &u);
		if (user_remove(store, u.id, &f) != 0 ||
			audit_add(store, front.now, "user.remove", u.email,
				NULL, &f) != 0)
			front_die(&front, &f);
	}
	finish(store);
	front_say(&front, "removed %s%s", names[0], n > 1 ? " and others" : "");
}

static int
user(int argc, char **argv)
{
	struct user u = { 0 };
	struct store *store;
	struct fail f;

	if (argc == 1 && strcmp(argv[0], "list") == 0) {
		store = open_store(STORE_READ);
		if (user_each(store, front.pool, keep_user, NULL, &f) < 0)
			front_die(&front, &f);
		store_close(store);
	} else if (argc == 2 && strcmp(argv[0], "add") == 0) {
		add_user(argv[1]);
	} else if (argc == 2 && strcmp(argv[0], "set") == 0) {
		store = open_to_write();
		find_user(store, argv[1], &u);
		set_user(&u);
		save_user(store, &u, "user.set");
		/* the zone decides when days begin: all-day events move */
		if (want.timezone != NULL &&
			repair_user(store, u.id, front.now, &f) != 0)
			front_die(&front, &f);
		finish(store);
		front_say(&front, "changed %s", u.email);
	} else if (argc >= 2 && strcmp(argv[0], "remove") == 0) {
		remove_users(argc - 1, argv + 1);
	} else {
		usage("user", "add EMAIL, set USER, list or remove USER...");
	}
	return 0;
}

/* ---- connect and the like ---- */

static void
on_connected(void *arg, const struct calendar *c)
{
	(void)arg;
	print_calendar(c);
}

/* The secret's source: one of a command, a descriptor, a prompt, or none. */
static void
take_secret(struct connecting *c)
{
	struct termios old, quiet;
	char *secret = NULL;
	struct fail f;
	int rc;

	c->account.secret_command = want.password_command;
	if (want.password_command != NULL && want.password_fd >= 0)
		usage("connect", "--password-command and --password-fd exclude "
				 "each other");
	if (want.password_command != NULL || want.login == NULL)
		return;
	if (want.password_fd >= 0) {
		rc = secret_read_fd((int)want.password_fd, &secret, &f);
	} else if (front_can_ask()) {
		fprintf(stderr, "password of %s: ", want.login);
		tcgetattr(STDIN_FILENO, &old);
		quiet = old;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
		rc = secret_read_fd(STDIN_FILENO, &secret, &f);
		tcsetattr(STDIN_FILENO, TCSANOW, &old);
		fputc('\n', stderr);
	} else {
		usage("connect",
			"--login wants --password-command or --password-fd");
	}
	if (rc != 0)
		front_die(&front, &f);
	c->account.secret_file =
		secret_keep(front.pool, front_store_path(&front), secret, &f);
	secret_wipe(secret);
	free(secret);
	if (c->account.secret_file == NULL)
		front_die(&front, &f);
}

static const struct provider *
known_provider(const char *name)
{
	static const char *const names[] = { "caldav", "ics", "vdir" };
	const struct provider *provider = find_provider(name);
	const char *near;
	struct fail f;
	size_t i;

	for (i = 0; i < 3; i++)
		if (provider == NULL && strcmp(names[i], name) == 0)
			need_network();
	if (provider != NULL)
		return provider;
	fail(&f, EXIT_USAGE,
		"connect: no provider '%s'; there are caldav, ics and vdir",
		name);
	if ((near = opt_near(name, names, 3)) != NULL)
		fail_hint(&f, "did you mean '%s'?", near);
	front_die(&front, &f);
}

static int
connect(int argc, char **argv)
{
	const struct provider *provider;
	struct connecting c = { .dry_run = front.dry_run };
	struct sync_how how;
	struct store *store;
	struct user u = { 0 };
	struct fail f;
	char *path;

	if (argc != 1)
		usage("connect", "name a provider: caldav, ics or vdir");
	if (want.user == NULL || want.url == NULL)
		usage("connect", want.user == NULL ? "--user is missing"
						   : "--url is missing");
	provider = known_provider(argv[0]);
	store = open_store(STORE_WRITE);
	find_user(store, want.user, &u);
	front_say(&front, "%s %s", provider->name,
		connect_disclosure(provider->name));
	if (!front_confirm(&front, "connect %s for %s?", want.url, u.email))
		return 0;
	c.user = &u;
	c.name = want.name;
	c.account.user_id = u.id;
	c.account.provider = provider->name;
	c.account.url = want.url;
	/* cron has another working folder */
	if (!provider->remote) {
		if ((path = realpath(want.url, NULL)) == NULL) {
			fail(&f, EXIT_NOT_FOUND, "%s: %s", want.url,
				strerror(errno));
			front_die(&front, &f);
		}
		c.account.url = pool_str(front.pool, path);
		free(path);
	}
	c.account.login = want.login;
	c.account.created_at = front.now;
	take_secret(&c);
	how_to_sync(&how);
	if (connect_account(store, provider, &c, &how, front.pool, on_connected,
		    NULL, &f) != 0) {
		secret_forget(c.account.secret_file);
		front_die(&front, &f);
	}
	store_close(store);
	front_say(&front, "%sconnected; mtg-sync pull fetches its events",
		front.dry_run ? "rehearsed: " : "");
	return 0;
}

static int
disconnect(int argc, char **argv)
{
	const char *secrets[64] = { 0 };
	struct store *store;
	struct calendar c;
	struct fail f;
	int i;

	if (argc < 1 || argc > 64)
		usage("disconnect", "name the calendars, 64 at most");
	if (!front.dry_run &&
		!front_confirm(&front,
			"disconnect calendar %s%s and forget its events?",
			argv[0], argc > 1 ? " and others" : ""))
		return 0;
	store = open_to_write();
	for (i = 0; i < argc; i++) {
		memset(&c, 0, sizeof(c));
		find_calendar(store, argv[i], &c);
		print_calendar(&c);
		if (connect_remove(store, &c, front.pool, &secrets[i], &f) !=
				0 ||
			audit_add(store, front.now, "calendar.disconnect",
				c.slug, NULL, &f) != 0)
			front_die(&front, &f);
	}
	finish(store);
	for (i = 0; i < argc && !front.dry_run; i++)
		secret_forget(secrets[i]);
	front_say(&front, "disconnected %s%s", argv[0],
		argc > 1 ? " and others" : "");
	return 0;
}

static int
list(int argc, char **argv)
{
	struct calendars all = { 0 };
	struct store *store;
	size_t i;

	(void)argv;
	if (argc != 0)
		usage("list", "takes no operand");
	store = open_store(STORE_READ);
	load_calendars(store, want.user, !want.available, &all);
	for (i = 0; i < all.n; i++)
		print_calendar(&all.v[i]);
	store_close(store);
	return 0;
}

/* add, remove and set: each calendar changed and shown, in one transaction. */
static int
change(int n, char **names, const char *action,
	int (*edit)(struct store *, struct calendar *, void *, struct fail *),
	void *arg)
{
	struct store *store = open_to_write();
	struct calendar c;
	struct fail f;
	int i;

	for (i = 0; i < n; i++) {
		memset(&c, 0, sizeof(c));
		find_calendar(store, names[i], &c);
		if (edit(store, &c, arg, &f) != 0 ||
			calendar_save(store, &c, &f) != 0 ||
			busy_chunks_make_calendar(store, c.id, &f) != 0 ||
			audit_add(store, front.now, action, c.slug, NULL, &f) !=
				0)
			front_die(&front, &f);
		print_calendar(&c);
	}
	finish(store);
	return 0;
}

static int
select_it(struct store *store, struct calendar *c, void *arg, struct fail *f)
{
	struct calendar other = { 0 };
	bool on = *(bool *)arg;

	if (on && !c->selected && c->writable &&
		calendar_default(store, c->user_id, front.pool, &other, f) == 0)
		c->role = "default";
	if (!on && strcmp(c->role, "default") == 0)
		c->role = "busy";
	c->selected = on;
	return 0;
}

static int
add(int argc, char **argv)
{
	bool on = true;

	if (argc < 1)
		usage("add", "name the calendars; mtg-sync list --available "
			     "has them");
	change(argc, argv, "calendar.add", select_it, &on);
	front_say(&front, "%s counts from the next pull on", argv[0]);
	return 0;
}

static int
remove_calendars(int argc, char **argv)
{
	bool on = false;

	if (argc < 1)
		usage("remove", "name the calendars");
	change(argc, argv, "calendar.remove", select_it, &on);
	front_say(&front, "%s counts no more", argv[0]);
	return 0;
}

struct assignments {
	char **v;
	int n;
};

static int
set_it(struct store *store, struct calendar *c, void *arg, struct fail *f)
{
	const struct assignments *a = arg;
	int i;

	for (i = 0; i < a->n; i++)
		if (connect_set(store, c, a->v[i], front.pool, f) != 0)
			return -1;
	return 0;
}

static int
set(int argc, char **argv)
{
	struct assignments a = { argv + 1, argc - 1 };

	if (argc < 2)
		usage("set",
			"name a calendar and what to set, as role=default");
	change(1, argv, "calendar.set", set_it, &a);
	front_say(&front, "changed %s", argv[0]);
	return 0;
}

/* ---- pull, push, run ---- */

/* Ids of the calendars to pull; needs_net tells whether one is remote. */
static int64_t *
due(int n, char **names, size_t *count, bool *needs_net)
{
	struct store *store = open_store(STORE_READ);
	struct calendars all = { 0 };
	struct calendar c;
	int64_t *ids;
	size_t i;
	int k;

	for (k = 0; k < n; k++) {
		memset(&c, 0, sizeof(c));
		find_calendar(store, names[k], &c);
		keep_calendar(&all, &c);
	}
	if (n == 0)
		load_calendars(store, want.user, true, &all);
	ids = pool_array(front.pool, all.n + 1, sizeof(*ids));
	*needs_net = false;
	for (i = *count = 0; i < all.n; i++) {
		if (strcmp(all.v[i].role, "ignore") == 0 && n == 0)
			continue;
		ids[(*count)++] = all.v[i].id;
		*needs_net |= find_provider(all.v[i].provider) == NULL;
	}
	store_close(store);
	return ids;
}

struct looking {
	struct store *store;
	bool remote;
};

static int
is_remote(void *arg, const struct letter *l)
{
	struct looking *look = arg;
	struct calendar c = { 0 };
	struct fail f;

	if (strcmp(l->kind, "mail") == 0)
		look->remote |= config_get(front.config, "mail.smtp") != NULL;
	else if (calendar_load(
			 look->store, l->calendar_id, front.pool, &c, &f) == 1)
		look->remote |= find_provider(c.provider) == NULL;
	return look->remote;
}

static bool
push_needs_net(void)
{
	struct looking look = { open_store(STORE_READ), false };
	struct fail f;

	outbox_each(look.store, true, front.pool, is_remote, &look, &f);
	store_close(look.store);
	return look.remote;
}

static int
do_pull(int argc, char **argv, struct sync_how *how, struct sync_counts *counts)
{
	bool net;
	size_t n;
	int64_t *ids = due(argc, argv, &n, &net);

	if (n == 0)
		return 0;
	if (net)
		need_network();
	return sync_pull(front_store_path(&front), ids, n, how, counts);
}

static int
do_push(struct sync_how *how, struct sync_counts *counts)
{
	struct store *store;
	struct user u = { 0 };

	if (want.user != NULL) {
		store = open_store(STORE_READ);
		find_user(store, want.user, &u);
		store_close(store);
	}
	if (push_needs_net())
		need_network();
	return sync_push(
		front_store_path(&front), u.id, want.limit, how, counts);
}

static int
show_waiting(void *arg, const struct letter *l)
{
	(void)arg;
	letter_write(
		front_emit(&front,
			"id,kind,state,recipient,calendar,subject,tries,error"),
		l);
	return 0;
}

static int
pull(int argc, char **argv)
{
	struct sync_counts counts = { 0 };
	struct sync_how how;
	int rc;

	how_to_sync(&how);
	how.forced = true;
	if (front.dry_run) {
		bool net;
		size_t n;

		due(argc, argv, &n, &net);
		front_say(&front, "would pull %zu calendars", n);
		return 0;
	}
	front_emit(&front, "calendar,action,start,uid");
	rc = do_pull(argc, argv, &how, &counts);
	front_say(&front,
		"%" PRId64 " added, %" PRId64 " changed, %" PRId64 " removed",
		counts.added, counts.changed, counts.removed);
	return rc;
}

static int
push(int argc, char **argv)
{
	struct sync_counts counts = { 0 };
	struct sync_how how;
	struct store *store;
	struct fail f;
	int rc;

	(void)argv;
	if (argc != 0)
		usage("push", "takes no operand; --user U or --limit N");
	if (front.dry_run) {
		store = open_store(STORE_READ);
		if (outbox_each(store, true, front.pool, show_waiting, NULL,
			    &f) < 0)
			front_die(&front, &f);
		store_close(store);
		return 0;
	}
	how_to_sync(&how);
	rc = do_push(&how, &counts);
	front_say(&front,
		"%" PRId64 " sent, %" PRId64 " waiting, %" PRId64 " failed",
		counts.sent, counts.waiting, counts.failed);
	return rc;
}

static int
run(int argc, char **argv)
{
	struct sync_counts counts = { 0 };
	struct sync_how how;
	struct store *store;
	struct fail f;
	int rc, rc2;

	if (front.dry_run)
		return pull(argc, argv);
	how_to_sync(&how);
	front_emit(&front, "calendar,action,start,uid");
	/* first what was decided here, so that what comes in has it already */
	rc = do_push(&how, &counts);
	rc2 = do_pull(argc, argv, &how, &counts);
	rc = rc == 0 ? rc2 : rc2 == 0 ? rc : EXIT_PARTIAL;
	/* a pull may have moved meetings: their letters go at once */
	rc2 = do_push(&how, &counts);
	rc = fail_worse(rc, rc2);
	store = open_store(STORE_WRITE);
	if (store_checkpoint(store, &f) != 0)
		front_tell(&front, 1, "%s", f.line);
	store_close(store);
	if (counts.added + counts.changed + counts.removed + counts.sent > 0)
		front_say(&front,
			"%" PRId64 " added, %" PRId64 " changed, %" PRId64
			" removed, %" PRId64 " sent",
			counts.added, counts.changed, counts.removed,
			counts.sent);
	return rc;
}

/* ---- status, outbox ---- */

static int
is_poison(void *arg, const struct letter *l)
{
	(void)arg;
	return strcmp(l->state, "failed") == 0;
}

static int
status(int argc, char **argv)
{
	struct calendars all = { 0 };
	struct store *store;
	const char *why;
	struct fail f;
	int rc = 0;
	size_t i;

	(void)argv;
	if (argc != 0)
		usage("status", "takes no operand; --user U names one");
	store = open_store(STORE_READ);
	load_calendars(store, want.user, true, &all);
	for (i = 0; i < all.n; i++) {
		if (!want.check || front.format_text != NULL)
			print_calendar(&all.v[i]);
		if (!calendar_blocks(&all.v[i], front.now, max_stale(), &why))
			continue;
		rc = strcmp(why, "sign-in") == 0 && rc != EXIT_INACTIVE
			     ? EXIT_SIGN_IN
			     : EXIT_INACTIVE;
	}
	if (rc == 0 && want.check &&
		outbox_each(store, true, front.pool, is_poison, NULL, &f) == 1)
		rc = EXIT_PARTIAL;
	store_close(store);
	return want.check ? rc : 0;
}

static int
outbox(int argc, char **argv)
{
	struct store *store;
	struct letter l = { 0 };
	struct fail f;
	int64_t id;
	char *end;
	bool retry;

	if (argc == 0 || (argc == 1 && strcmp(argv[0], "list") == 0)) {
		store = open_store(STORE_READ);
		if (outbox_each(store, !want.all, front.pool, show_waiting,
			    NULL, &f) < 0)
			front_die(&front, &f);
		store_close(store);
		return 0;
	}
	retry = strcmp(argv[0], "retry") == 0;
	if (argc != 2 || (!retry && strcmp(argv[0], "drop") != 0))
		usage("outbox", "list, retry ID or drop ID");
	id = strtoll(argv[1], &end, 10);
	if (end == argv[1] || *end != '\0')
		usage("outbox", "ID is a number that outbox list prints");
	if (!retry && !front.dry_run &&
		!front_confirm(
			&front, "drop letter %s? it will not be sent", argv[1]))
		return 0;
	store = open_to_write();
	if (outbox_find(store, id, front.pool, &l, &f) != 1 ||
		(retry ? outbox_retry(store, id, &f)
		       : outbox_drop(store, id, &f)) != 0 ||
		outbox_find(store, id, front.pool, &l, &f) != 1)
		front_die(&front, &f);
	show_waiting(NULL, &l);
	finish(store);
	return 0;
}

/* ---- import, export, busy ---- */

static char *
read_input(const char *name, size_t *len)
{
	struct fail f;
	char *text = input_read(front.pool, name, ICS_FILE_MAX, len, &f);

	if (text == NULL)
		front_die(&front, &f);
	return text;
}

static void
tell_warnings(const struct ics_warnings *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		front_warn(
			&front, "%s", ics_warning_line(front.pool, &w->v[i]));
	if (w->dropped > 0)
		front_warn(&front, "%zu more warnings", w->dropped);
}

static int
import(int argc, char **argv)
{
	struct ics_warnings w = { 0 };
	struct calendar c = { 0 };
	struct store *store;
	struct fail f;
	char *text;
	size_t len;

	if (argc > 1 || want.calendar == NULL)
		usage("import", "name a file or -, and --calendar C");
	text = read_input(argc == 1 ? argv[0] : "-", &len);
	/* nothing was read: the emptiness is handed on */
	if (argc == 0 && len == 0)
		return EXIT_NONE;
	store = open_to_write();
	find_calendar(store, want.calendar, &c);
	if (foreign_import(store, &c, text, len, front.now, front.pool,
		    on_change, NULL, &w, &f) != 0) {
		fail_prefix(&f, "%s", argc == 1 ? argv[0] : "stdin");
		front_die(&front, &f);
	}
	finish(store);
	tell_warnings(&w);
	front_say(&front, "%swaiting for mtg-sync push to write them into %s",
		front.dry_run ? "rehearsed: " : "", c.slug);
	return w.partial > 0 ? EXIT_PARTIAL : 0;
}

/* Users of operands, --user, --page; everybody where none is named. */
struct people {
	struct user *v;
	size_t n, cap;
};

static int
keep_person(void *arg, const struct user *u)
{
	struct people *all = arg;

	all->v = pool_grow(
		front.pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *u;
	return 0;
}

static void
add_person(struct store *store, const char *name, struct people *all)
{
	struct user u = { 0 };

	find_user(store, name, &u);
	keep_person(all, &u);
}

static void
add_page(struct store *store, const char *slug, struct people *all)
{
	struct members members = { 0 };
	struct page p = { 0 };
	struct fail f;
	size_t i;

	if (page_find(store, slug, front.pool, &p, &f) != 1)
		front_die(&front, &f);
	if (strcmp(p.kind, "user") == 0)
		add_person(store, p.owner_email, all);
	for (i = 0; i < p.hosts.n; i++)
		add_person(store, p.hosts.v[i], all);
	if (p.rotation_id != 0 && members_load(store, p.rotation_id, 0,
					  front.pool, &members, &f) != 0)
		front_die(&front, &f);
	for (i = 0; i < members.n; i++)
		add_person(store, members.v[i].email, all);
}

static void
people(struct store *store, int argc, char **argv, struct people *all)
{
	struct fail f;
	int i;

	for (i = 0; i < argc; i++)
		add_person(store, argv[i], all);
	if (want.user != NULL)
		add_person(store, want.user, all);
	if (want.page != NULL)
		add_page(store, want.page, all);
	if (all->n == 0 && want.page == NULL &&
		user_each(store, front.pool, keep_person, all, &f) < 0)
		front_die(&front, &f);
}

static void
busy_of(struct store *store, const struct user *u, struct span w,
	struct busies *to)
{
	struct busies all = { 0 };
	struct fail f;
	size_t i;

	if (busy_load(store, u->id, w, front.pool, &all, &f) != 0 ||
		booking_busy(store, u->id, w, 0, front.now, front.pool, &all,
			&f) != 0)
		front_die(&front, &f);
	/* a booking is busy for its own time; buffers are the offer's affair */
	for (i = 0; i < all.n; i++)
		if (all.v[i].status == BUSY_FREE)
			all.v[i].status = BUSY_BUSY;
	busies_cut(&all, w);
	busies_merge(front.pool, &all, to);
}

static void
print_busy(const char *who, const char *calendar, const struct busies *busy)
{
	struct emit *e = front_emit(&front, "user,start,end,freeBusyStatus");
	char id[INSTANT_TEXT];
	size_t i;

	for (i = 0; i < busy->n; i++) {
		emit_begin(e, "busy", instant_write(busy->v[i].start, id));
		emit_str(e, "user", who);
		emit_str(e, "calendar", calendar);
		emit_time(e, "start", busy->v[i].start);
		emit_time(e, "end", busy->v[i].end);
		emit_str(e, "freeBusyStatus", busy_word(busy->v[i].status));
		emit_end(e);
	}
}

static void
print_freebusy(const char *email, const char *name, struct span w,
	const struct busies *busy)
{
	struct busy_ics how = {
		.email = email, .name = name, .stamp = front.now, .window = w
	};
	struct fail f;

	if (busy_ics_write(front.out, &how, busy, &f) != 0)
		front_die(&front, &f);
}

/* busy --ics: no store at all. */
static int
busy_of_text(struct span w)
{
	const char *who = want.owners.n > 0 ? want.owners.v[0] : NULL;
	struct foreign how = { &want.owners, front.zone, w, true };
	struct ics_warnings warnings = { 0 };
	struct busies busy = { 0 };
	struct fail f;
	size_t len;
	char *text = read_input(want.ics, &len);

	if (foreign_busy(front.pool, text, len, &how, &busy, &warnings, &f) !=
		0) {
		fail_prefix(&f, "%s",
			strcmp(want.ics, "-") == 0 ? "stdin" : want.ics);
		front_die(&front, &f);
	}
	tell_warnings(&warnings);
	if (front.format == FORMAT_ICS) {
		busy_ics_begin(front.out);
		print_freebusy(who, NULL, w, &busy);
		busy_ics_end(front.out);
	} else {
		print_busy(who, NULL, &busy);
	}
	return warnings.partial > 0 ? EXIT_PARTIAL : 0;
}

static int
busy(int argc, char **argv)
{
	struct people all = { 0 };
	struct store *store;
	struct span w;
	size_t i;

	front_formats(&front, "ics");
	window(60, &w);
	if (want.ics != NULL) {
		if (argc > 0)
			usage("busy", "--ics and users exclude each other");
		return busy_of_text(w);
	}
	store = open_store(STORE_READ);
	people(store, argc, argv, &all);
	if (front.format == FORMAT_ICS)
		busy_ics_begin(front.out);
	for (i = 0; i < all.n; i++) {
		struct busies b = { 0 };

		busy_of(store, &all.v[i], w, &b);
		if (front.format == FORMAT_ICS)
			print_freebusy(all.v[i].email, all.v[i].name, w, &b);
		else
			print_busy(all.v[i].email, NULL, &b);
	}
	if (front.format == FORMAT_ICS)
		busy_ics_end(front.out);
	store_close(store);
	return 0;
}

static int export(int argc, char **argv)
{
	struct calendars all = { 0 };
	struct people who = { 0 };
	struct span w = { 0, 0 };
	struct calendar c = { 0 };
	struct store *store;
	int64_t *ids;
	struct fail f;
	size_t i;

	(void)argv;
	front_formats(&front, "ics");
	if (argc != 0)
		usage("export",
			"takes no operand; --calendar, --user or --page");
	if (want.busy_only) {
		front.format = FORMAT_ICS;
		return busy(0, NULL);
	}
	if (want.from != NULL || want.to != NULL)
		window(60, &w);
	store = open_store(STORE_READ);
	if (want.calendar != NULL) {
		find_calendar(store, want.calendar, &c);
		keep_calendar(&all, &c);
	} else {
		people(store, 0, NULL, &who);
		for (i = 0; i < who.n; i++)
			load_calendars(store, who.v[i].slug, true, &all);
	}
	ids = pool_array(front.pool, all.n + 1, sizeof(*ids));
	for (i = 0; i < all.n; i++)
		ids[i] = all.v[i].id;
	if (foreign_export(front.out, store, ids, all.n, w, front.zone,
		    front.pool, &f) != 0)
		front_die(&front, &f);
	store_close(store);
	return 0;
}

/* ---- backup, check ---- */

static int
backup(int argc, char **argv)
{
	struct store *store;
	struct fail f;

	if (argc != 1)
		usage("backup", "name the file to make");
	store = open_store(STORE_READ);
	if (!front.dry_run && store_backup(store, argv[0], &f) != 0)
		front_die(&front, &f);
	store_close(store);
	front_say(&front, "%s %s", front.dry_run ? "would write" : "wrote",
		argv[0]);
	return 0;
}

static int
print_problem(void *arg, const char *problem)
{
	struct emit *e = front_emit(&front, "problem");

	(void)arg;
	emit_begin(e, "problem", problem);
	emit_str(e, "problem", problem);
	emit_end(e);
	return 0;
}

static int
check(int argc, char **argv)
{
	struct store *store;
	struct fail f;
	int n;

	(void)argv;
	if (argc != 0)
		usage("check", "takes no operand");
	store = open_store(want.repair ? STORE_WRITE : STORE_READ);
	if ((n = store_check(store, print_problem, NULL, &f)) < 0)
		front_die(&front, &f);
	if (n > 0 && want.repair && !front.dry_run) {
		if (repair_store(store, front.now, &f) != 0)
			front_die(&front, &f);
		if ((n = store_check(store, print_problem, NULL, &f)) < 0)
			front_die(&front, &f);
		front_say(&front,
			"made anew what follows from the events; %d problems "
			"left",
			n);
	}
	store_close(store);
	return n > 0 ? EXIT_BAD_DATA : 0;
}

static const struct opt user_opts[] = {
	{ OPT_TEXT, 0, "name", "NAME", "the person's name", &want.name },
	{ OPT_TEXT, 0, "timezone", "ZONE",
		"zone of days and hours, as Europe/Rome", &want.timezone },
	{ OPT_TEXT, 0, "hours", "TEXT",
		"weekly hours, 'mon-fri 09:00-17:00' if not named",
		&want.hours },
	{ OPT_TEXT, 0, "language", "LL", "language of mails to the person",
		&want.language },
	{ OPT_TEXT, 0, "email", "EMAIL", "another address, for set",
		&want.email },
	{ OPT_END },
};
static const struct opt connect_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "whose calendars", &want.user },
	{ OPT_TEXT, 0, "url", "URL",
		"address of the server, feed, file or folder", &want.url },
	{ OPT_TEXT, 0, "login", "L", "name to sign in with", &want.login },
	{ OPT_TEXT, 0, "name", "C", "what to call the calendar here",
		&want.name },
	{ OPT_TEXT, 0, "password-command", "CMD",
		"prints the password, at each use", &want.password_command },
	{ OPT_INT, 0, "password-fd", "N",
		"descriptor to read the password from, once",
		&want.password_fd },
	{ OPT_END },
};
static const struct opt list_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars of this user", &want.user },
	{ OPT_FLAG, 0, "available", NULL, "also those that are not selected",
		&want.available },
	{ OPT_END },
};
static const struct opt sync_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars and letters of this user",
		&want.user },
	{ OPT_FLAG, 0, "full", NULL,
		"from the beginning; removals are believed", &want.full },
	{ OPT_INT, 0, "grace", "N",
		"say nothing of servers before the Nth failure", &want.grace },
	{ OPT_INT, 0, "jobs", "N", "accounts at once, 4 if not named",
		&want.jobs },
	{ OPT_END },
};
static const struct opt push_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars of this user", &want.user },
	{ OPT_INT, 0, "limit", "N", "so many letters", &want.limit },
	{ OPT_INT, 0, "grace", "N", "say nothing of servers before the Nth try",
		&want.grace },
	{ OPT_END },
};
static const struct opt status_opts[] = {
	{ OPT_TEXT, 0, "user", "U", "calendars of this user", &want.user },
	{ OPT_FLAG, 0, "check", NULL, "print nothing, exit 0, 3, 4 or 8",
		&want.check },
	{ OPT_END },
};
static const struct opt outbox_opts[] = {
	{ OPT_FLAG, 0, "all", NULL, "also what is done or dropped", &want.all },
	{ OPT_END },
};
static const struct opt import_opts[] = {
	{ OPT_TEXT, 0, "calendar", "C", "write them there", &want.calendar },
	{ OPT_END },
};
static const struct opt export_opts[] = {
	{ OPT_TEXT, 0, "calendar", "C", "of this calendar", &want.calendar },
	{ OPT_TEXT, 0, "user", "U", "of this user's calendars", &want.user },
	{ OPT_TEXT, 0, "page", "P", "of this page's hosts", &want.page },
	{ OPT_TEXT, 0, "from", "TIME", "events from then on", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then", &want.to },
	{ OPT_FLAG, 0, "busy-only", NULL, "busy times without their titles",
		&want.busy_only },
	{ OPT_END },
};
static const struct opt busy_opts[] = {
	{ OPT_TEXT, 0, "from", "TIME", "from then on, now if not named",
		&want.from },
	{ OPT_TEXT, 0, "to", "TIME", "and before then, 60 days if not named",
		&want.to },
	{ OPT_TEXT, 0, "ics", "FILE|-", "of this iCalendar, without a store",
		&want.ics },
	{ OPT_LIST, 0, "owner", "EMAIL", "whose answers count, with --ics",
		&want.owners },
	{ OPT_END },
};
static const struct opt check_opts[] = {
	{ OPT_FLAG, 0, "repair", NULL, "make anew what follows from the events",
		&want.repair },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "init", "", "make the store", NULL, NULL, init, false },
	{ "user", "add EMAIL | set U | list | remove U...", "people who host",
		NULL, user_opts, user, false },
	{ "connect", "PROVIDER", "connect calendars: caldav, ics or vdir", NULL,
		connect_opts, connect, false },
	{ "disconnect", "CALENDAR...", "forget calendars and their account",
		NULL, NULL, disconnect, false },
	{ "list", "", "list the selected calendars", NULL, list_opts, list,
		false },
	{ "add", "CALENDAR...", "select calendars: they count", NULL, NULL, add,
		false },
	{ "remove", "CALENDAR...", "deselect calendars: they count no more",
		NULL, NULL, remove_calendars, false },
	{ "set", "CALENDAR KEY=VALUE...",
		"role, treat, tentative, sync, pages, name", NULL, NULL, set,
		false },
	{ "pull", "[CALENDAR...]", "fetch what is new", NULL, sync_opts, pull,
		false },
	{ "push", "", "write calendars and send mail that waits", NULL,
		push_opts, push, false },
	{ "run", "[CALENDAR...]", "push, pull, push: the line for cron", NULL,
		sync_opts, run, false },
	{ "status", "", "state of each calendar", NULL, status_opts, status,
		false },
	{ "outbox", "[list] | retry ID | drop ID", "what waits to be sent",
		NULL, outbox_opts, outbox, false },
	{ "import", "[FILE|-]", "write events of an iCalendar into a calendar",
		NULL, import_opts, import, true },
	{ "export", "", "print calendars as one iCalendar", NULL, export_opts,
		export, false },
	{ "busy", "[USER...]", "print busy times", NULL, busy_opts, busy,
		false },
	{ "backup", "FILE", "copy the store while it is in use", NULL, NULL,
		backup, false },
	{ "check", "", "look whether the store is whole", NULL, check_opts,
		check, false },
	{ .name = NULL },
};

static const struct program program = {
	.name = "mtg-sync",
	.help = "keep people's calendars and send what leaves the machine",
	.examples = "mtg-sync connect caldav --user ada --url "
		    "https://dav.acme.example --login ada --password-command "
		    "'pass dav'\n"
		    "mtg-sync run -q --grace 3\n",
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	words = argv;
	return front_main(&front, &program, argc, argv);
}
