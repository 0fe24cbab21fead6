#ifndef RECORD_ROOM_H
#define RECORD_ROOM_H

#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * What a room has beyond its row among the users (struct user with `room`);
 * column comments of schema 015 say the rest.
 */
struct room {
	int64_t user_id;
	bool resource;
	int capacity;         /* people; 0: any number */
	const char *location; /* or NULL */
	/* the teams that alone may have it; none: everybody */
	int64_t *teams;
	struct strs team_names; /* in the same order, by name */
};

#endif
