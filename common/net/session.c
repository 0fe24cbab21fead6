#include "net/session.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void
secret_wipe(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
}

void
session_clear(struct session *s)
{
	if (s->close != NULL)
		s->close(s);
	s->close = NULL;
	secret_wipe(s->secret);
	s->secret = NULL;
}

void
session_trace(const struct session *s, const char *fmt, ...)
{
	char line[1000];
	va_list ap;

	if (s->trace == NULL)
		return;
	va_start(ap, fmt);
	vsnprintf(line, sizeof(line), fmt, ap);
	va_end(ap);
	s->trace(s->trace_arg, line);
}
