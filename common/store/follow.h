#ifndef STORE_FOLLOW_H
#define STORE_FOLLOW_H

#include "store/store.h"

/* What pulls saw of a meeting's event (schema 017). */
struct follow {
	int64_t booking_id;
	instant gone_at;     /* 0: it stands */
	int64_t calendar_id; /* 0: where the page says */
	const char *told;    /* or NULL */
};

/* All zero when nothing was seen yet. 0 or -1. */
int follow_load(struct store *, int64_t booking_id, struct pool *,
	struct follow *, struct fail *f);
int follow_save(struct store *, const struct follow *, struct fail *f);

/* Confirmed meetings, not over by `now`, whose event is gone from its calendar:
 * their refs, and whose they are, ids in the pool. 0 or -1. */
struct gone {
	const char *ref;
	int64_t user_id;
};
int follow_gone(struct store *, instant now, struct pool *, struct gone **to,
	size_t *n, struct fail *f);

/*
 * The event of a booking stands in another calendar now, as `href`, by no work
 * of ours: the outbox says so from now on, as if it had been put there and
 * taken out of `from`. 0 or -1.
 */
int outbox_relocate(struct store *, int64_t booking_id, int64_t from,
	int64_t to, const char *href, instant now, struct fail *f);

#endif
