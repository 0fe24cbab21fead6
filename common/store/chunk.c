#include "store/calendar.h"
#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

/*
 * Busy chunks: for each calendar and each stretch of 64 days the union of its
 * busy occurrences with the strongest status in overlaps, as words of 32 bits.
 * The calendar's settings (treat=all-busy, tentative=free) are in them.
 */

int64_t
chunk_of(instant at)
{
	if (at < 0)
		return 0;
	return at / CHUNK_S > CHUNK_MAX ? CHUNK_MAX : at / CHUNK_S;
}

int64_t
chunk_id(int64_t chunk, int64_t calendar_id)
{
	return (chunk << 32) | calendar_id;
}

static int
by_id(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
dirty_tidy(struct store *st)
{
	size_t i, n = 0;

	if (st->dirty_n < 2)
		return;
	qsort(st->dirty, st->dirty_n, sizeof(*st->dirty), by_id);
	for (i = 0; i < st->dirty_n; i++)
		if (i == 0 || st->dirty[i] != st->dirty[n - 1])
			st->dirty[n++] = st->dirty[i];
	st->dirty_n = n;
}

static void
dirty_add(struct store *st, int64_t id)
{
	size_t i, near = st->dirty_n < 8 ? st->dirty_n : 8;

	for (i = 1; i <= near; i++)
		if (st->dirty[st->dirty_n - i] == id)
			return;
	if (st->dirty_n == st->dirty_cap) {
		dirty_tidy(st);
		if (st->dirty_n > st->dirty_cap / 2 || st->dirty_cap == 0)
			st->dirty =
				pool_grow(st->pool, st->dirty, st->dirty_cap,
					&st->dirty_cap, sizeof(*st->dirty));
	}
	st->dirty[st->dirty_n++] = id;
}

void
chunk_mark(struct store *st, int64_t calendar_id, instant start, instant end)
{
	int64_t c, last = chunk_of(end - 1);

	for (c = chunk_of(start); c <= last; c++)
		dirty_add(st, chunk_id(c, calendar_id));
}

/* An edge of a stretch: +1 where it begins, -1 where it ends. */
struct edge {
	uint32_t at;
	int8_t status, step;
};

static int
by_edge(const void *a, const void *b)
{
	const struct edge *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

struct stretch {
	instant start, end;
	int status;
};

struct words {
	uint8_t *v;
	size_t n, cap;
};

static void
word_put(uint8_t *to, uint32_t word)
{
	int i;

	for (i = 0; i < 4; i++)
		to[i] = (uint8_t)(word >> (8 * i));
}

static void
pair_add(struct pool *pool, struct words *w, uint32_t from, uint32_t to,
	int status)
{
	w->v = pool_grow(pool, w->v, w->n + 7, &w->cap, 1);
	word_put(w->v + w->n, from);
	word_put(w->v + w->n + 4, (to - from) << 2 | (uint32_t)status);
	w->n += 8;
}

/* Merges `n` stretches, cut to the chunk, into pairs of words. */
static void
merge(struct pool *pool, int64_t chunk, const struct stretch *s, size_t n,
	struct words *w)
{
	struct edge *e = pool_array(pool, n * 2 + 1, sizeof(*e));
	instant base = chunk * CHUNK_S, from, to;
	size_t i, k = 0;
	int open[4] = { 0 }, now, before = 0;
	uint32_t since = 0;

	for (i = 0; i < n; i++) {
		from = s[i].start < base ? 0 : s[i].start - base;
		to = s[i].end - base > CHUNK_S ? CHUNK_S : s[i].end - base;
		if (s[i].status == 0 || from >= to)
			continue;
		e[k++] =
			(struct edge){ (uint32_t)from, (int8_t)s[i].status, 1 };
		e[k++] = (struct edge){ (uint32_t)to, (int8_t)s[i].status, -1 };
	}
	qsort(e, k, sizeof(*e), by_edge);
	for (i = 0; i < k;) {
		uint32_t at = e[i].at;

		for (; i < k && e[i].at == at; i++)
			open[e[i].status] += e[i].step;
		now = open[3] > 0 ? 3 : open[2] > 0 ? 2 : open[1] > 0 ? 1 : 0;
		if (now == before)
			continue;
		if (before != 0)
			pair_add(pool, w, since, at, before);
		since = at;
		before = now;
	}
}

/* What of a calendar lies in chunks first...last, its settings applied. */
static int
stretches_load(struct store *st, int64_t calendar_id, int64_t first,
	int64_t last, struct pool *pool, struct stretch **list, size_t *n,
	struct fail *f)
{
	static const char text[] =
		"SELECT start_at, end_at,"
		" CASE WHEN all_busy AND status < 2 THEN 2"
		"      WHEN tentative_free AND status = 1 THEN 0"
		"      ELSE status END"
		" FROM calendar CROSS JOIN occurrence"
		" ON occurrence.calendar_id = calendar.id"
		" WHERE calendar.id = ?1 AND start_at < ?3 AND end_at > ?2"
		" ORDER BY start_at";
	struct sql *s = sql_new(st, text, f);
	size_t cap = 0;
	int rc;

	*list = NULL;
	*n = 0;
	if (s == NULL)
		return -1;
	sql_int(s, 1, calendar_id);
	sql_int(s, 2, first * CHUNK_S);
	sql_int(s, 3, (last + 1) * CHUNK_S);
	while ((rc = sql_step(s, f)) == 1) {
		*list = pool_grow(pool, *list, *n, &cap, sizeof(**list));
		(*list)[*n].start = sql_get_int(s, 0);
		(*list)[*n].end = sql_get_int(s, 1);
		(*list)[(*n)++].status = (int)sql_get_int(s, 2);
	}
	sql_free(s);
	return rc;
}

/* What one chunk should hold, from stretches sorted by start of which the first
 * `*from` end before it. */
static void
chunk_words(struct pool *pool, int64_t chunk, const struct stretch *list,
	size_t n, struct words *w)
{
	struct stretch *mine = NULL;
	instant start = chunk * CHUNK_S, end = start + CHUNK_S;
	size_t i, k = 0, cap = 0;

	w->n = 0;
	for (i = 0; i < n && list[i].start < end; i++) {
		if (list[i].end <= start)
			continue;
		mine = pool_grow(pool, mine, k, &cap, sizeof(*mine));
		mine[k++] = list[i];
	}
	if (k > 0)
		merge(pool, chunk, mine, k, w);
}

static int
chunk_save(struct store *st, int64_t id, const struct words *w, struct fail *f)
{
	static const char put[] =
		"INSERT INTO busy_chunk (id, data) VALUES (?1, ?2)"
		" ON CONFLICT (id) DO UPDATE SET data = excluded.data";
	static const char drop[] = "DELETE FROM busy_chunk WHERE id = ?1";
	struct sql *s = sql_new(st, w->n > 0 ? put : drop, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if (w->n > 0)
		sql_blob(s, 2, w->v, w->n);
	rc = sql_run(s, f);
	sql_free(s);
	return rc;
}

/* Makes `n` chunks of one calendar; their numbers ascend. */
static int
make(struct store *st, int64_t calendar_id, const int64_t *chunks, size_t n,
	struct fail *f)
{
	struct pool *pool = pool_new(), *one;
	struct stretch *list;
	struct words w;
	size_t len, i;
	int rc = stretches_load(st, calendar_id, chunks[0], chunks[n - 1], pool,
		&list, &len, f);

	for (i = 0; rc == 0 && i < n; i++) {
		one = pool_new();
		memset(&w, 0, sizeof(w));
		chunk_words(one, chunks[i], list, len, &w);
		rc = chunk_save(st, chunk_id(chunks[i], calendar_id), &w, f);
		pool_free(one);
	}
	pool_free(pool);
	return rc;
}

/* Sorts the ids by calendar, then chunk. */
static int
by_calendar(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	uint64_t p = (uint64_t)*x << 32 | (uint64_t)*x >> 32;
	uint64_t q = (uint64_t)*y << 32 | (uint64_t)*y >> 32;

	return (p > q) - (p < q);
}

int
busy_chunks_make(struct store *st, struct fail *f)
{
	int64_t chunks[CHUNK_MAX + 1], calendar;
	size_t i, k;
	int rc = 0;

	dirty_tidy(st);
	if (st->dirty_n > 1)
		qsort(st->dirty, st->dirty_n, sizeof(*st->dirty), by_calendar);
	for (i = 0; rc == 0 && i < st->dirty_n;) {
		calendar = st->dirty[i] & 0xffffffff;
		for (k = 0; i < st->dirty_n &&
			    (st->dirty[i] & 0xffffffff) == calendar;
			i++)
			chunks[k++] = st->dirty[i] >> 32;
		rc = make(st, calendar, chunks, k, f);
	}
	st->dirty_n = 0;
	return rc;
}

/* Marks every chunk that a calendar has or should have. */
static int
mark_all(struct store *st, int64_t calendar_id, struct fail *f)
{
	static const char have[] =
		"SELECT id FROM busy_chunk WHERE id & 4294967295 = ?1";
	static const char should[] = "SELECT start_at, end_at FROM occurrence "
				     "WHERE calendar_id = ?1";
	struct sql *s = sql_new(st, have, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, calendar_id);
	while ((rc = sql_step(s, f)) == 1)
		dirty_add(st, sql_get_int(s, 0));
	sql_free(s);
	if (rc != 0 || (s = sql_new(st, should, f)) == NULL)
		return -1;
	sql_int(s, 1, calendar_id);
	while ((rc = sql_step(s, f)) == 1)
		chunk_mark(
			st, calendar_id, sql_get_int(s, 0), sql_get_int(s, 1));
	sql_free(s);
	return rc;
}

int
busy_chunks_make_calendar(struct store *st, int64_t calendar_id, struct fail *f)
{
	int in = store_enter(st, f), rc;

	if (in < 0)
		return -1;
	rc = mark_all(st, calendar_id, f);
	if (rc == 0)
		rc = busy_chunks_make(st, f);
	return store_leave(st, in, rc, f);
}

static int
chunk_differs(
	struct store *st, int64_t id, const struct words *w, struct fail *f)
{
	static const char text[] = "SELECT data FROM busy_chunk WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	const void *data;
	size_t size = 0;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1) {
		data = sql_get_blob(s, 0, &size);
		rc = size != w->n || memcmp(data, w->v, size) != 0;
	} else if (rc == 0) {
		rc = w->n != 0;
	}
	sql_free(s);
	return rc;
}

int64_t
chunk_compare(struct store *st, int64_t calendar_id, struct fail *f)
{
	struct pool *pool = pool_new(), *one;
	struct stretch *list;
	struct words w;
	int64_t bad = 0;
	size_t len, i;
	int rc;

	/* the list of marks serves as the list of chunks to look at */
	st->dirty_n = 0;
	rc = mark_all(st, calendar_id, f);
	dirty_tidy(st);
	if (rc == 0 && st->dirty_n > 0)
		rc = stretches_load(
			st, calendar_id, 0, CHUNK_MAX, pool, &list, &len, f);
	for (i = 0; rc == 0 && i < st->dirty_n; i++) {
		one = pool_new();
		memset(&w, 0, sizeof(w));
		chunk_words(one, st->dirty[i] >> 32, list, len, &w);
		rc = chunk_differs(st, st->dirty[i], &w, f);
		if (rc > 0) {
			bad++;
			rc = 0;
		}
		pool_free(one);
	}
	st->dirty_n = 0;
	pool_free(pool);
	return rc < 0 ? -1 : bad;
}
