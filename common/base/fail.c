#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *
fail_name(int status)
{
	static const struct {
		int status;
		const char *name;
	} names[] = {
		{ EXIT_OK, "ok" },
		{ EXIT_NONE, "no-slot" },
		{ EXIT_USAGE, "usage" },
		{ EXIT_PARTIAL, "partial" },
		{ EXIT_SIGN_IN, "sign-in" },
		{ EXIT_NOT_FOUND, "not-found" },
		{ EXIT_TAKEN, "slot-taken" },
		{ EXIT_REFUSED, "refused" },
		{ EXIT_INACTIVE, "calendar-inactive" },
		{ EXIT_PENDING, "pending" },
		{ EXIT_BAD_DATA, "bad-data" },
		{ EXIT_UNREACHABLE, "unreachable" },
		{ EXIT_IO, "io" },
		{ EXIT_BUSY, "busy" },
		{ EXIT_PERMISSION, "permission" },
		{ EXIT_CONFIG, "config" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].status == status)
			return names[i].name;
	return "bug";
}

/* Control characters from foreign data must not reach a terminal. */
static void
clean(char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			*s = ' ';
}

static int
fill(struct fail *f, int status, const char *code, const char *fmt, va_list ap)
{
	f->status = status;
	f->code = code;
	f->hint[0] = '\0';
	vsnprintf(f->line, sizeof(f->line), fmt, ap);
	clean(f->line);
	return -1;
}

int
fail(struct fail *f, int status, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(f, status, fail_name(status), fmt, ap);
	va_end(ap);
	return -1;
}

int
fail_code(struct fail *f, int status, const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fill(f, status, code, fmt, ap);
	va_end(ap);
	return -1;
}

int
fail_hint(struct fail *f, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(f->hint, sizeof(f->hint), fmt, ap);
	va_end(ap);
	clean(f->hint);
	return -1;
}

int
fail_prefix(struct fail *f, const char *fmt, ...)
{
	char head[sizeof(f->line)], tail[sizeof(f->line)];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(head, sizeof(head), fmt, ap);
	va_end(ap);
	memcpy(tail, f->line, sizeof(tail));
	snprintf(f->line, sizeof(f->line), "%.250s: %.340s", head, tail);
	clean(f->line);
	return -1;
}

int
fail_worse(int a, int b)
{
	return b > a ? b : a;
}
