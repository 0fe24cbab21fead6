#include "wire/ics_write.h"

#include "wire/ics_priv.h"

#include "when/civil.h"

#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

enum { OCTETS = 75 }; /* of a line without its end */

/* The line, cut before characters where the next would not fit. */
static void
fold(FILE *to, const char *s, size_t n)
{
	size_t room = OCTETS, k;

	while (n > room) {
		for (k = room; k > 0 && ((unsigned char)s[k] & 0xc0) == 0x80;)
			k--;
		if (k == 0)
			k = room;
		fwrite(s, 1, k, to);
		fputs("\r\n ", to);
		s += k;
		n -= k;
		room = OCTETS - 1;
	}
	fwrite(s, 1, n, to);
	fputs("\r\n", to);
}

static bool
plain(const char *s, size_t n)
{
	size_t i = 0;
	int k;

	while (i < n) {
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			return false;
		k = ics_utf8((const unsigned char *)s + i, n - i);
		if (k == 0)
			return false;
		i += k;
	}
	return true;
}

int
ics_write_line(FILE *to, const char *line, struct fail *f)
{
	size_t n = strlen(line);

	if (!plain(line, n))
		return fail(f, EXIT_BAD_DATA,
			"iCalendar %.*s:"
			" control character or no UTF-8",
			(int)strcspn(line, ";: \r\n\t"), line);
	fold(to, line, n);
	return 0;
}

int
ics_write_fmt(FILE *to, struct fail *f, const char *fmt, ...)
{
	struct pool *pool = pool_new();
	va_list ap;
	int rc;

	va_start(ap, fmt);
	rc = ics_write_line(to, pool_vprintf(pool, fmt, ap), f);
	va_end(ap);
	pool_free(pool);
	return rc;
}

/*
 * Text for a line: `mark` escapes each character that `special` holds, newlines
 * become "\n" or "^n", other controls are left out, bytes that are no UTF-8
 * become U+FFFD.
 */
static char *
escape(struct pool *pool, const char *text, char mark, const char *special)
{
	char *to = pool_zero(pool, 3 * strlen(text) + 1), *q = to;
	size_t n = strlen(text);
	const char *at;
	int k;

	for (; n > 0; text += k, n -= k) {
		k = ics_utf8((const unsigned char *)text, n);
		at = strchr(special, *text);
		if (k == 0) {
			memcpy(q, "\xef\xbf\xbd", 3);
			q += 3;
			k = 1;
		} else if (*text == '\n') {
			*q++ = mark;
			*q++ = 'n';
		} else if (at != NULL) {
			*q++ = mark;
			*q++ = *text == '"' ? '\'' : *text;
		} else if (k > 1 ||
			   ((unsigned char)*text >= ' ' && *text != 0x7f)) {
			memcpy(q, text, k);
			q += k;
		} else if (*text == '\t') {
			*q++ = ' ';
		}
	}
	*q = '\0';
	return to;
}

char *
ics_escape(struct pool *pool, const char *text)
{
	return escape(pool, text, '\\', "\\;,");
}

char *
ics_param_value(struct pool *pool, const char *text)
{
	return pool_printf(pool, "\"%s\"", escape(pool, text, '^', "^\""));
}

void
ics_write_text(FILE *to, const char *name, const char *text)
{
	struct pool *pool = pool_new();
	char *line = pool_printf(pool, "%s:%s", name, ics_escape(pool, text));

	fold(to, line, strlen(line));
	pool_free(pool);
}

char *
ics_utc(instant at, char to[ICS_UTC_TEXT])
{
	struct civil c;

	if (at < INSTANT_MIN)
		at = INSTANT_MIN;
	if (at > INSTANT_MAX)
		at = INSTANT_MAX;
	c = civil_of_seconds(at);
	snprintf(to, ICS_UTC_TEXT, "%04u%02u%02uT%02u%02u%02uZ",
		(unsigned)c.year % 10000, (unsigned)c.month % 100,
		(unsigned)c.day % 100, (unsigned)c.hour % 100,
		(unsigned)c.minute % 100, (unsigned)c.second % 100);
	return to;
}

void
ics_write_time(FILE *to, const char *name, instant at)
{
	char text[ICS_UTC_TEXT];

	fprintf(to, "%s:%s\r\n", name, ics_utc(at, text));
}

int
ics_write_mailto(FILE *to, const char *name, const char *params,
	const char *address, struct fail *f)
{
	if (strncmp(address, "mailto:", 7) == 0)
		address += 7;
	if (*address == '\0' || strpbrk(address, " \"<>") != NULL ||
		!plain(address, strlen(address)))
		return fail(f, EXIT_BAD_DATA,
			"iCalendar %s:"
			" address that cannot be written",
			name);
	return ics_write_fmt(to, f, "%s%s%s:mailto:%s", name,
		params == NULL ? "" : ";", params == NULL ? "" : params,
		address);
}

int
ics_write_uri(FILE *to, const char *name, const char *uri, struct fail *f)
{
	if (strchr(uri, ' ') != NULL || !plain(uri, strlen(uri)))
		return fail(f, EXIT_BAD_DATA,
			"iCalendar %s: address that cannot be written", name);
	return ics_write_fmt(to, f, "%s:%s", name, uri);
}
