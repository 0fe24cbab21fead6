#include "flow/availability.h"

#include "wire/availability_ics.h"

#define LOOKED_S (INT64_C(732) * 86400)

static int
work_out(struct pool *pool, const char *ics, size_t len,
	const struct zone *zone, struct span window, struct ics_warnings *w,
	struct spans *open, struct reasons *why, struct fail *f)
{
	struct ics_read how = { .zone = zone };
	struct availabilities all;

	if (availability_read(pool, ics, len, &how, &all, w, f) != 0)
		return -1;
	return availability_spans(pool, &all, zone, window, open, why);
}

int
availability_open(struct pool *pool, const char *ics, size_t len,
	const struct zone *zone, struct span window, struct spans *open,
	struct reasons *why, struct fail *f)
{
	struct ics_warnings w = { 0 };

	return work_out(pool, ics, len, zone, window, &w, open, why, f) < 0 ? -1
									    : 0;
}

int
availability_check(struct pool *pool, const char *ics, size_t len,
	const struct zone *zone, instant now, struct ics_warnings *w,
	struct fail *f)
{
	struct span window = { now, now + LOOKED_S };
	struct spans open;
	struct reasons why;
	int rc = work_out(pool, ics, len, zone, window, w, &open, &why, f);

	return rc <= 0 ? rc
		       : fail(f, EXIT_BAD_DATA,
				 "an AVAILABLE that ends before it starts, or "
				 "is too much to work out");
}
