#include "flow/notify_buffer.h"

#include "store/outbox.h"
#include "store/outbox_puts.h"
#include "store/page.h"
#include "wire/booking_ics.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

size_t
buffers_of(struct pool *pool, const struct booking *b, struct buffer to[2])
{
	int64_t after = b->gap_s > b->after_s ? b->gap_s : b->after_s;
	size_t n = 0;

	if (b->before_s > 0)
		to[n++] =
			(struct buffer){ pool_printf(pool, "before.%s", b->uid),
				b->start - b->before_s, b->start, false };
	if (after > 0)
		to[n++] =
			(struct buffer){ pool_printf(pool, "after.%s", b->uid),
				b->end, b->end + after, b->gap_s > 0 };
	return n;
}

static int
letter_add(struct store *store, const struct notify *n, const char *kind,
	const char *uid, int64_t calendar_id, const char *body, struct fail *f)
{
	const struct booking *b = n->booking;
	struct letter l = { .kind = kind,
		.booking_id = b->id,
		.calendar_id = calendar_id,
		.uid = uid,
		.sequence = b->sequence,
		.body = body,
		.state = "queued",
		.created_at = n->how->now };

	l.key = pool_printf(n->pool, "%s:%s:%d:%" PRId64, kind, uid,
		b->sequence, calendar_id);
	return outbox_add(store, &l, f);
}

static int
put(struct store *store, const struct notify *n, const struct buffer *buffer,
	int64_t calendar_id, struct fail *f)
{
	char *text = NULL;
	size_t size;
	FILE *to = open_memstream(&text, &size);
	int rc;

	if (to == NULL)
		return fail(f, EXIT_BUSY, "out of memory");
	rc = booking_ics_buffer(to, n->booking, buffer->uid, buffer->start,
		buffer->end, buffer->free, n->how->now, f);
	fclose(to);
	if (rc == 0)
		rc = letter_add(
			store, n, "put", buffer->uid, calendar_id, text, f);
	free(text);
	return rc;
}

/* Whether the page of a live meeting wants them in calendars. */
static int
wanted(struct store *store, const struct notify *n, bool *yes, struct fail *f)
{
	struct page page = { 0 };

	*yes = false;
	if (n->booking->page_id == 0 || !booking_live(n->booking))
		return 0;
	if (page_load(store, n->booking->page_id, n->pool, &page, f) != 1)
		return -1;
	*yes = page.buffer_events;
	return 0;
}

static bool
stays(const struct put *p, const struct buffer *buffers, size_t buffers_n,
	const int64_t *puts, size_t n)
{
	size_t i, k;

	for (i = 0; i < buffers_n; i++)
		for (k = 0; k < n; k++)
			if (puts[k] == p->calendar_id &&
				strcmp(buffers[i].uid, p->uid) == 0)
				return true;
	return false;
}

int
buffers_put(struct store *store, const struct notify *n, const int64_t *puts,
	size_t puts_n, struct fail *f)
{
	struct buffer buffers[2];
	size_t buffers_n = buffers_of(n->pool, n->booking, buffers);
	struct put *was;
	size_t was_n, i, k;
	bool yes;

	if (buffers_n == 0)
		return 0;
	if (wanted(store, n, &yes, f) != 0 ||
		outbox_beside(
			store, n->booking->id, n->pool, &was, &was_n, f) != 0)
		return -1;
	if (!yes)
		buffers_n = 0;
	for (i = 0; i < was_n; i++)
		if (!stays(&was[i], buffers, buffers_n, puts, puts_n) &&
			letter_add(store, n, "delete", was[i].uid,
				was[i].calendar_id, "", f) != 0)
			return -1;
	for (i = 0; i < buffers_n; i++)
		for (k = 0; k < puts_n; k++)
			if (puts[k] != 0 &&
				put(store, n, &buffers[i], puts[k], f) != 0)
				return -1;
	return 0;
}
