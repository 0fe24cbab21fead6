/*
 * Ten thousand random histories against a reference of a few lines: what a
 * member counts is how many turns he began since the counts were last set to
 * nothing and still has, and what he was credited. The reference keeps every
 * event and adds up from the first one each time. R85-R92, B11.
 */
#include "check.h"
#include "store-temp.h"

#include "engine/rotate_replay.h"
#include "flow/assign.h"
#include "flow/team.h"
#include "store/rotation.h"
#include "store/team.h"

enum { PEOPLE = 5, SHORT = 6, LONG = 60, DAY = 86400, START = 1800000000 };

/* ---- the reference ---- */

struct happening {
	enum { BEGAN, ENDED, ZEROED, CREDITED } what;
	int who, meeting;
	int64_t n;
	instant at;
};

struct person {
	bool alone, in_team; /* a member by himself, by the team */
	bool paused;
	instant until, joined;
	int weight, priority, order;
};

static struct {
	struct happening v[2000];
	int n;
	struct person p[PEOPLE];
	int holder[200]; /* of each meeting; -1: nobody */
	int missed[200]; /* who gave it back for a no-show; -1 */
	int meetings, joined;
	bool team_in;
	struct rotation r;
} ref;

static void
note(int what, int who, int meeting, int64_t n, instant at)
{
	ref.v[ref.n++] = (struct happening){ (int)what, who, meeting, n, at };
}

static bool
is_member(int i)
{
	return ref.p[i].alone || (ref.team_in && ref.p[i].in_team);
}

static bool
is_on(int i, instant now)
{
	return !ref.p[i].paused ||
	       (ref.p[i].until != 0 && ref.p[i].until <= now);
}

/* Whether an event lies before the counts were last set to nothing. */
static bool
forgotten(int e, instant now)
{
	instant from = rotate_period(ref.r.period, zone_utc(), now);
	int i;

	for (i = e + 1; i < ref.n; i++)
		if (ref.v[i].what == ZEROED)
			return true;
	return ref.v[e].at < from;
}

/* Whether the turn that began with event `e` was given back since. */
static bool
ended(int e)
{
	int i;

	for (i = e + 1; i < ref.n; i++)
		if (ref.v[i].who == ref.v[e].who &&
			ref.v[i].meeting == ref.v[e].meeting &&
			(ref.v[i].what == ENDED || ref.v[i].what == BEGAN))
			return ref.v[i].what == ENDED;
	return false;
}

static int64_t
count_of(int who, instant now)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < ref.n; i++)
		if (ref.v[i].who == who && !forgotten(i, now)) {
			if (ref.v[i].what == BEGAN && !ended(i))
				n++;
			if (ref.v[i].what == CREDITED)
				n += ref.v[i].n;
		}
	return n;
}

static int64_t
recent_of(int who, instant since)
{
	int64_t n = 0;
	int i;

	for (i = 0; i < ref.n; i++)
		n += ref.v[i].who == who && ref.v[i].what == BEGAN &&
		     ref.v[i].at >= since && !ended(i);
	return n;
}

static instant
last_of(int who)
{
	instant at = 0;
	int i;

	for (i = 0; i < ref.n; i++)
		if (ref.v[i].who == who && ref.v[i].what == BEGAN &&
			ref.v[i].at > at)
			at = ref.v[i].at;
	return at;
}

/* Those of a level that are on and weigh something, `but` one. */
static bool
peer(int i, int but, instant now)
{
	return i != but && is_member(i) && is_on(i, now) &&
	       ref.p[i].weight > 0 && ref.p[i].priority == ref.p[but].priority;
}

static void
returns(int who, const bool *with, instant at, instant to)
{
	int64_t have = count_of(who, to), least = -1;
	int i;

	for (i = 0; i < PEOPLE; i++) {
		int64_t c = count_of(i, to) * ref.p[who].weight;

		if (!peer(i, who, at) || (with != NULL && with[i]))
			continue;
		c /= ref.p[i].weight;
		if (least < 0 || c < least)
			least = c;
	}
	if (ref.r.credit_absence && least > have)
		note(CREDITED, who, -1, least - have, to);
}

/* Pauses that ended since the last step, in the order of their ends. */
static void
clock_on(instant to)
{
	bool back[PEOPLE];
	instant first;
	int i;

	for (;;) {
		first = 0;
		for (i = 0; i < PEOPLE; i++)
			if (is_member(i) && ref.p[i].paused && is_on(i, to) &&
				(first == 0 || ref.p[i].until < first))
				first = ref.p[i].until;
		if (first == 0)
			return;
		for (i = 0; i < PEOPLE; i++)
			back[i] = is_member(i) && ref.p[i].paused &&
				  ref.p[i].until == first;
		for (i = 0; i < PEOPLE; i++)
			if (back[i])
				returns(i, back, first, to);
		for (i = 0; i < PEOPLE; i++)
			if (back[i])
				ref.p[i].paused = false;
	}
}

static bool
hidden(int who, instant now)
{
	int i;

	for (i = 0; ref.r.lead > 0 && i < PEOPLE; i++)
		if (peer(i, who, now) &&
			(double)count_of(who, now) >
				(double)ref.r.lead +
					(double)ref.p[who].weight *
						(double)count_of(i, now) /
						(double)ref.p[i].weight +
					1e-9)
			return true;
	return false;
}

/* RULES.md section 6, in its words; -1: nobody. */
static int
choose(const bool *free, instant now)
{
	int64_t w = 0, t = 0, score, best_score = 0;
	int i, best = -1, level = -100;

	for (i = 0; i < PEOPLE; i++)
		if (is_member(i) && is_on(i, now)) {
			w += ref.p[i].weight;
			t += count_of(i, now);
			if (free[i] && ref.p[i].weight > 0 && !hidden(i, now) &&
				ref.p[i].priority > level)
				level = ref.p[i].priority;
		}
	for (i = 0; i < PEOPLE; i++) {
		if (!is_member(i) || !is_on(i, now) || !free[i] ||
			ref.p[i].weight == 0 || hidden(i, now) ||
			ref.p[i].priority != level)
			continue;
		score = ref.p[i].weight * (t + 1) - count_of(i, now) * w;
		if (best >= 0) {
			int64_t d[5] = { score - best_score,
				ref.p[i].weight - ref.p[best].weight,
				ref.r.recent_s == 0
					? 0
					: recent_of(
						  best, now - ref.r.recent_s) -
						  recent_of(i,
							  now - ref.r.recent_s),
				last_of(best) - last_of(i),
				ref.p[best].order - ref.p[i].order };
			int k;

			for (k = 0; k < 4 && d[k] == 0; k++)
				;
			if (d[k] <= 0)
				continue;
		}
		best = i;
		best_score = score;
	}
	return best;
}

/* ---- the house ---- */

static struct store *st;
static struct team team;
static int64_t ids[PEOPLE];
static char emails[PEOPLE][40];
static unsigned long seed;
static instant now;
static char trail[4000];
static bool weights_even;

static int
dice(int n)
{
	seed = seed * 6364136223846793005UL + 1442695040888963407UL;
	return (int)((seed >> 33) % (unsigned)n);
}

static const char *
meeting(int n)
{
	static char text[2][20];
	static int i;

	i = !i;
	snprintf(text[i], sizeof(text[i]), "b_%d", n);
	return text[i];
}

static void
said(const char *what, int a, int b)
{
	size_t n = strlen(trail);

	snprintf(trail + n, sizeof(trail) - n, " %s(%d,%d)@%d", what, a, b,
		(int)(now - START));
}

static void
joined(int i)
{
	ref.p[i].joined = now;
	ref.p[i].order = ++ref.joined;
	note(ZEROED, -1, -1, 0, now);
}

static void
do_pick(struct pool *pool, struct fail *f)
{
	struct strs who = { 0 };
	struct assign_ask ask = { .free = dice(2) ? NULL : &who };
	struct proposal p = { 0 };
	bool free[PEOPLE];
	int i, want, got = -1;

	for (i = 0; i < PEOPLE; i++) {
		free[i] = ask.free == NULL || dice(2);
		if (free[i])
			strs_add(pool, &who, emails[i]);
	}
	want = choose(free, now);
	if (assign_propose_for(st, &ref.r, &ask, now, pool, &p, f) == 0)
		for (i = 0; i < PEOPLE; i++)
			if (ids[i] == p.user_id)
				got = i;
	said("pick", want, got);
	if (want != got)
		printf("# proposed %d, not %d:%s\n", got, want, trail);
	if (want != got)
		exit(1);
	if (got < 0 || dice(6) == 0)
		return;
	must(assign_count_detail(st, ref.r.id, ids[got], meeting(ref.meetings),
		     p.reason, assign_detail(pool, &p), now, f) == 0,
		f);
	ref.holder[ref.meetings] = got;
	ref.missed[ref.meetings] = -1;
	note(BEGAN, got, ref.meetings++, 0, now);
}

static void
do_by_hand(struct fail *f)
{
	int i = dice(PEOPLE);

	if (!is_member(i))
		return;
	said("hand", i, ref.meetings);
	must(assign_count(st, ref.r.id, ids[i], meeting(ref.meetings), "manual",
		     now, f) == 0,
		f);
	ref.holder[ref.meetings] = i;
	ref.missed[ref.meetings] = -1;
	note(BEGAN, i, ref.meetings++, 0, now);
}

/* As if it had never been given back for a no-show. */
static bool
again(int m)
{
	int i, e;

	if (ref.missed[m] < 0)
		return false;
	for (e = ref.n - 1;
		e >= 0 && (ref.v[e].what != ENDED || ref.v[e].meeting != m);
		e--)
		;
	for (i = e; i + 1 < ref.n; i++)
		ref.v[i] = ref.v[i + 1];
	ref.n--;
	ref.holder[m] = ref.missed[m];
	ref.missed[m] = -1;
	return true;
}

static void
miss(int m)
{
	note(ENDED, ref.holder[m], m, 0, now);
	ref.missed[m] = ref.holder[m];
	ref.holder[m] = -1;
}

static void
do_cancel(int m, struct fail *f)
{
	said("cancel", m, ref.holder[m]);
	again(m);
	must(assign_give_back(st, meeting(m), now, f) == 0, f);
	if (ref.holder[m] >= 0)
		note(ENDED, ref.holder[m], m, 0, now);
	ref.holder[m] = -1;
}

static void
do_move(int m, struct fail *f)
{
	int to = dice(PEOPLE);
	bool missed = again(m);

	said("move", m, to);
	must(assign_move(st, meeting(m), 0, ids[to], "manual", now, f) == 0, f);
	if (ref.holder[m] >= 0 && ref.holder[m] != to) {
		note(ENDED, ref.holder[m], m, 0, now);
		ref.holder[m] = to;
		note(BEGAN, to, m, 0, now);
	}
	if (missed)
		miss(m);
}

static void
do_outcome(int m, struct fail *f)
{
	bool missed = dice(2);

	said(missed ? "missed" : "held", m, ref.holder[m]);
	must(assign_outcome(st, meeting(m), missed ? "no-show" : "completed",
		     now, f) == 0,
		f);
	if (!ref.r.no_show_free)
		return;
	if (missed && ref.holder[m] >= 0)
		miss(m);
	else if (!missed)
		again(m);
}

static void
do_people(struct fail *f)
{
	int i = dice(PEOPLE), weight = dice(5) == 0 ? 0 : 50 * (1 + dice(3));
	int even = weights_even, left;
	struct person *p = &ref.p[i];

	if (even)
		weight = 100;
	switch (dice(4)) {
	case 0:
		said("add", i, weight);
		must(assign_add_member(st, &ref.r, ids[i], weight, p->priority,
			     now, f) == 0,
			f);
		if (!is_member(i)) {
			joined(i);
			p->paused = false;
		}
		p->alone = true;
		p->weight = weight;
		return;
	case 1:
		if (!is_member(i))
			return;
		said("remove", i, 0);
		left = assign_remove_member(st, &ref.r, ids[i], now, f);
		must(left == (p->alone ? 0 : -1), f);
		p->alone = false;
		return;
	case 2:
		said("team", i, !p->in_team);
		if (p->in_team) {
			must(team_remove_user(
				     st, &team, ids[i], now, NULL, f) == 0,
				f);
			p->in_team = false;
			return;
		}
		must(team_add_user(st, &team, ids[i], now, NULL, f) == 0, f);
		if (ref.team_in && !is_member(i)) {
			joined(i);
			p->paused = false;
			p->weight = 100;
			p->priority = 0;
		}
		p->in_team = true;
		return;
	default:
		if (!is_member(i))
			return;
		said("weight", i, weight);
		must(assign_set_member(
			     st, &ref.r, ids[i], &weight, NULL, now, f) == 0,
			f);
		p->weight = weight;
	}
}

static void
do_pause(struct fail *f)
{
	int i = dice(PEOPLE);
	struct person *p = &ref.p[i];
	bool was_on = is_on(i, now);

	if (!is_member(i))
		return;
	if (dice(2)) {
		/* some of them end in the same moment */
		p->until = dice(2) ? 0
				   : now - (now - START) % DAY +
					     (1 + dice(9)) * DAY;
		p->paused = true;
		said("pause", i, (int)(p->until - now));
		must(assign_pause_member(
			     st, &ref.r, ids[i], p->until, now, f) == 0,
			f);
		return;
	}
	said("resume", i, 0);
	must(assign_resume_member(st, &ref.r, ids[i], now, f) == 0, f);
	if (!was_on)
		returns(i, NULL, now, now);
	p->paused = false;
}

static void
step(struct pool *pool, struct fail *f)
{
	int what = dice(20);

	now += dice(3) == 0 ? dice(12) * DAY : 1 + dice(5000);
	clock_on(now);
	if (what < 8)
		do_pick(pool, f);
	else if (what < 9)
		do_by_hand(f);
	else if (what < 14 && ref.meetings == 0)
		return;
	else if (what < 11)
		do_cancel(dice(ref.meetings), f);
	else if (what < 12)
		do_move(dice(ref.meetings), f);
	else if (what < 14)
		do_outcome(dice(ref.meetings), f);
	else if (what < 16)
		do_pause(f);
	else if (what < 19)
		do_people(f);
	else {
		said("reset", 0, 0);
		must(assign_reset(st, &ref.r, "manual", now, f) == 0, f);
		note(ZEROED, -1, -1, 0, now);
	}
}

/* What is stored, as of now, is what the reference says. */
static bool
compare(struct pool *pool, struct fail *f)
{
	struct members all = { 0 };
	bool seen[PEOPLE] = { false };
	size_t k;
	int i;

	must(rotation_load(st, ref.r.id, pool, &ref.r, f) == 1, f);
	must(assign_members(st, &ref.r, now, pool, &all, f) == 0, f);
	must(assign_recents(st, &ref.r, now, &all, f) == 0, f);
	for (k = 0; k < all.n; k++) {
		const struct member *m = &all.v[k];

		for (i = 0; ids[i] != m->user_id; i++)
			;
		seen[i] = true;
		if (m->count == count_of(i, now) && m->last_at == last_of(i) &&
			m->joined_at == ref.p[i].joined &&
			member_on(m, now) == is_on(i, now) &&
			m->weight == ref.p[i].weight &&
			(ref.r.recent_s == 0 ||
				m->recent ==
					recent_of(i, now - ref.r.recent_s)))
			continue;
		printf("# member %d: count %d not %d, last %d not %d, recent "
		       "%d not %d:%s\n",
			i, (int)m->count, (int)count_of(i, now),
			(int)m->last_at, (int)last_of(i), (int)m->recent,
			(int)recent_of(i, now - ref.r.recent_s), trail);
		return false;
	}
	for (i = 0; i < PEOPLE; i++)
		if (seen[i] != is_member(i)) {
			printf("# member %d is %sthere:%s\n", i,
				seen[i] ? "" : "not ", trail);
			return false;
		}
	return true;
}

static int
problem(void *arg, const char *text)
{
	(void)arg;
	printf("# %s:%s\n", text, trail);
	return 0;
}

static void
begin(int n, struct fail *f)
{
	static const char *const periods[] = { NULL, NULL, "month", "week",
		"day", "quarter" };
	static char name[20];
	int i;

	memset(&ref, 0, sizeof(ref));
	trail[0] = '\0';
	seed = (unsigned long)n * 2654435761UL + 88172645463325252UL;
	now = START;
	weights_even = n % 2;
	snprintf(name, sizeof(name), "r%d", n);
	ref.r.name = name;
	ref.r.method = "even";
	ref.r.recent_s = dice(2) ? 0 : 10 * DAY;
	ref.r.period = periods[dice(6)];
	ref.r.lead = dice(3) == 0 ? 1 + dice(2) : 0;
	ref.r.credit_absence = dice(2);
	ref.r.no_show_free = dice(2);
	must(assign_save(st, &ref.r, now, f) == 0, f);
	ref.team_in = dice(2);
	if (ref.team_in)
		must(assign_add_team(st, &ref.r, &team, 100, 0, now, f) == 0,
			f);
	for (i = 0; i < 3; i++) {
		ref.p[i].alone = true;
		ref.p[i].weight = 100;
		ref.p[i].priority = dice(4) == 0;
		must(assign_add_member(st, &ref.r, ids[i], 100,
			     ref.p[i].priority, ++now, f) == 0,
			f);
		joined(i);
	}
}

static bool
history(int n)
{
	struct pool *pool = pool_new();
	struct fail f;
	bool good = true;
	/* many short ones, and some long */
	int i, steps = n % 40 == 0 ? LONG : SHORT;

	must(store_begin(st, &f) == 0, &f);
	begin(n, &f);
	for (i = 1; good && i <= steps; i++) {
		step(pool, &f);
		good = i % 3 != 0 || compare(pool, &f);
	}
	if (good && n % 5 == 0)
		good = assign_check(st, problem, NULL, &f) == 0;
	store_rollback(st);
	pool_free(pool);
	return good;
}

int
main(void)
{
	const char *many = getenv("MTG_HISTORIES");
	int n = many != NULL ? atoi(many) : 10000, i;
	struct fail f;

	atexit(temp_end);
	st = temp_store("histories.db");
	for (i = 0; i < PEOPLE; i++) {
		char slug[8];

		snprintf(slug, sizeof(slug), "u%d", i);
		snprintf(emails[i], sizeof(emails[i]), "%s@example.org", slug);
		ids[i] = temp_user(st, slug);
		temp_calendar(st, ids[i], slug);
	}
	team.name = "support";
	must(team_save(st, &team, &f) == 0, &f);
	for (i = 0; i < n && history(i); i++)
		;
	check(i == n,
		"%d random histories count and pick as the reference (%d)", n,
		i);
	store_close(st);
	return check_done();
}
