#include "wire/simulate_json.h"

void
sample_write(struct emit *e, const struct sample *s)
{
	emit_begin(e, "simulated", s->user);
	emit_int(e, "number", s->number);
	emit_str(e, "rotation", s->rotation);
	emit_time(e, "start", s->at.start);
	emit_time(e, "end", s->at.end);
	emit_str(e, "user", s->user);
	emit_str(e, "reason", s->reason);
	emit_int(e, "free", s->free);
	emit_int(e, "count", s->count);
	emit_end(e);
}

void
tally_write(struct emit *e, const struct tally *t)
{
	emit_begin(e, "tally", t->user);
	emit_str(e, "rotation", t->rotation);
	emit_str(e, "user", t->user);
	emit_int(e, "weight", t->weight);
	emit_bool(e, "on", t->on);
	emit_int(e, "before", t->before);
	emit_int(e, "assigned", t->assigned);
	emit_int(e, "count", t->count);
	emit_num(e, "target", t->target);
	if (t->on && t->weight > 0)
		emit_num(e, "difference", (double)t->assigned - t->target);
	else
		emit_null(e, "difference");
	emit_num(e, "share", t->part);
	emit_end(e);
}
