#include "flow/book_outcome.h"

#include "engine/book.h"
#include "flow/book_priv.h"
#include "flow/book_seats.h"
#include "store/booking.h"
#include "store/outcome.h"

#include <string.h>
#include <strings.h>

const char *
book_outcome_name(struct pool *pool, const char *text, struct fail *f)
{
	size_t n;

	text += strspn(text, " \t\r\n");
	for (n = strlen(text); n > 0 && strchr(" \t\r\n", text[n - 1]); n--)
		;
	text = pool_strn(pool, text, n);
	if (n == 0 || n > OUTCOME_MAX || !book_clean(text, false) ||
		strpbrk(text, "\"\\") != NULL) {
		fail(f, EXIT_USAGE,
			"outcome '%s': a line of at most %d bytes without "
			"quotes",
			book_shown(pool, text), OUTCOME_MAX);
		return NULL;
	}
	if (strcasecmp(text, "none") == 0) {
		fail(f, EXIT_USAGE,
			"outcome none: that word means that there is none yet");
		return NULL;
	}
	return text;
}

/* The invitation as it is, to those who were invited. */
static int
send_again(struct work *w, struct fail *f)
{
	struct booking *b = w->b;
	struct notify n;

	if (strcmp(b->status, "confirmed") != 0)
		return fail(f, EXIT_REFUSED,
			"booking %s is %s: there is nothing to update", b->ref,
			b->status);
	if (!b->invite)
		return fail(f, EXIT_REFUSED,
			"booking %s was made without an invitation", b->ref);
	if (seats_invite(w, f) != 0 || work_hosts(w, f) != 0 ||
		work_token(w, f) != 0)
		return -1;
	n = work_notify(w);
	return notify_again(w->store, &n, f);
}

/* 0 done, 1 nothing to do, -1. */
static int
outcome(struct work *w, const char *value, bool updates, struct fail *f)
{
	struct booking *b = w->b;
	instant now = w->how->notify.now;
	struct outcome o = { 0 };

	if (outcome_find(w->store, value, w->pool, &o, f) != 1)
		return -1;
	if (booking_held(b))
		return fail(
			f, EXIT_REFUSED, "booking %s is %s", b->ref, b->status);
	if (strcmp(o.name, b->outcome) == 0 && !updates)
		return 1;
	if (updates && send_again(w, f) != 0)
		return -1;
	if (strcmp(o.name, b->outcome) == 0)
		return 0;
	if (outcome_save(w->store, b->id, o.name, now, f) != 0 ||
		assign_outcome(w->store, b->ref, o.name, now, f) != 0 ||
		audit_add(w->store, now, "booking.outcome", b->ref,
			pool_printf(w->pool, "{\"was\":\"%s\",\"is\":\"%s\"}",
				b->outcome, o.name),
			f) != 0)
		return -1;
	return work_reload(w, f);
}

int
book_outcome(struct store *store, const struct book_how *how, const char *ref,
	const char *value, bool updates, struct booking *to, bool *again,
	struct pool *pool, struct fail *f)
{
	struct work w = { .store = store,
		.how = how,
		.notify = how->notify,
		.pool = pool,
		.b = to };
	int rc;

	*again = false;
	if (store_begin(store, f) != 0)
		return -1;
	rc = booking_find(store, ref, pool, to, f) == 1
		     ? outcome(&w, value, updates, f)
		     : -1;
	if (rc == 0)
		rc = work_end(&w, f);
	else if (rc == 1)
		*again = true;
	if (rc != 0)
		store_rollback(store);
	return rc < 0 ? -1 : 0;
}
