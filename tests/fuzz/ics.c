/*
 * Fuzz target of the iCalendar reader: any bytes, through scanner, reader,
 * expander and writer. Besides crashes it looks for what must always hold: busy
 * time has a length, merged busy time does not overlap, an object's own text
 * reads as the same object.
 *
 *   clang -fsanitize=fuzzer,address -Icommon tests/fuzz/ics.c common/...
 *   cc -DREPLAY ... : a main() that runs the files it is given
 */
#include "engine/busy.h"
#include "wire/busy_ics.h"
#include "wire/event_ics.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

/* An object's own text is a calendar with that one object. */
static void
check_text(struct pool *pool, const struct ics *ics, const struct ics_object *o)
{
	struct ics again;
	struct fail f;
	char *text;
	size_t n;

	text = ics_object_text(pool, ics, o, &n);
	must(ics_scan(pool, text, n, &again, &f) == 0, "object's text");
	if (o->derived)
		return;
	must(again.objects_n == 1, "one object in its text");
	must(strcmp(again.objects[0].uid, o->uid) == 0, "its UID");
	must(again.objects[0].parts_n == o->parts_n, "its parts");
	/* what was mended on the way (a VTIMEZONE without its end) may differ
	 */
	if (ics->warnings.n == 0 && again.warnings.n == 0)
		must(again.objects[0].hash == o->hash, "its hash");
}

static void
check_busy(struct pool *pool, const struct busies *list)
{
	struct busy_ics head = { .email = "a@b.example", .window = { 0, 1 } };
	struct busies merged = { 0 };
	char *text = NULL;
	struct fail f;
	size_t i, n;
	FILE *to;

	for (i = 0; i < list->n; i++)
		must(list->v[i].start < list->v[i].end, "no empty busy time");
	busies_merge(pool, list, &merged);
	for (i = 1; i < merged.n; i++)
		must(merged.v[i - 1].end <= merged.v[i].start, "no overlap");
	to = open_memstream(&text, &n);
	must(busy_ics_write(to, &head, &merged, &f) == 0, "VFREEBUSY");
	fclose(to);
	free(text);
}

static void
run(struct pool *pool, const char *text, size_t size)
{
	struct busy_budget budget = { .steps = 200000, .instances = 5000 };
	struct ics_read how = { .zone = zone_utc() };
	struct busy_context ctx = { .window = { 1793491200, 1801440000 },
		.host = zone_utc(),
		.budget = &budget,
		.instances_max = 500 };
	struct ics_warnings w = { 0 };
	struct busies all = { 0 };
	struct events events;
	struct strs owners = { 0 };
	struct fail f;
	struct ics ics;
	size_t i;

	if (ics_scan(pool, text, size, &ics, &f) != 0)
		return;
	strs_add(pool, &owners, "a@b.example");
	how.owners = &owners;
	how.zones = ics_zones_new(pool);
	ctx.calendar = ics_time_zone(pool, &ics, &how);
	for (i = 0; i < ics.objects_n; i++) {
		memset(&events, 0, sizeof(events));
		ics_events(pool, &ics, &ics.objects[i], &how, &events, &w);
		busy_expand(pool, &events, &ctx, &all);
		if (i < 20)
			check_text(pool, &ics, &ics.objects[i]);
	}
	for (i = 0; i < w.n; i++)
		ics_warning_line(pool, &w.v[i]);
	check_busy(pool, &all);
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct pool *pool = pool_new();

	run(pool, (const char *)data, size);
	pool_free(pool);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	unsigned char *data;
	FILE *from;
	size_t n;
	int i;

	for (i = 1; i < argc; i++) {
		from = fopen(argv[i], "rb");
		if (from == NULL)
			return 1;
		/* at its exact size, so that reading beyond it is seen */
		fseek(from, 0, SEEK_END);
		n = ftell(from);
		rewind(from);
		data = malloc(n + 1);
		n = fread(data, 1, n, from);
		fclose(from);
		LLVMFuzzerTestOneInput(data, n);
		free(data);
	}
	return 0;
}
#endif
