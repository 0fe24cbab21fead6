#include "engine/page.h"

#include "base/opt.h"
#include "engine/page_rule.h"
#include "record/user.h"
#include "when/duration.h"
#include "when/hours.h"
#include "when/zone.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, MAX_TEXT = 4000, MAX_TITLE = 200 };

void
page_init(struct page *p)
{
	memset(p, 0, sizeof(*p));
	p->durations[0] = 30;
	p->durations_n = 1;
	p->notice_s = 4 * 3600;
	p->horizon_d = 28;
	p->horizon_kind = "days";
	p->location_type = "none";
	p->links = true;
	p->max_age_s = -1;
	p->state = "enabled";
}

static int
bad(struct fail *f, const char *key, const char *value, const char *want)
{
	return fail(f, EXIT_USAGE, "%s: '%s' is not %s", key, value, want);
}

/* Text for people: bounded, no control characters but newlines. */
static int
set_text(struct pool *pool, const char **to, const char *key, const char *value,
	size_t max, struct fail *f)
{
	const char *p;

	if (strlen(value) > max)
		return fail(
			f, EXIT_USAGE, "%s: longer than %zu bytes", key, max);
	for (p = value; *p != '\0'; p++)
		if (((unsigned char)*p < ' ' &&
			    (*p != '\n' || max == MAX_TITLE)) ||
			*p == 0x7f)
			return fail(f, EXIT_USAGE,
				"%s: holds a control character", key);
	*to = *value == '\0' ? NULL : pool_str(pool, value);
	return 0;
}

static int
set_length(int64_t *to, const char *key, const char *value, int64_t fallback,
	int64_t max, struct fail *f)
{
	int64_t s;

	if (*value == '\0') {
		*to = fallback;
		return 0;
	}
	if (duration_read(value, key, &s, f) != 0)
		return -1;
	if (s > max)
		return bad(f, key, value, "a length we can keep to");
	*to = s;
	return 0;
}

static int
set_minutes(
	int *to, const char *key, const char *value, bool zero, struct fail *f)
{
	int64_t s = 0;

	if (set_length(&s, key, value, 0, DAY, f) != 0)
		return -1;
	if (s % 60 != 0 || (s == 0 && !zero && *value != '\0'))
		return bad(f, key, value, "whole minutes");
	*to = (int)(s / 60);
	return 0;
}

static int
set_durations(
	struct pool *pool, struct page *p, const char *value, struct fail *f)
{
	struct strs parts = { 0 };
	int minutes[16];
	size_t i, k;

	strs_split(pool, &parts, *value == '\0' ? "30" : value, ',');
	if (parts.n == 0 || parts.n > 16)
		return bad(f, "duration", value, "1 to 16 lengths, as 15,30");
	for (i = 0; i < parts.n; i++) {
		if (set_minutes(
			    &minutes[i], "duration", parts.v[i], false, f) != 0)
			return -1;
		for (k = 0; k < i; k++)
			if (minutes[k] == minutes[i])
				return fail(f, EXIT_USAGE,
					"duration: %s stands there twice",
					parts.v[i]);
	}
	memcpy(p->durations, minutes, sizeof(minutes));
	p->durations_n = parts.n;
	return 0;
}

static int
set_hours(struct pool *pool, struct page *p, const char *value, struct fail *f)
{
	struct hours hours = { 0 };

	if (*value != '\0' && hours_read(pool, value, "hours", &hours, f) != 0)
		return -1;
	p->hours = *value == '\0' ? NULL : hours_write(pool, &hours);
	return 0;
}

static int
set_zone(struct pool *pool, struct page *p, const char *value, struct fail *f)
{
	if (*value != '\0' && zone_load(value, f) == NULL)
		return -1;
	p->time_zone = *value == '\0' ? NULL : pool_str(pool, value);
	return 0;
}

static int
set_language(
	struct pool *pool, struct page *p, const char *value, struct fail *f)
{
	size_t n = strspn(value, "abcdefghijklmnopqrstuvwxyz");

	if (*value != '\0' && (n != 2 || value[n] != '\0'))
		return bad(f, "language", value, "two letters, as en or da");
	p->language = *value == '\0' ? NULL : pool_str(pool, value);
	return 0;
}

static int
set_location(
	struct pool *pool, struct page *p, const char *value, struct fail *f)
{
	static const char *const kinds[] = { "phone", "address", "video",
		"text" };
	const char *colon = strchr(value, ':');
	const char *text;
	size_t i;

	if (*value == '\0' || strcmp(value, "none") == 0) {
		p->location_type = "none";
		p->location = NULL;
		return 0;
	}
	for (i = 0; colon != NULL && i < 4; i++)
		if (strlen(kinds[i]) == (size_t)(colon - value) &&
			strncmp(kinds[i], value, (size_t)(colon - value)) == 0)
			break;
	if (colon == NULL || i == 4 || colon[1] == '\0')
		return bad(f, "location", value,
			"phone:, address:, video: or text: with its value, or "
			"none");
	if (set_text(pool, &text, "location", colon + 1, MAX_TITLE, f) != 0)
		return -1;
	p->location_type = kinds[i];
	p->location = text;
	return 0;
}

static int
set_links(struct page *p, const char *value, struct fail *f)
{
	if (*value == '\0' || strcmp(value, "on") == 0)
		p->links = true;
	else if (strcmp(value, "off") == 0)
		p->links = false;
	else
		return bad(f, "links", value, "on or off");
	return 0;
}

static int
set_schedule(
	struct pool *pool, struct page *p, const char *value, struct fail *f)
{
	char *name = pool_str(pool, value), *c;

	for (c = name; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c + 'a' - 'A');
	if (*name != '\0' && !slug_valid(name))
		return bad(f, "schedule", value, "the name of a schedule");
	p->schedule =
		*name == '\0' || strcmp(name, "default") == 0 ? NULL : name;
	return 0;
}

static const char *const keys[] = { "title", "description", "duration", "step",
	"offset", "hours", "timezone", "language", "notice", "horizon",
	"before", "after", "gap", "location", "links", "max-age", "schedule" };

static int
no_key(const char *key, struct fail *f)
{
	const char *near = opt_near(key, keys, sizeof(keys) / sizeof(keys[0]));

	if (near == NULL)
		near = opt_near(key, page_rule_keys, page_rule_keys_n);

	fail(f, EXIT_USAGE, "no setting '%s'", key);
	if (near != NULL)
		return fail_hint(f, "did you mean '%s'?", near);
	return fail_hint(f,
		"settings are title, description, duration, step, "
		"offset, hours, timezone, language, notice, horizon, before, "
		"after, gap, location, links, max-age, schedule, and rules as "
		"cap (mtg-page --help create)");
}

int
page_set(struct pool *pool, struct page *p, const char *key, const char *value,
	struct fail *f)
{
	int rc = page_rule_set(pool, p, key, value, f);
	size_t i;

	if (rc != 1)
		return rc;
	for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (strcmp(keys[i], key) == 0)
			break;
	switch (i) {
	case 0:
		return set_text(pool, &p->title, key, value, MAX_TITLE, f);
	case 1:
		return set_text(pool, &p->description, key, value, MAX_TEXT, f);
	case 2:
		return set_durations(pool, p, value, f);
	case 3:
		return set_minutes(&p->step_m, key, value, false, f);
	case 4:
		return set_minutes(&p->offset_m, key, value, true, f);
	case 5:
		return set_hours(pool, p, value, f);
	case 6:
		return set_zone(pool, p, value, f);
	case 7:
		return set_language(pool, p, value, f);
	case 8:
		return set_length(&p->notice_s, key, value, 4 * 3600,
			INT64_C(365) * DAY, f);
	case 9:
		return page_horizon_set(p, value, f);
	case 10:
		return set_length(&p->before_s, key, value, 0, DAY, f);
	case 11:
		return set_length(&p->after_s, key, value, 0, DAY, f);
	case 12:
		return set_length(&p->gap_s, key, value, 0, DAY, f);
	case 13:
		return set_location(pool, p, value, f);
	case 14:
		return set_links(p, value, f);
	case 15:
		return set_length(
			&p->max_age_s, key, value, -1, INT64_C(30) * DAY, f);
	case 16:
		return set_schedule(pool, p, value, f);
	default:
		return no_key(key, f);
	}
}

int
page_check(const struct page *p, struct fail *f)
{
	if (!page_slug_valid(p->slug)) {
		fail(f, EXIT_USAGE, "page '%s': not a slug", p->slug);
		return fail_hint(f,
			"a slug is of a-z 0-9 . _ - and / between such parts");
	}
	if (p->title == NULL)
		return fail(f, EXIT_USAGE, "page %s: no title", p->slug);
	if (p->gap_s > 0 && (p->before_s > 0 || p->after_s > 0))
		return fail(f, EXIT_USAGE,
			"page %s: a gap cannot stand beside before and after",
			p->slug);
	return 0;
}
