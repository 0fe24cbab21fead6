#include "base/opt.h"
#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

enum { NAMES_MAX = 5000 };

int
near_fail(struct store *st, const char *what, const char *name,
	const char *text, struct fail *f)
{
	struct pool *pool = pool_new();
	struct strs names = { 0 };
	struct fail inner;
	struct sql *s = sql_new(st, text, &inner);
	const char *word;

	while (s != NULL && names.n < NAMES_MAX && sql_step(s, &inner) == 1)
		if ((word = sql_get_text(s, 0, pool)) != NULL)
			strs_add(pool, &names, word);
	sql_free(s);
	fail(f, EXIT_NOT_FOUND, "%s %s: not found", what, name);
	word = opt_near(name, names.v, names.n);
	if (word != NULL)
		fail_hint(f, "did you mean '%s'?", word);
	pool_free(pool);
	return 0;
}

char *
lower(struct pool *pool, const char *text)
{
	char *copy = pool_str(pool, text), *p;

	for (p = copy; p != NULL && *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return copy;
}

int64_t
number_of(const char *text)
{
	if (*text == '\0' || strlen(text) > 18 ||
		text[strspn(text, "0123456789")] != '\0')
		return 0;
	return strtoll(text, NULL, 10);
}
