#ifndef WIRE_ROUTING_JSON_H
#define WIRE_ROUTING_JSON_H

#include "record/routing.h"
#include "wire/emit.h"

#include <json-c/json.h>

/*
 * Fields of a record by path, for conditions: as they lie inside each other,
 * else one key with dots in it ("answers.size", as flat tables have). Numbers
 * and booleans as JSON writes them; of a list its first 1000 texts.
 */
struct field_ask routing_fields(struct json_object *record);

/*
 * The record with where it goes: all its keys, "page", "rotation" or
 * "organizer" set, and {"name","rule","to","trace":[{"rule","matched","why"}]}
 * as "routing", at most 32768 bytes. A record without a type is a "lead". Under
 * -f id: the page's slug, "@sales", an address, as mtg-slots takes them.
 */
void routed_write(
	struct emit *, struct json_object *record, const struct routed *);
/* What was asked, a record of type "route" for each rule. */
void routed_explain(struct emit *, const struct routed *);
/* The "routing" of a booking back: its trace; false when it is none. */
bool routed_read(struct pool *, const char *json, struct routed *to);
/* A record of type "routing". */
void routing_write(struct emit *, const struct routing *);

#endif
