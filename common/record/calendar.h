#ifndef RECORD_CALENDAR_H
#define RECORD_CALENDAR_H

#include "when/instant.h"

/* An account with a provider: where calendars come from. */
struct account {
	int64_t id, user_id;
	const char *provider; /* "vdir", "ics", "caldav" */
	const char *url;
	const char *login;                        /* or NULL */
	const char *secret_command, *secret_file; /* one of them or none */
	const char *home_url; /* found by discovery, or NULL */
	const char *state;    /* "active", "sign-in", "error" */
	const char *error;
	instant next_at; /* not asked before */
	instant created_at;
	const char *user_email, *user_slug; /* joined, for lists */
};

/* One calendar of an account. Column comments of schema 002 say the rest. */
struct calendar {
	int64_t id, account_id, user_id;
	const char *slug; /* "ada/work" */
	const char *name;
	const char *url;
	bool selected;
	const char *role; /* "default", "busy", "ignore", "tasks", "holidays" */
	bool writable, all_busy, tentative_free, sync, pages;
	const char *time_zone; /* of floating times, or NULL */
	const char
		*state; /* "active", "inactive", "stale", "sign-in", "error" */
	const char *error;
	int failures;
	instant synced_at, tried_at, next_at, full_at;
	const char *sync_token, *ctag, *etag, *modified;
	instant busy_from, busy_to;
	instant created_at;
	const char *user_email, *provider; /* joined, for lists */
	int outbox;                        /* letters waiting, for lists */
};

/*
 * Whether a calendar blocks bookings of its host (R16): selected, counting
 * (not "ignore" or "tasks"), and its state is not "active", or it was never
 * synced, or it failed and its last good state is older than `max_stale_s`. The
 * reason goes to `*why` ("inactive", "stale", "sign-in", "error") when true.
 */
bool calendar_blocks(const struct calendar *, instant now, int64_t max_stale_s,
	const char **why);

/* How long the last state may serve when a server does not answer. */
#define CALENDAR_MAX_STALE_S (15 * 60)

#endif
