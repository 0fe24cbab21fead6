#include "wire/ics_line.h"
#include "wire/ics_priv.h"

#include <stdio.h>
#include <string.h>

const char *
ics_part_text(struct pool *pool, const struct ics *ics,
	const struct ics_part *part, const char *name)
{
	const char *text = NULL;
	struct ics_lines it;
	struct ics_line l;

	ics_lines_init(&it, ics->text + part->at, part->len, 1);
	while (text == NULL && ics_lines_next(&it, &l))
		if (ics_name_is(&l, name))
			text = ics_text(pool, l.value,
				l.value_n > 200 ? 200 : l.value_n);
	ics_lines_clear(&it);
	return text;
}

/*
 * The index knows each zone twice: as "calendar TZID", and the first of all
 * calendars as "- TZID".
 */
void
ics_index_zones(struct pool *pool, struct ics *ics)
{
	const struct ics_zone *z;
	char *key;
	size_t i;

	ics->index = pool_zero(pool, sizeof(*ics->index));
	for (i = 0; i < ics->zones_n; i++) {
		z = &ics->zones[i];
		if (*z->tzid == '\0' || strlen(z->tzid) > ICS_TZID_MAX ||
			z->len > ICS_ZONE_MAX)
			continue;
		key = pool_printf(pool, "%d %s", z->calendar, z->tzid);
		ics_map_add(pool, ics->index, key, strlen(key), i);
		key = pool_printf(pool, "- %s", z->tzid);
		ics_map_add(pool, ics->index, key, strlen(key), i);
	}
}

const struct ics_zone *
ics_zone_get(const struct ics *ics, const char *tzid, int calendar)
{
	char key[ICS_TZID_MAX + 20];
	int n, i;

	n = snprintf(key, sizeof(key), "%d %s", calendar, tzid);
	if (n >= (int)sizeof(key))
		return NULL;
	i = ics_map_get(ics->index, key, n);
	if (i < 0) {
		n = snprintf(key, sizeof(key), "- %s", tzid);
		i = ics_map_get(ics->index, key, n);
	}
	return i < 0 ? NULL : &ics->zones[i];
}

/* Of a part with too many TZIDs to list, the file's first zones stand by. */
enum { ZONES_OF_OBJECT = 64 };

/* The zones that a part needs into `to`; how many. */
static int
part_zones(const struct ics *ics, const struct ics_part *part,
	const struct ics_zone *to[ZONES_OF_OBJECT])
{
	int k, n = 0;

	if (part->tzids_n > ICS_TZIDS_MAX) {
		while (n < ZONES_OF_OBJECT && n < (int)ics->zones_n) {
			to[n] = &ics->zones[n];
			n++;
		}
		return n;
	}
	for (k = 0; k < part->tzids_n; k++) {
		to[n] = ics_zone_get(
			ics, ics->tzids[part->tzids[k]], part->calendar);
		n += to[n] != NULL;
	}
	return n;
}

uint64_t
ics_object_hash(const struct ics *ics, size_t i, uint64_t h)
{
	const struct ics_zone *zones[ZONES_OF_OBJECT];
	const struct ics_part *part;
	uint64_t sum = 0, one;
	int p, k, n;

	/* a sum: servers give the parts of one UID in any order */
	for (p = ics->objects[i].first; p >= 0; p = part->next) {
		part = &ics->parts[p];
		one = ics_hash(part->hash, &part->broken, sizeof(part->broken));
		n = part_zones(ics, part, zones);
		for (k = 0; k < n; k++)
			one = ics_hash(one, &zones[k]->hash, 8);
		sum += one;
	}
	return ics_hash(h, &sum, sizeof(sum));
}

/* What a VCALENDAR of one object is made into. */
struct out {
	char *to;
	size_t n, cap;
};

static void
put(struct out *o, const char *s, size_t n)
{
	if (o->n + n <= o->cap)
		memcpy(o->to + o->n, s, n);
	o->n += n;
}

/* The lines with CRLF; empty ones are left out, with what is folded to them. */
static void
put_lines(struct out *o, const char *p, size_t len)
{
	const char *end = p + len, *nl, *e;
	bool orphan = false;

	while (p < end) {
		nl = memchr(p, '\n', end - p);
		e = nl == NULL ? end : nl;
		while (e > p && e[-1] == '\r')
			e--;
		if (e == p || (*p != ' ' && *p != '\t'))
			orphan = e == p;
		if (!orphan) {
			put(o, p, e - p);
			put(o, "\r\n", 2);
		}
		p = nl == NULL ? end : nl + 1;
	}
}

/* The VTIMEZONEs that parts[from...] of one VCALENDAR need, each once. */
static void
put_zones(struct out *to, const struct ics *ics, int from)
{
	const struct ics_zone *seen[ZONES_OF_OBJECT], *z[ZONES_OF_OBJECT];
	const struct ics_part *part;
	int p, i, k, n, seen_n = 0;

	for (p = from; p >= 0; p = part->next) {
		part = &ics->parts[p];
		if (part->calendar != ics->parts[from].calendar)
			break;
		n = part_zones(ics, part, z);
		for (i = 0; i < n; i++) {
			for (k = 0; k < seen_n && seen[k] != z[i]; k++)
				continue;
			if (k < seen_n || k == ZONES_OF_OBJECT ||
				z[i]->len > ICS_ZONE_MAX)
				continue;
			seen[seen_n++] = z[i];
			put_lines(to, ics->text + z[i]->at, z[i]->len);
		}
	}
}

/* Parts of one VCALENDAR, from parts[p] on; the next that is of another. */
static int
put_calendar(struct out *to, const struct ics *ics, int p)
{
	static const char head[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
				   "PRODID:-//mtg//mtg//EN\r\n";
	static const char foot[] = "END:VCALENDAR\r\n";
	const struct ics_part *part;
	int calendar = ics->parts[p].calendar;

	put(to, head, sizeof(head) - 1);
	if (ics->time_zone != NULL) {
		put(to, "X-WR-TIMEZONE:", 14);
		put(to, ics->time_zone, strlen(ics->time_zone));
		put(to, "\r\n", 2);
	}
	put_zones(to, ics, p);
	for (; p >= 0 && ics->parts[p].calendar == calendar; p = part->next) {
		part = &ics->parts[p];
		put_lines(to, ics->text + part->at, part->len);
	}
	put(to, foot, sizeof(foot) - 1);
	return p;
}

/* Mostly one VCALENDAR; parts of several keep their own VTIMEZONEs apart. */
static void
put_object(struct out *to, const struct ics *ics, const struct ics_object *o)
{
	int p = o->first;

	while (p >= 0)
		p = put_calendar(to, ics, p);
}

char *
ics_object_text(struct pool *pool, const struct ics *ics,
	const struct ics_object *o, size_t *len)
{
	struct out to = { 0 };

	/* first its size, then itself */
	put_object(&to, ics, o);
	to.cap = to.n;
	to.to = pool_zero(pool, to.n + 1);
	to.n = 0;
	put_object(&to, ics, o);
	if (len != NULL)
		*len = to.n;
	return to.to;
}
