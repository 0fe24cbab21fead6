#ifndef WIRE_SLOT_JSON_H
#define WIRE_SLOT_JSON_H

#include "record/slot.h"
#include "wire/emit.h"

/* A "slot" record (CLI.md section 8); its id is the start in UTC. */
void slot_write(struct emit *, const struct slot *);
/*
 * An "explain" record: rules as objects with what is known of each, in "rules";
 * why in words and short, for tables, in "why". Its id is the user.
 */
void explain_write(struct emit *, const struct explain *);

#endif
