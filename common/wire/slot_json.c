#include "wire/slot_json.h"

#include <stdlib.h>

/* Of a series all its starts. */
static void
starts_write(struct emit *e, const struct slot *slot)
{
	struct pool *pool = pool_new();
	struct strs list = { 0 };
	char at[INSTANT_TEXT];
	size_t i;

	for (i = 0; i < slot->starts_n; i++)
		strs_add(pool, &list, instant_write(slot->starts[i], at));
	emit_strs(e, "starts", &list);
	pool_free(pool);
}

void
slot_write(struct emit *e, const struct slot *slot)
{
	char id[INSTANT_TEXT];

	emit_begin(e, "slot", instant_write(slot->start, id));
	emit_str(e, "page", slot->page);
	emit_time(e, "start", slot->start);
	emit_time(e, "end", slot->end);
	emit_str(e, "timeZone", slot->time_zone);
	emit_int(e, "durationMinutes", (slot->end - slot->start) / 60);
	emit_strs(e, "hosts", &slot->hosts);
	if (slot->rooms.n > 0)
		emit_strs(e, "rooms", &slot->rooms);
	emit_str(e, "url", slot->url);
	if (slot->seats_left > 0)
		emit_int(e, "seatsLeft", slot->seats_left);
	if (slot->starts_n > 0)
		starts_write(e, slot);
	if (slot->instant)
		emit_bool(e, "instant", true);
	emit_end(e);
}

/* Leaves out what is not known: most reasons have a word and no more. */
static void
reason_write(struct emit *e, const struct reason *r)
{
	emit_open_object(e, NULL);
	emit_str(e, "rule", r->rule);
	if (r->calendar != NULL)
		emit_str(e, "calendar", r->calendar);
	if (r->booking != NULL)
		emit_str(e, "booking", r->booking);
	if (r->uid != NULL)
		emit_str(e, "uid", r->uid);
	if (r->summary != NULL && *r->summary != '\0')
		emit_str(e, "title", r->summary);
	if (r->handover != NULL)
		emit_str(e, "handover", r->handover);
	if (r->start < r->end && r->start > INSTANT_MIN) {
		emit_time(e, "start", r->start);
		emit_time(e, "end", r->end);
	}
	if (r->detail != NULL)
		emit_str(e, "detail", r->detail);
	emit_close_object(e);
}

/* "busy (ada/work: Standup), hours" */
static void
why_text(FILE *to, const struct explain *x)
{
	const struct reason *r;
	const char *where, *what;
	size_t i;

	for (i = 0; i < x->rules_n; i++) {
		r = &x->rules[i];
		where = r->calendar != NULL ? r->calendar : r->booking;
		what = r->summary != NULL && *r->summary != '\0' ? r->summary
								 : r->detail;
		fprintf(to, "%s%s", i > 0 ? ", " : "", r->rule);
		if (where != NULL && what != NULL)
			fprintf(to, " (%s: %s)", where, what);
		else if (where != NULL || what != NULL)
			fprintf(to, " (%s)", where != NULL ? where : what);
	}
}

void
explain_write(struct emit *e, const struct explain *x)
{
	char *why = NULL;
	size_t size, i;
	FILE *to = open_memstream(&why, &size);

	if (to != NULL) {
		why_text(to, x);
		fclose(to);
	}
	emit_begin(e, "explain", x->user);
	emit_str(e, "user", x->user);
	emit_time(e, "start", x->start);
	emit_time(e, "end", x->end);
	emit_bool(e, "free", x->free);
	emit_open_array(e, "rules");
	for (i = 0; i < x->rules_n; i++)
		reason_write(e, &x->rules[i]);
	emit_close_array(e);
	emit_str(e, "why", why != NULL ? why : "");
	if (x->meeting > 0)
		emit_int(e, "meeting", x->meeting);
	emit_end(e);
	free(why);
}
