#include "check.h"

#include <stdlib.h>

#include "when/span.h"

/* "0-5 7-9" into spans. */
static struct spans
read_spans(struct pool *pool, const char *text)
{
	struct spans s = { 0 };
	char *p = (char *)text;
	instant start;

	while (*p != '\0') {
		start = strtol(p, &p, 10);
		spans_add(pool, &s, start, strtol(p + 1, &p, 10));
		while (*p == ' ')
			p++;
	}
	return s;
}

static const char *
text_of(struct pool *pool, const struct spans *s)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < s->n; i++)
		text = pool_printf(pool, "%s%s%ld-%ld", text, i ? " " : "",
			(long)s->v[i].start, (long)s->v[i].end);
	return text;
}

static void
join(struct pool *pool)
{
	static const struct {
		const char *what, *in, *out;
	} t[] = {
		{ "nothing", "", "" },
		{ "an empty span is left out", "5-5", "" },
		{ "one is itself", "1-2", "1-2" },
		{ "touching ones melt", "0-5 5-9", "0-9" },
		{ "a second apart stay two", "0-5 6-9", "0-5 6-9" },
		{ "unsorted", "7-9 0-2 1-4", "0-4 7-9" },
		{ "one inside another", "0-9 2-3 4-5", "0-9" },
		{ "twice the same", "3-4 3-4", "3-4" },
	};
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct spans s = read_spans(pool, t[i].in);

		spans_join(&s);
		check_str(text_of(pool, &s), t[i].out, t[i].what);
	}
}

static void
combine(struct pool *pool)
{
	static const struct {
		const char *what, *a, *b, *both, *rest;
	} t[] = {
		{ "nothing with something", "", "1-5", "", "" },
		{ "something with nothing", "1-5", "", "", "1-5" },
		{ "a hole in the middle", "0-9", "3-4", "3-4", "0-3 4-9" },
		{ "edges that touch", "3-6", "0-3 6-9", "", "3-6" },
		{ "all covered", "3-6", "0-9", "3-6", "" },
		{ "one over two", "0-3 5-8", "2-6", "2-3 5-6", "0-2 6-8" },
		{ "two in one", "0-9", "1-2 4-5", "1-2 4-5", "0-1 2-4 5-9" },
		{ "the same", "1-2 3-4", "1-2 3-4", "1-2 3-4", "" },
	};
	struct spans to = { 0 };
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		struct spans a = read_spans(pool, t[i].a);
		struct spans b = read_spans(pool, t[i].b);

		spans_intersect(pool, &a, &b, &to);
		check_str(text_of(pool, &to), t[i].both, t[i].what);
		spans_subtract(pool, &a, &b, &to);
		check_str(text_of(pool, &to), t[i].rest, "  less");
	}
}

static void
ask(struct pool *pool)
{
	static const struct {
		instant start, end;
		int hit, hold;
	} t[] = {
		{ 0, 2, 0, 0 },
		{ 0, 3, 1, 0 },
		{ 2, 5, 1, 1 },
		{ 3, 4, 1, 1 },
		{ 4, 6, 1, 0 },
		{ 5, 7, 0, 0 },
		{ 1, 20, 1, 0 },
		{ 9, 20, 0, 0 },
		{ 8, 9, 1, 1 },
		{ 3, 3, 0, 1 },
	};
	struct spans s = read_spans(pool, "2-5 7-9"), none = { 0 };
	size_t i;

	for (i = 0; i < sizeof(t) / sizeof(*t); i++) {
		check(spans_hit(&s, t[i].start, t[i].end) == t[i].hit,
			"%d-%d %s 2-5 7-9", (int)t[i].start, (int)t[i].end,
			t[i].hit ? "hits" : "misses");
		check(spans_hold(&s, t[i].start, t[i].end) == t[i].hold,
			"  and is%s held", t[i].hold ? "" : " not");
	}
	check(!spans_hit(&none, 0, 9) && !spans_hold(&none, 0, 9),
		"no spans hit and hold nothing");
}

int
main(void)
{
	struct pool *pool = pool_new();

	join(pool);
	combine(pool);
	ask(pool);
	pool_free(pool);
	return check_done();
}
