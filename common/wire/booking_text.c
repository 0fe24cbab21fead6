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

/* The rooms (things: what is no place) with where each is. */
static const char *
rooms_text(struct pool *pool, const struct booking *b, bool places, bool things)
{
	const char *text = NULL;
	size_t i;

	for (i = 0; i < b->rooms_n && i < b->room_places.n; i++) {
		const char *at = b->room_places.v[i];

		if (!(b->room_things[i] ? things : places))
			continue;
		text = pool_printf(pool, "%s%s%s%s%s", text != NULL ? text : "",
			text != NULL ? "; " : "", b->room_names.v[i],
			*at != '\0' ? ", " : "", at);
	}
	return text;
}

static bool
own_place(const struct booking *b)
{
	return b->location != NULL && strcmp(b->location_type, "none") != 0;
}

const char *
booking_place(struct pool *pool, const struct booking *b)
{
	return own_place(b) ? b->location : rooms_text(pool, b, true, false);
}

const char *
booking_reserved(struct pool *pool, const struct booking *b)
{
	return rooms_text(pool, b, own_place(b), true);
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
	for (i = 0; i < b->room_names.n; i++) {
		fputs(", ", g->to);
		plain(g->to, b->room_names.v[i]);
	}
	if (strcmp(b->status, "confirmed") != 0)
		fprintf(g->to, " [%s]", b->status);
	putc('\n', g->to);
}
