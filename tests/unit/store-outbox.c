#include "check.h"

#include "store-temp.h"
#include "store/outbox.h"

static struct store *st;
static struct pool *pool;
static int64_t calendar_id;

static int64_t
add(const char *kind, const char *key, const char *uid, int sequence,
	const char *to)
{
	struct letter l = { .kind = kind,
		.key = key,
		.uid = uid,
		.sequence = sequence,
		.recipient = to,
		.body = "body",
		.subject = "s",
		.created_at = 1 };
	struct fail f;

	l.calendar_id = strcmp(kind, "mail") == 0 ? 0 : calendar_id;
	must(outbox_add(st, &l, &f) == 0, &f);
	return l.id;
}

/* Claims at `now` for 60 s; the id, 0 when there is none. */
static int64_t
claim(const char *kind, instant now, struct letter *l)
{
	struct fail f;
	int rc = outbox_claim(st, kind, "me", now, 60, pool, l, &f);

	must(rc >= 0, &f);
	return rc == 1 ? l->id : 0;
}

static void
end(struct letter *l, const char *state, instant next)
{
	struct fail f;

	l->state = state;
	l->next_at = next;
	l->done_at = 9;
	must(outbox_end(st, l, &f) == 0, &f);
}

static const char *
state_of(int64_t id)
{
	struct letter l;
	struct fail f;

	must(outbox_find(st, id, pool, &l, &f) == 1, &f);
	return l.state;
}

static int
count(void *arg, const struct letter *l)
{
	(void)l;
	(*(int *)arg)++;
	return 0;
}

static void
once(void)
{
	struct letter l;
	int64_t a = add("mail", "k1", "u1", 0, "kim@example.org");

	check(add("mail", "k1", "u1", 0, "kim@example.org") == 0,
		"the same key again changes nothing");
	check(outbox_depth(st) == 1, "one waits");
	check(claim("put", 100, &l) == 0, "no put is due");
	check(claim(NULL, 100, &l) == a && l.tries == 1 &&
			!strcmp(l.state, "claimed") &&
			!strcmp(l.lease_by, "me") && l.lease_until == 160 &&
			!strcmp(l.body, "body"),
		"the letter is claimed, whole");
	check(claim(NULL, 159, &l) == 0, "nobody else gets it");
	check(claim(NULL, 160, &l) == a && l.tries == 2,
		"until the lease is over");
	l.error = "451 later";
	end(&l, "queued", 500);
	check(claim(NULL, 499, &l) == 0, "it waits for its time");
	check(claim(NULL, 500, &l) == a && !strcmp(l.error, "451 later"),
		"and comes again with the error");
	l.error = NULL;
	end(&l, "done", 0);
	check(claim(NULL, 9999, &l) == 0 && outbox_depth(st) == 0,
		"done is done");
}

static void
order(void)
{
	struct letter l, m, n;
	int64_t a = add("put", "p1", "u2", 0, NULL), b, c, d, e;

	check(claim(NULL, 100, &l) == a, "a put is claimed");
	b = add("put", "p2", "u2", 1, NULL);
	c = add("put", "p3", "u2", 2, NULL);
	check_str(state_of(a), "claimed", "one under way is not dropped");
	check_str(state_of(b), "dropped", "an unsent older put is");
	d = add("put", "p4", "u3", 0, NULL);
	check(claim(NULL, 100, &m) == d, "another object need not wait");
	end(&m, "done", 0);
	check(claim(NULL, 100, &m) == 0, "the next of the same object waits");
	l.href = "/x.ics";
	l.etag = "\"1\"";
	end(&l, "done", 0);
	check(claim(NULL, 100, &m) == c, "until the first is done");
	end(&m, "failed", 0);
	d = add("delete", "d1", "u2", 3, NULL);
	check(claim(NULL, 100, &m) == d, "a failed one holds nothing up");
	end(&m, "done", 0);
	a = add("mail", "m1", "u2", 0, "kim@example.org");
	b = add("mail", "m2", "u2", 1, "kim@example.org");
	e = add("mail", "m3", "u2", 1, "lee@example.org");
	check(claim("mail", 100, &l) == a && claim("mail", 100, &m) == e &&
			claim("mail", 100, &n) == 0,
		"mails about one meeting go to each person in order");
	end(&m, "done", 0);
	end(&l, "queued", 300);
	check(claim("mail", 100, &m) == 0, "also while the first waits");
	check(claim("mail", 300, &l) == a, "the first goes first");
	end(&l, "done", 0);
	check(claim("mail", 300, &l) == b, "then the second");
	end(&l, "done", 0);
}

static void
care(void)
{
	struct letter l, old;
	struct fail f;
	int64_t a = add("mail", "c1", NULL, 0, "x@example.org");
	int n = 0;

	check(claim(NULL, 400, &old) == a, "one without UID is claimed");
	check(claim(NULL, 460, &l) == a,
		"and by another when that one is slow");
	l.lease_by = "other";
	old.lease_by = "somebody";
	end(&old, "queued", 0);
	check_str(state_of(a), "claimed", "the slow one cannot give it back");
	end(&old, "done", 0);
	check_str(state_of(a), "done", "but can say that it is done");
	check(outbox_retry(st, a, &f) == -1 && f.status == EXIT_REFUSED,
		"no retry of what is done: %s", f.line);
	check(outbox_drop(st, a, &f) == -1 && f.status == EXIT_REFUSED,
		"nor a drop");
	a = add("mail", "c2", NULL, 0, "x@example.org");
	claim(NULL, 500, &l);
	end(&l, "failed", 0);
	check(claim(NULL, 9999999, &l) != a, "a failed one stays");
	check(outbox_retry(st, a, &f) == 0 && claim(NULL, 600, &l) == a,
		"until it is tried again");
	check(outbox_drop(st, a, &f) == 0, "a drop");
	check(outbox_drop(st, 999, &f) == -1 && f.status == EXIT_NOT_FOUND,
		"%s", f.line);
	must(outbox_each(st, true, pool, count, &n, &f) == 0, &f);
	check(n == 1, "a list of what is open");
	n = 0;
	must(outbox_each(st, false, pool, count, &n, &f) == 0, &f);
	check(n == 11, "a list of all");
}

static char crowd_path[300];

/* Sends what it can claim: as many lines in a file as letters. */
static int
sender(int i)
{
	struct letter l;
	struct fail f;
	FILE *log;
	int rc;

	pool = pool_new();
	if ((st = store_open(crowd_path, STORE_WRITE, &f)) == NULL)
		return 1;
	while ((rc = outbox_claim(st, "mail", "x", 1000 + i % 2, 600, pool, &l,
			&f)) == 1) {
		log = fopen(temp_path("log"), "a");
		fprintf(log, "%s\n", l.key);
		fclose(log);
		l.state = "done";
		if (outbox_end(st, &l, &f) != 0)
			return 2;
	}
	return rc == 0 ? 0 : 3;
}

static void
crowd(void)
{
	char keys[20], line[40];
	int i, lines = 0;
	FILE *log;

	for (i = 0; i < 60; i++) {
		snprintf(keys, sizeof(keys), "crowd%d", i);
		add("mail", keys, NULL, 0, "x@example.org");
	}
	snprintf(crowd_path, sizeof(crowd_path), "%s", store_path(st));
	check(temp_crowd(8, sender, 0) == 8, "8 senders at once");
	log = fopen(temp_path("log"), "r");
	while (log != NULL && fgets(line, sizeof(line), log) != NULL)
		lines += strncmp(line, "crowd", 5) == 0;
	if (log != NULL)
		fclose(log);
	check(lines == 60, "each letter is sent once");
}

int
main(void)
{
	st = temp_store("outbox.db");
	pool = pool_new();
	calendar_id = temp_calendar(st, temp_user(st, "ada"), "ada/work");
	once();
	order();
	care();
	crowd();
	store_close(st);
	pool_free(pool);
	temp_end();
	return check_done();
}
