#ifndef ENGINE_ROTATE_REPLAY_H
#define ENGINE_ROTATE_REPLAY_H

#include "base/pool.h"
#include "record/rotation.h"

/*
 * What the log of one rotation says, line by line in order of their ids: who is
 * in it, with which count, last assigned when, since when. The counts beside
 * the members are to be the same at any time (flow/assign.h, assign_check).
 */
struct replay;

struct replay *replay_new(struct pool *);
void replay_line(struct replay *, const struct assignment *);

struct replayed {
	int64_t user_id;
	bool member; /* by the last add or remove */
	int64_t count;
	instant last_at;   /* of the last turn that began; 0 never */
	instant joined_at; /* of the last add; 0 never */
};
/* Of one user, NULL where the log does not know him; lent until the next
 * line. */
const struct replayed *replay_of(const struct replay *, int64_t user_id);
/* All of them in the order in which the log met them. */
const struct replayed *replay_all(const struct replay *, size_t *n);

#endif
