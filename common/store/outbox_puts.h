#ifndef STORE_OUTBOX_PUTS_H
#define STORE_OUTBOX_PUTS_H

#include "store/store.h"

/* Ids of the calendars that a put of the booking went to (dropped ones left
 * out) with no delete since: where its event stands or will stand. 0 or -1. */
int outbox_puts(struct store *, int64_t booking_id, struct pool *,
	int64_t **calendar_ids, size_t *n, struct fail *f);
/* hrefs in a calendar that were written since `since`; each once. 0 or -1. */
int outbox_written(struct store *, int64_t calendar_id, instant since,
	int (*each)(void *arg, const char *href), void *arg, struct fail *f);

/* The same of the events that stand beside it, its buffers. */
struct put {
	const char *uid;
	int64_t calendar_id;
};
int outbox_beside(struct store *, int64_t booking_id, struct pool *,
	struct put **to, size_t *n, struct fail *f);

#endif
