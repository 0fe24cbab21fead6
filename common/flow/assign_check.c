#include "flow/assign_priv.h"

#include "engine/rotate_replay.h"
#include "store/user.h"

#include <inttypes.h>
#include <string.h>

/* The counts beside the members against what the log says. */

struct checking {
	struct store *store;
	struct pool *pool; /* of one rotation */
	int (*each)(void *arg, const char *problem);
	void *arg;
	bool repair;
	int n;
};

static int
line(void *arg, const struct assignment *a)
{
	replay_line(arg, a);
	return 0;
}

/* One difference: told, and mended when asked to. */
static int
differs(struct checking *c, struct member *m, const struct replayed *r,
	const char *rotation, struct fail *f)
{
	c->n++;
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
check_one(struct checking *c, const struct rotation *r, struct fail *f)
{
	struct replay *replay = replay_new(c->pool);
	struct members members = { 0 };
	size_t i;
	int rc;

	if (assignment_replay(c->store, r->id, c->pool, line, replay, f) != 0 ||
		members_load(c->store, r->id, 0, c->pool, &members, f) != 0)
		return -1;
	for (rc = 0, i = 0; rc == 0 && i < members.n; i++) {
		struct member *m = &members.v[i];
		const struct replayed *said = replay_of(replay, m->user_id);

		/* who was put there without a line has no other truth */
		if (said == NULL || said->joined_at == 0)
			continue;
		if (m->count != said->count || m->last_at != said->last_at ||
			m->joined_at != said->joined_at)
			rc = differs(c, m, said, r->name, f);
	}
	return rc;
}

struct names {
	struct rotation *v;
	size_t n, cap;
	struct pool *pool;
};

static int
keep(void *arg, const struct rotation *r)
{
	struct names *all = arg;

	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *r;
	return 0;
}

static int
check_all(struct checking *c, struct fail *f)
{
	struct pool *pool = pool_new();
	struct names all = { .pool = pool };
	size_t i;
	int rc = rotation_each(c->store, pool, keep, &all, f);

	for (i = 0; rc == 0 && i < all.n; i++) {
		c->pool = pool_new();
		rc = check_one(c, &all.v[i], f);
		pool_free(c->pool);
	}
	pool_free(pool);
	return rc < 0 ? -1 : c->n;
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
