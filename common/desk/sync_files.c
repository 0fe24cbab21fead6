#include "desk/sync_priv.h"

#include "engine/busy.h"
#include "flow/foreign.h"
#include "flow/page_who.h"
#include "flow/repair.h"
#include "front/input.h"
#include "store/booking.h"
#include "store/busy.h"
#include "store/calendar.h"
#include "store/moved.h"
#include "store/page.h"
#include "store/user.h"
#include "wire/busy_ics.h"

#include <string.h>

/* Files and streams: import, export, busy, backup, check. */

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

int
verb_import(int argc, char **argv)
{
	struct ics_warnings w = { 0 };
	struct calendar c = { 0 };
	struct store *store;
	struct fail f;
	char *text;
	size_t len;

	if (argc > 1 || want.calendar == NULL)
		desk_usage(&front, "name a file or -, and --calendar C");
	text = read_input(argc == 1 ? argv[0] : "-", &len);
	/* nothing was read: the emptiness is handed on */
	if (argc == 0 && len == 0)
		return EXIT_NONE;
	store = desk_begin(&front);
	desk_calendar(&front, store, want.calendar, &c);
	if (foreign_import(store, &c, text, len, front.now, front.pool,
		    print_change, NULL, &w, &f) != 0) {
		fail_prefix(&f, "%s", argc == 1 ? argv[0] : "stdin");
		front_die(&front, &f);
	}
	desk_finish(&front, store);
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

	desk_user(&front, store, name, &u);
	keep_person(all, &u);
}

/* Everybody of the page, rooms too. */
static void
add_page(struct store *store, const char *slug, struct people *all)
{
	struct user_ids ids = { .pool = front.pool };
	struct page p = { 0 };
	struct fail f;
	size_t i;

	if (page_find(store, slug, front.pool, &p, &f) != 1 ||
		page_people(store, &p, front.now, &ids, &f) != 0)
		front_die(&front, &f);
	for (i = 0; i < ids.n; i++) {
		struct user u = { 0 };

		if (user_load(store, ids.v[i], front.pool, &u, &f) != 1)
			front_die(&front, &f);
		keep_person(all, &u);
	}
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

int
verb_busy(int argc, char **argv)
{
	struct people all = { 0 };
	struct store *store;
	struct span w;
	size_t i;

	front_formats(&front, "ics");
	window(60, &w);
	if (want.ics != NULL) {
		if (argc > 0)
			desk_usage(
				&front, "--ics and users exclude each other");
		return busy_of_text(w);
	}
	store = desk_store(&front, STORE_READ);
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

int
verb_export(int argc, char **argv)
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
		desk_usage(&front,
			"takes no operand; --calendar, --user or --page");
	if (want.busy_only) {
		front.format = FORMAT_ICS;
		return verb_busy(0, NULL);
	}
	if (want.from != NULL || want.to != NULL)
		window(60, &w);
	store = desk_store(&front, STORE_READ);
	if (want.calendar != NULL) {
		desk_calendar(&front, store, want.calendar, &c);
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

int
verb_backup(int argc, char **argv)
{
	struct store *store;
	struct fail f;

	if (argc != 1)
		desk_usage(&front, "name the file to make");
	store = desk_store(&front, STORE_READ);
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

/* Nothing is broken, but somebody will come at the wrong time. */
static void
say_moved(struct store *store)
{
	struct moveds moved = { 0 };
	struct fail f;

	if (booking_moved(store, front.now, front.pool, &moved, &f) != 0)
		front_die(&front, &f);
	if (moved.n > 0)
		front_warn(&front,
			"%zu meeting%s to come %s at another wall time than "
			"made for: mtg-book list --moved",
			moved.n, moved.n == 1 ? "" : "s",
			moved.n == 1 ? "is" : "are");
}

int
verb_check(int argc, char **argv)
{
	struct store *store;
	struct fail f;
	int n;

	(void)argv;
	if (argc != 0)
		desk_usage(&front, "takes no operand");
	store = desk_store(&front, want.repair ? STORE_WRITE : STORE_READ);
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
	say_moved(store);
	store_close(store);
	return n > 0 ? EXIT_BAD_DATA : 0;
}
