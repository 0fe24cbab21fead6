#include "flow/intake.h"

#include "engine/busy.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400 };

static void
set_window(struct intake *in)
{
	in->window.start = in->now - (instant)INTAKE_BEFORE_D * DAY;
	in->window.end = in->now + (instant)INTAKE_AFTER_D * DAY;
	in->calendar->busy_from = in->window.start;
	in->calendar->busy_to = in->window.end;
}

int
intake_open(struct intake *in, struct store *store, struct calendar *calendar,
	const struct user *user, instant now, struct pool *pool, struct fail *f)
{
	struct fail ignored;

	memset(in, 0, sizeof(*in));
	in->store = store;
	in->calendar = calendar;
	in->pool = pool;
	in->now = now;
	if ((in->host_zone = zone_load(user->time_zone, f)) == NULL)
		return fail_prefix(f, "user %s", user->slug);
	if (calendar->time_zone != NULL)
		in->calendar_zone = zone_load(calendar->time_zone, &ignored);
	strs_add(pool, &in->owners, user->email);
	in->zones = ics_zones_new(pool);
	in->window.start = calendar->busy_from;
	in->window.end = calendar->busy_to;
	if (calendar->busy_to == 0)
		set_window(in);
	return 0;
}

static void
warned(void *arg, const struct event *e, const char *text)
{
	struct intake *in = arg;

	ics_warn(in->pool, &in->warnings, e->line, e->uid, e->summary, true,
		"%s", text);
}

/* The first master, else the first of all: what names the object in lists. */
static const struct event *
first_of(const struct events *events)
{
	size_t i;

	for (i = 0; i < events->n; i++)
		if (!events->v[i].override)
			return &events->v[i];
	return events->n > 0 ? &events->v[0] : NULL;
}

static instant
value_instant(const struct intake *in, const struct when_value *v)
{
	const struct zone *zone = v->zone;

	if (v->utc)
		zone = zone_utc();
	else if (zone == NULL && !v->date && in->calendar_zone != NULL)
		zone = in->calendar_zone;
	return zone_instant(
		zone != NULL ? zone : in->host_zone, &v->civil, NULL);
}

/* Fills what lists show of an object: its first start, its end, its title. */
static void
describe(const struct intake *in, const struct events *events,
	struct event_row *row)
{
	const struct event *e = first_of(events);

	row->summary = "";
	if (e == NULL)
		return;
	row->summary = e->summary != NULL ? e->summary : "";
	row->start = value_instant(in, &e->start);
	row->end = e->has_end ? value_instant(in, &e->end) : row->start;
	if (e->has_duration)
		row->end = row->start + e->duration.days * DAY +
			   e->duration.seconds;
	row->recurring = e->rules_n > 0 || e->rdates_n > 0;
	row->problem = e->problem;
}

/* Events to occurrences over the window; saves the row with them. */
static int
save(struct intake *in, struct event_row *row, const struct events *events,
	struct pool *pool, struct fail *f)
{
	struct busy_budget budget = BUSY_BUDGET;
	struct busy_context context = { .window = in->window,
		.host = in->host_zone,
		.calendar = in->calendar_zone,
		.keep_free = true,
		.budget = &budget,
		.warn = warned,
		.arg = in };
	struct busies busy = { 0 };

	describe(in, events, row);
	busy_expand(pool, events, &context, &busy);
	return event_save(in->store, row, &busy, f);
}

static void
tell(struct intake *in, const char *action, const struct event_row *row)
{
	struct change change = { in->calendar->slug, action, row->uid,
		row->summary, row->start };

	if (strcmp(action, "added") == 0)
		in->added++;
	else if (strcmp(action, "changed") == 0)
		in->changed++;
	else
		in->removed++;
	if (in->each != NULL)
		in->each(in->arg, &change);
}

/* Warnings about one resource join those of the intake, in its pool. */
static void
keep_warnings(struct intake *in, const struct ics_warnings *from)
{
	size_t i;

	for (i = 0; i < from->n; i++) {
		const struct ics_warning *w = &from->v[i];

		ics_warn(in->pool, &in->warnings, w->line, w->uid, w->summary,
			w->partial, "%s", w->text);
	}
	in->warnings.dropped += from->dropped;
}

/* One object of a scanned text, kept at `href`; the same text is left alone. */
static int
take(struct intake *in, const struct ics *ics, const struct ics_object *object,
	const char *href, const char *etag, struct fail *f)
{
	struct ics_read how = { &in->owners, in->host_zone, in->zones };
	struct pool *pool = pool_new();
	struct event_row old = { 0 }, row = { 0 };
	struct ics_warnings warnings = { 0 };
	struct events events = { 0 };
	int rc, there;

	there = event_find_href(
		in->store, in->calendar->id, href, pool, &old, f);
	if ((rc = there < 0 ? -1 : 0) != 0)
		goto out;
	if (there == 1 && old.hash == object->hash && old.etag != NULL &&
		etag != NULL && strcmp(old.etag, etag) == 0)
		goto out;
	in->skipped += (int64_t)ics_events(
		pool, ics, object, &how, &events, &warnings);
	keep_warnings(in, &warnings);
	row.id = there == 1 ? old.id : 0;
	row.calendar_id = in->calendar->id;
	row.href = href;
	row.etag = etag;
	row.uid = object->uid;
	row.hash = object->hash;
	row.ics = ics_object_text(pool, ics, object, NULL);
	if ((rc = save(in, &row, &events, pool, f)) != 0)
		goto out;
	if (there == 0)
		tell(in, "added", &row);
	else if (old.hash != row.hash)
		tell(in, "changed", &row);
out:
	pool_free(pool);
	return rc;
}

static int
remove_row(struct intake *in, const struct event_row *row, struct fail *f)
{
	if (event_remove(in->store, row->id, f) != 0)
		return -1;
	tell(in, "removed", row);
	return 0;
}

int
intake_gone(struct intake *in, const char *href, struct fail *f)
{
	struct pool *pool = pool_new();
	struct event_row row = { 0 };
	int rc;

	rc = event_find_href(in->store, in->calendar->id, href, pool, &row, f);
	if (rc == 1)
		rc = remove_row(in, &row, f);
	pool_free(pool);
	return rc;
}

int
intake_resource(struct intake *in, const char *href, const char *etag,
	const char *text, size_t len, struct fail *f)
{
	struct pool *pool = pool_new();
	struct ics ics = { 0 };
	size_t i;
	int rc;

	if ((rc = ics_scan(pool, text, len, &ics, f)) != 0) {
		fail_prefix(f, "%s", href);
		goto out;
	}
	keep_warnings(in, &ics.warnings);
	/* what held no event before and holds none now (a task) is nothing */
	if (ics.objects_n == 0)
		rc = intake_gone(in, href, f);
	for (i = 0; rc == 0 && i < ics.objects_n; i++)
		rc = take(in, &ics, &ics.objects[i],
			i == 0 ? href
			       : pool_printf(pool, "%s#%s", href,
					 ics.objects[i].uid),
			etag, f);
out:
	pool_free(pool);
	return rc;
}

bool
intake_is_mass_deletion(int64_t held, int64_t gone)
{
	return gone > 20 && gone * 2 > held;
}

/* ---- the window moves on ---- */

static int
expand_again(struct intake *in, const struct event_row *row, struct fail *f)
{
	struct ics_read how = { &in->owners, in->host_zone, in->zones };
	struct pool *pool = pool_new();
	struct ics_warnings ignored = { 0 };
	struct event_row new = *row;
	struct events events = { 0 };
	int rc;

	rc = ics_events_read(pool, row->ics, strlen(row->ics), &how, &events,
		&ignored, NULL, NULL, f);
	if (rc == 0)
		rc = save(in, &new, &events, pool, f);
	pool_free(pool);
	return rc;
}

struct renew {
	struct intake *in;
	int64_t *ids;
	size_t n, cap;
	struct pool *pool;
};

static int
collect(void *arg, const struct event_row *row)
{
	struct renew *r = arg;

	r->ids = pool_grow(r->pool, r->ids, r->n, &r->cap, sizeof(*r->ids));
	r->ids[r->n++] = row->id;
	return 0;
}

int
intake_renew(struct intake *in, bool force, struct fail *f)
{
	struct renew r = { .in = in, .pool = pool_new() };
	size_t i;
	int rc;

	if (!force && in->calendar->busy_to >=
			      in->now + (instant)INTAKE_RENEW_D * DAY) {
		pool_free(r.pool);
		return 0;
	}
	set_window(in);
	rc = event_each_key(
		in->store, in->calendar->id, r.pool, collect, &r, f);
	for (i = 0; rc == 0 && i < r.n; i++) {
		struct pool *pool = pool_new();
		struct event_row row = { 0 };

		rc = event_load(in->store, r.ids[i], pool, &row, f);
		if (rc == 1)
			rc = expand_again(in, &row, f);
		pool_free(pool);
	}
	pool_free(r.pool);
	return rc == 0 ? 1 : -1;
}
