#ifndef BASE_POOL_H
#define BASE_POOL_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory that dies together. One pool per run, one more per item in long loops.
 * Each piece is a malloc(3) of its own, so that sanitizers see its edges. Out
 * of memory ends the program with EXIT_BUSY and one line; no caller tests.
 */
struct pool;

struct pool *pool_new(void);
/* Frees the pool and all that came from it; NULL is fine. */
void pool_free(struct pool *);

/* `size` zeroed bytes. */
void *pool_zero(struct pool *, size_t size);
/* `n` zeroed things of `size` bytes; ends the program when n*size overflows. */
void *pool_array(struct pool *, size_t n, size_t size);
/*
 * Room for one more: returns `old` or a larger copy of it such that index
 * `used` can be written; updates `*cap`. The new places are zeroed, the old
 * array must not be used again.
 */
void *pool_grow(
	struct pool *, void *old, size_t used, size_t *cap, size_t size);

char *pool_str(struct pool *, const char *s); /* NULL gives NULL */
char *pool_strn(struct pool *, const char *s, size_t n);
char *pool_printf(struct pool *, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
char *pool_vprintf(struct pool *, const char *fmt, va_list);

/* A list of strings, the strings themselves in the pool. */
struct strs {
	const char **v;
	size_t n, cap;
};
void strs_add(struct pool *, struct strs *, const char *s);
/* Splits at `sep`, trims blanks, leaves out empty parts. */
void strs_split(struct pool *, struct strs *, const char *text, char sep);

#endif
