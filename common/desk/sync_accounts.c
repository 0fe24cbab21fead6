#include "desk/sync_priv.h"

#include "flow/connect.h"
#include "flow/secret.h"
#include "store/calendar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* Calendars: connected, selected, set. */

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
		desk_usage(&front,
			"--password-command and --password-fd exclude "
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
		desk_usage(&front,
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
	const struct provider *provider = sync_net->find(name);
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

int
verb_connect(int argc, char **argv)
{
	const struct provider *provider;
	struct connecting c = { .dry_run = front.dry_run };
	struct sync_how how;
	struct store *store;
	struct user u = { 0 };
	struct fail f;
	char *path;

	if (argc != 1)
		desk_usage(&front, "name a provider: caldav, ics or vdir");
	if (want.user == NULL || want.url == NULL)
		desk_usage(&front, want.user == NULL ? "--user is missing"
						     : "--url is missing");
	provider = known_provider(argv[0]);
	store = desk_store(&front, STORE_WRITE);
	desk_user(&front, store, want.user, &u);
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
	if (front.dry_run)
		secret_forget(c.account.secret_file);
	front_say(&front, "%sconnected; mtg-sync pull fetches its events",
		front.dry_run ? "rehearsed: " : "");
	return 0;
}

int
verb_disconnect(int argc, char **argv)
{
	const char *secrets[64] = { 0 };
	struct store *store;
	struct calendar c;
	struct fail f;
	int i;

	if (argc < 1 || argc > 64)
		desk_usage(&front, "name the calendars, 64 at most");
	if (!front.dry_run &&
		!front_confirm(&front,
			"disconnect calendar %s%s and forget its events?",
			argv[0], argc > 1 ? " and others" : ""))
		return 0;
	store = desk_begin(&front);
	for (i = 0; i < argc; i++) {
		memset(&c, 0, sizeof(c));
		desk_calendar(&front, store, argv[i], &c);
		print_calendar(&c);
		if (connect_remove(store, &c, front.pool, &secrets[i], &f) !=
				0 ||
			audit_add(store, front.now, "calendar.disconnect",
				c.slug, NULL, &f) != 0)
			front_die(&front, &f);
	}
	desk_finish(&front, store);
	for (i = 0; i < argc && !front.dry_run; i++)
		secret_forget(secrets[i]);
	front_say(&front, "disconnected %s%s", argv[0],
		argc > 1 ? " and others" : "");
	return 0;
}

int
verb_list(int argc, char **argv)
{
	struct calendars all = { 0 };
	struct store *store;
	size_t i;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand");
	store = desk_store(&front, STORE_READ);
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
	struct store *store = desk_begin(&front);
	struct calendar c;
	struct fail f;
	int i;

	for (i = 0; i < n; i++) {
		memset(&c, 0, sizeof(c));
		desk_calendar(&front, store, names[i], &c);
		if (edit(store, &c, arg, &f) != 0 ||
			calendar_save(store, &c, &f) != 0 ||
			busy_chunks_make_calendar(store, c.id, &f) != 0 ||
			audit_add(store, front.now, action, c.slug, NULL, &f) !=
				0)
			front_die(&front, &f);
		print_calendar(&c);
	}
	desk_finish(&front, store);
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

int
verb_add(int argc, char **argv)
{
	bool on = true;

	if (argc < 1)
		desk_usage(&front,
			"name the calendars; mtg-sync list --available "
			"has them");
	change(argc, argv, "calendar.add", select_it, &on);
	front_say(&front, "%s counts from the next pull on", argv[0]);
	return 0;
}

int
verb_remove(int argc, char **argv)
{
	bool on = false;

	if (argc < 1)
		desk_usage(&front, "name the calendars");
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

int
verb_set(int argc, char **argv)
{
	struct assignments a = { argv + 1, argc - 1 };

	if (argc < 2)
		desk_usage(&front,
			"name a calendar and what to set, as role=default");
	change(1, argv, "calendar.set", set_it, &a);
	front_say(&front, "changed %s", argv[0]);
	return 0;
}
