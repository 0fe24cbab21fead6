/*
 * Fuzz target of the WebDAV reader: any bytes as a multistatus, whole and in
 * pieces; both must tell the same. What it hands out is UTF-8 without control
 * characters, paths stay inside their root.
 *
 *   clang -fsanitize=fuzzer,address -Icommon tests/fuzz/dav.c common/...
 *   cc -DREPLAY ... : a main() that runs the files it is given
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/dav_xml.h"
#include "net/url.h"
#include "wire/ics_scan.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

struct told {
	uint64_t hash;
	size_t n;
};

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

static void
check_path(const char *href)
{
	struct pool *pool = pool_new();
	struct fail f;
	struct url base, u;
	char *plain;

	must(url_read(pool, "https://example.org/a/", &base, &f) == 0, "base");
	if (url_resolve(pool, &base, href, &u, &f) == 0) {
		plain = url_path_plain(pool, u.path);
		must(*plain == '/' && strstr(plain, "/../") == NULL &&
				strstr(plain, "//") == NULL,
			"a plain path");
		must(strcmp(url_path_plain(pool, url_path_escape(pool, plain)),
			     plain) == 0,
			"a path comes back from its escapes");
		must(strpbrk(url_write(pool, &u), " \r\n") == NULL,
			"no blanks in an address");
	}
	pool_free(pool);
}

static int
each(void *arg, const struct dav_response *r, struct fail *f)
{
	struct told *t = arg;
	int i;

	(void)f;
	t->n++;
	for (i = 0; i < DAV_TEXTS; i++)
		if (r->text[i] != NULL)
			t->hash = ics_hash(t->hash + (unsigned)i, r->text[i],
				strlen(r->text[i]));
	must(r->text[DAV_HREF] != NULL, "an href");
	must(r->text[DAV_DATA] == NULL ||
			strlen(r->text[DAV_DATA]) == r->data_n,
		"the length of data");
	check_path(r->text[DAV_HREF]);
	return 0;
}

static int
read_in(const unsigned char *data, size_t size, size_t step, struct told *t)
{
	struct dav_reader *r = dav_reader_new(each, t);
	struct fail f = { 0 };
	size_t at;
	int rc = 0;

	for (at = 0; rc == 0 && at < size; at += step)
		rc = dav_reader_feed(r, (const char *)data + at,
			size - at < step ? size - at : step, &f);
	if (rc == 0)
		rc = dav_reader_end(r, &f);
	must(rc == 0 || (f.status == EXIT_BAD_DATA && f.line[0] != '\0'),
		"refused with a reason");
	dav_reader_free(r);
	return rc;
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct told whole = { 0, 0 }, pieces = { 0, 0 };
	int rc = read_in(data, size, size + 1, &whole);

	/* the first piece decides on UTF-16, so it is never one byte */
	if (size == 0)
		return 0;
	must(read_in(data, size, 7, &pieces) == rc, "pieces end the same way");
	if (rc == 0)
		must(whole.hash == pieces.hash && whole.n == pieces.n,
			"pieces tell the same");
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
