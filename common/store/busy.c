#include "store/busy.h"

#include "store/inside.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/*
 * Reading busy time. What counts: selected calendars of any role but "ignore"
 * and "tasks"; a holiday feed marks its days free itself and blocks only when
 * set to treat=all-busy (RULES.md section 1).
 */
#define COUNTS "selected = 1 AND role <> 'ignore' AND role <> 'tasks'"

enum { FEW = 64 };

static uint32_t
word(const uint8_t *from)
{
	uint32_t w;

	memcpy(&w, from, sizeof(w));
	return le32toh(w);
}

/* Adds the pairs of one chunk that touch the window. */
static void
pairs_add(struct pool *pool, const uint8_t *data, size_t size, instant base,
	struct span window, size_t chunks, struct busies *to)
{
	instant start, end;
	struct busy *b;
	uint32_t w;
	size_t i;

	if (to->v == NULL && size > 64) {
		/* once and wholly: neighbouring chunks are alike */
		to->cap = size / 8 * chunks + chunks;
		to->v = pool_array(pool, to->cap, sizeof(*to->v));
	}
	for (i = 0; i + 8 <= size; i += 8) {
		start = base + word(data + i);
		w = word(data + i + 4);
		end = start + (w >> 2);
		if (end <= window.start || start >= window.end)
			continue;
		/* what was cut at the chunk's edge */
		if (to->n > 0 && to->v[to->n - 1].end == start &&
			start == base && to->v[to->n - 1].status == (w & 3)) {
			to->v[to->n - 1].end = end;
			continue;
		}
		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
		b = &to->v[to->n++];
		memset(b, 0, sizeof(*b));
		b->start = start;
		b->end = end;
		b->status = w & 3;
	}
}

/* How many pairs of the first `n` end at or before `at` (`ends`), or start
 * before it; they are sorted by both. */
static size_t
pairs_before(const uint8_t *data, size_t n, int64_t at, bool ends)
{
	size_t low = 0, mid;
	int64_t mark;

	while (low < n) {
		mid = low + (n - low) / 2;
		mark = word(data + mid * 8);
		if (ends)
			mark += word(data + mid * 8 + 4) >> 2;
		if (ends ? mark <= at : mark < at)
			low = mid + 1;
		else
			n = mid;
	}
	return low;
}

static int
by_calendar(const void *a, const void *b)
{
	const struct busy_source *x = a, *y = b;

	return (x->calendar_id > y->calendar_id) -
	       (x->calendar_id < y->calendar_id);
}

static int
sources_add(struct store *st, const char *text, int64_t user_id,
	struct pool *pool, struct busy_sources *to, struct fail *f)
{
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	if (user_id != 0)
		sql_int(s, 1, user_id);
	while ((rc = sql_step(s, f)) == 1) {
		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
		to->v[to->n].calendar_id = sql_get_int(s, 0);
		to->v[to->n++].user_id = sql_get_int(s, 1);
	}
	sql_free(s);
	return rc;
}

/* Counting calendars of some users, or of everybody when they are many. */
static int
sources_load(struct store *st, const int64_t *user_ids, size_t n,
	struct pool *pool, struct busy_sources *to, struct fail *f)
{
	static const char one[] = "SELECT id, user_id FROM calendar WHERE "
				  "user_id = ?1 AND " COUNTS " ORDER BY id";
	static const char all[] =
		"SELECT id, user_id FROM calendar WHERE " COUNTS " ORDER BY id";
	size_t i;
	int rc = 0;

	if (n > FEW)
		return sources_add(st, all, 0, pool, to, f);
	for (i = 0; rc == 0 && i < n; i++)
		rc = sources_add(st, one, user_ids[i], pool, to, f);
	if (to->n > 1)
		qsort(to->v, to->n, sizeof(*to->v), by_calendar);
	return rc;
}

struct reading {
	struct pool *pool;
	struct span window;
	int64_t first, last;              /* chunks */
	const struct busy_sources *known; /* or NULL */
	const struct owner *owners;
	size_t n;
	struct busies *to; /* or NULL: */
	void (*each)(void *arg, size_t place, const struct busy_words *);
	void *arg;
	struct pool *scratch;
	struct busy_words *lent; /* what each is called with */
	size_t lent_n;           /* room in it */
};

/* The pairs that touch the window as they stand; NULL: none does. */
static const struct busy_words *
pairs_lend(struct reading *r, const uint8_t *data, size_t size, instant base)
{
	size_t n = pairs_before(data, size / 8, r->window.end - base, false);
	size_t first = pairs_before(data, n, r->window.start - base, true), i;
	struct busy_words *w = r->lent;

	if (first == n)
		return NULL;
	n -= first;
	if (n > r->lent_n) {
		r->lent_n = n * 2;
		w = r->lent = pool_zero(
			r->scratch, sizeof(*w) + r->lent_n * sizeof(w->v[0]));
	}
	w->base = base;
	w->n = (uint32_t)n;
	memcpy(w->v, data + first * 8, n * 8);
	for (i = 0; i < n; i++) {
		w->v[i][0] = le32toh(w->v[i][0]);
		w->v[i][1] = le32toh(w->v[i][1]);
	}
	return w;
}

static void
chunk_add(struct reading *r, int64_t user_id, int64_t chunk, struct sql *s,
	int column)
{
	const struct owner *o = owners_find(r->owners, r->n, user_id);
	const struct busy_words *lent = NULL;
	const uint8_t *data;
	size_t size;

	if (o == NULL)
		return;
	data = sql_get_blob(s, column, &size);
	if (r->to == NULL &&
		(lent = pairs_lend(r, data, size, chunk * CHUNK_S)) == NULL)
		return;
	for (; o < r->owners + r->n && o->id == user_id; o++)
		if (r->to != NULL)
			pairs_add(r->pool, data, size, chunk * CHUNK_S,
				r->window, (size_t)(r->last - r->first + 1),
				&r->to[o->place]);
		else
			r->each(r->arg, o->place, lent);
}

/* One look for each calendar and chunk. */
static int
look_up(struct store *st, struct reading *r, const struct busy_sources *from,
	struct fail *f)
{
	static const char text[] = "SELECT data FROM busy_chunk WHERE id = ?1";
	struct sql *s = sql_new(st, text, f);
	int64_t chunk;
	size_t i;
	int rc = s == NULL ? -1 : 0;

	for (chunk = r->first; rc == 0 && chunk <= r->last; chunk++)
		for (i = 0; rc == 0 && i < from->n; i++) {
			sql_int(s, 1, chunk_id(chunk, from->v[i].calendar_id));
			if ((rc = sql_step(s, f)) == 1) {
				chunk_add(r, from->v[i].user_id, chunk, s, 0);
				rc = 0;
			}
			sql_reset(s);
		}
	sql_free(s);
	return rc;
}

/* All chunks in one walk, beside the sorted calendars. */
static int
walk(struct store *st, struct reading *r, const struct busy_sources *from,
	struct fail *f)
{
	static const char text[] = "SELECT id, data FROM busy_chunk"
				   " WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
	struct sql *s = sql_new(st, text, f);
	int64_t id, calendar, chunk = -1;
	size_t i = 0;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, chunk_id(r->first, 0));
	sql_int(s, 2, chunk_id(r->last, 0xffffffff));
	while ((rc = sql_step(s, f)) == 1) {
		id = sql_get_int(s, 0);
		if (id >> 32 != chunk) {
			chunk = id >> 32;
			i = 0;
		}
		calendar = id & 0xffffffff;
		while (i < from->n && from->v[i].calendar_id < calendar)
			i++;
		if (i < from->n && from->v[i].calendar_id == calendar)
			chunk_add(r, from->v[i].user_id, chunk, s, 1);
	}
	sql_free(s);
	return rc;
}

static bool
sorted(const struct busies *b)
{
	size_t i;

	for (i = 1; i < b->n; i++)
		if (b->v[i].start < b->v[i - 1].start)
			return false;
	return true;
}

/* Reads into r->to or calls r->each. */
static int
read_many(struct store *st, const int64_t *user_ids, struct reading *r,
	struct fail *f)
{
	struct pool *scratch = pool_new();
	struct busy_sources found = { 0 };
	int rc = 0;

	if (r->window.start >= r->window.end || r->n == 0)
		goto out;
	r->first = chunk_of(r->window.start);
	r->last = chunk_of(r->window.end - 1);
	r->scratch = scratch;
	r->owners = owners_new(scratch, user_ids, r->n);
	if (r->known == NULL) {
		rc = sources_load(st, user_ids, r->n, scratch, &found, f);
		r->known = &found;
	}
	if (rc == 0)
		rc = r->n > FEW ? walk(st, r, r->known, f)
				: look_up(st, r, r->known, f);
out:
	pool_free(scratch);
	return rc;
}

int
busy_load_many(struct store *st, const int64_t *user_ids, size_t n,
	struct span window, struct pool *pool, struct busies *to,
	struct fail *f)
{
	struct reading r = { .pool = pool, .window = window, .n = n, .to = to };
	int rc = read_many(st, user_ids, &r, f);
	size_t i;

	for (i = 0; rc == 0 && i < n; i++)
		if (!sorted(&to[i]))
			busies_sort(&to[i]);
	return rc;
}

int
busy_words_each(struct store *st, const int64_t *user_ids, size_t n,
	struct span window, const struct busy_sources *known,
	void (*each)(void *arg, size_t place, const struct busy_words *),
	void *arg, struct fail *f)
{
	struct reading r = { .window = window,
		.known = known,
		.n = n,
		.each = each,
		.arg = arg };

	return read_many(st, user_ids, &r, f);
}

int
busy_load(struct store *st, int64_t user_id, struct span window,
	struct pool *pool, struct busies *to, struct fail *f)
{
	return busy_load_many(st, &user_id, 1, window, pool, to, f);
}

int
busy_load_events(struct store *st, int64_t user_id, struct span window,
	const char *but_uid, struct pool *pool, struct busies *to,
	struct fail *f)
{
	static const char text[] =
		"SELECT occurrence.start_at, occurrence.end_at,"
		" CASE WHEN all_busy AND status < 2 THEN 2"
		"      WHEN tentative_free AND status = 1 THEN 0"
		"      ELSE status END AS counts,"
		" event.uid, event.summary, calendar.slug"
		" FROM calendar CROSS JOIN occurrence"
		" ON occurrence.calendar_id = calendar.id"
		" JOIN event ON event.id = event_id"
		" WHERE calendar.user_id = ?1 AND " COUNTS
		" AND occurrence.start_at < ?3 AND occurrence.end_at > ?2"
		" AND counts > 0 AND (?4 IS NULL OR event.uid NOT IN"
		" (?4, 'before.' || ?4, 'after.' || ?4))"
		" ORDER BY occurrence.start_at, occurrence.end_at";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	sql_int(s, 2, window.start);
	sql_int(s, 3, window.end);
	sql_text(s, 4, but_uid);
	while ((rc = sql_step(s, f)) == 1) {
		struct busy b = { 0 };

		b.start = sql_get_int(s, 0);
		b.end = sql_get_int(s, 1);
		b.status = (enum busy_status)sql_get_int(s, 2);
		b.uid = sql_get_text(s, 3, pool);
		b.summary = sql_get_text(s, 4, pool);
		b.calendar = sql_get_text(s, 5, pool);
		busies_add(pool, to, &b);
	}
	sql_free(s);
	return rc;
}

int
busy_known(
	struct store *st, int64_t user_id, struct span *known, struct fail *f)
{
	static const char text[] =
		"SELECT count(*), max(busy_from), min(busy_to) FROM calendar"
		" WHERE user_id = ?1 AND " COUNTS;
	struct sql *s = sql_new(st, text, f);
	int rc;

	known->start = INSTANT_MIN;
	known->end = INSTANT_MAX;
	if (s == NULL)
		return -1;
	sql_int(s, 1, user_id);
	if ((rc = sql_step(s, f)) == 1 && sql_get_int(s, 0) > 0) {
		known->start = sql_get_int(s, 1);
		known->end = sql_get_int(s, 2);
	}
	sql_free(s);
	return rc < 0 ? -1 : 0;
}
