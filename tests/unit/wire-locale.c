/* Words for people: catalogues that are complete, and dates as they are
 * written in each language. */
#include "wire/locale.h"

#include <stdlib.h>

#include "base/pool.h"
#include "base/share.h"
#include "check.h"

static const struct {
	const char *tag, *language;
	bool known;
} tags[] = {
	{ "da_DK.UTF-8", "da", true },
	{ "de-AT", "de", true },
	{ "PT_br", "pt", true },
	{ "no_NO", "nb", true },
	{ "nn", "nb", false },
	{ "ja_JP", "en", false },
	{ "C", "en", false },
	{ "POSIX", "en", false },
	{ "deu", "en", false },
	{ "", "en", false },
	{ "../da", "en", false },
	{ "en@euro", "en", true },
};

static const struct {
	const char *language, *pattern, *zone, *want;
	instant at;
} times[] = {
	{ "en", "%x", "Europe/Rome", "Tue 1 Dec 2026", 1796115600 },
	{ "en", "%X", "Europe/Rome", "10:00", 1796115600 },
	{ "en", "%A %e %B %Y %I:%M %p %Z %z %V", "America/New_York",
		"Tuesday 1 December 2026 4:00 am EST -0500 America/New_York",
		1796115600 },
	{ "en", "%d.%m.%y 100%% %q %", "UTC", "01.12.26 100% %q %",
		1796115600 },
	{ "en", "%I %p", "UTC", "12 am", 1796083200 },
	{ "en", "%I %p", "UTC", "12 pm", 1796126400 },
	{ "en", "%z", "Asia/Kolkata", "+0530", 1796115600 },
	{ "da", "%x kl. %X", "Europe/Copenhagen", "tirs 1. dec 2026 kl. 10.00",
		1796115600 },
	{ "de", "%x", "UTC", "Di, 1. Dez. 2026", 1796115600 },
	{ "es", "%x", "UTC", "mar, 1 dic 2026", 1796115600 },
	{ "fi", "%A %e. %B", "UTC", "tiistai 1. joulukuuta", 1796115600 },
	{ "fr", "%x", "UTC",
		"mar. 1 d\xC3\xA9"
		"c. 2026",
		1796115600 },
	{ "it", "%x", "UTC", "mar 1 dic 2026", 1796115600 },
	{ "nb", "%x", "UTC", "tir. 1. des. 2026", 1796115600 },
	{ "nl", "%x", "UTC", "di 1 dec 2026", 1796115600 },
	{ "pl", "%A, %e %B", "UTC", "wtorek, 1 grudnia", 1796115600 },
	{ "pt", "%x", "UTC", "ter, 1 dez 2026", 1796115600 },
	{ "sv", "%x", "UTC", "tis 1 dec. 2026", 1796115600 },
	{ "xx", "%x", "UTC", "Tue 1 Dec 2026", 1796115600 },
	{ "en", "%a", "UTC", "Thu", 0 },
};

static void
write_times(void)
{
	struct fail f;
	size_t i, n;

	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		char *text = NULL;
		FILE *to = open_memstream(&text, &n);

		locale_time(to, times[i].language, times[i].pattern,
			times[i].at, zone_load(times[i].zone, &f));
		fclose(to);
		check_str(text, times[i].want, times[i].language);
		free(text);
	}
}

/* The key of each line, in order; "" for notes. */
static const char *
line_key(struct pool *pool, const char **text, const char **value)
{
	const char *line = *text, *end = strchr(line, '\n');
	const char *sep = strstr(line, " = ");

	*text = end == NULL ? line + strlen(line) : end + 1;
	if (*line == '#' || *line == '\n')
		return "";
	if (sep == NULL || end == NULL || sep > end)
		return NULL;
	*value = pool_strn(pool, sep + 3, (size_t)(end - sep - 3));
	return pool_strn(pool, line, (size_t)(sep - line));
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* Every key of English, no other, the same {{places}}, lists of one length. */
static void
complete(const struct share_file *s, const struct share_file *en)
{
	const char *a = s->text, *b = en->text, *key, *want, *value, *other;
	struct pool *pool = pool_new();
	size_t bad = 0;

	value = other = "";
	while (*b != '\0') {
		want = line_key(pool, &b, &other);
		if (want == NULL || *want == '\0')
			continue;
		do
			key = *a == '\0' ? NULL : line_key(pool, &a, &value);
		while (key != NULL && *key == '\0');
		if (key == NULL || strcmp(key, want) != 0 ||
			count(value, "{{") != count(other, "{{") ||
			count(value, "{{zone}}") != count(other, "{{zone}}") ||
			*value == '\0' ||
			((strncmp(key, "days", 4) == 0 ||
				 strncmp(key, "months", 6) == 0) &&
				count(value, " ") != count(other, " "))) {
			printf("# %s: %s\n", s->name, want);
			bad++;
		}
	}
	check(bad == 0 && (*a == '\0' || s == en), "%s has what English has",
		s->name);
	pool_free(pool);
}

int
main(void)
{
	const struct share_file *s, *en = NULL;
	size_t i, n = 0;

	for (i = 0; i < sizeof(tags) / sizeof(tags[0]); i++) {
		check_str(locale_find(tags[i].tag), tags[i].language,
			tags[i].tag);
		check(locale_known(tags[i].tag) == tags[i].known, "known: %s",
			tags[i].tag);
	}
	write_times();
	for (s = share_locale; s->name != NULL; s++, n++)
		if (strcmp(s->name, "en") == 0)
			en = s;
	check(n == 12 && en != NULL, "there are twelve languages");
	for (s = share_locale; s->name != NULL; s++)
		complete(s, en);
	check_str(locale_text("sv", "mail.hello"), "Hej", "a phrase");
	check_str(locale_text("xx", "mail.hello"), "Hello",
		"a language that is not there speaks English");
	check_str(locale_text("sv", "no.such"), "", "a key that is not there");
	unsetenv("LC_ALL");
	setenv("LC_MESSAGES", "", 1);
	setenv("LANG", "fi_FI.UTF-8", 1);
	check_str(locale_environment(), "fi", "LANG counts");
	setenv("LC_ALL", "pl_PL", 1);
	check_str(locale_environment(), "pl", "LC_ALL counts more");
	return check_done();
}
