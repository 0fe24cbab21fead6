#include "flow/merge.h"

#include "wire/ics_line.h"
#include "wire/ics_write.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* One property of a VEVENT, unfolded. */
struct prop {
	const char *name;
	const char *text; /* the whole content line */
	const char *value;
};
struct props {
	struct prop *v;
	size_t n, cap;
};

static char *
whole(struct pool *pool, const struct ics_line *l)
{
	return pool_printf(pool, "%.*s%s%.*s:%.*s", (int)l->name_n, l->name,
		l->params_n > 0 ? ";" : "", (int)l->params_n,
		l->params_n > 0 ? l->params : "", (int)l->value_n, l->value);
}

static bool
value_is(const struct ics_line *l, const char *word)
{
	return l->value_n == strlen(word) &&
	       strncasecmp(l->value, word, l->value_n) == 0;
}

/* The properties of the first VEVENT of a text, those of VALARMs left out. */
static void
read_props(struct pool *pool, const char *text, struct props *to)
{
	struct ics_lines lines;
	struct ics_line l;
	int depth = 0;

	ics_lines_init(&lines, text, strlen(text), 1);
	while (ics_lines_next(&lines, &l)) {
		if (ics_name_is(&l, "BEGIN")) {
			if (depth > 0 || value_is(&l, "VEVENT"))
				depth++;
			continue;
		}
		if (ics_name_is(&l, "END") && depth > 0 && --depth == 0)
			break;
		if (depth != 1 || l.odd || ics_name_is(&l, "END"))
			continue;
		to->v = pool_grow(pool, to->v, to->n, &to->cap, sizeof(*to->v));
		to->v[to->n].name = pool_strn(pool, l.name, l.name_n);
		to->v[to->n].value = pool_strn(pool, l.value, l.value_n);
		to->v[to->n++].text = whole(pool, &l);
	}
	ics_lines_clear(&lines);
}

static const char *
value_of(const struct props *props, const char *name)
{
	size_t i;

	for (i = 0; i < props->n; i++)
		if (strcasecmp(props->v[i].name, name) == 0)
			return props->v[i].value;
	return NULL;
}

static bool
same_value(const struct props *a, const struct props *b, const char *name)
{
	const char *x = value_of(a, name), *y = value_of(b, name);

	return x == NULL || y == NULL ? x == y : strcmp(x, y) == 0;
}

static long
number(const char *text)
{
	return text == NULL ? 0 : strtol(text, NULL, 10);
}

/* Ours, or said another way by ours. */
static bool
ours_has(const struct props *ours, const struct ics_line *l)
{
	size_t i;

	if (ics_name_is(l, "DURATION") || ics_name_is(l, "DTEND"))
		return true;
	for (i = 0; i < ours->n; i++)
		if (ics_name_is(l, ours->v[i].name))
			return true;
	return false;
}

static void
write_line(FILE *to, const char *text)
{
	struct fail ignored;

	/* a line that may not be written is a stranger's and stays away */
	ics_write_line(to, text, &ignored);
}

/* The last place of a word: a name in front of it may hold it too. */
static const char *
last_of(const char *text, const char *word)
{
	const char *found = NULL, *at;

	for (at = text; (at = strcasestr(at, word)) != NULL; at++)
		found = at;
	return found;
}

/* What somebody who did not answer us answered to the host's calendar, which
 * got the mail; our line with that. */
static const char *
answered(struct pool *pool, const struct props *theirs, const struct prop *p)
{
	static const char none[] = ";PARTSTAT=NEEDS-ACTION";
	static const char *const words[] = { ";PARTSTAT=ACCEPTED",
		";PARTSTAT=DECLINED", ";PARTSTAT=TENTATIVE" };
	const char *at = last_of(p->text, none);
	size_t i, k;

	if (at == NULL || strcasecmp(p->name, "ATTENDEE") != 0)
		return p->text;
	for (i = 0; i < theirs->n; i++) {
		if (strcasecmp(theirs->v[i].name, "ATTENDEE") != 0 ||
			strcasecmp(theirs->v[i].value, p->value) != 0)
			continue;
		for (k = 0; k < sizeof(words) / sizeof(words[0]); k++)
			if (last_of(theirs->v[i].text, words[k]) != NULL)
				return pool_printf(pool, "%.*s%s%s",
					(int)(at - p->text), p->text, words[k],
					at + strlen(none));
	}
	return p->text;
}

/* Answers are to a time: at another one they are none (RFC 5546 section
 * 3.2.2.1). */
static void
answers_keep(struct pool *pool, const struct props *theirs, struct props *mine)
{
	size_t i;

	if (!same_value(theirs, mine, "DTSTART") ||
		!same_value(theirs, mine, "DTEND"))
		return;
	for (i = 0; i < mine->n; i++)
		mine->v[i].text = answered(pool, theirs, &mine->v[i]);
}

/* Copies `there`, our properties in the place of its own in the first VEVENT.
 */
static void
write_merged(FILE *to, struct pool *pool, const char *there,
	const struct props *ours)
{
	struct ics_lines lines;
	struct ics_line l;
	bool done = false;
	int depth = 0;
	size_t i;

	ics_lines_init(&lines, there, strlen(there), 1);
	while (ics_lines_next(&lines, &l)) {
		bool begin = ics_name_is(&l, "BEGIN");

		if (!begin && ics_name_is(&l, "END")) {
			done |= depth == 1;
			depth -= depth > 0;
		} else if (begin && (depth > 0 || value_is(&l, "VEVENT"))) {
			depth++;
		}
		if (!begin && !done && depth == 1 && !ics_name_is(&l, "END") &&
			ours_has(ours, &l))
			continue;
		if (ics_name_is(&l, "METHOD"))
			continue;
		write_line(to, whole(pool, &l));
		if (begin && !done && depth == 1)
			for (i = 0; i < ours->n; i++)
				write_line(to, ours->v[i].text);
	}
	ics_lines_clear(&lines);
}

/* A series with moved instances; only imports have one, meetings never. */
static bool
is_series(const char *text)
{
	static const char begin[] = "\nBEGIN:VEVENT";
	const char *first = strcasestr(text, begin);

	return first != NULL && strcasestr(first + 1, begin) != NULL;
}

int
merge_object(struct pool *pool, const char *there, const char *ours,
	const char *uid, char **merged, struct fail *f)
{
	struct props theirs = { 0 }, mine = { 0 };
	const char *their_uid;
	char *text = NULL;
	size_t size = 0;
	FILE *to;

	read_props(pool, there, &theirs);
	read_props(pool, ours, &mine);
	their_uid = value_of(&theirs, "UID");
	if (their_uid == NULL || strcmp(their_uid, uid) != 0)
		return fail_code(f, EXIT_TAKEN, "newer",
			"event %s: another event stands in its place", uid);
	if (number(value_of(&theirs, "SEQUENCE")) >
		number(value_of(&mine, "SEQUENCE")))
		return fail_code(f, EXIT_TAKEN, "newer",
			"event %s: the calendar holds a newer version", uid);
	/* what belongs to which instance nobody can tell: the series is
	 * replaced */
	if (is_series(ours)) {
		*merged = pool_str(pool, ours);
		return strcmp(there, ours) == 0 ? MERGE_SAME : MERGE_OURS;
	}
	answers_keep(pool, &theirs, &mine);
	if ((to = open_memstream(&text, &size)) == NULL)
		return fail(f, EXIT_BUSY, "out of memory");
	write_merged(to, pool, there, &mine);
	fclose(to);
	*merged = pool_strn(pool, text, size);
	free(text);
	return number(value_of(&theirs, "SEQUENCE")) ==
				       number(value_of(&mine, "SEQUENCE")) &&
			       same_value(&theirs, &mine, "DTSTART") &&
			       same_value(&theirs, &mine, "SUMMARY") &&
			       same_value(&theirs, &mine, "STATUS")
		       ? MERGE_SAME
		       : MERGE_OURS;
}
