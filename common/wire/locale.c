#include "wire/locale.h"

#include <stdlib.h>
#include <string.h>

#include "base/share.h"

enum { LANGUAGES = 16, PHRASES = 160, LIST = 12 };

struct phrase {
	const char *key, *text;
};

/* A catalogue once it was asked for; kept for the run. */
struct catalogue {
	const char *language;
	struct phrase v[PHRASES];
	size_t n;
	const char *days[7], *days_short[7], *months[LIST], *months_short[LIST];
};

static struct catalogue *loaded[LANGUAGES];

static const struct share_file *
share_of(const char *language, size_t n)
{
	const struct share_file *s;

	for (s = share_locale; s->name != NULL; s++)
		if (strlen(s->name) == n && strncmp(s->name, language, n) == 0)
			return s;
	return NULL;
}

/* The catalogue of a tag, in any case: "de-AT" gives de, "no" and "nn" nb. */
static const struct share_file *
share_find(const char *tag, bool *exact)
{
	size_t n = strcspn(tag, "_-.@");
	const struct share_file *s;
	char low[3];

	*exact = true;
	if (n != 2)
		return NULL;
	low[0] = (char)(tag[0] | 0x20);
	low[1] = (char)(tag[1] | 0x20);
	low[2] = '\0';
	if ((s = share_of(low, 2)) != NULL)
		return s;
	*exact = strcmp(low, "no") == 0;
	if (*exact || strcmp(low, "nn") == 0)
		return share_of("nb", 2);
	return NULL;
}

const char *
locale_find(const char *tag)
{
	const struct share_file *s = NULL;
	bool exact;

	if (tag != NULL)
		s = share_find(tag, &exact);
	return s == NULL ? "en" : s->name;
}

bool
locale_known(const char *tag)
{
	bool exact;

	return tag != NULL && share_find(tag, &exact) != NULL && exact;
}

const char *
locale_environment(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
	const char *set;
	size_t i;

	for (i = 0; i < 3; i++)
		if ((set = getenv(names[i])) != NULL && *set != '\0')
			return locale_find(set);
	return "en";
}

/* ---- catalogues ---- */

/* Cuts "a b c" into words; they live in the catalogue's copy. */
static void
words(char *text, const char **to, size_t n)
{
	char *save = NULL, *word;
	size_t i;

	word = strtok_r(text, " ", &save);
	for (i = 0; i < n; i++) {
		to[i] = word == NULL ? "" : word;
		if (word != NULL)
			word = strtok_r(NULL, " ", &save);
	}
}

static void
add_line(struct catalogue *c, char *line)
{
	char *value = strstr(line, " = ");

	if (*line == '#' || value == NULL || c->n == PHRASES)
		return;
	*value = '\0';
	value += 3;
	if (strcmp(line, "days") == 0)
		words(value, c->days, 7);
	else if (strcmp(line, "days.short") == 0)
		words(value, c->days_short, 7);
	else if (strcmp(line, "months") == 0)
		words(value, c->months, LIST);
	else if (strcmp(line, "months.short") == 0)
		words(value, c->months_short, LIST);
	else {
		c->v[c->n].key = line;
		c->v[c->n++].text = value;
	}
}

/* Never freed: phrases are handed out for the run. */
static const struct catalogue *
catalogue_of(const char *language)
{
	const char *name = locale_find(language);
	const struct share_file *s = share_of(name, strlen(name));
	char *text, *line, *save = NULL;
	struct catalogue *c;
	size_t i;

	for (i = 0; i < LANGUAGES && loaded[i] != NULL; i++)
		if (strcmp(loaded[i]->language, name) == 0)
			return loaded[i];
	if (i == LANGUAGES || s == NULL)
		return NULL;
	c = calloc(1, sizeof(*c));
	text = strdup(s->text);
	if (c == NULL || text == NULL) {
		free(c);
		free(text);
		return NULL;
	}
	c->language = s->name;
	for (line = strtok_r(text, "\n", &save); line != NULL;
		line = strtok_r(NULL, "\n", &save))
		add_line(c, line);
	loaded[i] = c;
	return c;
}

static const char *
look(const struct catalogue *c, const char *key)
{
	size_t i;

	for (i = 0; c != NULL && i < c->n; i++)
		if (strcmp(c->v[i].key, key) == 0)
			return c->v[i].text;
	return NULL;
}

const char *
locale_text(const char *language, const char *key)
{
	const char *text = look(catalogue_of(language), key);

	if (text == NULL)
		text = look(catalogue_of("en"), key);
	return text == NULL ? "" : text;
}

/* ---- times ---- */

struct moment {
	FILE *to;
	const char *language;
	const struct catalogue *words;
	const struct zone *zone;
	instant at;
	struct civil c;
};

static void pattern_write(const struct moment *, const char *, int depth);

static const char *
word_of(const struct moment *m, char code)
{
	const struct catalogue *w = m->words;
	int day = civil_weekday(&m->c), month = m->c.month - 1;
	const char *word;

	if (w == NULL)
		return "";
	word = code == 'a'   ? w->days_short[day]
	       : code == 'A' ? w->days[day]
	       : code == 'b' ? w->months_short[month]
			     : w->months[month];
	return word == NULL ? "" : word;
}

static void
offset_write(const struct moment *m)
{
	int s = zone_offset(m->zone, m->at), minutes = abs(s) / 60;

	fprintf(m->to, "%c%02d%02d", s < 0 ? '-' : '+', minutes / 60,
		minutes % 60);
}

static void
number_write(const struct moment *m, char code)
{
	const struct civil *c = &m->c;

	switch (code) {
	case 'd':
		fprintf(m->to, "%02d", c->day);
		break;
	case 'e':
		fprintf(m->to, "%d", c->day);
		break;
	case 'm':
		fprintf(m->to, "%02d", c->month);
		break;
	case 'y':
		fprintf(m->to, "%02d", c->year % 100);
		break;
	case 'Y':
		fprintf(m->to, "%04d", c->year);
		break;
	case 'H':
		fprintf(m->to, "%02d", c->hour);
		break;
	case 'I':
		fprintf(m->to, "%d", (c->hour + 11) % 12 + 1);
		break;
	case 'M':
		fprintf(m->to, "%02d", c->minute);
		break;
	default:
		fprintf(m->to, "%s", c->hour < 12 ? "am" : "pm");
	}
}

static void
field_write(const struct moment *m, char code, int depth)
{
	switch (code) {
	case 'a':
	case 'A':
	case 'b':
	case 'B':
		fputs(word_of(m, code), m->to);
		break;
	case 'Z':
		fputs(zone_abbreviation(m->zone, m->at), m->to);
		break;
	case 'z':
		offset_write(m);
		break;
	case 'V':
		fputs(zone_name(m->zone), m->to);
		break;
	case 'x':
	case 'X':
		pattern_write(m,
			locale_text(m->language,
				code == 'x' ? "date.short" : "clock"),
			depth + 1);
		break;
	case '%':
		fputc('%', m->to);
		break;
	default:
		if (strchr("demyYHIMp", code) != NULL)
			number_write(m, code);
		else
			fprintf(m->to, "%%%c", code);
	}
}

static void
pattern_write(const struct moment *m, const char *p, int depth)
{
	for (; *p != '\0'; p++) {
		if (*p != '%' || p[1] == '\0' || depth > 1)
			fputc(*p, m->to);
		else
			field_write(m, *++p, depth);
	}
}

void
locale_time(FILE *to, const char *language, const char *pattern, instant at,
	const struct zone *zone)
{
	struct moment m = { .to = to,
		.language = language,
		.words = catalogue_of(language),
		.zone = zone,
		.at = at,
		.c = zone_civil(zone, at) };

	pattern_write(&m, pattern, 0);
}
