/* mtg-book: meetings. Made, moved, cancelled, listed, invited to. */
#include "desk/book.h"
#include "desk/book_contact.h"
#include "desk/book_outcome.h"
#include "desk/book_series.h"
#include "desk/book_reassign.h"
#include "store/booking.h"
#include "store/contact.h"
#include "store/moved.h"
#include "store/routing.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/booking_text.h"

#include <string.h>

static struct front front;
static struct book_options want;
static struct {
	const char *start, *duration, *organizer, *reason;
	const char *from, *to, *user, *page, *contact, *status, *outcome;
	const char *series;
	const char *instead, *room;
	const char *seats_of;
	bool rotate, today, all, resend, moved, late, updates, sessions, keep;
} more;
static struct book_contact_options contact_want;

static int
create(int argc, char **argv)
{
	return desk_book_create(&front, &want, argc, argv);
}

static int
propose(int argc, char **argv)
{
	return desk_book_propose(&front, &want, argc, argv);
}

static int
choose(int argc, char **argv)
{
	return desk_book_choose(&front, &want, argc, argv);
}

static int
hold(int argc, char **argv)
{
	return desk_book_holds(&front, &want, argc, argv);
}

static int
contact(int argc, char **argv)
{
	return desk_book_contact(&front, &contact_want, argc, argv);
}

static int
reassign(int argc, char **argv)
{
	return desk_book_reassign(
		&front, more.rotate, more.instead, argc, argv);
}

static int
outcome(int argc, char **argv)
{
	return desk_book_outcome(&front, more.updates, argc, argv);
}

static int
outcome_value(int argc, char **argv)
{
	return desk_book_outcome_value(&front, argc, argv);
}

/* ---- cancel, reschedule ---- */

/* The status of a run over several operands: `good` of them went well. */
static int
all_status(int good)
{
	return front.status != 0 && good > 0 ? EXIT_PARTIAL : front.status;
}

/* What is to come of a series: whether something was done. */
static bool
cancel_series(struct store *store, const struct book_how *how, const char *ref)
{
	struct fail f;
	int rc = desk_series_cancel(&front, store, how, ref, more.reason, &f);

	if (rc != 0)
		front_error(&front, &f);
	return rc >= 0;
}

static int
cancel(int argc, char **argv)
{
	struct book_how how = desk_book_how(&front);
	struct store *store;
	int i, good = 0;

	if (argc < 1)
		desk_usage(&front, "name the meetings");
	how.late = more.late;
	store = desk_store(&front, STORE_WRITE);
	for (i = 0; i < argc; i++) {
		struct booking b = { 0 };
		struct fail f;
		bool again;

		if (strncmp(argv[i], "s_", 2) == 0) {
			good += cancel_series(store, &how, argv[i]);
			continue;
		}
		if (book_cancel(store, &how, argv[i], more.reason, &b, &again,
			    front.pool, &f) != 0) {
			front_error(&front, &f);
			continue;
		}
		good++;
		desk_book_print(&front, &b);
		desk_book_say(
			&front, again ? "already cancelled" : "cancelled", &b);
	}
	store_close(store);
	return all_status(good);
}

static int
reschedule(int argc, char **argv)
{
	struct book_how how = desk_book_how(&front);
	struct book_move move = { .organizer = more.organizer,
		.rooms = more.room,
		.rotate = more.rotate };
	struct booking b = { 0 };
	const struct zone *zone = front.zone;
	struct store *store;
	struct fail f;
	bool again;

	if (argc != 1)
		desk_usage(&front, "name one meeting");
	how.late = more.late;
	if (more.keep && (more.start != NULL || more.duration != NULL ||
				 more.organizer != NULL || more.rotate ||
				 more.room != NULL))
		desk_usage(&front, "--keep stands alone");
	if (more.keep)
		return desk_book_keep(&front, argv[0]);
	if (more.start == NULL && more.organizer == NULL && !more.rotate &&
		more.room == NULL)
		desk_usage(&front,
			"--start, --organizer, --rotate, --room or --keep");
	if (more.organizer != NULL && more.rotate)
		desk_usage(&front, "--organizer or --rotate, not both");
	if (more.duration != NULL && duration_read(more.duration, "--duration",
					     &move.length_s, &f) != 0)
		front_die(&front, &f);
	store = desk_store(&front, STORE_WRITE);
	if (booking_find(store, argv[0], front.pool, &b, &f) != 1)
		front_die(&front, &f);
	if (!front.zone_given)
		zone = zone_load(b.time_zone, &f);
	if (zone == NULL ||
		(more.start != NULL &&
			(move.start = desk_book_time(&front, more.start,
				 "--start", zone, &f)) == 0) ||
		book_move(store, &how, argv[0], &move, &b, &again, front.pool,
			&f) != 0)
		front_die(&front, &f);
	desk_book_print(&front, &b);
	desk_book_say(&front, again ? "unchanged" : "moved", &b);
	store_close(store);
	return strcmp(b.status, "requested") == 0 ? EXIT_PENDING : 0;
}

/* ---- list, show, invite ---- */

struct listing {
	struct agenda agenda;
	bool text;
	struct moveds moved;
};

/* Whether it is to be listed; says what a change of tzdata did to it. */
static bool
list_moved(const struct listing *l, const struct booking *b)
{
	const struct moved *m = moved_find(&l->moved, b->ref);

	if (m == NULL)
		return false;
	front_say(&front, "%s: made for %s %s, which today is %s", b->ref,
		m->was, m->time_zone, m->is);
	front_say(&front,
		"hint: mtg-book reschedule %s --start '%.10s %s' goes back, "
		"--keep leaves it",
		b->ref, m->was, m->was + 11);
	return true;
}

static int
list_one(void *arg, const struct booking *b)
{
	struct listing *l = arg;

	if (more.moved && !list_moved(l, b))
		return 0;
	if (l->text)
		agenda_write(&l->agenda, b);
	else
		desk_book_print(&front, b);
	return 0;
}

static void
list_people(struct store *store, struct booking_query *q)
{
	struct user u = { 0 };
	struct page p = { 0 };
	struct fail f;
	const struct zone *zone;

	if (more.user != NULL) {
		desk_user(&front, store, more.user, &u);
		q->user_id = u.id;
		/* a day is one of the person's */
		if (!front.zone_given &&
			(zone = zone_load(u.time_zone, &f)) != NULL)
			front.zone = zone;
	}
	if (more.page != NULL) {
		desk_page(&front, store, more.page, &p);
		q->page_id = p.id;
	}
}

/* An address, or the id of a contact. */
static void
list_contact(struct store *store, struct booking_query *q)
{
	struct contact c = { 0 };
	struct fail f;

	if (more.contact == NULL || contact_number(more.contact) == 0)
		return;
	if (contact_find(store, more.contact, front.pool, &c, &f) != 1)
		front_die(&front, &f);
	q->contact = c.email;
}

/* What is booked, or the sessions that have it; or the seats of one. */
static void
list_session(struct store *store, struct booking_query *q)
{
	struct booking b = { 0 };
	struct fail f;

	/* a session goes back with all its seats */
	q->kind = more.sessions ? LIST_SESSIONS
		  : more.moved  ? LIST_EVENTS
				: LIST_BOOKED;
	if (more.seats_of == NULL)
		return;
	if (more.sessions)
		desk_usage(&front, "--sessions or --seats-of, not both");
	if (booking_find(store, more.seats_of, front.pool, &b, &f) != 1)
		front_die(&front, &f);
	if (!b.session) {
		fail(&f, EXIT_REFUSED, "booking %s is no session", b.ref);
		if (b.session_ref != NULL)
			fail_hint(&f, "mtg-book list --seats-of %s",
				b.session_ref);
		front_die(&front, &f);
	}
	q->session_id = b.id;
}

static void
list_times(struct booking_query *q)
{
	struct fail f;

	q->from = INSTANT_MIN;
	q->to = INSTANT_MAX;
	if (more.today) {
		q->from = zone_day(front.zone, front.now, 0);
		q->to = zone_day(front.zone, front.now, 1);
	}
	if (more.from != NULL && timeword_from(more.from, "--from", front.now,
					 front.zone, &q->from, &f) != 0)
		front_die(&front, &f);
	if (more.to != NULL && timeword_to(more.to, "--to", front.now,
				       front.zone, &q->to, &f) != 0)
		front_die(&front, &f);
	if (q->to <= q->from)
		desk_usage(&front, "--to is not after --from");
}

static int
list(int argc, char **argv)
{
	struct booking_query q = { .now = front.now,
		.all = more.all,
		.contact = more.contact,
		.status = more.status,
		.series = more.series,
		.outcome = more.outcome };
	struct listing l = { 0 };
	struct store *store;
	struct fail f;

	(void)argv;
	front_formats(&front, "text");
	if (argc != 0)
		desk_usage(&front, "takes no operand");
	if (more.today && (more.from != NULL || more.to != NULL))
		desk_usage(&front, "--today, or --from and --to");
	store = desk_store(&front, STORE_READ);
	list_people(store, &q);
	list_contact(store, &q);
	list_session(store, &q);
	list_times(&q);
	l.text = front.format == FORMAT_TEXT;
	l.agenda = (struct agenda){
		.to = front.out, .zone = front.zone, .language = front.language
	};
	if (!l.text)
		desk_book_open(&front);
	if (more.moved &&
		booking_moved(store, front.now, front.pool, &l.moved, &f) != 0)
		front_die(&front, &f);
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
	struct book_how how = desk_book_how(&front);
	struct store *store = desk_store(&front, STORE_READ);
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
		b.routing = booking_routing(store, b.id, front.pool);
		if (front.format != FORMAT_ICS && front.format != FORMAT_MAIL)
			desk_book_print(&front, &b);
	}
	store_close(store);
	return all_status(good);
}

static int
show(int argc, char **argv)
{
	front_formats(&front, "ics");
	if (argc < 1)
		desk_usage(&front, "name the meetings");
	return show_all(argc, argv);
}

static int
invite(int argc, char **argv)
{
	struct book_how how = desk_book_how(&front);
	struct booking b = { 0 };
	struct store *store;
	struct fail f;

	front_formats(&front, "ics,mail");
	if (argc != 1)
		desk_usage(&front, "name one meeting");
	if (!more.resend) {
		if (front.format_text == NULL && !front.json &&
			front.template_text == NULL)
			front.format = FORMAT_ICS;
		return show_all(argc, argv);
	}
	store = desk_store(&front, STORE_WRITE);
	if (book_invite(store, &how, argv[0], &b, front.pool, &f) != 0)
		front_die(&front, &f);
	desk_book_print(&front, &b);
	desk_book_say(&front, "invited again to", &b);
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
	{ OPT_TEXT, 0, "contact", "CONTACT",
		"who it is with, in place of name and address", &want.contact },
	{ OPT_LIST, 0, "answer", "K=V", "an answer of theirs; may be repeated",
		&want.answers },
	{ OPT_LIST, 0, "guest", "ADDRESS", "invited too; may be repeated",
		&want.guests },
	{ OPT_TEXT, 0, "organizer", "USER",
		"who hosts it; without a page needed", &want.organizer },
	{ OPT_LIST, 0, "room", "ROOM",
		"reserve this room; of a page one of its own; may be repeated",
		&want.rooms },
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
	{ OPT_TEXT, 0, "hold", "DURATION",
		"only hold the time that long, as 5m; choose makes it a "
		"meeting",
		&want.hold },
	{ OPT_TEXT, 0, "repeat", "WORD",
		"all at once: daily, weekdays, weekly, biweekly, monthly, '2 "
		"weeks'",
		&want.repeat },
	{ OPT_INT, 0, "count", "N", "repeat: so many meetings, 2 to 52",
		&want.count },
	{ OPT_TEXT, 0, "until", "TIME",
		"repeat: those before then; a bare date is included",
		&want.until },
	{ OPT_END },
};
static const struct opt propose_opts[] = {
	{ OPT_INT, 0, "times", "N", "how many times are held", &want.times },
	{ OPT_LIST, 0, "start", "TIME",
		"this time, in the page's zone; repeated: all of them",
		&want.starts },
	{ OPT_TEXT, 0, "email", "ADDRESS", "whom they are proposed to",
		&want.email },
	{ OPT_TEXT, 0, "name", "TEXT", "their name", &want.name },
	{ OPT_TEXT, 0, "hold", "DURATION", "how long they are held; 3d",
		&want.hold },
	{ OPT_TEXT, 0, "from", "TIME", "times from then on", &want.from },
	{ OPT_TEXT, 0, "to", "TIME", "before then; a bare date is included",
		&want.to },
	{ OPT_INT, 0, "per-day", "N", "at most so many on one day",
		&want.per_day },
	{ OPT_TEXT, 'd', "duration", "DURATION",
		"how long; the page's first length if not named",
		&want.duration },
	{ OPT_END },
};
static const struct opt choose_opts[] = {
	{ OPT_TEXT, 0, "name", "TEXT", "name of the person who books",
		&want.name },
	{ OPT_TEXT, 0, "email", "ADDRESS", "their address, invited",
		&want.email },
	{ OPT_LIST, 0, "answer", "K=V", "an answer of theirs; may be repeated",
		&want.answers },
	{ OPT_LIST, 0, "guest", "ADDRESS", "invited too; may be repeated",
		&want.guests },
	{ OPT_TEXT, 0, "internal", "TEXT", "a note that no attendee ever sees",
		&want.internal },
	{ OPT_END },
};
static const struct opt hold_opts[] = {
	{ OPT_TEXT, 0, "page", "PAGE", "list: those on this page", &want.page },
	{ OPT_END },
};
static const struct opt cancel_opts[] = {
	{ OPT_TEXT, 0, "reason", "TEXT", "told to the attendees",
		&more.reason },
	{ OPT_FLAG, 0, "late", NULL, "whatever the page's cancel-notice",
		&more.late },
	{ OPT_END },
};
static const struct opt reschedule_opts[] = {
	{ OPT_TEXT, 0, "start", "TIME", "the new start, in the meeting's zone",
		&more.start },
	{ OPT_TEXT, 'd', "duration", "DURATION", "the new length",
		&more.duration },
	{ OPT_TEXT, 0, "organizer", "USER", "who hosts it from now on",
		&more.organizer },
	{ OPT_FLAG, 0, "rotate", NULL, "give it to another member",
		&more.rotate },
	{ OPT_TEXT, 0, "room", "ROOM", "which room it has from now on",
		&more.room },
	{ OPT_FLAG, 0, "late", NULL, "whatever the page's move-notice",
		&more.late },
	{ OPT_FLAG, 0, "keep", NULL,
		"its time is right, whatever a change of tzdata made of it",
		&more.keep },
	{ OPT_END },
};
static const struct opt list_opts[] = {
	{ OPT_FLAG, 0, "today", NULL, "meetings that start today",
		&more.today },
	{ OPT_TEXT, 0, "from", "TIME", "starts from then on", &more.from },
	{ OPT_TEXT, 0, "to", "TIME", "starts before; a bare date is included",
		&more.to },
	{ OPT_TEXT, 0, "user", "USER", "hosted by them", &more.user },
	{ OPT_TEXT, 0, "page", "PAGE", "booked on this page", &more.page },
	{ OPT_TEXT, 0, "contact", "CONTACT", "with this attendee",
		&more.contact },
	{ OPT_TEXT, 0, "status", "STATUS",
		"confirmed, requested, cancelled, ...", &more.status },
	{ OPT_TEXT, 0, "outcome", "OUTCOME",
		"this outcome; none: past and open", &more.outcome },
	{ OPT_FLAG, 0, "all", NULL, "cancelled and declined ones too",
		&more.all },
	{ OPT_TEXT, 0, "series", "SERIES", "of this series", &more.series },
	{ OPT_FLAG, 0, "moved", NULL, "those that a change of tzdata moved",
		&more.moved },
	{ OPT_FLAG, 0, "sessions", NULL,
		"sessions of pages with seats, not what was booked",
		&more.sessions },
	{ OPT_TEXT, 0, "seats-of", "ID", "who has a seat in this session",
		&more.seats_of },
	{ OPT_END },
};
static const struct opt invite_opts[] = {
	{ OPT_FLAG, 0, "resend", NULL, "mail it to the attendees again",
		&more.resend },
	{ OPT_END },
};
static const struct opt reassign_opts[] = {
	{ OPT_FLAG, 0, "rotate", NULL, "to another member, by the rule",
		&more.rotate },
	{ OPT_TEXT, 0, "instead-of", "USER",
		"whose place they take, where several host it", &more.instead },
	{ OPT_END },
};
static const struct opt outcome_opts[] = {
	{ OPT_FLAG, 0, "send-updates", NULL,
		"mail the invitation to the attendees again", &more.updates },
	{ OPT_END },
};
static const struct opt contact_opts[] = {
	{ OPT_TEXT, 0, "owner", "USER", "who looks after them; list: or none",
		&contact_want.owner },
	{ OPT_TEXT, 0, "name", "TEXT", "add: their name", &contact_want.name },
	{ OPT_TEXT, 0, "company", "TEXT", "add: where they work",
		&contact_want.company },
	{ OPT_TEXT, 0, "phone", "TEXT", "add: their number",
		&contact_want.phone },
	{ OPT_TEXT, 0, "lifecycle", "WORD", "add: lead, customer, ...",
		&contact_want.lifecycle },
	{ OPT_END },
};

static const struct verb verbs[] = {
	{ "create", "[PAGE] [-]",
		"book a meeting, or one for each slot on stdin", NULL,
		create_opts, create, true },
	{ "propose", "PAGE",
		"hold several times for somebody; -f text for a "
		"mail",
		NULL, propose_opts, propose, false },
	{ "choose", "HOLD", "make a hold a meeting, release the others", NULL,
		choose_opts, choose, false },
	{ "hold", "list|drop [ID...]", "list holds, or release them", NULL,
		hold_opts, hold, false },
	{ "cancel", "ID...", "cancel meetings and tell everybody", NULL,
		cancel_opts, cancel, false },
	{ "reschedule", "ID", "move a meeting, or give it to another host",
		NULL, reschedule_opts, reschedule, false },
	{ "list", "", "list meetings; -f text is an agenda", NULL, list_opts,
		list, false },
	{ "show", "ID...", "show meetings; -f ics as iCalendar", NULL, NULL,
		show, false },
	{ "reassign", "ID... [USER]", "give meetings to another host", NULL,
		reassign_opts, reassign, false },
	{ "outcome", "ID... VALUE",
		"note what became of meetings: completed, no-show, ...", NULL,
		outcome_opts, outcome, false },
	{ "outcome-value", "list|add|remove [NAME...]",
		"outcomes that there are, some of your own", NULL, NULL,
		outcome_value, false },
	{ "contact", "list|show|add|set|owner ...",
		"people who book, and who looks after them", NULL, contact_opts,
		contact, false },
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
