/* mtg-book: meetings. Made, moved, cancelled, listed, invited to. */
#include "engine/book.h"
#include "flow/book.h"
#include "front/front.h"
#include "front/input.h"
#include "record/calendar.h"
#include "store/booking.h"
#include "store/page.h"
#include "store/user.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/booking_json.h"
#include "wire/booking_text.h"
#include "wire/locale.h"
#include "wire/record_in.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct front front;

static struct {
	const char *start, *duration, *title, *name, *email, *organizer;
	const char *location, *description, *internal, *key, *reason;
	const char *from, *to, *user, *page, *contact, *status, *outcome;
	struct strs answers, guests, utm;
	bool no_invite, fresh, rotate, today, all, resend;
} want;

static const char columns[] = "id,start,title,organizer.email,status,outcome";

/* ---- all verbs ---- */

static void
usage(const char *verb, const char *what)
{
	struct fail f;

	fail(&f, EXIT_USAGE, "%s: %s", verb, what);
	fail_hint(&f, "mtg-book %s --help", verb);
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

static int64_t
seconds(const char *text, const char *what, int64_t usual)
{
	int64_t s = usual;
	struct fail f;

	if (text != NULL && duration_read(text, what, &s, &f) != 0)
		front_die(&front, &f);
	return s;
}

/* The language of those who have none of their own. --lang is not it: that is
 * the language of the person who books. */
static const char *
language(void)
{
	const char *set = config_get(front.config, "core.language");

	return set != NULL ? locale_find(set) : locale_environment();
}

static struct book_how
how_to_book(void)
{
	const char *stale = config_get(front.config, "sync.max-stale");
	struct book_how how = {
		.notify = { .now = front.now,
			.url = config_get(front.config, "page.url"),
			.from = config_get(front.config, "mail.from"),
			.from_name = config_get(front.config, "mail.name"),
			.language = language() },
		.dry_run = front.dry_run,
	};

	how.max_stale_s =
		seconds(stale, "sync.max-stale", CALENDAR_MAX_STALE_S);
	return how;
}

static void
print(const struct booking *b)
{
	booking_write(front_emit(&front, columns), b,
		config_get(front.config, "page.url"), front.dry_run);
}

/* "booked b_7f3k9, Tue 1 Dec 10:00 Europe/Rome, Ada Rossi" */
static void
say(const char *what, const struct booking *b)
{
	struct fail f;
	const struct zone *zone = zone_load(b->time_zone, &f);
	char *text = NULL;
	size_t size;
	FILE *to;

	if (front.quiet || (to = open_memstream(&text, &size)) == NULL)
		return;
	locale_time(to, "en", "%a %e %b %H:%M %V", b->start,
		zone != NULL ? zone : zone_utc());
	fclose(to);
	front_say(&front, "%s%s %s, %s, %s", front.dry_run ? "would have " : "",
		what, b->ref, text, b->organizer_name);
	free(text);
}

/* ---- create ---- */

static instant
time_in(const char *text, const char *what, const struct zone *zone,
	struct fail *f)
{
	struct timeword at;

	if (timeword_read(text, what, front.now, zone, &at, f) != 0)
		return 0;
	if (at.twice)
		front_warn(&front,
			"%s %s comes twice in %s: the first is meant", what,
			text, zone_name(zone));
	front_tell(&front, 1, "%s %s is %s", what, text,
		instant_write(at.at, pool_zero(front.pool, INSTANT_TEXT)));
	return at.at;
}

/* The zone that a start without one is read in: --tz, the page's, the caller's.
 */
static const struct zone *
zone_for(struct store *store, const struct booking *b, struct pool *pool,
	struct fail *f)
{
	if (front.zone_given || b->page == NULL)
		return b->page == NULL && b->time_zone != NULL &&
				       !front.zone_given
			       ? zone_load(b->time_zone, f)
			       : front.zone;
	return book_zone(store, b->page, pool, f);
}

/* Start, end and zone out of words. */
static int
times(struct store *store, struct booking *b, const struct booking_ask *ask,
	struct pool *pool, struct fail *f)
{
	const struct zone *zone = zone_for(store, b, pool, f);
	int64_t length = 0;

	if (zone == NULL)
		return -1;
	if (ask->start_text != NULL &&
		(b->start = time_in(ask->start_text, "start", zone, f)) == 0)
		return -1;
	if (ask->end_text != NULL &&
		(b->end = time_in(ask->end_text, "end", zone, f)) == 0)
		return -1;
	if (ask->duration_text != NULL) {
		if (duration_read(ask->duration_text, "duration", &length, f) !=
			0)
			return -1;
		b->end = b->start + length;
	}
	if (b->start == 0) {
		fail(f, EXIT_USAGE, "no start");
		return fail_hint(f, "--start '2026-12-01 10:00', or slots on "
				    "stdin");
	}
	if (b->page == NULL && b->time_zone == NULL)
		b->time_zone = zone_name(zone);
	return 0;
}

/* Books one; `b` is what is asked. Returns an exit status, 9 for a request. */
static int
book(struct store *store, const struct book_how *how, struct booking *b,
	const struct booking_ask *ask, struct pool *pool, struct fail *f)
{
	bool again;

	if (times(store, b, ask, pool, f) != 0)
		return -1;
	if (!front.dry_run && book_fresh(store, b->page, b->organizer_email,
				      want.fresh, front.now, pool, f) != 0)
		return -1;
	if (book_create(store, how, b, &again, pool, f) != 0)
		return -1;
	print(b);
	if (strcmp(b->status, "requested") == 0) {
		say(again ? "already requested" : "requested", b);
		front_say(&front,
			"not confirmed: %s has no calendar; hint: "
			"mtg-sync connect caldav --user %s --url URL",
			b->organizer_name, b->organizer_email);
		return EXIT_PENDING;
	}
	say(again ? "already booked" : "booked", b);
	return 0;
}

static void
ask_options(struct booking *b, struct booking_ask *ask)
{
	struct attendee *all =
		pool_array(front.pool, want.guests.n + 1, sizeof(*all));
	struct strs utm = { 0 };
	struct fail f;
	size_t i;

	ask->start_text = want.start;
	ask->duration_text = want.duration;
	b->title = want.title;
	b->organizer_email = want.organizer;
	b->internal_note = want.internal;
	b->description = want.description;
	b->key = want.key;
	b->invite = !want.no_invite;
	if (want.description != NULL && want.description[0] == '@' &&
		(b->description = input_read(front.pool, want.description + 1,
			 BOOK_TEXT_MAX, NULL, &f)) == NULL)
		front_die(&front, &f);
	if (want.location != NULL &&
		book_location(front.pool, want.location, "--location",
			&b->location_type, &b->location, &f) != 0)
		front_die(&front, &f);
	for (i = 0; i < want.utm.n; i++)
		strs_add(front.pool, &utm,
			strncmp(want.utm.v[i], "utm_", 4) == 0
				? want.utm.v[i]
				: pool_printf(
					  front.pool, "utm_%s", want.utm.v[i]));
	if (booking_map(front.pool, &want.answers, NULL, "--answer",
		    &b->answers, &f) != 0 ||
		booking_map(
			front.pool, &utm, NULL, "--utm", &b->tracking, &f) != 0)
		front_die(&front, &f);
	b->tracking = booking_tracking(front.pool, b->tracking);
	all[0].name = want.name;
	all[0].email = want.email;
	all[0].language = front.language_given ? front.language : NULL;
	all[0].time_zone = front.zone_given ? zone_name(front.zone) : NULL;
	for (i = 0; i < want.guests.n; i++)
		all[i + 1].email = want.guests.v[i];
	b->attendees = all;
	b->attendees_n =
		want.name == NULL && want.email == NULL && want.guests.n == 0
			? 0
			: want.guests.n + 1;
	if (b->attendees_n == 0 && (front.zone_given || front.language_given))
		b->attendees_n = 1;
	b->attendees_cap = want.guests.n + 1;
}

/* Slots, picks, rows of a table: each booked for itself, or answered with an
 * error record in its place. */
static int
create_stream(struct store *store, const struct book_how *how,
	const struct booking *base, const struct booking_ask *base_ask)
{
	struct record_in *in = record_in_new(front.pool, stdin, "stdin");
	struct json_object *record;
	long n = 0, good = 0;
	bool pending = false;
	struct fail f;
	int rc;

	while ((rc = record_in_next(in, &record, &f)) == 1) {
		struct pool *pool = pool_new();
		struct booking_ask ask = *base_ask;
		struct booking b = *base;
		size_t size = base->attendees_n * sizeof(*b.attendees);

		b.attendees = NULL;
		b.attendees_cap = base->attendees_n;
		if (size > 0)
			b.attendees = memcpy(
				pool_zero(pool, size), base->attendees, size);
		n++;
		if (booking_read(pool, record, &b, &ask, &f) != 0 ||
			(rc = book(store, how, &b, &ask, pool, &f)) < 0) {
			front_error_record(&front, &f,
				json_object_to_json_string_ext(
					record, JSON_C_TO_STRING_PLAIN));
		} else {
			pending |= rc == EXIT_PENDING;
			good++;
		}
		pool_free(pool);
	}
	if (rc != 0)
		front_error(&front, &f);
	record_in_free(in);
	if (front.status != 0)
		return good > 0 ? EXIT_PARTIAL : front.status;
	/* a filter that read nothing hands the emptiness on */
	return n == 0 ? EXIT_NONE : pending ? EXIT_PENDING : 0;
}

/* Whether records come in: a pipe, a file or a socket. */
static bool
stdin_has_records(void)
{
	struct stat st;

	return fstat(STDIN_FILENO, &st) == 0 &&
	       (S_ISFIFO(st.st_mode) || S_ISREG(st.st_mode) ||
		       S_ISSOCK(st.st_mode));
}

static int
create(int argc, char **argv)
{
	struct book_how how = how_to_book();
	struct booking b = { 0 };
	struct booking_ask ask = { 0 };
	struct store *store;
	struct fail f;
	bool stream = argc > 0 && strcmp(argv[argc - 1], "-") == 0;
	int rc;

	argc -= stream;
	if (argc > 1)
		usage("create", "name one page, or none");
	b.page = argc == 1 ? argv[0] : NULL;
	ask_options(&b, &ask);
	if (!stream && want.start == NULL && stdin_has_records())
		stream = true;
	if (!stream && want.start == NULL)
		usage("create", "no --start, and no slots on stdin");
	store = open_store(STORE_WRITE);
	if (stream)
		rc = create_stream(store, &how, &b, &ask);
	else if ((rc = book(store, &how, &b, &ask, front.pool, &f)) < 0)
		rc = front_error(&front, &f);
	store_close(store);
	return rc;
}

/* ---- cancel, reschedule ---- */

/* The status of a run over several operands: `good` of them went well. */
static int
all_status(int good)
{
	return front.status != 0 && good > 0 ? EXIT_PARTIAL : front.status;
}

static int
cancel(int argc, char **argv)
{
	struct book_how how = how_to_book();
	struct store *store;
	int i, good = 0;

	if (argc < 1)
		usage("cancel", "name the meetings");
	store = open_store(STORE_WRITE);
	for (i = 0; i < argc; i++) {
		struct booking b = { 0 };
		struct fail f;
		bool again;

		if (book_cancel(store, &how, argv[i], want.reason, &b, &again,
			    front.pool, &f) != 0) {
			front_error(&front, &f);
			continue;
		}
		good++;
		print(&b);
		say(again ? "already cancelled" : "cancelled", &b);
	}
	store_close(store);
	return all_status(good);
}

static int
reschedule(int argc, char **argv)
{
	struct book_how how = how_to_book();
	struct book_move move = { .organizer = want.organizer,
		.rotate = want.rotate };
	struct booking b = { 0 };
	const struct zone *zone = front.zone;
	struct store *store;
	struct fail f;
	bool again;

	if (argc != 1)
		usage("reschedule", "name one meeting");
	if (want.start == NULL && want.organizer == NULL && !want.rotate)
		usage("reschedule", "--start, --organizer or --rotate");
	if (want.organizer != NULL && want.rotate)
		usage("reschedule", "--organizer or --rotate, not both");
	move.length_s = seconds(want.duration, "--duration", 0);
	store = open_store(STORE_WRITE);
	if (booking_find(store, argv[0], front.pool, &b, &f) != 1)
		front_die(&front, &f);
	if (!front.zone_given)
		zone = zone_load(b.time_zone, &f);
	if (zone == NULL ||
		(want.start != NULL && (move.start = time_in(want.start,
						"--start", zone, &f)) == 0) ||
		book_move(store, &how, argv[0], &move, &b, &again, front.pool,
			&f) != 0)
		front_die(&front, &f);
	print(&b);
	say(again ? "unchanged" : "moved", &b);
	store_close(store);
	return strcmp(b.status, "requested") == 0 ? EXIT_PENDING : 0;
}

/* ---- list, show, invite ---- */

struct listing {
	struct agenda agenda;
	bool text;
};

static int
list_one(void *arg, const struct booking *b)
{
	struct listing *l = arg;

	if (l->text)
		agenda_write(&l->agenda, b);
	else
		print(b);
	return 0;
}

static void
list_people(struct store *store, struct booking_query *q)
{
	struct user u = { 0 };
	struct page p = { 0 };
	struct fail f;
	const struct zone *zone;

	if (want.user != NULL) {
		if (user_find(store, want.user, front.pool, &u, &f) != 1)
			front_die(&front, &f);
		q->user_id = u.id;
		/* a day is one of the person's */
		if (!front.zone_given &&
			(zone = zone_load(u.time_zone, &f)) != NULL)
			front.zone = zone;
	}
	if (want.page != NULL) {
		if (page_find(store, want.page, front.pool, &p, &f) != 1)
			front_die(&front, &f);
		q->page_id = p.id;
	}
}

static void
list_times(struct booking_query *q)
{
	struct fail f;

	q->from = INSTANT_MIN;
	q->to = INSTANT_MAX;
	if (want.today) {
		q->from = zone_day(front.zone, front.now, 0);
		q->to = zone_day(front.zone, front.now, 1);
	}
	if (want.from != NULL && timeword_from(want.from, "--from", front.now,
					 front.zone, &q->from, &f) != 0)
		front_die(&front, &f);
	if (want.to != NULL && timeword_to(want.to, "--to", front.now,
				       front.zone, &q->to, &f) != 0)
		front_die(&front, &f);
	if (q->to <= q->from)
		usage("list", "--to is not after --from");
}

static int
list(int argc, char **argv)
{
	struct booking_query q = { .now = front.now,
		.all = want.all,
		.contact = want.contact,
		.status = want.status,
		.outcome = want.outcome };
	struct listing l = { 0 };
	struct store *store;
	struct fail f;

	(void)argv;
	front_formats(&front, "text");
	if (argc != 0)
		usage("list", "takes no operand");
	if (want.today && (want.from != NULL || want.to != NULL))
		usage("list", "--today, or --from and --to");
	store = open_store(STORE_READ);
	list_people(store, &q);
	list_times(&q);
	l.text = front.format == FORMAT_TEXT;
	l.agenda = (struct agenda){
		.to = front.out, .zone = front.zone, .language = front.language
	};
	if (!l.text)
		front_emit(&front, columns);
	if (booking_each(store, &q, front.pool, list_one, &l, &f) != 0)
		front_die(&front, &f);
	store_close(store);
	return 0;
}

/* A meeting as iCalendar or as the mail that invites to it. */
static int
show_foreign(const struct book_how *how, const struct booking *b,
	const struct user *hosts, struct fail *f)
{
	struct notify n = { .how = &how->notify,
		.booking = b,
		.hosts = hosts,
		.hosts_n = b->hosts_n,
		.pool = front.pool };

	if (front.format == FORMAT_MAIL)
		return notify_write_mail(front.out, &n, f);
	return notify_write_ics(front.out, &n, f);
}

static int
show_all(int argc, char **argv)
{
	struct book_how how = how_to_book();
	struct store *store = open_store(STORE_READ);
	int i, good = 0;

	for (i = 0; i < argc; i++) {
		struct booking b = { 0 };
		struct user *hosts;
		struct fail f;

		if (book_load(store, argv[i], front.pool, &b, &hosts, &f) !=
				0 ||
			((front.format == FORMAT_ICS ||
				 front.format == FORMAT_MAIL) &&
				show_foreign(&how, &b, hosts, &f) != 0)) {
			front_error(&front, &f);
			continue;
		}
		good++;
		if (front.format != FORMAT_ICS && front.format != FORMAT_MAIL)
			print(&b);
	}
	store_close(store);
	return all_status(good);
}

static int
show(int argc, char **argv)
{
	front_formats(&front, "ics");
	if (argc < 1)
		usage("show", "name the meetings");
	return show_all(argc, argv);
}

static int
invite(int argc, char **argv)
{
	struct book_how how = how_to_book();
	struct booking b = { 0 };
	struct store *store;
	struct fail f;

	front_formats(&front, "ics,mail");
	if (argc != 1)
		usage("invite", "name one meeting");
	if (!want.resend) {
		if (front.format_text == NULL && !front.json &&
			front.template_text == NULL)
			front.format = FORMAT_ICS;
		return show_all(argc, argv);
	}
	store = open_store(STORE_WRITE);
	if (book_invite(store, &how, argv[0], &b, front.pool, &f) != 0)
		front_die(&front, &f);
	print(&b);
	say("invited again to", &b);
	store_close(store);
	return 0;
}

/* ---- options ---- */

static const struct opt create_opts[] = {
	{ OPT_TEXT, 0, "start", "TIME", "when it begins, in the page's zone",
		&want.start },
	{ OPT_TEXT, 'd', "duration", "DURATION",
		"how long; the page's first length if not named",
		&want.duration },
	{ OPT_TEXT, 0, "title", "TEXT", "what it is called; the page's title",
		&want.title },
	{ OPT_TEXT, 0, "name", "TEXT", "name of the person who books",
		&want.name },
	{ OPT_TEXT, 0, "email", "ADDRESS", "their address, invited",
		&want.email },
	{ OPT_LIST, 0, "answer", "K=V", "an answer of theirs; may be repeated",
		&want.answers },
	{ OPT_LIST, 0, "guest", "ADDRESS", "invited too; may be repeated",
		&want.guests },
	{ OPT_TEXT, 0, "organizer", "USER",
		"who hosts it; without a page needed", &want.organizer },
	{ OPT_TEXT, 0, "location", "KIND:VALUE",
		"phone:, address:, video: or text: and a value, or none",
		&want.location },
	{ OPT_TEXT, 0, "description", "TEXT|@FILE",
		"what attendees read in the invitation", &want.description },
	{ OPT_TEXT, 0, "internal", "TEXT", "a note that no attendee ever sees",
		&want.internal },
	{ OPT_LIST, 0, "utm", "K=V", "where they came from; may be repeated",
		&want.utm },
	{ OPT_FLAG, 0, "no-invite", NULL,
		"the record alone: no calendar event, no mail",
		&want.no_invite },
	{ OPT_TEXT, 0, "key", "KEY", "the same key gives the same meeting",
		&want.key },
	{ OPT_FLAG, 0, "fresh", NULL, "pull the hosts' calendars first",
		&want.fresh },
	{ OPT_END },
};
static const struct opt cancel_opts[] = {
	{ OPT_TEXT, 0, "reason", "TEXT", "told to the attendees",
		&want.reason },
	{ OPT_END },
};
static const struct opt reschedule_opts[] = {
	{ OPT_TEXT, 0, "start", "TIME", "the new start, in the meeting's zone",
		&want.start },
	{ OPT_TEXT, 'd', "duration", "DURATION", "the new length",
		&want.duration },
	{ OPT_TEXT, 0, "organizer", "USER", "who hosts it from now on",
		&want.organizer },
	{ OPT_FLAG, 0, "rotate", NULL, "give it to another member",
		&want.rotate },
	{ OPT_END },
};
static const struct opt list_opts[] = {
	{ OPT_FLAG, 0, "today", NULL, "meetings that start today",
		&want.today },
	{ OPT_TEXT, 0, "from", "TIME", "starts from then on", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "starts before; a bare date is included",
		&want.to },
	{ OPT_TEXT, 0, "user", "USER", "hosted by them", &want.user },
	{ OPT_TEXT, 0, "page", "PAGE", "booked on this page", &want.page },
	{ OPT_TEXT, 0, "contact", "ADDRESS", "with this attendee",
		&want.contact },
	{ OPT_TEXT, 0, "status", "STATUS",
		"confirmed, requested, cancelled, ...", &want.status },
	{ OPT_TEXT, 0, "outcome", "OUTCOME",
		"this outcome; none: past and open", &want.outcome },
	{ OPT_FLAG, 0, "all", NULL, "cancelled and declined ones too",
		&want.all },
	{ OPT_END },
};
static const struct opt invite_opts[] = {
	{ OPT_FLAG, 0, "resend", NULL, "mail it to the attendees again",
		&want.resend },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "create", "[PAGE] [-]",
		"book a meeting, or one for each slot on stdin", NULL,
		create_opts, create, true },
	{ "cancel", "ID...", "cancel meetings and tell everybody", NULL,
		cancel_opts, cancel, false },
	{ "reschedule", "ID", "move a meeting, or give it to another host",
		NULL, reschedule_opts, reschedule, false },
	{ "list", "", "list meetings; -f text is an agenda", NULL, list_opts,
		list, false },
	{ "show", "ID...", "show meetings; -f ics as iCalendar", NULL, NULL,
		show, false },
	{ "invite", "ID", "print the invitation, or mail it again", NULL,
		invite_opts, invite, false },
	{ .name = NULL },
};

static const struct program program = {
	.name = "mtg-book",
	.help = "book, move and cancel meetings",
	.examples = "mtg-slots demo --first | mtg-book create - --email "
		    "pat@example.com --name 'Pat Lee'\n"
		    "mtg-book list --today --user ada@acme.example -f text\n",
	.verbs = verbs,
};

int
main(int argc, char **argv)
{
	return front_main(&front, &program, argc, argv);
}
