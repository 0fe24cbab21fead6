#ifndef WIRE_MAIL_H
#define WIRE_MAIL_H

#include "base/fail.h"
#include "when/instant.h"

#include <stdio.h>

/* One mail to one person. Texts are UTF-8, their lines end in LF. */
struct mail {
	const char *from, *from_name; /* name NULL or "": the address alone */
	const char *to, *to_name;
	const char *reply_to; /* an address, or NULL */
	const char *subject;
	const char *id; /* of Message-ID, "left@right" */
	instant date;
	const char *language; /* "da", or NULL */
	const char *text;
	/* an iTIP object (CRLF) and its METHOD in upper case, or NULL */
	const char *ics, *method;
};

/*
 * Writes a whole message, CRLF: RFC 5322 with MIME (RFC 2045, 2046), names and
 * subject as encoded-words where they need it (RFC 2047), marked as made by a
 * program (RFC 3834). With `ics` as RFC 6047 section 2.4 has it: the text and
 * text/calendar; method=METHOD; charset=UTF-8 are alternatives, and the same
 * object is attached as invite.ics (cancel.ics for CANCEL). Bodies that are not
 * short lines of ASCII are quoted-printable, the attachment is base64: no line
 * is longer than 78.
 *
 * Nothing that comes from outside can add a header: control characters in names
 * and subject become blanks, in addresses, id and method they are EXIT_BAD_DATA
 * and nothing is written.
 */
int mail_write(FILE *to, const struct mail *, struct fail *f);

#endif
