#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Backup and check. */

/* The folder's entry of a new file lasts over a power cut. */
static void
sync_folder(struct pool *pool, const char *path)
{
	char *folder = pool_str(pool, path), *slash = strrchr(folder, '/');
	int fd;

	if (slash == folder)
		slash[1] = '\0';
	else if (slash != NULL)
		*slash = '\0';
	fd = open(slash == NULL ? "." : folder,
		O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

int
store_backup(struct store *st, const char *to, struct fail *f)
{
	struct pool *pool = pool_new();
	char *part = pool_printf(pool, "%s.XXXXXX", to);
	int fd = -1, rc = -1, no;

	if (access(to, F_OK) == 0) {
		fail(f, EXIT_REFUSED, "%s: is there already", to);
		goto out;
	}
	/* made with mode 0600 */
	if ((fd = mkostemp(part, O_CLOEXEC)) < 0) {
		no = errno;
		fail(f, no == EACCES || no == EROFS ? EXIT_PERMISSION : EXIT_IO,
			"%s: %s", to, strerror(no));
		goto out;
	}
	if ((rc = db_copy(st, part, f)) == 0 && fsync(fd) != 0)
		rc = fail(f, EXIT_IO, "%s: %s", to, strerror(errno));
	/* link refuses to go over a file made meanwhile */
	if (rc == 0 && link(part, to) != 0 && rename(part, to) != 0)
		rc = fail(f, EXIT_IO, "%s: %s", to, strerror(errno));
	close(fd);
	unlink(part);
	if (rc == 0)
		sync_folder(pool, to);
out:
	pool_free(pool);
	return rc;
}

struct check {
	struct store *store;
	struct pool *pool;
	int (*each)(void *arg, const char *problem);
	void *arg;
	int n;
};

/* Tells of each row of a query, its first column in words. */
static int
tell_rows(struct check *c, const char *text, const char *fine, struct fail *f)
{
	struct sql *s = sql_new(c->store, text, f);
	struct strs problems = { 0 };
	const char *word;
	size_t i;
	int rc;

	if (s == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		word = sql_get_text(s, 0, c->pool);
		if (word != NULL && (fine == NULL || strcmp(word, fine) != 0))
			strs_add(c->pool, &problems, word);
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < problems.n; i++) {
		c->n++;
		rc = c->each(c->arg, problems.v[i]) != 0 ? 1 : 0;
	}
	return rc;
}

/* Derived rows against the truth; each gives one sentence a row. */
static const char *const truths[] = {
	"SELECT 'row of ' || \"table\" || ' refers to a ' || parent"
	" || ' that is not there' FROM pragma_foreign_key_check",
	"SELECT 'event ' || event.uid || ': an occurrence of another calendar'"
	" FROM occurrence JOIN event ON event.id = event_id"
	" WHERE occurrence.calendar_id <> event.calendar_id",
	"SELECT 'booking ' || ref || ': its time is not taken'"
	" FROM booking JOIN booking_host h ON h.booking_id = booking.id"
	" LEFT JOIN taken t ON t.booking_id = booking.id"
	" AND t.user_id = h.user_id AND t.start_at = booking.start_at"
	" AND t.end_at = booking.end_at"
	" WHERE status NOT IN ('cancelled', 'declined')"
	" AND t.user_id IS NULL",
	"SELECT 'booking ' || ref || ': takes time that it should not'"
	" FROM taken JOIN booking ON booking.id = taken.booking_id"
	" LEFT JOIN booking_host h ON h.booking_id = booking.id"
	" AND h.user_id = taken.user_id"
	" WHERE status IN ('cancelled', 'declined') OR h.user_id IS NULL",
	"SELECT 'booking ' || ref || ': a seat of what is no session'"
	" FROM booking WHERE session_id IS NOT NULL AND NOT EXISTS"
	" (SELECT 1 FROM booking l WHERE l.id = booking.session_id"
	" AND l.session = 1)",
	"SELECT 'booking ' || s.ref || ': its session ' || l.ref ||"
	" CASE WHEN l.status IN ('cancelled', 'declined') THEN ' is over'"
	" ELSE ' is at another time' END"
	" FROM booking s JOIN booking l ON l.id = s.session_id"
	" WHERE s.status NOT IN ('cancelled', 'declined')"
	" AND (l.status IN ('cancelled', 'declined')"
	" OR l.start_at <> s.start_at OR l.end_at <> s.end_at)",
	"SELECT 'session ' || ref || ': nobody has a seat' FROM booking"
	" WHERE session = 1 AND status NOT IN ('cancelled', 'declined')"
	" AND NOT EXISTS (SELECT 1 FROM booking s"
	" WHERE s.session_id = booking.id"
	" AND s.status NOT IN ('cancelled', 'declined'))",
	"SELECT 'booking ' || ref || ': a seat with hosts of its own'"
	" FROM booking JOIN booking_host h ON h.booking_id = booking.id"
	" WHERE session_id IS NOT NULL",
	"SELECT 'user ' || email || ': two meetings at the same time'"
	" FROM (SELECT user_id, end_at > lead(start_at) OVER"
	" (PARTITION BY user_id ORDER BY start_at) AS twice FROM taken)"
	" JOIN user ON user.id = user_id WHERE twice",
	"SELECT 'rotation ' || rotation.name || ': the count of ' || email ||"
	" ' is ' || m.count || ', the log says ' || coalesce(l.n, 0)"
	" FROM rotation_member m JOIN rotation ON rotation.id = m.rotation_id"
	" JOIN user ON user.id = m.user_id LEFT JOIN"
	" (SELECT a.rotation_id AS r, a.user_id AS u, sum(delta) AS n"
	" FROM assignment a WHERE a.id > coalesce((SELECT max(id)"
	" FROM assignment z WHERE z.rotation_id = a.rotation_id"
	" AND z.action IN ('reset', 'add')), 0) GROUP BY 1, 2) l"
	" ON l.r = m.rotation_id AND l.u = m.user_id"
	" WHERE m.count <> coalesce(l.n, 0)",
	"SELECT 'a busy chunk of a calendar that is not there'"
	" FROM busy_chunk WHERE id & 4294967295 NOT IN"
	" (SELECT id FROM calendar)",
	NULL,
};

static int
check_chunks(struct check *c, struct fail *f)
{
	static const char text[] =
		"SELECT id, slug FROM calendar ORDER BY slug";
	struct sql *s = sql_new(c->store, text, f);
	int64_t bad, *ids = NULL;
	size_t n = 0, cap = 0, i;
	struct strs slugs = { 0 };
	int rc;

	if (s == NULL)
		return -1;
	while ((rc = sql_step(s, f)) == 1) {
		ids = pool_grow(c->pool, ids, n, &cap, sizeof(*ids));
		ids[n++] = sql_get_int(s, 0);
		strs_add(c->pool, &slugs, sql_get_text(s, 1, c->pool));
	}
	sql_free(s);
	for (i = 0; rc == 0 && i < n; i++) {
		if ((bad = chunk_compare(c->store, ids[i], f)) < 0)
			return -1;
		if (bad == 0)
			continue;
		c->n++;
		rc = c->each(c->arg,
			     pool_printf(c->pool,
				     "calendar %s: busy time differs from its"
				     " events in %" PRId64 " of its chunks",
				     slugs.v[i], bad)) != 0;
	}
	return rc;
}

int
store_check(struct store *st, int (*each)(void *arg, const char *problem),
	void *arg, struct fail *f)
{
	struct check c = { .store = st, .each = each, .arg = arg };
	bool mine = !st->writing && !st->reading;
	int i, rc;

	if (mine && store_begin_read(st, f) != 0)
		return -1;
	c.pool = pool_new();
	rc = tell_rows(&c, "PRAGMA integrity_check", "ok", f);
	for (i = 0; rc == 0 && truths[i] != NULL; i++)
		rc = tell_rows(&c, truths[i], NULL, f);
	if (rc == 0)
		rc = check_chunks(&c, f);
	pool_free(c.pool);
	if (mine)
		store_end_read(st);
	return rc < 0 ? -1 : c.n;
}
