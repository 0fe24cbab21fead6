#include "check.h"

#include "wire/page_json.h"
#include "wire/share_bars.h"

#include <stdlib.h>

static char *
drawn(const struct shares *all, int svg)
{
	char *text = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&text, &n);

	if (svg)
		share_bars_svg(to, "sales <1>", all);
	else
		share_bars_text(to, "sales", all, false);
	fclose(to);
	return text;
}

int
main(void)
{
	struct share v[] = {
		{ .user = "ada@x",
			.name = "ada",
			.on = true,
			.weight = 100,
			.assigned = 9,
			.target = 11.5,
			.difference = -2.5,
			.upcoming = 2,
			.skipped = { [SKIP_BUSY] = 4, [SKIP_PAUSED] = 2 } },
		{ .user = "cy@x",
			.name = "cy",
			.on = true,
			.weight = 100,
			.assigned = 14,
			.target = 11.5,
			.difference = 2.5 },
		{ .user = "di@x", .name = "di", .assigned = 3 },
		{ .user = "ed@x", .name = "<ed>", .former = true },
	};
	struct shares all = { .v = v, .n = 4, .fairness = 0.9541 };
	struct shares none = { .fairness = 1 };
	struct pool *pool = pool_new();
	char *s;

	s = drawn(&all, 0);
	check(strstr(s, "ada     ###############.....|") != NULL,
		"a bar below its target has dots up to the tick");
	check(strstr(s, "cy      ####################|####") != NULL,
		"a bar above it goes on behind the tick");
	check(strstr(s, "di      #####                    ") != NULL,
		"who is off has no tick");
	check(strstr(s, "  11.5   -2.5  ") != NULL, "the difference, signed");
	check(strstr(s, "busy 4, paused 2\n") != NULL,
		"what skipped, in words");
	check(strstr(s, " 0 (off)\n") != NULL, "off is a word, not a colour");
	check(strstr(s, " 0 (left)\n") != NULL, "so is having left");
	check(strstr(s, "sales\nfairness 0.954, largest difference 0.0\n") == s,
		"how even it is, under the title");
	check(strstr(s, "\033") == NULL, "no colour unless asked for");
	free(s);
	s = drawn(&all, 1);
	check(strstr(s, "role=\"img\"") != NULL &&
			strstr(s, "<title>sales &lt;1&gt;</title>") != NULL &&
			strstr(s, "<style") == NULL && strlen(s) < 15000,
		"the SVG has a role and a title, escaped, and no style");
	check(strstr(s, "&lt;ed&gt;</text>") != NULL &&
			strstr(s, "left the rotation</text>") != NULL &&
			strstr(s, "off</text>") != NULL,
		"names are escaped; off and left are words");
	check(strstr(s, "skipped: busy 4, paused 2</text>") != NULL,
		"what skipped, under the bar");
	free(s);
	s = drawn(&none, 0);
	check(strstr(s, "sales\n") == s, "nobody: only the heads");
	free(s);
	check_str(page_url(pool, "https://x.example//", "demo"),
		"https://x.example/demo", "a link has one slash");
	check_str(url_add(pool, "https://x/y", "q", "a b&\xc3\xa9"),
		"https://x/y?q=a%20b%26%C3%A9", "a value is escaped");
	check_str(url_add(pool, "https://x/y?a=1", "b", "~-._"),
		"https://x/y?a=1&b=~-._", "a second parameter");
	pool_free(pool);
	return check_done();
}
