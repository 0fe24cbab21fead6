#include "flow/assign_priv.h"

#include "engine/rotate_replay.h"
#include "store/user.h"

#include <inttypes.h>
#include <stdlib.h>

/* The counts beside the members against what the log says. */

struct checking {
	struct store *store;
	struct pool *pool;
	struct rotation *rotations; /* in order of id */
	struct replay **replays;    /* of each */
	size_t n, cap;
	int (*each)(void *arg, const char *problem);
	void *arg;
	bool repair;
	int found;
};

/* Of a rotation that was deleted nothing is left to compare with. */
static int
line(void *arg, const struct assignment *a)
{
	struct checking *c = arg;
	size_t low = 0, high = c->n, mid;

	while (low < high) {
		mid = (low + high) / 2;
		if (c->rotations[mid].id < a->rotation_id)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < c->n && c->rotations[low].id == a->rotation_id)
		replay_line(c->replays[low], a);
	return 0;
}

/* One difference: told, and mended when asked to. */
static int
differs(struct checking *c, struct member *m, const struct replayed *r,
	const char *rotation, struct fail *f)
{
	c->found++;
	if (c->each != NULL) {
		const char *text;

		if (m->count != r->count)
			text = pool_printf(c->pool,
				"rotation %s: %s has count %" PRId64
				", the log says %" PRId64,
				rotation, m->email, m->count, r->count);
		else
			text = pool_printf(c->pool,
				"rotation %s: %s was last assigned or joined "
				"at another time than the log says",
				rotation, m->email);
		if (c->each(c->arg, text) != 0)
			return 1;
	}
	if (!c->repair)
		return 0;
	m->count = r->count;
	m->last_at = r->last_at;
	m->joined_at = r->joined_at;
	return member_save(c->store, m, f);
}

static int
check_one(struct checking *c, size_t at, struct fail *f)
{
	const struct rotation *r = &c->rotations[at];
	struct members members = { 0 };
	size_t i;
	int rc = 0;

	if (members_load(c->store, r->id, 0, c->pool, &members, f) != 0)
		return -1;
	for (i = 0; rc == 0 && i < members.n; i++) {
		struct member *m = &members.v[i];
		const struct replayed *said =
			replay_of(c->replays[at], m->user_id);

		/* who was put there without a line has no other truth */
		if (said == NULL || said->joined_at == 0)
			continue;
		if (m->count != said->count || m->last_at != said->last_at ||
			m->joined_at != said->joined_at)
			rc = differs(c, m, said, r->name, f);
	}
	return rc;
}

static int
keep(void *arg, const struct rotation *r)
{
	struct checking *c = arg;

	c->rotations = pool_grow(
		c->pool, c->rotations, c->n, &c->cap, sizeof(*c->rotations));
	c->rotations[c->n++] = *r;
	return 0;
}

static int
by_id(const void *a, const void *b)
{
	const struct rotation *x = a, *y = b;

	return (x->id > y->id) - (x->id < y->id);
}

/* One walk through the log for all rotations. */
static int
check_all(struct checking *c, struct fail *f)
{
	size_t i;
	int rc;

	c->pool = pool_new();
	rc = rotation_each(c->store, c->pool, keep, c, f);
	if (c->n > 0)
		qsort(c->rotations, c->n, sizeof(*c->rotations), by_id);
	c->replays = pool_array(c->pool, c->n + 1, sizeof(struct replay *));
	for (i = 0; i < c->n; i++)
		c->replays[i] = replay_new(c->pool);
	if (rc == 0)
		rc = assignment_replay(c->store, 0, c->pool, line, c, f);
	for (i = 0; rc == 0 && i < c->n; i++)
		rc = check_one(c, i, f);
	pool_free(c->pool);
	return rc < 0 ? -1 : c->found;
}

int
assign_check(struct store *store, int (*each)(void *arg, const char *problem),
	void *arg, struct fail *f)
{
	struct checking c = { .store = store, .each = each, .arg = arg };

	return check_all(&c, f);
}

int
assign_repair(struct store *store, int *mended, struct fail *f)
{
	struct checking c = { .store = store, .repair = true };
	int rc = check_all(&c, f);

	if (mended != NULL)
		*mended = rc < 0 ? 0 : rc;
	return rc < 0 ? -1 : 0;
}
