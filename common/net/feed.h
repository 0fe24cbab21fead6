#ifndef NET_FEED_H
#define NET_FEED_H

#include "net/provider.h"
#include "wire/ics_scan.h"

/*
 * Hands the objects of a scanned calendar to the sink: `prefix` and the UID
 * are the href, a hash of what is written the ETag, so that an unchanged
 * object of a feed is same(). Part of a full listing.
 */
int feed_objects(const struct ics *, const char *prefix, struct pull_sink *,
	struct fail *);

/* The hash of the whole text as a ctag, in the pool. */
char *feed_ctag(struct pool *, const char *text, size_t len);

#endif
