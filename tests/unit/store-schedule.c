#include "check.h"

#include "store-temp.h"

#include "store/schedule.h"
#include "store/user.h"

/* Schedules, dates, absences and travel at rest. */

static struct store *st;
static struct pool *pool;
static int seen;
static char trace[400];

static int64_t
user(const char *slug)
{
	struct user u = { .slug = slug, .time_zone = "UTC", .pages_on = true };
	struct fail f;

	u.name = slug;
	u.email = pool_printf(pool, "%s@example.org", slug);
	return user_save(st, &u, &f) == 0 ? u.id : 0;
}

static int
see_travel(void *arg, const struct travel *t)
{
	size_t n = strlen(trace);

	(void)arg;
	snprintf(trace + n, sizeof(trace) - n, "%d-%d %s;", (int)t->first_day,
		(int)t->last_day, t->time_zone);
	return 0;
}

static int
see_date(void *arg, const struct schedule_date *d)
{
	size_t n = strlen(trace);

	(void)arg;
	snprintf(trace + n, sizeof(trace) - n, "%d %s %s;", (int)d->day,
		d->schedule, d->hours);
	return 0;
}

static int
see_away(void *arg, const struct away *a)
{
	(void)arg;
	(void)a;
	seen++;
	return 0;
}

static int
travel(int64_t id, int first, int last, const char *zone)
{
	struct travel t = { id, first, last, zone };
	struct fail f;

	return travel_save(st, &t, &f);
}

static void
travels(int64_t id)
{
	struct fail f;

	travel(id, 10, 20, "A/B");
	travel(id, 13, 15, "C/D");
	trace[0] = '\0';
	travel_each(st, id, 0, 100, pool, see_travel, NULL, &f);
	check_str(trace, "10-12 A/B;13-15 C/D;16-20 A/B;",
		"travel inside travel splits it (B2)");
	travel(id, 12, 17, NULL);
	trace[0] = '\0';
	travel_each(st, id, 0, 100, pool, see_travel, NULL, &f);
	check_str(trace, "10-11 A/B;18-20 A/B;", "days are taken back");
	trace[0] = '\0';
	travel_each(st, id, 20, 30, pool, see_travel, NULL, &f);
	check_str(trace, "18-20 A/B;", "the last day counts");
	travel(id, 0, 99, NULL);
	trace[0] = '\0';
	travel_each(st, 0, 0, 100, pool, see_travel, NULL, &f);
	check_str(trace, "", "all of it");
}

static void
dates(int64_t id)
{
	struct schedule_date d = { id, 5, "", "none" };
	struct fail f;
	int i, rc = 0;

	schedule_date_save(st, &d, &f);
	d.schedule = "late";
	d.hours = "10:00-11:00";
	schedule_date_save(st, &d, &f);
	d.hours = "10:00-12:00";
	schedule_date_save(st, &d, &f);
	trace[0] = '\0';
	schedule_date_each(st, id, 5, 5, pool, see_date, NULL, &f);
	check_str(trace, "5  none;5 late 10:00-12:00;",
		"that of all comes before the schedule's own (B2)");
	d.hours = NULL;
	schedule_date_save(st, &d, &f);
	trace[0] = '\0';
	schedule_date_each(st, 0, 0, 9, pool, see_date, NULL, &f);
	check_str(trace, "5  none;", "one is taken back");
	store_begin(st, &f);
	d.schedule = "";
	d.hours = "none";
	for (i = 0; rc == 0 && i <= DATES_MAX; i++) {
		d.day = i;
		rc = schedule_date_save(st, &d, &f);
	}
	check(rc == -1 && f.status == EXIT_REFUSED && i == DATES_MAX + 1,
		"2001 dates are refused");
	store_rollback(st);
}

static void
schedules(int64_t id, int64_t other)
{
	struct schedule s = { .user_id = id, .name = "late", .hours = "none" };
	struct schedule got;
	struct fail f;
	int i, rc = 0;

	check(schedule_have(st, &f) == 2, "dates alone are there");
	schedule_save(st, &s, &f);
	check(schedule_have(st, &f) == 3, "a schedule too");
	s.hours = NULL;
	s.ics = "BEGIN:VCALENDAR";
	s.time_zone = "Europe/Rome";
	schedule_save(st, &s, &f);
	check(schedule_find(st, id, "LATE", pool, &got, &f) == 1 &&
			got.hours == NULL &&
			strcmp(got.ics, "BEGIN:VCALENDAR") == 0 &&
			strcmp(got.time_zone, "Europe/Rome") == 0,
		"one is replaced, and found in any case (B1)");
	check(schedule_find(st, id, "laet", pool, &got, &f) == 0 &&
			strstr(f.hint, "late") != NULL,
		"a slip of the pen is hinted at");
	check(schedule_known(st, other, "late", &f) == 0 &&
			schedule_known(st, 0, "late", &f) == 1,
		"it is one person's");
	s.hours = "none";
	check(schedule_save(st, &s, &f) == -1, "both texts are refused");
	s.ics = NULL;
	store_begin(st, &f);
	for (i = 0; rc == 0 && i <= SCHEDULES_MAX; i++) {
		s.name = pool_printf(pool, "s%d", i);
		rc = schedule_save(st, &s, &f);
	}
	check(rc == -1 && f.status == EXIT_REFUSED && i == SCHEDULES_MAX,
		"101 schedules are refused");
	store_rollback(st);
	check(schedule_remove(st, id, "late", &f) == 1 &&
			schedule_remove(st, id, "late", &f) == 0,
		"one is removed once");
}

static void
aways(int64_t id, int64_t other)
{
	struct away a = {
		.user_id = id, .span = { 100, 200 }, .handover_id = other
	};
	struct span before = { 0, 100 }, into = { 0, 101 }, all = { 0, 1000 };
	struct fail f;

	check(away_save(st, &a, &f) == 0 && a.id > 0, "an absence (B2)");
	away_each(st, id, before, pool, see_away, NULL, &f);
	check(seen == 0, "it does not touch what ends as it begins");
	away_each(st, id, into, pool, see_away, NULL, &f);
	check(seen == 1, "but a second later");
	check(away_remove(st, other, a.id, &f) == 0 &&
			f.status == EXIT_NOT_FOUND,
		"it is not another's to remove");
	check(user_remove(st, other, &f) == 0, "who stands in can leave");
	away_each(st, id, all, pool, see_away, NULL, &f);
	check(seen == 2, "the absence stays");
	check(away_remove(st, id, a.id, &f) == 1, "it is removed");
	a.span.end = 100;
	check(away_save(st, &a, &f) == -1, "an empty one is refused");
}

int
main(void)
{
	int64_t id, other;
	struct fail f;

	pool = pool_new();
	st = store_open(temp_path("s.db"), STORE_WRITE, &f);
	check(st != NULL && schedule_have(st, &f) == 0, "nothing is there");
	id = user("ada");
	other = user("bo");
	travels(id);
	dates(id);
	schedules(id, other);
	aways(id, other);
	check(user_remove(st, id, &f) == 0 && schedule_have(st, &f) == 0,
		"all of it goes with its user");
	store_close(st);
	pool_free(pool);
	return check_done();
}
