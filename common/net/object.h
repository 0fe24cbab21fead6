#ifndef NET_OBJECT_H
#define NET_OBJECT_H

#include "base/pool.h"

#include <stddef.h>

/* A calendar object as it may be stored: without METHOD (RFC 4791 section
 * 4.1). In the pool; `*len` is its length. */
char *object_stored(struct pool *, const char *ics, size_t *len);

#endif
