#include "desk/lint.h"

#include "flow/lint.h"
#include "store/page.h"

#include <stdlib.h>
#include <string.h>

static const char columns[] = "page,rule,detail,hint";

/* The pages to look at, copied: nothing else is read while they are. */
struct pages {
	struct front *front;
	struct page *v;
	size_t n, cap;
};

static struct page *
room(struct pages *p)
{
	p->v = pool_grow(p->front->pool, p->v, p->n, &p->cap, sizeof(*p->v));
	return &p->v[p->n++];
}

/* A page that was switched off on purpose is no surprise. */
static int
keep(void *arg, const struct page *page)
{
	if (strcmp(page->state, "enabled") == 0)
		*room(arg) = *page;
	return 0;
}

static void
finding_write(struct emit *e, const struct finding *one)
{
	emit_begin(e, "finding", one->page);
	emit_str(e, "page", one->page);
	emit_str(e, "rule", one->rule);
	emit_str(e, "detail", one->detail);
	emit_str(e, "hint", one->hint);
	emit_end(e);
}

static int64_t
read_days(struct front *front, const char *text)
{
	char *end;
	long n;

	if (text == NULL)
		return 14;
	n = strtol(text, &end, 10);
	if (end > text && *end == 'd')
		end++;
	if (end == text || *end != '\0' || n < 1 || n > LINT_DAYS_MAX)
		desk_usage(front, "--days: from 1 to 366");
	return n;
}

int
desk_lint(struct front *front, const char *days, int argc, char **argv)
{
	struct lint how = { .now = front->now,
		.days = read_days(front, days),
		.max_stale_s = desk_max_stale(front) };
	struct store *store = desk_store(front, STORE_READ);
	struct pages pages = { .front = front };
	struct findings found = { 0 };
	struct fail f;
	size_t k;
	int i;

	if (store_begin_read(store, &f) != 0)
		front_die(front, &f);
	for (i = 0; i < argc; i++)
		desk_page(front, store, argv[i], room(&pages));
	if (argc == 0 &&
		page_each(store, 0, front->pool, keep, &pages, &f) != 0)
		front_die(front, &f);
	for (k = 0; k < pages.n; k++)
		if (lint_page(store, &how, &pages.v[k], front->pool, &found,
			    &f) != 0)
			front_die(front, &f);
	/* nobody's pipe is waited for while the store is held */
	store_end_read(store);
	store_close(store);
	front_emit(front, columns);
	for (k = 0; k < found.n; k++)
		finding_write(front->emit, &found.v[k]);
	return found.n > 0 ? EXIT_PARTIAL : 0;
}
