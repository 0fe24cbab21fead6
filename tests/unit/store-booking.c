#include "check.h"

#include "store-temp.h"
#include "store/booking.h"
#include "store/page.h"
#include "store/sql.h"

static char crowd_path[300];
static int64_t people[5];

static int64_t
number(struct store *st, const char *text)
{
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = -1;

	if (s != NULL && sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

static struct booking
meeting(struct pool *pool, const char *ref, instant start, instant end,
	size_t hosts)
{
	struct booking b = { .status = "confirmed",
		.title = "Demo",
		.time_zone = "Europe/Rome",
		.invite = true,
		.links = true,
		.created_at = 1000,
		.updated_at = 1000 };
	size_t i;

	b.ref = ref;
	b.uid = pool_printf(pool, "%s@example.org", ref);
	b.organizer_id = people[0];
	b.start = start;
	b.end = end;
	b.hosts = pool_array(pool, hosts, sizeof(*b.hosts));
	b.hosts_n = hosts;
	for (i = 0; i < hosts; i++)
		b.hosts[i] = people[i];
	b.attendees = pool_zero(pool, sizeof(*b.attendees));
	b.attendees_n = 1;
	b.attendees[0].email = "kim@example.org";
	b.attendees[0].name = "Kim";
	return b;
}

/* The guard in the schema, by SQL alone. */
static void
guard(struct store *st)
{
	static const struct {
		const char *what, *text;
		int status;
	} rows[] = {
		{ "the first", "INSERT INTO taken VALUES (1, 100, 200, 1)", 0 },
		{ "one that begins where it ends",
			"INSERT INTO taken VALUES (1, 200, 300, 2)", 0 },
		{ "one that ends where it begins",
			"INSERT INTO taken VALUES (1, 50, 100, 3)", 0 },
		{ "the same time of another person",
			"INSERT INTO taken VALUES (2, 100, 200, 1)", 0 },
		{ "the same time", "INSERT INTO taken VALUES (1, 100, 200, 4)",
			EXIT_TAKEN },
		{ "its last second",
			"INSERT INTO taken VALUES (1, 299, 400, 4)",
			EXIT_TAKEN },
		{ "its first second", "INSERT INTO taken VALUES (1, 0, 51, 4)",
			EXIT_TAKEN },
		{ "inside", "INSERT INTO taken VALUES (1, 120, 130, 4)",
			EXIT_TAKEN },
		{ "around all", "INSERT INTO taken VALUES (1, 0, 1000, 4)",
			EXIT_TAKEN },
		{ "an update over the next",
			"UPDATE taken SET end_at = 201 WHERE start_at = 100"
			" AND user_id = 1",
			EXIT_TAKEN },
		{ "an update over the one before",
			"UPDATE taken SET start_at = 99 WHERE start_at = 100"
			" AND user_id = 1",
			EXIT_TAKEN },
		{ "an update to somebody's taken time",
			"UPDATE taken SET user_id = 1 WHERE user_id = 2",
			EXIT_TAKEN },
		{ "an update inside its own time",
			"UPDATE taken SET end_at = 190, start_at = 110"
			" WHERE start_at = 100 AND user_id = 1",
			0 },
		{ "an update across its own old time",
			"UPDATE taken SET start_at = 105, end_at = 195"
			" WHERE start_at = 110 AND user_id = 1",
			0 },
		{ "no time at all", "INSERT INTO taken VALUES (1, 900, 900, 4)",
			EXIT_REFUSED },
	};
	struct fail f;
	size_t i;
	int rc;

	/* no bookings to refer to here */
	must(sql_exec(st, "PRAGMA foreign_keys = OFF", &f) == 0, &f);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		rc = sql_exec(st, rows[i].text, &f);
		check((rc == 0 ? 0 : f.status) == rows[i].status,
			"guard: %s: %s", rows[i].what,
			rows[i].status == 0 ? "fits" : "refused");
	}
	must(sql_exec(st, "DELETE FROM taken; PRAGMA foreign_keys = ON", &f) ==
			0,
		&f);
}

static void
round_trip(struct store *st, struct pool *pool)
{
	struct page page = { .slug = "/Demo/",
		.user_id = people[0],
		.kind = "user",
		.title = "Demo",
		.durations = { 30, 15 },
		.durations_n = 2,
		.max_age_s = -1,
		.links = true };
	struct booking b = meeting(pool, "b_1", 1000000, 1001800, 2), got;
	struct fail f;

	must(page_save(st, &page, NULL, 0, 1, &f) == 0, &f);
	b.page_id = page.id;
	b.answers = "{\"q\":1}";
	b.internal_note = "do not mention the discount";
	b.before_s = 300;
	b.after_s = 600;
	b.key = "key-1";
	must(booking_save(st, &b, &f) == 0, &f);
	check(booking_find(st, "b_1", pool, &got, &f) == 1, "found by ref");
	check(got.id == b.id && got.start == b.start && got.end == b.end &&
			got.before_s == 300 && got.after_s == 600 &&
			got.invite && got.links && got.sequence == 0,
		"numbers come back");
	check_str(got.page, "demo", "with the page's slug");
	check_str(got.organizer_email, "u0@example.org", "and the organizer");
	check_str(got.answers, "{\"q\":1}", "and answers");
	check_str(got.internal_note, b.internal_note, "and the note (R70)");
	check_str(got.outcome, "scheduled", "and an outcome");
	check(got.attendees_n == 1 &&
			!strcmp(got.attendees[0].participation, "needs-action"),
		"attendees start as needs-action (R52)");
	check(got.hosts_n == 2 && got.hosts[0] == people[0] &&
			got.host_emails.n == 2,
		"hosts, the organizer first");
	check(booking_find(st, "b_1@example.org", pool, &got, &f) == 1,
		"found by UID");
	check(booking_find_key(st, "key-1", pool, &got, &f) == 1 &&
			booking_find_key(st, "key-2", pool, &got, &f) == 0,
		"found by key");
	check(booking_find(st, "b_2", pool, &got, &f) == 0 &&
			f.status == EXIT_NOT_FOUND,
		"not found: %s", f.line);
	check(number(st,
		      "SELECT wall_start = '1970-01-12T14:46' FROM booking") ==
			1,
		"the wall time of its zone is kept");
	b = meeting(pool, "b_1b", 5000000, 5001800, 1);
	b.key = "key-1";
	check(booking_save(st, &b, &f) == -1 && f.status == EXIT_REFUSED &&
			b.id == 0,
		"a key is used once");
	check(token_add(st, "abc", 1, 5, &f) == 0 &&
			token_add(st, "abc", 1, 5, &f) == -1,
		"a link's hash is kept once");
}

static void
taking(struct store *st, struct pool *pool)
{
	struct booking a = meeting(pool, "b_a", 2000000, 2001800, 2);
	struct booking b = meeting(pool, "b_b", 2001800, 2003600, 3);
	struct booking c = meeting(pool, "b_c", 2003600, 2005400, 3), got;
	struct fail f;

	must(booking_save(st, &a, &f) == 0, &f);
	check(booking_save(st, &b, &f) == 0, "back to back fits");
	must(booking_save(st, &c, &f) == 0, &f);
	b.start -= 1;
	check(booking_save(st, &b, &f) == -1 && f.status == EXIT_TAKEN,
		"one second into the meeting before is slot-taken");
	check_str(fail_name(f.status), "slot-taken", "by that name");
	must(booking_find(st, "b_b", pool, &got, &f) == 1, &f);
	check(got.start == 2001800 && got.hosts_n == 3 &&
			number(st, "SELECT count(*) FROM taken WHERE"
				   " booking_id = (SELECT id FROM booking"
				   " WHERE ref = 'b_b')") == 3,
		"the refused move left all as it was");
	/* people 0 and 1 are busy, 2 is free: all or nothing */
	a = meeting(pool, "b_group", 2000000, 2001800, 3);
	check(booking_save(st, &a, &f) == -1 && f.status == EXIT_TAKEN &&
			a.id == 0 &&
			number(st, "SELECT count(*) FROM booking WHERE"
				   " ref = 'b_group'") == 0,
		"a group gets all its hosts or none");
	must(store_begin(st, &f) == 0, &f);
	check(booking_save(st, &a, &f) == -1, "in a transaction too");
	a = meeting(pool, "b_other", 9000000, 9001800, 3);
	check(booking_save(st, &a, &f) == 0, "which can go on with another");
	must(store_commit(st, &f) == 0, &f);
	check(number(st, "SELECT count(*) FROM taken WHERE start_at IN"
			 " (2000000, 9000000)") == 5,
		"nothing of the refused one is kept");
	got.start = 2100000;
	got.end = 2101800;
	check(booking_save(st, &got, &f) == 0 &&
			number(st, "SELECT count(*) FROM taken WHERE"
				   " start_at = 2001800") == 0,
		"a move gives the old time free at once (R56)");
	got.start = 2100600;
	check(booking_save(st, &got, &f) == 0, "a move over its own old time");
	got.status = "cancelled";
	check(booking_save(st, &got, &f) == 0 &&
			number(st, "SELECT count(*) FROM taken WHERE"
				   " start_at = 2100600") == 0,
		"a cancelled one takes no time");
	c.status = "requested";
	check(booking_save(st, &c, &f) == 0 &&
			number(st, "SELECT count(*) FROM taken WHERE"
				   " start_at = 2003600") == 3,
		"a request does");
}

static void
holds(struct store *st, struct pool *pool)
{
	struct booking h = meeting(pool, "b_held", 3000000, 3001800, 1);
	struct booking b = meeting(pool, "b_after", 3000000, 3001800, 1);
	struct span window = { 3000000, 3001800 };
	struct busies busy = { 0 };
	struct fail f;

	h.status = "held";
	h.expires_at = 5000;
	must(booking_save(st, &h, &f) == 0, &f);
	b.updated_at = 4999;
	check(booking_save(st, &b, &f) == -1 && f.status == EXIT_TAKEN,
		"a hold takes its time");
	must(booking_busy(st, people[0], window, 0, 4999, pool, &busy, &f) == 0,
		&f);
	check(busy.n == 1, "and is busy");
	busy.n = 0;
	must(booking_busy(st, people[0], window, 0, 5000, pool, &busy, &f) == 0,
		&f);
	check(busy.n == 0, "until it is over");
	b.updated_at = 5000;
	check(booking_save(st, &b, &f) == 0, "then another gets it");
}

static int
count_one(void *arg, const struct booking *b)
{
	(void)b;
	(*(int *)arg)++;
	return 0;
}

static void
lists(struct store *st, struct pool *pool)
{
	struct booking_query q = { .from = 0, .to = 10000000 };
	struct span window = { 1001800, 1002000 };
	struct busies busy[40] = { 0 };
	int64_t ids[40];
	struct fail f;
	int n = 0, i;

	must(booking_each(st, &q, pool, count_one, &n, &f) == 0, &f);
	check(n == number(st, "SELECT count(*) FROM booking WHERE status NOT"
			      " IN ('cancelled', 'declined')"),
		"a list of what is live");
	q.all = true;
	n = 0;
	must(booking_each(st, &q, pool, count_one, &n, &f) == 0, &f);
	check(n == number(st, "SELECT count(*) FROM booking"), "a list of all");
	q = (struct booking_query){ .to = 10000000,
		.user_id = people[2],
		.contact = "KIM@example.org",
		.outcome = "none",
		.now = 9000000 };
	n = 0;
	must(booking_each(st, &q, pool, count_one, &n, &f) == 0, &f);
	check(n == 1, "past meetings of one host without an outcome");
	q = (struct booking_query){ .to = 10000000, .status = "requested" };
	n = 0;
	must(booking_each(st, &q, pool, count_one, &n, &f) == 0, &f);
	check(n == 1, "by status");
	must(booking_busy(st, people[0], window, 0, 1, pool, &busy[0], &f) == 0,
		&f);
	check(busy[0].n == 1 && busy[0].v[0].after_s == 600 &&
			busy[0].v[0].end == 1001800 &&
			!strcmp(busy[0].v[0].booking, "b_1"),
		"a booking's buffer reaches into the window");
	window.start = 1002400;
	window.end = 1002500;
	busy[0].n = 0;
	must(booking_busy(st, people[0], window, 0, 1, pool, &busy[0], &f) == 0,
		&f);
	check(busy[0].n == 0, "and ends");
	window.start = 0;
	window.end = 10000000;
	for (i = 0; i < 40; i++)
		ids[i] = people[i % 5];
	must(booking_busy_many(st, ids, 40, window, 1, 1, pool, busy, &f) == 0,
		&f);
	busies_sort(&busy[6]);
	busy[39].n = 0;
	must(booking_busy(st, people[4], window, 1, 1, pool, &busy[39], &f) ==
			0,
		&f);
	check(busy[0].n == busy[5].n && busy[0].n > 3 && busy[39].n == 0,
		"many at once, some twice");
	ids[0] = (int64_t)busy[0].n;
	busy[0].n = 0;
	must(booking_busy(st, people[0], window, 1, 1, pool, &busy[0], &f) == 0,
		&f);
	check((int64_t)busy[0].n == ids[0], "the same as one by one");
	check(booking_count_upcoming(st, people[0], 9000000) == 1,
		"meetings to come are counted");
}

/* All want the same slot: 0 got it, 6 taken. */
static int
grab(int i)
{
	struct pool *pool = pool_new();
	struct store *st;
	struct booking b;
	struct fail f;

	if ((st = store_open(crowd_path, STORE_WRITE, &f)) == NULL)
		return 1;
	b = meeting(pool, pool_printf(pool, "b_g%d", i), 7000000, 7001800, 1);
	if (store_begin(st, &f) != 0)
		return 2;
	if (booking_save(st, &b, &f) != 0)
		return f.status;
	return store_commit(st, &f) == 0 ? 0 : f.status;
}

static int
grab_taken(int i)
{
	return grab(i + 100);
}

/* Adds one to a number that was read in the same transaction. */
static int
add_one(int i)
{
	struct pool *pool = pool_new();
	struct store *st;
	struct fail f;
	const char *was;
	int k;

	(void)i;
	if ((st = store_open(crowd_path, STORE_WRITE, &f)) == NULL)
		return 1;
	for (k = 0; k < 5; k++) {
		if (store_begin(st, &f) != 0)
			return 2;
		was = setting_load(st, "n", pool);
		if (setting_save(st, "n",
			    pool_printf(pool, "%d",
				    (was == NULL ? 0 : atoi(was)) + 1),
			    &f) != 0 ||
			store_commit(st, &f) != 0)
			return 3;
	}
	store_close(st);
	return 0;
}

/* Dies in the middle of a transaction. */
static int
die(int i)
{
	struct store *st;
	struct fail f;

	(void)i;
	if ((st = store_open(crowd_path, STORE_WRITE, &f)) == NULL ||
		store_begin(st, &f) != 0 || setting_save(st, "n", "0", &f) != 0)
		return 1;
	_exit(42);
}

static void
crowds(struct store *st, struct pool *pool)
{
	struct fail f;
	int64_t before = number(st, "SELECT count(*) FROM taken");

	snprintf(crowd_path, sizeof(crowd_path), "%s", store_path(st));
	check(temp_crowd(32, grab, 0) == 1, "of 32 on one slot one wins");
	check(number(st, "SELECT count(*) FROM taken") == before + 1 &&
			number(st, "SELECT count(*) FROM booking WHERE ref LIKE"
				   " 'b_g%'") == 1,
		"the others leave nothing");
	check(temp_crowd(32, grab_taken, EXIT_TAKEN) == 32,
		"32 later ones are all told slot-taken");
	check(temp_crowd(32, add_one, 0) == 32, "32 writers at once all write");
	check(temp_crowd(1, die, 42) == 1, "one dies while it writes");
	check(store_begin(st, &f) == 0, "it leaves no lock behind");
	store_rollback(st);
	check_str(setting_load(st, "n", pool), "160", "no write was lost");
}

/* B9: holds that are over, second by second. */
static void
sweeps(struct store *st, struct pool *pool)
{
	static const struct {
		const char *what;
		instant expires, now;
		bool over;
	} rows[] = {
		{ "a second before", 5000, 4999, false },
		{ "at that second", 5000, 5000, true },
		{ "after it", 5000, 5001, true },
		{ "with no end", 0, 5001, false },
	};
	struct booking_query q = {
		.from = 8000000, .to = 8003600, .status = "held"
	};
	struct busies busy;
	struct booking b, got;
	struct span all = { 8000000, 8003600 };
	struct fail f;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int listed = 0;

		b = meeting(pool, pool_printf(pool, "b_hold%zu", i), 8000000,
			8001800, 1);
		b.status = "held";
		b.expires_at = rows[i].expires;
		b.proposal = "p_x";
		must(booking_save(st, &b, &f) == 0, &f);
		q.now = rows[i].now;
		q.proposal = "p_x";
		must(booking_each(st, &q, pool, count_one, &listed, &f) == 0,
			&f);
		busy = (struct busies){ 0 };
		must(booking_busy(st, people[0], all, 0, rows[i].now, pool,
			     &busy, &f) == 0,
			&f);
		must(booking_sweep(st, rows[i].now, &f) == 0, &f);
		must(booking_find(st, b.ref, pool, &got, &f) == 1, &f);
		check(booking_expired(&b, rows[i].now) == rows[i].over &&
				(listed == 0) == rows[i].over &&
				(busy.n == 0) == rows[i].over &&
				booking_live(&got) == !rows[i].over,
			"B9: list, busy and sweep agree on a hold %s: %s",
			rows[i].what, rows[i].over ? "over" : "held");
		check_str(got.proposal, "p_x", "B9: it keeps its proposal");
		got.status = "cancelled";
		must(booking_save(st, &got, &f) == 0, &f);
	}
}

int
main(void)
{
	struct store *st = temp_store("booking.db");
	struct pool *pool = pool_new();
	char slug[10];
	int i;

	for (i = 0; i < 5; i++) {
		snprintf(slug, sizeof(slug), "u%d", i);
		people[i] = temp_user(st, slug);
	}
	guard(st);
	round_trip(st, pool);
	taking(st, pool);
	holds(st, pool);
	lists(st, pool);
	sweeps(st, pool);
	crowds(st, pool);
	store_close(st);
	pool_free(pool);
	temp_end();
	return check_done();
}
