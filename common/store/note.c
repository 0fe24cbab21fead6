#include "store/inside.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

/* Settings and the audit log: one row at a time. */

char *
setting_load(struct store *st, const char *name, struct pool *pool)
{
	static const char text[] = "SELECT value FROM setting WHERE name = ?1";
	struct fail f;
	struct sql *s = sql_new(st, text, &f);
	char *value = NULL;

	if (s == NULL)
		return NULL;
	sql_text(s, 1, name);
	if (sql_step(s, &f) == 1)
		value = sql_get_text(s, 0, pool);
	sql_free(s);
	return value;
}

int
setting_save(
	struct store *st, const char *name, const char *value, struct fail *f)
{
	static const char text[] =
		"INSERT INTO setting (name, value) VALUES (?1, ?2)"
		" ON CONFLICT (name) DO UPDATE SET value = excluded.value";
	static const char gone[] =
		"DELETE FROM setting WHERE name = ?1 AND ?2 IS NULL";
	int in = store_enter(st, f), rc = -1;
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, value == NULL ? gone : text, f)) != NULL) {
		sql_text(s, 1, name);
		sql_text(s, 2, value);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}

int
audit_add(struct store *st, instant at, const char *action, const char *ref,
	const char *detail_json, struct fail *f)
{
	static const char text[] =
		"INSERT INTO audit (at, actor, action, ref, detail)"
		" VALUES (?1, ?2, ?3, ?4, ?5)";
	int in = store_enter(st, f), rc = -1;
	const struct passwd *who;
	char uid[24];
	struct sql *s;

	if (in < 0)
		return -1;
	if ((s = sql_new(st, text, f)) != NULL) {
		who = getpwuid(getuid());
		snprintf(uid, sizeof(uid), "uid %ld", (long)getuid());
		sql_int(s, 1, at);
		sql_text(s, 2, who != NULL ? who->pw_name : uid);
		sql_text(s, 3, action);
		sql_text(s, 4, ref);
		sql_text(s, 5, detail_json);
		rc = sql_run(s, f);
	}
	sql_free(s);
	return store_leave(st, in, rc, f);
}
