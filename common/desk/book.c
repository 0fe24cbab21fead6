#include "desk/book.h"
#include "desk/book_series.h"

#include "engine/book.h"
#include "front/input.h"
#include "store/contact.h"
#include "when/duration.h"
#include "when/timeword.h"
#include "wire/booking_json.h"
#include "wire/locale.h"
#include "wire/record_in.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* How old a slot of a meeting right away may be. */
enum { INSTANT_OLD_S = 300 };

static const char columns[] =
	"id,start,timeZone,title,organizer.email,status,outcome";

/* The language of those who have none of their own. --lang is not it: that is
 * the language of the person who books. */
static const char *
language(const struct front *front)
{
	const char *set = config_get(front->config, "core.language");

	return set != NULL ? locale_find(set) : locale_environment();
}

struct book_how
desk_book_how(struct front *front)
{
	struct book_how how = {
		.notify = { .now = front->now,
			.url = config_get(front->config, "page.url"),
			.from = config_get(front->config, "mail.from"),
			.from_name = config_get(front->config, "mail.name"),
			.language = language(front) },
		.dry_run = front->dry_run,
	};

	how.max_stale_s = desk_max_stale(front);
	return how;
}

void
desk_book_open(struct front *front)
{
	front_emit(front, columns);
}

void
desk_book_print(struct front *front, const struct booking *b)
{
	booking_write(front_emit(front, columns), b,
		config_get(front->config, "page.url"), front->dry_run);
}

/* "booked b_7f3k9, Tue 1 Dec 10:00 Europe/Rome, Ada Rossi" */
void
desk_book_say(struct front *front, const char *what, const struct booking *b)
{
	struct fail f;
	const struct zone *zone = zone_load(b->time_zone, &f);
	char *text = NULL;
	size_t size;
	FILE *to;

	if (front->quiet || (to = open_memstream(&text, &size)) == NULL)
		return;
	locale_time(to, "en", "%a %e %b %H:%M %V", b->start,
		zone != NULL ? zone : zone_utc());
	fclose(to);
	front_say(front, "%s%s %s, %s, %s", front->dry_run ? "would have " : "",
		what, b->ref, text, b->organizer_name);
	free(text);
}

instant
desk_book_time(struct front *front, const char *text, const char *what,
	const struct zone *zone, struct fail *f)
{
	struct timeword at;

	if (timeword_read(text, what, front->now, zone, &at, f) != 0)
		return 0;
	if (at.twice)
		front_warn(front, "%s %s comes twice in %s: the first is meant",
			what, text, zone_name(zone));
	front_tell(front, 1, "%s %s is %s", what, text,
		instant_write(at.at, pool_zero(front->pool, INSTANT_TEXT)));
	return at.at;
}

/* The zone that a start without one is read in: --tz, the page's, the caller's.
 */
static const struct zone *
zone_for(const struct front *front, struct store *store,
	const struct booking *b, struct pool *pool, struct fail *f)
{
	if (front->zone_given || b->page == NULL)
		return b->page == NULL && b->time_zone != NULL &&
				       !front->zone_given
			       ? zone_load(b->time_zone, f)
			       : front->zone;
	return book_zone(store, b->page, pool, f);
}

/* Start, end and zone out of words. */
static int
times(struct front *front, struct store *store, struct booking *b,
	const struct booking_ask *ask, struct pool *pool, struct fail *f)
{
	const struct zone *zone = zone_for(front, store, b, pool, f);
	int64_t length = 0;

	if (zone == NULL)
		return -1;
	if (ask->start_text != NULL &&
		(b->start = desk_book_time(
			 front, ask->start_text, "start", zone, f)) == 0)
		return -1;
	if (ask->end_text != NULL &&
		(b->end = desk_book_time(
			 front, ask->end_text, "end", zone, f)) == 0)
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

void
desk_book_offline(struct front *front, const struct booking *b)
{
	front_say(front,
		"not confirmed: %s has no calendar; hint: "
		"mtg-sync connect caldav --user %s --url URL",
		b->organizer_name, b->organizer_email);
}

int
desk_book_done(struct front *front, const struct booking *b, bool again)
{
	desk_book_print(front, b);
	if (strcmp(b->status, "requested") == 0) {
		desk_book_say(
			front, again ? "already requested" : "requested", b);
		desk_book_offline(front, b);
		return EXIT_PENDING;
	}
	if (booking_held(b))
		desk_book_say(front, again ? "already held" : "held", b);
	else
		desk_book_say(front, again ? "already booked" : "booked", b);
	return 0;
}

/* Whether it is to start right away: that was typed, or a slot says so that is
 * not an old one. Without a page any time will do as it is. */
static bool
right_away(const struct front *front, const struct booking *b,
	const struct booking_ask *ask)
{
	if (b->page == NULL)
		return false;
	if (ask->start_text != NULL)
		return strcasecmp(ask->start_text, "now") == 0;
	return ask->instant && b->start >= front->now - INSTANT_OLD_S &&
	       b->start <= front->now + INSTANT_OLD_S;
}

/* Books one, or with --repeat several; `b` is what is asked. Returns an exit
 * status, 9 for a request. */
static int
book(struct front *front, struct store *store, const struct book_how *usual,
	const struct book_options *want, bool fresh, struct booking *b,
	const struct booking_ask *ask, struct pool *pool, struct fail *f)
{
	struct book_how one = *usual, *how = &one;
	const struct zone *zone;
	bool again;

	if (times(front, store, b, ask, pool, f) != 0)
		return -1;
	one.instant = right_away(front, b, ask);
	if (!front->dry_run &&
		book_fresh(store, b->page, b->organizer_email, b->room_text,
			fresh, front->now, pool, f) != 0)
		return -1;
	if (want->repeat != NULL && one.instant)
		return fail(
			f, EXIT_USAGE, "--repeat: not of a meeting right away");
	if (want->repeat != NULL) {
		zone = zone_for(front, store, b, pool, f);
		return zone == NULL ? -1
				    : desk_series_book(front, store, how, want,
					      b, zone, pool, f);
	}
	if (book_create(store, how, b, &again, pool, f) != 0)
		return -1;
	return desk_book_done(front, b, again);
}

void
desk_book_ask(struct front *front, const struct book_options *want,
	struct booking *b, struct booking_ask *ask)
{
	struct attendee *all =
		pool_array(front->pool, want->guests.n + 1, sizeof(*all));
	struct strs utm = { 0 };
	struct fail f;
	size_t i;

	ask->start_text = want->start;
	ask->duration_text = want->duration;
	b->title = want->title;
	b->organizer_email = want->organizer;
	for (i = 0; i < want->rooms.n; i++)
		b->room_text =
			b->room_text == NULL
				? want->rooms.v[i]
				: pool_printf(front->pool, "%s+%s",
					  b->room_text, want->rooms.v[i]);
	b->internal_note = want->internal;
	b->description = want->description;
	b->key = want->key;
	b->invite = !want->no_invite;
	if (want->description != NULL && want->description[0] == '@' &&
		(b->description = input_read(front->pool, want->description + 1,
			 BOOK_TEXT_MAX, NULL, &f)) == NULL)
		front_die(front, &f);
	if (want->location != NULL &&
		book_location(front->pool, want->location, "--location",
			&b->location_type, &b->location, &f) != 0)
		front_die(front, &f);
	for (i = 0; i < want->utm.n; i++)
		strs_add(front->pool, &utm,
			strncmp(want->utm.v[i], "utm_", 4) == 0
				? want->utm.v[i]
				: pool_printf(front->pool, "utm_%s",
					  want->utm.v[i]));
	if (booking_map(front->pool, &want->answers, NULL, "--answer",
		    &b->answers, &f) != 0 ||
		booking_map(front->pool, &utm, NULL, "--utm", &b->tracking,
			&f) != 0)
		front_die(front, &f);
	b->tracking = booking_tracking(front->pool, b->tracking);
	all[0].name = want->name;
	all[0].email = want->email;
	all[0].language = front->language_given ? front->language : NULL;
	all[0].time_zone = front->zone_given ? zone_name(front->zone) : NULL;
	for (i = 0; i < want->guests.n; i++)
		all[i + 1].email = want->guests.v[i];
	b->attendees = all;
	b->attendees_n =
		want->name == NULL && want->email == NULL && want->guests.n == 0
			? 0
			: want->guests.n + 1;
	if (b->attendees_n == 0 && (front->zone_given || front->language_given))
		b->attendees_n = 1;
	b->attendees_cap = want->guests.n + 1;
}

/* Whether the record before was about the same hosts: one pull is enough. */
static bool
pulled(struct pool *pool, const char **last, const struct booking *b)
{
	const char *who =
		pool_printf(pool, "%s\n%s", b->page != NULL ? b->page : "",
			b->organizer_email != NULL ? b->organizer_email : "");
	bool same = *last != NULL && strcmp(*last, who) == 0;

	*last = who;
	return same;
}

/* Slots, picks, rows of a table: each booked for itself, or answered with an
 * error record in its place. */
static int
create_stream(struct front *front, struct store *store,
	const struct book_how *how, const struct book_options *want,
	const struct booking *base, const struct booking_ask *base_ask)
{
	struct record_in *in = record_in_new(front->pool, stdin, "stdin");
	struct json_object *record;
	const char *last = NULL;
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
		if (record_failed(record, &f) ||
			booking_read(pool, record, &b, &ask, &f) != 0 ||
			(rc = book(front, store, how, want,
				 want->fresh && !pulled(front->pool, &last, &b),
				 &b, &ask, pool, &f)) < 0) {
			front_error_record(front, &f, record_text(record));
		} else {
			pending |= rc == EXIT_PENDING;
			good++;
		}
		pool_free(pool);
	}
	if (rc != 0)
		front_error(front, &f);
	record_in_free(in);
	if (front->status != 0)
		return good > 0 ? EXIT_PARTIAL : front->status;
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

/* What is known of the contact it is with, where the options do not say it. */
static void
contact_ask(struct front *front, struct store *store, const char *name,
	struct booking *b)
{
	struct contact c = { 0 };
	struct attendee *a = &b->attendees[0];
	struct fail f;

	if (contact_find(store, name, front->pool, &c, &f) != 1)
		front_die(front, &f);
	a->email = c.email;
	if (a->name == NULL)
		a->name = c.name;
	if (a->language == NULL)
		a->language = c.language;
	if (a->time_zone == NULL)
		a->time_zone = c.time_zone;
	if (b->attendees_n == 0)
		b->attendees_n = 1;
}

int
desk_book_create(struct front *front, const struct book_options *want, int argc,
	char **argv)
{
	struct book_how how = desk_book_how(front);
	struct booking b = { 0 };
	struct booking_ask ask = { 0 };
	struct store *store;
	struct fail f;
	bool stream = argc > 0 && strcmp(argv[argc - 1], "-") == 0;
	int rc;

	argc -= stream;
	if (argc > 1)
		desk_usage(front, "name one page, or none");
	if (want->contact != NULL && want->email != NULL)
		desk_usage(front, "--contact or --email, not both");
	b.page = argc == 1 ? argv[0] : NULL;
	desk_book_ask(front, want, &b, &ask);
	desk_series_options(front, want);
	how.hold_s = desk_book_hold(front, want->hold, 0);
	if (!stream && want->start == NULL && stdin_has_records())
		stream = true;
	if (!stream && want->start == NULL)
		desk_usage(front, "no --start, and no slots on stdin");
	/* what mtg-sync is run for happens at the same moment */
	if (front->now_text != NULL)
		setenv("MTG_NOW",
			instant_write(front->now,
				pool_zero(front->pool, INSTANT_TEXT)),
			1);
	store = desk_store(front, STORE_WRITE);
	if (want->contact != NULL)
		contact_ask(front, store, want->contact, &b);
	if (stream)
		rc = create_stream(front, store, &how, want, &b, &ask);
	else if ((rc = book(front, store, &how, want, want->fresh, &b, &ask,
			  front->pool, &f)) < 0)
		rc = front_error(front, &f);
	store_close(store);
	return rc;
}
