#ifndef STORE_BUSY_H
#define STORE_BUSY_H

#include "record/event.h"
#include "store/store.h"

/*
 * Merged busy time in `window` of all selected, counting calendars of a user,
 * out of busy_chunk; the settings of each calendar are in it (all_busy,
 * tentative_free). Adds to `to` (start, end, status, no uid), not sorted.
 * Callers add bookings themselves (booking_busy in store/booking.h).
 */
int busy_load(struct store *, int64_t user_id, struct span window,
	struct pool *, struct busies *to, struct fail *f);
/* The same of many users by one scan: calls back per user id once with what is
 * busy, sorted; users without any busy time are not called. */
int busy_load_many(struct store *, const int64_t *user_ids, size_t n,
	struct span window, struct pool *, struct busies *to /* [n] */,
	struct fail *f);
/* Calendars that count and whose they are, by calendar_id. */
struct busy_source {
	int64_t calendar_id, user_id;
};
struct busy_sources {
	struct busy_source *v;
	size_t n, cap;
};
/* The same as words, a list for each calendar and chunk that has some, in no
 * order, lent until the callback returns; `place` is that of the user among the
 * ids. A tenth of the memory, for thousands of users. `known` are all their
 * counting calendars, others may be among them; NULL: they are looked up. */
int busy_words_each(struct store *, const int64_t *user_ids, size_t n,
	struct span window, const struct busy_sources *known,
	void (*each)(void *arg, size_t place, const struct busy_words *),
	void *arg, struct fail *f);
/*
 * From the occurrence rows, one by one, with uid, summary and calendar slug:
 * for
 * --explain, and for leaving out one UID (`but_uid`, NULL: none) with its
 * buffers, as when that meeting is being moved.
 */
int busy_load_events(struct store *, int64_t user_id, struct span window,
	const char *but_uid, struct pool *, struct busies *to, struct fail *f);

/* The stretch for which every counting calendar of the user has occurrences;
 * outside it nothing may be offered. All of time without calendars. */
int busy_known(
	struct store *, int64_t user_id, struct span *known, struct fail *f);

#endif
