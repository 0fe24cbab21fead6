#ifndef WHEN_ZONE_PRIV_H
#define WHEN_ZONE_PRIV_H

#include "when/zone.h"

/*
 * What the zone_*.c files share; nobody else includes this.
 */

/* From `at` on, until the next change, the zone stands so. */
struct change {
	instant at;
	int offset_s;
	const char *name; /* abbreviation, lives as long as the zone */
};

struct zone {
	const char *name;
	/* v[0].at is INT64_MIN: what held before the first real change */
	struct change *v;
	size_t n, cap;
	/*
	 * Where a rule goes on for ever, changes from `wraps` (INT64_MAX: no
	 * rule) on are those of 400 years earlier: the Gregorian calendar
	 * repeats itself then, weekdays too.
	 */
	instant wraps;
	/* the change that was last asked for: a hint, checked when used */
	size_t *hit;
};

/* 400 Gregorian years in seconds. */
#define ZONE_CYCLE INT64_C(12622780800)

/* The folder of the TZif files, without a slash at its end. */
const char *zone_folder(void);

/* An empty zone in `pool`, only v[0] set. */
struct zone *zone_new(struct pool *, const char *name, int offset_s,
	const char *abbreviation);
/*
 * Adds a change at or after all that are there; one at the same instant is
 * replaced.
 */
void zone_add(struct pool *, struct zone *, instant at, int offset_s,
	const char *abbreviation);

/*
 * A zone from the bytes of a TZif file (RFC 8536, version 2 and above) in
 * `pool`. NULL when it is damaged, of version 1 or counts leap seconds.
 */
struct zone *zone_tzif(
	struct pool *, const char *name, const void *bytes, size_t size);

/*
 * Follows a TZ string ("CET-1CEST,M3.5.0,M10.5.0/3", RFC 8536 section 3.3.1)
 * from behind the last change that the zone has. False when it is damaged.
 */
bool zone_footer(struct pool *, struct zone *, const char *tz);

/*
 * The zone of exactly this name, from the cache or its file; NULL when there
 * is none. `*damaged` (NULL: not asked) says that there is a file, but bad.
 */
const struct zone *zone_try(const char *name, bool *damaged);

/*
 * Whether `name` looks like an IANA name: its characters and length, no "..",
 * no rule or offset ("EST5EDT", "GMT+1"), none of the folder's other files.
 */
bool zone_name_plain(const char *name);

/* The IANA name near to what was typed ("Berlin"), for a hint; or NULL. */
const char *zone_near(const char *typed);

#endif
