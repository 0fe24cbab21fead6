#include "store/contact.h"

#include "store/inside.h"

#include <string.h>

#define COLUMNS                                                                \
	"contact.id, contact.email, contact.name, company, phone, owner_id,"   \
	" user.email, contact.time_zone, contact.language, lifecycle,"         \
	" campaign, source, medium, contact.created_at, updated_at"            \
	" FROM contact LEFT JOIN user ON user.id = owner_id"

static void
contact_row(struct sql *s, struct pool *pool, struct contact *c)
{
	memset(c, 0, sizeof(*c));
	c->id = sql_get_int(s, 0);
	c->email = sql_get_text(s, 1, pool);
	c->name = sql_get_text(s, 2, pool);
	c->company = sql_get_text(s, 3, pool);
	c->phone = sql_get_text(s, 4, pool);
	c->owner_id = sql_get_int(s, 5);
	c->owner_email = sql_get_text(s, 6, pool);
	c->time_zone = sql_get_text(s, 7, pool);
	c->language = sql_get_text(s, 8, pool);
	c->lifecycle = sql_get_text(s, 9, pool);
	c->campaign = sql_get_text(s, 10, pool);
	c->source = sql_get_text(s, 11, pool);
	c->medium = sql_get_text(s, 12, pool);
	c->created_at = sql_get_int(s, 13);
	c->updated_at = sql_get_int(s, 14);
}

int
contact_find_email(struct store *st, const char *email, struct pool *pool,
	struct contact *c, struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE contact.email = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, lower(pool, email));
	if ((rc = sql_step(s, f)) == 1)
		contact_row(s, pool, c);
	sql_free(s);
	return rc;
}

static int
find_number(struct store *st, int64_t id, struct pool *pool, struct contact *c,
	struct fail *f)
{
	static const char text[] = "SELECT " COLUMNS " WHERE contact.id = ?1";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, id);
	if ((rc = sql_step(s, f)) == 1)
		contact_row(s, pool, c);
	sql_free(s);
	return rc;
}

int
contact_find(struct store *st, const char *name, struct pool *pool,
	struct contact *c, struct fail *f)
{
	int64_t id = contact_number(name);
	int rc = id != 0 ? find_number(st, id, pool, c, f)
			 : contact_find_email(st, name, pool, c, f);

	if (rc != 0)
		return rc;
	if (id != 0) {
		fail(f, EXIT_NOT_FOUND, "contact %s: not found", name);
		return 0;
	}
	return near_fail(st, "contact", name,
		"SELECT email FROM contact ORDER BY id DESC", f);
}

/* EXIT_REFUSED when another has the address. */
static int
refuse_twin(struct store *st, const struct contact *c, struct fail *f)
{
	static const char text[] =
		"SELECT id FROM contact WHERE email = ?1 AND id <> ?2";
	struct sql *s = sql_new(st, text, f);
	int rc;

	if (s == NULL)
		return -1;
	sql_text(s, 1, c->email);
	sql_int(s, 2, c->id);
	if ((rc = sql_step(s, f)) == 1)
		rc = fail(f, EXIT_REFUSED,
			"contact %s: c_%" PRId64 " has that e-mail", c->email,
			sql_get_int(s, 0));
	sql_free(s);
	return rc;
}

static void
bind_row(struct sql *s, const struct contact *c)
{
	if (c->id != 0)
		sql_int(s, 1, c->id);
	sql_text(s, 2, c->email);
	sql_text(s, 3, c->name);
	sql_text(s, 4, c->company);
	sql_text(s, 5, c->phone);
	if (c->owner_id != 0)
		sql_int(s, 6, c->owner_id);
	else
		sql_null(s, 6);
	sql_text(s, 7, c->time_zone);
	sql_text(s, 8, c->language);
	sql_text(s, 9, c->lifecycle == NULL ? "lead" : c->lifecycle);
	sql_text(s, 10, c->campaign);
	sql_text(s, 11, c->source);
	sql_text(s, 12, c->medium);
	sql_int(s, 13, c->created_at);
	sql_int(s, 14, c->updated_at);
}

static int
write_row(
	struct store *st, struct contact *c, struct pool *pool, struct fail *f)
{
	static const char insert[] =
		"INSERT INTO contact (email, name, company, phone, owner_id,"
		" time_zone, language, lifecycle, campaign, source, medium,"
		" created_at, updated_at) VALUES (?2, ?3, ?4, ?5, ?6, ?7, ?8,"
		" ?9, ?10, ?11, ?12, ?13, ?14)";
	static const char update[] =
		"UPDATE contact SET email = ?2, name = ?3, company = ?4,"
		" phone = ?5, owner_id = ?6, time_zone = ?7, language = ?8,"
		" lifecycle = ?9, campaign = ?10, source = ?11, medium = ?12,"
		" created_at = ?13, updated_at = ?14 WHERE id = ?1";
	struct contact row = *c;
	struct sql *s;
	int rc;

	row.email = lower(pool, c->email);
	if (refuse_twin(st, &row, f) != 0)
		return -1;
	if ((s = sql_new(st, c->id == 0 ? insert : update, f)) == NULL)
		return -1;
	bind_row(s, &row);
	rc = sql_run(s, f);
	sql_free(s);
	if (rc == 0 && c->id != 0 && sql_changes(st) == 0)
		return fail(
			f, EXIT_NOT_FOUND, "contact %s: not found", row.email);
	if (rc == 0 && c->id == 0)
		c->id = sql_last_id(st);
	return rc;
}

int
contact_save(struct store *st, struct contact *c, struct fail *f)
{
	struct pool *pool = pool_new();
	int in = store_enter(st, f), rc = -1;

	if (in >= 0)
		rc = store_leave(st, in, write_row(st, c, pool, f), f);
	pool_free(pool);
	return rc;
}

int
contact_each(struct store *st, const struct contact_query *q, struct pool *pool,
	int (*each)(void *arg, const struct contact *), void *arg,
	struct fail *f)
{
	static const char text[] =
		"SELECT " COLUMNS " WHERE (?1 = 0 OR owner_id = ?1)"
		" AND (?2 = 0 OR owner_id IS NULL) ORDER BY contact.id";
	struct sql *s = sql_new(st, text, f);
	struct contact *list = NULL;
	size_t n = 0, cap = 0, i;
	int rc;

	if (s == NULL)
		return -1;
	sql_int(s, 1, q->owner_id);
	sql_int(s, 2, q->unowned);
	while ((rc = sql_step(s, f)) == 1) {
		list = pool_grow(pool, list, n, &cap, sizeof(*list));
		contact_row(s, pool, &list[n++]);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++)
		rc = each(arg, &list[i]);
	return rc;
}

int
contact_attach(struct store *st, int64_t contact_id, int64_t booking_id,
	struct fail *f)
{
	static const char text[] =
		"UPDATE booking SET contact_id = ?1 WHERE id = ?2";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		sql_int(s, 1, contact_id);
		sql_int(s, 2, booking_id);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}
