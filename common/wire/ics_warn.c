#include "wire/ics_priv.h"

#include <stdio.h>
#include <string.h>

enum { TEXT_MAX = 200 };

/* At most TEXT_MAX bytes, not cut inside a character; controls become '?'. */
static const char *
cut(struct pool *pool, const char *s)
{
	size_t n;
	char *to, *p;

	if (s == NULL)
		return NULL;
	n = strlen(s);
	if (n > TEXT_MAX)
		for (n = TEXT_MAX;
			n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	to = pool_strn(pool, s, n);
	for (p = to; *p != '\0'; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return to;
}

void
ics_warn(struct pool *pool, struct ics_warnings *w, int line, const char *uid,
	const char *summary, bool partial, const char *fmt, ...)
{
	struct ics_warning *to;
	char text[TEXT_MAX + 56];
	va_list ap;

	w->partial += partial;
	if (w->n >= ICS_WARNINGS_MAX) {
		w->dropped++;
		return;
	}
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	w->v = pool_grow(pool, w->v, w->n, &w->cap, sizeof(*w->v));
	to = &w->v[w->n++];
	to->line = line;
	to->uid = cut(pool, uid);
	to->summary = cut(pool, summary);
	to->text = cut(pool, text);
	to->partial = partial;
}

char *
ics_warning_line(struct pool *pool, const struct ics_warning *w)
{
	char *s = pool_str(pool, "");

	if (w->line > 0)
		s = pool_printf(pool, "line %d: ", w->line);
	if (w->uid != NULL)
		s = pool_printf(pool, "%sUID %s%s", s, w->uid,
			w->summary != NULL && *w->summary != '\0' ? ", "
								  : ": ");
	if (w->summary != NULL && *w->summary != '\0')
		s = pool_printf(pool, "%s\"%s\": ", s, w->summary);
	return pool_printf(pool, "%s%s", s, w->text);
}
