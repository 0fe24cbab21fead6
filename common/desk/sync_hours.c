#include "desk/sync_priv.h"

#include "engine/schedule.h"
#include "flow/availability.h"
#include "front/input.h"
#include "store/schedule.h"
#include "store/user.h"
#include "when/timeword.h"
#include "wire/availability_ics.h"
#include "wire/schedule_json.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* When people are open: named schedules, dates, travel, absences (B1, B2). */

static const struct zone *
zone_of(const struct user *u)
{
	const struct zone *zone;
	struct fail f;

	if ((zone = zone_load(u->time_zone, &f)) == NULL) {
		fail_prefix(&f, "user %s", u->email);
		front_die(&front, &f);
	}
	return zone;
}

/* ---- away ---- */

static const char away_columns[] = "id,user,start,end,handover,note";

static int
print_away(void *arg, const struct away *a)
{
	(void)arg;
	away_write(front_emit(&front, away_columns), a);
	return 0;
}

/* One of the user's, as the store has it now. */
static int
print_if(void *arg, const struct away *a)
{
	return a->id == *(const int64_t *)arg ? print_away(NULL, a) : 0;
}

static void
away_add(const char *name)
{
	struct away a = { .created_at = front.now, .note = want.note };
	struct span all = { INSTANT_MIN, INSTANT_MAX };
	struct user u, other;
	struct store *store;
	struct fail f;
	const char *p;

	if (want.from == NULL || want.to == NULL)
		desk_usage(&front, "name --from and --to");
	if (want.note != NULL && strlen(want.note) > 500)
		desk_usage(&front, "--note: longer than 500 bytes");
	for (p = want.note != NULL ? want.note : ""; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			desk_usage(&front, "--note: holds a control character");
	store = desk_begin(&front);
	desk_user(&front, store, name, &u);
	a.user_id = u.id;
	/* days are the absent one's own */
	if (timeword_from(want.from, "--from", front.now,
		    front.zone_given ? front.zone : zone_of(&u), &a.span.start,
		    &f) != 0 ||
		timeword_to(want.to, "--to", front.now,
			front.zone_given ? front.zone : zone_of(&u),
			&a.span.end, &f) != 0)
		front_die(&front, &f);
	if (a.span.end <= a.span.start)
		desk_usage(&front, "--to is not after --from");
	if (want.handover != NULL) {
		desk_person(&front, store, want.handover, &other);
		if (other.id == u.id)
			desk_usage(&front, "--handover: name somebody else");
		a.handover_id = other.id;
	}
	if (away_save(store, &a, &f) != 0 ||
		audit_add(store, front.now, "away.add", u.email, NULL, &f) !=
			0 ||
		away_each(store, u.id, all, front.pool, print_if, &a.id, &f) <
			0)
		front_die(&front, &f);
	desk_finish(&front, store);
	front_say(&front, "%s%s is %s", front.dry_run ? "rehearsed: " : "",
		u.email,
		schedule_away_text(front.pool, zone_of(&u), a.span,
			want.handover != NULL ? other.name : NULL));
}

static void
away_drop(const char *name)
{
	struct span all = { INSTANT_MIN, INSTANT_MAX };
	struct store *store;
	struct user u;
	struct fail f;
	char *end;
	int64_t id = strtoll(want.remove, &end, 10);

	if (end == want.remove || *end != '\0')
		desk_usage(&front, "--remove: an id, as mtg-sync away lists");
	store = desk_begin(&front);
	desk_user(&front, store, name, &u);
	if (away_each(store, u.id, all, front.pool, print_if, &id, &f) < 0 ||
		away_remove(store, u.id, id, &f) != 1 ||
		audit_add(store, front.now, "away.remove", u.email, NULL, &f) !=
			0)
		front_die(&front, &f);
	desk_finish(&front, store);
	front_say(&front, "%sabsence %" PRId64 " of %s is off",
		front.dry_run ? "rehearsed: " : "", id, u.email);
}

int
verb_away(int argc, char **argv)
{
	struct span coming = { front.now, INSTANT_MAX };
	struct user u = { 0 };
	struct store *store;
	struct fail f;

	if (argc > 1)
		desk_usage(&front, "name one user");
	if (argc == 1 && want.remove != NULL) {
		away_drop(argv[0]);
		return 0;
	}
	if (argc == 1 && (want.from != NULL || want.to != NULL)) {
		away_add(argv[0]);
		return 0;
	}
	if (want.handover != NULL || want.note != NULL || want.remove != NULL ||
		want.from != NULL || want.to != NULL)
		desk_usage(&front, "name the user, --from and --to");
	store = desk_store(&front, STORE_READ);
	if (argc == 1)
		desk_user(&front, store, argv[0], &u);
	if (away_each(store, u.id, coming, front.pool, print_away, NULL, &f) <
		0)
		front_die(&front, &f);
	store_close(store);
	return 0;
}

/* ---- availability ---- */

/* "2026-12-24" as days since 1970-01-01; false: it is none. */
static bool
day_read(const char *text, size_t n, int64_t *day)
{
	struct civil c = { 0 };
	char copy[11], end;

	if (n != 10)
		return false;
	memcpy(copy, text, 10);
	copy[10] = '\0';
	if (sscanf(copy, "%4d-%2d-%2d%c", &c.year, &c.month, &c.day, &end) !=
			3 ||
		!civil_valid(&c))
		return false;
	*day = civil_days(&c);
	/* "2026-1--2" and the like */
	return strcmp(schedule_day_text(front.pool, *day), copy) == 0;
}

/* "DAY=VALUE" or "DAY..DAY=VALUE"; the value. */
static const char *
days_read(const char *option, const char *text, int64_t *first, int64_t *last)
{
	const char *eq = strchr(text, '='), *dots = strstr(text, "..");
	struct fail f;
	bool good;

	good = eq != NULL;
	if (good && dots != NULL && dots < eq)
		good = day_read(text, (size_t)(dots - text), first) &&
		       day_read(dots + 2, (size_t)(eq - dots - 2), last);
	else if (good) {
		good = day_read(text, (size_t)(eq - text), first);
		*last = *first;
	}
	if (!good || *last < *first) {
		fail(&f, EXIT_USAGE, "%s %.60s: not DAY=... or DAY..DAY=...",
			option, text);
		fail_hint(&f, "days are written 2026-12-24, and to 2026-12-31 "
			      "2026-12-24..2026-12-31");
		front_die(&front, &f);
	}
	return eq + 1;
}

static void
set_date(struct store *store, const struct user *u, const char *text)
{
	struct schedule_date d = { .user_id = u->id,
		.schedule = want.name != NULL ? want.name : "" };
	struct hours hours;
	int64_t first, last;
	const char *value = days_read("--override", text, &first, &last);
	struct fail f;

	if (last - first >= DATES_MAX)
		desk_usage(&front, "--override: more than 2000 days");
	if (*value != '\0') {
		if (schedule_ranges_read(
			    front.pool, value, "--override", &hours, &f) != 0)
			front_die(&front, &f);
		d.hours = schedule_ranges_text(front.pool, &hours);
	}
	for (d.day = first; d.day <= last; d.day++)
		if (schedule_date_save(store, &d, &f) != 0)
			front_die(&front, &f);
}

static void
set_travel(struct store *store, const struct user *u, const char *text)
{
	struct travel t = { .user_id = u->id };
	const char *value =
		days_read("--travel", text, &t.first_day, &t.last_day);
	struct fail f;

	if (*value != '\0') {
		if (zone_load(value, &f) == NULL)
			front_die(&front, &f);
		t.time_zone = value;
	}
	if (travel_save(store, &t, &f) != 0)
		front_die(&front, &f);
}

/* The user's schedule of that name as it is now; the default one is there
 * always. */
static void
load_schedule(struct store *store, const struct user *u, const char *name,
	struct schedule *s)
{
	struct fail f;
	int rc = schedule_find(store, u->id, name, front.pool, s, &f);

	if (rc == 1)
		return;
	if (rc < 0 || strcmp(name, SCHEDULE_DEFAULT) != 0)
		front_die(&front, &f);
	memset(s, 0, sizeof(*s));
	s->user_id = u->id;
	s->name = SCHEDULE_DEFAULT;
	s->hours = user_hours(u);
}

/* --hours and --timezone; the default one rests with the user while it is read
 * in the user's zone. */
static void
set_week(struct store *store, struct user *u, const char *name)
{
	bool usual = strcmp(name, SCHEDULE_DEFAULT) == 0;
	struct schedule s = { 0 };
	struct hours hours = { 0 };
	struct fail f;

	if (usual || schedule_known(store, u->id, name, &f) == 1)
		load_schedule(store, u, name, &s);
	else if (want.hours == NULL)
		desk_usage(&front, "--hours: a new schedule wants them");
	s.user_id = u->id;
	s.name = name;
	s.updated_at = front.now;
	if (want.hours != NULL) {
		if (hours_read(front.pool, want.hours, "--hours", &hours, &f) !=
			0)
			front_die(&front, &f);
		s.hours = hours_write(front.pool, &hours);
		s.ics = NULL;
	}
	if (want.timezone != NULL) {
		if (*want.timezone != '\0' &&
			zone_load(want.timezone, &f) == NULL)
			front_die(&front, &f);
		s.time_zone = *want.timezone != '\0' ? want.timezone : NULL;
	}
	if (!usual || s.time_zone != NULL || s.ics != NULL) {
		if (schedule_save(store, &s, &f) != 0)
			front_die(&front, &f);
		return;
	}
	u->hours = s.hours;
	if (user_save(store, u, &f) != 0 ||
		schedule_forget(store, u->id, SCHEDULE_DEFAULT, &f) < 0)
		front_die(&front, &f);
}

/* --set: the text as it came. */
static void
set_text(struct store *store, const struct user *u, const char *name)
{
	struct schedule s = { .user_id = u->id, .name = name };
	struct ics_warnings w = { 0 };
	const struct zone *zone = zone_of(u);
	struct fail f;
	size_t len, i;
	char *text;

	text = input_read(front.pool, want.set, SCHEDULE_ICS_MAX, &len, &f);
	if (text == NULL)
		front_die(&front, &f);
	if (want.timezone != NULL && *want.timezone != '\0') {
		if ((zone = zone_load(want.timezone, &f)) == NULL)
			front_die(&front, &f);
		s.time_zone = want.timezone;
	}
	/* a zero byte would end it early in the store */
	if (memchr(text, '\0', len) != NULL) {
		fail(&f, EXIT_BAD_DATA, "it holds a zero byte");
		fail_prefix(&f, "%s", want.set);
		front_die(&front, &f);
	}
	if (availability_check(
		    front.pool, text, len, zone, front.now, &w, &f) != 0) {
		fail_prefix(&f, "%s",
			strcmp(want.set, "-") == 0 ? "stdin" : want.set);
		front_die(&front, &f);
	}
	for (i = 0; i < w.n; i++)
		front_warn(&front, "%s", ics_warning_line(front.pool, &w.v[i]));
	s.ics = text;
	s.updated_at = front.now;
	if (schedule_save(store, &s, &f) != 0)
		front_die(&front, &f);
}

/* ---- showing ---- */

/* All that a user has. */
struct everything {
	const char *name; /* dates of this one and of all */
	struct schedule *list;
	size_t n, cap;
	struct schedule_date *dates;
	size_t dates_n, dates_cap;
	struct travel *travels;
	size_t travels_n, travels_cap;
	struct away *aways;
	size_t aways_n, aways_cap;
};

static int
keep_schedule(void *arg, const struct schedule *s)
{
	struct everything *e = arg;

	e->list =
		pool_grow(front.pool, e->list, e->n, &e->cap, sizeof(*e->list));
	e->list[e->n++] = *s;
	return 0;
}

static int
keep_date(void *arg, const struct schedule_date *d)
{
	struct everything *e = arg;

	if (*d->schedule != '\0' && strcmp(d->schedule, e->name) != 0)
		return 0;
	/* "" comes first: the schedule's own date wins */
	if (e->dates_n > 0 && e->dates[e->dates_n - 1].day == d->day)
		e->dates_n--;
	e->dates = pool_grow(front.pool, e->dates, e->dates_n, &e->dates_cap,
		sizeof(*e->dates));
	e->dates[e->dates_n++] = *d;
	return 0;
}

static int
keep_travel(void *arg, const struct travel *t)
{
	struct everything *e = arg;

	e->travels = pool_grow(front.pool, e->travels, e->travels_n,
		&e->travels_cap, sizeof(*e->travels));
	e->travels[e->travels_n++] = *t;
	return 0;
}

static int
keep_away(void *arg, const struct away *a)
{
	struct everything *e = arg;

	e->aways = pool_grow(front.pool, e->aways, e->aways_n, &e->aways_cap,
		sizeof(*e->aways));
	e->aways[e->aways_n++] = *a;
	return 0;
}

/* What differs from the schedule of that name, from today on. */
static void
load_rest(struct store *store, const struct user *u, const char *name,
	struct everything *e)
{
	int64_t today = front.now / 86400 - 1;
	struct span coming = { front.now, INSTANT_MAX };
	struct fail f;

	e->name = name;
	e->dates_n = e->travels_n = e->aways_n = 0;
	if (schedule_date_each(store, u->id, today, INT32_MAX, front.pool,
		    keep_date, e, &f) < 0 ||
		travel_each(store, u->id, today, INT32_MAX, front.pool,
			keep_travel, e, &f) < 0 ||
		away_each(store, u->id, coming, front.pool, keep_away, e, &f) <
			0)
		front_die(&front, &f);
}

static void
show_record(struct store *store, const struct user *u, const struct schedule *s)
{
	struct everything e = { 0 };
	struct schedule_all all = { .schedule = *s, .user = u->email };

	load_rest(store, u, s->name, &e);
	all.time_zone = s->time_zone != NULL ? s->time_zone : u->time_zone;
	all.dates = e.dates;
	all.dates_n = e.dates_n;
	all.travels = e.travels;
	all.travels_n = e.travels_n;
	schedule_write(front_emit(&front, "name,kind,hours,timeZone"), &all);
}

static void
show_ics(struct store *store, const struct user *u, const struct schedule *s)
{
	struct everything e = { 0 };
	struct availability_ics a = {
		.name = s->name, .email = u->email, .stamp = front.now
	};
	struct hours hours = { 0 };
	struct schedule_day *days;
	struct schedule_trip *trips;
	struct fail f;
	size_t i;

	/* the text is the truth, byte for byte */
	if (s->ics != NULL) {
		fputs(s->ics, front.out);
		return;
	}
	load_rest(store, u, s->name, &e);
	a.zone = zone_load(
		s->time_zone != NULL ? s->time_zone : u->time_zone, &f);
	if (a.zone == NULL ||
		hours_read(front.pool, s->hours, "hours", &hours, &f) != 0)
		front_die(&front, &f);
	a.weekly = &hours;
	days = pool_array(front.pool, e.dates_n + 1, sizeof(*days));
	for (i = 0; i < e.dates_n; i++) {
		days[i].day = e.dates[i].day;
		if (schedule_ranges_read(front.pool, e.dates[i].hours, "date",
			    &days[i].hours, &f) != 0)
			front_die(&front, &f);
	}
	trips = pool_array(front.pool, e.travels_n + 1, sizeof(*trips));
	for (i = 0; i < e.travels_n; i++) {
		trips[i].first_day = e.travels[i].first_day;
		trips[i].last_day = e.travels[i].last_day;
		trips[i].zone = zone_load(e.travels[i].time_zone, &f);
		if (trips[i].zone == NULL)
			front_die(&front, &f);
	}
	a.days = days;
	a.days_n = e.dates_n;
	a.trips = trips;
	a.trips_n = e.travels_n;
	a.aways = e.aways;
	a.aways_n = e.aways_n;
	availability_write(front.out, &a);
}

/* As iCalendar the one that is named or the default one; as records all. */
static void
show(struct store *store, const struct user *u, bool one)
{
	bool ics =
		front.format == FORMAT_ICS ||
		(front.format_text == NULL && !front.json &&
			front_template(&front) == NULL && front.fields == NULL);
	const char *name = want.name != NULL ? want.name : SCHEDULE_DEFAULT;
	struct everything e = { 0 };
	struct schedule s;
	struct fail f;
	size_t i;

	if (ics && !one) {
		load_schedule(store, u, name, &s);
		show_ics(store, u, &s);
		return;
	}
	if (one || want.name != NULL) {
		load_schedule(store, u, name, &s);
		show_record(store, u, &s);
		return;
	}
	load_schedule(store, u, SCHEDULE_DEFAULT, &s);
	show_record(store, u, &s);
	if (schedule_each(
		    store, u->id, NULL, front.pool, keep_schedule, &e, &f) < 0)
		front_die(&front, &f);
	for (i = 0; i < e.n; i++)
		if (strcmp(e.list[i].name, SCHEDULE_DEFAULT) != 0)
			show_record(store, u, &e.list[i]);
}

/* ---- the verb ---- */

static void
remove_named(struct store *store, const struct user *u, const char *name)
{
	struct fail f;
	int rc = schedule_remove(store, u->id, name, &f);

	if (rc == 0) {
		fail(&f, EXIT_NOT_FOUND, "schedule %s of %s: not found", name,
			u->email);
		fail_hint(&f, "mtg-sync availability %s -f id", u->slug);
	}
	if (rc != 1)
		front_die(&front, &f);
}

static void
change(const char *person, const char *name)
{
	struct store *store = desk_begin(&front);
	struct user u;
	struct fail f;
	size_t i;

	desk_user(&front, store, person, &u);
	if (want.drop)
		remove_named(store, &u, name);
	else if (want.set != NULL)
		set_text(store, &u, name);
	else if (want.hours != NULL || want.timezone != NULL)
		set_week(store, &u, name);
	else if (want.name != NULL)
		load_schedule(store, &u, name, &(struct schedule){ 0 });
	for (i = 0; i < want.overrides.n; i++)
		set_date(store, &u, want.overrides.v[i]);
	for (i = 0; i < want.travels.n; i++)
		set_travel(store, &u, want.travels.v[i]);
	if (audit_add(store, front.now,
		    want.drop ? "schedule.remove" : "schedule.set", u.email,
		    NULL, &f) != 0)
		front_die(&front, &f);
	if (!want.drop)
		show(store, &u, true);
	desk_finish(&front, store);
	front_say(&front, "%s%s schedule %s of %s",
		front.dry_run ? "rehearsed: " : "",
		want.drop ? "removed" : "changed", name, u.email);
}

int
verb_availability(int argc, char **argv)
{
	bool changes = want.set != NULL || want.hours != NULL ||
		       want.timezone != NULL || want.overrides.n > 0 ||
		       want.travels.n > 0 || want.drop;
	struct store *store;
	struct user u;
	char *c;

	front_formats(&front, "ics");
	if (argc != 1)
		desk_usage(&front, "name one user");
	if (want.set != NULL && want.hours != NULL)
		desk_usage(&front, "--set and --hours exclude each other");
	if (want.drop && (want.set != NULL || want.hours != NULL ||
				 want.timezone != NULL ||
				 want.overrides.n > 0 || want.travels.n > 0))
		desk_usage(&front, "--remove stands with --name alone");
	if (want.name != NULL) {
		want.name = c = pool_str(front.pool, want.name);
		for (; *c != '\0'; c++)
			if (*c >= 'A' && *c <= 'Z')
				*c = (char)(*c + 'a' - 'A');
		if (!slug_valid(want.name))
			desk_usage(
				&front, "--name: a-z 0-9 . _ - and no blanks");
	}
	if (changes) {
		change(argv[0],
			want.name != NULL ? want.name : SCHEDULE_DEFAULT);
		return 0;
	}
	store = desk_store(&front, STORE_READ);
	desk_user(&front, store, argv[0], &u);
	show(store, &u, false);
	store_close(store);
	return 0;
}
