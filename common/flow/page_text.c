#include "flow/page_text.h"

#include "base/opt.h"
#include "engine/page.h"
#include "engine/schedule.h"
#include "flow/page_apply.h"
#include "flow/page_who.h"
#include "store/schedule.h"
#include "store/user.h"
#include "when/civil.h"
#include "when/hours.h"
#include "when/zone.h"

#include <string.h>

/* Pages and schedules as text: reading it, and what the store has in its words.
 */

/* ---- the text ---- */

const struct text_key *
thing_key(const struct text_thing *t, const char *key)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (strcmp(t->v[i].key, key) == 0)
			return &t->v[i];
	return NULL;
}

static int
thing_begin(struct pool *pool, const struct ini_line *line,
	struct text_things *to, struct fail *f)
{
	static const char *const kinds[] = { "page", "schedule" };
	const char *near = opt_near(line->section, kinds, 2);
	struct text_thing *t;
	char *name, *c;
	size_t i;

	if (strcmp(line->section, "page") != 0 &&
		strcmp(line->section, "schedule") != 0) {
		fail(f, EXIT_BAD_DATA, "no section [%.40s \"...\"]",
			line->section);
		return near != NULL ? fail_hint(f, "did you mean [%s \"...\"]?",
					      near)
				    : -1;
	}
	if (line->name == NULL)
		return fail(f, EXIT_BAD_DATA, "[%s] without a name: [%s \"x\"]",
			line->section, line->section);
	if (to->n == PAGE_TEXT_THINGS)
		return fail(f, EXIT_BAD_DATA, "more than %d sections",
			PAGE_TEXT_THINGS);
	name = pool_str(pool, line->name);
	for (c = name; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	for (i = 0; i < to->n; i++)
		if (strcmp(to->v[i].kind, line->section) == 0 &&
			strcmp(to->v[i].name, name) == 0)
			return fail(f, EXIT_BAD_DATA,
				"%s %.60s: it stands in line %d already",
				line->section, name, to->v[i].at.line);
	to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
	t = &to->v[to->n++];
	memset(t, 0, sizeof(*t));
	t->at = line->at;
	t->kind = line->section;
	t->name = name;
	return 0;
}

static int
thing_add(struct pool *pool, const struct ini_line *line,
	struct text_things *to, struct fail *f)
{
	struct text_thing *t = to->n > 0 ? &to->v[to->n - 1] : NULL;
	const struct text_key *twice;

	if (t == NULL)
		return fail(f, EXIT_BAD_DATA, "a setting before any section");
	twice = thing_key(t, line->key);
	if (twice != NULL && strcmp(line->key, "date") != 0)
		return fail(f, EXIT_BAD_DATA,
			"%s: it stands in line %d already", line->key,
			twice->at.line);
	t->v = pool_grow(pool, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n].at = line->at;
	t->v[t->n].key = line->key;
	t->v[t->n++].value = line->value;
	return 0;
}

int
page_text_read(struct pool *pool, const char *file, const char *text,
	size_t len, struct text_things *to, struct fail *f)
{
	struct ini_line line;
	struct ini in;
	int rc;

	ini_open(&in, pool, file, text, len);
	while ((rc = ini_next(&in, &line, f)) == 1) {
		rc = line.section != NULL ? thing_begin(pool, &line, to, f)
					  : thing_add(pool, &line, to, f);
		if (rc != 0)
			return ini_blame(f, &line.at);
	}
	return rc;
}

/* ---- pages ---- */

int
page_text_keys(struct store *store, const struct page *p, struct pool *pool,
	struct key_text *to, size_t *n, struct fail *f)
{
	struct user owner = { 0 };
	size_t i, k = 0;

	if (user_load(store, p->user_id, pool, &owner, f) != 1)
		return -1;
	to[k++] = (struct key_text){ "owner", owner.email };
	to[k++] = (struct key_text){ "hosts",
		page_hosts_text(pool, p, owner.slug) };
	to[k++] = (struct key_text){ "rooms", page_rooms_text(pool, p) };
	to[k++] = (struct key_text){ "state",
		strcmp(p->state, "enabled") == 0 ? "" : p->state };
	for (i = 0; i < page_keys_n && k < PAGE_TEXT_MAX; i++)
		to[k++] = (struct key_text){ page_keys[i],
			page_get(pool, p, page_keys[i]) };
	*n = k;
	return 0;
}

/* ---- schedules ---- */

/* "2026-12-24 10:00-14:00" */
static int
date_read(struct pool *pool, const char *text, struct schedule_date *to,
	struct fail *f)
{
	struct civil c = { 0 };
	struct hours hours = { 0 };
	int n = 0;

	if (sscanf(text, "%4d-%2d-%2d%n", &c.year, &c.month, &c.day, &n) != 3 ||
		n != 10 || text[n] != ' ' || !civil_valid(&c))
		return fail(f, EXIT_BAD_DATA,
			"date: '%.40s' is not a date and its hours, as "
			"2026-12-24 none",
			text);
	if (schedule_ranges_read(pool, text + n + 1, "date", &hours, f) != 0)
		return -1;
	memset(to, 0, sizeof(*to));
	to->day = civil_days(&c);
	to->hours = schedule_ranges_text(pool, &hours);
	return 0;
}

static int
date_add(struct pool *pool, const char *text, struct schedule_text *to,
	struct fail *f)
{
	struct schedule_date d;
	size_t i;

	if (date_read(pool, text, &d, f) != 0)
		return -1;
	if (to->dates_n == DATES_MAX)
		return fail(f, EXIT_BAD_DATA, "more than %d dates", DATES_MAX);
	to->dates = pool_grow(pool, to->dates, to->dates_n, &to->dates_cap,
		sizeof(*to->dates));
	for (i = to->dates_n++; i > 0 && to->dates[i - 1].day > d.day; i--)
		to->dates[i] = to->dates[i - 1];
	to->dates[i] = d;
	if (i > 0 && to->dates[i - 1].day == d.day)
		return fail(f, EXIT_BAD_DATA, "date: %.10s stands there twice",
			text);
	return 0;
}

static int
week_key(struct pool *pool, const struct text_key *k, struct schedule_text *to,
	struct fail *f)
{
	struct hours hours = { 0 };

	if (strcmp(k->key, "timezone") == 0) {
		if (*k->value != '\0' && zone_load(k->value, f) == NULL)
			return -1;
		to->time_zone = k->value;
		return 0;
	}
	if (*k->value == '\0')
		return 0;
	if (hours_read(pool, k->value, "hours", &hours, f) != 0)
		return -1;
	to->hours = hours_write(pool, &hours);
	return 0;
}

int
schedule_text_read(struct pool *pool, const struct text_thing *t, bool named,
	struct schedule_text *to, const struct ini_at **at, struct fail *f)
{
	static const char *const keys[] = { "date", "hours", "timezone" };
	const char *near;
	size_t i;
	int rc;

	to->hours = to->time_zone = "";
	for (i = 0; i < t->n; i++) {
		const struct text_key *k = &t->v[i];

		*at = &k->at;
		if (strcmp(k->key, "date") == 0) {
			rc = date_add(pool, k->value, to, f);
		} else if (named && (strcmp(k->key, "hours") == 0 ||
					    strcmp(k->key, "timezone") == 0)) {
			rc = week_key(pool, k, to, f);
		} else {
			near = opt_near(k->key, keys, named ? 3 : 1);
			rc = fail(f, EXIT_BAD_DATA, "schedule: no setting '%s'",
				k->key);
			if (near != NULL)
				fail_hint(f, "did you mean '%s'?", near);
		}
		if (rc != 0)
			return -1;
	}
	*at = &t->at;
	return 0;
}

struct dates {
	struct pool *pool;
	const char *name;
	struct schedule_text *to;
};

static int
date_keep(void *arg, const struct schedule_date *d)
{
	struct dates *w = arg;
	struct schedule_text *to = w->to;

	if (strcmp(d->schedule, w->name) != 0)
		return 0;
	to->dates = pool_grow(w->pool, to->dates, to->dates_n, &to->dates_cap,
		sizeof(*to->dates));
	to->dates[to->dates_n++] = *d;
	return 0;
}

int
schedule_text_load(struct store *store, const struct user *u, const char *name,
	instant now, struct pool *pool, struct schedule_text *to, bool *there,
	struct fail *f)
{
	struct dates w = { .pool = pool, .name = name, .to = to };
	const struct zone *zone = zone_load(u->time_zone, f);
	struct schedule s = { 0 };
	struct fail ignored;
	struct civil today;
	int rc = 0;

	to->hours = to->time_zone = "";
	if (zone == NULL)
		return -1;
	today = zone_civil(zone, now);
	if (*name != '\0')
		rc = schedule_find(store, u->id, name, pool, &s, &ignored);
	if (rc < 0) {
		*f = ignored;
		return -1;
	}
	if (rc == 1) {
		to->hours = s.hours != NULL ? s.hours : "";
		to->time_zone = s.time_zone != NULL ? s.time_zone : "";
		to->ics = s.ics != NULL;
	} else if (strcmp(name, SCHEDULE_DEFAULT) == 0 && u->hours != NULL) {
		to->hours = u->hours;
	}
	if (schedule_date_each(store, u->id, civil_days(&today), INT32_MAX,
		    pool, date_keep, &w, f) < 0)
		return -1;
	*there = rc == 1 || to->dates_n > 0 || *name == '\0' ||
		 strcmp(name, SCHEDULE_DEFAULT) == 0;
	return 0;
}

void
schedule_text_keys(
	struct pool *pool, const struct schedule_text *s, struct key_text *to)
{
	char *dates = pool_str(pool, "");
	size_t i;

	for (i = 0; i < s->dates_n; i++)
		dates = pool_printf(pool, "%s%s%s %s", dates, i > 0 ? ", " : "",
			schedule_day_text(pool, s->dates[i].day),
			s->dates[i].hours);
	to[0] = (struct key_text){ "hours",
		s->ics ? "VAVAILABILITY" : s->hours };
	to[1] = (struct key_text){ "timezone", s->time_zone };
	to[2] = (struct key_text){ "date", dates };
}

/* ---- export ---- */

static int
page_write_text(struct store *store, const struct page *p, FILE *to,
	struct pool *pool, struct fail *f)
{
	struct key_text keys[PAGE_TEXT_MAX];
	size_t i, n;

	if (page_text_keys(store, p, pool, keys, &n, f) != 0)
		return -1;
	ini_write_section(to, "page", p->slug);
	for (i = 0; i < n; i++)
		if (*keys[i].text != '\0')
			ini_write_key(to, keys[i].key, keys[i].text);
	return 0;
}

static int
schedule_write_text(struct store *store, const struct user *u, const char *name,
	instant now, FILE *to, struct pool *pool, struct fail *f)
{
	struct schedule_text s = { 0 };
	const char *full = *name != '\0'
				   ? pool_printf(pool, "%s/%s", u->slug, name)
				   : u->slug;
	bool there;
	size_t i;

	if (schedule_text_load(store, u, name, now, pool, &s, &there, f) != 0)
		return -1;
	if (s.ics) {
		fprintf(to,
			"\n# %s is a VAVAILABILITY: mtg-sync availability %s "
			"--name %s -f ics\n",
			full, u->slug, name);
		return 0;
	}
	if (*s.hours == '\0' && *s.time_zone == '\0' && s.dates_n == 0)
		return 0;
	putc('\n', to);
	ini_write_section(to, "schedule", full);
	if (*s.hours != '\0')
		ini_write_key(to, "hours", s.hours);
	if (*s.time_zone != '\0')
		ini_write_key(to, "timezone", s.time_zone);
	for (i = 0; i < s.dates_n; i++)
		ini_write_key(to, "date",
			pool_printf(pool, "%s %s",
				schedule_day_text(pool, s.dates[i].day),
				s.dates[i].hours));
	return 0;
}

struct names {
	struct pool *pool;
	struct strs list;
};

static int
name_keep(void *arg, const struct schedule *s)
{
	struct names *n = arg;

	if (strcmp(s->name, SCHEDULE_DEFAULT) != 0)
		strs_add(n->pool, &n->list, s->name);
	return 0;
}

static int
user_write_text(struct store *store, int64_t id, instant now, FILE *to,
	struct pool *pool, struct fail *f)
{
	struct names names = { .pool = pool };
	struct user u = { 0 };
	size_t i;

	if (user_load(store, id, pool, &u, f) != 1)
		return -1;
	strs_add(pool, &names.list, "");
	strs_add(pool, &names.list, SCHEDULE_DEFAULT);
	if (schedule_each(store, id, NULL, pool, name_keep, &names, f) < 0)
		return -1;
	for (i = 0; i < names.list.n; i++)
		if (schedule_write_text(
			    store, &u, names.list.v[i], now, to, pool, f) != 0)
			return -1;
	return 0;
}

int
page_export(struct store *store, const struct page *pages, size_t n,
	instant now, FILE *to, struct pool *pool, struct fail *f)
{
	struct user_ids all = { .pool = pool };
	size_t i;

	for (i = 0; i < n; i++) {
		if (i > 0)
			putc('\n', to);
		if (page_write_text(store, &pages[i], to, pool, f) != 0 ||
			page_people(store, &pages[i], now, &all, f) != 0)
			return -1;
	}
	for (i = 0; i < all.n; i++)
		if (user_write_text(store, all.v[i], now, to, pool, f) != 0)
			return -1;
	return 0;
}
