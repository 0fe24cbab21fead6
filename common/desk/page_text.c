#include "desk/page.h"

#include "flow/page_apply.h"
#include "front/input.h"
#include "store/page.h"

#include <string.h>

/* The verbs that write pages as text and make them what a text says. */

enum { TEXT_MAX = 8 << 20 };

static const char columns[] = "kind,name,what,key,from,to";

/* ---- export ---- */

struct pages {
	struct pool *pool;
	struct page *v;
	size_t n, cap;
};

static int
keep(void *arg, const struct page *p)
{
	struct pages *all = arg;

	all->v = pool_grow(
		all->pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = *p;
	return 0;
}

int
desk_page_export(struct front *front, int argc, char **argv)
{
	struct pages all = { .pool = front->pool };
	struct store *store = desk_store(front, STORE_READ);
	struct fail f;
	int i;

	for (i = 0; i < argc; i++) {
		struct page p = { 0 };

		desk_page(front, store, argv[i], &p);
		keep(&all, &p);
	}
	if (argc == 0 && page_each(store, 0, front->pool, keep, &all, &f) < 0)
		front_die(front, &f);
	if (page_export(store, all.v, all.n, front->now, front->out,
		    front->pool, &f) != 0)
		front_die(front, &f);
	store_close(store);
	return 0;
}

/* ---- apply ---- */

/* Told when all of it is done: a line at fault means that nothing was. */
struct told {
	struct pool *pool;
	struct apply_record *v;
	size_t n, cap;
};

static void
tell(void *arg, const struct apply_record *c)
{
	struct told *t = arg;

	t->v = pool_grow(t->pool, t->v, t->n, &t->cap, sizeof(*t->v));
	t->v[t->n++] = *c;
}

int
desk_page_apply(struct front *front, int argc, char **argv)
{
	struct told told = { .pool = front->pool };
	struct store *store;
	struct fail f;
	const char *text;
	size_t len, k;
	int i;

	if (argc < 1)
		desk_usage(front, "name the files, or - for stdin");
	front_emit(front, columns);
	store = desk_begin(front);
	for (i = 0; i < argc; i++) {
		text = input_read(front->pool, argv[i], TEXT_MAX, &len, &f);
		if (text == NULL ||
			page_apply(store,
				strcmp(argv[i], "-") == 0 ? "stdin" : argv[i],
				text, len, front->now, front->pool, tell, &told,
				&f) != 0)
			front_die(front, &f);
	}
	for (k = 0; k < told.n; k++)
		apply_write(front_emit(front, columns), &told.v[k]);
	desk_finish(front, store);
	if (told.n == 0)
		front_say(front, "nothing to change");
	else
		front_say(front, "%s %zu change%s",
			front->dry_run ? "would make" : "made", told.n,
			told.n == 1 ? "" : "s");
	return 0;
}
