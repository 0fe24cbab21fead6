/* Contacts and outcomes at rest, and what migration 013 makes of old stores. */
#include "check.h"

#include "base/share.h"
#include "store-temp.h"
#include "store/contact.h"
#include "store/outcome.h"
#include "store/sql.h"

#include <sqlite3.h>

static struct pool *pool;

/* ---- migration ---- */

static const char old[] =
	"INSERT INTO user (id, slug, email, name, time_zone, created_at) VALUES"
	" (1, 'ada', 'ada@x.example', 'Ada', 'UTC', 0),"
	" (2, 'bo', 'bo@x.example', 'Bo', 'UTC', 0);"
	"INSERT INTO booking (id, ref, uid, status, organizer_id, title,"
	" start_at, end_at, time_zone, wall_start, tracking, cancel_reason,"
	" expires_at, created_at, updated_at) VALUES"
	" (1, 'b_1', '1', 'confirmed', 1, 't', 1, 2, 'UTC', 'w',"
	"  '{\"utm_campaign\":\"nov\",\"utm_source\":\"mail\"}', NULL, NULL, "
	"10, 10),"
	" (2, 'b_2', '2', 'confirmed', 2, 't', 3, 4, 'UTC', 'w',"
	"  '{\"utm_medium\":\"cpc\"}', NULL, NULL, 20, 20),"
	" (3, 'b_3', '3', 'confirmed', 2, 't', 5, 6, 'UTC', 'w', '{}', NULL,"
	"  NULL, 30, 30),"
	" (4, 'b_4', '4', 'held', 1, 't', 7, 8, 'UTC', 'w', '{}', NULL, 99,"
	"  40, 40),"
	" (5, 'b_5', '5', 'cancelled', 1, 't', 7, 8, 'UTC', 'w', '{}',"
	"  'expired', 41, 41, 41),"
	" (6, 'b_6', '6', 'requested', 1, 't', 9, 10, 'UTC', 'w', '{}', NULL,"
	"  NULL, 50, 50),"
	" (7, 'b_7', '7', 'confirmed', 1, 't', 11, 12, 'UTC', 'w', '{}', NULL,"
	"  42, 42, 42);"
	"INSERT INTO attendee (booking_id, position, email, name) VALUES"
	" (1, 0, 'Pat@Y.example', NULL), (1, 1, 'guest@y.example', 'Guest'),"
	" (2, 0, 'pat@y.example', 'Pat'), (3, 0, '', 'Nobody'),"
	" (4, 0, 'held@y.example', NULL), (5, 0, 'over@y.example', NULL),"
	" (6, 0, 'asks@y.example', NULL), (7, 0, 'chose@y.example', NULL);";

/* A store as it was before 013. */
static void
make_old(const char *path)
{
	char text[100];
	char *why = NULL;
	sqlite3 *db;
	int i;

	sqlite3_open(path, &db);
	for (i = 0; strncmp(share_schema[i].name, "013", 3) < 0; i++)
		sqlite3_exec(db, share_schema[i].text, NULL, NULL, NULL);
	check(sqlite3_exec(db, old, NULL, NULL, &why) == SQLITE_OK,
		"an old store: %s", why != NULL ? why : "made");
	snprintf(text, sizeof(text),
		"PRAGMA user_version = %d; PRAGMA application_id = %d", i,
		0x6d746731);
	sqlite3_exec(db, text, NULL, NULL, NULL);
	sqlite3_close(db);
}

static int64_t
number(struct store *st, const char *text)
{
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	int64_t n = -1;

	if (s != NULL && sql_step(s, &f) == 1)
		n = sql_get_int(s, 0);
	sql_free(s);
	return n;
}

static void
migration(void)
{
	struct contact c = { 0 };
	struct store *st;
	struct fail f;

	make_old(temp_path("old.db"));
	st = store_open(temp_path("old.db"), STORE_WRITE, &f);
	must(st != NULL, &f);
	check(number(st, "SELECT count(*) FROM contact") == 3,
		"bookers of meetings are contacts; holds, guests and who has "
		"no address are not");
	check(contact_find(st, "pat@y.example", pool, &c, &f) == 1 &&
			c.owner_id == 1 && strcmp(c.name, "Pat") == 0,
		"R45: the first organizer owns; a later name is taken");
	check(c.campaign == NULL && c.source == NULL &&
			strcmp(c.medium, "cpc") == 0 && c.created_at == 10,
		"R44: tracking is of the last booking that had some");
	check(contact_find(st, "asks@y.example", pool, &c, &f) == 1 &&
			c.owner_id == 0,
		"a request gives no owner");
	check(contact_find(st, "chose@y.example", pool, &c, &f) == 1 &&
			c.owner_id == 1,
		"a hold that was chosen is a meeting");
	check(number(st, "SELECT count(*) FROM booking WHERE contact_id IS"
			 " NOT NULL") == 4,
		"their bookings say so");
	check(number(st, "SELECT count(*) FROM booking JOIN attendee ON"
			 " booking_id = booking.id AND position = 0 JOIN"
			 " contact ON contact.id = contact_id WHERE"
			 " contact.email = lower(attendee.email)") == 4,
		"each the right one");
	store_close(st);
}

/* ---- contacts ---- */

static int
count_one(void *arg, const struct contact *c)
{
	(void)c;
	++*(int *)arg;
	return 0;
}

static int
count(struct store *st, const struct contact_query *q)
{
	struct fail f;
	int n = 0;

	return contact_each(st, q, pool, count_one, &n, &f) == 0 ? n : -1;
}

static void
contacts(struct store *st)
{
	int64_t ada = temp_user(st, "ada"), id;
	struct contact c = { .email = "Pat@Y.Example",
		.name = "Pat",
		.company = "Example",
		.phone = "1",
		.owner_id = ada,
		.time_zone = "UTC",
		.language = "da",
		.lifecycle = "customer",
		.campaign = "a",
		.source = "b",
		.medium = "c",
		.created_at = 5,
		.updated_at = 6 };
	struct contact got = { 0 };
	struct contact_query q = { 0 };
	struct fail f;

	check(contact_save(st, &c, &f) == 0 && c.id > 0, "one is saved");
	check(contact_find(st, "PAT@y.example", pool, &got, &f) == 1,
		"found by address in any case");
	check(strcmp(got.email, "pat@y.example") == 0 &&
			strcmp(got.owner_email, "ada@example.org") == 0 &&
			strcmp(got.name, "Pat") == 0 &&
			strcmp(got.company, "Example") == 0 &&
			strcmp(got.phone, "1") == 0 &&
			strcmp(got.time_zone, "UTC") == 0 &&
			strcmp(got.language, "da") == 0 &&
			strcmp(got.lifecycle, "customer") == 0 &&
			strcmp(got.campaign, "a") == 0 &&
			strcmp(got.source, "b") == 0 &&
			strcmp(got.medium, "c") == 0 && got.created_at == 5 &&
			got.updated_at == 6,
		"all of it comes back");
	check(contact_find(st, contact_ref(pool, c.id), pool, &got, &f) == 1,
		"found by id");
	check(contact_find(st, "c_99", pool, &got, &f) == 0 &&
			f.status == EXIT_NOT_FOUND,
		"%s", f.line);
	check(contact_find(st, "pat@y.exampel", pool, &got, &f) == 0 &&
			strstr(f.hint, "pat@y.example") != NULL,
		"%s; %s", f.line, f.hint);
	id = c.id;
	c.id = 0;
	check(contact_save(st, &c, &f) == -1 && f.status == EXIT_REFUSED,
		"the same again: %s", f.line);
	c.email = "kim@y.example";
	c.owner_id = 0;
	check(contact_save(st, &c, &f) == 0 && c.id == id + 1,
		"another one gets another id");
	q.owner_id = ada;
	check(count(st, &q) == 1, "those of an owner");
	q = (struct contact_query){ .unowned = true };
	check(count(st, &q) == 1, "those of nobody");
	must(user_remove(st, ada, &f) == 0, &f);
	check(count(st, &q) == 2, "an owner who goes leaves them to nobody");
	must(sql_exec(st, "DELETE FROM contact WHERE id = 2", &f) == 0, &f);
	c.id = 0;
	check(contact_save(st, &c, &f) == 0 && c.id == 3,
		"an id is never given twice");
}

/* ---- outcomes ---- */

static int
join(void *arg, const struct outcome *o)
{
	char **text = arg;

	*text = pool_printf(pool, "%s%s%s ", *text, o->name, o->own ? "*" : "");
	return 0;
}

static void
outcomes(struct store *st)
{
	struct outcome o = { 0 };
	char *text = pool_str(pool, "");
	struct fail f;
	int i, rc = 0;

	check(outcome_add(st, "won", 1, &f) == 0 &&
			outcome_add(st, "Lost", 1, &f) == 0,
		"two of one's own");
	check(outcome_each(st, pool, join, &text, &f) == 0, "are listed");
	check_str(text,
		"scheduled completed rescheduled no-show cancelled Lost* won* ",
		"R58: behind those of every store, by name");
	check(outcome_find(st, "NO-Show", pool, &o, &f) == 1 && !o.own &&
			strcmp(o.name, "no-show") == 0,
		"found in any case");
	check(outcome_find(st, "wom", pool, &o, &f) == 0 &&
			strstr(f.hint, "won") != NULL,
		"%s; %s", f.line, f.hint);
	check(outcome_add(st, "WON", 1, &f) == -1 && f.status == EXIT_REFUSED,
		"%s", f.line);
	check(outcome_remove(st, "completed", &f) == -1 &&
			f.status == EXIT_REFUSED,
		"%s", f.line);
	check(outcome_remove(st, "lost", &f) == 0 &&
			outcome_find(st, "Lost", pool, &o, &f) == 0,
		"one is removed");
	for (i = 0; rc == 0 && i < OUTCOMES_MAX + 1; i++)
		rc = outcome_add(st, pool_printf(pool, "v%d", i), 1, &f);
	check(rc == -1 && i == OUTCOMES_MAX, "not more than there is room for");
	text = pool_str(pool, "");
	check(outcome_each(st, pool, join, &text, &f) == 0 &&
			strstr(text, "won*") != NULL,
		"all of them are listed");
}

int
main(void)
{
	struct store *st;

	pool = pool_new();
	migration();
	st = temp_store("contact.db");
	contacts(st);
	outcomes(st);
	store_close(st);
	pool_free(pool);
	temp_end();
	return check_done();
}
