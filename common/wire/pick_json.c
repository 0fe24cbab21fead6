#include "wire/pick_json.h"

#include <string.h>

static bool
own(const char *key)
{
	static const char *const keys[] = { "type", "page", "start", "end",
		"timeZone", "durationMinutes", "organizer", "rotation",
		"reason", "hosts", NULL };
	size_t i;

	for (i = 0; keys[i] != NULL; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

void
pick_write(struct emit *e, const struct slot *slot, struct json_object *record)
{
	emit_begin(e, "pick", slot->organizer);
	emit_str(e, "page", slot->page);
	emit_time(e, "start", slot->start);
	emit_time(e, "end", slot->end);
	emit_str(e, "timeZone", slot->time_zone);
	if (slot->start != 0)
		emit_int(e, "durationMinutes", (slot->end - slot->start) / 60);
	else
		emit_null(e, "durationMinutes");
	emit_str(e, "organizer", slot->organizer);
	emit_str(e, "rotation", slot->rotation);
	emit_str(e, "reason", slot->reason);
	emit_strs(e, "hosts", &slot->hosts);
	if (record != NULL) {
		json_object_object_foreach(record, key, value)
		{
			if (!own(key))
				emit_json(e, key,
					json_object_to_json_string_ext(
						value, JSON_C_TO_STRING_PLAIN));
		}
	}
	emit_end(e);
}

static void
figure(struct emit *e, const char *key, int64_t value, bool known)
{
	if (known)
		emit_int(e, key, value);
	else
		emit_null(e, key);
}

void
candidate_write(struct emit *e, const struct candidate *c)
{
	emit_begin(e, "candidate", c->user);
	if (c->booking != NULL) {
		emit_str(e, "booking", c->booking);
		emit_time(e, "at", c->at);
		emit_str(e, "reason", c->reason);
	}
	emit_str(e, "rotation", c->rotation);
	emit_str(e, "user", c->user);
	emit_time(e, "start", c->start);
	emit_time(e, "end", c->end);
	emit_bool(e, "chosen", c->chosen);
	emit_str(e, "rule", c->rule);
	figure(e, "count", c->count, !c->no_figures);
	figure(e, "weight", c->weight, !c->no_figures);
	figure(e, "priority", c->priority, !c->no_figures);
	figure(e, "recent", c->recent, !c->no_figures && c->recent >= 0);
	emit_time(e, "lastAssigned", c->last_at);
	figure(e, "score", c->score, !c->no_figures);
	emit_end(e);
}
