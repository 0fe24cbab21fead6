#ifndef NET_MAIL_H
#define NET_MAIL_H

#include "base/fail.h"
#include "base/pool.h"
#include "net/session.h"

/*
 * Two ways out for one complete message (RFC 5322, header and body). Failures:
 * EXIT_UNREACHABLE and EXIT_BUSY pass, try later; EXIT_SIGN_IN, EXIT_CONFIG and
 * EXIT_REFUSED last until a person does something.
 */

enum { SENDMAIL_LIMIT_S = 60 };

/*
 * Runs `command` (mail.command, "sendmail -t -i") by /bin/sh with the message
 * on stdin, its stdout dropped, at most `limit_s` seconds (0: the usual). Exit
 * 75 is EXIT_BUSY, over time EXIT_UNREACHABLE, 126 and 127 EXIT_CONFIG, others
 * EXIT_REFUSED; the first line of its stderr is in the failure.
 */
int sendmail_send(const char *command, const char *message, size_t len,
	int limit_s, struct fail *f);

struct smtp {
	const char *url;       /* smtp://host[:port] or smtps://host[:port] */
	const char *from;      /* address of the envelope */
	const struct strs *to; /* addresses of the envelope */
};

/*
 * By SMTP (libcurl): smtps:// is TLS from the start, smtp:// needs STARTTLS
 * unless the host is loopback. Login and secret are the session's, NULL: none.
 * All recipients or none. 4xx is EXIT_BUSY, 5xx EXIT_REFUSED.
 */
int smtp_send(struct session *, const struct smtp *, const char *message,
	size_t len, struct fail *f);

#endif
