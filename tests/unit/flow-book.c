/* Whole transactions on a real store: made, moved, cancelled, asked for. */
#include "check.h"

#include "flow/book.h"
#include "store/booking.h"
#include "store/calendar.h"
#include "store/outbox.h"
#include "store/sql.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

/* Saturday 21 November 2026, 08:00Z; Tuesday 1 December, 10:00 in Rome. */
enum { NOW = 1795248000, TUESDAY = 1796115600, HALF = 1800 };

static struct pool *pool;
static struct store *store;
static char folder[] = "/tmp/mtg-flow-book-XXXXXX";
static struct book_how how = { .notify = { .now = NOW,
				       .url = "https://meet.acme.example",
				       .language = "en" },
	.max_stale_s = 900 };

static const char seed[] =
	"INSERT INTO user (id, slug, email, name, time_zone, created_at) VALUES"
	" (1, 'ada', 'ada@acme.example', 'Ada Rossi', 'Europe/Rome', 0),"
	" (2, 'bo', 'bo@acme.example', 'Bo Lind', 'Europe/Rome', 0),"
	" (3, 'cy', 'cy@acme.example', 'Cy Moe', 'Europe/Rome', 0);"
	"INSERT INTO account (id, user_id, provider, url, created_at) VALUES"
	" (1, 1, 'vdir', '/a', 0), (2, 2, 'vdir', '/b', 0);"
	"INSERT INTO calendar (id, account_id, user_id, slug, name, url,"
	" selected, role, writable, synced_at, busy_from, busy_to, created_at)"
	" VALUES (1, 1, 1, 'ada/work', 'w', '/a', 1, 'default', 1, 1795247000,"
	" 1790000000, 1830000000, 0), (2, 2, 2, 'bo/work', 'w', '/b', 1,"
	" 'default', 1, 1795247000, 1790000000, 1830000000, 0), (3, 1, 1,"
	" 'ada/home', 'h', '/h', 1, 'busy', 1, 1795247000, 1790000000,"
	" 1830000000, 0);"
	"INSERT INTO rotation (id, name, created_at) VALUES (1, 'sales', 0);"
	"INSERT INTO rotation_member (rotation_id, user_id, joined_at) VALUES"
	" (1, 1, 0), (1, 2, 1);"
	"INSERT INTO page (id, slug, user_id, kind, rotation_id, title, links,"
	" created_at, updated_at) VALUES"
	" (1, 'demo', 1, 'user', NULL, 'Product demo', 1, 0, 0),"
	" (2, 'team', 1, 'rotation', 1, 'Team demo', 0, 0, 0),"
	" (3, 'both', 1, 'group', NULL, 'Both', 1, 0, 0),"
	" (4, 'off', 3, 'user', NULL, 'Offline', 1, 0, 0);"
	"INSERT INTO page_host VALUES (3, 0, 1), (3, 1, 2);";

static void
opened(void)
{
	static int n;
	struct fail f = { 0 };

	store = store_open(
		pool_printf(pool, "%s/%d.db", folder, ++n), STORE_WRITE, &f);
	if (store == NULL || sql_exec(store, seed, &f) != 0) {
		check(false, "a store: %s", f.line);
		exit(check_done());
	}
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

static const char *
text_of(const char *text)
{
	struct fail f;
	struct sql *s = sql_new(store, text, &f);
	const char *value = NULL;

	if (s != NULL && sql_step(s, &f) == 1)
		value = sql_get_text(s, 0, pool);
	sql_free(s);
	return value != NULL ? value : "";
}

static struct booking
asked(const char *page, instant start)
{
	struct booking b = { .page = page, .start = start, .invite = true };

	b.attendees = pool_zero(pool, sizeof(*b.attendees));
	b.attendees[0].name = "Pat Lee";
	b.attendees[0].email = "pat@example.com";
	b.attendees_n = 1;
	return b;
}

/* The exit status. */
static int
book(struct booking *b)
{
	struct fail f = { 0 };

	return book_create(store, &how, b, NULL, pool, &f) == 0 ? 0 : f.status;
}

static void
test_one(void)
{
	struct booking b = asked("demo", TUESDAY), other;
	bool again = false;
	struct fail f;

	b.key = "k";
	b.internal_note = "SECRETNOTE";
	check(book(&b) == 0 && strcmp(b.status, "confirmed") == 0, "booked");
	check_str(b.title, "Product demo", "the page's title");
	check(b.end == TUESDAY + HALF, "the page's length");
	check(b.token != NULL && strlen(b.token) == 32, "R53: a token");
	check(count("SELECT count(*) FROM token WHERE length(hash) = 64") == 1,
		"only its hash is kept");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'put'") == 1 &&
			count("SELECT calendar_id FROM outbox WHERE"
			      " kind = 'put'") == 1,
		"R14: one put, into the default calendar");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'mail'"
		    " AND recipient = 'ada@acme.example'") == 1,
		"R49: the host is mailed");
	check(strstr(text_of("SELECT body FROM outbox WHERE recipient ="
			     " 'ada@acme.example'"),
		      "Contact: Pat Lee <pat@example.com>") != NULL,
		"R49: with the contact's name");
	check(strstr(text_of("SELECT body FROM outbox WHERE recipient ="
			     " 'pat@example.com'"),
		      "method=REQUEST") != NULL,
		"R24, R50: the contact is invited");
	check(count("SELECT count(*) FROM outbox WHERE body LIKE"
		    " '%SECRETNOTE%'") == 0,
		"R70: the internal note is nowhere");
	other = asked("demo", TUESDAY + HALF);
	other.key = "k";
	check(book_create(store, &how, &other, &again, pool, &f) == 0 &&
			again && strcmp(other.ref, b.ref) == 0 &&
			other.start == TUESDAY,
		"the same key is the same booking");
	other = asked("demo", TUESDAY);
	check(book(&other) == EXIT_TAKEN, "the second one is too late");
	other = asked("demo", TUESDAY + 60);
	check(book(&other) == EXIT_TAKEN, "an overlap too");
	other = asked("demo", TUESDAY + HALF + 60);
	check(book(&other) == EXIT_REFUSED, "off the page's grid");
	other = asked("demo", NOW);
	check(book(&other) == EXIT_REFUSED, "within the page's notice");
	check(count("SELECT count(*) FROM booking") == 1 &&
			count("SELECT count(*) FROM taken") == 1,
		"what is refused leaves nothing");
}

static void
test_moved(void)
{
	struct booking b = asked("demo", TUESDAY), to = { 0 }, other;
	struct book_move move = { .start = TUESDAY + 2 * HALF };
	bool again;
	struct fail f;

	check(book(&b) == 0, "booked");
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) ==
				0 &&
			!again && to.id == b.id && strcmp(to.uid, b.uid) == 0 &&
			to.sequence == 1 && to.start == move.start &&
			to.end == move.start + HALF,
		"R56: the same record and UID, SEQUENCE one up");
	other = asked("demo", TUESDAY);
	check(book(&other) == 0, "R56: the old time is free at once");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'put' AND"
		    " state = 'queued' AND sequence = 1") == 1,
		"the event moves, the older put goes");
	check(count("SELECT count(*) FROM outbox WHERE recipient ="
		    " 'ada@acme.example' AND subject LIKE 'Meeting moved%'") ==
			1,
		"R56: the host is told");
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) ==
				0 &&
			again && to.sequence == 1,
		"moved to where it is: nothing");
	move.start = TUESDAY;
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) ==
				-1 &&
			f.status == EXIT_TAKEN,
		"onto another meeting");
	move.start = TUESDAY + 2 * HALF + HALF;
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) == 0,
		"onto the neighbouring time");
	move.start = 0;
	move.length_s = 2 * HALF;
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) ==
				-1 &&
			f.status == EXIT_REFUSED,
		"a length that the page does not offer");
}

/* The copy in a calendar must not hold the time of what is gone. */
static void
test_copies(void)
{
	struct booking b = asked("demo", TUESDAY), to = { 0 }, other;
	struct book_move move = { .start = TUESDAY + 2 * HALF };
	struct busies busy = { 0 };
	struct busy at = {
		.start = TUESDAY, .end = TUESDAY + HALF, .status = BUSY_BUSY
	};
	struct event_row row = { .calendar_id = 1,
		.href = "x.ics",
		.summary = "",
		.ics = "",
		.start = TUESDAY,
		.end = TUESDAY + HALF };
	bool again;
	struct fail f;

	check(book(&b) == 0, "booked");
	busies_add(pool, &busy, &at);
	row.uid = b.uid;
	check(store_begin(store, &f) == 0 &&
			event_save(store, &row, &busy, &f) == 0 &&
			busy_chunks_make(store, &f) == 0 &&
			store_commit(store, &f) == 0,
		"its event came back with the calendar");
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) == 0,
		"moved");
	other = asked("demo", TUESDAY);
	check(book(&other) == 0,
		"R56: the old time is free though the calendar still has it");
	check(book_cancel(store, &how, b.ref, NULL, &to, &again, pool, &f) == 0,
		"cancelled");
	other = asked("demo", TUESDAY + 2 * HALF);
	check(book(&other) == 0, "R55: and so is the time of what is off");
}

static void
test_cancelled(void)
{
	struct booking b = asked("demo", TUESDAY), to = { 0 };
	bool again;
	struct fail f;
	int64_t letters;

	check(book(&b) == 0, "booked");
	how.dry_run = true;
	check(book_cancel(store, &how, b.ref, "ill", &to, &again, pool, &f) ==
				0 &&
			strcmp(to.status, "cancelled") == 0,
		"a rehearsal answers the same");
	how.dry_run = false;
	check(count("SELECT count(*) FROM taken") == 1, "and stores nothing");
	check(book_cancel(store, &how, b.ref, "ill", &to, &again, pool, &f) ==
				0 &&
			!again && to.sequence == 1 &&
			strcmp(to.outcome, "cancelled") == 0,
		"R55: cancelled, the outcome too");
	check(count("SELECT count(*) FROM taken") == 0, "the time is free");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'delete' AND"
		    " calendar_id = 1") == 1,
		"R55: the event goes");
	check(strstr(text_of("SELECT body FROM outbox WHERE recipient ="
			     " 'pat@example.com' ORDER BY id DESC"),
		      "STATUS:CANCELLED") != NULL,
		"R55: METHOD:CANCEL with STATUS:CANCELLED");
	check(count("SELECT count(*) FROM outbox WHERE recipient ="
		    " 'ada@acme.example' AND sequence = 1") == 1,
		"R55: one mail to the host");
	letters = count("SELECT count(*) FROM outbox");
	check(book_cancel(store, &how, b.uid, "x", &to, &again, pool, &f) ==
				0 &&
			again && to.sequence == 1 &&
			count("SELECT count(*) FROM outbox") == letters,
		"twice is nothing, by UID too");
	check(book_cancel(store, &how, "b_none", NULL, &to, &again, pool, &f) ==
				-1 &&
			f.status == EXIT_NOT_FOUND,
		"one that is not there");
}

static void
test_rotation(void)
{
	struct booking a = asked("team", TUESDAY), b = asked("team", TUESDAY);
	struct booking c = asked("team", TUESDAY), to = { 0 };
	struct book_move move = { .rotate = true };
	bool again;
	struct fail f;

	check(book(&a) == 0 && book(&b) == 0, "one hour, two members");
	check_str(a.organizer_email, "ada@acme.example", "first joined first");
	check_str(b.organizer_email, "bo@acme.example", "then the other");
	check(book(&c) == EXIT_TAKEN, "then nobody is left");
	check(count("SELECT sum(count) FROM rotation_member") == 2 &&
			count("SELECT count(*) FROM assignment WHERE action ="
			      " 'assign' AND delta = 1") == 2,
		"each turn counted with its booking");
	check(book_cancel(store, &how, a.ref, NULL, &to, &again, pool, &f) ==
				0 &&
			count("SELECT count FROM rotation_member WHERE"
			      " user_id = 1") == 0,
		"before its start the turn is given back");
	check(book_move(store, &how, b.ref, &move, &to, &again, pool, &f) ==
				0 &&
			strcmp(to.organizer_email, "ada@acme.example") == 0 &&
			count("SELECT count FROM rotation_member WHERE"
			      " user_id = 1") == 1 &&
			count("SELECT count FROM rotation_member WHERE"
			      " user_id = 2") == 0,
		"rotated: the turn moves along");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'delete' AND"
		    " calendar_id = 2") == 1 &&
			count("SELECT count(*) FROM outbox WHERE kind = 'put'"
			      " AND calendar_id = 1 AND sequence = 1") == 1,
		"R14: out of one calendar, into the other");
	c = asked("team", TUESDAY + HALF);
	c.organizer_email = "ada@acme.example";
	check(book(&c) == 0 && strcmp(text_of("SELECT reason FROM assignment"
					      " ORDER BY id DESC"),
				       "manual") == 0,
		"R92: chosen by hand, it counts as such");
	c = asked("team", TUESDAY + 2 * HALF);
	c.organizer_email = "cy@acme.example";
	check(book(&c) == EXIT_REFUSED, "one who is no host");
	check(strstr(text_of("SELECT body FROM outbox WHERE kind = 'put'"),
		      "/b/") == NULL &&
			strstr(text_of("SELECT body FROM outbox WHERE"
				       " recipient = 'pat@example.com'"),
				"/cancel") != NULL,
		"R54: no links in the event, but in the mail");
}

static void
test_group(void)
{
	struct booking b = asked("both", TUESDAY), other;

	check(book(&b) == 0 && b.hosts_n == 2, "both host it");
	check_str(b.organizer_email, "ada@acme.example", "the owner organizes");
	check(count("SELECT count(*) FROM taken") == 2, "both are taken");
	check(count("SELECT count(DISTINCT calendar_id) FROM outbox WHERE"
		    " kind = 'put'") == 2,
		"R14: one event in the default calendar of each");
	other = asked("demo", TUESDAY);
	check(book(&other) == EXIT_TAKEN, "and not there for others");
}

static void
test_offline(void)
{
	struct booking b = asked("off", TUESDAY), other;

	check(book(&b) == 0 && strcmp(b.status, "requested") == 0,
		"R10: a request");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'put'") == 0 &&
			count("SELECT count(*) FROM outbox WHERE body LIKE"
			      " '%text/calendar%'") == 0,
		"R10: no event, no invitation");
	check(count("SELECT count(*) FROM outbox WHERE kind = 'mail'") == 2,
		"R10: host and contact are mailed");
	other = asked("off", TUESDAY);
	check(book(&other) == EXIT_TAKEN, "a request holds the time");
}

static void
test_inactive(void)
{
	struct booking b = asked("demo", TUESDAY);
	struct fail f;

	sql_exec(store, "UPDATE calendar SET state = 'inactive' WHERE id = 3",
		&f);
	check(book(&b) == EXIT_INACTIVE, "R16: one of three is enough");
	check(count("SELECT count(*) FROM booking") == 0 &&
			count("SELECT count(*) FROM outbox") == 1,
		"R17: exactly one mail");
	check(strstr(text_of("SELECT body FROM outbox"), "ada/home") != NULL &&
			strstr(text_of("SELECT body FROM outbox"),
				"1 Dec 2026, 10:00") != NULL,
		"R17: naming the attempt and the calendar");
	b = asked("team", TUESDAY);
	check(book(&b) == 0 &&
			strcmp(b.organizer_email, "bo@acme.example") == 0,
		"R16: a rotation goes on without that member");
	b = asked("both", TUESDAY + HALF);
	check(book(&b) == EXIT_INACTIVE, "R16: a group does not");
	sql_exec(store, "UPDATE calendar SET selected = 0 WHERE id = 3", &f);
	b = asked("demo", TUESDAY);
	check(book(&b) == 0, "R18: removed, all is well");
}

static void
test_quiet(void)
{
	struct booking b = asked("demo", TUESDAY), to = { 0 };
	bool again;
	struct fail f;

	b.invite = false;
	b.attendees[0].email = NULL;
	check(book(&b) == 0 && strcmp(b.status, "confirmed") == 0,
		"R25: the record alone, without an address");
	check(count("SELECT count(*) FROM outbox") == 0,
		"R25, R72: zero mails, no event");
	check(book_cancel(store, &how, b.ref, NULL, &to, &again, pool, &f) ==
				0 &&
			count("SELECT count(*) FROM outbox") == 0,
		"nor when it is cancelled");
}

static void
test_bare(void)
{
	struct booking b = asked(NULL, TUESDAY + 20 * HALF);

	b.title = "Coffee";
	check(book(&b) == EXIT_USAGE, "R62: somebody has to organize it");
	b.organizer_email = "bo";
	check(book(&b) == 0 && b.hosts[0] == 2 && b.page == NULL,
		"R60: without a page, at any free time");
	b = asked(NULL, TUESDAY + 20 * HALF);
	b.organizer_email = "bo";
	b.title = "Coffee";
	check(book(&b) == EXIT_TAKEN, "once");
	b.start += HALF;
	b.end = 0;
	b.title = NULL;
	b.organizer_email = "bo";
	check(book(&b) == EXIT_REFUSED, "R62: with a title");
}

int
main(void)
{
	static void (*const tests[])(void) = { test_one, test_moved,
		test_copies, test_cancelled, test_rotation, test_group,
		test_offline, test_inactive, test_quiet, test_bare };
	size_t i;

	if (mkdtemp(folder) == NULL)
		return 1;
	pool = pool_new();
	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
		opened();
		tests[i]();
		store_close(store);
	}
	if (system(pool_printf(pool, "rm -rf '%s'", folder)) != 0)
		return 1;
	pool_free(pool);
	return check_done();
}
