#include "flow/why.h"

#include "flow/assign.h"
#include "store/booking.h"
#include "store/rotation.h"
#include "store/user.h"

#include <json-c/json.h>
#include <string.h>

/* ---- one booking ---- */

static struct candidate *
add(struct pool *pool, struct whys *to, const struct assignment *a,
	const struct booking *b)
{
	struct candidate *c;

	to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
	c = &to->v[to->n++];
	c->booking = a->booking;
	c->reason = a->reason;
	c->rotation = a->rotation;
	c->at = a->at;
	c->start = b->start;
	c->end = b->end;
	return c;
}

static int64_t
number(struct json_object *row, size_t i, int64_t missing)
{
	struct json_object *v = json_object_array_get_idx(row, i);

	return json_object_is_type(v, json_type_int) ? json_object_get_int64(v)
						     : missing;
}

static const char *
text(struct pool *pool, struct json_object *row, size_t i)
{
	struct json_object *v = json_object_array_get_idx(row, i);

	return json_object_is_type(v, json_type_string)
		       ? pool_str(pool, json_object_get_string(v))
		       : "";
}

/* One of "members": [email, rule, count, weight, priority, recent, last,
 * score]. */
static void
read_member(struct pool *pool, struct json_object *row, struct candidate *c)
{
	c->user = text(pool, row, 0);
	c->rule = text(pool, row, 1);
	c->chosen = strcmp(c->rule, "chosen") == 0;
	c->count = number(row, 2, 0);
	c->weight = (int)number(row, 3, 0);
	c->priority = (int)number(row, 4, 0);
	c->recent = number(row, 5, -1);
	c->last_at = number(row, 6, 0);
	c->score = number(row, 7, 0);
}

/* The members that a line kept; false when it kept none. */
static bool
read_detail(struct pool *pool, struct whys *to, const struct assignment *a,
	const struct booking *b)
{
	struct json_object *all =
		a->detail != NULL ? json_tokener_parse(a->detail) : NULL;
	struct json_object *list = NULL, *of = NULL, *row;
	size_t n = 0, i, was = to->n;

	if (json_object_is_type(all, json_type_object) &&
		json_object_object_get_ex(all, "members", &list) &&
		json_object_is_type(list, json_type_array))
		n = json_object_array_length(list);
	for (i = 0; i < n; i++) {
		row = json_object_array_get_idx(list, i);
		if (json_object_is_type(row, json_type_array))
			read_member(pool, row, add(pool, to, a, b));
	}
	if (n > 0 && json_object_object_get_ex(all, "of", &of) &&
		json_object_get_int64(of) > (int64_t)n)
		to->unsaid += json_object_get_int64(of) - (int64_t)n;
	json_object_put(all);
	return to->n > was;
}

int
why_booking(struct store *store, const char *ref, struct pool *pool,
	struct whys *to, struct fail *f)
{
	struct assignment *lines;
	struct booking b = { 0 };
	struct candidate *c;
	size_t n, i;

	if (booking_find(store, ref, pool, &b, f) != 1 ||
		assignment_of(store,
			b.session_ref != NULL ? b.session_ref : b.ref, pool,
			&lines, &n, f) != 0)
		return -1;
	if (n == 0)
		return fail_code(f, EXIT_NONE, "no-member",
			"booking %s: no rotation chose its host", b.ref);
	for (i = 0; i < n; i++) {
		if (read_detail(pool, to, &lines[i], &b))
			continue;
		c = add(pool, to, &lines[i], &b);
		c->user = lines[i].user_email;
		c->chosen = strcmp(lines[i].action, "assign") == 0;
		c->rule = c->chosen ? "chosen" : lines[i].action;
		c->no_figures = true;
	}
	return 0;
}

/* ---- the log ---- */

/* Addresses by user id, looked up once each. */
struct known {
	int64_t user_id;
	const char *email;
};

struct telling {
	struct store *store;
	const struct why_query *query;
	struct pool *pool;
	const struct assignment *line;
	struct known *known;
	size_t known_n, known_cap;
	int rc;
};

static const char *
email_of(struct telling *t, int64_t user_id)
{
	struct user u = { 0 };
	struct fail ignored;
	size_t i;

	for (i = 0; i < t->known_n; i++)
		if (t->known[i].user_id == user_id)
			return t->known[i].email;
	t->known = pool_grow(t->pool, t->known, t->known_n, &t->known_cap,
		sizeof(*t->known));
	t->known[t->known_n].user_id = user_id;
	/* one who was deleted is told without an address */
	if (user_load(t->store, user_id, t->pool, &u, &ignored) == 1)
		t->known[t->known_n].email = u.email;
	return t->known[t->known_n++].email;
}

static void
skip(void *arg, int64_t user_id, const char *rule)
{
	struct telling *t = arg;

	if (t->rc == 0 &&
		(t->query->user_id == 0 || t->query->user_id == user_id))
		t->rc = t->query->each(
			t->query->arg, t->line, email_of(t, user_id), rule);
}

static int
line(void *arg, const struct assignment *a)
{
	struct telling *t = arg;

	t->line = a;
	if (!t->query->skipped)
		return t->query->user_id == 0 || t->query->user_id == a->user_id
			       ? t->query->each(t->query->arg, a, NULL, NULL)
			       : 0;
	if (a->turn > 0)
		assign_skipped(
			a->skipped != NULL ? a->skipped : a->detail, skip, t);
	return t->rc;
}

int
why_history(struct store *store, const struct why_query *query,
	struct pool *pool, struct fail *f)
{
	struct telling t = { .store = store, .query = query, .pool = pool };

	return assignment_each(store, query->rotation_id, query->from,
		query->to, pool, line, &t, f);
}
