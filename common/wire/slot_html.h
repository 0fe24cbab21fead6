#ifndef WIRE_SLOT_HTML_H
#define WIRE_SLOT_HTML_H

#include "record/slot.h"
#include "when/zone.h"

#include <stdio.h>

/*
 * Free times as a piece of HTML to put into a mail (R41): the zone, then each
 * day with its times, each of them a link where the slot has a url, else words.
 * Nothing is merged: who reads it clicks one. `slots` ascend by start.
 *
 * Mail programs drop scripts and style elements, and do not agree on character
 * sets: styles stand in attributes, and all is ASCII, other characters as
 * references. Nothing free writes nothing.
 */
void slot_html_write(FILE *to, const struct slot *slots, size_t n,
	const struct zone *, const char *language);

#endif
