#ifndef ENGINE_ROUTE_H
#define ENGINE_ROUTE_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/routing.h"

#include <stdbool.h>

/*
 * Routing (B13): conditions over a record's fields, rules asked in order, the
 * first that holds wins, and why each before it did not.
 *
 *   answers.size >= 500 and (country in (DE, AT) or email.domain ~ *.de)
 *   not has company
 *
 *   or, and, not, ( )        in this order of binding, loosest first
 *   FIELD = != < <= > >= VALUE
 *   FIELD ~ GLOB             * any text, ? one character, of all the text
 *   FIELD in (VALUE, ...)
 *   has FIELD, missing FIELD
 *
 * A FIELD is names with dots between; a name or value with blanks or signs
 * stands in '...' or "...", where the quote itself is written twice. Two
 * numbers (as JSON writes them) compare as numbers, other things as text,
 * letters A-Z in any case; a number and a text are unequal and neither is
 * larger. Of a list, one that fits is enough. A field that is missing, null or
 * "" fits nothing; != says exactly what "not =" says. FIELD.domain of an
 * address is what stands behind its @.
 */
enum {
	CONDITION_MAX = 2000,   /* bytes of a condition */
	CONDITION_DEPTH = 32,   /* "(" and "not" inside each other */
	CONDITION_LOOK = 4096,  /* bytes of a value that are looked at */
	CONDITION_VALUES = 100, /* of an "in" */
};

struct condition;

/* NULL fills `f`: EXIT_BAD_DATA, "column 12: ..." counted from 1 in bytes. */
struct condition *condition_read(
	struct pool *, const char *text, struct fail *f);

/* Whether it holds; `*why` says in words what decided ("size is 20, asked for
 * >= 500"), one line, at most 200 bytes. */
bool condition_holds(const struct condition *, const struct field_ask *,
	struct pool *, const char **why);

/* Where a route leads. */
enum target_kind { TARGET_NONE, TARGET_PAGE, TARGET_ROTATION, TARGET_USER };
/* "page:demo", "rotation:sales", "user:ada", "none"; `*name` points into the
 * text, "" of none. 0, or -1 with EXIT_BAD_DATA. */
int target_read(const char *text, enum target_kind *, const char **name,
	struct fail *f);

/* `conditions` are those of the routing's rules, NULL: always. */
void route_choose(const struct routing *, struct condition *const *conditions,
	const struct field_ask *, struct pool *, struct routed *to);

#endif
