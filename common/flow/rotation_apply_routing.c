#include "flow/rotation_apply_priv.h"

#include "engine/route.h"
#include "flow/route.h"
#include "store/rotation.h"
#include "store/routing.h"

#include <string.h>
#include <strings.h>

/* Routings of a text into the store. */

/* A target with what it names as the store spells it. A page that is not there
 * yet is noted as missing. */
static int
target(struct apply *a, const struct text_key *k, const char **to,
	struct fail *f)
{
	enum target_kind kind;
	const char *name;
	int rc;

	if (target_read(k->value, &kind, &name, f) != 0)
		return apply_blame(f, &k->at);
	rc = route_target(a->store, kind, name, a->pool, to, f);
	if (rc == 0 && kind == TARGET_PAGE) {
		const struct apply_record c = { .kind = "page",
			.name = name,
			.what = "missing",
			.at = k->at };

		*to = pool_printf(a->pool, "page:%s", name);
		return apply_note(a, &c, f);
	}
	return rc == 1 ? 0 : apply_blame(f, &k->at);
}

/* The rule of a block. */
static int
rule_of(struct apply *a, const struct text_block *b, struct route *to,
	struct fail *f)
{
	const struct text_key *when = text_find(b, "when");
	const struct text_key *where = text_find(b, "to");

	if (routing_name_check("route", b->route, true, f) != 0)
		return apply_blame(f, &b->at);
	if (where == NULL) {
		fail(f, EXIT_BAD_DATA, "route %s.%s: no to", b->name, b->route);
		return apply_blame(f, &b->at);
	}
	to->name = b->route;
	to->when = when == NULL || *when->value == '\0' ? NULL : when->value;
	if (to->when != NULL && condition_read(a->pool, to->when, f) == NULL) {
		fail_prefix(f, "when");
		return apply_blame(f, &when->at);
	}
	return target(a, where, &to->to, f);
}

/* Place of a rule, -1 when it is not there. */
static int
place(const struct routing *r, const char *name)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		if (strcasecmp(r->v[i].name, name) == 0)
			return (int)i;
	return -1;
}

static void
add_rule(struct apply *a, struct routing *to, const struct route *rule)
{
	to->v = pool_grow(a->pool, to->v, to->n, &to->cap, sizeof(*to->v));
	to->v[to->n++] = *rule;
}

static bool
same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Notes how a rule differs from what it was; `was` NULL: it is new, `is` NULL:
 * it goes. */
static int
note_rule(struct apply *a, const struct routing *r, const struct route *was,
	const struct route *is, const struct ini_at *at, struct fail *f)
{
	struct apply_record c = { .kind = "route",
		.name = pool_printf(a->pool, "%s.%s", r->name,
			is != NULL ? is->name : was->name),
		.what = "changed",
		.at = at == NULL ? (struct ini_at){ 0 } : *at };

	if (was == NULL || is == NULL) {
		c.what = was == NULL ? "added" : "removed";
		c.key = "to";
		c.from = was == NULL ? NULL : was->to;
		c.to = is == NULL ? NULL : is->to;
		return apply_note(a, &c, f);
	}
	if (!same(was->when, is->when)) {
		c.key = "when";
		c.from = was->when;
		c.to = is->when;
		if (apply_note(a, &c, f) != 0)
			return -1;
	}
	if (same(was->to, is->to))
		return 0;
	c.key = "to";
	c.from = was->to;
	c.to = is->to;
	return apply_note(a, &c, f);
}

/* Rules that were there before and now stand among each other otherwise. */
static int
note_places(struct apply *a, const struct routing *was,
	const struct routing *is, struct fail *f)
{
	int before[ROUTES_MAX], now[ROUTES_MAX];
	size_t n = 0, i;

	/* ranks among those that both have */
	for (i = 0; i < is->n && i < ROUTES_MAX; i++)
		if (place(was, is->v[i].name) >= 0)
			now[n++] = place(was, is->v[i].name);
	for (n = 0, i = 0; i < was->n && i < ROUTES_MAX; i++)
		if (place(is, was->v[i].name) >= 0)
			before[n++] = (int)i;
	for (i = 0; i < n; i++) {
		const char *name = was->v[now[i]].name;
		struct apply_record c = { .kind = "route",
			.name = pool_printf(a->pool, "%s.%s", is->name, name),
			.what = "changed",
			.key = "place",
			.from = pool_printf(a->pool, "%d", now[i] + 1),
			.to = pool_printf(a->pool, "%d", place(is, name) + 1) };

		if (before[i] != now[i] && apply_note(a, &c, f) != 0)
			return -1;
	}
	return 0;
}

/* The rules that blocks give a routing, in their order. */
static int
rules_of(struct apply *a, const struct routing *was, struct routing *is,
	struct fail *f)
{
	struct route rule;
	size_t i;
	int k;

	for (i = 0; i < a->blocks->n; i++) {
		const struct text_block *b = &a->blocks->v[i];

		if (b->kind != TEXT_ROUTE || strcasecmp(b->name, is->name) != 0)
			continue;
		if (is->n == ROUTES_MAX) {
			fail(f, EXIT_REFUSED, "routing %s: more than %d rules",
				is->name, ROUTES_MAX);
			return apply_blame(f, &b->at);
		}
		if (rule_of(a, b, &rule, f) != 0)
			return -1;
		k = place(was, rule.name);
		if (note_rule(a, is, k < 0 ? NULL : &was->v[k], &rule, &b->at,
			    f) != 0)
			return -1;
		add_rule(a, is, &rule);
	}
	return 0;
}

static int
rules_left(struct apply *a, const struct routing *was, struct routing *is,
	struct fail *f)
{
	size_t i;

	for (i = 0; i < was->n; i++) {
		if (place(is, was->v[i].name) >= 0)
			continue;
		if (!a->prune)
			add_rule(a, is, &was->v[i]);
		else if (note_rule(a, is, &was->v[i], NULL, NULL, f) != 0)
			return -1;
	}
	return 0;
}

/* Where to by default, as the block says. */
static int
fallback(struct apply *a, const struct text_block *b, const struct routing *was,
	struct routing *is, struct fail *f)
{
	const struct text_key *k = text_find(b, "default");
	struct apply_record c = { .kind = "routing",
		.name = is->name,
		.what = "changed",
		.key = "default",
		.at = k == NULL ? b->at : k->at };

	is->fallback = a->prune ? NULL : was->fallback;
	if (k != NULL && *k->value != '\0' &&
		target(a, k, &is->fallback, f) != 0)
		return -1;
	if (k != NULL &&
		(*k->value == '\0' || strcmp(is->fallback, "none") == 0))
		is->fallback = NULL;
	if (same(was->fallback, is->fallback))
		return 0;
	c.from = was->fallback == NULL ? "none" : was->fallback;
	c.to = is->fallback == NULL ? "none" : is->fallback;
	return apply_note(a, &c, f);
}

/* How many changes there are; pages that are missing are none. */
static size_t
changes(const struct apply *a)
{
	size_t n = 0, i;

	for (i = 0; i < a->changes->n; i++)
		n += strcmp(a->changes->v[i].what, "missing") != 0;
	return n;
}

/* `b` is the block of the routing, or a route of one that is in the store. */
static int
routing_made(struct apply *a, const struct text_block *b, struct fail *f)
{
	struct apply_record c = { .kind = "routing",
		.name = b->name,
		.what = "created",
		.at = b->at };
	struct routing was = { 0 }, is = { 0 };
	const size_t n = changes(a);
	int rc;

	if (routing_name_check("routing", b->name, false, f) != 0)
		return apply_blame(f, &b->at);
	rc = routing_find(a->store, b->name, a->pool, &was, f);
	if (rc < 0 || (rc == 0 && b->kind == TEXT_ROUTE))
		return apply_blame(f, &b->at);
	if (rc == 0) {
		was.name = b->name;
		was.created_at = a->now;
		if (apply_note(a, &c, f) != 0)
			return -1;
	}
	is.id = was.id;
	is.name = was.name;
	is.created_at = was.created_at;
	is.fallback = was.fallback;
	if (b->kind == TEXT_ROUTING && fallback(a, b, &was, &is, f) != 0)
		return -1;
	if (rules_of(a, &was, &is, f) != 0 ||
		rules_left(a, &was, &is, f) != 0 ||
		note_places(a, &was, &is, f) != 0)
		return -1;
	if (changes(a) == n)
		return 0;
	if (routing_save(a->store, &is, f) != 0)
		return apply_blame(f, &b->at);
	return 0;
}

struct dropping {
	struct apply *a;
	struct fail *f;
};

static int
drop_routing(void *arg, const struct routing *r)
{
	const struct dropping *d = arg;
	const struct apply_record c = {
		.kind = "routing", .name = r->name, .what = "removed"
	};
	size_t i;

	for (i = 0; i < d->a->blocks->n; i++) {
		const struct text_block *b = &d->a->blocks->v[i];

		if ((b->kind == TEXT_ROUTING || b->kind == TEXT_ROUTE) &&
			strcasecmp(b->name, r->name) == 0)
			return 0;
	}
	if (routing_remove(d->a->store, r->id, d->f) != 0)
		return -1;
	return apply_note(d->a, &c, d->f);
}

/* Whether an earlier block of one of these kinds names the same routing. */
static bool
named_before(const struct apply *a, size_t at)
{
	const struct text_block *b = &a->blocks->v[at];
	size_t i;

	for (i = 0; i < a->blocks->n; i++)
		if (i != at && strcasecmp(a->blocks->v[i].name, b->name) == 0 &&
			(a->blocks->v[i].kind == TEXT_ROUTING ||
				(i < at && a->blocks->v[i].kind == TEXT_ROUTE)))
			return true;
	return false;
}

int
apply_routings(struct apply *a, struct fail *f)
{
	struct dropping d = { a, f };
	size_t i;

	for (i = 0; i < a->blocks->n; i++) {
		const struct text_block *b = &a->blocks->v[i];

		if ((b->kind == TEXT_ROUTING ||
			    (b->kind == TEXT_ROUTE && !named_before(a, i))) &&
			routing_made(a, b, f) != 0)
			return -1;
	}
	return a->prune ? routing_each(a->store, a->pool, drop_routing, &d, f)
			: 0;
}
