#ifndef WIRE_ICS_WRITE_H
#define WIRE_ICS_WRITE_H

#include "base/fail.h"
#include "base/pool.h"
#include "when/instant.h"

#include <stdio.h>

/*
 * iCalendar on its way out (RFC 5545 section 3.1): CRLF, folded behind at most
 * 75 octets and never inside a UTF-8 character. Nothing that comes from outside
 * can add a line: control characters are refused in names, addresses and URIs,
 * and become \n, a blank or nothing in texts.
 */

/* A whole content line that is already escaped. -1 with EXIT_BAD_DATA when it
 * holds a control character or is no UTF-8; then nothing is written. */
int ics_write_line(FILE *to, const char *line, struct fail *f);
/* The same, printf's way. */
int ics_write_fmt(FILE *to, struct fail *f, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* NAME:text with \\ \; \, \n escapes; bytes that are no UTF-8 become U+FFFD. */
void ics_write_text(FILE *to, const char *name, const char *text);
/* NAME:20261201T090000Z. `name` may carry parameters. */
void ics_write_time(FILE *to, const char *name, instant at);
/*
 * NAME[;params]:mailto:address. `params` ("CN=\"Pat Lee\";RSVP=TRUE", made
 * with ics_param_value) may be NULL. -1 with EXIT_BAD_DATA for an address with
 * control characters, blanks, quotes or angle brackets.
 */
int ics_write_mailto(FILE *to, const char *name, const char *params,
	const char *address, struct fail *f);
/* NAME:uri. -1 with EXIT_BAD_DATA for control characters, blanks, no UTF-8. */
int ics_write_uri(FILE *to, const char *name, const char *uri, struct fail *f);

/* TEXT escapes, in `pool`. */
char *ics_escape(struct pool *, const char *text);
/*
 * A parameter's value, always in quotes, with ^n ^' ^^ (RFC 6868) and without
 * control characters: `"Lee, Pat"`, in `pool`.
 */
char *ics_param_value(struct pool *, const char *text);

enum { ICS_UTC_TEXT = 17 };
/* "20261201T090000Z" into `to`; returns `to`. */
char *ics_utc(instant at, char to[ICS_UTC_TEXT]);

#endif
