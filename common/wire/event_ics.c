#include "wire/event_ics.h"

#include "wire/event_ics_priv.h"
#include "wire/ics_priv.h"
#include "wire/ics_value.h"
#include "wire/ics_zone.h"

#include <string.h>

/* Properties of the component itself, not of alarms inside. */
static void
read_part(struct reading *r)
{
	struct ics_lines it;
	struct ics_line l;
	int depth = 0;

	ics_lines_init(
		&it, r->ics->text + r->part->at, r->part->len, r->part->line);
	while (ics_lines_next(&it, &l)) {
		if (ics_name_is(&l, "BEGIN"))
			depth++;
		else if (ics_name_is(&l, "END"))
			depth -= depth > 1;
		else if (depth == 1)
			event_property(r, &l);
	}
	ics_lines_clear(&it);
}

/* A start where there is none: false when there is nothing to hold on to. */
static bool
find_start(struct reading *r)
{
	struct event *ev = &r->ev;

	if (r->has_start)
		return true;
	if (ev->override && ev->recurrence_id.civil.month != 0) {
		ev->start = ev->recurrence_id;
		event_trouble(r, r->part->line, true,
			"no DTSTART, the original start was taken");
		if (!ev->has_end && !ev->has_duration)
			r->end_bad = true;
		return true;
	}
	if (!ev->has_end)
		return false;
	ev->start = ev->end;
	ev->start.civil = civil_of_seconds(civil_seconds(&ev->end.civil) -
					   (ev->end.date ? 86400 : GUESS_S));
	event_trouble(r, r->part->line, true,
		"no DTSTART, %s before DTEND was"
		" taken",
		ev->end.date ? "one day" : "one hour");
	return civil_valid(&ev->start.civil);
}

/* An end where it was lost; where it was never written RFC 5545 rules. */
static void
find_end(struct reading *r)
{
	struct event *ev = &r->ev;

	if (ev->has_end || ev->has_duration)
		return;
	if (!r->end_bad && !r->part->broken)
		return;
	ev->has_duration = true;
	ev->duration.days = ev->start.date ? 1 : 0;
	ev->duration.seconds = ev->start.date ? 0 : GUESS_S;
}

static void
find_status(struct reading *r)
{
	struct event *ev = &r->ev;
	const char *cdo = r->cdo;

	ev->status = r->tentative ? BUSY_TENTATIVE : BUSY_BUSY;
	if (cdo == NULL) {
		if (ev->owner_partstat != NULL &&
			strcmp(ev->owner_partstat, "tentative") == 0)
			ev->status = BUSY_TENTATIVE;
		ev->transparent = r->transparent;
	} else if (strcmp(cdo, "OOF") == 0) {
		ev->status = BUSY_UNAVAILABLE;
	} else if (strcmp(cdo, "TENTATIVE") == 0) {
		ev->status = BUSY_TENTATIVE;
	} else if (strcmp(cdo, "BUSY") == 0) {
		ev->status = BUSY_BUSY;
	} else {
		ev->transparent = true;
	}
	if (ev->transparent)
		ev->status = BUSY_FREE;
}

static void
tell(struct reading *r)
{
	struct trouble *t;
	int i;

	for (i = 0; i < r->troubles_n; i++) {
		t = &r->troubles[i];
		ics_warn(r->pool, r->warnings, t->line, r->ev.uid,
			r->ev.summary, t->partial, "%s", t->text);
	}
}

static void
keep(struct reading *r)
{
	struct events *to = r->to;

	to->v = pool_grow(r->pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n++] = r->ev;
}

/* One part; true when it had to be skipped. */
static bool
read_one(struct reading *r)
{
	bool skipped = false;

	r->ev.line = r->part->line;
	r->ev.summary = "";
	/* the scan has warned of it */
	if (r->part->broken)
		r->ev.problem = "cut off: its END is missing";
	read_part(r);
	if (r->part->kind == ICS_EVENT) {
		skipped = !find_start(r);
		if (skipped) {
			/* said first, and always */
			r->troubles_n -= r->troubles_n == TROUBLES;
			event_trouble(r, r->part->line, true,
				"event skipped: it has no start");
		} else {
			find_end(r);
			find_status(r);
			keep(r);
		}
	}
	tell(r);
	return skipped;
}

size_t
ics_events(struct pool *pool, const struct ics *ics, const struct ics_object *o,
	const struct ics_read *how, struct events *to, struct ics_warnings *w)
{
	struct ics_zones *zones = how->zones;
	struct reading r;
	size_t skipped = 0;
	int p;

	if (zones == NULL)
		zones = ics_zones_new(pool);
	for (p = o->first; p >= 0; p = ics->parts[p].next) {
		memset(&r, 0, sizeof(r));
		r.pool = pool;
		r.ics = ics;
		r.part = &ics->parts[p];
		r.how = how;
		r.zones = zones;
		r.warnings = w;
		r.to = to;
		r.ev.uid = o->uid;
		skipped += read_one(&r);
	}
	return skipped;
}

static void
copy_warnings(struct pool *pool, const struct ics_warnings *from,
	struct ics_warnings *to)
{
	const struct ics_warning *w;
	size_t i;

	for (i = 0; i < from->n; i++) {
		w = &from->v[i];
		ics_warn(pool, to, w->line, w->uid, w->summary, w->partial,
			"%s", w->text);
	}
	to->dropped += from->dropped;
}

int
ics_events_read(struct pool *pool, const char *text, size_t len,
	const struct ics_read *how, struct events *to, struct ics_warnings *w,
	const char **uid, size_t *skipped, struct fail *f)
{
	struct ics_read mine = *how;
	struct ics ics;
	size_t i, n = 0;

	if (ics_scan(pool, text, len, &ics, f) != 0)
		return -1;
	if (mine.zones == NULL)
		mine.zones = ics_zones_new(pool);
	copy_warnings(pool, &ics.warnings, w);
	for (i = 0; i < ics.objects_n; i++)
		n += ics_events(pool, &ics, &ics.objects[i], &mine, to, w);
	if (uid != NULL)
		*uid = ics.objects_n == 0 ? NULL : ics.objects[0].uid;
	if (skipped != NULL)
		*skipped = n;
	return 0;
}

const struct zone *
ics_time_zone(
	struct pool *pool, const struct ics *ics, const struct ics_read *how)
{
	struct ics_zones *zones = how->zones;

	if (ics->time_zone == NULL)
		return NULL;
	if (zones == NULL)
		zones = ics_zones_new(pool);
	return ics_zone_of(zones, ics, ics->time_zone, 0);
}
