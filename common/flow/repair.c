#include "flow/repair.h"

#include "flow/assign.h"
#include "flow/intake.h"
#include "store/user.h"

struct list {
	struct pool *pool;
	int64_t *ids;
	size_t n, cap;
};

static void
add(struct list *list, int64_t id)
{
	list->ids = pool_grow(
		list->pool, list->ids, list->n, &list->cap, sizeof(*list->ids));
	list->ids[list->n++] = id;
}

static int
add_calendar(void *arg, const struct calendar *c)
{
	add(arg, c->id);
	return 0;
}

static int
add_user(void *arg, const struct user *u)
{
	add(arg, u->id);
	return 0;
}

static int
repair_calendar(struct store *store, int64_t id, const struct user *user,
	instant now, struct fail *f)
{
	struct pool *pool = pool_new();
	struct calendar c = { 0 };
	struct intake in;
	int rc = -1;

	if (calendar_load(store, id, pool, &c, f) == 1 &&
		intake_open(&in, store, &c, user, now, pool, f) == 0 &&
		intake_renew(&in, true, f) >= 0 &&
		calendar_save(store, &c, f) == 0)
		rc = busy_chunks_make_calendar(store, id, f);
	pool_free(pool);
	return rc;
}

int
repair_user(struct store *store, int64_t user_id, instant now, struct fail *f)
{
	struct list all = { .pool = pool_new() };
	struct user user = { 0 };
	size_t i;
	int rc;

	rc = user_load(store, user_id, all.pool, &user, f) == 1 ? 0 : -1;
	if (rc == 0)
		rc = calendar_each(
			store, user_id, false, all.pool, add_calendar, &all, f);
	for (i = 0; rc == 0 && i < all.n; i++)
		rc = repair_calendar(store, all.ids[i], &user, now, f);
	pool_free(all.pool);
	return rc;
}

int
repair_store(struct store *store, instant now, struct fail *f)
{
	struct list all = { .pool = pool_new() };
	size_t i;
	int rc;

	if ((rc = store_begin(store, f)) == 0)
		rc = user_each(store, all.pool, add_user, &all, f);
	for (i = 0; rc == 0 && i < all.n; i++)
		rc = repair_user(store, all.ids[i], now, f);
	if (rc == 0)
		rc = assign_repair(store, NULL, f);
	if (rc == 0)
		rc = store_commit(store, f);
	if (rc != 0)
		store_rollback(store);
	pool_free(all.pool);
	return rc;
}
