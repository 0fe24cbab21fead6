#include "when/zone_priv.h"

#include <string.h>

/* The largest files have under 300 changes; these are far above. */
enum { CHANGES_MAX = 4000, TYPES_MAX = 256, NAMES_MAX = 4000 };
enum { HEADER_SIZE = 44, OFFSET_MAX = 26 * 3600 };

/* What is left of the file. */
struct bytes {
	const unsigned char *p;
	size_t n;
};

struct counts {
	uint32_t isut, isstd, leap, changes, types, names;
};

static int64_t
be(const unsigned char *p, int size)
{
	uint64_t value = p[0] & 0x80 ? UINT64_MAX : 0;

	while (size-- > 0)
		value = value << 8 | *p++;
	return (int64_t)value;
}

/* `size` bytes, or NULL when there are fewer. */
static const unsigned char *
take(struct bytes *b, size_t size)
{
	const unsigned char *p = b->p;

	if (b->n < size)
		return NULL;
	b->p += size;
	b->n -= size;
	return p;
}

static bool
header_read(struct bytes *b, struct counts *c)
{
	const unsigned char *p = take(b, HEADER_SIZE);

	if (p == NULL || memcmp(p, "TZif", 4) != 0 || p[4] < '2')
		return false;
	c->isut = (uint32_t)be(p + 20, 4);
	c->isstd = (uint32_t)be(p + 24, 4);
	c->leap = (uint32_t)be(p + 28, 4);
	c->changes = (uint32_t)be(p + 32, 4);
	c->types = (uint32_t)be(p + 36, 4);
	c->names = (uint32_t)be(p + 40, 4);
	return c->changes <= CHANGES_MAX && c->types <= TYPES_MAX &&
	       c->names <= NAMES_MAX && c->leap <= CHANGES_MAX &&
	       c->isut <= TYPES_MAX && c->isstd <= TYPES_MAX;
}

static size_t
block_size(const struct counts *c, size_t time_size)
{
	return c->changes * (time_size + 1) + c->types * 6 + c->names +
	       c->leap * (time_size + 4) + c->isstd + c->isut;
}

/* One local time type into offset and name. */
static bool
type_read(struct pool *pool, const unsigned char *types, unsigned i,
	const char *names, const struct counts *c, struct change *to)
{
	const unsigned char *p = types + (size_t)i * 6;
	size_t from = p[5], length;

	if (i >= c->types || from >= c->names)
		return false;
	length = strnlen(names + from, c->names - from);
	if (from + length >= c->names || length > 30)
		return false;
	to->offset_s = (int)be(p, 4);
	to->name = pool_strn(pool, names + from, length);
	return to->offset_s >= -OFFSET_MAX && to->offset_s <= OFFSET_MAX;
}

/* The 64-bit block; NULL when it is damaged. */
static struct zone *
block_read(struct pool *pool, const char *name, const unsigned char *p,
	const struct counts *c)
{
	const unsigned char *indices = p + c->changes * 8;
	const unsigned char *types = indices + c->changes;
	const char *names = (const char *)types + c->types * 6;
	struct change *type = pool_array(pool, c->types, sizeof(*type));
	struct zone *zone;
	instant at, last = INT64_MIN;
	uint32_t i;

	for (i = 0; i < c->types; i++)
		if (!type_read(pool, types, i, names, c, &type[i]))
			return NULL;
	zone = zone_new(pool, name, type[0].offset_s, type[0].name);
	for (i = 0; i < c->changes; i++) {
		at = be(p + i * 8, 8);
		if (indices[i] >= c->types || (i > 0 && at <= last))
			return NULL;
		last = at;
		/* some files begin with one at the big bang */
		if (at < INSTANT_MIN)
			at = INT64_MIN;
		if (at > INSTANT_MAX)
			return NULL;
		zone_add(pool, zone, at, type[indices[i]].offset_s,
			type[indices[i]].name);
	}
	return zone;
}

struct zone *
zone_tzif(struct pool *pool, const char *name, const void *bytes, size_t size)
{
	struct bytes b = { bytes, size };
	const unsigned char *block;
	struct counts c;
	struct zone *zone;
	const char *tz;

	if (!header_read(&b, &c) || take(&b, block_size(&c, 4)) == NULL)
		return NULL;
	if (!header_read(&b, &c) || c.leap > 0 || c.types == 0 ||
		c.names == 0 || (block = take(&b, block_size(&c, 8))) == NULL)
		return NULL;
	if ((zone = block_read(pool, name, block, &c)) == NULL)
		return NULL;
	if (b.n < 2 || b.p[0] != '\n' || b.n > 200 ||
		memchr(b.p + 1, '\n', b.n - 1) == NULL)
		return NULL;
	tz = pool_strn(pool, (const char *)b.p + 1,
		strcspn((const char *)b.p + 1, "\n"));
	return *tz == '\0' || zone_footer(pool, zone, tz) ? zone : NULL;
}
