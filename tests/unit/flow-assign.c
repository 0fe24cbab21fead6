/* Rotations through the store: what each change does to counts and log.
 * R81-R92, B10, B11. Random ones: flow-assign-histories.c. */
#include "check.h"
#include "store-temp.h"

#include "flow/assign.h"
#include "flow/team.h"
#include "store/rotation.h"
#include "store/sql.h"
#include "store/team.h"

enum { NOW = 1800000000, DAY = 86400 };

static struct store *st;
static struct pool *pool;
static struct fail f;
static int64_t ada, bo, cy;
static instant now = NOW;

static struct rotation
rotation(const char *name)
{
	struct rotation r = { .name = name, .method = "even" };

	must(assign_save(st, &r, now, &f) == 0, &f);
	return r;
}

static void
add(const struct rotation *r, int64_t user)
{
	must(assign_add_member(st, r, user, 100, 0, ++now, &f) == 0, &f);
}

static void
count(const struct rotation *r, int64_t user, const char *ref)
{
	must(assign_count(st, r->id, user, ref, "fewest", ++now, &f) == 0, &f);
}

/* "ada 2, bo 0" as of now. */
static const char *
counts(const struct rotation *r)
{
	struct rotation same;
	struct members all = { 0 };
	const char *text = "";
	size_t i;

	must(rotation_load(st, r->id, pool, &same, &f) == 1, &f);
	must(assign_members(st, &same, now, pool, &all, &f) == 0, &f);
	for (i = 0; i < all.n; i++)
		text = pool_printf(pool, "%s%s%s %d", text, i == 0 ? "" : ", ",
			all.v[i].slug, (int)all.v[i].count);
	return text;
}

static int
word(void *arg, const struct assignment *a)
{
	const char **text = arg;

	*text = pool_printf(pool, "%s%s%s%s%s%+d", *text,
		**text == '\0' ? "" : " ", a->action,
		a->reason != NULL ? ":" : "",
		a->reason != NULL ? a->reason : "", a->delta);
	return 0;
}

/* The log from a line on, in words. */
static const char *
lines(const struct rotation *r, int from)
{
	const char *text = "";
	int i;

	must(assignment_replay(st, r->id, pool, word, &text, &f) == 0, &f);
	for (i = 1; i < from && (text = strchr(text, ' ')) != NULL; i++)
		text++;
	return text == NULL ? "" : text;
}

static int
tell(void *arg, const char *problem)
{
	*(const char **)arg = pool_str(pool, problem);
	return 0;
}

static void
turns(void)
{
	struct rotation r = rotation("turns"), other = rotation("other");
	struct assignment *all;
	struct turns got = { 0 };
	size_t n;

	add(&r, ada);
	add(&r, bo);
	add(&other, cy);
	count(&r, ada, "b_1");
	count(&r, bo, "b_1");
	count(&other, cy, "b_1");
	must(assignment_turns(st, "b_1", false, pool, &got, &f) == 0, &f);
	check(got.n == 3, "B10: a booking has three turns in two rotations");
	must(assign_move(st, "b_1", bo, cy, "manual", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1, bo 0",
		"one of them moves, to somebody who is no member");
	must(assign_move(st, "b_1", cy, bo, "manual", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1, bo 1", "and on to one who is");
	check_str(counts(&other), "cy 0",
		"out of the other rotation, too, without a member there");
	must(assign_give_back(st, "b_1", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 0, bo 0", "all are given back");
	must(assign_give_back(st, "b_1", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 0, bo 0", "once");
	must(assignment_of(st, "b_1", pool, &all, &n, &f) == 0, &f);
	check(n == 12 && all[0].turn == 1 && all[n - 1].turn == -1 &&
			all[n - 1].turn_at < all[n - 1].at,
		"the log keeps each step (%zu)", n);
	must(assign_give_back(st, "b_none", now, &f) == 0, &f);
	count(&r, ada, "b_2");
	must(assign_reset(st, &r, "manual", ++now, &f) == 0, &f);
	count(&r, ada, "b_3");
	must(assign_give_back(st, "b_2", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1, bo 0", "not past a reset");
	check(strstr(lines(&r, 0), "give-back:cancelled+0") != NULL,
		"then only logged");
}

static void
outcomes(void)
{
	struct rotation r = rotation("outcomes");

	add(&r, ada);
	count(&r, ada, "b_10");
	must(assign_outcome(st, "b_10", "no-show", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1", "a no-show counts");
	r.no_show_free = true;
	must(assign_save(st, &r, now, &f) == 0, &f);
	must(assign_outcome(st, "b_10", "no-show", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 0", "B11: no-show free gives the turn back");
	must(assign_outcome(st, "b_10", "no-show", ++now, &f) == 0, &f);
	must(assign_outcome(st, "b_10", "completed", ++now, &f) == 0, &f);
	must(assign_outcome(st, "b_10", "completed", ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1", "and another outcome takes it again");
	check_str(lines(&r, 3), "give-back:no-show-1 restore:outcome+1",
		"each once");
}

/* The team itself: its name, and finding it. */
static void
team_names(struct team *t)
{
	struct team same = *t, got;

	check(team_save(st, t, &f) == 0, "R84: a team");
	same.id = 0;
	same.name = "SUPPORT";
	check(team_save(st, &same, &f) == -1 && f.status == EXIT_REFUSED,
		"names are unique: %s", f.line);
	same.name = "a b";
	check(team_save(st, &same, &f) == -1, "%s", f.line);
	check(team_find(st, "team:suppOrt", pool, &got, &f) == 1 &&
			got.id == t->id,
		"found in any case, behind team: too");
	check(team_find(st, "suport", pool, &got, &f) == 0 &&
			strstr(f.hint, "'Support'") != NULL,
		"%s; %s", f.line, f.hint);
}

static void
teams(void)
{
	struct rotation r = rotation("teams");
	struct team t = { .name = "Support", .created_at = 1 };
	struct member m = { 0 };
	struct team_member *people;
	struct rotation_team *in;
	size_t n;
	int weight = 70, grown = 9, left = 9;
	int64_t dan = temp_user(st, "dan");

	team_names(&t);
	must(team_add_user(st, &t, bo, ++now, &grown, &f) == 0, &f);
	check(grown == 0, "in no rotation yet");
	add(&r, ada);
	count(&r, ada, "b_20");
	must(assign_add_team(st, &r, &t, 50, 2, ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 0, bo 0",
		"R84 R89: a team is added, all counts are 0");
	must(member_find(st, r.id, bo, pool, &m, &f) == 1, &f);
	check(m.by_team && m.weight == 50 && m.priority == 2 && !m.own_share,
		"its people have the weight and level of its entry");
	must(assign_add_team(st, &r, &t, 60, 0, ++now, &f) == 0, &f);
	must(member_find(st, r.id, bo, pool, &m, &f) == 1, &f);
	check(m.weight == 60 && m.priority == 0, "as it says now");
	must(assign_set_member(st, &r, bo, &weight, NULL, ++now, &f) == 0, &f);
	must(assign_add_team(st, &r, &t, 100, 0, ++now, &f) == 0, &f);
	must(member_find(st, r.id, bo, pool, &m, &f) == 1, &f);
	check(m.weight == 70 && m.by_team, "unless they have their own");
	count(&r, bo, "b_21");
	must(team_add_user(st, &t, cy, ++now, &grown, &f) == 0, &f);
	check(grown == 1, "R85: the rotation grew");
	check_str(counts(&r), "ada 0, bo 0, cy 0", "growth is an add");
	count(&r, ada, "b_22");
	must(team_add_user(st, &t, ada, ++now, &grown, &f) == 0, &f);
	check(grown == 0, "by himself and by a team is once");
	check_str(counts(&r), "ada 1, bo 0, cy 0", "and no add");
	check(assign_remove_member(st, &r, cy, now, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"%s; %s", f.line, f.hint);
	must(assign_remove_member(st, &r, ada, ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1, bo 0, cy 0", "still there by the team");
	must(team_remove_user(st, &t, ada, ++now, &left, &f) == 0, &f);
	check(left == 1, "until he leaves that, too");
	check_str(counts(&r), "bo 0, cy 0", "R85: at once, without a reset");
	check(team_remove_user(st, &t, ada, now, &left, &f) == -1 &&
			f.status == EXIT_NOT_FOUND,
		"%s", f.line);
	check(team_add_user(st, &t, dan, now, NULL, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"R83 for who comes by a team: %s", f.line);
	must(team_leave(st, t.id, dan, &f) == 1, &f);
	check(team_remove(st, t.id, &f) == -1 && f.status == EXIT_REFUSED, "%s",
		f.line);
	count(&r, bo, "b_23");
	must(team_remove_user(st, &t, cy, ++now, NULL, &f) == 0, &f);
	must(team_add_user(st, &t, cy, ++now, NULL, &f) == 0, &f);
	check_str(counts(&r), "bo 0, cy 0", "a former member is an add, too");
	must(assign_pause_team(st, &r, &t, true, 0, ++now, &f) == 0, &f);
	must(member_find(st, r.id, cy, pool, &m, &f) == 1, &f);
	check(m.paused, "R86: all of a team are switched off");
	must(rotation_teams(st, r.id, 0, pool, &in, &n, &f) == 0, &f);
	check(n == 1 && in[0].people == 2 && !strcmp(in[0].team, "Support"),
		"teams of a rotation");
	must(team_members(st, t.id, pool, &people, &n, &f) == 0, &f);
	check(n == 2 && !strcmp(people[0].slug, "bo"), "people of a team");
	must(assign_remove_team(st, &r, &t, ++now, &f) == 0, &f);
	check_str(counts(&r), "", "a team is taken out");
	check(assign_remove_team(st, &r, &t, now, &f) == -1, "%s", f.line);
	check(team_remove(st, t.id, &f) == 0, "and then deleted");
}

static void
due(void)
{
	struct rotation r = { .name = "due",
		.method = "even",
		.period = "month",
		.period_zone = "Europe/Rome",
		.credit_absence = true };
	instant month;

	must(instant_read("2027-03-31T22:00:00Z", &month), &f);
	now = month - 100;
	must(assign_save(st, &r, now, &f) == 0, &f);
	add(&r, ada);
	add(&r, bo);
	add(&r, cy);
	count(&r, ada, "b_30");
	count(&r, bo, "b_31");
	now = month - 1;
	check_str(counts(&r), "ada 1, bo 1, cy 0", "within the month");
	now = month;
	check_str(counts(&r), "ada 0, bo 0, cy 0",
		"a new month in Rome begins at 0, before anybody writes");
	must(assign_give_back(st, "b_30", now, &f) == 0, &f);
	check_str(counts(&r), "ada 0, bo 0, cy 0", "not past it");
	check_str(lines(&r, 6), "reset:period+0 give-back:cancelled+0",
		"the first line of the month is its reset");
	must(assign_pause_member(st, &r, cy, now + DAY, now, &f) == 0, &f);
	count(&r, ada, "b_32");
	count(&r, ada, "b_33");
	count(&r, bo, "b_34");
	check_str(counts(&r), "ada 2, bo 1, cy 0", "off");
	now += DAY;
	check_str(counts(&r), "ada 2, bo 1, cy 1",
		"back: as if there had been a turn, before anybody writes");
	count(&r, bo, "b_35");
	check_str(lines(&r, 12),
		"resume:until+0 credit:absence+1 assign:fewest+1",
		"and the log says so before the next turn");
	must(assign_pause_member(st, &r, ada, 0, ++now, &f) == 0, &f);
	count(&r, bo, "b_36");
	must(assign_give_back(st, "b_32", ++now, &f) == 0, &f);
	must(assign_give_back(st, "b_33", ++now, &f) == 0, &f);
	must(assign_resume_member(st, &r, ada, ++now, &f) == 0, &f);
	check_str(counts(&r), "ada 1, bo 3, cy 1", "by hand the same");
	r.period = "fortnight";
	check(assign_save(st, &r, now, &f) == -1 && f.status == EXIT_USAGE,
		"%s", f.line);
	r.period = NULL;
	must(assign_save(st, &r, now, &f) == 0, &f);
	now += 400 * DAY;
	check_str(
		counts(&r), "ada 1, bo 3, cy 1", "without a period they stay");
	r.period = "year";
	must(assign_save(st, &r, now, &f) == 0, &f);
	check_str(counts(&r), "ada 1, bo 3, cy 1",
		"a new period keeps counts until it ends");
	now += 366 * DAY;
	check_str(counts(&r), "ada 0, bo 0, cy 0", "and no longer");
	now = month + 800 * DAY;
}

static void
seen(void *arg, int64_t user_id, const char *rule)
{
	const char **text = arg;

	*text = pool_printf(
		pool, "%s%s%s", *text, rule, user_id == ada ? "=ada " : "=bo ");
}

static void
numbers(void)
{
	struct rotation r = rotation("numbers");
	struct strs free = { 0 };
	struct assign_ask ask = { .free = &free };
	struct proposal p = { 0 };
	struct assignment *line;
	const char *text = "", *head = "{\"skipped\":\"paused:";
	char *detail;
	size_t n;

	add(&r, ada);
	add(&r, bo);
	add(&r, cy);
	must(assign_pause_member(st, &r, bo, 0, ++now, &f) == 0, &f);
	strs_add(pool, &free, "cy@example.org");
	must(assign_propose_for(st, &r, &ask, ++now, pool, &p, &f) == 0, &f);
	detail = assign_detail(pool, &p);
	check(p.user_id == cy && strncmp(detail, head, strlen(head)) == 0 &&
			strstr(detail,
				"\"of\":3,\"members\":[[\"ada@example."
				"org\",\"not-free\",0,100,0,0,0,") != NULL,
		"the numbers of each: %s", detail);
	must(assign_count_detail(
		     st, r.id, cy, "b_40", p.reason, detail, now, &f) == 0,
		&f);
	must(assignment_of(st, "b_40", pool, &line, &n, &f) == 0, &f);
	check_str(line[0].detail, detail, "are in the log");
	assign_skipped(line[0].skipped, seen, &text);
	check_str(text, "paused=bo not-free=ada ", "and who was passed over");
	text = "";
	assign_skipped(detail, seen, &text);
	check_str(text, "paused=bo not-free=ada ", "as the detail says");
	text = "";
	assign_skipped("{\"ada@x\":\"chosen\"}", seen, &text);
	assign_skipped(NULL, seen, &text);
	assign_skipped("not-free", seen, &text);
	assign_skipped("not-free:", seen, &text);
	check_str(text, "", "other texts say nothing");
}

static void
many(void)
{
	struct rotation r = { .name = "many", .method = "even" };
	struct member m[200] = { 0 };
	struct members all = { m, 200, 200 };
	struct strs free = { 0 };
	struct assign_ask ask = { .free = &free };
	struct proposal p;
	char *detail;
	int i;

	strs_add(pool, &free, "u150@example.org");
	for (i = 0; i < 200; i++) {
		m[i].id = m[i].user_id = i + 1;
		m[i].email = pool_printf(pool, "u%d@example.org", i);
		m[i].weight = 100;
		m[i].joined_at = i;
	}
	must(assign_choose_for(&r, &all, &ask, now, pool, &p, &f) == 0, &f);
	detail = assign_detail(pool, &p);
	check(strlen(detail) < 2000 &&
			strstr(detail, "\"u150@example.org\",\"chosen\"") &&
			strstr(detail, "\"rules\":{\"chosen\":1,\"not-free\":"
				       "199}"),
		"of two hundred only some are kept (%zu)", strlen(detail));
}

static void
mending(void)
{
	struct rotation r = rotation("mending");
	const char *problem = NULL;
	int mended = 0;

	add(&r, ada);
	add(&r, bo);
	count(&r, ada, "b_50");
	check(assign_check(st, tell, &problem, &f) == 0,
		"everything here replays to what is stored (%s)",
		problem == NULL ? "" : problem);
	must(sql_exec(st,
		     "UPDATE rotation_member SET count = 7 WHERE"
		     " rotation_id = (SELECT max(id) FROM rotation)"
		     " AND user_id = 1",
		     &f) == 0,
		&f);
	check(assign_check(st, tell, &problem, &f) == 1, "%s", problem);
	must(assign_repair(st, &mended, &f) == 0 && mended == 1, &f);
	check(assign_check(st, tell, &problem, &f) == 0, "mended");
	check_str(counts(&r), "ada 1, bo 0", "by the log");
}

static void
roles(void)
{
	check(assign_may_manage(st, &f) == 0, "R81: no roles, anybody may");
	must(sql_exec(st, "UPDATE user SET role = 'admin' WHERE slug = 'bo'",
		     &f) == 0,
		&f);
	check(assign_may_manage(st, &f) == -1 && f.status == EXIT_PERMISSION,
		"%s", f.line);
}

int
main(void)
{
	atexit(temp_end);
	pool = pool_new();
	st = temp_store("assign.db");
	ada = temp_user(st, "ada");
	bo = temp_user(st, "bo");
	cy = temp_user(st, "cy");
	temp_calendar(st, ada, "ada");
	temp_calendar(st, bo, "bo");
	temp_calendar(st, cy, "cy");
	must(store_begin(st, &f) == 0, &f);
	turns();
	outcomes();
	teams();
	due();
	numbers();
	many();
	mending();
	roles();
	store_rollback(st);
	store_close(st);
	pool_free(pool);
	return check_done();
}
