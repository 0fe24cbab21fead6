#ifndef WIRE_BOOKING_JSON_H
#define WIRE_BOOKING_JSON_H

#include "record/booking.h"
#include "wire/emit.h"

#include <json-c/json.h>

/*
 * The booking record (CLI.md section 8). `base` is what links begin with, NULL:
 * no links; they are there only where the token's clear text is known, right
 * after it was made. `dry_run` adds "dryRun":true.
 */
void booking_write(
	struct emit *, const struct booking *, const char *base, bool dry_run);

/* What a record asks of a meeting besides what struct booking holds. */
struct booking_ask {
	const char *start_text; /* a start that is not RFC 3339, or NULL */
	const char *end_text;
	const char *duration_text;
	bool instant; /* it is a slot of a meeting right away */
};
/*
 * Reads a slot, a pick, or any record with keys of a booking over what `b`
 * already asks for: page, rotation, organizer (address, or object with email),
 * start, end, duration, timeZone, title, location (text or object with type and
 * uri), description, note, key, invite, name, email, language, guests
 * (addresses or objects), answers, tracking, routing. Null and empty texts
 * change nothing; answers and tracking are united, the record's win. Without an
 * organizer, the only one of `hosts` is it where there is no page. `before` is
 * the meeting as asked by options, strings go into the pool. 0, or -1 with
 * EXIT_BAD_DATA naming the key.
 */
int booking_read(struct pool *, struct json_object *, struct booking *b,
	struct booking_ask *, struct fail *f);

/*
 * Tracking as it is kept (RULES.md section 7): only utm_* keys, texts without
 * control characters, cut at 255 bytes. `json` is an object's text or NULL.
 */
const char *booking_tracking(struct pool *, const char *json);

/* "K=V" pairs as a JSON object over the object `was` (text or NULL). An empty
 * key is EXIT_USAGE naming `what`. */
int booking_map(struct pool *, const struct strs *pairs, const char *was,
	const char *what, const char **json, struct fail *f);

#endif
