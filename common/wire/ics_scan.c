#include "wire/ics_scan.h"

#include "wire/ics_line.h"
#include "wire/ics_priv.h"

#include <string.h>
#include <strings.h>

/* What a component is to us. */
enum box { BOX_CALENDAR, BOX_PART, BOX_ZONE, BOX_OTHER, BOX_INNER };

struct level {
	enum box box;
	const char *name;
	size_t name_n;
	size_t at;
	int line;
	bool broken;
};

struct scan {
	struct pool *pool;
	struct ics *ics;
	struct fail *f;
	const char *p, *end;
	int line;
	struct level stack[ICS_DEPTH_MAX];
	int depth;
	int calendars, parts_all;
	/* of the part or zone that is open */
	struct ics_part part;
	struct ics_zone zone;
	struct ics_line unfolded;
	const char *uid;
	uint64_t hash;
	/* parameters of the last line with a TZID, and its number */
	const char *last;
	size_t last_n;
	int last_k;
	bool skipping; /* a DTSTAMP and its continuations */
	bool junk;     /* text outside a VCALENDAR was told of */
	struct ics_map uids, tzids;
};

bool
ics_word_is(const char *s, size_t n, const char *word)
{
	return strlen(word) == n && strncasecmp(s, word, n) == 0;
}

static struct level *
top(struct scan *s)
{
	return s->depth == 0 ? NULL : &s->stack[s->depth - 1];
}

/* The content line that begins at `at`, unfolded, into s->unfolded; `room`
 * keeps its memory. */
static const struct ics_line *
whole_line(struct scan *s, struct ics_lines *room, const char *at)
{
	room->p = at;
	room->end = s->end;
	room->line = s->line;
	ics_lines_next(room, &s->unfolded);
	return &s->unfolded;
}

static char *
line_text(struct scan *s, const struct ics_line *l)
{
	size_t n = l->value_n;

	while (n > 0 && (l->value[n - 1] == ' ' || l->value[n - 1] == '\t'))
		n--;
	return ics_text(s->pool, l->value, n);
}

static void
upper(char *s)
{
	for (; *s != '\0'; s++)
		if (*s >= 'a' && *s <= 'z')
			*s -= 'a' - 'A';
}

static void
calendar_property(struct scan *s, const struct ics_line *l)
{
	const char **to = ics_name_is(l, "X-WR-TIMEZONE")  ? &s->ics->time_zone
			  : ics_name_is(l, "X-WR-CALNAME") ? &s->ics->name
			  : ics_name_is(l, "NAME")         ? &s->ics->name
			  : ics_name_is(l, "METHOD")       ? &s->ics->method
			  : ics_name_is(l, "PRODID")       ? &s->ics->prodid
							   : NULL;
	char *text;

	if (to == NULL || *to != NULL || l->value_n == 0)
		return;
	text = line_text(s, l);
	if (to == &s->ics->method)
		upper(text);
	/* no zone is called so; it would stand in every object's text */
	if (to == &s->ics->time_zone &&
		(strlen(text) > ICS_TZID_MAX || strpbrk(text, "\n\\") != NULL))
		return;
	*to = text;
}

/* The number of the line's TZID, or -1; most lines repeat the last one. */
static int
tzid_number(struct scan *s, const struct ics_line *l)
{
	struct ics *ics = s->ics;
	char *tzid;
	size_t n;

	if (s->last != NULL && s->last_n == l->params_n &&
		memcmp(s->last, l->params, l->params_n) == 0)
		return s->last_k;
	tzid = ics_param(s->pool, l, "TZID");
	if (tzid == NULL)
		return -1;
	tzid = ics_text(s->pool, tzid, strlen(tzid));
	n = ics->tzids_n;
	s->last_k = ics_map_add(s->pool, &s->tzids, tzid, strlen(tzid), n);
	s->last = pool_strn(s->pool, l->params, l->params_n);
	s->last_n = l->params_n;
	if (s->last_k == (int)n) {
		ics->tzids = pool_grow(s->pool, ics->tzids, n, &ics->tzids_cap,
			sizeof(*ics->tzids));
		ics->tzids[ics->tzids_n++] = tzid;
	}
	return s->last_k;
}

static void
part_tzid(struct scan *s, const struct ics_line *l)
{
	struct ics_part *part = &s->part;
	int i, k;

	k = l->params_n == 0 ? -1 : tzid_number(s, l);
	if (k < 0)
		return;
	for (i = 0; i < part->tzids_n && i < ICS_TZIDS_MAX; i++)
		if (part->tzids[i] == k)
			return;
	if (part->tzids_n < ICS_TZIDS_MAX)
		part->tzids[part->tzids_n] = k;
	if (part->tzids_n <= ICS_TZIDS_MAX)
		part->tzids_n++;
}

/* Lines of a part that are looked at: UID and what may have a TZID. */
static void
part_property(struct scan *s, struct ics_lines *room, const char *at, size_t n)
{
	const struct ics_line *l;
	int c = *at | 0x20;

	if (c == 'u' && strncasecmp(at, "UID", n < 3 ? n : 3) == 0) {
		l = whole_line(s, room, at);
		if (s->uid == NULL && ics_name_is(l, "UID") && l->value_n > 0)
			s->uid = line_text(s, l);
		if (s->uid != NULL && *s->uid == '\0')
			s->uid = NULL;
	} else if ((c == 'd' || c == 'e' || c == 'r') &&
		   (strncasecmp(at, "DT", n < 2 ? n : 2) == 0 ||
			   strncasecmp(at, "EXDATE", n < 6 ? n : 6) == 0 ||
			   strncasecmp(at, "RDATE", n < 5 ? n : 5) == 0 ||
			   strncasecmp(at, "RECURRENCE", n < 10 ? n : 10) ==
				   0)) {
		part_tzid(s, whole_line(s, room, at));
	}
}

static void
property(struct scan *s, struct ics_lines *room, const char *at, size_t n)
{
	const struct ics_line *l;
	struct level *t = top(s);

	if (t == NULL) {
		if (!s->junk)
			ics_warn(s->pool, &s->ics->warnings, s->line, NULL,
				NULL, false, "text outside VCALENDAR left out");
		s->junk = true;
	} else if (t->box == BOX_PART) {
		part_property(s, room, at, n);
	} else if (t->box == BOX_ZONE && (*at | 0x20) == 't') {
		l = whole_line(s, room, at);
		if (ics_name_is(l, "TZID") && s->zone.tzid == NULL)
			s->zone.tzid = line_text(s, l);
	} else if (t->box == BOX_CALENDAR && strchr("xXnNmMpP", *at) != NULL) {
		calendar_property(s, whole_line(s, room, at));
	}
}

/* Puts the part that ends before `to` with its object. */
static void
add_part(struct scan *s, struct level *l, const char *to)
{
	struct ics *ics = s->ics;
	struct ics_part *part = &s->part;
	struct ics_object *o;
	int i = ics->parts_n, k;
	bool derived = s->uid == NULL;

	part->len = to - ics->text - part->at;
	part->lines = s->line - part->line + 1;
	part->broken = l->broken;
	part->hash = s->hash;
	part->next = -1;
	if (derived)
		s->uid = pool_printf(
			s->pool, "nouid-%016llx", (unsigned long long)s->hash);
	ics->parts = pool_grow(
		s->pool, ics->parts, i, &ics->parts_cap, sizeof(*part));
	ics->parts[ics->parts_n++] = *part;
	k = ics_map_add(
		s->pool, &s->uids, s->uid, strlen(s->uid), ics->objects_n);
	if (k == (int)ics->objects_n) {
		ics->objects = pool_grow(s->pool, ics->objects, k,
			&ics->objects_cap, sizeof(*o));
		o = &ics->objects[ics->objects_n++];
		o->uid = s->uid;
		o->derived = derived;
		o->line = part->line;
		o->first = o->last = i;
	} else {
		o = &ics->objects[k];
		ics->parts[o->last].next = i;
		o->last = i;
	}
	o->parts_n++;
	if (derived || part->broken)
		ics_warn(s->pool, &ics->warnings, part->line, s->uid,
			ics_part_text(s->pool, ics, part, "SUMMARY"),
			part->broken,
			part->broken ? "cut off: its END is missing"
				     : "no UID, one was derived");
}

static void
add_zone(struct scan *s, const char *to)
{
	struct ics *ics = s->ics;

	s->zone.len = to - ics->text - s->zone.at;
	s->zone.hash = s->hash;
	if (s->zone.tzid == NULL)
		s->zone.tzid = "";
	ics->zones = pool_grow(s->pool, ics->zones, ics->zones_n,
		&ics->zones_cap, sizeof(s->zone));
	ics->zones[ics->zones_n++] = s->zone;
}

/* Closes the innermost component; its text ends before `to`. */
static void
pop(struct scan *s, const char *to)
{
	struct level *l = top(s);

	if (l->box == BOX_PART)
		add_part(s, l, to);
	else if (l->box == BOX_ZONE)
		add_zone(s, to);
	else if (l->box == BOX_OTHER)
		s->ics->others++;
	s->depth--;
}

static enum box
box_of(const struct scan *s, const char *name, size_t n, enum ics_kind *kind)
{
	if (s->depth == 0)
		return BOX_CALENDAR;
	*kind = ics_word_is(name, n, "VFREEBUSY") ? ICS_FREEBUSY : ICS_EVENT;
	if (*kind == ICS_FREEBUSY || ics_word_is(name, n, "VEVENT"))
		return BOX_PART;
	if (ics_word_is(name, n, "VTIMEZONE"))
		return BOX_ZONE;
	if (ics_word_is(name, n, "VTODO") || ics_word_is(name, n, "VJOURNAL"))
		return BOX_OTHER;
	return s->depth == 1 ? BOX_OTHER : BOX_INNER;
}

/* Opens what s->part, s->zone gather. */
static void
open_box(struct scan *s, enum box box, enum ics_kind kind, const char *at)
{
	s->hash = 0;
	s->skipping = false;
	s->uid = NULL;
	if (box == BOX_PART) {
		memset(&s->part, 0, sizeof(s->part));
		s->part.at = at - s->ics->text;
		s->part.line = s->line;
		s->part.kind = kind;
		s->part.calendar = s->calendars - 1;
	} else if (box == BOX_ZONE) {
		memset(&s->zone, 0, sizeof(s->zone));
		s->zone.at = at - s->ics->text;
		s->zone.line = s->line;
		s->zone.calendar = s->calendars - 1;
	} else if (box == BOX_CALENDAR) {
		s->calendars++;
	}
}

/* Goes on with the hash of the open part or zone. An empty line does not count,
 * nor what is folded to it. */
static void
hash_line(struct scan *s, const char *at, size_t n)
{
	if (n == 0)
		s->skipping = true;
	else if (*at != ' ' && *at != '\t')
		s->skipping = n > 7 && (at[2] | 0x20) == 's' &&
			      strncasecmp(at, "DTSTAMP", 7) == 0;
	if (!s->skipping)
		s->hash = ics_hash(s->hash, at, n);
}

static int
begin(struct scan *s, const char *at, size_t len, const char *name, size_t n)
{
	enum ics_kind kind = ICS_EVENT;
	enum box box = box_of(s, name, n, &kind);
	bool calendar = ics_word_is(name, n, "VCALENDAR");

	if (s->depth == 0 && !calendar)
		return fail(s->f, EXIT_BAD_DATA,
			"calendar line %d: BEGIN:%.*s outside VCALENDAR",
			s->line, n > 40 ? 40 : (int)n, name);
	if (s->depth > 0 && calendar)
		return fail(s->f, EXIT_BAD_DATA,
			"calendar line %d: a VCALENDAR begins inside another:"
			" cut off",
			s->line);
	if (s->parts_all++ >= ICS_PARTS_MAX)
		return fail(s->f, EXIT_BAD_DATA,
			"calendar line %d: more than %d components", s->line,
			ICS_PARTS_MAX);
	/* a VEVENT does not stand in a VEVENT: that one was cut off */
	while (s->depth > 1 && box != BOX_INNER) {
		top(s)->broken = true;
		pop(s, at);
	}
	if (s->depth >= ICS_DEPTH_MAX)
		return fail(s->f, EXIT_BAD_DATA,
			"calendar line %d: components nested deeper than %d",
			s->line, ICS_DEPTH_MAX);
	if (box != BOX_INNER)
		open_box(s, box, kind, at);
	hash_line(s, at, len);
	s->stack[s->depth++] = (struct level){ .box = box,
		.name = name,
		.name_n = n,
		.at = at - s->ics->text,
		.line = s->line };
	return 0;
}

static void
end(struct scan *s, const char *at, size_t len, const char *after,
	const char *name, size_t n)
{
	int i;

	for (i = s->depth - 1; i >= 0; i--)
		if (s->stack[i].name_n == n &&
			strncasecmp(s->stack[i].name, name, n) == 0)
			break;
	/* the calendar's own end is no part's line */
	if (i != 0)
		hash_line(s, at, len);
	if (i < 0) {
		ics_warn(s->pool, &s->ics->warnings, s->line, NULL, NULL, false,
			"END:%.*s without its BEGIN left out",
			n > 40 ? 40 : (int)n, name);
		return;
	}
	/* what was left open inside makes the outer one's reading unsure */
	if (i < s->depth - 1)
		s->stack[i].broken = true;
	while (s->depth - 1 > i) {
		top(s)->broken = true;
		pop(s, at);
	}
	pop(s, after);
}

/* BEGIN: or END:, or one that is folded in its middle ("BEG" " IN:VEVENT"). */
static bool
may_be_word(const char *at, size_t n, bool split)
{
	int c = *at | 0x20;

	if (c != 'b' && c != 'e')
		return false;
	return (n > 5 && at[5] == ':') || (n > 3 && at[3] == ':') ||
	       (split && n < 6);
}

/* One physical line at[0, n); the next begins at `after`. */
static int
take_line(struct scan *s, struct ics_lines *room, const char *at, size_t n,
	const char *after)
{
	bool split = after < s->end && (*after == ' ' || *after == '\t');
	const struct ics_line *l;
	const char *name;
	size_t k;

	l = NULL;
	if (n > 0 && may_be_word(at, n, split))
		l = whole_line(s, room, at);
	if (l == NULL || (!ics_name_is(l, "BEGIN") && !ics_name_is(l, "END"))) {
		hash_line(s, at, n);
		if (n > 0 && *at != ' ' && *at != '\t')
			property(s, room, at, n);
		return 0;
	}
	for (k = l->value_n; k > 0 && strchr(" \t", l->value[k - 1]) != NULL;)
		k--;
	/* names outlive the room */
	name = split ? pool_strn(s->pool, l->value, k) : l->value;
	if ((l->name[0] | 0x20) == 'b')
		return begin(s, at, n, name, k);
	end(s, at, n, room->p, name, k);
	return 0;
}

static int
scan_lines(struct scan *s, struct ics_lines *room)
{
	const char *nl, *e, *after;

	while (s->p < s->end) {
		nl = memchr(s->p, '\n', s->end - s->p);
		e = nl == NULL ? s->end : nl;
		after = nl == NULL ? s->end : nl + 1;
		while (e > s->p && e[-1] == '\r')
			e--;
		if (take_line(s, room, s->p, e - s->p, after) != 0)
			return -1;
		s->p = after;
		s->line++;
	}
	if (s->calendars == 0)
		return fail(s->f, EXIT_BAD_DATA,
			"calendar: no BEGIN:VCALENDAR"
			" in it%s",
			s->ics->len == 0       ? ", it is empty"
			: *s->ics->text == '<' ? ", it is a web page or XML"
					       : "");
	if (s->depth > 0)
		return fail(s->f, EXIT_BAD_DATA,
			"calendar line %d: cut off inside %.*s"
			" (END:VCALENDAR is missing)",
			s->line - 1,
			(int)(top(s)->name_n > 40 ? 40 : top(s)->name_n),
			top(s)->name);
	return 0;
}

static void
hash_objects(struct ics *ics)
{
	const char *zone = ics->time_zone == NULL ? "" : ics->time_zone;
	uint64_t base = ics_hash(0, zone, strlen(zone));
	size_t i;

	for (i = 0; i < ics->objects_n; i++)
		ics->objects[i].hash = ics_object_hash(ics, i, base);
}

/* The part that holds source line `line`, or NULL. */
static const struct ics_part *
part_at(const struct ics *ics, int line)
{
	size_t lo = 0, hi = ics->parts_n, mid;
	const struct ics_part *part;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (ics->parts[mid].line <= line)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == 0)
		return NULL;
	part = &ics->parts[lo - 1];
	return line < part->line + part->lines ? part : NULL;
}

/* Warnings that know only their line get the UID that stands there. */
static void
name_warnings(struct scan *s)
{
	const struct ics_part *part, *last = NULL;
	struct ics *ics = s->ics;
	struct ics_warning *w;
	const char *uid = NULL, *summary = NULL;
	size_t i;

	for (i = 0; i < ics->warnings.n; i++) {
		w = &ics->warnings.v[i];
		part = w->line == 0 || w->uid != NULL ? NULL
						      : part_at(ics, w->line);
		if (part == NULL)
			continue;
		if (part != last) {
			uid = ics_part_text(s->pool, ics, part, "UID");
			summary = ics_part_text(s->pool, ics, part, "SUMMARY");
		}
		last = part;
		w->uid = uid;
		w->summary = summary;
	}
}

int
ics_scan(struct pool *pool, const char *text, size_t len, struct ics *ics,
	struct fail *f)
{
	struct scan s = { .pool = pool, .ics = ics, .f = f, .line = 1 };
	struct ics_lines room;
	int rc;

	memset(ics, 0, sizeof(*ics));
	ics->text = ics_clean(pool, text, &len, &ics->warnings, f);
	if (ics->text == NULL)
		return -1;
	ics->len = len;
	s.p = ics->text;
	s.end = ics->text + len;
	ics_lines_init(&room, s.p, len, 1);
	rc = scan_lines(&s, &room);
	ics_lines_clear(&room);
	if (rc == 0) {
		ics_index_zones(pool, ics);
		hash_objects(ics);
		name_warnings(&s);
	}
	return rc;
}
