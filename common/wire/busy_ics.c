#include "wire/busy_ics.h"

#include "wire/ics_write.h"

#include <inttypes.h>
#include <stdlib.h>

void
busy_ics_begin(FILE *to)
{
	fputs("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//mtg//mtg//EN\r\n"
	      "METHOD:PUBLISH\r\n",
		to);
}

void
busy_ics_end(FILE *to)
{
	fputs("END:VCALENDAR\r\n", to);
}

static int
write_head(FILE *to, const struct busy_ics *head, struct pool *pool,
	struct fail *f)
{
	const char *uid = head->uid, *cn = NULL;

	if (uid == NULL)
		uid = pool_printf(pool, "freebusy-%" PRId64 "-%" PRId64 "-%s",
			head->window.start, head->window.end,
			head->email == NULL ? "mtg" : head->email);
	ics_write_text(to, "UID", uid);
	ics_write_time(to, "DTSTAMP", head->stamp);
	if (head->name != NULL && *head->name != '\0')
		cn = pool_printf(
			pool, "CN=%s", ics_param_value(pool, head->name));
	if (head->email != NULL &&
		ics_write_mailto(to, "ORGANIZER", cn, head->email, f) != 0)
		return -1;
	ics_write_time(to, "DTSTART", head->window.start);
	ics_write_time(to, "DTEND", head->window.end);
	return 0;
}

static void
write_periods(FILE *to, const struct busies *list)
{
	static const char *const types[] = { "FREE", "BUSY-TENTATIVE", "BUSY",
		"BUSY-UNAVAILABLE" };
	char start[ICS_UTC_TEXT], end[ICS_UTC_TEXT];
	const struct busy *b;
	size_t i;

	for (i = 0; i < list->n; i++) {
		b = &list->v[i];
		fprintf(to, "FREEBUSY;FBTYPE=%s:%s/%s\r\n", types[b->status],
			ics_utc(b->start, start), ics_utc(b->end, end));
	}
}

int
busy_ics_write(FILE *to, const struct busy_ics *head, const struct busies *list,
	struct fail *f)
{
	struct pool *pool = pool_new();
	char *text = NULL;
	size_t n = 0;
	FILE *mem;
	int rc;

	/* the head may be refused: then nothing is written */
	mem = open_memstream(&text, &n);
	rc = mem == NULL ? fail(f, EXIT_BUSY, "out of memory")
			 : write_head(mem, head, pool, f);
	if (mem != NULL)
		fclose(mem);
	if (rc == 0) {
		fprintf(to, "BEGIN:VFREEBUSY\r\n%s", text);
		write_periods(to, list);
		fputs("END:VFREEBUSY\r\n", to);
	}
	free(text);
	pool_free(pool);
	return rc;
}
