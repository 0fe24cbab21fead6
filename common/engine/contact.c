#include "engine/contact.h"

#include "base/opt.h"
#include "engine/book.h"
#include "record/user.h"
#include "when/zone.h"

#include <string.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			      "abcdefghijklmnopqrstuvwxyz";

static int
bad(struct fail *f, struct pool *pool, const char *key, const char *value,
	const char *what)
{
	return fail(f, EXIT_USAGE, "%s '%s': %s", key, book_shown(pool, value),
		what);
}

/* A line of text, trimmed; an empty one is NULL. */
static int
set_line(struct pool *pool, const char **to, const char *key, const char *value,
	size_t max, struct fail *f)
{
	size_t n;

	value += strspn(value, " \t\r\n");
	for (n = strlen(value); n > 0 && strchr(" \t\r\n", value[n - 1]); n--)
		;
	if (n > max)
		return fail(
			f, EXIT_USAGE, "%s: longer than %zu bytes", key, max);
	value = pool_strn(pool, value, n);
	if (!book_clean(value, false))
		return bad(f, pool, key, value,
			"control characters or broken UTF-8 in it");
	*to = n == 0 ? NULL : value;
	return 0;
}

static char *
lower(struct pool *pool, const char *text)
{
	char *copy = pool_str(pool, text), *p;

	for (p = copy; *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return copy;
}

static int
set_email(
	struct pool *pool, struct contact *c, const char *value, struct fail *f)
{
	if (!email_valid(value) || !book_clean(value, false))
		return bad(f, pool, "email", value, "no e-mail address");
	c->email = lower(pool, value);
	return 0;
}

static int
set_zone(
	struct pool *pool, struct contact *c, const char *value, struct fail *f)
{
	if (*value != '\0' && zone_load(value, f) == NULL)
		return -1;
	c->time_zone = *value == '\0' ? NULL : pool_str(pool, value);
	return 0;
}

static int
set_language(
	struct pool *pool, struct contact *c, const char *value, struct fail *f)
{
	size_t n = strspn(value, letters);

	/* "pt", "pt-BR": RFC 5646 section 2.1 */
	if (*value != '\0' &&
		(n < 2 || n > 3 || (value[n] != '\0' && value[n] != '-') ||
			strlen(value) > 35 ||
			value[n +
				strspn(value + n,
					"-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					"abcdefghijklmnopqrstuvwxyz")] != '\0'))
		return bad(f, pool, "language", value, "as en or pt-BR");
	c->language = *value == '\0' ? NULL : pool_str(pool, value);
	return 0;
}

static int
set_lifecycle(
	struct pool *pool, struct contact *c, const char *value, struct fail *f)
{
	const char *word = lower(pool, value);

	if (!slug_valid(word))
		return bad(f, pool, "lifecycle", value,
			"one word, as lead or customer");
	c->lifecycle = word;
	return 0;
}

static const char *const keys[] = { "email", "name", "company", "phone",
	"timezone", "language", "lifecycle", "campaign", "source", "medium" };
enum { KEYS = sizeof(keys) / sizeof(keys[0]) };

static int
no_key(struct pool *pool, const char *key, struct fail *f)
{
	const char *near = opt_near(key, keys, KEYS);

	fail(f, EXIT_USAGE, "a contact has no '%s'", book_shown(pool, key));
	if (near != NULL)
		return fail_hint(f, "did you mean '%s'?", near);
	return fail_hint(f, "it has email, name, company, phone, timezone, "
			    "language, lifecycle, campaign, source, medium");
}

int
contact_set(struct pool *pool, struct contact *c, const char *key,
	const char *value, struct fail *f)
{
	const char **const lines[KEYS] = { NULL, &c->name, &c->company,
		&c->phone, NULL, NULL, NULL, &c->campaign, &c->source,
		&c->medium };
	static const size_t max[KEYS] = { 0, CONTACT_NAME_MAX, CONTACT_NAME_MAX,
		CONTACT_PHONE_MAX, 0, 0, 0, CONTACT_TRACKING_MAX,
		CONTACT_TRACKING_MAX, CONTACT_TRACKING_MAX };
	size_t i;

	for (i = 0; i < KEYS; i++)
		if (strcmp(keys[i], key) == 0)
			break;
	if (i == KEYS)
		return no_key(pool, key, f);
	if (lines[i] != NULL)
		return set_line(pool, lines[i], key, value, max[i], f);
	if (i == 0)
		return set_email(pool, c, value, f);
	if (i == 4)
		return set_zone(pool, c, value, f);
	if (i == 5)
		return set_language(pool, c, value, f);
	return set_lifecycle(pool, c, value, f);
}

static bool
fill(const char **to, const char *from)
{
	/* answers come as they were typed by whoever booked */
	if (from == NULL || *from == '\0' || !book_clean(from, false) ||
		(*to != NULL && **to != '\0'))
		return false;
	*to = from;
	return true;
}

static bool
differs(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a != b : strcmp(a, b) != 0;
}

/* RULES.md section 7. */
static bool
track(struct contact *c, const struct contact *from)
{
	if (from->campaign == NULL && from->source == NULL &&
		from->medium == NULL)
		return false;
	if (!differs(c->campaign, from->campaign) &&
		!differs(c->source, from->source) &&
		!differs(c->medium, from->medium))
		return false;
	c->campaign = from->campaign;
	c->source = from->source;
	c->medium = from->medium;
	return true;
}

bool
contact_fill(struct contact *c, const struct contact *from)
{
	bool changed = false;

	changed |= fill(&c->name, from->name);
	changed |= fill(&c->company, from->company);
	changed |= fill(&c->phone, from->phone);
	changed |= fill(&c->time_zone, from->time_zone);
	changed |= fill(&c->language, from->language);
	changed |= track(c, from);
	if (c->owner_id == 0 && from->owner_id != 0) {
		c->owner_id = from->owner_id;
		c->owner_email = from->owner_email;
		changed = true;
	}
	return changed;
}
