/*
 * From iCalendar text to busy time, through the reader and the engine: each
 * line of RULES.md section 1 (R11, R12) and each trap of the field notes as a
 * row; then the pile of calendars in tests/wild, each with what is expected of
 * it beside it.
 */
#include "check.h"

#include "engine/busy.h"
#include "wire/event_ics.h"

#include <dirent.h>
#include <stdlib.h>
#include <time.h>

struct setting {
	struct span window;
	const struct zone *host;
	struct strs owners;
	bool keep_free;
};

static void
said(void *arg, const struct event *ev, const char *text)
{
	fprintf(arg, "note %s: %s\n", ev->summary, text);
}

static void
print_busy(FILE *to, const struct busies *list)
{
	char a[INSTANT_TEXT], b[INSTANT_TEXT];
	size_t i;

	for (i = 0; i < list->n; i++)
		fprintf(to, "%s %s %s %s\n", instant_write(list->v[i].start, a),
			instant_write(list->v[i].end, b),
			busy_word(list->v[i].status),
			list->v[i].summary == NULL ? "" : list->v[i].summary);
}

static void
print_warnings(struct pool *pool, FILE *to, const struct ics_warnings *w)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		fprintf(to, "%s %s\n", w->v[i].partial ? "partial" : "warn",
			ics_warning_line(pool, &w->v[i]));
}

static void
expand_all(struct pool *pool, const struct ics *ics, const struct setting *set,
	FILE *to)
{
	struct ics_read how = { .owners = &set->owners,
		.zone = set->host,
		.zones = ics_zones_new(pool) };
	struct busy_budget budget = BUSY_BUDGET;
	struct busy_context ctx = { .window = set->window,
		.host = set->host,
		.keep_free = set->keep_free,
		.budget = &budget,
		.warn = said };
	struct ics_warnings w = { 0 };
	struct busies all = { 0 };
	struct events events;
	char *said_text = NULL;
	size_t i, said_n, skipped = 0;

	ctx.arg = open_memstream(&said_text, &said_n);
	ctx.calendar = ics_time_zone(pool, ics, &how);
	for (i = 0; i < ics->objects_n; i++) {
		memset(&events, 0, sizeof(events));
		skipped += ics_events(
			pool, ics, &ics->objects[i], &how, &events, &w);
		busy_expand(pool, &events, &ctx, &all);
	}
	busies_sort(&all);
	print_busy(to, &all);
	fclose(ctx.arg);
	fputs(said_text, to);
	free(said_text);
	print_warnings(pool, to, &ics->warnings);
	print_warnings(pool, to, &w);
	if (skipped > 0)
		fprintf(to, "skipped %zu\n", skipped);
}

static char *
outcome(const char *text, size_t len, const struct setting *set)
{
	struct pool *pool = pool_new();
	struct fail f;
	struct ics ics;
	char *got = NULL;
	size_t n;
	FILE *to = open_memstream(&got, &n);

	if (ics_scan(pool, text, len, &ics, &f) != 0)
		fprintf(to, "exit %d %s\n", f.status, f.line);
	else
		expand_all(pool, &ics, set, to);
	fclose(to);
	pool_free(pool);
	return got;
}

#include "flow-ics-rows.h"

/* Lines as the rows write them: "|" ends one. */
static char *
calendar_of(struct pool *pool, const char *body)
{
	bool whole = strncmp(body, "BEGIN", 5) == 0 ||
		     strstr(body, "BEGIN:VEVENT") != NULL;
	char *text = pool_printf(pool,
		"BEGIN:VCALENDAR\nVERSION:2.0\n"
		"%s%s%s\nEND:VCALENDAR\n",
		whole ? "" : "BEGIN:VEVENT\nUID:u\n", body,
		whole ? "" : "\nEND:VEVENT");
	char *p;

	for (p = text; *p != '\0'; p++)
		if (*p == '|')
			*p = '\n';
	return text;
}

/* "01 09:00-10:00 busy" of each occurrence, in UTC of December 2026. */
static char *
brief(struct pool *pool, const char *got)
{
	char *text = pool_str(pool, ""), *line, *copy, *save = NULL;
	int m1, d1, h1, n1, m2, d2, h2, n2;
	char status[20];

	copy = pool_str(pool, got);
	for (line = strtok_r(copy, "\n", &save); line != NULL;
		line = strtok_r(NULL, "\n", &save)) {
		if (sscanf(line,
			    "%*d-%d-%dT%d:%d:%*dZ %*d-%d-%dT%d:%d:%*dZ %19s",
			    &m1, &d1, &h1, &n1, &m2, &d2, &h2, &n2,
			    status) == 9)
			text = pool_printf(pool, "%s%s%02d-%02dT%02d:%02d/",
				text, *text == '\0' ? "" : " ", m1, d1, h1, n1);
		else if (strncmp(line, "warn", 4) == 0)
			continue;
		else {
			text = pool_printf(pool, "%s%s!%.*s", text,
				*text == '\0' ? "" : " ",
				(int)strcspn(line, " "), line);
			continue;
		}
		if (m1 == m2 && d1 == d2)
			text = pool_printf(pool, "%s%02d:%02d", text, h2, n2);
		else
			text = pool_printf(pool, "%s%02d-%02dT%02d:%02d", text,
				m2, d2, h2, n2);
		if (strcmp(status, "busy") != 0)
			text = pool_printf(pool, "%s=%c", text, status[0]);
	}
	return text;
}

static void
check_rows(void)
{
	struct setting set = { 0 };
	struct pool *pool = pool_new();
	struct fail f;
	char *got, *text;
	size_t i;

	strs_add(pool, &set.owners, "ada@acme.example");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		set.host = zone_load(
			rows[i].zone == NULL ? "UTC" : rows[i].zone, &f);
		instant_read(rows[i].from == NULL ? "2026-12-01T00:00:00Z"
						  : rows[i].from,
			&set.window.start);
		instant_read(rows[i].to == NULL ? "2027-01-01T00:00:00Z"
						: rows[i].to,
			&set.window.end);
		set.keep_free = rows[i].keep_free;
		text = calendar_of(pool, rows[i].body);
		got = outcome(text, strlen(text), &set);
		check_str(brief(pool, got), rows[i].want, rows[i].name);
		if (getenv("SHOW") != NULL)
			printf("# %s", got);
		free(got);
	}
	pool_free(pool);
}

static char *
slurp(const char *path, size_t *len)
{
	FILE *from = fopen(path, "rb");
	char *text = NULL, buf[8192];
	FILE *to;
	size_t n;

	*len = 0;
	if (from == NULL)
		return NULL;
	to = open_memstream(&text, len);
	while ((n = fread(buf, 1, sizeof(buf), from)) > 0)
		fwrite(buf, 1, n, to);
	fclose(to);
	fclose(from);
	return text;
}

/* "window FROM TO", "zone Z", "owner E", "" in front of what is expected. */
static const char *
read_setting(struct pool *pool, const char *want, struct setting *set)
{
	char a[40], b[200];
	struct fail f;
	int n;

	instant_read("2026-11-01T00:00:00Z", &set->window.start);
	instant_read("2027-01-01T00:00:00Z", &set->window.end);
	set->host = zone_load("Europe/Rome", &f);
	for (; *want != '\0' && *want != '\n'; want += n) {
		n = strcspn(want, "\n") + 1;
		if (sscanf(want, "window %39s %199s", a, b) == 2) {
			instant_read(a, &set->window.start);
			instant_read(b, &set->window.end);
		} else if (sscanf(want, "zone %199s", b) == 1) {
			set->host = zone_load(b, &f);
		} else if (sscanf(want, "owner %199s", b) == 1) {
			strs_add(pool, &set->owners, pool_str(pool, b));
		}
	}
	return *want == '\n' ? want + 1 : want;
}

static void
check_wild_one(const char *name)
{
	struct pool *pool = pool_new();
	struct setting set = { 0 };
	char *path, *text, *want, *got;
	const char *body;
	size_t len, n;
	FILE *to;

	path = pool_printf(pool, "wild/%s", name);
	text = slurp(path, &len);
	path = pool_printf(pool, "wild/%.*s.busy", (int)strlen(name) - 4, name);
	want = slurp(path, &n);
	body = read_setting(pool, want == NULL ? "" : want, &set);
	got = outcome(text, len, &set);
	if (getenv("WILD_WRITE") != NULL && (to = fopen(path, "wb")) != NULL) {
		/* for a new file: look at each line before keeping it */
		if (want != NULL)
			fwrite(want, 1, body - want, to);
		if (want == NULL || body[-1] != '\n' || body[-2] != '\n')
			fputs("\n", to);
		fputs(got, to);
		fclose(to);
	}
	check_str(got, body, pool_printf(pool, "R11 R12 wild: %s", name));
	free(text);
	free(want);
	free(got);
	pool_free(pool);
}

static int
is_ics(const struct dirent *d)
{
	const char *dot = strrchr(d->d_name, '.');

	return dot != NULL && strcmp(dot, ".ics") == 0;
}

static void
check_wild(void)
{
	struct dirent **list;
	int i, n = scandir("wild", &list, is_ics, alphasort);

	check(n > 0, "wild: there are calendars");
	for (i = 0; i < n; i++) {
		check_wild_one(list[i]->d_name);
		free(list[i]);
	}
	if (n > 0)
		free(list);
}

/* Bombs: bounded time and memory, and never free in silence. */
static void
check_bomb(const char *name, const char *body, const char *want)
{
	struct setting set = { 0 };
	struct pool *pool = pool_new();
	clock_t began = clock();
	char *got, *text, *at;
	struct fail f;

	set.host = zone_load("UTC", &f);
	instant_read("2026-12-01T00:00:00Z", &set.window.start);
	instant_read("2027-12-01T00:00:00Z", &set.window.end);
	text = calendar_of(pool, body);
	got = outcome(text, strlen(text), &set);
	at = strstr(got, want);
	check(at != NULL, "bomb: %s", name);
	if (at == NULL)
		printf("# got %.300s\n", got);
	check((clock() - began) / CLOCKS_PER_SEC < 10, "bomb: %s: in time",
		name);
	free(got);
	pool_free(pool);
}

static void
check_bombs(void)
{
	check_bomb("each second for ever",
		"DTSTART:20200101T000000Z|DURATION:PT1S|RRULE:FREQ=SECONDLY",
		"2027-12-01T00:00:00Z busy");
	check_bomb("an impossible rule ends",
		"DTSTART:20261202T100000Z|DURATION:PT1H|"
		"RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
		"2026-12-02T10:00:00Z 2026-12-02T11:00:00Z busy");
	check_bomb("an impossible rule by the second with COUNT",
		"DTSTART:20261202T100000Z|DURATION:PT1H|"
		"RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30;COUNT=5",
		"2026-12-02T10:00:00Z 2026-12-02T11:00:00Z busy");
	check_bomb("COUNT from far away",
		"DTSTART:19700101T000000Z|DURATION:PT1H|"
		"RRULE:FREQ=SECONDLY;COUNT=2000000000",
		"2027-12-01T00:00:00Z busy");
	check_bomb("a length of a hundred years each day",
		"DTSTART:19300101T000000Z|DURATION:P36000D|RRULE:FREQ=DAILY",
		" busy");
}

int
main(void)
{
	check_rows();
	check_wild();
	check_bombs();
	return check_done();
}
