#include "front/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *
input_read(struct pool *pool, const char *name, size_t max, size_t *len,
	struct fail *f)
{
	const char *said = strcmp(name, "-") == 0 ? "stdin" : name;
	FILE *from = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	size_t cap = 0, n = 0, got;
	char *text = NULL;

	if (from == NULL) {
		fail(f, EXIT_IO, "%s: %s", said, strerror(errno));
		return NULL;
	}
	do {
		text = pool_grow(pool, text, n, &cap, 1);
		if (cap < 65536)
			text = pool_grow(pool, text, cap, &cap, 1);
		got = fread(text + n, 1, cap - n, from);
		n += got;
	} while (got > 0 && n <= max);
	if (ferror(from))
		fail(f, EXIT_IO, "%s: %s", said, strerror(errno));
	else if (n > max)
		fail(f, EXIT_BAD_DATA, "%s: larger than %zu MB", said,
			max >> 20);
	if (ferror(from) || n > max)
		text = NULL;
	if (from != stdin)
		fclose(from);
	if (text == NULL)
		return NULL;
	text = pool_grow(pool, text, n, &cap, 1);
	text[n] = '\0';
	*len = n;
	return text;
}
