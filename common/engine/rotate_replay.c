#include "engine/rotate_replay.h"

#include <string.h>

/* Users in the order they were met, found by a table of places. */
struct replay {
	struct pool *pool;
	struct replayed *v;
	size_t n, cap;
	size_t *places; /* index + 1, 0: free; a power of two of them */
	size_t places_n;
};

struct replay *
replay_new(struct pool *pool)
{
	struct replay *r = pool_zero(pool, sizeof(*r));

	r->pool = pool;
	r->places_n = 64;
	r->places = pool_array(pool, r->places_n, sizeof(*r->places));
	return r;
}

/* Where the user is in the table, or the free place where he belongs. */
static size_t
place_of(const struct replay *r, int64_t user_id)
{
	size_t at = (size_t)((uint64_t)user_id * UINT64_C(0x9e3779b97f4a7c15) >>
			     32);

	for (at &= r->places_n - 1; r->places[at] != 0 &&
				    r->v[r->places[at] - 1].user_id != user_id;
		at = (at + 1) & (r->places_n - 1))
		;
	return at;
}

static void
widen(struct replay *r)
{
	size_t i;

	r->places_n *= 2;
	r->places = pool_array(r->pool, r->places_n, sizeof(*r->places));
	for (i = 0; i < r->n; i++)
		r->places[place_of(r, r->v[i].user_id)] = i + 1;
}

static struct replayed *
user_of(struct replay *r, int64_t user_id)
{
	size_t at = place_of(r, user_id);

	if (r->places[at] != 0)
		return &r->v[r->places[at] - 1];
	if (r->n * 2 >= r->places_n) {
		widen(r);
		at = place_of(r, user_id);
	}
	r->v = pool_grow(r->pool, r->v, r->n, &r->cap, sizeof(*r->v));
	r->v[r->n].user_id = user_id;
	r->places[at] = ++r->n;
	return &r->v[r->n - 1];
}

static void
zero(struct replay *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		r->v[i].count = 0;
}

void
replay_line(struct replay *r, const struct assignment *a)
{
	struct replayed *u;

	if (strcmp(a->action, "reset") == 0 || strcmp(a->action, "add") == 0)
		zero(r);
	if (a->user_id == 0)
		return;
	u = user_of(r, a->user_id);
	u->count += a->delta;
	if (strcmp(a->action, "add") == 0) {
		u->member = true;
		u->joined_at = a->at;
	} else if (strcmp(a->action, "remove") == 0) {
		u->member = false;
	} else if ((strcmp(a->action, "assign") == 0 ||
			   strcmp(a->action, "move-in") == 0) &&
		   a->at > u->last_at) {
		u->last_at = a->at;
	}
}

const struct replayed *
replay_of(const struct replay *r, int64_t user_id)
{
	size_t at = place_of(r, user_id);

	return r->places[at] == 0 ? NULL : &r->v[r->places[at] - 1];
}

const struct replayed *
replay_all(const struct replay *r, size_t *n)
{
	*n = r->n;
	return r->v;
}
