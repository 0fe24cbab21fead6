/* What is offered can be booked, and what is not cannot: random pages. */
#include "check.h"

#include "flow/book.h"
#include "flow/offer.h"
#include "store/booking.h"
#include "store/busy.h"
#include "store/calendar.h"
#include "store/sql.h"
#include "when/zone.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Sunday 24 October 2027, 06:00Z: a week later the clocks go back in Rome. */
enum { NOW = 1824357600, HOUR = 3600, DAY_S = 86400, ROUNDS = 28 };

static struct pool *pool;
static struct store *store;
static char folder[] = "/tmp/mtg-flow-random-XXXXXX";
static struct book_how how = { .notify = { .now = NOW, .language = "en" },
	.max_stale_s = 900,
	.dry_run = true };

static uint64_t state = 20271024;

/* What is asked of the page of a round, beside its time. */
static struct {
	int64_t duration_s; /* 0: the page's first */
	int64_t people;     /* the booker among them */
	int64_t hold_s;
} ask;

static int64_t
roll(int64_t n)
{
	state = state * 6364136223846793005U + 1442695040888963407U;
	return (int64_t)((state >> 33) % (uint64_t)n);
}

static const char seed[] =
	"INSERT INTO user (id, slug, email, name, time_zone, created_at) VALUES"
	" (1, 'ada', 'ada@acme.example', 'Ada', 'Europe/Rome', 0),"
	" (2, 'bo', 'bo@acme.example', 'Bo', 'America/New_York', 0),"
	" (3, 'cy', 'cy@acme.example', 'Cy', 'Australia/Lord_Howe', 0),"
	" (4, 'di', 'di@acme.example', 'Di', 'Europe/Rome', 0);"
	"INSERT INTO user (id, slug, email, name, time_zone, created_at, kind,"
	" hours) VALUES (5, 'aula', 'aula@acme.example', 'Aula', 'Europe/Rome',"
	" 0, 'room', 'daily 00:00-24:00'), (6, 'bella', 'bella@acme.example',"
	" 'Bella', 'Europe/Rome', 0, 'room', 'mon-fri 08:00-16:00');"
	"INSERT INTO account (id, user_id, provider, url, created_at) VALUES"
	" (1, 1, 'vdir', '/a', 0), (2, 2, 'vdir', '/b', 0),"
	" (3, 3, 'vdir', '/c', 0);"
	"INSERT INTO calendar (id, account_id, user_id, slug, name, url,"
	" selected, role, writable, synced_at, busy_from, busy_to, created_at)"
	" VALUES (1, 1, 1, 'ada/work', 'w', '/a', 1, 'default', 1, 1824357000,"
	" 1820000000, 1830000000, 0), (2, 2, 2, 'bo/work', 'w', '/b', 1,"
	" 'default', 1, 1824357000, 1820000000, 1825500000, 0), (3, 3, 3,"
	" 'cy/work', 'w', '/c', 1, 'busy', 1, 1824357000, 1820000000,"
	" 1830000000, 0);"
	"INSERT INTO rotation (id, name, created_at) VALUES (1, 'sales', 0),"
	" (2, 'tech', 0);"
	"INSERT INTO rotation_member (rotation_id, user_id, joined_at) VALUES"
	" (1, 1, 0), (1, 2, 1), (1, 3, 2), (2, 3, 0), (2, 4, 1);"
	"INSERT INTO page (id, slug, user_id, kind, rotation_id, title,"
	" created_at, updated_at) VALUES"
	" (1, 'one', 1, 'user', NULL, 'One', 0, 0),"
	" (2, 'turn', 1, 'rotation', 1, 'Turn', 0, 0),"
	" (3, 'all', 1, 'group', NULL, 'All', 0, 0),"
	" (4, 'mix', 1, 'group', NULL, 'Mixed', 0, 0),"
	" (5, 'two', 1, 'group', NULL, 'Two of three', 0, 0),"
	" (6, 'room', 2, 'user', NULL, 'In a room', 0, 0),"
	" (7, 'many', 4, 'group', NULL, 'Many', 0, 0);"
	"INSERT INTO room VALUES (5, 0, NULL, NULL), (6, 0, NULL, NULL);"
	"INSERT INTO contact (email, created_at, updated_at) VALUES"
	" ('pat@example.com', 0, 0);"
	"INSERT INTO page_host VALUES (3, 0, 1), (3, 1, 4), (4, 0, 4),"
	" (7, 0, 4);"
	"INSERT INTO page_party VALUES (4, 0, 1, 1), (4, 1, 1, 2),"
	" (5, 0, 2, NULL), (6, 0, 1, NULL), (7, 0, 2, 1), (7, 1, 1, NULL),"
	" (7, 2, 1, NULL);"
	"INSERT INTO page_party_user VALUES (5, 0, 0, 1), (5, 0, 1, 2),"
	" (5, 0, 2, 4), (6, 0, 0, 5), (6, 0, 1, 6),"
	" (7, 1, 0, 3), (7, 1, 1, 2), (7, 1, 2, 1), (7, 2, 0, 5),"
	" (7, 2, 1, 6);";

static void
run(const char *text)
{
	struct fail f = { 0 };

	if (sql_exec(store, text, &f) == 0)
		return;
	printf("Bail out! %s: %s\n", text, f.line);
	exit(1);
}

static const char *
one_of(const char *const *words, size_t n)
{
	return words[roll((int64_t)n)];
}
#define ONE_OF(words) one_of(words, sizeof(words) / sizeof((words)[0]))

/* Seats, rooms' sizes, owners, and who asks for how long. */
static void
random_ask(const char *durations)
{
	static const char *const capacities[] = { "NULL", "NULL", "3", "6" };
	static const char *const owners[] = { "NULL", "NULL", "'prefer'",
		"'strict'" };
	const char *second = strchr(durations, ',');
	bool seats = roll(3) == 0;

	ask.duration_s = second != NULL && roll(2) == 0
				 ? strtol(second + 1, NULL, 10) * 60
				 : 0;
	ask.people = 1 + roll(2);
	ask.hold_s = !seats && roll(4) == 0 ? HOUR : 0;
	run(pool_printf(pool, "UPDATE page SET seats = %d, instant = %d",
		seats ? 3 : 0, roll(2) == 0));
	run(pool_printf(pool, "UPDATE room SET capacity = %s WHERE user_id = 6",
		ONE_OF(capacities)));
	run(pool_printf(pool,
		"UPDATE rotation SET owner = %s,"
		" lead = nullif(%d, 0)",
		ONE_OF(owners), roll(4) == 0));
	run(pool_printf(pool, "UPDATE contact SET owner_id = nullif(%d, 0)",
		(int)roll(5)));
}

/* Settings of all pages. */
static void
random_rules(void)
{
	static const char *const hours[] = { "NULL", "NULL",
		"'mon-fri 09:00-17:00'", "'daily 22:00-02:30'",
		"'mon-sun 00:00-24:00'", "'mon-fri 08:20-11:50 13:00-18:00'" };
	static const char *const lengths[] = { "30", "45", "60", "20", "30,60",
		"45,20" };
	static const char *const steps[] = { "NULL", "15", "20", "60" };
	static const char *const caps[] = { "NULL", "NULL", "'day:2'",
		"'week:3'", "'day:90m'", "'week:4,day:2'" };
	static const char *const horizons[] = { "'days', horizon_d = 9",
		"'business', horizon_d = 5", "'bookable', horizon_d = 3",
		"'dates', first_day = 21117, last_day = 21123" };
	static const char *const zones[] = { "NULL", "'Europe/Rome'",
		"'Pacific/Auckland'", "'America/St_Johns'" };
	const char *durations = ONE_OF(lengths);
	bool gap = roll(2) == 0;

	run(pool_printf(pool,
		"UPDATE page SET hours = %s, durations = '%s', step_m = %s,"
		" offset_m = %d, time_zone = %s, notice_s = %d,"
		" before_s = %d, after_s = %d, gap_s = %d, caps = %s,"
		" booker_cap = %d, horizon_kind = %s, align_clock = %d,"
		" pack = %d, first_only = %d, legal_hours = %s",
		ONE_OF(hours), durations, ONE_OF(steps), (int)roll(3) * 10,
		ONE_OF(zones), (int)roll(30) * 1800,
		gap ? 0 : (int)roll(3) * 900, gap ? 0 : (int)roll(3) * 600,
		gap ? (int)roll(4) * 900 : 0, ONE_OF(caps),
		roll(3) == 0 ? 2 : 0, ONE_OF(horizons), roll(3) == 0,
		roll(2) == 0, roll(4) == 0,
		roll(4) == 0 ? "'mon-sat 08:00-20:00'" : "NULL"));
	random_ask(durations);
	run(pool_printf(
		pool, "UPDATE user SET caps = %s WHERE id = 1", ONE_OF(caps)));
	run(pool_printf(pool, "UPDATE rotation SET caps = %s WHERE id = 1",
		ONE_OF(caps)));
	run(pool_printf(pool,
		"UPDATE rotation_member SET paused = %d WHERE user_id = 2",
		roll(4) == 0));
	run(pool_printf(pool, "UPDATE calendar SET state = '%s' WHERE id = 3",
		roll(4) == 0 ? "inactive" : "active"));
	run("DELETE FROM away; DELETE FROM travel");
	if (roll(3) == 0)
		run(pool_printf(pool,
			"INSERT INTO away (user_id, start_at, end_at,"
			" created_at) VALUES (1, %d, %d, 0)",
			NOW + 2 * DAY_S, NOW + 3 * DAY_S));
	if (roll(3) == 0)
		run("INSERT INTO travel VALUES (1, 21118, 21120,"
		    " 'Pacific/Apia')");
}

/* Events in the calendars and meetings in the store. */
static void
random_busy(void)
{
	struct fail f = { 0 };
	int i;

	run("DELETE FROM outbox; DELETE FROM taken;"
	    " DELETE FROM booking_host; DELETE FROM attendee;"
	    " DELETE FROM booking; DELETE FROM event; DELETE FROM occurrence");
	for (i = 0; i < 18; i++) {
		struct event_row row = { .calendar_id = 1 + i % 3,
			.href = pool_printf(pool, "%d.ics", i),
			.uid = pool_printf(pool, "u%d", i),
			.summary = "",
			.ics = "" };
		struct busies busy = { 0 };
		struct busy b = { .status = BUSY_BUSY };

		b.start = row.start = NOW + roll(11 * 48) * 1800 + roll(2) * 60;
		b.end = row.end = b.start + 600 * (1 + roll(20));
		busies_add(pool, &busy, &b);
		if (event_save(store, &row, &busy, &f) != 0)
			check(false, "an event: %s", f.line);
	}
	if (busy_chunks_make(store, &f) != 0)
		check(false, "chunks: %s", f.line);
	for (i = 0; i < 12; i++) {
		instant start = NOW + roll(11 * 48) * 1800;
		int user = 1 + (int)roll(6);
		struct fail ignored;

		/* where two would overlap the second is left out */
		sql_exec(store,
			pool_printf(pool,
				"BEGIN; INSERT INTO booking (id, ref, uid,"
				" status, page_id, rotation_id, organizer_id,"
				" title, start_at, end_at, time_zone,"
				" wall_start, before_s, after_s, created_at,"
				" updated_at) VALUES (%d, 'b_%d', 'm%d',"
				" 'confirmed', %d, 1, %d, 'T', %" PRId64
				", %" PRId64 ", 'UTC', '', %d, %d, 0, 0);"
				" INSERT INTO booking_host (booking_id,"
				" user_id, role, rotation_id) VALUES (%d, %d,"
				" '%s', 1); INSERT INTO attendee (booking_id,"
				" position, email) VALUES (%d, 0,"
				" 'pat@example.com'); INSERT INTO taken VALUES"
				" (%d, %" PRId64 ", %" PRId64 ", %d); COMMIT",
				i + 1, i, i, 1 + (int)roll(7), user, start,
				start + 1800, (int)roll(2) * 900,
				(int)roll(2) * 900, i + 1, user,
				user > 4 ? "room" : "host", i + 1, user, start,
				start + 1800, i + 1),
			&ignored);
		sql_exec(store, "ROLLBACK", &ignored);
	}
}

struct starts {
	instant v[4000];
	size_t n;
};

static int
keep(void *arg, const struct slot *slot)
{
	struct starts *s = arg;

	if (s->n < sizeof(s->v) / sizeof(s->v[0]))
		s->v[s->n++] = slot->start;
	return 0;
}

static struct offer_query
query(const char *page, const char *booker)
{
	struct offer_query q = { .page = page,
		.step_s = -1,
		.duration_s = ask.duration_s > 0 ? ask.duration_s : -1,
		.notice_s = -1,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.booker = booker,
		.party = ask.people,
		.guests = (size_t)ask.people,
		.now = NOW,
		.max_stale_s = 900 };

	return q;
}

static int
offered(const char *page, const char *booker, struct starts *to,
	struct pool *work)
{
	struct offer_query q = query(page, booker);
	struct offer offer = { 0 };
	struct fail f = { 0 };

	to->n = 0;
	if (store_begin_read(store, &f) != 0)
		return -1;
	if (offer_open(store, &q, work, &offer, &f) != 0 ||
		offer_each(&offer, work, keep, to, &f) != 0) {
		store_end_read(store);
		return f.status;
	}
	store_end_read(store);
	return 0;
}

/* The exit status of booking it, which is undone where how.dry_run says so. */
static int
book_as(const char *page, const char *booker, instant start, struct pool *work,
	struct fail *f)
{
	struct booking b = { .page = page, .start = start, .invite = true };
	int64_t i;

	b.end = ask.duration_s > 0 ? start + ask.duration_s : 0;
	b.attendees_n = (size_t)ask.people;
	b.attendees = pool_zero(work, b.attendees_n * sizeof(*b.attendees));
	b.attendees[0].email = booker;
	for (i = 1; i < ask.people; i++)
		b.attendees[i].email =
			pool_printf(work, "%" PRId64 ".%s", i, booker);
	return book_create(store, &how, &b, NULL, work, f) == 0 ? 0 : f->status;
}

static int
book(const char *page, instant start, struct pool *work, struct fail *f)
{
	return book_as(page, "pat@example.com", start, work, f);
}

/* Others book some of what is offered, for good: sessions with seats left and
 * without, turns, rooms that are gone. */
static long
others(const char *page)
{
	struct starts *all = pool_zero(pool, sizeof(*all));
	struct pool *work = pool_new();
	struct fail f;
	long refused = 0;
	int i;

	how.dry_run = false;
	how.hold_s = 0;
	for (i = 0; i < 6; i++) {
		const char *who = pool_printf(work, "kim%d@example.com", i);
		instant at;

		if (offered(page, who, all, work) != 0 || all->n == 0)
			break;
		/* near the first: sessions are joined */
		at = all->v[roll(all->n < 5 ? (int64_t)all->n : 5)];
		if (book_as(page, who, at, work, &f) != 0) {
			printf("# %s %" PRId64 ": %s\n", page, at, f.line);
			refused++;
		}
	}
	how.dry_run = true;
	how.hold_s = ask.hold_s;
	pool_free(work);
	return refused;
}

/* Right away: found free is booked, and else it is not. */
static void
look_now(const char *page, long *differ)
{
	struct offer_query q = query(page, "pat@example.com");
	struct pool *work = pool_new();
	struct offer offer = { 0 };
	struct slot slot = { 0 };
	struct fail f = { 0 }, g = { 0 };
	int free, booked;

	q.instant = true;
	q.at = offer_now(NOW);
	if (store_begin_read(store, &f) != 0)
		return;
	free = offer_open(store, &q, work, &offer, &f) == 0 &&
	       offer_check(&offer, q.at, false, work, &slot, &f) == 0;
	store_end_read(store);
	how.instant = true;
	booked = book(page, q.at, work, &g) == 0;
	how.instant = false;
	if (free != booked) {
		printf("# %s now: %s, but %s\n", page, free ? "free" : f.line,
			booked ? "booked" : g.line);
		++*differ;
	}
	pool_free(work);
}

/* Every start that is offered, and on the minutes between a good many that are
 * not. Counts the starts. */
static long
look(const char *page, long *refused, long *taken)
{
	struct starts *all = pool_zero(pool, sizeof(*all));
	struct pool *work = pool_new();
	struct fail f = { 0 };
	long n = 0;
	size_t k = 0;
	instant at;
	int rc = offered(page, "pat@example.com", all, work);

	for (at = NOW - HOUR; rc == 0 && at < NOW + 12 * DAY_S; at += 300) {
		struct pool *one = pool_new();
		bool offers;

		for (; k < all->n && all->v[k] < at; k++) {
			*refused += book(page, all->v[k], one, &f) != 0;
			n++;
		}
		offers = k < all->n && all->v[k] == at;
		if (!offers && roll(9) != 0) {
			pool_free(one);
			continue;
		}
		if (offers && book(page, at, one, &f) != 0) {
			printf("# %s %" PRId64 ": %s\n", page, at, f.line);
		}
		if (!offers && book(page, at, one, &f) == 0) {
			printf("# %s %" PRId64 " was taken\n", page, at);
			(*taken)++;
		}
		n += offers;
		k += offers;
		pool_free(one);
	}
	pool_free(work);
	return n;
}

/* Rounds and a seed can be named, for more than the usual look. */
int
main(int argc, char **argv)
{
	static const char *const pages[] = { "one", "turn", "all", "mix", "two",
		"room", "many" };
	long refused = 0, taken = 0, differ = 0, n = 0;
	struct fail f = { 0 };
	int i, rounds = argc > 1 ? atoi(argv[1]) : ROUNDS;

	if (argc > 2)
		state += (uint64_t)atoll(argv[2]);
	pool = pool_new();
	if (mkdtemp(folder) == NULL)
		return 99;
	store = store_open(
		pool_printf(pool, "%s/s.db", folder), STORE_WRITE, &f);
	if (store == NULL) {
		printf("Bail out! %s\n", f.line);
		return 1;
	}
	run(seed);
	for (i = 0; i < rounds; i++) {
		random_rules();
		random_busy();
		refused += others(pages[i % 7]);
		n += look(pages[i % 7], &refused, &taken);
		look_now(pages[i % 7], &differ);
	}
	check(n > rounds * 10, "%ld starts of %d random pages are offered", n,
		rounds);
	check(refused == 0, "what is offered can be booked: %ld were refused",
		refused);
	check(taken == 0, "what is not offered cannot: %ld were taken", taken);
	check(differ == 0,
		"what is free right away is booked, and no other: %ld differ",
		differ);
	store_close(store);
	if (system(pool_printf(pool, "rm -rf '%s'", folder)) != 0)
		return 99;
	pool_free(pool);
	return check_done();
}
