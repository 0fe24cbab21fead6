#include "engine/who.h"

#include <stdlib.h>
#include <string.h>

bool
who_composed(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	return strpbrk(text, "+,") != NULL ||
	       (digits > 0 && text[digits] == ':');
}

/* "2:" in front; without one 1. NULL when it is no number of hosts. */
static const char *
read_need(const char *text, size_t *need)
{
	size_t digits = strspn(text, "0123456789");

	*need = 1;
	if (digits == 0 || text[digits] != ':')
		return text;
	*need = digits < 4 ? (size_t)strtoul(text, NULL, 10) : 0;
	return *need > 0 ? text + digits + 1 : NULL;
}

static bool
stands_in(const struct strs *list, const char *name)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->v[i], name) == 0)
			return true;
	return false;
}

/* Names of hosts stand there once. */
static int
names_check(const struct strs *names, const struct who *w, const char *what,
	struct fail *f)
{
	size_t i, k, p;

	for (i = 0; i < names->n; i++) {
		bool again = stands_in(&w->fixed, names->v[i]);

		if (names->v[i][0] == '@' || names->v[i][0] == '\0')
			return fail(f, EXIT_USAGE,
				"%s: '%.60s' is no name of a host", what,
				names->v[i]);
		for (k = 0; k < i; k++)
			again |= strcmp(names->v[k], names->v[i]) == 0;
		for (p = 0; p < w->parts_n; p++)
			again |= stands_in(&w->parts[p].names, names->v[i]);
		if (again)
			return fail(f, EXIT_USAGE,
				"%s: a host stands there twice: %.60s", what,
				names->v[i]);
	}
	return 0;
}

static int
read_rotation(struct pool *pool, const char *text, size_t need,
	const char *what, struct who *w, struct fail *f)
{
	size_t p;

	if (text[0] == '\0' || strchr(text, ',') != NULL)
		return fail(f, EXIT_USAGE, "%s: '@%.60s' is no rotation", what,
			text);
	for (p = 0; p < w->parts_n; p++)
		if (w->parts[p].rotation != NULL &&
			strcmp(w->parts[p].rotation, text) == 0)
			return fail(f, EXIT_USAGE,
				"%s: rotation %.60s stands there twice: for "
				"two of it 2:@%.60s",
				what, text, text);
	w->parts[w->parts_n].need = need;
	w->parts[w->parts_n++].rotation = pool_str(pool, text);
	return 0;
}

static int
read_part(struct pool *pool, const char *text, const char *what, struct who *w,
	struct fail *f)
{
	struct strs names = { 0 };
	const char *rest;
	size_t need, i;

	if ((rest = read_need(text, &need)) == NULL)
		return fail(f, EXIT_USAGE, "%s: '%.60s': from 1 to 999 of them",
			what, text);
	if (*rest == '\0')
		return fail(f, EXIT_USAGE, "%s: a name is missing", what);
	if (*rest == '@' || rest != text || strchr(rest, ',') != NULL)
		if (w->parts_n == WHO_PARTS_MAX - 1)
			return fail(f, EXIT_USAGE, "%s: more than %d parts",
				what, WHO_PARTS_MAX - 1);
	if (*rest == '@')
		return read_rotation(pool, rest + 1, need, what, w, f);
	strs_split(pool, &names, rest, ',');
	if (names.n > WHO_NAMES_MAX || w->fixed.n >= WHO_NAMES_MAX)
		return fail(f, EXIT_USAGE, "%s: more than %d names", what,
			WHO_NAMES_MAX);
	if (names_check(&names, w, what, f) != 0)
		return -1;
	if (need > names.n)
		return fail(f, EXIT_USAGE, "%s: '%.60s': there are only %zu",
			what, text, names.n);
	/* all of them: each is needed */
	if (names.n == need) {
		for (i = 0; i < names.n; i++)
			strs_add(pool, &w->fixed, names.v[i]);
		return 0;
	}
	w->parts[w->parts_n].need = need;
	w->parts[w->parts_n].rotation = NULL;
	w->parts[w->parts_n++].names = names;
	return 0;
}

int
who_read(struct pool *pool, const char *text, const char *what, struct who *w,
	struct fail *f)
{
	const char *at = text, *end;

	memset(w, 0, sizeof(*w));
	for (;;) {
		end = at + strcspn(at, "+");
		if (read_part(pool, pool_strn(pool, at, (size_t)(end - at)),
			    what, w, f) != 0)
			return -1;
		if (*end == '\0')
			return 0;
		at = end + 1;
	}
}

static char *
join(struct pool *pool, char *text, const char *glue, const char *more)
{
	return pool_printf(
		pool, "%s%s%s", text, *text != '\0' ? glue : "", more);
}

char *
who_write(struct pool *pool, const struct who *w)
{
	char *text = pool_str(pool, ""), *part;
	size_t i, k;

	for (i = 0; i < w->fixed.n; i++)
		text = join(pool, text, "+", w->fixed.v[i]);
	for (i = 0; i < w->parts_n; i++) {
		const struct who_part *p = &w->parts[i];

		part = pool_str(pool, "");
		for (k = 0; k < p->names.n; k++)
			part = join(pool, part, ",", p->names.v[k]);
		if (p->rotation != NULL)
			part = pool_printf(pool, "@%s", p->rotation);
		/* "ada,bo" is one of both already */
		if (p->need > 1)
			part = pool_printf(pool, "%zu:%s", p->need, part);
		text = join(pool, text, "+", part);
	}
	return text;
}
