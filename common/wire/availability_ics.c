#include "wire/availability_ics.h"

#include "wire/ics_line.h"
#include "wire/ics_value.h"
#include "wire/ics_zone.h"

#include <stdlib.h>
#include <string.h>

/* A calendar being read: its VAVAILABILITYs and their AVAILABLEs. */
struct reading {
	struct pool *pool;
	struct ics ics; /* its parts are our AVAILABLEs */
	struct ics_read how;
	struct ics_warnings *warnings;
	struct availabilities *to;
	struct ics_object *objects; /* of the VAVAILABILITY at hand, by UID */
	size_t objects_n, objects_cap;
	size_t opens; /* in all */
	/* the AVAILABLE at hand */
	const char *uid;
	struct ics_part part;
	int depth; /* of components: 1 VCALENDAR, 2 VAVAILABILITY, 3 inside */
	int calendar;
	bool inside;    /* a VAVAILABILITY */
	bool available; /* an AVAILABLE of it */
	struct fail *f;
};

static int
bad(struct reading *r, const struct ics_line *l, const char *why)
{
	return fail(r->f, EXIT_BAD_DATA, "line %d: %.*s %s", l->line,
		l->name_n > 40 ? 40 : (int)l->name_n, l->name, why);
}

static int
read_when(struct reading *r, const struct ics_line *l, struct when_value *v)
{
	char *tzid;

	if (ics_when(l->value, l->value_n, v) != ICS_GOOD)
		return bad(r, l, "is no time");
	if (v->utc || (tzid = ics_param(r->pool, l, "TZID")) == NULL)
		return 0;
	v->zone = ics_zone_of(r->how.zones, &r->ics, tzid, r->calendar);
	return v->zone != NULL ? 0 : bad(r, l, "is in an unknown time zone");
}

static int
read_busytype(
	struct reading *r, const struct ics_line *l, struct availability *a)
{
	if (ics_value_is(l->value, l->value_n, "BUSY"))
		a->busy = BUSY_BUSY;
	else if (ics_value_is(l->value, l->value_n, "BUSY-TENTATIVE"))
		a->busy = BUSY_TENTATIVE;
	else
		/* unknown ones are BUSY-UNAVAILABLE: RFC 7953 section 3.2 */
		a->busy = BUSY_UNAVAILABLE;
	(void)r;
	return 0;
}

static int
read_priority(
	struct reading *r, const struct ics_line *l, struct availability *a)
{
	char *text = pool_strn(r->pool, l->value, l->value_n), *end;
	long n = strtol(text, &end, 10);

	if (end == text || n < 0 || n > 9)
		return bad(r, l, "is not 0 to 9");
	a->priority = n == 0 ? 10 : (int)n;
	return 0;
}

/* A property of the VAVAILABILITY itself. */
static int
read_own(struct reading *r, const struct ics_line *l)
{
	struct availability *a = &r->to->v[r->to->n - 1];

	if (l->long_line)
		return bad(r, l, "is too long");
	if (ics_name_is(l, "DTSTART")) {
		a->has_start = true;
		return read_when(r, l, &a->start);
	}
	if (ics_name_is(l, "DTEND")) {
		a->has_end = true;
		return read_when(r, l, &a->end);
	}
	if (ics_name_is(l, "DURATION")) {
		a->has_duration = true;
		return ics_duration(l->value, l->value_n, &a->duration) ==
				       ICS_GOOD
			       ? 0
			       : bad(r, l, "cannot be read");
	}
	if (ics_name_is(l, "BUSYTYPE"))
		return read_busytype(r, l, a);
	if (ics_name_is(l, "PRIORITY"))
		return read_priority(r, l, a);
	if (ics_name_is(l, "SUMMARY"))
		a->summary = ics_text(
			r->pool, l->value, l->value_n > 200 ? 200 : l->value_n);
	return 0;
}

/* Keeps the AVAILABLE that has just ended among those of its UID. */
static void
keep(struct reading *r)
{
	struct ics *ics = &r->ics;
	struct ics_object *o = NULL;
	int at = (int)ics->parts_n;
	size_t i;

	ics->parts = pool_grow(r->pool, ics->parts, ics->parts_n,
		&ics->parts_cap, sizeof(*ics->parts));
	ics->parts[ics->parts_n++] = r->part;
	for (i = 0; r->uid != NULL && i < r->objects_n; i++)
		if (r->objects[i].uid != NULL &&
			strcmp(r->objects[i].uid, r->uid) == 0)
			o = &r->objects[i];
	if (o != NULL) {
		ics->parts[o->last].next = at;
		o->last = at;
		return;
	}
	r->objects = pool_grow(r->pool, r->objects, r->objects_n,
		&r->objects_cap, sizeof(*r->objects));
	o = &r->objects[r->objects_n++];
	memset(o, 0, sizeof(*o));
	o->uid = r->uid;
	o->first = o->last = at;
}

/* The AVAILABLEs of the VAVAILABILITY that has just ended, as events. */
static int
finish(struct reading *r, const struct ics_line *l)
{
	struct availability *a = &r->to->v[r->to->n - 1];
	size_t i;

	if (a->has_end && a->has_duration)
		return bad(r, l, "has both DTEND and DURATION");
	if ((a->has_end || a->has_duration) && !a->has_start)
		return bad(r, l, "ends without a DTSTART");
	for (i = 0; i < r->objects_n; i++) {
		a->opens = pool_grow(r->pool, a->opens, a->opens_n,
			&a->opens_cap, sizeof(*a->opens));
		ics_events(r->pool, &r->ics, &r->objects[i], &r->how,
			&a->opens[a->opens_n++], r->warnings);
	}
	r->objects_n = 0;
	r->inside = false;
	return 0;
}

static int
begin(struct reading *r, const struct ics_line *l, size_t at)
{
	struct availability *a;

	r->depth++;
	if (r->depth == 1)
		r->calendar++;
	if (r->depth == 2 &&
		ics_value_is(l->value, l->value_n, "VAVAILABILITY")) {
		if (r->to->n == AVAILABILITIES_MAX)
			return bad(r, l, "more than 1000 VAVAILABILITYs");
		r->to->v = pool_grow(r->pool, r->to->v, r->to->n, &r->to->cap,
			sizeof(*r->to->v));
		a = &r->to->v[r->to->n++];
		a->busy = BUSY_UNAVAILABLE;
		a->priority = 10;
		r->inside = true;
	} else if (r->depth == 3 && r->inside &&
		   ics_value_is(l->value, l->value_n, "AVAILABLE")) {
		if (r->opens++ == AVAILABLES_MAX)
			return bad(r, l, "more than 2000 AVAILABLEs");
		memset(&r->part, 0, sizeof(r->part));
		r->part.at = at;
		r->part.line = l->line;
		r->part.kind = ICS_EVENT;
		r->part.calendar = r->calendar;
		r->part.next = -1;
		r->uid = NULL;
		r->available = true;
	}
	return 0;
}

static int
end(struct reading *r, const struct ics_line *l, size_t behind)
{
	bool mine = ics_value_is(l->value, l->value_n, "AVAILABLE");
	bool all = ics_value_is(l->value, l->value_n, "VAVAILABILITY");
	int rc = 0;

	if ((r->depth == 3 && r->available && !mine) ||
		(mine && r->depth != 3) || (all && r->depth != 2) ||
		(r->depth == 2 && r->inside && !all))
		return bad(r, l, "is out of place");
	if (r->depth == 3 && r->available) {
		r->part.len = behind - r->part.at;
		r->available = false;
		keep(r);
	} else if (r->depth == 2 && r->inside) {
		rc = finish(r, l);
	}
	r->depth -= r->depth > 0;
	return rc;
}

static int
walk(struct reading *r)
{
	struct ics_lines it;
	struct ics_line l;
	const char *at;
	int rc = 0;

	ics_lines_init(&it, r->ics.text, r->ics.len, 1);
	for (at = it.p; rc == 0 && ics_lines_next(&it, &l); at = it.p) {
		if (ics_name_is(&l, "BEGIN"))
			rc = begin(r, &l, (size_t)(at - r->ics.text));
		else if (ics_name_is(&l, "END"))
			rc = end(r, &l, (size_t)(it.p - r->ics.text));
		else if (r->depth == 2 && r->inside)
			rc = read_own(r, &l);
		else if (r->depth == 3 && r->available &&
			 ics_name_is(&l, "UID"))
			r->uid = ics_text(r->pool, l.value,
				l.value_n > 1000 ? 1000 : l.value_n);
	}
	ics_lines_clear(&it);
	if (rc == 0 && (r->inside || r->available))
		rc = fail(
			r->f, EXIT_BAD_DATA, "a VAVAILABILITY without its END");
	return rc;
}

int
availability_read(struct pool *pool, const char *text, size_t len,
	const struct ics_read *how, struct availabilities *to,
	struct ics_warnings *w, struct fail *f)
{
	struct reading r = { .pool = pool,
		.how = *how,
		.warnings = w,
		.to = to,
		.calendar = -1,
		.f = f };
	size_t i;

	memset(to, 0, sizeof(*to));
	if (len > SCHEDULE_ICS_MAX)
		return fail(f, EXIT_BAD_DATA, "larger than 1 MB");
	if (ics_scan(pool, text, len, &r.ics, f) != 0)
		return -1;
	if (r.how.zones == NULL)
		r.how.zones = ics_zones_new(pool);
	r.ics.parts = NULL;
	r.ics.parts_n = r.ics.parts_cap = 0;
	if (walk(&r) != 0)
		return -1;
	for (i = 0; i < w->n; i++)
		if (w->v[i].partial)
			return fail(f, EXIT_BAD_DATA, "%s",
				ics_warning_line(pool, &w->v[i]));
	if (w->partial > 0)
		return fail(f, EXIT_BAD_DATA, "it cannot be read in full");
	if (to->n == 0)
		return fail(f, EXIT_BAD_DATA, "no VAVAILABILITY in it");
	return 0;
}
