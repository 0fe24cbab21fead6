#ifndef WIRE_TEMPLATE_H
#define WIRE_TEMPLATE_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/zone.h"

#include <json-c/json.h>
#include <stdio.h>

/*
 * The template language of CLI.md section 9: {{key}} {{a.b}}
 * {{#list}}..{{/list}}
 * {{^empty}}..{{/empty}} {{{raw}}} {{! note}} {{start|%A %e %B %H:%M %Z}}.
 * A {{#x}} over an object enters it, over true keeps the context; "." is the
 * item. Lines that hold a section tag alone leave no blank line (as Mustache).
 */
struct template;

struct template_how {
	bool html;               /* escape {{key}} for HTML */
	const char *language;    /* of |patterns */
	const struct zone *zone; /* of |patterns; NULL: the record's timeZone */
};

/* Reads at most 256 KB, sections at most 16 deep. NULL fills `f` with
 * EXIT_BAD_DATA and "NAME: line 3: ...". */
struct template *template_read(
	struct pool *, const char *text, const char *name, struct fail *f);
/* Renders; at most 16 MB of output. A missing key is empty. 0 or -1. */
int template_write(FILE *to, const struct template *, struct json_object *data,
	const struct template_how *, struct fail *f);

#endif
