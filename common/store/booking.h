#ifndef STORE_BOOKING_H
#define STORE_BOOKING_H

#include "record/booking.h"
#include "record/event.h"
#include "store/store.h"

/* By ref ("b_7f3k9"), or uid. 1, 0 with EXIT_NOT_FOUND, -1. */
int booking_find(struct store *, const char *ref, struct pool *,
	struct booking *, struct fail *f);
/* By idempotency key. 1, 0, -1. */
int booking_find_key(struct store *, const char *key, struct pool *,
	struct booking *, struct fail *f);
/*
 * Inserts or updates the booking, its hosts and attendees, and the rows of
 * taken time (those of a booking that is not live go). EXIT_TAKEN "slot-taken"
 * from the guard when a host's time is gone. Inside a transaction.
 */
int booking_save(struct store *, struct booking *, struct fail *f);

/* Holds that are over by `now` give their time back, cancelled as 'expired'.
 * booking_save begins with it, at updated_at. */
int booking_sweep(struct store *, instant now, struct fail *f);

struct booking_query {
	instant from, to;         /* start in [from, to) */
	int64_t user_id, page_id; /* 0: any; user: among the hosts */
	const char *contact;      /* an attendee's e-mail, or NULL */
	const char *status;       /* or NULL: all but cancelled, declined
				   * and held; holds over by now never */
	const char *proposal;     /* or NULL: of any or none */
	const char *series;       /* or NULL: of any or none */
	bool all;                 /* status NULL: cancelled ones too */
	/* of seats and their sessions: what was booked; the sessions alone; or
	 * what stands in calendars, no seats (schema 012) */
	enum { LIST_BOOKED, LIST_SESSIONS, LIST_EVENTS } kind;
	int64_t session_id;  /* not 0: seats of this one */
	const char *outcome; /* or NULL; "none": past, still "scheduled" */
	instant now;
};
/* By start. The whole answer is read before the first callback. */
int booking_each(struct store *, const struct booking_query *, struct pool *,
	int (*each)(void *arg, const struct booking *), void *arg,
	struct fail *f);

/*
 * Time taken by live bookings of a user that touch `window`, widened by the
 * bookings' own buffers; with ref, uid and buffers; BUSY_TENTATIVE until they
 * are confirmed. Leaves out booking id `but` (0: none). Expired holds are not
 * counted.
 */
int booking_busy(struct store *, int64_t user_id, struct span window,
	int64_t but, instant now, struct pool *, struct busies *to,
	struct fail *f);
int booking_busy_many(struct store *, const int64_t *user_ids, size_t n,
	struct span window, int64_t but, instant now, struct pool *,
	struct busies *to /* [n] */, struct fail *f);
/* Meetings to come of a user: how many live ones start at or after `now`. */
int64_t booking_count_upcoming(struct store *, int64_t user_id, instant now);

/* Remembers a link's hash; finds the booking of one: 1, 0, -1. */
int token_add(struct store *, const char *hash, int64_t booking_id, instant now,
	struct fail *f);

#endif
