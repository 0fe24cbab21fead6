#include "wire/slot_html.h"

#include "wire/day_text.h"
#include "wire/utf8.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char style_list[] = "margin:0 0 12px;line-height:2.6";
static const char style_link[] =
	"display:inline-block;margin:0 6px 6px 0;padding:0 12px;"
	"border:1px solid #0b57d0;border-radius:6px;color:#0b57d0;"
	"text-decoration:none;white-space:nowrap";
static const char style_plain[] =
	"display:inline-block;margin:0 12px 6px 0;white-space:nowrap";

/* Text between tags or inside quotes, in ASCII alone. */
static void
escaped(FILE *to, const char *s)
{
	size_t n;

	for (; *s != '\0'; s += n > 0 ? n : 1) {
		n = utf8_length(s);
		if (n != 1 || strchr("<>&\"'", *s) != NULL)
			fprintf(to, "&#%" PRIu32 ";", utf8_code(s));
		else if ((unsigned char)*s >= ' ' && *s != 0x7f)
			fputc(*s, to);
	}
}

/* Writes what `write` says of a moment or two, escaped. */
static void
words(FILE *to, struct day_text *days, instant start, instant end,
	void (*write)(const struct day_text *, instant, instant))
{
	char *text = NULL;
	size_t size;

	if ((days->to = open_memstream(&text, &size)) == NULL)
		return;
	write(days, start, end);
	fclose(days->to);
	escaped(to, text);
	free(text);
}

static void
head(const struct day_text *days, instant start, instant end)
{
	(void)end;
	day_text_head(days, start);
	fputc(':', days->to);
}

static void
date(const struct day_text *days, instant start, instant end)
{
	(void)end;
	day_text_date(days, start);
}

static void
slot(FILE *to, struct day_text *days, const struct slot *s)
{
	if (s->url != NULL) {
		fputs("<a href=\"", to);
		escaped(to, s->url);
		fprintf(to, "\" style=\"%s\">", style_link);
	} else {
		fprintf(to, "<span style=\"%s\">", style_plain);
	}
	words(to, days, s->start, s->end, day_text_span);
	fputs(s->url != NULL ? "</a>\n" : "</span>\n", to);
}

void
slot_html_write(FILE *to, const struct slot *slots, size_t n,
	const struct zone *zone, const char *language)
{
	struct day_text days;
	size_t i;

	if (n == 0)
		return;
	day_text_init(
		&days, NULL, zone, language, slots[0].start, slots[n - 1].end);
	fprintf(to, "<div lang=\"%s\">\n<p>", language);
	words(to, &days, slots[0].start, 0, head);
	fputs("</p>\n", to);
	for (i = 0; i < n; i++) {
		if (day_text_turn(&days, slots[i].start)) {
			fprintf(to, "%s<p style=\"%s\"><b>",
				i > 0 ? "</p>\n" : "", style_list);
			words(to, &days, slots[i].start, 0, date);
			fputs("</b><br>\n", to);
		}
		slot(to, &days, &slots[i]);
	}
	fputs("</p>\n</div>\n", to);
}
