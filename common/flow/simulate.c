#include "flow/simulate.h"

#include "flow/assign.h"
#include "flow/offer.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* A time with the members who are free then: places in the list of members. */
struct chance {
	struct span at;
	uint32_t *free;
	size_t n;
};

struct simulation {
	const struct simulate_how *how;
	const struct rotation *rotation;
	struct pool *pool;
	struct members *members; /* as they go */
	const char **emails;     /* of members, sorted */
	uint32_t *places;        /* of these in members */
	struct chance *chances;
	size_t chances_n, chances_cap;
	uint64_t state;
	int64_t made;
	int (*each)(void *arg, const struct simulated *);
	void *arg;
};

static uint64_t
draw(struct simulation *s)
{
	uint64_t z = s->state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A number below n, which is less than 2^32. */
static size_t
draw_below(struct simulation *s, size_t n)
{
	return (size_t)((draw(s) >> 32) * (uint64_t)n >> 32);
}

/* ---- what if ---- */

static struct member *
member_of(struct members *members, int64_t user_id)
{
	size_t i;

	for (i = 0; i < members->n; i++)
		if (members->v[i].user_id == user_id)
			return &members->v[i];
	return NULL;
}

static int
what_if(const struct simulation *s, struct fail *f)
{
	const struct simulate_how *how = s->how;
	struct member *m;
	size_t i;

	for (i = 0; i < how->away_n; i++) {
		if ((m = member_of(s->members, how->away[i])) == NULL)
			goto stranger;
		m->paused = true;
		m->paused_until = 0;
	}
	for (i = 0; i < how->weights_n; i++) {
		m = member_of(s->members, how->weights[i].user_id);
		if (m == NULL)
			goto stranger;
		m->weight = how->weights[i].weight;
	}
	return 0;
stranger:
	return fail(f, EXIT_NOT_FOUND,
		"rotation %s: who is said to be away or to weigh otherwise is "
		"no member",
		s->rotation->name);
}

/* ---- times ---- */

static int
by_email(const void *a, const void *b)
{
	const struct member *const *x = a, *const *y = b;

	return strcmp((*x)->email, (*y)->email);
}

/* Addresses of the members, sorted, with their places. */
static void
index_members(struct simulation *s)
{
	size_t n = s->members->n, i;
	const struct member **list = pool_array(s->pool, n + 1, sizeof(*list));

	for (i = 0; i < n; i++)
		list[i] = &s->members->v[i];
	qsort(list, n, sizeof(*list), by_email);
	s->emails = pool_array(s->pool, n + 1, sizeof(*s->emails));
	s->places = pool_array(s->pool, n + 1, sizeof(*s->places));
	for (i = 0; i < n; i++) {
		s->emails[i] = list[i]->email;
		s->places[i] = (uint32_t)(list[i] - s->members->v);
	}
}

static bool
place_of(const struct simulation *s, const char *email, uint32_t *place)
{
	size_t low = 0, high = s->members->n, mid;
	int c;

	while (low < high) {
		mid = (low + high) / 2;
		if ((c = strcmp(s->emails[mid], email)) == 0) {
			*place = s->places[mid];
			return true;
		}
		if (c < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return false;
}

static int
chance(void *arg, const struct slot *slot)
{
	struct simulation *s = arg;
	struct chance *c;
	size_t i;

	s->chances = pool_grow(s->pool, s->chances, s->chances_n,
		&s->chances_cap, sizeof(*s->chances));
	c = &s->chances[s->chances_n];
	c->at = (struct span){ slot->start, slot->end };
	c->free = pool_array(s->pool, slot->hosts.n + 1, sizeof(*c->free));
	for (i = 0; i < slot->hosts.n; i++)
		c->n += place_of(s, slot->hosts.v[i], &c->free[c->n]);
	s->chances_n += c->n > 0;
	return 0;
}

/* The times at which some member is free; of all members, also those whom a
 * lead hides now. */
static int
times_open(struct simulation *s, struct store *store, struct fail *f)
{
	const struct simulate_how *how = s->how;
	struct offer_query query = { .duration_s = how->length_s,
		.any_of = true,
		.step_s = -1,
		.notice_s = 0,
		.before_s = -1,
		.after_s = -1,
		.gap_s = -1,
		.from = how->from,
		.to = how->to,
		.now = how->now,
		.max_stale_s = how->max_stale_s };
	struct offer offer = { 0 };
	size_t i;

	for (i = 0; i < s->members->n; i++)
		if (member_on(&s->members->v[i], how->now))
			strs_add(s->pool, &query.users, s->members->v[i].email);
	if (query.users.n == 0)
		return 0;
	index_members(s);
	if (offer_open(store, &query, s->pool, &offer, f) != 0)
		return -1;
	return offer_each(&offer, s->pool, chance, s, f) != 0 ? -1 : 0;
}

/* A member is taken for that time: out of all chances that touch it. */
static void
occupy(struct simulation *s, uint32_t place, struct span at)
{
	struct chance *c;
	size_t i, k;

	for (i = 0; i < s->chances_n; i++) {
		c = &s->chances[i];
		if (c->at.start >= at.end || at.start >= c->at.end)
			continue;
		for (k = 0; k < c->n && c->free[k] != place; k++)
			;
		if (k == c->n)
			continue;
		memmove(&c->free[k], &c->free[k + 1],
			(c->n - k - 1) * sizeof(*c->free));
		c->n--;
	}
	/* times that nobody has left go, the others keep their order */
	for (i = k = 0; i < s->chances_n; i++)
		if (s->chances[i].n > 0)
			s->chances[k++] = s->chances[i];
	s->chances_n = k;
}

static void
drop_chance(struct simulation *s, size_t at)
{
	memmove(&s->chances[at], &s->chances[at + 1],
		(s->chances_n - at - 1) * sizeof(*s->chances));
	s->chances_n--;
}

/* ---- meetings ---- */

/* The one who was chosen gets it; counted as if a second went by for each. */
static int
take(struct simulation *s, const struct proposal *p, struct span at,
	int64_t free)
{
	struct simulated one = {
		.number = ++s->made, .at = at, .reason = p->reason, .free = free
	};
	struct member *m = member_of(s->members, p->user_id);

	rotate_take(s->members, p->user_id, s->how->now + s->made);
	one.user = m->email;
	one.count = m->count;
	if (s->how->calendars)
		occupy(s, (uint32_t)(m - s->members->v), at);
	return s->each(s->arg, &one);
}

static int64_t
count_on(const struct simulation *s)
{
	int64_t n = 0;
	size_t i;

	for (i = 0; i < s->members->n; i++)
		n += member_on(&s->members->v[i], s->how->now);
	return n;
}

/* At one of the times: those at which the rule takes nobody are let go. */
static int
meeting_at(struct simulation *s, struct pool *pool, struct fail *f)
{
	while (s->chances_n > 0) {
		size_t at = draw_below(s, s->chances_n), i;
		const struct chance *c = &s->chances[at];
		struct strs free = { 0 };
		struct assign_ask ask = { .free = &free };
		struct proposal p;

		for (i = 0; i < c->n; i++)
			strs_add(pool, &free, s->members->v[c->free[i]].email);
		if (assign_choose_for(s->rotation, s->members, &ask,
			    s->how->now, pool, &p, f) == 0)
			return take(s, &p, c->at, (int64_t)c->n);
		drop_chance(s, at);
	}
	return fail_code(f, EXIT_NONE, "no-member",
		"rotation %s: free times for %" PRId64 " of %" PRId64
		" meetings",
		s->rotation->name, s->made, s->how->count);
}

static int
meeting(struct simulation *s, struct fail *f)
{
	static const struct assign_ask anybody;
	struct pool *pool = pool_new();
	struct proposal p;
	int rc;

	if (s->how->calendars)
		rc = meeting_at(s, pool, f);
	else if ((rc = assign_choose_for(s->rotation, s->members, &anybody,
			  s->how->now, pool, &p, f)) == 0)
		rc = take(s, &p, (struct span){ 0, 0 }, count_on(s));
	pool_free(pool);
	return rc;
}

int
simulate(struct store *store, const struct rotation *rotation,
	const struct simulate_how *how, struct pool *pool,
	struct members *before, struct members *after,
	int (*each)(void *arg, const struct simulated *), void *arg,
	struct fail *f)
{
	struct simulation s = { .how = how,
		.rotation = rotation,
		.pool = pool,
		.members = after,
		.state = how->seed,
		.each = each,
		.arg = arg };
	int rc = 0;

	if (assign_members(store, rotation, how->now, pool, after, f) != 0 ||
		assign_recents(store, rotation, how->now, after, f) != 0 ||
		what_if(&s, f) != 0)
		return -1;
	before->n = after->n;
	before->v = pool_array(pool, after->n + 1, sizeof(*before->v));
	memcpy(before->v, after->v, after->n * sizeof(*before->v));
	if (how->calendars && times_open(&s, store, f) != 0)
		return -1;
	while (rc == 0 && s.made < how->count)
		rc = meeting(&s, f);
	return rc;
}
