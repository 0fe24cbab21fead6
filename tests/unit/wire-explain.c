#include "check.h"

#include "wire/explain_text.h"

#include <stdlib.h>
#include <string.h>

/*
 * What hosts say, as "HOST FROM TO RULE[/CALENDAR]" with hours of 1 December
 * 2026 in UTC, and the summary of it.
 */
static const struct row {
	const char *name;
	size_t need;
	int minutes;
	const char *says;   /* comma separated */
	const char *expect; /* without the line of the zone */
} rows[] = {
	{ "nothing asked, nothing said", 0, 30, "", "" },
	{ "one whole day", 0, 30, "ada 0 24 hours",
		"Tuesday 1 December: no hours\n" },
	{ "whole days that say the same are one line", 0, 30, "ada 0 72 hours",
		"Tuesday 1 December to Thursday 3 December: no hours\n" },
	{ "part of a day says from when to when", 0, 30, "ada 18 24 hours",
		"Tuesday 1 December 18:00-24:00: no hours\n" },
	{ "no hours go unsaid beside anything else", 0, 30,
		"ada 0 9 hours,ada 9 12 free,ada 12 24 hours",
		"Tuesday 1 December 09:00-12:00: free\n" },
	{ "neighbours of which the same is said are one", 0, 30,
		"ada 9 10 busy/ada/work,ada 10 11 busy/ada/work,ada 11 12 free",
		"Tuesday 1 December 09:00-11:00: busy, ada/work; "
		"11:00-12:00: free\n" },
	{ "a stretch over midnight is cut there", 0, 30,
		"ada 22 26 busy/ada/work",
		"Tuesday 1 December 22:00-24:00: busy, ada/work\n"
		"Wednesday 2 December 00:00-02:00: busy, ada/work\n" },
	{ "all are needed: who is missing is said", 0, 30,
		"ada 9 12 free,ada 12 17 limit,bo 9 10 held,bo 10 17 free",
		"Tuesday 1 December 09:00-10:00: held (bo@x.example); "
		"10:00-12:00: free; 12:00-17:00: limit (ada@x.example)\n" },
	{ "all say the same: nobody is named", 0, 30,
		"ada 9 12 notice,bo 9 12 notice",
		"Tuesday 1 December 09:00-12:00: too soon, notice\n" },
	{ "free together, but too short", 0, 120,
		"ada 8 11 free,ada 11 16 buffer/ada/work,"
		"bo 8 10 fit,bo 10 14 free,bo 14 16 hours",
		"Tuesday 1 December 08:00-10:00: too short for a meeting "
		"(bo@x.example); 10:00-11:00: too short for a meeting; "
		"11:00-14:00: buffer, ada/work; "
		"14:00-16:00: buffer, ada/work and no hours (bo@x.example)\n" },
	{ "one is enough", 1, 30,
		"ada 9 12 busy/ada/work,bo 9 11 free,bo 11 12 hours",
		"Tuesday 1 December 09:00-11:00: free (bo@x.example); "
		"11:00-12:00: busy, ada/work and no hours (bo@x.example)\n" },
	{ "two of three", 2, 30,
		"ada 9 12 free,bo 9 11 free,bo 11 12 held,cy 9 12 inactive",
		"Tuesday 1 December 09:00-11:00: free (ada@x.example, "
		"bo@x.example); 11:00-12:00: held (bo@x.example) and inactive "
		"(cy@x.example)\n" },
	{ "of many hosts the rules alone", 1, 30,
		"a 9 10 busy/a/w,b 9 10 busy/b/w,c 9 10 hours,d 9 10 held,"
		"e 9 10 busy/e/w,f 9 10 busy/f/w,g 9 10 hours,h 9 10 held,"
		"i 9 10 busy/i/w",
		"Tuesday 1 December 09:00-10:00: busy, no hours, held\n" },
};

enum { DAY = 1796083200 };

/* "ada 9 12 busy/ada/work" */
static void
say(struct explain_text *t, const char *text)
{
	static const char *last = "";
	struct explain e = { .free = false };
	char host[20], rule[60], *slash;
	int from, to;

	if (sscanf(text, "%19s %d %d %59s", host, &from, &to, rule) != 4)
		abort();
	e.user = pool_printf(t->pool, "%s@x.example", host);
	/* as the engine has it: one host, one string */
	if (t->n > 0 && strcmp(last, e.user) == 0)
		e.user = last;
	last = e.user;
	e.start = DAY + from * 3600;
	e.end = DAY + to * 3600;
	e.free = strcmp(rule, "free") == 0;
	if (!e.free) {
		e.rules = pool_zero(t->pool, sizeof(*e.rules));
		e.rules_n = 1;
		slash = strchr(rule, '/');
		if (slash != NULL) {
			*slash = '\0';
			e.rules->calendar = pool_str(t->pool, slash + 1);
		}
		e.rules->rule = pool_str(t->pool, rule);
	}
	explain_text_add(t, &e);
}

static bool
enough(const void *arg, const bool *free, size_t n)
{
	size_t i, sum = 0;

	for (i = 0; i < n; i++)
		sum += free[i];
	return sum >= *(const size_t *)arg;
}

static void
run_row(const struct row *row)
{
	struct explain_text t = { .pool = pool_new(),
		.zone = zone_utc(),
		.language = "en",
		.enough = row->need > 0 ? enough : NULL,
		.enough_arg = &row->need,
		.duration_s = row->minutes * 60 };
	struct strs says = { 0 };
	char *text = NULL, *line;
	size_t size, i;
	FILE *to = open_memstream(&text, &size);

	strs_split(t.pool, &says, row->says, ',');
	for (i = 0; i < says.n; i++)
		say(&t, says.v[i]);
	explain_text_write(to, &t);
	fclose(to);
	line = strchr(text, '\n');
	check_str(line != NULL ? line + 1 : text, row->expect, row->name);
	free(text);
	pool_free(t.pool);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		run_row(&rows[i]);
	return check_done();
}
