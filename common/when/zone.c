#include "when/zone.h"

#include "when/zone_priv.h"

/* A wall clock is never further from UTC: larger offsets are refused. */
enum { FAR_S = 26 * 3600 };

static size_t utc_hit;
static struct change utc_change = { INT64_MIN, 0, "UTC" };
static const struct zone utc = { "UTC", &utc_change, 1, 1, INT64_MAX,
	&utc_hit };

const struct zone *
zone_utc(void)
{
	return &utc;
}

const char *
zone_name(const struct zone *zone)
{
	return zone->name;
}

struct zone *
zone_new(struct pool *pool, const char *name, int offset_s,
	const char *abbreviation)
{
	struct zone *zone = pool_zero(pool, sizeof(*zone));

	zone->name = pool_str(pool, name);
	zone->wraps = INT64_MAX;
	zone->hit = pool_zero(pool, sizeof(*zone->hit));
	zone_add(pool, zone, INT64_MIN, offset_s, abbreviation);
	return zone;
}

void
zone_add(struct pool *pool, struct zone *zone, instant at, int offset_s,
	const char *abbreviation)
{
	if (zone->n > 0 && zone->v[zone->n - 1].at == at)
		zone->n--;
	zone->v =
		pool_grow(pool, zone->v, zone->n, &zone->cap, sizeof(*zone->v));
	zone->v[zone->n++] = (struct change){ at, offset_s, abbreviation };
}

/* The moment at which change `i` ends. */
static instant
until(const struct zone *zone, size_t i)
{
	return i + 1 < zone->n ? zone->v[i + 1].at : INT64_MAX;
}

/* The index of the change that holds at `at`, which is before `wraps`. */
static size_t
index_at(const struct zone *zone, instant at)
{
	size_t low = *zone->hit, high, mid;

	if (zone->v[low].at <= at && at < until(zone, low))
		return low;
	low = 0;
	high = zone->n;
	while (high - low > 1) {
		mid = low + (high - low) / 2;
		if (zone->v[mid].at <= at)
			low = mid;
		else
			high = mid;
	}
	*zone->hit = low;
	return low;
}

/* Seconds to take from `at` so that the table covers it. */
static int64_t
fold_back(const struct zone *zone, instant at)
{
	if (at < zone->wraps)
		return 0;
	return ((at - zone->wraps) / ZONE_CYCLE + 1) * ZONE_CYCLE;
}

static const struct change *
change_at(const struct zone *zone, instant at)
{
	return &zone->v[index_at(zone, at - fold_back(zone, at))];
}

int
zone_offset(const struct zone *zone, instant at)
{
	return change_at(zone, at)->offset_s;
}

const char *
zone_abbreviation(const struct zone *zone, instant at)
{
	return change_at(zone, at)->name;
}

struct civil
zone_civil(const struct zone *zone, instant at)
{
	if (at > INSTANT_MAX)
		at = INSTANT_MAX;
	if (at < INSTANT_MIN)
		at = INSTANT_MIN;
	return civil_of_seconds(at + zone_offset(zone, at));
}

/*
 * `local` is a wall time counted as if in UTC, before `wraps`; `i` is the
 * change that holds a good day earlier. Looks at each change that could own
 * it. For a skipped time `*gap` becomes the instant of the jump.
 */
static instant
local_near(const struct zone *zone, int64_t local, size_t i, enum zone_fit *fit,
	instant *gap)
{
	instant at, first = 0;
	int found = 0;

	for (; i < zone->n && zone->v[i].at <= local + FAR_S; i++) {
		at = local - zone->v[i].offset_s;
		if (at < until(zone, i) && at >= zone->v[i].at) {
			if (found++ == 0)
				first = at;
		} else if (found == 0 && at >= until(zone, i) &&
			   local < zone->v[i + 1].at +
					   zone->v[i + 1].offset_s) {
			*fit = ZONE_NEVER;
			*gap = zone->v[i + 1].at;
			return at;
		}
	}
	*fit = found > 1 ? ZONE_TWICE : ZONE_ONCE;
	return first;
}

/* zone_instant; `*gap` is set for ZONE_NEVER. */
static instant
resolve(const struct zone *zone, const struct civil *c, enum zone_fit *fit,
	instant *gap)
{
	int64_t local = civil_seconds(c), back;
	instant at;
	size_t i;

	back = fold_back(zone, local);
	local -= back;
	i = index_at(zone, local - FAR_S);
	*fit = ZONE_ONCE;
	*gap = 0;
	if (local + FAR_S < until(zone, i))
		return local - zone->v[i].offset_s + back;
	at = local_near(zone, local, i, fit, gap);
	*gap += back;
	return at + back;
}

instant
zone_instant(const struct zone *zone, const struct civil *c, enum zone_fit *fit)
{
	enum zone_fit unasked;
	instant gap;

	return resolve(zone, c, fit == NULL ? &unasked : fit, &gap);
}

instant
zone_instant_after(const struct zone *zone, const struct civil *c)
{
	enum zone_fit fit;
	instant at, gap;

	at = resolve(zone, c, &fit, &gap);
	return fit == ZONE_NEVER ? gap : at;
}

instant
zone_day(const struct zone *zone, instant at, int64_t days)
{
	struct civil c = zone_civil(zone, at);

	c.hour = c.minute = c.second = 0;
	civil_add_days(&c, days);
	return zone_instant_after(zone, &c);
}

bool
zone_next_change(const struct zone *zone, instant at, instant end,
	instant *change, int *before_s, int *after_s)
{
	int64_t back = fold_back(zone, at);
	size_t i = index_at(zone, at - back);
	size_t looked;

	*before_s = zone->v[i].offset_s;
	for (looked = 0; looked < zone->n; looked++) {
		if (++i == zone->n)
			return false;
		*change = zone->v[i].at + back;
		if (*change >= end)
			return false;
		*after_s = zone->v[i].offset_s;
		if (*after_s != *before_s)
			return true;
		if (*change >= zone->wraps) {
			back = fold_back(zone, *change);
			i = index_at(zone, *change - back);
		}
	}
	return false;
}
