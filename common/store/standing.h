#ifndef STORE_STANDING_H
#define STORE_STANDING_H

#include "store/store.h"
#include "when/instant.h"

/* How the meetings of a member's turns stand, for reports. */
struct standing {
	int64_t user_id;
	const char *email, *slug;
	int64_t turns;   /* begun then and still held */
	instant last_at; /* when the last of them began; 0: none */
	int64_t upcoming, completed, no_show, cancelled;
};

/*
 * Of turns that a rotation gave in [from, to) and whose host still has the
 * meeting: one row for each host; of what was given back (cancelled, or a
 * no-show where these are free) whose host had it last. Quick: from indexes, no
 * line and no meeting is read. 0 or -1.
 */
int standing_load(struct store *, int64_t rotation_id, instant from, instant to,
	instant now, struct pool *, struct standing **, size_t *n,
	struct fail *f);

#endif
