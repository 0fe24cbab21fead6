#include "wire/week_map.h"

#include "wire/locale.h"

#include <stdlib.h>
#include <string.h>

enum { DAYS_MAX = 62, ROWS = 48, WEEK = 7, SHADES = 4 };

struct day {
	int64_t date;   /* days since 1970-01-01 on the wall */
	int free[ROWS]; /* people, by half hour */
};

struct week_map {
	const struct zone *zone;
	const char *language;
	struct day days[DAYS_MAX]; /* in order, only those with a slot */
	size_t n;
	int most;
	int first, last; /* rows in use: first <= r < last */
};

struct week_map *
week_map_new(struct pool *pool, const struct zone *zone, const char *language)
{
	struct week_map *m = pool_zero(pool, sizeof(*m));

	m->zone = zone;
	m->language = language;
	m->first = ROWS;
	return m;
}

/* The day of a date, made when it is new and there is room; else NULL. */
static struct day *
day_of(struct week_map *m, int64_t date)
{
	size_t i = m->n;

	while (i > 0 && m->days[i - 1].date > date)
		i--;
	if (i > 0 && m->days[i - 1].date == date)
		return &m->days[i - 1];
	if (m->n == DAYS_MAX)
		return NULL;
	memmove(&m->days[i + 1], &m->days[i], (m->n - i) * sizeof(m->days[0]));
	memset(&m->days[i], 0, sizeof(m->days[i]));
	m->days[i].date = date;
	m->n++;
	return &m->days[i];
}

void
week_map_add(struct week_map *m, const struct slot *slot)
{
	int people = slot->hosts.n > 0 ? (int)slot->hosts.n : 1;
	struct civil c;
	struct day *day;
	instant at;
	int row;

	for (at = slot->start - slot->start % 1800; at < slot->end;
		at += 1800) {
		c = zone_civil(m->zone, at < slot->start ? slot->start : at);
		if ((day = day_of(m, civil_days(&c))) == NULL)
			return;
		row = c.hour * 2 + c.minute / 30;
		if (day->free[row] < people)
			day->free[row] = people;
		if (m->most < people)
			m->most = people;
		if (row < m->first)
			m->first = row;
		if (row >= m->last)
			m->last = row + 1;
	}
}

/* Characters, not bytes; at most 9. */
static int
width(const char *s)
{
	int n = 0;

	for (; *s != '\0'; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n < 9 ? n : 9;
}

/* 0 nobody, 1 to 4: a quarter of the most, a half, ... */
static int
shade(const struct week_map *m, int people)
{
	return people == 0 ? 0 : (people * SHADES + m->most - 1) / m->most;
}

static void
day_name(FILE *to, const struct week_map *m, int64_t date)
{
	struct civil c = civil_of_days(date);

	c.hour = 12;
	locale_time(to, m->language, "%a %e", zone_instant(m->zone, &c, NULL),
		m->zone);
}

static void
cell_text(FILE *to, const struct week_map *m, int people, bool color)
{
	static const char *const marks[] = { " ", ".", ":", "+", "#" };
	static const int grounds[] = { 0, 236, 239, 29, 34 };
	int s = shade(m, people);

	if (people == 0)
		fprintf(to, "     -    ");
	else if (color)
		fprintf(to, "  \033[48;5;%dm %4d \033[0m  ", grounds[s],
			people);
	else
		fprintf(to, "  %4d%s   ", people, marks[s]);
}

/* Days of one week: from `i`, up to the next Monday. Returns where it ends. */
static size_t
week_end(const struct week_map *m, size_t i)
{
	/* 1970-01-05 was a Monday */
	int64_t monday = (m->days[i].date + 3) / WEEK;

	while (i < m->n && (m->days[i].date + 3) / WEEK == monday)
		i++;
	return i;
}

void
week_map_text(FILE *to, const struct week_map *m, bool color)
{
	size_t from, end, i;
	char *name;
	size_t size;
	int row;
	FILE *f;

	if (m->n > 0)
		fprintf(to, "%s\n", zone_name(m->zone));
	for (from = 0; from < m->n; from = end) {
		end = week_end(m, from);
		fputs("       ", to);
		for (i = from; i < end; i++) {
			if ((f = open_memstream(&name, &size)) == NULL)
				return;
			day_name(f, m, m->days[i].date);
			fclose(f);
			fprintf(to, " %s%*s", name, 9 - width(name), "");
			free(name);
		}
		fputc('\n', to);
		for (row = m->first; row < m->last; row++) {
			fprintf(to, "%02d:%02d  ", row / 2, row % 2 * 30);
			for (i = from; i < end; i++)
				cell_text(to, m, m->days[i].free[row], color);
			fputc('\n', to);
		}
	}
}

static void
xml(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		if (strchr("<>&\"", *s) != NULL)
			fprintf(to, "&#%d;", *s);
		else
			fputc(*s, to);
}

/* Half hours with the same number of people, one box; drawn where it begins. */
static void
svg_run(FILE *to, const struct week_map *m, size_t day, size_t column, int row,
	int y)
{
	static const char *const fills[] = { "none", "#d9ead3", "#a9d18e",
		"#70ad47", "#38761d" };
	static const char *const inks[] = { "currentColor", "#000", "#000",
		"#000", "#fff" };
	const int *free = m->days[day].free;
	int s = shade(m, free[row]), n = 1;

	if (s == 0 || (row > m->first && free[row - 1] == free[row]))
		return;
	while (row + n < m->last && free[row + n] == free[row])
		n++;
	fprintf(to,
		"<path d=\"M%zu %dh60v%dh-60z\" fill=\"%s\"/>"
		"<text x=\"%zu\" y=\"%d\" fill=\"%s\">%d</text>\n",
		48 + column * 64, y, n * 16 - 1, fills[s], 74 + column * 64,
		y + 12, inks[s], free[row]);
}

static void
svg_week(FILE *to, const struct week_map *m, size_t from, size_t end, int top)
{
	size_t i;
	int row, y;

	for (i = from; i < end; i++) {
		fprintf(to, "<text x=\"%zu\" y=\"%d\">", 52 + (i - from) * 64,
			top + 14);
		day_name(to, m, m->days[i].date);
		fputs("</text>\n", to);
	}
	for (row = m->first; row < m->last; row++) {
		y = top + 20 + (row - m->first) * 16;
		if (row % 2 == 0)
			fprintf(to, "<text x=\"4\" y=\"%d\">%02d:00</text>\n",
				y + 12, row / 2);
		for (i = from; i < end; i++)
			svg_run(to, m, i, i - from, row, y);
	}
}

void
week_map_svg(FILE *to, const struct week_map *m, const char *title)
{
	int rows = m->last > m->first ? m->last - m->first : 0;
	int week = 28 + rows * 16, height = 28;
	size_t from;

	for (from = 0; from < m->n; from = week_end(m, from))
		height += week;
	fprintf(to,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		"viewBox=\"0 0 504 %d\" font-family=\"sans-serif\" "
		"font-size=\"12\" fill=\"currentColor\">\n<title>",
		height);
	xml(to, title);
	fputs("</title>\n<desc>Free people by day and half hour, times in ",
		to);
	xml(to, zone_name(m->zone));
	fputs("</desc>\n<text x=\"4\" y=\"16\" font-weight=\"bold\">", to);
	xml(to, title);
	fprintf(to, " (");
	xml(to, zone_name(m->zone));
	fputs(")</text>\n", to);
	height = 28;
	for (from = 0; from < m->n; from = week_end(m, from)) {
		svg_week(to, m, from, week_end(m, from), height);
		height += week;
	}
	fputs("</svg>\n", to);
}
