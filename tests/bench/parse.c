/*
 * parse FILE: libical's time for a calendar (parsing alone) and ours (scanned,
 * read, every event with its rules and zones), the best of five, in us.
 */
#include "base/pool.h"
#include "wire/event_ics.h"

#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static char *
slurp(const char *name, size_t *n)
{
	FILE *from = fopen(name, "rb");
	char *text;

	if (from == NULL)
		exit(2);
	fseek(from, 0, SEEK_END);
	*n = ftell(from);
	rewind(from);
	text = malloc(*n + 1);
	*n = fread(text, 1, *n, from);
	text[*n] = '\0';
	fclose(from);
	return text;
}

static size_t
ours(const char *text, size_t n)
{
	struct pool *pool = pool_new();
	struct ics_read how = { .zone = zone_utc() };
	struct ics_warnings w = { 0 };
	struct strs owners = { 0 };
	struct events events = { 0 };
	struct fail f;
	struct ics ics;
	size_t i, got = 0;

	if (ics_scan(pool, text, n, &ics, &f) != 0)
		exit(1);
	how.owners = &owners;
	how.zones = ics_zones_new(pool);
	for (i = 0; i < ics.objects_n; i++) {
		memset(&events, 0, sizeof(events));
		ics_events(pool, &ics, &ics.objects[i], &how, &events, &w);
		got += events.n;
	}
	pool_free(pool);
	return got;
}

int
main(int argc, char **argv)
{
	double begin, theirs_us = 1e12, ours_us = 1e12;
	icalcomponent *c;
	char *text;
	size_t n;
	int i;

	if (argc != 2)
		return 2;
	text = slurp(argv[1], &n);
	for (i = 0; i < 5; i++) {
		begin = now_us();
		c = icalparser_parse_string(text);
		if (now_us() - begin < theirs_us)
			theirs_us = now_us() - begin;
		icalcomponent_free(c);
		begin = now_us();
		if (ours(text, n) == 0)
			return 1;
		if (now_us() - begin < ours_us)
			ours_us = now_us() - begin;
	}
	free(text);
	printf("%.0f %.0f\n", theirs_us, ours_us);
	return 0;
}
