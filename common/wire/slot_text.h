#ifndef WIRE_SLOT_TEXT_H
#define WIRE_SLOT_TEXT_H

#include "when/span.h"
#include "when/zone.h"

#include <stdio.h>

/*
 * Free times as one pastes them into a mail: a first line that names the zone,
 * then a line for each day with its free stretches. `slots` ascend by start;
 * those that touch or overlap are one stretch, cut at midnight where it goes on
 * the next day. Where the zone's offset changes between the first and the last,
 * each day says its own; on the day of the change each time does. Nothing free
 * writes nothing.
 */
void slot_text_write(FILE *to, const struct spans *slots, const struct zone *,
	const char *language);

#endif
