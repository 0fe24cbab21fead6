#ifndef STORE_ROUTING_H
#define STORE_ROUTING_H

#include "record/booking.h"
#include "record/routing.h"
#include "store/store.h"

/* By name, case ignored, with its rules in order. 1, 0 with EXIT_NOT_FOUND and
 * did-you-mean, -1. */
int routing_find(struct store *, const char *name, struct pool *,
	struct routing *, struct fail *f);
/* All, by name, with their rules. The callback's non-zero ends it and is
 * returned. */
int routing_each(struct store *, struct pool *,
	int (*each)(void *arg, const struct routing *), void *arg,
	struct fail *f);
/*
 * Inserts (id 0, then set) or updates, its rules become those of `v` in that
 * order. EXIT_REFUSED when the name is taken by another, when a name is empty,
 * longer than 64 bytes or holds what cannot be typed, when there are more than
 * ROUTES_MAX rules.
 */
enum { ROUTES_MAX = 100 };
int routing_save(struct store *, struct routing *, struct fail *f);
int routing_remove(struct store *, int64_t id, struct fail *f);

/* Whether a text can name a routing or a rule; a routing's has no dot. */
int routing_name_check(
	const char *what, const char *name, bool dots, struct fail *f);

/* Keeps `routing` of a booking that was just made. */
int booking_routing_save(
	struct store *, const struct booking *, struct fail *f);
/* What led to a booking: JSON object, NULL when nothing did or the store cannot
 * be read. */
char *booking_routing(struct store *, int64_t booking_id, struct pool *);

#endif
