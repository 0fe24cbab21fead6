#include "wire/presence_json.h"

#include <stdio.h>

void
presence_write(struct emit *e, const struct presence *p)
{
	struct civil day = zone_civil(p->zone, p->day);
	char date[40];

	snprintf(date, sizeof(date), "%04d-%02d-%02d", day.year, day.month,
		day.day);
	emit_begin(e, "presence", p->user);
	emit_str(e, "rotation", p->rotation);
	emit_str(e, "user", p->user);
	emit_str(e, "date", date);
	emit_str(e, "timeZone", zone_name(p->zone));
	emit_str(e, "state", p->state);
	emit_int(e, "freeMinutes", p->free_s / 60);
	emit_int(e, "openMinutes", p->open_s / 60);
	emit_time(e, "pausedUntil", p->paused_until);
	emit_strs(e, "reasons", &p->reasons);
	emit_end(e);
}
