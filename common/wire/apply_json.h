#ifndef WIRE_APPLY_JSON_H
#define WIRE_APPLY_JSON_H

#include "wire/emit.h"
#include "wire/ini_text.h"

/* What an apply changed: a record of type "apply". NULLs are null. */
struct apply_record {
	const char *kind, *name, *what, *key, *from, *to;
	struct ini_at at;
};
void apply_write(struct emit *, const struct apply_record *);

#endif
