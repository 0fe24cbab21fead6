/* Busy time without any text: unions, cuts, statuses, limits, budgets. */
#include "check.h"

#include "engine/busy.h"

#include <stdlib.h>
#include <time.h>

/* "0-10b 5-7u" in minutes; t, b, u the status, f free. */
static struct busies
read_list(struct pool *pool, const char *text)
{
	struct busies list = { 0 };
	struct busy b = { .uid = "u", .before_s = 60 };
	int start, end, n;
	char status;

	for (; sscanf(text, " %d-%d%c%n", &start, &end, &status, &n) == 3;
		text += n) {
		b.start = start;
		b.end = end;
		b.status = status == 'f'   ? BUSY_FREE
			   : status == 't' ? BUSY_TENTATIVE
			   : status == 'b' ? BUSY_BUSY
					   : BUSY_UNAVAILABLE;
		busies_add(pool, &list, &b);
	}
	return list;
}

static char *
write_list(struct pool *pool, const struct busies *list)
{
	char *text = pool_str(pool, "");
	size_t i;

	for (i = 0; i < list->n; i++)
		text = pool_printf(pool, "%s%s%d-%d%c", text, i == 0 ? "" : " ",
			(int)list->v[i].start, (int)list->v[i].end,
			"ftbu"[list->v[i].status]);
	return text;
}

static const struct merge_row {
	const char *name, *from, *want;
} merge_rows[] = {
	{ "nothing", "", "" },
	{ "one", "0-10b", "0-10b" },
	{ "touching ones of one status are one", "0-10b 10-20b", "0-20b" },
	{ "touching ones of two stay apart", "0-10b 10-20t", "0-10b 10-20t" },
	{ "a gap stays", "0-10b 11-20b", "0-10b 11-20b" },
	{ "R11 the strongest counts in an overlap", "0-10t 5-15b 8-9u",
		"0-5t 5-8b 8-9u 9-15b" },
	{ "R11 a weaker one inside a stronger is gone", "0-10u 2-3t 4-5b",
		"0-10u" },
	{ "free ones and empty ones are left out", "0-10f 5-5b 7-6b", "" },
	{ "not sorted", "20-30b 0-10b 5-25t", "0-10b 10-20t 20-30b" },
	{ "the same twice", "0-10b 0-10b", "0-10b" },
};

static void
check_merge(void)
{
	struct pool *pool = pool_new();
	struct busies from, to;
	size_t i;

	for (i = 0; i < sizeof(merge_rows) / sizeof(*merge_rows); i++) {
		from = read_list(pool, merge_rows[i].from);
		memset(&to, 0, sizeof(to));
		busies_merge(pool, &from, &to);
		check_str(write_list(pool, &to), merge_rows[i].want,
			merge_rows[i].name);
		check(to.n == 0 ||
				(to.v[0].uid == NULL && to.v[0].before_s == 0),
			"merged: nobody's any more");
	}
	from = read_list(pool, "0-10b 5-20t 20-30b");
	busies_cut(&from, (struct span){ 8, 20 });
	check_str(write_list(pool, &from), "8-10b 8-20t", "cut to a window");
	pool_free(pool);
}

static struct when_value
at(const char *text)
{
	struct when_value v = { .utc = true };

	sscanf(text, "%4d%2d%2dT%2d%2d", &v.civil.year, &v.civil.month,
		&v.civil.day, &v.civil.hour, &v.civil.minute);
	return v;
}

static void
say(void *arg, const struct event *ev, const char *text)
{
	(void)ev;
	(void)text;
	++*(int *)arg;
}

static struct busy_context
context(int *said)
{
	struct busy_context ctx = {
		.host = zone_utc(), .warn = say, .arg = said
	};

	instant_read("2026-12-01T00:00:00Z", &ctx.window.start);
	instant_read("2027-01-01T00:00:00Z", &ctx.window.end);
	*said = 0;
	return ctx;
}

static struct event
hourly(struct pool *pool, const char *rule, struct recur **room)
{
	struct event ev = { .uid = "u",
		.summary = "",
		.status = BUSY_BUSY,
		.has_duration = true,
		.rules = room };
	struct fail f;

	ev.start = at("20261201T0900");
	ev.duration.seconds = 3600;
	room[0] = recur_read(pool, rule, &f);
	ev.rules_n = 1;
	return ev;
}

static void
check_limits(void)
{
	struct pool *pool = pool_new();
	struct busies to = { 0 };
	struct recur *rule[1];
	struct event ev = hourly(pool, "FREQ=DAILY", rule);
	struct events events = { .v = &ev, .n = 1 };
	struct busy_budget budget = { .steps = 1000000, .instances = 7 };
	int said;
	struct busy_context ctx = context(&said);

	check(busy_expand(pool, &events, &ctx, &to) == 31 && said == 0,
		"31 days have 31 instances");
	to.n = 0;
	ctx.instances_max = 5;
	busy_expand(pool, &events, &ctx, &to);
	check(said == 1 && to.v[to.n - 1].end == ctx.window.end,
		"too many instances: the rest is busy, aloud");
	check(to.v[to.n - 1].start == to.v[0].start + 5 * 86400,
		"it begins where the count ended");
	to.n = 0;
	ctx = context(&said);
	ctx.budget = &budget;
	busy_expand(pool, &events, &ctx, &to);
	check(said == 1 && to.n == 8 && to.v[7].end == ctx.window.end,
		"a budget of instances that is used up: the same");
	to.n = 0;
	busy_expand(pool, &events, &ctx, &to);
	check(to.n == 1 && to.v[0].end == ctx.window.end,
		"and for the next object of the calendar");
	pool_free(pool);
}

static void
check_twice(void)
{
	struct pool *pool = pool_new();
	struct busies to = { 0 };
	struct recur *rule[1];
	struct event ev =
		hourly(pool, "FREQ=DAILY;UNTIL=20261203T090000Z", rule);
	struct events events = { .v = &ev, .n = 1 };
	int said;
	struct busy_context ctx = context(&said);

	busy_expand(pool, &events, &ctx, &to);
	check(to.n == 3, "UNTIL in UTC");
	check(busy_expand(pool, &events, &ctx, &to) == 3 && to.n == 6,
		"the same again, added to what was there");
	events.n = 0;
	check(busy_expand(pool, &events, &ctx, &to) == 0, "no events");
	pool_free(pool);
}

static void
check_status(void)
{
	struct event ev = { .status = BUSY_UNAVAILABLE };

	check(busy_status_of(&ev) == BUSY_UNAVAILABLE, "R11 unavailable");
	ev.owner_partstat = "declined";
	check(busy_status_of(&ev) == BUSY_FREE, "R11 declined is free");
	ev.owner_partstat = "accepted";
	ev.cancelled = true;
	check(busy_status_of(&ev) == BUSY_FREE, "R11 cancelled is free");
}

/* Many parts of one UID: no square of their number. */
static void
check_many(void)
{
	enum { N = 50000 };
	struct pool *pool = pool_new();
	struct event *v = pool_array(pool, 2 * N, sizeof(*v));
	struct events events = { .v = v, .n = 2 * N };
	struct busies to = { 0 };
	clock_t began = clock();
	int said, i;
	struct busy_context ctx = context(&said);

	for (i = 0; i < 2 * N; i++) {
		v[i] = (struct event){ .uid = "u",
			.summary = "",
			.status = BUSY_BUSY,
			.has_duration = true };
		v[i].duration.seconds = 60;
		v[i].start = at("20261201T0000");
		v[i].start.civil = civil_of_seconds(
			ctx.window.start + (int64_t)(i % N) * 40);
		v[i].override = i >= N;
		v[i].recurrence_id = v[i].start;
	}
	busy_expand(pool, &events, &ctx, &to);
	check(to.n == N, "50,000 masters, each overridden, are 50,000");
	check((clock() - began) / CLOCKS_PER_SEC < 10, "in time");
	pool_free(pool);
}

int
main(void)
{
	check_merge();
	check_limits();
	check_twice();
	check_status();
	check_many();
	return check_done();
}
