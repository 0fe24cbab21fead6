#include "flow/route.h"

#include "store/page.h"
#include "store/rotation.h"
#include "store/routing.h"
#include "store/user.h"

#include <string.h>

struct router {
	struct store *store;
	struct pool *pool;
	struct routing routing;
	struct condition **conditions;
	/* of each rule, the default behind them: spelled as the store has it;
	 * NULL: not looked up yet */
	const char **targets;
};

int
route_target(struct store *store, enum target_kind kind, const char *name,
	struct pool *pool, const char **to, struct fail *f)
{
	struct rotation r = { 0 };
	struct page p = { 0 };
	struct user u = { 0 };
	int rc = 1;

	if (kind == TARGET_NONE) {
		*to = "none";
	} else if (kind == TARGET_PAGE) {
		rc = page_find(store, name, pool, &p, f);
		if (rc == 1 && strcmp(p.state, "deleted") == 0) {
			fail(f, EXIT_NOT_FOUND, "page %s: deleted", p.slug);
			rc = 0;
		}
		if (rc == 1)
			*to = pool_printf(pool, "page:%s", p.slug);
	} else if (kind == TARGET_ROTATION) {
		if ((rc = rotation_find(store, name, pool, &r, f)) == 1)
			*to = pool_printf(pool, "rotation:%s", r.name);
	} else {
		if ((rc = user_find(store, name, pool, &u, f)) == 1)
			*to = pool_printf(pool, "user:%s", u.email);
	}
	return rc;
}

struct router *
router_open(struct store *store, const char *name, struct pool *pool,
	struct fail *f)
{
	struct router *r = pool_zero(pool, sizeof(*r));
	size_t i;

	r->store = store;
	r->pool = pool;
	if (routing_find(store, name, pool, &r->routing, f) != 1)
		return NULL;
	r->conditions =
		pool_array(pool, r->routing.n + 1, sizeof(*r->conditions));
	r->targets = pool_array(pool, r->routing.n + 1, sizeof(*r->targets));
	for (i = 0; i < r->routing.n; i++) {
		const struct route *rule = &r->routing.v[i];

		if (rule->when == NULL)
			continue;
		r->conditions[i] = condition_read(pool, rule->when, f);
		if (r->conditions[i] == NULL) {
			fail_prefix(f, "routing %s: rule %s", r->routing.name,
				rule->name);
			return NULL;
		}
	}
	return r;
}

/* Looks up once what the rule at `i` leads to. */
static int
look_up(struct router *r, size_t i, const char *text, struct fail *f)
{
	enum target_kind kind;
	const char *name;

	if (r->targets[i] != NULL)
		return 0;
	if (target_read(text, &kind, &name, f) != 0 ||
		route_target(
			r->store, kind, name, r->pool, &r->targets[i], f) != 1)
		return fail_prefix(f, "routing %s", r->routing.name);
	return 0;
}

int
router_route(struct router *r, const struct field_ask *ask, struct pool *pool,
	struct routed *to, struct fail *f)
{
	size_t at;

	route_choose(&r->routing, r->conditions, ask, pool, to);
	at = to->rule != NULL ? to->n - 1 : r->routing.n;
	if (to->to == NULL || strcmp(to->to, "none") == 0)
		return fail_code(f, EXIT_NONE, "no-route",
			to->rule == NULL ? "routing %s: no rule matches"
					 : "routing %s: rule %s leads nowhere",
			r->routing.name, to->rule);
	if (look_up(r, at, to->to, f) != 0)
		return -1;
	to->to = r->targets[at];
	return 0;
}
