#ifndef RECORD_ROUTING_H
#define RECORD_ROUTING_H

#include "when/instant.h"

#include <stddef.h>

/* One rule of a routing: where to, when a record says so. */
struct route {
	const char *name;
	const char *when; /* condition, text of engine/route.h; NULL: always */
	const char *to; /* "page:SLUG", "rotation:NAME", "user:EMAIL", "none" */
};

/* Rules under one name, asked in order (B13). */
struct routing {
	int64_t id; /* 0: not saved yet */
	const char *name;
	const char *fallback; /* where to when none matches; NULL: nowhere */
	instant created_at;
	struct route *v;
	size_t n, cap;
};

#endif
