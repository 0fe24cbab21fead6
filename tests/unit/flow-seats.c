/*
 * B17: seats. Random stories of people who book, leave and move, of sessions
 * that are moved and cancelled, against a plain table of who sits where; what
 * is offered can be booked, and nothing else.
 */
#include "check.h"

#include "flow/assign.h"
#include "flow/book.h"
#include "flow/offer.h"
#include "store/booking.h"
#include "store/sql.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* Saturday 21 November 2026, 08:00Z; Monday 30 November, 09:00 in Rome. */
enum { NOW = 1795248000, MONDAY = 1796025600, HALF = 1800, DAY = 86400 };
enum { STORIES = 4, DEEDS = 120, SITS_MAX = 2000 };

static struct pool *pool;
static struct store *store;
static char folder[] = "/tmp/mtg-flow-seats-XXXXXX";
static struct book_how how = { .notify = { .now = NOW, .language = "en" },
	.max_stale_s = 900 };
static unsigned dice;

static const char seed[] =
	"PRAGMA synchronous = OFF;"
	"INSERT INTO user (id, slug, email, name, time_zone, created_at) VALUES"
	" (1, 'ada', 'ada@acme.example', 'Ada Rossi', 'Europe/Rome', 0),"
	" (2, 'bo', 'bo@acme.example', 'Bo Lind', 'Europe/Rome', 0);"
	"INSERT INTO account (id, user_id, provider, url, created_at) VALUES"
	" (1, 1, 'vdir', '/a', 0), (2, 2, 'vdir', '/b', 0);"
	"INSERT INTO calendar (id, account_id, user_id, slug, name, url,"
	" selected, role, writable, synced_at, busy_from, busy_to, created_at)"
	" VALUES (1, 1, 1, 'ada/work', 'w', '/a', 1, 'default', 1, 1795247000,"
	" 1790000000, 1830000000, 0), (2, 2, 2, 'bo/work', 'w', '/b', 1,"
	" 'default', 1, 1795247000, 1790000000, 1830000000, 0);"
	"INSERT INTO rotation (id, name, created_at) VALUES (1, 'sales', 0);"
	"INSERT INTO rotation_member (rotation_id, user_id, joined_at) VALUES"
	" (1, 1, 0), (1, 2, 1);"
	"INSERT INTO page (id, slug, user_id, kind, rotation_id, title,"
	" durations, step_m, seats, gap_s, created_at, updated_at) VALUES"
	" (1, 'class', 1, 'user', NULL, 'Class', '60,30', 30, 3, 0, 0, 0),"
	" (2, 'crew', 1, 'rotation', 1, 'Crew', '60', 60, 2, 900, 0, 0);";

static const char *const pages[] = { "class", "crew" };

/* The plain table. */
static struct sit {
	char ref[32], session[32];
	int page, party;
	instant start;
	int64_t length;
	bool live;
} sits[SITS_MAX];
static int sits_n, seats[2];

static int
roll(int n)
{
	dice = dice * 1103515245U + 12345U;
	return (int)(dice >> 16 & 0x7fff) % n;
}

static int64_t
count(const char *text)
{
	struct fail f;
	struct sql *s = sql_new(store, text, &f);
	int64_t n = -1;

	if (s != NULL && sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

static struct sit *
sit_named(const char *ref)
{
	int i;

	for (i = 0; i < sits_n; i++)
		if (strcmp(sits[i].ref, ref) == 0)
			return &sits[i];
	return NULL;
}

static int
taken(const char *session)
{
	int i, n = 0;

	for (i = 0; i < sits_n; i++)
		if (sits[i].live && strcmp(sits[i].session, session) == 0)
			n += sits[i].party;
	return n;
}

/* The most seats left in one of the page's sessions then, -1: there is none. */
static int
left(int page, instant start, int64_t length)
{
	int i, n, best = -1;

	for (i = 0; i < sits_n; i++) {
		if (!sits[i].live || sits[i].page != page ||
			sits[i].start != start || sits[i].length != length)
			continue;
		n = seats[page] - taken(sits[i].session);
		if (n < 0)
			n = 0;
		if (n > best)
			best = n;
	}
	return best;
}

static struct booking
asked(int page, instant start, int64_t length, int party)
{
	static int n;
	struct booking b = { .page = pages[page],
		.start = start,
		.end = start + length,
		.invite = true };
	int i;

	b.attendees = pool_array(pool, (size_t)party, sizeof(*b.attendees));
	for (i = 0; i < party; i++)
		b.attendees[i].email =
			pool_printf(pool, "p%d@example.com", n++);
	b.attendees_n = (size_t)party;
	return b;
}

static void
note(struct sit *s, const struct booking *b)
{
	snprintf(s->ref, sizeof(s->ref), "%s", b->ref);
	snprintf(s->session, sizeof(s->session), "%s", b->session_ref);
	s->start = b->start;
	s->length = b->end - b->start;
	s->live = booking_live(b);
}

static instant
some_start(void)
{
	return MONDAY + roll(2) * DAY + roll(16) * HALF;
}

/* ---- deeds ---- */

static bool
deed_book(struct fail *f)
{
	int page = roll(2), party = 1 + roll(3);
	int64_t length = page == 0 && roll(3) == 0 ? HALF : 2 * HALF;
	struct booking b = asked(page, some_start(), length, party);
	int most = left(page, b.start, length);

	if (book_create(store, &how, &b, NULL, pool, f) != 0)
		/* refused where seats were left is wrong */
		return most < party;
	sits[sits_n].page = page;
	sits[sits_n].party = party;
	note(&sits[sits_n++], &b);
	return taken(b.session_ref) <= seats[page];
}

static struct sit *
some_sit(void)
{
	int i, n = sits_n > 0 ? roll(sits_n) : 0;

	for (i = 0; i < sits_n; i++)
		if (sits[(n + i) % sits_n].live)
			return &sits[(n + i) % sits_n];
	return NULL;
}

static bool
deed_cancel(struct fail *f)
{
	struct sit *s = some_sit();
	struct booking b = { 0 };
	bool again;

	if (s == NULL)
		return true;
	s->live = false;
	return book_cancel(store, &how, s->ref, NULL, &b, &again, pool, f) == 0;
}

static bool
deed_move(struct fail *f)
{
	struct sit *s = some_sit();
	struct book_move m = { .start = some_start() };
	struct booking b = { 0 };
	bool again;
	int most;

	if (s == NULL)
		return true;
	most = m.start == s->start ? s->party
				   : left(s->page, m.start, s->length);
	if (book_move(store, &how, s->ref, &m, &b, &again, pool, f) != 0)
		return most < s->party;
	note(s, &b);
	return b.start == m.start && taken(b.session_ref) <= seats[s->page];
}

/* All of the session go along, or are off. */
static bool
deed_session(struct fail *f)
{
	struct sit *s = some_sit();
	struct book_move m = { .start = some_start() };
	struct booking b = { 0 }, one;
	char ref[32];
	bool again, off = roll(2) == 0;
	int i;

	if (s == NULL)
		return true;
	strcpy(ref, s->session);
	if (off && book_cancel(store, &how, ref, "closed", &b, &again, pool,
			   f) != 0)
		return false;
	if (!off && book_move(store, &how, ref, &m, &b, &again, pool, f) != 0)
		return true;
	for (i = 0; i < sits_n; i++) {
		if (!sits[i].live || strcmp(sits[i].session, ref) != 0)
			continue;
		memset(&one, 0, sizeof(one));
		if (booking_find(store, sits[i].ref, pool, &one, f) != 1 ||
			booking_live(&one) == off || one.start != b.start ||
			strcmp(one.session_ref, ref) != 0)
			return false;
		note(&sits[i], &one);
	}
	return b.seats_taken == (off ? 0 : taken(ref));
}

static bool
deed_room(struct fail *f)
{
	int page = roll(2);

	seats[page] = 2 + roll(3);
	return sql_exec(store,
		       pool_printf(pool,
			       "UPDATE page SET seats = %d"
			       " WHERE id = %d",
			       seats[page], page + 1),
		       f) == 0;
}

/* ---- what must be true ---- */

static int
tell(void *arg, const char *problem)
{
	(void)arg;
	printf("# %s\n", problem);
	return 0;
}

static bool
sound(struct fail *f)
{
	int64_t live = 0, sessions;
	int i, k;

	for (i = 0; i < sits_n; i++) {
		live += sits[i].live;
		for (k = 0; sits[i].live && k < i; k++)
			if (sits[k].live &&
				strcmp(sits[k].session, sits[i].session) == 0 &&
				(sits[k].start != sits[i].start ||
					sits[k].length != sits[i].length))
				return false;
	}
	sessions = count("SELECT count(*) FROM booking WHERE session = 1"
			 " AND status = 'confirmed'");
	return store_check(store, tell, NULL, f) == 0 &&
	       assign_check(store, tell, NULL, f) == 0 &&
	       count("SELECT count(*) FROM taken") == sessions &&
	       count("SELECT count(*) FROM booking WHERE session_id IS NOT NULL"
		     " AND status = 'confirmed'") == live &&
	       /* a session of the rotation is one turn */
	       count("SELECT sum(count) FROM rotation_member") ==
		       count("SELECT count(*) FROM booking WHERE session = 1"
			     " AND status = 'confirmed' AND page_id = 2");
}

struct looking {
	struct slot slots[200];
	int n;
};

static int
keep(void *arg, const struct slot *slot)
{
	struct looking *l = arg;

	if (l->n < 200)
		l->slots[l->n++] = *slot;
	return 0;
}

static bool
bookable(int page, instant start, int64_t length, int party)
{
	struct booking b = asked(page, start, length, party);
	struct book_how dry = how;
	struct fail f;

	dry.dry_run = true;
	return book_create(store, &dry, &b, NULL, pool, &f) == 0;
}

/* Each slot can be booked, by as many as it says; each session with seats left
 * is one. */
static bool
offered(int page, int64_t length, struct fail *f)
{
	struct offer_query q = { .page = pages[page],
		.duration_s = length,
		.step_s = -1,
		.notice_s = -1,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.now = NOW,
		.from = MONDAY - 3600,
		.to = MONDAY + 2 * DAY,
		.max_stale_s = 900 };
	struct looking l = { .n = 0 };
	struct offer o;
	int i, most, open = 0, seen = 0;

	if (offer_open(store, &q, pool, &o, f) != 0 ||
		offer_each(&o, pool, keep, &l, f) != 0)
		return false;
	for (i = 0; i < l.n; i++) {
		const struct slot *s = &l.slots[i];

		most = left(page, s->start, length);
		seen += s->session_id != 0;
		if (s->session_id != 0 ? s->seats_left > most
				       : s->seats_left != seats[page])
			return false;
		if (!bookable(page, s->start, length, s->seats_left))
			return false;
		if (page == 0 &&
			bookable(page, s->start, length, s->seats_left + 1))
			return false;
	}
	for (i = 0; i < sits_n; i++) {
		int k;

		if (!sits[i].live || sits[i].page != page ||
			sits[i].length != length ||
			left(page, sits[i].start, length) <= 0)
			continue;
		for (k = 0; k < i; k++)
			if (sits[k].live && sits[k].page == page &&
				sits[k].length == length &&
				sits[k].start == sits[i].start)
				break;
		open += k == i;
	}
	return open == seen;
}

static bool
story(int number, struct fail *f)
{
	static bool (*const deeds[])(struct fail *) = { deed_book, deed_book,
		deed_book, deed_book, deed_cancel, deed_move, deed_move,
		deed_session, deed_room };
	static const char *const names[] = { "book", "book", "book", "book",
		"cancel", "move", "move", "session", "room" };
	int i, k;

	dice = (unsigned)number * 7919U + 17U;
	sits_n = 0;
	seats[0] = 3;
	seats[1] = 2;
	for (i = 0; i < DEEDS; i++) {
		k = roll(9);
		if (!deeds[k](f)) {
			printf("# deed %d, %s: %s\n", i, names[k], f->line);
			return false;
		}
		if (i % 12 == 11 && (!sound(f) || !offered(0, 2 * HALF, f) ||
					    !offered(0, HALF, f) ||
					    !offered(1, 2 * HALF, f))) {
			printf("# after deed %d, %s: %s\n", i, names[k],
				f->line);
			return false;
		}
	}
	return true;
}

/* The schema itself keeps a seat from taking time. */
static void
guarded(void)
{
	struct booking b = asked(0, MONDAY, 2 * HALF, 1);
	struct fail f = { 0 };
	const char *ref;

	check(book_create(store, &how, &b, NULL, pool, &f) == 0 &&
			b.session_id != 0 && sit_named("b_none") == NULL,
		"a seat");
	check(sql_exec(store,
		      pool_printf(pool,
			      "INSERT INTO taken SELECT 2, start_at, end_at,"
			      " id FROM booking WHERE ref = '%s'",
			      b.ref),
		      &f) != 0,
		"B17: no time is taken by a seat");
	check(seat_of(store, b.session_id, "P0@example.com", b.id, pool, &ref,
		      &f) == 0,
		"nobody else of that name is in it");
	check(seats_count(store, b.session_id, &f) == 1, "one seat is taken");
}

int
main(void)
{
	struct fail f = { 0 };
	char command[100];
	int i;

	pool = pool_new();
	if (mkdtemp(folder) == NULL)
		return 99;
	for (i = 0; i <= STORIES; i++) {
		store = store_open(pool_printf(pool, "%s/%d.db", folder, i),
			STORE_WRITE, &f);
		if (store == NULL || sql_exec(store, seed, &f) != 0) {
			printf("Bail out! %s\n", f.line);
			return 1;
		}
		if (i == STORIES)
			guarded();
		else
			check(story(i, &f) && sits_n > DEEDS / 5,
				"B17: story %d, of %d seats: what is offered "
				"can be booked, nobody sits twice",
				i, sits_n);
		store_close(store);
	}
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	if (system(command) != 0)
		puts("# cannot clean up");
	pool_free(pool);
	return check_done();
}
