#ifndef FLOW_NOTIFY_BUFFER_H
#define FLOW_NOTIFY_BUFFER_H

#include "flow/notify.h"

/*
 * Buffers as events of their own beside the meeting (B6), "before.UID" and
 * "after.UID": laid into the outbox for the calendars in `puts` where the page
 * wants them, taken out of all others. A gap stands behind the meeting and
 * blocks nothing, for two gaps count once. Live or not, moved or made: this is
 * all there is to call. 0 or -1.
 */
int buffers_put(struct store *, const struct notify *, const int64_t *puts,
	size_t n, struct fail *f);

/* The stretches themselves: uid and time, up to two. */
struct buffer {
	const char *uid;
	instant start, end;
	bool free;
};
size_t buffers_of(struct pool *, const struct booking *, struct buffer to[2]);

#endif
