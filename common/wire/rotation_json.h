#ifndef WIRE_ROTATION_JSON_H
#define WIRE_ROTATION_JSON_H

#include "record/rotation.h"
#include "record/share.h"
#include "wire/emit.h"

/* One record each (CLI.md section 8); `members` may be NULL. */
void rotation_write(struct emit *, const struct rotation *,
	const struct members *members, instant now);
void member_write(struct emit *, const struct rotation *, const struct member *,
	instant now);
void share_write(struct emit *, const struct share *);

#endif
