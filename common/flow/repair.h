#ifndef FLOW_REPAIR_H
#define FLOW_REPAIR_H

#include "store/store.h"

/*
 * Makes anew what follows from events: occurrences and busy chunks, over a
 * window around now. Of one user inside an open transaction (the zone changed,
 * so all-day events move); of the whole store in a transaction of its own, with
 * the counts of rotations, which follow from the log of turns.
 */
int repair_user(struct store *, int64_t user_id, instant now, struct fail *f);
int repair_store(struct store *, instant now, struct fail *f);

#endif
