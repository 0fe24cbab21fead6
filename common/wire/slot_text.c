#include "wire/slot_text.h"

#include "wire/day_text.h"

static void
stretch(struct day_text *s, instant start, instant end)
{
	bool first = !s->begun;

	if (day_text_turn(s, start)) {
		if (!first)
			fputc('\n', s->to);
		day_text_date(s, start);
		fputs(": ", s->to);
	} else {
		fputs(", ", s->to);
	}
	day_text_span(s, start, end);
}

void
slot_text_write(FILE *to, const struct spans *slots, const struct zone *zone,
	const char *language)
{
	instant start, end, midnight;
	struct day_text s;
	size_t i;

	if (slots->n == 0)
		return;
	start = slots->v[0].start;
	end = slots->v[0].end;
	day_text_init(
		&s, to, zone, language, start, slots->v[slots->n - 1].end);
	day_text_head(&s, start);
	fputs(":\n", to);
	for (i = 1; i < slots->n; i++) {
		const struct span *next = &slots->v[i];

		midnight = zone_day(zone, start, 1);
		if (next->start <= end && next->start < midnight) {
			if (next->end > end)
				end = next->end;
			continue;
		}
		/* it goes on the next day: each day has its part */
		if (next->start <= end && end > midnight) {
			stretch(&s, start, midnight);
			start = midnight;
		} else {
			stretch(&s, start, end);
			start = next->start;
		}
		end = next->end > end || start == next->start ? next->end : end;
	}
	stretch(&s, start, end);
	fputc('\n', to);
}
