#ifndef FLOW_SYNC_H
#define FLOW_SYNC_H

#include "flow/book.h"
#include "flow/intake.h"
#include "net/provider.h"
#include "store/store.h"

/*
 * Calendars in and letters out: what `mtg-sync pull`, `push` and `run` do. The
 * network is never waited for inside a transaction; what was fetched is kept in
 * batches, so a pull that is cut off goes on from there.
 */
struct sync_how {
	const struct provider *(*find)(const char *name);
	instant now;
	bool full;     /* from the beginning; removals are believed */
	bool forced;   /* asked by a person: next_at does not count */
	int jobs;      /* accounts at once; 0 or 1: one after another */
	int grace;     /* failures of a calendar in a row that are not
			* worth a word */
	int timeout_s; /* 0: the usual */
	bool allow_private;
	/* how meetings follow their events (R28); NULL: they do not */
	const struct book_how *book;
	const char *mail_command; /* "sendmail -t -i" */
	/* sends one message by SMTP instead; NULL: mail_command is used */
	int (*smtp)(void *arg, const char *message, size_t len,
		const char *recipient, struct fail *f);
	/* told of everything; any may be NULL */
	void (*change)(void *arg, const struct change *);
	void (*problem)(void *arg, const char *what, const struct fail *);
	void (*warning)(void *arg, const char *line);
	void (*trace)(void *arg, const char *line);
	void (*progress)(void *arg, const char *what, long done, long total);
	void *arg;
};

struct sync_counts {
	int64_t added, changed, removed, sent, waiting, failed;
};

/*
 * Pulls calendars (ids), grouped by account, accounts in parallel. Each ends
 * with a state in the store: "active"; "inactive" or "sign-in" at once when
 * access is lost (R16); a server that does not answer leaves the last state to
 * serve for max-stale. Returns the exit status: 0, EXIT_PARTIAL, or what failed
 * when nothing was done.
 */
int sync_pull(const char *store_path, const int64_t *calendars, size_t n,
	const struct sync_how *, struct sync_counts *);

/*
 * Sends what is due in the outbox: calendar objects and mail, each once also
 * when a process dies in the middle. `user_id` 0: everybody's; `limit` 0: all.
 * Returns the exit status.
 */
int sync_push(const char *store_path, int64_t user_id, int64_t limit,
	const struct sync_how *, struct sync_counts *);

/* A session with the account's secret in it, from its one source. Free it with
 * sync_session_end. */
int sync_session(const struct account *, const struct sync_how *, struct pool *,
	struct session *, struct fail *f);
void sync_session_end(struct session *);

/*
 * Notes in the store that an account or calendar could not be reached: states,
 * failures, when to ask again (Retry-After, else doubling from 30 s to an
 * hour).
 */
int sync_failed(struct store *, int64_t calendar_id, const struct fail *why,
	int64_t retry_after, instant now, struct fail *f);

#endif
