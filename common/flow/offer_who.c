#include "flow/offer.h"

#include "base/opt.h"

#include "store/page.h"
#include "store/rotation.h"
#include "store/user.h"

#include <stdio.h>
#include <string.h>

static int
zone_of_user(struct store *store, int64_t id, struct pool *pool,
	const struct zone **zone, struct fail *f)
{
	struct user u = { 0 };

	if (user_load(store, id, pool, &u, f) != 1)
		return -1;
	if ((*zone = zone_load(u.time_zone, f)) == NULL)
		return fail_prefix(f, "user %s", u.email);
	return 0;
}

static int
rotation_who(struct store *store, struct pool *pool, struct offer_query *q,
	const struct zone **zone, struct fail *f)
{
	struct members *members = pool_zero(pool, sizeof(*members));
	struct rotation r = { 0 };

	*zone = zone_utc();
	if (rotation_find(store, q->rotation, pool, &r, f) != 1)
		return -1;
	if (members_brief(store, r.id, pool, members, f) != 0)
		return -1;
	q->members = members;
	if (members->n == 0)
		return 0;
	return zone_of_user(store, members->v[0].user_id, pool, zone, f);
}

static int
zone_of_page(struct store *store, const struct page *page, struct pool *pool,
	const struct zone **zone, struct fail *f)
{
	if (page->time_zone == NULL)
		return zone_of_user(store, page->user_id, pool, zone, f);
	if ((*zone = zone_load(page->time_zone, f)) == NULL)
		return fail_prefix(f, "page %s", page->slug);
	return 0;
}

/* Neither a page nor a user: one line for both, with the nearer hint. */
static int
nobody(const char *name, const struct fail *page, struct fail *f)
{
	char a[64], b[64], hint[sizeof(f->hint)];
	const char *words[2], *near;
	size_t n = 0;

	/* of both suggestions the one that is nearer to what was typed */
	if (sscanf(page->hint, "did you mean '%63[^']'", a) == 1)
		words[n++] = a;
	if (sscanf(f->hint, "did you mean '%63[^']'", b) == 1)
		words[n++] = b;
	near = opt_near(name, words, n);
	memcpy(hint, f->hint[0] != '\0' ? f->hint : page->hint, sizeof(hint));
	if (near != NULL)
		snprintf(hint, sizeof(hint), "did you mean '%s'?", near);
	fail(f, EXIT_NOT_FOUND, "no page and no user '%s'", name);
	return hint[0] != '\0' ? fail_hint(f, "%s", hint) : -1;
}

static int
one_word(struct store *store, char *name, struct pool *pool,
	struct offer_query *q, const struct zone **zone, const char **language,
	struct fail *f)
{
	struct page page = { 0 };
	struct user u = { 0 };
	struct fail page_fail = { .status = 0 };
	int rc = 0;

	if (strchr(name, '@') == NULL &&
		(rc = page_find(store, name, pool, &page, &page_fail)) == 1) {
		q->page = page.slug;
		*language = page.language;
		q->may_instant = page.instant;
		return zone_of_page(store, &page, pool, zone, f);
	}
	if (rc < 0) {
		*f = page_fail;
		return -1;
	}
	if ((rc = user_find(store, name, pool, &u, f)) != 1)
		return rc < 0 || strchr(name, '@') != NULL
			       ? -1
			       : nobody(name, &page_fail, f);
	strs_add(pool, &q->users, u.email);
	return zone_of_user(store, u.id, pool, zone, f);
}

/* Where the first that is named stands: of several the zone of people's words.
 */
static int
zone_of_who(struct store *store, const struct who *who, struct pool *pool,
	const struct zone **zone, struct fail *f)
{
	struct offer_query first = { 0 };
	struct user u = { 0 };
	int rc;

	if (who->fixed.n == 0 && who->parts[0].rotation != NULL) {
		first.rotation = who->parts[0].rotation;
		return rotation_who(store, pool, &first, zone, f);
	}
	rc = user_find(store,
		who->fixed.n > 0 ? who->fixed.v[0] : who->parts[0].names.v[0],
		pool, &u, f);
	return rc == 1 ? zone_of_user(store, u.id, pool, zone, f) : -1;
}

static int
several(struct store *store, const char *text, struct pool *pool,
	struct offer_query *q, const struct zone **zone, struct fail *f)
{
	struct who *who = pool_zero(pool, sizeof(*who));

	if (who_read(pool, text, text, who, f) != 0)
		return -1;
	q->who = who;
	return zone_of_who(store, who, pool, zone, f);
}

/* Whether it is somebody's whole name, "+" and all: ada+demo@example.org. */
static bool
is_name(struct store *store, const char *text, struct pool *pool)
{
	struct rotation r = { 0 };
	struct user u = { 0 };
	struct fail ignored;

	return *text == '@'
		       ? rotation_find(store, text + 1, pool, &r, &ignored) == 1
		       : user_find(store, text, pool, &u, &ignored) == 1;
}

int
offer_who(struct store *store, char **operands, int n, struct pool *pool,
	struct offer_query *q, const struct zone **zone, const char **language,
	struct fail *f)
{
	bool composed = false;
	struct user u = { 0 };
	const char *text = operands[0];
	int i;

	*language = NULL;
	for (i = 0; i < n; i++) {
		composed |= (n > 1 && operands[i][0] == '@') ||
			    (who_composed(operands[i]) &&
				    !is_name(store, operands[i], pool));
		if (i > 0)
			text = pool_printf(pool, "%s+%s", text, operands[i]);
	}
	if (composed)
		return several(store, text, pool, q, zone, f);
	if (operands[0][0] == '@') {
		q->rotation = operands[0] + 1;
		return rotation_who(store, pool, q, zone, f);
	}
	if (n == 1)
		return one_word(store, operands[0], pool, q, zone, language, f);
	for (i = 0; i < n; i++)
		strs_add(pool, &q->users, operands[i]);
	if (user_find(store, operands[0], pool, &u, f) != 1)
		return -1;
	return zone_of_user(store, u.id, pool, zone, f);
}
