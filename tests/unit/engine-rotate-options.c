/* What a rotation can be told: lead, period, credit, owner, by hand; and the
 * replay of its log. RULES.md section 6, B11, B12, R92. */
#include "check.h"

#include "engine/rotate.h"
#include "engine/rotate_replay.h"

enum { N = 4 };

static struct member m[N];
static struct rotate_seat seats[N];
static struct members all = { .v = m, .n = N };
static struct fail f;

/* Counts of A B C D, all on, weight 100, one level, joined in this order. */
static void
people(int64_t a, int64_t b, int64_t c, int64_t d)
{
	int64_t counts[N] = { a, b, c, d };
	int i;

	memset(m, 0, sizeof(m));
	memset(seats, 0, sizeof(seats));
	for (i = 0; i < N; i++) {
		m[i].id = m[i].user_id = i + 1;
		m[i].email = "x@example.org";
		m[i].weight = 100;
		m[i].joined_at = i + 1;
		m[i].count = counts[i];
		seats[i].member = &m[i];
		seats[i].free = true;
	}
}

/* Who gets it: 'A' to 'D', '-' nobody. */
static char
pick(const struct rotation *r, const struct rotate_ask *ask)
{
	int i = rotate_pick_for(r, ask, seats, N, 1000, &f);

	return (char)(i < 0 ? '-' : 'A' + i);
}

/* Only these are free. */
static void
only(const char *who)
{
	int i;

	for (i = 0; i < N; i++)
		seats[i].free = strchr(who, 'A' + i) != NULL;
}

static void
lead(void)
{
	struct rotation r = { .name = "sales", .method = "even", .lead = 2 };
	struct rotate_ask ask = { 0 };
	bool offered[N];

	people(3, 1, 2, 5);
	only("AD");
	check(pick(&r, &ask) == 'A', "lead 2: 3 beside a least of 1 is not "
				     "ahead by more");
	only("D");
	check(pick(&r, &ask) == '-' && f.status == EXIT_NONE, "5 is hidden: %s",
		f.line);
	check(seats[3].rule == ROTATE_AHEAD, "and says %s",
		rotate_word(seats[3].rule));
	rotate_offered(&r, &all, 1000, offered);
	check(offered[0] && offered[1] && offered[2] && !offered[3],
		"no time is offered for who is hidden");
	m[1].count = m[2].count = 3;
	check(pick(&r, &ask) == 'D', "until the others caught up");
	m[1].count = 0;
	m[1].paused = true;
	check(pick(&r, &ask) == 'D', "who is off holds nobody back");
	m[1].paused = false;
	m[1].weight = 0;
	check(pick(&r, &ask) == 'D', "nor who never takes one");
	m[1].weight = 100;
	m[1].priority = -1;
	check(pick(&r, &ask) == 'D', "nor one of another level");
	people(1, 4, 2, 2);
	m[1].weight = 400;
	only("B");
	check(pick(&r, &ask) == 'B', "four times the weight is no lead");
	r.lead = 0;
	people(0, 0, 0, 50);
	only("D");
	check(pick(&r, &ask) == 'D', "without the option nobody is hidden");
}

static void
owner(void)
{
	struct rotation r = {
		.name = "sales", .method = "even", .owner = "prefer"
	};
	struct rotate_ask ask = { .owner_id = 4 };

	people(0, 0, 0, 9);
	m[3].priority = -5;
	check(pick(&r, &ask) == 'D' && seats[0].rule == ROTATE_OWNER_FIRST,
		"B12: the owner, whatever the counts; the others say %s",
		rotate_word(seats[0].rule));
	only("ABC");
	check(pick(&r, &ask) == '-', "prefer: a time of others is not it: %s",
		f.line);
	ask.owner_full = true;
	check(pick(&r, &ask) == 'A', "prefer: unless the owner is full");
	r.owner = "strict";
	check(pick(&r, &ask) == '-', "strict: not even then");
	only("ABCD");
	m[3].paused = true;
	check(pick(&r, &ask) == 'A', "an owner who is off is none");
	m[3].paused = false;
	seats[3].excluded = true;
	check(pick(&r, &ask) == 'A', "nor one who is excluded");
	seats[3].excluded = false;
	ask.owner_id = 77;
	check(pick(&r, &ask) == 'A', "nor one who is no member");
	r.owner = NULL;
	ask.owner_id = 4;
	check(pick(&r, &ask) == 'A', "nor where the rotation does not ask");
}

static void
by_hand(void)
{
	struct rotation r = { .name = "sales", .method = "even" };
	struct rotate_ask ask = { .by_hand = 3 };

	people(0, 0, 7, 0);
	m[2].weight = 0;
	m[2].paused = true;
	only("AB");
	check(pick(&r, &ask) == 'C' && seats[0].rule == ROTATE_BY_HAND &&
			seats[3].rule == ROTATE_NOT_FREE,
		"R92: by hand anybody, weight 0, off and busy too");
}

static void
periods(void)
{
	static const struct {
		const char *zone, *period, *now, *want;
	} rows[] = {
		{ "Europe/Rome", "month", "2027-03-31T21:59:59Z",
			"2027-02-28T23:00:00Z" },
		{ "Europe/Rome", "month", "2027-03-31T22:00:00Z",
			"2027-03-31T22:00:00Z" },
		{ "America/New_York", "day", "2027-03-14T12:00:00Z",
			"2027-03-14T05:00:00Z" },
		{ "UTC", "week", "2027-03-21T23:59:59Z",
			"2027-03-15T00:00:00Z" },
		{ "UTC", "week", "2027-03-22T00:00:00Z",
			"2027-03-22T00:00:00Z" },
		{ "Asia/Tokyo", "quarter", "2027-06-30T15:00:00Z",
			"2027-06-30T15:00:00Z" },
		{ "Asia/Tokyo", "quarter", "2027-06-30T14:59:59Z",
			"2027-03-31T15:00:00Z" },
		{ "UTC", "year", "2027-12-31T23:59:59Z",
			"2027-01-01T00:00:00Z" },
	};
	struct rotation r = {
		.name = "sales", .method = "even", .period = "month"
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		instant now, want;

		instant_read(rows[i].now, &now);
		instant_read(rows[i].want, &want);
		check(rotate_period(rows[i].period, zone_load(rows[i].zone, &f),
			      now) == want,
			"the %s of %s in %s", rows[i].period, rows[i].now,
			rows[i].zone);
	}
	check(rotate_period(NULL, zone_utc(), 5) == 0, "no period");
	instant_read("2027-03-01T00:00:00Z", &r.period_from);
	people(3, 4, 5, 6);
	rotate_settle(&r, zone_utc(), &all, r.period_from + 86400);
	check(m[3].count == 6, "counts stay within the period");
	rotate_settle(&r, zone_utc(), &all, r.period_from - 86400);
	check(m[3].count == 6, "and when the clock was set back");
	rotate_settle(&r, zone_utc(), &all, r.period_from + 31 * 86400);
	check(m[0].count == 0 && m[3].count == 0, "a new one begins at 0");
}

static void
credit(void)
{
	struct rotation r = {
		.name = "sales", .method = "even", .credit_absence = true
	};

	people(7, 5, 1, 9);
	m[2].paused = true;
	m[2].paused_until = 500;
	rotate_settle(&r, zone_utc(), &all, 499);
	check(m[2].count == 1 && m[2].paused, "off: nothing yet");
	rotate_settle(&r, zone_utc(), &all, 500);
	check(m[2].count == 5 && !m[2].paused,
		"back: raised to the least of those that stayed on");
	people(7, 5, 1, 2);
	m[2].paused = m[3].paused = true;
	m[2].paused_until = m[3].paused_until = 500;
	rotate_settle(&r, zone_utc(), &all, 500);
	check(m[2].count == 5 && m[3].count == 5,
		"who comes back in the same moment did not stay");
	people(7, 5, 8, 0);
	m[2].paused = m[3].paused = true;
	m[2].paused_until = 500;
	m[3].paused_until = 400;
	rotate_settle(&r, zone_utc(), &all, 600);
	check(m[2].count == 8 && m[3].count == 5, "never lowered");
	people(6, 4, 1, 0);
	m[2].paused = m[3].paused = true;
	m[2].paused_until = m[3].paused_until = 500;
	m[2].weight = 50;
	m[3].weight = 200;
	rotate_settle(&r, zone_utc(), &all, 500);
	check(m[2].count == 2 && m[3].count == 8, "measured by weight");
	people(6, 4, 1, 0);
	m[3].weight = 0;
	m[2].priority = 1;
	m[2].paused = true;
	m[2].paused_until = 500;
	rotate_settle(&r, zone_utc(), &all, 500);
	check(m[2].count == 1, "nobody of the level stayed: no credit");
	r.credit_absence = false;
	people(6, 4, 1, 0);
	m[2].paused = true;
	m[2].paused_until = 500;
	rotate_settle(&r, zone_utc(), &all, 500);
	check(m[2].count == 1 && !m[2].paused, "nor without the option");
}

static void
head(void)
{
	struct rotation r = {
		.name = "sales", .method = "even", .recent_s = 86400
	};
	struct rotate_ask ask = { 0 };
	bool tied[N];
	size_t order[N];

	people(1, 1, 0, 1);
	only("ABD");
	pick(&r, &ask);
	check(rotate_tied(&r, seats, N, tied) && tied[0] && tied[1] &&
			!tied[2] && tied[3],
		"who stands at the head together");
	rotate_order(&r, seats, N, order);
	check(order[0] == 2 && order[1] == 0 && order[3] == 3,
		"in the order of the rule, whoever is busy");
	r.recent_s = 0;
	check(!rotate_tied(&r, seats, N, tied), "where nobody asks for recent");
	check(rotate_take(&all, 2, 1234) && m[1].count == 2 &&
			m[1].last_at == 1234 && !rotate_take(&all, 9, 1),
		"a turn in memory");
}

static void
replay(void)
{
	static const struct assignment lines[] = {
		{ .user_id = 1, .action = "add", .at = 10 },
		{ .user_id = 2, .action = "add", .at = 11 },
		{ .user_id = 1, .action = "assign", .delta = 1, .at = 20 },
		{ .user_id = 1, .action = "assign", .delta = 1, .at = 21 },
		{ .user_id = 1, .action = "move-out", .delta = -1, .at = 22 },
		{ .user_id = 2, .action = "move-in", .delta = 1, .at = 22 },
		{ .user_id = 2, .action = "credit", .delta = 3, .at = 23 },
		{ .user_id = 1, .action = "remove", .at = 24 },
		{ .action = "reset", .at = 30 },
		{ .user_id = 2, .action = "give-back", .delta = 0, .at = 31 },
		{ .user_id = 2, .action = "assign", .delta = 1, .at = 32 },
	};
	struct pool *pool = pool_new();
	struct replay *r = replay_new(pool);
	const struct replayed *u;
	int64_t i;
	size_t n;

	for (n = 0; n < 8; n++)
		replay_line(r, &lines[n]);
	u = replay_of(r, 1);
	check(u != NULL && u->count == 1 && !u->member && u->last_at == 21 &&
			u->joined_at == 10,
		"replayed: one who left");
	u = replay_of(r, 2);
	check(u != NULL && u->count == 4 && u->member, "moved in and credited");
	for (; n < sizeof(lines) / sizeof(lines[0]); n++)
		replay_line(r, &lines[n]);
	check(replay_of(r, 2)->count == 1 && replay_of(r, 2)->last_at == 32,
		"a reset, and what came after it");
	check(replay_of(r, 3) == NULL, "nobody else");
	for (i = 100; i < 1100; i++) {
		struct assignment a = { .user_id = i * 7919,
			.action = "assign",
			.delta = 1,
			.at = i };

		replay_line(r, &a);
	}
	replay_all(r, &n);
	check(n == 1002 && replay_of(r, 1099 * 7919)->last_at == 1099,
		"a thousand users");
	pool_free(pool);
}

int
main(void)
{
	lead();
	owner();
	by_hand();
	periods();
	credit();
	head();
	replay();
	return check_done();
}
