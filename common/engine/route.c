#include "engine/route.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Rules of a routing over one record; route_condition.c reads and weighs their
 * conditions. */

int
target_read(const char *text, enum target_kind *kind, const char **name,
	struct fail *f)
{
	static const struct {
		const char *word;
		enum target_kind kind;
	} words[] = { { "page:", TARGET_PAGE },
		{ "rotation:", TARGET_ROTATION }, { "user:", TARGET_USER } };
	size_t i, n;

	*name = "";
	*kind = TARGET_NONE;
	if (strcasecmp(text, "none") == 0)
		return 0;
	for (i = 0; i < 3; i++) {
		n = strlen(words[i].word);
		if (strncasecmp(text, words[i].word, n) != 0)
			continue;
		*kind = words[i].kind;
		*name = text + n + strspn(text + n, " \t");
		if (*kind == TARGET_ROTATION && **name == '@')
			++*name;
		if (**name == '\0' || strlen(*name) > 300)
			return fail(f, EXIT_BAD_DATA,
				"'%.40s' names nothing behind the colon", text);
		return 0;
	}
	return fail(f, EXIT_BAD_DATA,
		"'%.60s' is not page:SLUG, rotation:NAME, user:USER or none",
		text);
}

void
route_choose(const struct routing *r, struct condition *const *conditions,
	const struct field_ask *ask, struct pool *pool, struct routed *to)
{
	struct route_step *s;
	size_t i;

	to->routing = r->name;
	to->rule = NULL;
	to->to = r->fallback;
	to->n = 0;
	to->v = pool_array(pool, r->n + 1, sizeof(*to->v));
	for (i = 0; i < r->n; i++) {
		s = &to->v[to->n++];
		s->rule = r->v[i].name;
		s->to = r->v[i].to;
		s->matched = true;
		s->why = "always";
		if (conditions[i] != NULL)
			s->matched = condition_holds(
				conditions[i], ask, pool, &s->why);
		if (s->matched) {
			to->rule = s->rule;
			to->to = s->to;
			return;
		}
	}
}
