/*
 * Another reader's word on the same texts: libical parses the pile of calendars
 * and what we write; components, UIDs and property values must be the same. It
 * is asked where it is right: whole calendars, values as text.
 */
#include "check.h"

#include "wire/busy_ics.h"
#include "wire/event_ics.h"
#include "wire/ics_line.h"
#include "wire/ics_write.h"

#include <dirent.h>
#include <libical/ical.h>
#include <stdlib.h>

static char *
slurp(struct pool *pool, const char *path, size_t *len)
{
	FILE *from = fopen(path, "rb");
	char *text;

	fseek(from, 0, SEEK_END);
	*len = ftell(from);
	rewind(from);
	text = pool_zero(pool, *len + 1);
	*len = fread(text, 1, *len, from);
	fclose(from);
	return text;
}

static const char *const names[] = { "UID", "DTSTART", "DTEND", "RECURRENCE-ID",
	"RRULE", "SUMMARY", "STATUS", "TRANSP", "SEQUENCE" };

/* Values of a component as libical reads them, one a line. */
static char *
theirs(struct pool *pool, icalcomponent *c)
{
	char *all = pool_str(pool, ""), *text;
	icalproperty_kind kind;
	icalproperty *p;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		kind = icalproperty_string_to_kind(names[i]);
		p = icalcomponent_get_first_property(c, kind);
		if (p == NULL)
			continue;
		text = icalproperty_get_value_as_string_r(p);
		all = pool_printf(pool, "%s%s:%s\n", all, names[i], text);
		free(text);
	}
	return all;
}

/* A rule as libical would write it: defaults left out. */
static char *
their_rule(struct pool *pool, const char *rule)
{
	struct icalrecurrencetype r = icalrecurrencetype_from_string(rule);
	char *text = icalrecurrencetype_as_string_r(&r), *copy;

	copy = pool_str(pool, text);
	free(text);
	return copy;
}

/* The same by our lines; RRULEs and texts through libical's spelling. */
static char *
ours(struct pool *pool, const struct ics *ics, const struct ics_part *part)
{
	char *all = pool_str(pool, ""), *value, *found[9] = { NULL };
	struct ics_lines it;
	struct ics_line l;
	int depth = 0;
	size_t i;

	ics_lines_init(&it, ics->text + part->at, part->len, 1);
	while (ics_lines_next(&it, &l)) {
		depth += ics_name_is(&l, "BEGIN");
		depth -= ics_name_is(&l, "END");
		for (i = 0; depth == 1 && i < 9; i++)
			if (ics_name_is(&l, names[i]) && found[i] == NULL)
				found[i] = pool_strn(pool, l.value, l.value_n);
	}
	ics_lines_clear(&it);
	for (i = 0; i < 9; i++) {
		if (found[i] == NULL)
			continue;
		value = found[i];
		if (strcmp(names[i], "SUMMARY") == 0)
			value = ics_escape(
				pool, ics_text(pool, value, strlen(value)));
		if (strcmp(names[i], "RRULE") == 0)
			value = their_rule(pool, value);
		all = pool_printf(pool, "%s%s:%s\n", all, names[i], value);
	}
	return all;
}

/* RRULE parts may come in another order: compared sorted. */
static int
by_char(const void *a, const void *b)
{
	return *(const char *)a - *(const char *)b;
}

static char *
sorted(char *text)
{
	qsort(text, strlen(text), 1, by_char);
	return text;
}

static void
check_file(const char *name)
{
	struct pool *pool = pool_new();
	icalcomponent *root, *cal, *c;
	size_t len, i = 0, same = 0;
	struct fail f;
	struct ics ics;
	char *text;

	text = slurp(pool, pool_printf(pool, "wild/%s", name), &len);
	check(ics_scan(pool, text, len, &ics, &f) == 0, "%s: whole", name);
	root = icalparser_parse_string(text);
	cal = icalcomponent_isa(root) == ICAL_VCALENDAR_COMPONENT
		      ? root
		      : icalcomponent_get_first_component(
				root, ICAL_VCALENDAR_COMPONENT);
	for (; cal != NULL;
		cal = cal == root ? NULL
				  : icalcomponent_get_next_component(
					    root, ICAL_VCALENDAR_COMPONENT)) {
		c = icalcomponent_get_first_component(cal, ICAL_ANY_COMPONENT);
		for (; c != NULL; c = icalcomponent_get_next_component(
					  cal, ICAL_ANY_COMPONENT)) {
			if (icalcomponent_isa(c) != ICAL_VEVENT_COMPONENT &&
				icalcomponent_isa(c) !=
					ICAL_VFREEBUSY_COMPONENT)
				continue;
			same += i < ics.parts_n &&
				strcmp(sorted(theirs(pool, c)),
					sorted(ours(pool, &ics,
						&ics.parts[i]))) == 0;
			i++;
		}
	}
	icalcomponent_free(root);
	check(i == ics.parts_n, "%s: %zu components", name, i);
	check(same == i, "%s: %zu with the same values", name, same);
	pool_free(pool);
}

static int
is_whole(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot != NULL && strcmp(dot, ".ics") == 0 &&
	       strncmp(d->d_name, "broken", 6) != 0;
}

/* What we write has no errors for libical and says the same. */
static void
check_written(void)
{
	struct pool *pool = pool_new();
	struct busy_ics head = { .email = "ada@acme.example",
		.name = "Lovell, \"Ada\": x",
		.uid = "a;b,c\\d",
		.window = { 1796083200, 1796169600 } };
	struct busies list = { 0 };
	struct busy b = {
		.start = 1796115600, .end = 1796119200, .status = BUSY_TENTATIVE
	};
	icalcomponent *root, *fb;
	char *text = NULL;
	struct fail f;
	size_t n;
	FILE *to = open_memstream(&text, &n);

	busies_add(pool, &list, &b);
	busy_ics_begin(to);
	busy_ics_write(to, &head, &list, &f);
	busy_ics_end(to);
	fclose(to);
	root = icalparser_parse_string(text);
	check(icalcomponent_count_errors(root) == 0, "VFREEBUSY: no errors");
	fb = icalcomponent_get_first_component(root, ICAL_VFREEBUSY_COMPONENT);
	check_str(icalcomponent_get_uid(fb), head.uid, "VFREEBUSY: the UID");
	check(icalcomponent_count_properties(fb, ICAL_FREEBUSY_PROPERTY) == 1,
		"VFREEBUSY: its period");
	icalcomponent_free(root);
	free(text);
	pool_free(pool);
}

int
main(void)
{
	struct dirent **list;
	int i, n;

	icalerror_set_errors_are_fatal(0);
	icaltimezone_set_tzid_prefix("");
	n = scandir("wild", &list, is_whole, alphasort);
	check(n > 0, "there are calendars");
	for (i = 0; i < n; i++) {
		check_file(list[i]->d_name);
		free(list[i]);
	}
	if (n > 0)
		free(list);
	check_written();
	return check_done();
}
