#include "net/feed.h"

#include <string.h>

char *
feed_ctag(struct pool *pool, const char *text, size_t len)
{
	return pool_printf(pool, "%016llx-%zu",
		(unsigned long long)ics_hash(0, text, len), len);
}

int
feed_objects(const struct ics *ics, const char *prefix, struct pull_sink *sink,
	struct fail *f)
{
	const char *zone = ics->time_zone == NULL ? "" : ics->time_zone;
	uint64_t mix = ics_hash(0, zone, strlen(zone));
	size_t i;
	int rc = 0;

	for (i = 0; rc == 0 && i < ics->objects_n; i++) {
		const struct ics_object *o = &ics->objects[i];
		struct pool *pool = pool_new();
		struct object obj;
		const char *held;

		obj.href = pool_printf(pool, "%s%s", prefix, o->uid);
		obj.etag = pool_printf(
			pool, "%016llx", (unsigned long long)(o->hash ^ mix));
		held = sink->known(sink->arg, obj.href);
		if (held != NULL && strcmp(held, obj.etag) == 0) {
			rc = sink->same(sink->arg, obj.href, f);
		} else {
			obj.ics = ics_object_text(pool, ics, o, &obj.len);
			rc = sink->object(sink->arg, &obj, f);
		}
		pool_free(pool);
	}
	return rc;
}
