#ifndef WIRE_ROUTING_TEXT_H
#define WIRE_ROUTING_TEXT_H

#include "record/routing.h"

#include <stdio.h>

/* A routing with its rules, in the text of wire/rotation_text.h. */
void routing_text_write(FILE *, const struct routing *);

#endif
