#ifndef STORE_SEAT_H
#define STORE_SEAT_H

#include "record/booking.h"
#include "store/store.h"
#include "when/span.h"

/*
 * Sessions and their seats (schema 012). What one booked is as many seats as it
 * has attendees, at least one. Cancelled and declined ones are none.
 */

/* A session that is live, to be joined perhaps. */
struct page_session {
	int64_t id;
	const char *ref;
	instant start, end;
	int64_t taken;  /* seats */
	int64_t *hosts; /* user ids, the rooms among them */
	size_t hosts_n, hosts_cap;
	const char *organizer_email, *organizer_slug;
};
struct page_sessions {
	struct page_session *v;
	size_t n, cap;
};

/* Those of a page that start in [from, to) and are `length_s` long, by start,
 * the first made first. 0 or -1. */
int sessions_load(struct store *, int64_t page_id, instant from, instant to,
	int64_t length_s, struct pool *, struct page_sessions *to_list,
	struct fail *f);

/* How many seats of a session are taken; -1 fills `f`. */
int64_t seats_count(struct store *, int64_t session_id, struct fail *f);
/* The live booking of a session, but for the one with id `but`, that has an
 * attendee of this address: its ref. 1, 0, -1. */
int seat_of(struct store *, int64_t session_id, const char *email, int64_t but,
	struct pool *, const char **ref, struct fail *f);

#endif
