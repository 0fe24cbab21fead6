#include "check.h"

#include "wire/week_map.h"

#include <stdlib.h>

/* Monday 2027-03-22 09:00Z and on, half hours from there. */
static void
add(struct week_map *m, struct pool *pool, int half, int n, int hosts)
{
	struct slot s = { 0 };

	s.start = INT64_C(1805706000) + half * 1800;
	s.end = s.start + n * 1800;
	while (hosts-- > 0)
		strs_add(pool, &s.hosts, "x@example.com");
	week_map_add(m, &s);
}

static char *
drawn(const struct week_map *m, int how)
{
	char *text = NULL;
	size_t n = 0;
	FILE *to = open_memstream(&text, &n);

	if (how == 2)
		week_map_svg(to, m, "a <demo>");
	else
		week_map_text(to, m, how == 1);
	fclose(to);
	return text;
}

int
main(void)
{
	struct pool *pool = pool_new();
	struct week_map *m = week_map_new(pool, zone_utc(), "en");
	char *s;

	s = drawn(m, 0);
	check_str(s, "", "no slot, no map");
	free(s);
	add(m, pool, 0, 1, 4);
	add(m, pool, 1, 2, 1);
	add(m, pool, 0, 1, 2);
	add(m, pool, 48 + 1, 1, 2);
	s = drawn(m, 0);
	check_str(s,
		"UTC\n"
		"        Mon 22    Tue 23   \n"
		"09:00       4#        -    \n"
		"09:30       1.        2:   \n"
		"10:00       1.        -    \n",
		"digits and signs; the largest of several counts");
	free(s);
	s = drawn(m, 1);
	check(strstr(s, "\033[48;5;34m    4 \033[0m") != NULL,
		"with colour the digit stays");
	free(s);
	s = drawn(m, 2);
	check(strstr(s, "role=\"img\"") != NULL &&
			strstr(s, "a &#60;demo&#62;") != NULL &&
			strstr(s, "<style") == NULL &&
			strstr(s, "<script") == NULL,
		"SVG: a role, escaped title, no style, no script");
	check(strstr(s, ">4</text>") != NULL, "and the digits");
	free(s);
	pool_free(pool);
	return check_done();
}
