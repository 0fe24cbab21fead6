#include "wire/ics_line.h"
#include "wire/ics_priv.h"
#include "wire/ics_value.h"
#include "wire/ics_zone.h"

#include <string.h>

enum {
	/* of all calendars of a run; beyond it a VTIMEZONE is not used */
	ZONES_KEPT = 2000,
	RULES_MAX = 20000,
	OBSERVANCES_MAX = 2000, /* of one VTIMEZONE */
};

struct kept {
	const char *text;
	size_t len;
	const struct zone *zone;
};
struct ics_zones {
	struct pool *pool;
	struct ics_map map;
	struct kept *v;
	size_t n, cap;
	size_t rules; /* followed so far: they are what costs */
};

struct ics_zones *
ics_zones_new(struct pool *pool)
{
	struct ics_zones *zones = pool_zero(pool, sizeof(*zones));

	zones->pool = pool;
	return zones;
}

/* The observances of one VTIMEZONE on their way. */
struct making {
	struct pool *pool;
	struct observance *v, *now;
	size_t n, cap;
	struct civil *rdates;
	size_t rdates_cap;
	bool has_start;
};

static void
add_rdates(struct making *m, const struct ics_line *l)
{
	const char *p = l->value, *s;
	struct rdate r;
	size_t n;

	while (ics_next_value(&p, l->value + l->value_n, &s, &n)) {
		if (ics_period(s, n, &r) == ICS_BAD)
			continue;
		m->rdates = pool_grow(m->pool, m->rdates, m->now->rdates_n,
			&m->rdates_cap, sizeof(*m->rdates));
		m->rdates[m->now->rdates_n++] = r.start.civil;
		m->now->rdates = m->rdates;
	}
}

static void
observance_property(struct making *m, const struct ics_line *l)
{
	struct when_value v;

	if (ics_name_is(l, "DTSTART")) {
		if (ics_when(l->value, l->value_n, &v) != ICS_BAD) {
			m->now->start = v.civil;
			m->has_start = true;
		}
	} else if (ics_name_is(l, "TZOFFSETFROM")) {
		ics_offset(l->value, l->value_n, &m->now->from_s);
	} else if (ics_name_is(l, "TZOFFSETTO")) {
		ics_offset(l->value, l->value_n, &m->now->to_s);
	} else if (ics_name_is(l, "RRULE")) {
		m->now->rrule = pool_strn(m->pool, l->value, l->value_n);
	} else if (ics_name_is(l, "TZNAME")) {
		m->now->name = ics_text(m->pool, l->value, l->value_n);
	} else if (ics_name_is(l, "RDATE")) {
		add_rdates(m, l);
	}
}

static void
open_observance(struct making *m)
{
	m->v = pool_grow(m->pool, m->v, m->n, &m->cap, sizeof(*m->v));
	m->now = &m->v[m->n++];
	memset(m->now, 0, sizeof(*m->now));
	/* no offset that a zone may have: zone_make() refuses what is missing
	 */
	m->now->from_s = m->now->to_s = INT32_MIN;
	m->rdates = NULL;
	m->rdates_cap = 0;
	m->has_start = false;
}

static void
close_observance(struct making *m)
{
	struct observance *o = m->now;

	m->now = NULL;
	if (!m->has_start || o->to_s == INT32_MIN)
		m->n--;
	else if (o->from_s == INT32_MIN)
		o->from_s = o->to_s;
}

const struct zone *
ics_zone_make(struct pool *pool, const char *text, size_t len, const char *tzid,
	struct fail *f)
{
	struct making m = { .pool = pool };
	struct ics_lines it;
	struct ics_line l;

	ics_lines_init(&it, text, len, 1);
	while (ics_lines_next(&it, &l)) {
		if (ics_name_is(&l, "BEGIN")) {
			if (m.now != NULL)
				close_observance(&m);
			if (!ics_value_is(l.value, l.value_n, "VTIMEZONE") &&
				m.n < OBSERVANCES_MAX)
				open_observance(&m);
		} else if (m.now != NULL && ics_name_is(&l, "END")) {
			close_observance(&m);
		} else if (m.now != NULL) {
			observance_property(&m, &l);
		}
	}
	if (m.now != NULL)
		close_observance(&m);
	ics_lines_clear(&it);
	return zone_make(pool, tzid, m.v, m.n, f);
}

static size_t
count_rules(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	size_t n = 0;

	for (; (p = memmem(p, end - p, "RRULE", 5)) != NULL; p += 5)
		n++;
	return n;
}

/* The file's VTIMEZONE as a zone, from the cache where it is there. */
static const struct zone *
file_zone(struct ics_zones *zones, const struct ics *ics,
	const struct ics_zone *z)
{
	const char *text = ics->text + z->at;
	uint64_t *key;
	struct kept *k;
	struct fail f;
	int i;

	i = ics_map_get(&zones->map, (const char *)&z->hash, sizeof(z->hash));
	if (i >= 0) {
		k = &zones->v[i];
		if (k->len == z->len && memcmp(k->text, text, z->len) == 0)
			return k->zone;
	}
	if (i >= 0 || zones->n >= ZONES_KEPT || zones->rules >= RULES_MAX)
		return NULL;
	zones->rules += count_rules(text, z->len);
	zones->v = pool_grow(zones->pool, zones->v, zones->n, &zones->cap,
		sizeof(*zones->v));
	k = &zones->v[zones->n];
	k->text = pool_strn(zones->pool, text, z->len);
	k->len = z->len;
	k->zone = ics_zone_make(zones->pool, text, z->len, z->tzid, &f);
	key = pool_zero(zones->pool, sizeof(*key));
	*key = z->hash;
	ics_map_add(zones->pool, &zones->map, (const char *)key, sizeof(*key),
		zones->n++);
	return k->zone;
}

const struct zone *
ics_zone_of(struct ics_zones *zones, const struct ics *ics, const char *tzid,
	int calendar)
{
	const struct ics_zone *z = ics_zone_get(ics, tzid, calendar);
	const struct zone *zone = NULL;
	const char *name;
	struct fail f;

	if (z != NULL)
		zone = file_zone(zones, ics, z);
	if (zone != NULL)
		return zone;
	name = strlen(tzid) > ICS_TZID_MAX ? NULL : zone_find(tzid);
	return name == NULL ? NULL : zone_load(name, &f);
}
