#include "wire/routing_text.h"

#include "wire/ini_text.h"

void
routing_text_write(FILE *to, const struct routing *r)
{
	struct pool *pool = pool_new();
	size_t i;

	ini_write_section(to, "routing", r->name);
	ini_write_key(
		to, "default", r->fallback == NULL ? "none" : r->fallback);
	for (i = 0; i < r->n; i++) {
		putc('\n', to);
		ini_write_section(to, "route",
			pool_printf(pool, "%s.%s", r->name, r->v[i].name));
		if (r->v[i].when != NULL)
			ini_write_key(to, "when", r->v[i].when);
		ini_write_key(to, "to", r->v[i].to);
	}
	pool_free(pool);
}
