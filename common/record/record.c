#include "record/booking.h"
#include "record/calendar.h"
#include "record/event.h"
#include "record/rotation.h"
#include "record/user.h"
#include "when/hours.h"

#include <stdlib.h>
#include <string.h>

static bool
slug_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' ||
	       c == '_' || c == '-';
}

static bool
slug_part(const char *s, size_t n)
{
	size_t i;

	if (n == 0 || n > 64 || s[0] == '.' || s[0] == '_' || s[0] == '-')
		return false;
	for (i = 0; i < n; i++)
		if (!slug_char(s[i]))
			return false;
	return true;
}

const char *
user_hours(const struct user *u)
{
	if (u->hours != NULL)
		return u->hours;
	return u->room ? "daily 00:00-24:00" : HOURS_DEFAULT;
}

bool
slug_valid(const char *text)
{
	return slug_part(text, strlen(text));
}

bool
page_slug_valid(const char *text)
{
	size_t n;

	if (strlen(text) > 128)
		return false;
	for (;; text += n + 1) {
		n = strcspn(text, "/");
		if (!slug_part(text, n))
			return false;
		if (text[n] == '\0')
			return true;
	}
}

bool
email_valid(const char *text)
{
	const char *at = NULL, *p;

	for (p = text; *p != '\0'; p++) {
		if ((unsigned char)*p <= ' ' || *p == 0x7f ||
			strchr("\"<>(),;:\\[]", *p) != NULL)
			return false;
		if (*p == '@') {
			if (at != NULL)
				return false;
			at = p;
		}
	}
	if (at == NULL || at == text || at - text > 64 || p - text > 254)
		return false;
	if (at[1] == '\0' || at[1] == '.' || at[1] == '-' || p[-1] == '.')
		return false;
	return strstr(at, "..") == NULL && strstr(at, "/") == NULL;
}

const char *
busy_word(enum busy_status status)
{
	static const char *const words[] = { "free", "tentative", "busy",
		"unavailable" };

	return words[status];
}

void
busies_add(struct pool *pool, struct busies *list, const struct busy *b)
{
	list->v =
		pool_grow(pool, list->v, list->n, &list->cap, sizeof(*list->v));
	list->v[list->n++] = *b;
}

static int
by_start(const void *a, const void *b)
{
	const struct busy *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

void
busies_sort(struct busies *list)
{
	if (list->n > 1)
		qsort(list->v, list->n, sizeof(*list->v), by_start);
}

bool
calendar_blocks(const struct calendar *c, instant now, int64_t max_stale_s,
	const char **why)
{
	if (!c->selected || strcmp(c->role, "ignore") == 0 ||
		strcmp(c->role, "tasks") == 0)
		return false;
	if (strcmp(c->state, "active") != 0) {
		*why = c->state;
		return true;
	}
	/* never synced: nothing is known, so nothing is free */
	if (c->synced_at == 0) {
		*why = "stale";
		return true;
	}
	/* it failed lately, and the last good state has grown too old */
	if (c->failures > 0 && now - c->synced_at > max_stale_s) {
		*why = "stale";
		return true;
	}
	return false;
}

bool
member_on(const struct member *m, instant now)
{
	return !m->paused || (m->paused_until != 0 && m->paused_until <= now);
}

bool
booking_live(const struct booking *b)
{
	return strcmp(b->status, "cancelled") != 0 &&
	       strcmp(b->status, "declined") != 0;
}

bool
booking_held(const struct booking *b)
{
	return strcmp(b->status, "held") == 0;
}

bool
booking_expired(const struct booking *b, instant now)
{
	return booking_held(b) && b->expires_at != 0 && b->expires_at <= now;
}
