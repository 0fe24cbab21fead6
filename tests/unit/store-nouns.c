#include "check.h"

#include "store-temp.h"
#include "store/booking.h"
#include "store/page.h"
#include "store/rotation.h"
#include "store/sql.h"

static int
count_user(void *arg, const struct user *u)
{
	(void)u;
	return ++*(int *)arg == 2 ? 7 : 0;
}

static void
users(struct store *st, struct pool *pool)
{
	struct user u = { .slug = "Ada",
		.email = "Ada@Example.ORG",
		.name = "Ada Å",
		.time_zone = "Europe/Rome",
		.language = "da",
		.hours = "Mon 9-17",
		.role = "admin",
		.created_at = 5 },
		    got;
	struct fail f;
	int n = 0;

	check(user_save(st, &u, &f) == 0 && u.id > 0, "a user is saved");
	check(user_find(st, "ADA@example.org", pool, &got, &f) == 1,
		"found by e-mail in any case");
	check_str(got.email, "ada@example.org", "the e-mail in lower case");
	check_str(got.slug, "ada", "and the short name");
	check(!strcmp(got.name, u.name) && !strcmp(got.language, "da") &&
			!strcmp(got.hours, u.hours) &&
			!strcmp(got.role, "admin") && !got.pages_on &&
			got.created_at == 5,
		"all of it comes back");
	check(user_find(st, "AdA", pool, &got, &f) == 1, "found by short name");
	check(user_find(st, pool_printf(pool, "%" PRId64, u.id), pool, &got,
		      &f) == 1,
		"found by id");
	got.pages_on = true;
	check(user_save(st, &got, &f) == 0 &&
			user_load(st, u.id, pool, &got, &f) == 1 &&
			got.pages_on,
		"all pages switched on (R38)");
	u.id = 0;
	check(user_save(st, &u, &f) == -1 && f.status == EXIT_REFUSED,
		"the same e-mail again: %s", f.line);
	u.email = "other@example.org";
	check(user_save(st, &u, &f) == -1 && f.status == EXIT_REFUSED,
		"the same short name: %s", f.line);
	check(user_find(st, "adda", pool, &got, &f) == 0 &&
			f.status == EXIT_NOT_FOUND &&
			strstr(f.hint, "'ada'") != NULL,
		"%s; %s", f.line, f.hint);
	check(user_find(st, "", pool, &got, &f) == 0, "nobody has no name");
	u.id = 99;
	u.slug = "zed";
	check(user_save(st, &u, &f) == -1 && f.status == EXIT_NOT_FOUND,
		"one that is gone cannot be changed");
	temp_user(st, "bea");
	temp_user(st, "cy");
	check(user_each(st, pool, count_user, &n, &f) == 7 && n == 2,
		"a list ends when its reader says so");
}

static void
calendars(struct store *st, struct pool *pool)
{
	int64_t bea = temp_user(st, "bob"), id;
	struct account a = { .user_id = bea,
		.provider = "caldav",
		.url = "https://d.example/",
		.login = "bob",
		.secret_command = "pass bob",
		.home_url = "/h",
		.created_at = 3,
		.next_at = 4 },
		       got_a;
	struct calendar c = { .user_id = bea,
		.slug = "Bob/Home",
		.name = "Home",
		.url = "/h/home",
		.selected = true,
		.role = "default",
		.writable = true,
		.sync = true,
		.time_zone = "UTC",
		.failures = 2,
		.synced_at = 1,
		.tried_at = 2,
		.next_at = 3,
		.full_at = 4,
		.sync_token = "t",
		.ctag = "c",
		.etag = "e",
		.modified = "m",
		.busy_from = 5,
		.busy_to = 6 },
			got;
	struct fail f;

	check(account_save(st, &a, &f) == 0, "an account is saved");
	check(account_load(st, a.id, pool, &got_a, &f) == 1 &&
			!strcmp(got_a.secret_command, "pass bob") &&
			got_a.secret_file == NULL &&
			!strcmp(got_a.user_slug, "bob") && got_a.next_at == 4 &&
			!strcmp(got_a.state, "active"),
		"and comes back whole");
	got_a.secret_file = "/f";
	check(account_save(st, &got_a, &f) == -1 && f.status == EXIT_REFUSED,
		"one secret, not two");
	a.id = 0;
	check(account_save(st, &a, &f) == -1 && f.status == EXIT_REFUSED,
		"connected once: %s", f.line);
	c.account_id = got_a.id;
	check(calendar_save(st, &c, &f) == 0, "a calendar is saved");
	id = c.id;
	check(calendar_find(st, "BOB/home", pool, &got, &f) == 1 &&
			!strcmp(got.provider, "caldav") &&
			!strcmp(got.user_email, "bob@example.org"),
		"found by its name");
	check(got.failures == 2 && got.synced_at == 1 && got.tried_at == 2 &&
			got.next_at == 3 && got.full_at == 4 &&
			got.busy_from == 5 && got.busy_to == 6 &&
			!strcmp(got.sync_token, "t") &&
			!strcmp(got.ctag, "c") && !strcmp(got.etag, "e") &&
			!strcmp(got.modified, "m") && got.writable &&
			got.sync && !got.pages && !got.all_busy,
		"and comes back whole");
	check(calendar_default(st, bea, pool, &got, &f) == 1 && got.id == id,
		"it is the default one (R14)");
	c.id = 0;
	c.slug = "bob/work";
	check(calendar_save(st, &c, &f) == -1 && f.status == EXIT_REFUSED,
		"one default calendar for a user (R14): %s", f.line);
	c.selected = false;
	check(calendar_save(st, &c, &f) == 0, "another that is not selected");
	check(calendar_find(st, "bob/wrk", pool, &got, &f) == 0 &&
			strstr(f.hint, "bob/work") != NULL,
		"%s; %s", f.line, f.hint);
	check(account_remove(st, got_a.id, &f) == 0 &&
			calendar_load(st, id, pool, &got, &f) == 0,
		"an account goes with its calendars");
}

static void
pages(struct store *st, struct pool *pool)
{
	struct page p = { .slug = "/Sales/Demo/",
		.kind = "user",
		.title = "Demo",
		.durations = { 30, 15, 60 },
		.durations_n = 3,
		.notice_s = 60,
		.horizon_d = 14,
		.gap_s = 300,
		.links = true,
		.max_age_s = -1,
		.created_at = 1,
		.updated_at = 2 },
		    got, new;
	struct user u;
	struct booking b = { .ref = "b_p",
		.uid = "p",
		.status = "confirmed",
		.title = "x",
		.start = 100,
		.end = 200,
		.time_zone = "UTC" };
	struct fail f;
	int64_t ids[2], *hosts;
	size_t n;

	must(user_find(st, "ada", pool, &u, &f) == 1, &f);
	p.user_id = b.organizer_id = ids[1] = u.id;
	check(page_save(st, &p, NULL, 0, 0, &f) == 0, "a page is saved");
	check(page_find(st, "sales/DEMO", pool, &got, &f) == 1 &&
			!strcmp(got.slug, "sales/demo"),
		"slugs ignore case and edge slashes (R31)");
	check(got.durations_n == 3 && got.durations[2] == 60 &&
			got.step_m == 0 && got.max_age_s == -1 &&
			got.notice_s == 60 && got.gap_s == 300 && got.links &&
			got.horizon_d == 14 && !strcmp(got.state, "enabled"),
		"and comes back whole");
	new = p;
	new.id = 0;
	new.slug = "sales/demo/";
	check(page_save(st, &new, NULL, 0, 0, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"a slug is taken once (R31): %s", f.line);
	b.page_id = p.id;
	must(booking_save(st, &b, &f) == 0, &f);
	got.state = "deleted";
	must(page_save(st, &got, NULL, 0, 0, &f) == 0, &f);
	check(page_save(st, &new, NULL, 0, 199, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"a deleted page keeps it while a meeting is to come: %s",
		f.line);
	check(page_save(st, &new, NULL, 0, 200, &f) == 0, "and then lets go");
	check(page_find(st, "sales/demo", pool, &got, &f) == 1 &&
			got.id == new.id,
		"the new one has it");
	check(page_find(st, "sales/demmo", pool, &got, &f) == 0 &&
			strstr(f.hint, "sales/demo'") != NULL,
		"%s; %s", f.line, f.hint);
	new = p;
	new.id = 0;
	new.slug = "group";
	new.kind = "group";
	ids[0] = temp_user(st, "zoe");
	check(page_save(st, &new, ids, 2, 0, &f) == 0 &&
			page_hosts(st, new.id, pool, &hosts, &n, &f) == 0 &&
			n == 2 && hosts[0] == ids[0] && hosts[1] == ids[1],
		"a group keeps its hosts in order");
	must(page_load(st, new.id, pool, &got, &f) == 1, &f);
	check_str(got.hosts.v[0], "zoe@example.org", "and their e-mails");
	check(user_remove(st, ids[0], &f) == -1 && f.status == EXIT_REFUSED &&
			strstr(f.line, "page group") != NULL,
		"its host cannot go: %s", f.line);
	check(user_remove(st, temp_user(st, "yan"), &f) == 0,
		"one who is nowhere can");
	new.gap_s = 60;
	new.before_s = 60;
	check(page_save(st, &new, ids, 2, 0, &f) == -1 &&
			f.status == EXIT_REFUSED,
		"a gap or buffers, not both");
}

static void
members(struct store *st, struct pool *pool, struct rotation *r)
{
	struct members list = { 0 };
	struct member m = { .rotation_id = r->id,
		.weight = 200,
		.priority = 3,
		.count = 4,
		.last_at = 60,
		.joined_at = 50 };
	struct assignment a = { .rotation_id = r->id,
		.booking = "b_x",
		.action = "assign",
		.delta = 1,
		.turn = 1,
		.turn_at = 100,
		.at = 100,
		.reason = "fewest" };
	struct turns turns = { 0 };
	struct user u;
	struct fail f;

	must(user_find(st, "bea", pool, &u, &f) == 1, &f);
	m.user_id = a.user_id = u.id;
	check(member_save(st, &m, &f) == 0, "a member is saved");
	m.paused = true;
	m.paused_until = 99;
	check(member_save(st, &m, &f) == 0, "and paused (R86)");
	check(assignment_add(st, &a, &f) == 0, "a turn is logged");
	check(members_load(st, r->id, 100, pool, &list, &f) == 0 &&
			list.n == 1 && list.v[0].weight == 200 &&
			list.v[0].priority == 3 && list.v[0].paused &&
			list.v[0].paused_until == 99 && list.v[0].count == 4 &&
			list.v[0].last_at == 60 && list.v[0].joined_at == 50 &&
			list.v[0].recent == 1,
		"the member comes back whole, with recent turns");
	check_str(list.v[0].email, "bea@example.org", "and the e-mail");
	check(assignment_turns(st, "b_x", false, pool, &turns, &f) == 0 &&
			turns.n == 1 && turns.v[0].user_id == u.id &&
			turns.v[0].rotation_id == r->id && turns.v[0].at == 100,
		"who has the turn of a booking");
	a.action = "give-back";
	a.delta = a.turn = -1;
	must(assignment_add(st, &a, &f) == 0, &f);
	turns.n = 0;
	check(assignment_turns(st, "b_x", false, pool, &turns, &f) == 0 &&
			turns.n == 0,
		"nobody once it was given back");
	a.turn = 0;
	a.action = "reset";
	a.user_id = 0;
	a.booking = NULL;
	a.delta = 0;
	must(assignment_add(st, &a, &f) == 0, &f);
	check(assignment_last_reset(st, r->id) == 3, "the last reset");
	must(members_reset(st, r->id, &f) == 0, &f);
	list.n = 0;
	must(members_load(st, r->id, 0, pool, &list, &f) == 0, &f);
	check(list.v[0].count == 0 && list.v[0].recent == 0,
		"every count is 0 after a reset (R89)");
	check(sql_exec(st, "UPDATE assignment SET delta = 5", &f) == -1 &&
			sql_exec(st, "DELETE FROM assignment", &f) == -1,
		"the log is append only: %s", f.line);
	check(member_remove(st, m.id, &f) == 0 &&
			member_remove(st, m.id, &f) == -1,
		"a member is removed once");
}

static int
count_turn(void *arg, const struct assignment *a)
{
	*(int *)arg += a->delta + 10;
	return 0;
}

static void
rotations(struct store *st, struct pool *pool)
{
	struct rotation r = { .name = "Sales",
		.method = "even",
		.recent_s = 86400,
		.created_at = 5 },
			got;
	struct page p = { .slug = "round",
		.kind = "rotation",
		.title = "Round",
		.durations = { 30 },
		.durations_n = 1,
		.max_age_s = 60 };
	struct user u;
	struct fail f;
	int n = 0;

	check(rotation_save(st, &r, &f) == 0, "a rotation is saved");
	check(rotation_find(st, "sALES", pool, &got, &f) == 1 &&
			got.recent_s == 86400 && !strcmp(got.name, "Sales"),
		"found in any case, whole");
	check(rotation_find(st, "sails", pool, &got, &f) == 0 &&
			strstr(f.hint, "'Sales'") != NULL,
		"%s; %s", f.line, f.hint);
	got = r;
	got.id = 0;
	got.name = "SALES";
	check(rotation_save(st, &got, &f) == -1 && f.status == EXIT_REFUSED,
		"%s", f.line);
	members(st, pool, &r);
	must(assignment_each(st, r.id, 0, 1000, pool, count_turn, &n, &f) == 0,
		&f);
	check(n == 30, "the log is read in order");
	must(user_find(st, "ada", pool, &u, &f) == 1, &f);
	p.user_id = u.id;
	p.rotation_id = r.id;
	must(page_save(st, &p, NULL, 0, 0, &f) == 0, &f);
	check(rotation_remove(st, r.id, &f) == -1 && f.status == EXIT_REFUSED &&
			strstr(f.line, "round") != NULL,
		"a page needs it: %s", f.line);
	p.state = "deleted";
	must(page_save(st, &p, NULL, 0, 0, &f) == 0, &f);
	check(rotation_remove(st, r.id, &f) == 0, "a deleted page does not");
	check(rotation_load(st, r.id, pool, &got, &f) == 0, "it is gone");
}

int
main(void)
{
	struct store *st = temp_store("nouns.db");
	struct pool *pool = pool_new();

	users(st, pool);
	calendars(st, pool);
	pages(st, pool);
	rotations(st, pool);
	store_close(st);
	pool_free(pool);
	temp_end();
	return check_done();
}
