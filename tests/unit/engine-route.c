#include "check.h"

#include "engine/route.h"

#include <stdlib.h>

/*
 * Conditions (B13) over one lead: fields as "path value", lists with "|"
 * between, "{}" an object.
 */
static const char *const lead[][2] = {
	{ "email", "Kim@Sub.Example.org" },
	{ "company", "Big Corp" },
	{ "country", "de" },
	{ "employees", "120" },
	{ "answers", "{}" },
	{ "answers.size", "500" },
	{ "answers.when", "2026-12-01" },
	{ "answers.topics", "Prices|Setup" },
	{ "answers.big size", "XL" },
	{ "answers.in", "yes" },
	{ "zip", "01234" },
	{ "ok", "true" },
	{ "umlaut", "M\xc3\xbcnchen" },
	{ "score", "-1.5e3" },
};

static void
get(void *arg, const struct strs *path, struct pool *pool,
	struct field_value *to)
{
	char *name = pool_str(pool, path->v[0]);
	size_t i;

	(void)arg;
	for (i = 1; i < path->n; i++)
		name = pool_printf(pool, "%s.%s", name, path->v[i]);
	for (i = 0; i < sizeof(lead) / sizeof(lead[0]); i++)
		if (strcmp(lead[i][0], name) == 0) {
			to->there = true;
			if (strcmp(lead[i][1], "{}") != 0)
				strs_split(pool, &to->texts, lead[i][1], '|');
		}
}

static const struct row {
	const char *text;
	bool holds;
	const char *why; /* NULL: not compared */
} rows[] = {
	{ "employees = 120", true, "employees is 120, asked for = 120" },
	{ "employees = 120.0", true, NULL },
	{ "employees > 99", true, "employees is 120, asked for > 99" },
	{ "employees > 120", false, NULL },
	{ "employees >= 120", true, NULL },
	{ "employees < 1.2e3", true, NULL },
	{ "employees <= 119", false, "employees is 120, asked for <= 119" },
	{ "employees < many", false, NULL },
	{ "employees > many", false, NULL },
	{ "employees != many", true, NULL },
	{ "score < 0", true, NULL },
	{ "score = -1500", true, NULL },
	/* a number with a zero in front is none */
	{ "zip = 1234", false, NULL },
	{ "zip = 01234", true, NULL },
	{ "zip > 01", true, NULL },
	{ "country = DE", true, NULL },
	{ "country != DE", false, NULL },
	{ "country in (AT, DE)", true, "country is de, asked for in (AT, DE)" },
	{ "country in (AT,CH)", false, NULL },
	{ "not country in (AT)", true, "country is de, asked for not in (AT)" },
	{ "employees in (1, 120)", true, NULL },
	{ "answers.when < 2027-01-01", true, NULL },
	{ "answers.when > 2026-12-01T00", false, NULL },
	{ "company ~ 'big *'", true, NULL },
	{ "company ~ big", false, NULL },
	{ "company ~ *corp", true, NULL },
	{ "company ~ *g*c*p*", true, NULL },
	{ "company ~ 'big ???p'", true, NULL },
	{ "company ~ 'big ????p'", false, NULL },
	{ "umlaut ~ m?nchen", true, NULL },
	{ "company ~ ''", false, NULL },
	{ "answers.topics = setup", true,
		"answers.topics is Prices and 1 more, asked for = setup" },
	{ "answers.topics = price", false, NULL },
	{ "answers.topics ~ pri*", true, NULL },
	/* != is not =: no topic is it */
	{ "answers.topics != setup", false, NULL },
	{ "answers.'big size' = xl", true, NULL },
	{ "answers.\"big size\" = xl", true, NULL },
	{ "answers.'in' = yes", true, NULL },
	{ "ok = TRUE", true, NULL },
	{ "has company", true, NULL },
	{ "has phone", false, "phone is missing, asked for there" },
	{ "missing phone", true, NULL },
	{ "has answers", true, "answers is there, asked for there" },
	{ "phone = x", false, "phone is missing, asked for = x" },
	{ "phone != x", true, NULL },
	{ "not phone = x", true, NULL },
	{ "phone < 5", false, NULL },
	{ "phone ~ *", false, NULL },
	/* and binds before or, not before both */
	{ "ok = true or phone = x and phone = y", true, NULL },
	{ "(ok = true or phone = x) and phone = y", false, NULL },
	{ "not ok = true or ok = true", true, NULL },
	{ "not (ok = true or ok = true)", false, NULL },
	{ "not not ok = true", true, NULL },
	{ "phone = x or phone = y or phone = z or ok = true", true,
		"ok is true, asked for = true" },
	{ "ok = true and employees > 5 and country = fr", false,
		"country is de, asked for = fr" },
	{ "ok=true AND employees>5", true, NULL },
	{ "company = 'Big Corp'", true, NULL },
	{ "company = 'it''s'", false,
		"company is Big Corp, asked for = 'it''s'" },
};

static const struct bad {
	const char *text, *why;
} bads[] = {
	{ "", "column 1: a field expected" },
	{ "a", "column 2: one of" },
	{ "a =", "column 4: a value expected" },
	{ "a = = b", "column 5: a value expected" },
	{ "a = b c", "column 7: and, or or the end" },
	{ "a ! b", "column 3: one of" },
	{ "a in b", "column 6: ( expected" },
	{ "a in (b", "column 8: , or ) expected" },
	{ "a in ()", "column 7: a value expected" },
	{ "(a = b", "column 7: and, or or ) expected" },
	{ "a = b)", "column 6: and, or or the end" },
	{ "a = 'b", "column 5: a quote that does not close" },
	{ "a. = b", "column 3: a name of a field expected" },
	{ ".a = b", "column 1: a name of a field expected" },
	{ "and = b", "column 1: a field expected" },
	{ "a = b and", "column 10: a field expected" },
	{ "not", "column 4: a field expected" },
	{ "has", "column 4: a field expected" },
	{ "a = \x01", "column 5: a control character" },
};

static void
conditions(void)
{
	struct field_ask ask = { get, NULL };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct pool *pool = pool_new();
		const char *why = "";
		struct fail f = { 0 };
		struct condition *c = condition_read(pool, rows[i].text, &f);

		check(c != NULL && condition_holds(c, &ask, pool, &why) ==
					   rows[i].holds,
			"B13: %s: %s%s", rows[i].text,
			rows[i].holds ? "holds" : "does not", f.line);
		if (c != NULL && rows[i].why != NULL)
			check_str(why, rows[i].why, "B13: and says why");
		pool_free(pool);
	}
	for (i = 0; i < sizeof(bads) / sizeof(bads[0]); i++) {
		struct pool *pool = pool_new();
		struct fail f = { 0 };

		check(condition_read(pool, bads[i].text, &f) == NULL &&
				f.status == EXIT_BAD_DATA &&
				strncmp(f.line, bads[i].why,
					strlen(bads[i].why)) == 0,
			"'%s' is refused: %s (%s)", bads[i].text, bads[i].why,
			f.line);
		pool_free(pool);
	}
}

/* n times `part`, then `end`. */
static char *
many(struct pool *pool, int n, const char *part, const char *end)
{
	size_t len = strlen(part);
	char *s = pool_zero(pool, len * (size_t)n + strlen(end) + 1);
	int i;

	for (i = 0; i < n; i++)
		memcpy(s + len * (size_t)i, part, len);
	strcpy(s + len * (size_t)n, end);
	return s;
}

static void
bounds(void)
{
	struct field_ask ask = { get, NULL };
	struct pool *pool = pool_new();
	struct condition *c;
	const char *why;
	struct fail f;

	check(condition_read(pool, many(pool, 32, "not ", "ok = true"), &f) !=
			NULL,
		"32 levels can be read");
	check(condition_read(pool, many(pool, 33, "not ", "ok = true"), &f) ==
			NULL,
		"33 cannot: %s", f.line);
	check(condition_read(pool, many(pool, 500, "(", ""), &f) == NULL,
		"nor 500: %s", f.line);
	c = condition_read(pool, many(pool, 200, "x = 1 or ", "ok = true"), &f);
	check(c != NULL && condition_holds(c, &ask, pool, &why),
		"a chain is as long as its text");
	check(condition_read(pool, many(pool, 1000, "x=1 or ", "x=1"), &f) ==
			NULL,
		"the text is bounded: %s", f.line);
	check(condition_read(pool,
		      pool_printf(
			      pool, "x in (%s", many(pool, 101, "1,", "1)")),
		      &f) == NULL,
		"so is a list: %s", f.line);
	pool_free(pool);
}

static void
rules(void)
{
	struct route v[] = { { "spam", "email ~ *@spam.example", "none" },
		{ "big", "employees >= 100", "page:demo-de" },
		{ "all", NULL, "rotation:sales" } };
	struct routing r = {
		.name = "inbound", .fallback = "user:ada", .v = v, .n = 3
	};
	struct field_ask ask = { get, NULL };
	struct pool *pool = pool_new();
	struct condition *c[3];
	struct routed to;
	struct fail f;
	size_t i;

	for (i = 0; i < 3; i++)
		c[i] = v[i].when == NULL ? NULL
					 : condition_read(pool, v[i].when, &f);
	route_choose(&r, c, &ask, pool, &to);
	check_str(to.to, "page:demo-de", "B13: the first match wins");
	check_str(to.rule, "big", "and is named");
	check(to.n == 2 && !to.v[0].matched && to.v[1].matched,
		"B13: the trace holds what was asked, no more");
	check_str(to.v[0].why,
		"email is Kim@Sub.Example.org, asked for ~ *@spam.example",
		"with its reason");
	c[1] = c[0];
	route_choose(&r, c, &ask, pool, &to);
	check(to.n == 3 && strcmp(to.v[2].why, "always") == 0,
		"a rule without condition always holds");
	r.n = 1;
	route_choose(&r, c, &ask, pool, &to);
	check(to.rule == NULL && strcmp(to.to, "user:ada") == 0,
		"none matches: the default");
	r.fallback = NULL;
	r.n = 0;
	route_choose(&r, c, &ask, pool, &to);
	check(to.to == NULL && to.n == 0, "no rules, no default: nowhere");
	pool_free(pool);
}

static void
targets(void)
{
	static const struct {
		const char *text;
		enum target_kind kind;
		const char *name;
	} good[] = { { "page:demo", TARGET_PAGE, "demo" },
		{ "rotation:@sales", TARGET_ROTATION, "sales" },
		{ "User: ada", TARGET_USER, "ada" },
		{ "none", TARGET_NONE, "" } };
	static const char *const bad[] = { "", "demo", "page:", "team:x",
		"nonesuch" };
	enum target_kind kind;
	const char *name;
	struct fail f;
	size_t i;

	for (i = 0; i < 4; i++)
		check(target_read(good[i].text, &kind, &name, &f) == 0 &&
				kind == good[i].kind &&
				strcmp(name, good[i].name) == 0,
			"target %s", good[i].text);
	for (i = 0; i < 5; i++)
		check(target_read(bad[i], &kind, &name, &f) == -1,
			"target '%s' is refused: %s", bad[i], f.line);
}

int
main(void)
{
	conditions();
	bounds();
	rules();
	targets();
	return check_done();
}
