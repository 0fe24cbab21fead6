#ifndef WIRE_ICS_LINE_H
#define WIRE_ICS_LINE_H

#include "base/pool.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Content lines (RFC 5545 section 3.1): NAME *(;PARAM=VALUE) : VALUE, unfolded.
 * Nothing here allocates for a line that stands on one line of the text.
 */
struct ics_lines {
	const char *p, *end; /* what is left of the text */
	int line;            /* of the line to come, 1 based */
	/* room for unfolding, grown as needed, reused for each line */
	struct pool *pool;
	char *room;
	size_t room_cap;
};
struct ics_line {
	/* slices, not NUL terminated, good until the next call */
	const char *name, *params, *value;
	size_t name_n, params_n, value_n;
	int line;       /* where it begins in the source */
	bool long_line; /* above ICS_LINE_MAX: value is empty */
	bool odd;       /* no colon: name is the whole line */
};

/* Walks the lines of text[0, n); `line` is the number of the first. */
void ics_lines_init(struct ics_lines *, const char *text, size_t n, int line);
/* The next content line that is not empty; false at the end. */
bool ics_lines_next(struct ics_lines *, struct ics_line *);
/* Frees the room. */
void ics_lines_clear(struct ics_lines *);

/* Whether the line's name is `name` (upper case), in any case. */
bool ics_name_is(const struct ics_line *, const char *name);
/*
 * The value of a parameter, quotes removed, ^n ^' ^^ decoded (RFC 6868), in
 * `pool`; several values stay joined by commas. NULL when it is not there.
 */
char *ics_param(struct pool *, const struct ics_line *, const char *name);
/* A TEXT value (section 3.3.11) unescaped; control characters but tab and
 * newline are left out. */
char *ics_text(struct pool *, const char *value, size_t n);

#endif
