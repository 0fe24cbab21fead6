#ifndef RECORD_ROUTING_H
#define RECORD_ROUTING_H

#include "base/pool.h"
#include "when/instant.h"

#include <stdbool.h>
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

/* What a field holds: texts, one for what is no list. Of an object none. */
struct field_value {
	bool there; /* not missing, null, "" or empty */
	struct strs texts;
};
/* Looks a field up by the names of its path; strings live in the pool. */
struct field_ask {
	void (*get)(void *arg, const struct strs *path, struct pool *,
		struct field_value *to);
	void *arg;
};

/* One rule that was asked. */
struct route_step {
	const char *rule;
	bool matched;
	const char *why;
	const char *to;
};
struct routed {
	const char *routing;
	const char *rule; /* that matched; NULL: none, the default holds */
	const char *to;   /* NULL: nowhere */
	struct route_step *v;
	size_t n; /* the last one is the one that matched */
};

#endif
