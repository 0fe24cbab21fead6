#include "when/zone_priv.h"

#include <stdlib.h>

#include "when/recur.h"

/*
 * Rules are followed through these years; a rule that began earlier (Outlook
 * writes 1601) enters at the first. What is decided in 1950 is decided.
 */
static const struct civil years_from = { .year = 1950, .month = 1, .day = 1 };
static const struct civil years_to = { .year = 2200, .month = 1, .day = 1 };

enum { ONSETS_MAX = 10000, OBSERVANCES_MAX = 1000, DAY_S = 86400 };
/* Candidate steps for one rule: 250 years by the day and some. */
enum { STEPS_MAX = 100000 };

struct onsets {
	struct pool *pool;
	struct change *v;
	size_t n, cap;
	/* the observance at work */
	int from_s, to_s;
	const char *name;
};

static int
onset_add(void *arg, const struct civil *at)
{
	struct onsets *o = arg;

	if (o->n >= ONSETS_MAX)
		return 1;
	o->v = pool_grow(o->pool, o->v, o->n, &o->cap, sizeof(*o->v));
	o->v[o->n++] = (struct change){ civil_seconds(at) - o->from_s, o->to_s,
		o->name };
	return 0;
}

static int
rule_follow(struct onsets *o, const struct observance *ob, struct fail *f)
{
	struct recur *rule = recur_read(o->pool, ob->rrule, f);
	struct civil until, from = years_from;

	if (rule == NULL)
		return -1;
	if (recur_until(rule, &until) == RECUR_UNTIL_UTC) {
		until = civil_of_seconds(civil_seconds(&until) + ob->from_s);
		recur_set_until(rule, &until);
	}
	if (civil_compare(&ob->start, &from) > 0)
		from = ob->start;
	/* at a limit what was found so far stands */
	recur_each(rule, &ob->start, false, &from, &years_to, STEPS_MAX,
		onset_add, o);
	return 0;
}

static int
observance_add(struct onsets *o, const struct observance *ob, struct fail *f)
{
	size_t i;

	if (abs(ob->from_s) > DAY_S || abs(ob->to_s) > DAY_S)
		return fail(f, EXIT_BAD_DATA, "offset beyond 24 hours");
	if (!civil_valid(&ob->start))
		return fail(f, EXIT_BAD_DATA, "no valid DTSTART");
	o->from_s = ob->from_s;
	o->to_s = ob->to_s;
	o->name = pool_str(o->pool, ob->name == NULL ? "" : ob->name);
	onset_add(o, &ob->start);
	for (i = 0; i < ob->rdates_n; i++)
		if (civil_valid(&ob->rdates[i]))
			onset_add(o, &ob->rdates[i]);
	return ob->rrule == NULL ? 0 : rule_follow(o, ob, f);
}

static int
by_instant(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* The offset before everything: that of the first onset. */
static int
first_offset(const struct observance *obs, size_t n)
{
	size_t i, first = 0;

	for (i = 1; i < n; i++)
		if (civil_compare(&obs[i].start, &obs[first].start) < 0)
			first = i;
	return obs[first].from_s;
}

const struct zone *
zone_make(struct pool *pool, const char *tzid, const struct observance *obs,
	size_t n, struct fail *f)
{
	struct onsets o = { .pool = pool };
	struct zone *zone;
	size_t i;

	if (n == 0 || n > OBSERVANCES_MAX) {
		fail(f, EXIT_BAD_DATA, "time zone %.80s: %s", tzid,
			n == 0 ? "no observance" : "too many observances");
		return NULL;
	}
	for (i = 0; i < n; i++)
		if (observance_add(&o, &obs[i], f) != 0) {
			fail_prefix(f, "time zone %.80s", tzid);
			return NULL;
		}
	qsort(o.v, o.n, sizeof(*o.v), by_instant);
	zone = zone_new(pool, tzid, first_offset(obs, n), o.v[0].name);
	for (i = 0; i < o.n; i++)
		zone_add(pool, zone, o.v[i].at, o.v[i].offset_s, o.v[i].name);
	return zone;
}
