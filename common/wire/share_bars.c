#include "wire/share_bars.h"

#include <inttypes.h>
#include <string.h>

enum { BAR = 24 };

/* The largest figure of all bars and ticks: the scale. */
static double
scale(const struct shares *all)
{
	double top = 1;
	size_t i;

	for (i = 0; i < all->n; i++) {
		if ((double)all->v[i].assigned > top)
			top = (double)all->v[i].assigned;
		if (all->v[i].target > top)
			top = all->v[i].target;
	}
	return top;
}

/* "busy 4, paused 2"; empty when nothing skipped the member. */
static void
skipped(FILE *to, const struct share *s, const char *before)
{
	int i;

	for (i = 0; i < SHARE_SKIPS; i++)
		if (s->skipped[i] > 0) {
			fprintf(to, "%s%s %" PRId64, before,
				share_skip_words[i], s->skipped[i]);
			before = ", ";
		}
}

static void
bar(FILE *to, const struct share *s, double top)
{
	int len = (int)((double)s->assigned / top * BAR + 0.5);
	int tick = (int)(s->target / top * BAR + 0.5);
	int i;

	for (i = 0; i <= BAR; i++)
		fputc(i == tick                  ? '|'
			: i < len + (tick < len) ? '#'
			: i < tick               ? '.'
						 : ' ',
			to);
}

static int
widest(const struct shares *all)
{
	size_t w = 6, i;

	for (i = 0; i < all->n; i++)
		if (strlen(all->v[i].name) > w)
			w = strlen(all->v[i].name);
	return (int)w;
}

void
share_bars_text(
	FILE *to, const char *title, const struct shares *all, bool color)
{
	double top = scale(all);
	int w = widest(all);
	size_t i;

	fprintf(to, "%s%s%s\n", color ? "\033[1m" : "", title,
		color ? "\033[0m" : "");
	fprintf(to,
		"%-*s  %-*s  assigned  target   diff  upcoming  no-show  "
		"skipped\n",
		w, "member", BAR + 1, "");
	for (i = 0; i < all->n; i++) {
		const struct share *s = &all->v[i];

		fprintf(to, "%-*s  %s", w, s->name, color ? "\033[36m" : "");
		bar(to, s, top);
		fprintf(to,
			"%s  %8" PRId64 "  %6.1f  %+5.1f  %8" PRId64
			"  %7" PRId64 "  ",
			color ? "\033[0m" : "", s->assigned, s->target,
			(double)s->assigned - s->target, s->upcoming,
			s->no_show);
		skipped(to, s, "");
		fputs(s->on ? "\n" : " (off)\n", to);
	}
}

static void
xml(FILE *to, const char *s)
{
	for (; *s != '\0'; s++)
		switch (*s) {
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '&':
			fputs("&amp;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		default:
			fputc(*s, to);
		}
}

static void
svg_row(FILE *to, const struct share *s, double top, int y)
{
	fprintf(to, "<text x=\"8\" y=\"%d\">", y + 14);
	xml(to, s->name);
	fprintf(to,
		"</text><rect x=\"140\" y=\"%d\" width=\"%.1f\" height=\"14\" "
		"fill=\"#3b6ea5\"/>",
		y + 3, (double)s->assigned / top * 240);
	fprintf(to,
		"<path d=\"M%.1f %dv20\" stroke=\"currentColor\" "
		"stroke-width=\"2\"/>",
		140 + s->target / top * 240, y);
	fprintf(to, "<text x=\"400\" y=\"%d\">%" PRId64 " of %.1f (%+.1f)",
		y + 14, s->assigned, s->target,
		(double)s->assigned - s->target);
	skipped(to, s, ", skipped: ");
	fputs(s->on ? "</text>\n" : ", off</text>\n", to);
}

void
share_bars_svg(FILE *to, const char *title, const struct shares *all)
{
	double top = scale(all);
	int h = 40 + (int)all->n * 24;
	size_t i;

	fprintf(to,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		"viewBox=\"0 0 720 %d\""
		" font-family=\"sans-serif\" font-size=\"13\" "
		"fill=\"currentColor\">\n<title>",
		h);
	xml(to, title);
	fputs("</title>\n<desc>Meetings assigned to each member; the tick is "
	      "the member's target</desc>\n"
	      "<text x=\"8\" y=\"20\" font-weight=\"bold\">",
		to);
	xml(to, title);
	fputs("</text>\n", to);
	for (i = 0; i < all->n; i++)
		svg_row(to, &all->v[i], top, 32 + (int)i * 24);
	fputs("</svg>\n", to);
}
