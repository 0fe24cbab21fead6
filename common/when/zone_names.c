#include "when/zone_priv.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/opt.h"
#include "base/share.h"

/* The longest name of tzdata has 38 characters. */
enum { NAME_MAX_HERE = 64, PARTS_MAX = 4, ZONES_MAX = 2000, TZID_MAX = 256 };

bool
zone_name_plain(const char *name)
{
	static const char *const others[] = { "Factory", "localtime",
		"posixrules", "leapseconds" };
	size_t n = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				"abcdefghijklmnopqrstuvwxyz0123456789_+-/");
	size_t i;

	/* dots are no characters of names, so ".." is refused with them */
	if (n == 0 || n > NAME_MAX_HERE || name[n] != '\0' || *name == '/' ||
		name[n - 1] == '/' || strstr(name, "//") != NULL)
		return false;
	if (strchr(name, '/') == NULL && strpbrk(name, "0123456789") != NULL)
		return false;
	if (strncmp(name, "posix/", 6) == 0 || strncmp(name, "right/", 6) == 0)
		return false;
	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (strcmp(name, others[i]) == 0)
			return false;
	return true;
}

static int
by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The third column of zone.tab's lines, and UTC; sorted. */
static void
names_read(struct pool *pool, struct strs *names)
{
	const char *path = pool_printf(pool, "%s/zone.tab", zone_folder());
	char line[512], name[NAME_MAX_HERE + 1];
	FILE *file = fopen(path, "re");

	strs_add(pool, names, "UTC");
	if (file == NULL)
		return;
	while (names->n < ZONES_MAX && fgets(line, sizeof(line), file) != NULL)
		if (*line != '#' && sscanf(line, "%*s %*s %64s", name) == 1 &&
			zone_name_plain(name))
			strs_add(pool, names, name);
	fclose(file);
	qsort(names->v, names->n, sizeof(*names->v), by_text);
}

/* Read once; like the zones themselves they stay for the run. */
static const struct strs *
names_all(void)
{
	static struct pool *pool;
	static struct strs names;

	if (pool == NULL) {
		pool = pool_new();
		names_read(pool, &names);
	}
	return &names;
}

int
zone_each(int (*each)(void *arg, const char *name), void *arg)
{
	const struct strs *names = names_all();
	size_t i;
	int rc;

	for (i = 0; i < names->n; i++)
		if ((rc = each(arg, names->v[i])) != 0)
			return rc;
	return 0;
}

/* The name whose city was typed: "berlin", "New York". */
static const char *
zone_of_city(const char *typed)
{
	const struct strs *names = names_all();
	const char *city, *p;
	size_t i;

	for (i = 0; i < names->n; i++) {
		city = strrchr(names->v[i], '/');
		city = city == NULL ? names->v[i] : city + 1;
		for (p = typed; *p != '\0' && *city != '\0'; p++, city++)
			if (tolower((unsigned char)*p) !=
					tolower((unsigned char)*city) &&
				!(*p == ' ' && *city == '_'))
				break;
		if (*p == '\0' && *city == '\0')
			return names->v[i];
	}
	return NULL;
}

const char *
zone_near(const char *typed)
{
	const struct strs *names = names_all();
	const char *near = NULL;

	if (strlen(typed) > NAME_MAX_HERE)
		return NULL;
	if ((near = zone_find(typed)) == NULL)
		near = zone_of_city(typed);
	return near == NULL ? opt_near(typed, names->v, names->n) : near;
}

/* The entry of a folder that is `part` in any case, into `part`. */
static bool
part_find(const char *folder, char *part)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	bool found = false;

	if (dir == NULL)
		return false;
	while (!found && (entry = readdir(dir)) != NULL)
		if (strcasecmp(entry->d_name, part) == 0) {
			memcpy(part, entry->d_name, strlen(part));
			found = true;
		}
	closedir(dir);
	return found;
}

/* "EUROPE/rome" to the zone's own spelling, part by part; NULL: no such. */
static const char *
zone_any_case(const char *tzid)
{
	char path[512], *name, *part, *end;
	const struct zone *zone;
	int parts = 0, n;

	if (strcasecmp(tzid, "UTC") == 0)
		return "UTC";
	if (!zone_name_plain(tzid))
		return NULL;
	if ((zone = zone_try(tzid, NULL)) != NULL)
		return zone_name(zone);
	n = snprintf(path, sizeof(path), "%s/%s", zone_folder(), tzid);
	if (n < 0 || (size_t)n >= sizeof(path))
		return NULL;
	name = part = path + strlen(zone_folder()) + 1;
	do {
		part[-1] = '\0';
		/* what stands before is the folder, then comes one part */
		if ((end = strchr(part, '/')) != NULL)
			*end = '\0';
		if (++parts > PARTS_MAX || !part_find(path, part))
			return NULL;
		part[-1] = '/';
		if (end != NULL) {
			*end = '/';
			part = end + 1;
		}
	} while (end != NULL);
	zone = zone_try(name, NULL);
	return zone == NULL ? NULL : zone_name(zone);
}

/* Rules of the eighties that calendars still name; tzdata links them so now. */
static const char *
zone_of_rule(const char *tzid)
{
	static const char *const rules[][2] = {
		{ "EST5EDT", "America/New_York" },
		{ "CST6CDT", "America/Chicago" },
		{ "MST7MDT", "America/Denver" },
		{ "PST8PDT", "America/Los_Angeles" },
		{ "GMT0", "Etc/GMT" },
		{ "GMT+0", "Etc/GMT" },
		{ "GMT-0", "Etc/GMT" },
	};
	size_t i;

	for (i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcasecmp(tzid, rules[i][0]) == 0)
			return zone_any_case(rules[i][1]);
	return NULL;
}

/*
 * Outlook's display names without "(UTC+01:00) ": older ones say GMT, and
 * write the offset in several ways.
 */
static const char *
display_part(const char *s)
{
	const char *end;

	if (strncasecmp(s, "(UTC", 4) != 0 && strncasecmp(s, "(GMT", 4) != 0)
		return NULL;
	if ((end = strchr(s, ')')) == NULL)
		return NULL;
	return end + 1 + strspn(end + 1, " ");
}

/* Whether the first `n` characters of `a` are `b` in any case. */
static bool
same(const char *a, size_t n, const char *b)
{
	return strlen(b) == n && strncasecmp(a, b, n) == 0;
}

/* Looks a name up in share/zones/windows: lines of name, tab, zone. */
static const char *
windows_find(const char *name)
{
	const char *p = share_zones[0].text, *tab, *shown, *want;
	char zone[NAME_MAX_HERE + 1];
	size_t n;

	want = display_part(name);
	for (; p != NULL && *p != '\0'; p += n + (p[n] == '\n')) {
		n = strcspn(p, "\n");
		tab = memchr(p, '\t', n);
		if (*p == '#' || tab == NULL ||
			n - (size_t)(tab + 1 - p) > NAME_MAX_HERE)
			continue;
		shown = want == NULL ? p : display_part(p);
		if (shown == NULL || shown > tab ||
			!same(shown, (size_t)(tab - shown),
				want == NULL ? name : want))
			continue;
		n = (size_t)(p + n - (tab + 1));
		memcpy(zone, tab + 1, n);
		zone[n] = '\0';
		return zone_any_case(zone);
	}
	return NULL;
}

static const char *
find_whole(const char *tzid)
{
	const char *name = zone_any_case(tzid);

	if (name == NULL)
		name = zone_of_rule(tzid);
	return name == NULL ? windows_find(tzid) : name;
}

/* Whether slashes of `tzid` may part a prefix from a name. */
static bool
prefixed(const char *tzid)
{
	size_t n = strcspn(tzid, "/");

	return *tzid == '/' || strstr(tzid, "://") != NULL ||
	       memchr(tzid, '.', n) != NULL;
}

const char *
zone_find(const char *tzid)
{
	char text[TZID_MAX + 1];
	const char *name, *p = text;
	size_t n;

	tzid += strspn(tzid, " \t\"");
	n = strlen(tzid);
	while (n > 0 && strchr(" \t\"", tzid[n - 1]) != NULL)
		n--;
	if (n == 0 || n > TZID_MAX)
		return NULL;
	memcpy(text, tzid, n);
	text[n] = '\0';
	if ((name = find_whole(text)) != NULL || !prefixed(text))
		return name;
	while ((p = strchr(p, '/')) != NULL)
		if (*++p != '\0' && (name = find_whole(p)) != NULL)
			return name;
	return NULL;
}
