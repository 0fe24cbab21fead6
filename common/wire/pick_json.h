#ifndef WIRE_PICK_JSON_H
#define WIRE_PICK_JSON_H

#include "record/slot.h"
#include "wire/emit.h"

#include <json-c/json.h>

/*
 * A slot with its organizer as a "pick" record; keys of `record` (the slot as
 * it came, or NULL) that a pick does not have are handed on behind its own. A
 * start of 0 (no time was asked) gives nulls.
 */
void pick_write(struct emit *, const struct slot *, struct json_object *record);

#endif
