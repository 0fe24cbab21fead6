#include "desk/sync_priv.h"

#include "store/booking.h"
#include "store/calendar.h"
#include "store/outbox.h"
#include "wire/people_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* In and out: pull, push, run; what their state is. */

/* ---- pull, push, run ---- */

/* Ids of the calendars to pull; needs_net tells whether one is remote. */
static int64_t *
due(int n, char **names, size_t *count, bool *needs_net)
{
	struct store *store = desk_store(&front, STORE_READ);
	struct calendars all = { 0 };
	struct calendar c;
	int64_t *ids;
	size_t i;
	int k;

	for (k = 0; k < n; k++) {
		memset(&c, 0, sizeof(c));
		desk_calendar(&front, store, names[k], &c);
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
		*needs_net |= sync_net->find(all.v[i].provider) == NULL;
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
		look->remote |= sync_net->find(c.provider) == NULL;
	return look->remote;
}

static bool
push_needs_net(void)
{
	struct looking look = { desk_store(&front, STORE_READ), false };
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
		store = desk_store(&front, STORE_READ);
		desk_user(&front, store, want.user, &u);
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

int
verb_pull(int argc, char **argv)
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

int
verb_push(int argc, char **argv)
{
	struct sync_counts counts = { 0 };
	struct sync_how how;
	struct store *store;
	struct fail f;
	int rc;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand; --user U or --limit N");
	if (front.dry_run) {
		store = desk_store(&front, STORE_READ);
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

int
verb_run(int argc, char **argv)
{
	struct sync_counts counts = { 0 };
	struct sync_how how;
	struct store *store;
	struct fail f;
	int rc, rc2;

	if (front.dry_run)
		return verb_pull(argc, argv);
	how_to_sync(&how);
	front_emit(&front, "calendar,action,start,uid");
	/* first what was decided here, so that what comes in has it already */
	rc = do_push(&how, &counts);
	rc2 = do_pull(argc, argv, &how, &counts);
	rc = rc == 0 ? rc2 : rc2 == 0 ? rc : EXIT_PARTIAL;
	/* a pull may have moved meetings: their letters go at once */
	rc2 = do_push(&how, &counts);
	rc = fail_worse(rc, rc2);
	store = desk_store(&front, STORE_WRITE);
	/* holds that are over (B9) block nobody, but need no rows either */
	if (booking_sweep(store, front.now, &f) != 0 ||
		store_checkpoint(store, &f) != 0)
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

int
verb_status(int argc, char **argv)
{
	struct calendars all = { 0 };
	struct store *store;
	const char *why;
	struct fail f;
	int rc = 0;
	size_t i;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand; --user U names one");
	store = desk_store(&front, STORE_READ);
	load_calendars(store, want.user, true, &all);
	for (i = 0; i < all.n; i++) {
		if (!want.check || front.format_text != NULL)
			print_calendar(&all.v[i]);
		if (!calendar_blocks(
			    &all.v[i], front.now, desk_max_stale(&front), &why))
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

int
verb_outbox(int argc, char **argv)
{
	struct store *store;
	struct letter l = { 0 };
	struct fail f;
	int64_t id;
	char *end;
	bool retry;

	if (argc == 0 || (argc == 1 && strcmp(argv[0], "list") == 0)) {
		store = desk_store(&front, STORE_READ);
		if (outbox_each(store, !want.all, front.pool, show_waiting,
			    NULL, &f) < 0)
			front_die(&front, &f);
		store_close(store);
		return 0;
	}
	retry = strcmp(argv[0], "retry") == 0;
	if (argc != 2 || (!retry && strcmp(argv[0], "drop") != 0))
		desk_usage(&front, "list, retry ID or drop ID");
	id = strtoll(argv[1], &end, 10);
	if (end == argv[1] || *end != '\0')
		desk_usage(&front, "ID is a number that outbox list prints");
	if (!retry && !front.dry_run &&
		!front_confirm(
			&front, "drop letter %s? it will not be sent", argv[1]))
		return 0;
	store = desk_begin(&front);
	if (outbox_find(store, id, front.pool, &l, &f) != 1 ||
		(retry ? outbox_retry(store, id, &f)
		       : outbox_drop(store, id, &f)) != 0 ||
		outbox_find(store, id, front.pool, &l, &f) != 1)
		front_die(&front, &f);
	show_waiting(NULL, &l);
	desk_finish(&front, store);
	return 0;
}
