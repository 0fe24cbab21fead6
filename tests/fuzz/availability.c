/*
 * Fuzz target of VAVAILABILITY (RFC 7953): any bytes, read and worked out. What
 * must hold: open time has a length, does not overlap or touch, and none of it
 * is there where the text is refused.
 *
 *   cc -DREPLAY ... : a main() that runs the files it is given
 */
#include "flow/availability.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct span window = { 1798070400, 1803254400 }; /* 60 days */
	struct pool *pool = pool_new();
	struct spans open = { 0 };
	struct reasons why = { 0 };
	struct fail f = { 0 };
	size_t i;

	if (availability_open(pool, (const char *)data, size, zone_utc(),
		    window, &open, &why, &f) != 0)
		must(f.status == EXIT_BAD_DATA && open.n == 0, "refused");
	for (i = 0; i < open.n; i++) {
		must(open.v[i].start < open.v[i].end, "a length");
		must(i == 0 || open.v[i - 1].end < open.v[i].start, "joined");
	}
	for (i = 0; i < why.n; i++)
		must(why.v[i].start < why.v[i].end, "reasons have a length");
	pool_free(pool);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	static unsigned char data[1 << 20];
	FILE *from;
	size_t n;
	int i;

	for (i = 1; i < argc; i++) {
		if ((from = fopen(argv[i], "rb")) == NULL)
			return 1;
		n = fread(data, 1, sizeof(data), from);
		fclose(from);
		LLVMFuzzerTestOneInput(data, n);
	}
	return 0;
}
#endif
