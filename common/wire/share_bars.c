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

/* Who has a target: on, and weighing something. */
static bool
counts(const struct share *s)
{
	return s->on && s->weight > 0;
}

static void
fairness(FILE *to, const struct shares *all)
{
	fprintf(to, "fairness %.3f, largest difference %.1f", all->fairness,
		all->deviation);
}

static void
bar(FILE *to, const struct share *s, double top)
{
	int len = (int)((double)s->assigned / top * BAR + 0.5);
	int tick = (int)(s->target / top * BAR + 0.5);
	int i;

	for (i = 0; i <= BAR; i++)
		fputc(i == tick && counts(s)                  ? '|'
			: i < len + (counts(s) && tick < len) ? '#'
			: i < tick                            ? '.'
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
	fairness(to, all);
	fputc('\n', to);
	fprintf(to,
		"%-*s  %-*s  assigned  target   diff  upcoming  no-show  "
		"skipped\n",
		w, "member", BAR + 1, "");
	for (i = 0; i < all->n; i++) {
		const struct share *s = &all->v[i];

		fprintf(to, "%-*s  %s", w, s->name, color ? "\033[36m" : "");
		bar(to, s, top);
		fprintf(to, "%s  %8" PRId64, color ? "\033[0m" : "",
			s->assigned);
		if (counts(s))
			fprintf(to, "  %6.1f  %+5.1f", s->target,
				s->difference);
		else
			fprintf(to, "  %6s  %5s", "-", "-");
		fprintf(to, "  %8" PRId64 "  %7" PRId64, s->upcoming,
			s->no_show);
		skipped(to, s, "  ");
		fputs(s->former ? " (left)\n" : s->on ? "\n" : " (off)\n", to);
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

/* Columns of the picture. */
enum { NAME_X = 12, BAR_X = 152, BAR_W = 240, ROW = 40, TOP = 82, WIDE = 704 };
static const struct {
	const char *name;
	int x; /* where its figures end */
} heads[] = { { "assigned", 452 }, { "target", 504 }, { "diff", 552 },
	{ "upcoming", 624 }, { "no-show", 688 } };

/* At most `max` characters, an ellipsis for the rest. */
static void
xml_cut(FILE *to, const char *s, size_t max)
{
	char one[8];
	size_t n = 0, len;

	for (; *s != '\0'; s += len) {
		for (len = 1; ((unsigned char)s[len] & 0xc0) == 0x80 && len < 4;
			len++)
			;
		if (++n == max && s[len] != '\0') {
			fputs("\xe2\x80\xa6", to);
			return;
		}
		memcpy(one, s, len);
		one[len] = '\0';
		xml(to, one);
	}
}

static void
svg_figures(FILE *to, const struct share *s, int y)
{
	fprintf(to,
		"<g text-anchor=\"end\"><text x=\"%d\" y=\"%d\" "
		"font-weight=\"bold\">%" PRId64 "</text>",
		heads[0].x, y, s->assigned);
	if (counts(s))
		fprintf(to,
			"<text x=\"%d\" y=\"%d\">%.1f</text>"
			"<text x=\"%d\" y=\"%d\">%+.1f</text>",
			heads[1].x, y, s->target, heads[2].x, y, s->difference);
	else
		fprintf(to,
			"<text x=\"%d\" y=\"%d\">-</text>"
			"<text x=\"%d\" y=\"%d\">-</text>",
			heads[1].x, y, heads[2].x, y);
	fprintf(to,
		"<text x=\"%d\" y=\"%d\">%" PRId64
		"</text><text x=\"%d\" y=\"%d\">%" PRId64 "</text></g>\n",
		heads[3].x, y, s->upcoming, heads[4].x, y, s->no_show);
}

/* A second line under the bar: what passed the member over, and its state. */
static void
svg_notes(FILE *to, const struct share *s, int y)
{
	const char *before = "skipped: ";
	bool any = false;
	int i;

	for (i = 0; i < SHARE_SKIPS; i++)
		any |= s->skipped[i] > 0;
	if (!any && s->on && !s->former)
		return;
	fprintf(to,
		"<text x=\"%d\" y=\"%d\" font-size=\"11\" "
		"fill-opacity=\"0.8\">",
		BAR_X, y + 15);
	if (s->former || !s->on)
		fprintf(to, "%s%s", s->former ? "left the rotation" : "off",
			any ? "; " : "");
	if (any)
		skipped(to, s, before);
	fputs("</text>\n", to);
}

static void
svg_row(FILE *to, const struct share *s, double top, int y)
{
	fprintf(to, "<text x=\"%d\" y=\"%d\">", NAME_X, y);
	xml_cut(to, s->name, 18);
	fprintf(to,
		"</text><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"14\" "
		"fill-opacity=\"0.08\"/>"
		"<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" "
		"fill=\"#3a7ebf\"/>",
		BAR_X, y - 11, BAR_W, BAR_X, y - 11,
		s->assigned > 0 ? (double)s->assigned / top * BAR_W : 0);
	if (counts(s))
		fprintf(to,
			"<path d=\"M%.1f %dv20\" stroke=\"currentColor\" "
			"stroke-width=\"2\"/>",
			BAR_X + s->target / top * BAR_W, y - 14);
	svg_figures(to, s, y);
	svg_notes(to, s, y);
}

static void
svg_heads(FILE *to)
{
	size_t i;

	fprintf(to,
		"<g font-size=\"11\" fill-opacity=\"0.8\">"
		"<text x=\"%d\" y=\"56\">member</text>"
		"<text x=\"%d\" y=\"56\">turns, with a tick at the "
		"target</text><g text-anchor=\"end\">",
		NAME_X, BAR_X);
	for (i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
		fprintf(to, "<text x=\"%d\" y=\"56\">%s</text>", heads[i].x,
			heads[i].name);
	fputs("</g></g>\n", to);
}

void
share_bars_svg(FILE *to, const char *title, const struct shares *all)
{
	double top = scale(all);
	size_t i;

	/* by itself the picture takes the colours of the reader's scheme; in a
	 * page it takes the page's: everything is drawn in currentColor */
	fprintf(to,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
		"viewBox=\"0 0 %d %d\" style=\"color-scheme:light dark\" "
		"font-family=\"sans-serif\" font-size=\"13\" "
		"fill=\"currentColor\">\n<title>",
		WIDE, TOP + (int)all->n * ROW);
	xml(to, title);
	fputs("</title>\n<desc>Turns of each member as a bar, with a tick at "
	      "the member's target; ",
		to);
	fairness(to, all);
	fprintf(to, "</desc>\n<text x=\"%d\" y=\"20\" font-weight=\"bold\">",
		NAME_X);
	xml(to, title);
	fprintf(to, "</text>\n<text x=\"%d\" y=\"38\">", NAME_X);
	fairness(to, all);
	fputs("</text>\n", to);
	svg_heads(to);
	for (i = 0; i < all->n; i++)
		svg_row(to, &all->v[i], top, TOP + (int)i * ROW);
	fputs("</svg>\n", to);
}
