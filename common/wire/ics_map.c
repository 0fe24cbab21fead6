#include "wire/ics_priv.h"

#include <string.h>

/*
 * Multiply and fold, eight bytes at a time; the length goes in last so that
 * padding never makes two texts equal.
 */
uint64_t
ics_hash(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	size_t left = n;
	uint64_t w;

	for (; left >= 8; left -= 8, p += 8) {
		w = (uint64_t)p[0] | (uint64_t)p[1] << 8 |
		    (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24 |
		    (uint64_t)p[4] << 32 | (uint64_t)p[5] << 40 |
		    (uint64_t)p[6] << 48 | (uint64_t)p[7] << 56;
		h = (h ^ w) * UINT64_C(0x9e3779b97f4a7c15);
		h ^= h >> 32;
	}
	for (w = 0; left > 0; left--)
		w = w << 8 | p[left - 1];
	h = (h ^ w) * UINT64_C(0xd6e8feb86659fd93);
	h ^= h >> 29;
	h = (h ^ n) * UINT64_C(0x9e3779b97f4a7c15);
	return h ^ h >> 32;
}

static struct ics_map_slot *
find(const struct ics_map *m, const char *s, size_t n)
{
	size_t i = ics_hash(0, s, n) & (m->cap - 1);

	while (m->v[i].s != NULL &&
		(m->v[i].n != n || memcmp(m->v[i].s, s, n) != 0))
		i = (i + 1) & (m->cap - 1);
	return &m->v[i];
}

static void
grow(struct pool *pool, struct ics_map *m)
{
	struct ics_map old = *m;
	size_t i;

	m->cap = old.cap == 0 ? 256 : old.cap * 2;
	m->v = pool_array(pool, m->cap, sizeof(*m->v));
	for (i = 0; i < old.cap; i++)
		if (old.v[i].s != NULL)
			*find(m, old.v[i].s, old.v[i].n) = old.v[i];
}

int
ics_map_add(struct pool *pool, struct ics_map *m, const char *s, size_t n,
	int fresh)
{
	struct ics_map_slot *slot;

	if (m->n * 2 >= m->cap)
		grow(pool, m);
	slot = find(m, s, n);
	if (slot->s == NULL) {
		slot->s = s;
		slot->n = n;
		slot->value = fresh;
		m->n++;
	}
	return slot->value;
}

int
ics_map_get(const struct ics_map *m, const char *s, size_t n)
{
	const struct ics_map_slot *slot;

	if (m->cap == 0)
		return -1;
	slot = find(m, s, n);
	return slot->s == NULL ? -1 : slot->value;
}
