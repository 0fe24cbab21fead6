#include "wire/booking_text.h"

#include "wire/locale.h"

#include <string.h>

/* Foreign text on a terminal: no escape sequences. */
static void
plain(FILE *to, const char *text)
{
	for (; *text != '\0'; text++)
		putc((unsigned char)*text < 0x20 || *text == 0x7f ? '?' : *text,
			to);
}

static void
who(FILE *to, const struct attendee *a)
{
	bool name = a->name != NULL && *a->name != '\0';

	if (!name && *a->email == '\0')
		return;
	fputs(", ", to);
	if (name)
		plain(to, a->name);
	if (*a->email != '\0') {
		fputs(name ? " <" : "", to);
		plain(to, a->email);
		fputs(name ? ">" : "", to);
	}
}

void
agenda_write(struct agenda *g, const struct booking *b)
{
	instant day = zone_day(g->zone, b->start, 0);
	size_t i;

	if (day != g->day || g->day == 0) {
		if (g->day != 0)
			putc('\n', g->to);
		locale_time(g->to, g->language, "%x (%V)\n", b->start, g->zone);
		g->day = day;
	}
	locale_time(g->to, g->language, "%X-", b->start, g->zone);
	locale_time(g->to, g->language, "%X ", b->end, g->zone);
	plain(g->to, b->title);
	for (i = 0; i < b->attendees_n; i++)
		who(g->to, &b->attendees[i]);
	if (b->location != NULL) {
		fputs(", ", g->to);
		plain(g->to, b->location);
	}
	if (strcmp(b->status, "confirmed") != 0)
		fprintf(g->to, " [%s]", b->status);
	putc('\n', g->to);
}
