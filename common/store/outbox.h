#ifndef STORE_OUTBOX_H
#define STORE_OUTBOX_H

#include "record/letter.h"
#include "store/store.h"

/* Puts a letter in; one with a key that is there already changes nothing. An
 * unsent put of the same uid and calendar with a lower sequence is dropped. */
int outbox_add(struct store *, struct letter *, struct fail *f);
/*
 * Claims the next letter that is due (queued, or claimed with its lease over):
 * sets state, lease_by and lease_until, tries + 1, in a transaction of its own.
 * Letters of one (calendar, uid) go in order. `kind` NULL: any. 1, 0 none, -1.
 */
int outbox_claim(struct store *, const char *kind, const char *who, instant now,
	int64_t lease_s, struct pool *, struct letter *, struct fail *f);
/* Ends a claim: "done" (href, etag kept), "queued" (again at next_at, with
 * error) or "failed" (poison). In a transaction of its own or the open one. */
int outbox_end(struct store *, const struct letter *, struct fail *f);
int outbox_retry(struct store *, int64_t id, struct fail *f);
int outbox_drop(struct store *, int64_t id, struct fail *f);
/* 1, 0 with EXIT_NOT_FOUND, -1. */
int outbox_find(struct store *, int64_t id, struct pool *, struct letter *,
	struct fail *f);
/* By id; `open_only` leaves done and dropped ones out. */
int outbox_each(struct store *, bool open_only, struct pool *,
	int (*each)(void *arg, const struct letter *), void *arg,
	struct fail *f);
int64_t outbox_depth(struct store *);

#endif
