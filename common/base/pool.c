#include "base/pool.h"

#include "base/fail.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct piece {
	struct piece *prev, *next;
	/* keeps what follows aligned for any type */
	max_align_t data[];
};

struct pool {
	struct piece head;
};

static void
no_memory(void)
{
	fputs("mtg: out of memory\n", stderr);
	exit(EXIT_BUSY);
}

static void
link_in(struct pool *pool, struct piece *p)
{
	p->prev = &pool->head;
	p->next = pool->head.next;
	if (p->next != NULL)
		p->next->prev = p;
	pool->head.next = p;
}

struct pool *
pool_new(void)
{
	struct pool *pool = calloc(1, sizeof(*pool));

	if (pool == NULL)
		no_memory();
	return pool;
}

void
pool_free(struct pool *pool)
{
	struct piece *p, *next;

	if (pool == NULL)
		return;
	for (p = pool->head.next; p != NULL; p = next) {
		next = p->next;
		free(p);
	}
	free(pool);
}

void *
pool_zero(struct pool *pool, size_t size)
{
	struct piece *p;

	if (size > SIZE_MAX - sizeof(*p))
		no_memory();
	if ((p = calloc(1, sizeof(*p) + size)) == NULL)
		no_memory();
	link_in(pool, p);
	return p->data;
}

void *
pool_array(struct pool *pool, size_t n, size_t size)
{
	if (size != 0 && n > SIZE_MAX / 2 / size)
		no_memory();
	return pool_zero(pool, n * size);
}

void *
pool_grow(struct pool *pool, void *old, size_t used, size_t *cap, size_t size)
{
	struct piece *p;
	size_t want;

	if (used < *cap)
		return old;
	want = *cap < 8 ? 8 : *cap * 2;
	if (old == NULL) {
		*cap = want;
		return pool_array(pool, want, size);
	}
	if (want > SIZE_MAX / 2 / size)
		no_memory();
	p = (struct piece *)((char *)old - offsetof(struct piece, data));
	p->prev->next = p->next;
	if (p->next != NULL)
		p->next->prev = p->prev;
	if ((p = realloc(p, sizeof(*p) + want * size)) == NULL)
		no_memory();
	link_in(pool, p);
	memset((char *)p->data + *cap * size, 0, (want - *cap) * size);
	*cap = want;
	return p->data;
}

char *
pool_strn(struct pool *pool, const char *s, size_t n)
{
	char *copy = pool_zero(pool, n + 1);

	memcpy(copy, s, n);
	return copy;
}

char *
pool_str(struct pool *pool, const char *s)
{
	return s == NULL ? NULL : pool_strn(pool, s, strlen(s));
}

char *
pool_vprintf(struct pool *pool, const char *fmt, va_list ap)
{
	va_list again;
	char *s;
	int n;

	va_copy(again, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	if (n < 0)
		no_memory();
	s = pool_zero(pool, (size_t)n + 1);
	vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

char *
pool_printf(struct pool *pool, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = pool_vprintf(pool, fmt, ap);
	va_end(ap);
	return s;
}

void
strs_add(struct pool *pool, struct strs *list, const char *s)
{
	list->v =
		pool_grow(pool, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = pool_str(pool, s);
}

void
strs_split(struct pool *pool, struct strs *list, const char *text, char sep)
{
	const char *end, *next;

	for (; text != NULL; text = next) {
		end = strchr(text, sep);
		next = end == NULL ? NULL : end + 1;
		if (end == NULL)
			end = text + strlen(text);
		while (text < end && (*text == ' ' || *text == '\t'))
			text++;
		while (end > text && (end[-1] == ' ' || end[-1] == '\t'))
			end--;
		if (end > text)
			strs_add(pool, list,
				pool_strn(pool, text, (size_t)(end - text)));
	}
}
