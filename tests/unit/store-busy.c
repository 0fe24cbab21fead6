#include "check.h"

#include "store-temp.h"
#include "store/busy.h"

enum {
	DAY = 86400,
	CHUNK = 64 * DAY,
	BASE = 300 * CHUNK,
	PEOPLE = 6,
	CALENDARS = 12,
	EVENTS = 60
};

static uint32_t seed = 12345;

static uint32_t
roll(uint32_t n)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % n;
}

static int64_t people[PEOPLE];
static struct calendar calendars[CALENDARS];
static struct busies events[CALENDARS][EVENTS];

/* What a second of a person is by the rules, from all that was saved. */
static int
naive(int person, instant at)
{
	int i, status, worst = 0;
	size_t k, j;

	for (i = 0; i < CALENDARS; i++) {
		const struct calendar *c = &calendars[i];

		if (c->user_id != people[person] || !c->selected ||
			!strcmp(c->role, "ignore") || !strcmp(c->role, "tasks"))
			continue;
		for (k = 0; k < EVENTS; k++)
			for (j = 0; j < events[i][k].n; j++) {
				const struct busy *b = &events[i][k].v[j];

				if (at < b->start || at >= b->end)
					continue;
				status = (int)b->status;
				if (c->all_busy && status < BUSY_BUSY)
					status = BUSY_BUSY;
				else if (c->tentative_free &&
					 status == BUSY_TENTATIVE)
					status = BUSY_FREE;
				if (status > worst)
					worst = status;
			}
	}
	return worst;
}

static int
status_at(const struct busies *b, instant at)
{
	int worst = 0;
	size_t i;

	for (i = 0; i < b->n; i++)
		if (at >= b->v[i].start && at < b->v[i].end &&
			(int)b->v[i].status > worst)
			worst = (int)b->v[i].status;
	return worst;
}

static void
random_event(struct store *st, struct pool *pool, int i, int k)
{
	struct event_row e = { .calendar_id = calendars[i].id, .ics = "" };
	struct busies *busy = &events[i][k];
	struct fail f;
	uint32_t n = roll(4);

	busy->n = 0;
	while (n-- > 0) {
		struct busy b = { 0 };

		b.start = BASE - DAY + roll(3 * CHUNK);
		/* some end on a second of their own, some cross chunks */
		b.end = b.start + 1 +
			(roll(8) == 0 ? roll(80 * DAY) : roll(9000));
		b.status = (enum busy_status)roll(4);
		busies_add(pool, busy, &b);
	}
	e.href = pool_printf(pool, "%d.ics", k);
	e.uid = e.href;
	if (busy->n > 0) {
		e.start = busy->v[0].start;
		e.end = busy->v[0].end;
	}
	must(event_save(st, &e, busy, &f) == 0, &f);
}

/* Compares at the edges of everything, one second to both sides. */
static int
differences(struct store *st, struct pool *pool, int person, struct span window)
{
	struct busies got = { 0 }, rows = { 0 };
	struct fail f;
	int i, bad = 0, d;
	size_t k, j;

	must(busy_load(st, people[person], window, pool, &got, &f) == 0, &f);
	must(busy_load_events(
		     st, people[person], window, NULL, pool, &rows, &f) == 0,
		&f);
	for (k = 1; k < got.n; k++)
		bad += got.v[k].start < got.v[k - 1].start;
	for (i = 0; i < CALENDARS; i++)
		for (k = 0; k < EVENTS; k++)
			for (j = 0; j < events[i][k].n * 2; j++)
				for (d = -1; d <= 1; d++) {
					const struct busy *b =
						&events[i][k].v[j / 2];
					instant at =
						(j % 2 ? b->start : b->end) + d;

					if (at < window.start ||
						at >= window.end)
						continue;
					bad += status_at(&got, at) !=
					       naive(person, at);
					bad += status_at(&rows, at) !=
					       naive(person, at);
				}
	return bad;
}

static int
tell(void *arg, const char *problem)
{
	(void)arg;
	printf("# %s\n", problem);
	return 0;
}

struct lent {
	struct pool *pool;
	struct spans *to;
};

static void
words_add(void *arg, size_t place, const struct busy_words *w)
{
	struct lent *l = arg;
	size_t i;

	for (i = 0; i < w->n; i++)
		spans_add(l->pool, &l->to[place], w->base + w->v[i][0],
			w->base + w->v[i][0] + (w->v[i][1] >> 2));
}

static void
compare_all(struct store *st, const char *what)
{
	struct span all = { BASE - DAY, BASE + 4 * (instant)CHUNK }, part;
	struct pool *pool = pool_new();
	int64_t many[PEOPLE * 12];
	struct busies lots[PEOPLE * 12] = { 0 }, one = { 0 };
	struct spans spans[PEOPLE * 12] = { 0 };
	struct fail f;
	int i, bad = 0, same = 1;
	instant at;
	size_t k;

	for (i = 0; i < PEOPLE; i++) {
		bad += differences(st, pool, i, all);
		part.start = BASE + (instant)roll(2 * CHUNK);
		part.end = part.start + 1 + roll(CHUNK);
		bad += differences(st, pool, i, part);
	}
	check(bad == 0, "busy time is what events say (R11, R12): %s", what);
	for (i = 0; i < PEOPLE * 12; i++)
		many[i] = people[i % PEOPLE];
	must(busy_load_many(st, many, PEOPLE * 12, all, pool, lots, &f) == 0,
		&f);
	for (i = 0; i < PEOPLE * 12; i++) {
		one = (struct busies){ 0 };
		must(busy_load(st, many[i], all, pool, &one, &f) == 0, &f);
		same = same && one.n == lots[i].n &&
		       (one.n == 0 || !memcmp(one.v, lots[i].v,
					      one.n * sizeof(*one.v)));
	}
	check(same, "many at once are the same as one by one: %s", what);
	must(busy_words_each(st, many, PEOPLE * 12, all, NULL, words_add,
		     &(struct lent){ pool, spans }, &f) == 0,
		&f);
	for (i = 0; i < PEOPLE * 12; i++)
		spans_join(&spans[i]);
	for (bad = 0, i = 0; i < PEOPLE * 12; i++)
		for (k = 0; k < lots[i].n * 2; k++) {
			at = k % 2 ? lots[i].v[k / 2].start
				   : lots[i].v[k / 2].end;
			bad += spans_hit(&spans[i], at, at + 1) !=
			       (status_at(&lots[i], at) > 0);
			bad += spans_hit(&spans[i], at - 1, at) !=
			       (status_at(&lots[i], at - 1) > 0);
		}
	check(bad == 0, "and as words: %s", what);
	check(store_check(st, tell, NULL, &f) == 0,
		"chunks match the occurrences: %s", what);
	pool_free(pool);
}

static void
setup(struct store *st, struct pool *pool)
{
	int i;

	for (i = 0; i < PEOPLE; i++)
		people[i] = temp_user(st, pool_printf(pool, "p%d", i));
	for (i = 0; i < CALENDARS; i++) {
		const char *slug = pool_printf(pool, "p%d/c%d", i % PEOPLE, i);
		struct fail f;
		int64_t id = temp_calendar(st, people[i % PEOPLE], slug);

		must(calendar_load(st, id, pool, &calendars[i], &f) == 1, &f);
		calendars[i].all_busy = i % 5 == 1;
		calendars[i].tentative_free = i % 3 == 2;
		calendars[i].role = i == 4    ? "ignore"
				    : i == 9  ? "tasks"
				    : i == 10 ? "holidays"
					      : "busy";
		calendars[i].selected = i != 3;
		must(calendar_save(st, &calendars[i], &f) == 0, &f);
	}
}

static void
random_data(struct store *st, struct pool *pool)
{
	struct fail f;
	struct event_row e;
	int i, k;

	must(store_begin(st, &f) == 0, &f);
	for (i = 0; i < CALENDARS; i++)
		for (k = 0; k < EVENTS; k++)
			random_event(st, pool, i, k);
	must(busy_chunks_make(st, &f) == 0, &f);
	must(store_commit(st, &f) == 0, &f);
	compare_all(st, "first sync");
	must(store_begin(st, &f) == 0, &f);
	for (i = 0; i < 100; i++)
		random_event(st, pool, (int)roll(CALENDARS), (int)roll(EVENTS));
	for (i = 0; i < 100; i++) {
		int c = (int)roll(CALENDARS), n = (int)roll(EVENTS);

		if (event_find_href(st, calendars[c].id,
			    pool_printf(pool, "%d.ics", n), pool, &e, &f) != 1)
			continue;
		must(event_remove(st, e.id, &f) == 0, &f);
		events[c][n].n = 0;
	}
	/* left to store_commit to make the chunks */
	must(store_commit(st, &f) == 0, &f);
	compare_all(st, "changed and removed events");
	for (i = 0; i < CALENDARS; i++) {
		calendars[i].all_busy = !calendars[i].all_busy;
		calendars[i].tentative_free = roll(2);
		must(calendar_save(st, &calendars[i], &f) == 0, &f);
		must(busy_chunks_make_calendar(st, calendars[i].id, &f) == 0,
			&f);
	}
	compare_all(st, "settings changed (treat=all-busy, tentative=free)");
	must(store_begin(st, &f) == 0, &f);
	random_event(st, pool, 0, 0);
	must(busy_chunks_make(st, &f) == 0, &f);
	store_rollback(st);
	must(calendar_remove(st, calendars[0].id, &f) == 0, &f);
	calendars[0].selected = false;
	compare_all(st, "rolled back, and a calendar removed (R19)");
}

static void
edges(struct store *st, struct pool *pool)
{
	int64_t user = temp_user(st, "edge"),
		id = temp_calendar(st, user, "edge/work");
	struct busy b[] = {
		{ .start = BASE + CHUNK - 60,
			.end = BASE + CHUNK + 60,
			.status = BUSY_BUSY },
		{ .start = INSTANT_MIN,
			.end = INSTANT_MIN + 5,
			.status = BUSY_BUSY },
		{ .start = INSTANT_MAX - 5,
			.end = INSTANT_MAX,
			.status = BUSY_BUSY },
	};
	struct busies busy = { b, 3, 3 }, got = { 0 };
	struct event_row e = { .calendar_id = id,
		.href = "h",
		.uid = "u",
		.summary = "Talk",
		.ics = "ICS",
		.end = 9,
		.hash = ~UINT64_C(0),
		.problem = "odd" },
			 r;
	struct span window = { BASE, BASE + 2 * (instant)CHUNK }, known;
	struct fail f;

	check(busy_known(st, people[4], &known, &f) == 0 && known.start == 0 &&
			known.end == INT64_C(4000000000),
		"known time is that of the calendars that count");
	must(event_save(st, &e, &busy, &f) == 0, &f);
	must(busy_load(st, user, window, pool, &got, &f) == 0, &f);
	check(got.n == 1 && got.v[0].start == BASE + CHUNK - 60 &&
			got.v[0].end == BASE + CHUNK + 60,
		"what crosses a chunk's end is one again");
	window.start = BASE + CHUNK + 60;
	got.n = 0;
	must(busy_load(st, user, window, pool, &got, &f) == 0, &f);
	check(got.n == 0, "half open at its end");
	window.start = window.end;
	check(busy_load(st, user, window, pool, &got, &f) == 0 && got.n == 0,
		"an empty window");
	window.start = BASE;
	must(busy_load_events(st, user, window, NULL, pool, &got, &f) == 0, &f);
	check(got.n == 1 && !strcmp(got.v[0].uid, "u") &&
			!strcmp(got.v[0].calendar, "edge/work") &&
			!strcmp(got.v[0].summary, "Talk"),
		"one by one, with uid, title and calendar");
	got.n = 0;
	must(busy_load_events(st, user, window, "u", pool, &got, &f) == 0, &f);
	check(got.n == 0, "the meeting being moved is left out");
	check(event_find_uid(st, id, "u", pool, &r, &f) == 1 &&
			r.hash == ~UINT64_C(0) && !strcmp(r.ics, "ICS") &&
			!strcmp(r.problem, "odd") && r.etag == NULL,
		"an event comes back whole");
	check(event_find_uid(st, calendars[5].id, "u", pool, &r, &f) == 0,
		"a UID is looked for in its calendar only");
	check(event_count(st, id) == 1, "events are counted");
	e.etag = "2";
	must(event_save(st, &e, &busy, &f) == 0, &f);
	check(event_count(st, id) == 1 &&
			event_load(st, e.id, pool, &r, &f) == 1 &&
			!strcmp(r.etag, "2"),
		"the same href is the same event");
	must(busy_known(st, temp_user(st, "lone"), &known, &f) == 0, &f);
	check(known.start == INSTANT_MIN && known.end == INSTANT_MAX,
		"without calendars all time is known (R10)");
}

int
main(void)
{
	struct store *st = temp_store("busy.db");
	struct pool *pool = pool_new();

	setup(st, pool);
	random_data(st, pool);
	edges(st, pool);
	store_close(st);
	pool_free(pool);
	temp_end();
	return check_done();
}
