#include "wire/ics_line.h"

#include "wire/ics_scan.h"

#include <string.h>
#include <strings.h>

void
ics_lines_init(struct ics_lines *it, const char *text, size_t n, int line)
{
	memset(it, 0, sizeof(*it));
	it->p = text;
	it->end = text + n;
	it->line = line;
}

void
ics_lines_clear(struct ics_lines *it)
{
	pool_free(it->pool);
	it->pool = NULL;
	it->room = NULL;
	it->room_cap = 0;
}

/* The physical line at it->p without its end; moves behind it. */
static const char *
take(struct ics_lines *it, size_t *n)
{
	const char *from = it->p, *nl;

	nl = memchr(from, '\n', it->end - from);
	it->p = nl == NULL ? it->end : nl + 1;
	if (nl == NULL)
		nl = it->end;
	while (nl > from && nl[-1] == '\r')
		nl--;
	*n = nl - from;
	it->line++;
	return from;
}

static bool
folded(const struct ics_lines *it)
{
	return it->p < it->end && (*it->p == ' ' || *it->p == '\t');
}

static void
append(struct ics_lines *it, size_t *used, const char *s, size_t n)
{
	size_t cap = it->room_cap;
	char *room;

	if (*used + n > cap) {
		cap = cap == 0 ? 1024 : cap;
		while (cap < *used + n)
			cap *= 2;
		if (it->pool == NULL)
			it->pool = pool_new();
		room = pool_zero(it->pool, cap);
		if (*used > 0)
			memcpy(room, it->room, *used);
		it->room = room;
		it->room_cap = cap;
	}
	memcpy(it->room + *used, s, n);
	*used += n;
}

/* Joins a first line with the continuations that follow it. */
static const char *
unfold(struct ics_lines *it, const char *first, size_t *n, bool *too_long)
{
	size_t used = 0, m;
	const char *s;

	append(it, &used, first, *n > ICS_LINE_MAX ? ICS_LINE_MAX : *n);
	while (folded(it)) {
		s = take(it, &m);
		if (used + m > ICS_LINE_MAX)
			*too_long = true;
		else
			append(it, &used, s + 1, m - 1);
	}
	*n = used;
	return it->room;
}

/* The colon that ends name and parameters; quoted ones don't. */
static const char *
find_colon(const char *s, size_t n)
{
	bool quoted = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (s[i] == ':' && !quoted)
			return s + i;
	}
	/* a quote that never closes: the world's readers take the first */
	return memchr(s, ':', n);
}

static void
split(struct ics_line *l, const char *s, size_t n)
{
	const char *colon, *p;

	l->name = s;
	l->params = l->value = s + n;
	for (p = s; p < s + n && *p != ':' && *p != ';'; p++)
		continue;
	l->name_n = p - s;
	if (p == s + n) {
		l->odd = true;
		return;
	}
	colon = *p == ':' ? p : find_colon(p, s + n - p);
	if (colon == NULL) {
		l->odd = true;
		return;
	}
	if (p < colon) {
		l->params = p + 1;
		l->params_n = colon - p - 1;
	}
	l->value = colon + 1;
	l->value_n = s + n - l->value;
}

bool
ics_lines_next(struct ics_lines *it, struct ics_line *l)
{
	bool too_long;
	const char *s;
	size_t n;

	while (it->p < it->end) {
		memset(l, 0, sizeof(*l));
		l->line = it->line;
		s = take(it, &n);
		if (n == 0)
			continue;
		too_long = n > ICS_LINE_MAX;
		if (folded(it))
			s = unfold(it, s, &n, &too_long);
		else if (too_long)
			n = ICS_LINE_MAX;
		split(l, s, n);
		l->long_line = too_long;
		if (too_long)
			l->value_n = 0;
		return true;
	}
	return false;
}

bool
ics_name_is(const struct ics_line *l, const char *name)
{
	size_t n = strlen(name);

	return l->name_n == n && strncasecmp(l->name, name, n) == 0;
}

/* Value slice of a parameter, quotes still there. */
static const char *
find_param(const struct ics_line *l, const char *name, size_t *len)
{
	const char *p = l->params, *end = p + l->params_n, *from;
	size_t n = strlen(name);
	bool quoted, here;

	while (p < end) {
		here = (size_t)(end - p) > n && p[n] == '=' &&
		       strncasecmp(p, name, n) == 0;
		from = here ? p + n + 1 : p;
		quoted = false;
		for (p = from; p < end && (quoted || *p != ';'); p++)
			if (*p == '"')
				quoted = !quoted;
		if (here) {
			*len = p - from;
			return from;
		}
		p++;
	}
	return NULL;
}

char *
ics_param(struct pool *pool, const struct ics_line *l, const char *name)
{
	const char *s, *p;
	char *to, *q;
	size_t n;

	s = find_param(l, name, &n);
	if (s == NULL)
		return NULL;
	to = q = pool_zero(pool, n + 1);
	for (p = s; p < s + n; p++) {
		if (*p == '"' || (unsigned char)*p < ' ')
			continue;
		if (*p == '^' && p + 1 < s + n && strchr("n'^", p[1]) != NULL)
			switch (*++p) {
			case 'n':
				*q++ = '\n';
				break;
			case '\'':
				*q++ = '"';
				break;
			default:
				*q++ = '^';
			}
		else
			*q++ = *p;
	}
	*q = '\0';
	return to;
}

char *
ics_text(struct pool *pool, const char *value, size_t n)
{
	const char *p, *end = value + n;
	char *to, *q;

	to = q = pool_zero(pool, n + 1);
	for (p = value; p < end; p++) {
		if (*p == '\\' && p + 1 < end) {
			p++;
			*q++ = *p == 'n' || *p == 'N' ? '\n' : *p;
		} else if ((unsigned char)*p >= ' ' || *p == '\t') {
			if (*p != 0x7f)
				*q++ = *p;
		}
	}
	*q = '\0';
	return to;
}
