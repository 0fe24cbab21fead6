#ifndef RECORD_LETTER_H
#define RECORD_LETTER_H

#include "when/instant.h"

/* One thing that is to happen outside: a row of the outbox (schema 006). */
struct letter {
	int64_t id;
	const char *kind; /* "mail", "put", "delete" */
	const char *key;  /* unique; fixed at creation */
	int64_t booking_id, calendar_id;
	const char *uid;
	int sequence;
	const char *recipient, *subject;
	const char *body;
	const char
		*state; /* "queued", "claimed", "done", "failed", "dropped" */
	int tries;
	instant next_at;
	const char *lease_by;
	instant lease_until;
	const char *error, *href, *etag;
	instant created_at, done_at;
	const char *booking, *calendar; /* joined: ref, slug */
};

#endif
