#ifndef RECORD_TEAM_H
#define RECORD_TEAM_H

#include "when/instant.h"

/* People under one name, for rotations (R84). */
struct team {
	int64_t id;
	const char *name; /* unique, case ignored */
	instant created_at;
};

struct team_member {
	int64_t team_id, user_id;
	const char *email, *slug, *name; /* joined from user */
	instant joined_at;
};

#endif
