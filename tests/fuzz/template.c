/*
 * Fuzz target of the template language: a template, then a NUL byte, then the
 * JSON it is filled with. It ends soon, refuses with a line, and HTML holds no
 * "<" that the template or a {{{raw}}} value did not bring.
 *
 *   clang -fsanitize=fuzzer,address -Icommon tests/fuzz/template.c common/...
 *   cc -DREPLAY ... : a main() that runs the files it is given
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pool.h"
#include "wire/template.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static void
fill(const struct template *t, const char *text, struct json_object *o)
{
	struct template_how how = { .html = true, .language = "da" };
	struct fail f = { 0 };
	char *out = NULL;
	size_t n;
	FILE *to = open_memstream(&out, &n);

	must(to != NULL, "memory");
	if (template_write(to, t, o, &how, &f) != 0)
		must(f.status == EXIT_BAD_DATA && f.line[0] != '\0',
			"refused with a reason");
	fclose(to);
	must(n <= 17 * 1024 * 1024, "bounded");
	if (strchr(text, '<') == NULL && strstr(text, "{{{") == NULL)
		must(strchr(out, '<') == NULL, "escaped");
	free(out);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct pool *pool = pool_new();
	char *text = pool_strn(pool, (const char *)data, size);
	size_t n = strlen(text);
	struct json_object *o = NULL;
	struct fail f = { 0 };
	struct template *t;

	if (n < size)
		o = json_tokener_parse(text + n + 1);
	if ((t = template_read(pool, text, "t", &f)) != NULL)
		fill(t, text, o);
	else
		must(f.status == EXIT_BAD_DATA &&
				strncmp(f.line, "t: ", 3) == 0,
			"refused with a line");
	json_object_put(o);
	pool_free(pool);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	static unsigned char data[4 * 1024 * 1024];
	FILE *from;
	int i;

	for (i = 1; i < argc; i++) {
		if ((from = fopen(argv[i], "r")) == NULL)
			return 1;
		LLVMFuzzerTestOneInput(
			data, fread(data, 1, sizeof(data), from));
		fclose(from);
	}
	return 0;
}
#endif
