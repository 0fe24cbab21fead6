#ifndef STORE_OUTCOME_H
#define STORE_OUTCOME_H

#include "store/store.h"

/* A value that the outcome of a meeting can have. */
struct outcome {
	const char *name;
	bool own; /* added here; the others every store has */
};

/* Every store's in their order, then the store's own by name. Names as they
 * were added. The callback's non-zero ends it and is returned. */
int outcome_each(struct store *, struct pool *,
	int (*each)(void *arg, const struct outcome *), void *arg,
	struct fail *f);
/* As it is written, whatever its case. 1, 0 with EXIT_NOT_FOUND and
 * did-you-mean in `f`, -1. */
int outcome_find(struct store *, const char *name, struct pool *,
	struct outcome *, struct fail *f);
/* One of the store's own. EXIT_REFUSED when it is there, or beyond
 * OUTCOMES_MAX. */
enum { OUTCOMES_MAX = 100 };
int outcome_add(struct store *, const char *name, instant now, struct fail *f);
/* EXIT_REFUSED for those of every store and while a meeting has it. */
int outcome_remove(struct store *, const char *name, struct fail *f);

/* What became of a booking; nothing else of it changes. */
int outcome_save(struct store *, int64_t booking_id, const char *name,
	instant now, struct fail *f);

#endif
