#ifndef FLOW_ROUTE_H
#define FLOW_ROUTE_H

#include "engine/route.h"
#include "store/store.h"

/*
 * Routings at work (B13): reads only. Conditions are read once, what rules lead
 * to is looked up once.
 */
struct router;

/* NULL: EXIT_NOT_FOUND, or a condition in the store that cannot be read. */
struct router *router_open(
	struct store *, const char *name, struct pool *, struct fail *f);
/*
 * Where a record goes. 0 with `*to`; -1 with EXIT_NONE "no-route" when no rule
 * matches and there is no default, or the one that does says none;
 * EXIT_NOT_FOUND when what it leads to is gone. `*to` is filled in either way.
 */
int router_route(struct router *, const struct field_ask *, struct pool *,
	struct routed *to, struct fail *f);

/*
 * A target by what it names, spelled as the store has it: "page:demo",
 * "user:ada@acme.example", "none". 1, 0 with EXIT_NOT_FOUND (a deleted page
 * too), -1.
 */
int route_target(struct store *, enum target_kind, const char *name,
	struct pool *, const char **to, struct fail *f);

#endif
