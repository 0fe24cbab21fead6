#include "wire/rotation_text.h"

#include "base/opt.h"
#include "when/duration.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { NAME_MAX_BYTES = 200 };
enum { BLOCKS_MAX = 20000, KEYS_MAX = 200000, WEIGHT_MAX = 10000 };

const char *const rotation_keys[] = { "method", "recent", "lead", "period",
	"period-zone", "credit-absence", "no-show", "owner", "cap", NULL };

/* Which sections there are and what they hold; * may come again. */
static const struct grammar {
	const char *word;
	const char *keys[14];
} grammar[] = {
	[TEXT_TEAM] = { "team", { "*member" } },
	[TEXT_ROTATION] = { "rotation",
		{ "method", "recent", "lead", "period", "period-zone",
			"credit-absence", "no-show", "owner", "cap", "*member",
			"*team", "*share" } },
	[TEXT_ROUTING] = { "routing", { "default" } },
	[TEXT_ROUTE] = { "route", { "when", "to" } },
};
enum { KINDS = 4 };

const char *
text_word(enum text_kind kind)
{
	return grammar[kind].word;
}

const struct text_key *
text_find(const struct text_block *b, const char *key)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		if (strcmp(b->v[i].key, key) == 0)
			return &b->v[i];
	return NULL;
}

/* ---- in ---- */

static int
unknown(const struct ini_at *at, const char *what, const char *word,
	const char *const *words, size_t n, struct fail *f)
{
	const char *near = opt_near(word, words, n);

	fail(f, EXIT_BAD_DATA, "%s:%d: unknown %s %.60s", at->file, at->line,
		what, word);
	return near == NULL ? -1 : fail_hint(f, "did you mean '%s'?", near);
}

/* Whether two blocks are about the same thing: names in any case, as the store
 * has them. */
static bool
same_block(const struct text_block *a, const struct text_block *b)
{
	return a->kind == b->kind && strcasecmp(a->name, b->name) == 0 &&
	       (a->route == NULL || strcasecmp(a->route, b->route) == 0);
}

static int
by_name(const void *a, const void *b)
{
	const struct text_block *x = *(const struct text_block *const *)a;
	const struct text_block *y = *(const struct text_block *const *)b;
	int rc = (int)x->kind - (int)y->kind;

	if (rc == 0)
		rc = strcasecmp(x->name, y->name);
	if (rc == 0 && x->route != NULL)
		rc = strcasecmp(x->route, y->route);
	return rc != 0 ? rc : (x > y) - (x < y);
}

/* A thing is told in one place; thousands are compared sorted. */
static int
refuse_twins(struct pool *pool, const struct text_blocks *all, struct fail *f)
{
	const struct text_block **v = pool_array(pool, all->n + 1, sizeof(*v));
	size_t i;

	for (i = 0; i < all->n; i++)
		v[i] = &all->v[i];
	qsort(v, all->n, sizeof(*v), by_name);
	for (i = 1; i < all->n; i++)
		if (same_block(v[i - 1], v[i]))
			return fail(f, EXIT_BAD_DATA,
				"%s:%d: %s %s%s%s stands in %s:%d already",
				v[i]->at.file, v[i]->at.line,
				text_word(v[i]->kind), v[i]->name,
				v[i]->route == NULL ? "" : ".",
				v[i]->route == NULL ? "" : v[i]->route,
				v[i - 1]->at.file, v[i - 1]->at.line);
	return 0;
}

static int
begin_block(struct pool *pool, const struct ini_line *line,
	struct text_blocks *all, struct fail *f)
{
	struct text_block b = { .at = line->at, .name = line->name };
	const char *words[KINDS], *dot;
	int i;

	for (i = 0; i < KINDS; i++)
		words[i] = grammar[i].word;
	for (i = 0; i < KINDS && strcmp(words[i], line->section) != 0; i++)
		;
	if (i == KINDS)
		return unknown(
			&line->at, "section", line->section, words, KINDS, f);
	if (b.name == NULL)
		return fail(f, EXIT_BAD_DATA, "%s:%d: [%s \"NAME\"] expected",
			b.at.file, b.at.line, words[i]);
	if (strlen(b.name) > NAME_MAX_BYTES)
		return fail(f, EXIT_BAD_DATA,
			"%s:%d: a name longer than %d bytes", b.at.file,
			b.at.line, NAME_MAX_BYTES);
	b.kind = (enum text_kind)i;
	if (b.kind == TEXT_ROUTE) {
		dot = strchr(b.name, '.');
		if (dot == NULL || dot == b.name || dot[1] == '\0')
			return fail(f, EXIT_BAD_DATA,
				"%s:%d: [route \"ROUTING.NAME\"] expected",
				b.at.file, b.at.line);
		b.route = pool_str(pool, dot + 1);
		b.name = pool_strn(pool, b.name, (size_t)(dot - b.name));
	}
	if (all->n >= BLOCKS_MAX)
		return fail(f, EXIT_BAD_DATA, "%s:%d: more than %d sections",
			b.at.file, b.at.line, BLOCKS_MAX);
	all->v = pool_grow(pool, all->v, all->n, &all->cap, sizeof(*all->v));
	all->v[all->n++] = b;
	return 0;
}

static int
add_key(struct pool *pool, const struct ini_line *line, struct text_block *b,
	struct fail *f)
{
	const char *const *keys = grammar[b->kind].keys;
	const char *words[14];
	const struct text_key *was;
	int i, n;

	for (n = 0; keys[n] != NULL; n++)
		words[n] = keys[n] + (*keys[n] == '*');
	for (i = 0; i < n && strcmp(words[i], line->key) != 0; i++)
		;
	if (i == n)
		return unknown(
			&line->at, "key", line->key, words, (size_t)n, f);
	if (*keys[i] != '*' && (was = text_find(b, line->key)) != NULL)
		return fail(f, EXIT_BAD_DATA,
			"%s:%d: %s stands in line %d already", line->at.file,
			line->at.line, line->key, was->at.line);
	if (b->n >= KEYS_MAX)
		return fail(f, EXIT_BAD_DATA, "%s:%d: more than %d lines",
			line->at.file, line->at.line, KEYS_MAX);
	b->v = pool_grow(pool, b->v, b->n, &b->cap, sizeof(*b->v));
	b->v[b->n].at = line->at;
	b->v[b->n].key = line->key;
	b->v[b->n++].value = line->value;
	return 0;
}

int
text_read(struct pool *pool, const char *file, const char *text, size_t len,
	struct text_blocks *to, struct fail *f)
{
	const size_t before = to->n;
	struct ini_line line;
	struct ini in;
	int rc;

	ini_open(&in, pool, file, text, len);
	while ((rc = ini_next(&in, &line, f)) == 1) {
		if (line.section != NULL)
			rc = begin_block(pool, &line, to, f);
		else if (to->n == before)
			rc = fail(f, EXIT_BAD_DATA,
				"%s:%d: a [section] expected first", file,
				line.at.line);
		else
			rc = add_key(pool, &line, &to->v[to->n - 1], f);
		if (rc != 0)
			return -1;
	}
	return rc == 0 ? refuse_twins(pool, to, f) : -1;
}

/* A whole number in [0, max] and nothing else. */
static bool
whole(const char *s, int64_t max, int64_t *to)
{
	if (*s == '\0' || strlen(s) > 9 || s[strspn(s, "0123456789")] != '\0')
		return false;
	*to = strtoll(s, NULL, 10);
	return *to <= max;
}

int
share_text_read(struct pool *pool, const char *text, struct text_share *to,
	struct fail *f)
{
	struct strs words = { 0 };
	char *copy = pool_str(pool, text), *p;
	bool has_weight = false, has_priority = false;
	int64_t v;
	size_t i;

	for (p = copy; *p != '\0'; p++)
		if (*p == '\t')
			*p = ' ';
	strs_split(pool, &words, copy, ' ');
	to->weight = 100;
	to->priority = 0;
	if (words.n == 0 || strchr(words.v[0], '=') != NULL)
		return fail(f, EXIT_BAD_DATA, "'%.60s' names nobody", text);
	to->who = words.v[0];
	for (i = 1; i < words.n; i++) {
		const char *w = words.v[i];

		if (strncmp(w, "weight=", 7) == 0 && !has_weight &&
			whole(w + 7, WEIGHT_MAX, &v)) {
			to->weight = (int)v;
			has_weight = true;
		} else if (strncmp(w, "priority=", 9) == 0 && !has_priority &&
			   whole(w + 9, 1000000, &v)) {
			to->priority = (int)v;
			has_priority = true;
		} else {
			return fail(f, EXIT_BAD_DATA,
				"'%.60s' is neither weight=0...10000 nor "
				"priority=N",
				w);
		}
	}
	return 0;
}

char *
share_text(struct pool *pool, const char *who, int weight, int priority)
{
	char *text = pool_str(pool, who);

	if (weight != 100)
		text = pool_printf(pool, "%s weight=%d", text, weight);
	if (priority != 0)
		text = pool_printf(pool, "%s priority=%d", text, priority);
	return text;
}

static bool
is_none(const char *text)
{
	return *text == '\0' || strcmp(text, "none") == 0 ||
	       strcmp(text, "0") == 0;
}

/* yes or no, on or off, true or false. */
static int
yes_read(const char *text, bool *to, struct fail *f)
{
	static const char *const words[] = { "no", "yes", "off", "on", "false",
		"true" };
	int i;

	for (i = 0; i < 6; i++)
		if (strcasecmp(text, words[i]) == 0) {
			*to = i % 2;
			return 0;
		}
	return fail(f, EXIT_BAD_DATA, "'%.40s' is not yes or no", text);
}

int
rotation_key_read(struct pool *pool, struct rotation *r, const char *key,
	const char *text, struct fail *f)
{
	const bool none = is_none(text);

	if (strcmp(key, "method") == 0)
		r->method = pool_str(pool, text);
	else if (strcmp(key, "period") == 0)
		r->period = none ? NULL : pool_str(pool, text);
	else if (strcmp(key, "period-zone") == 0)
		r->period_zone = none || strcmp(text, "UTC") == 0
					 ? NULL
					 : pool_str(pool, text);
	else if (strcmp(key, "owner") == 0)
		r->owner = none ? NULL : pool_str(pool, text);
	else if (strcmp(key, "cap") == 0)
		r->caps = none ? NULL : pool_str(pool, text);
	else if (strcmp(key, "credit-absence") == 0)
		return yes_read(text, &r->credit_absence, f);
	else if (strcmp(key, "lead") == 0 &&
		 !whole(none ? "0" : text, 1000000, &r->lead))
		return fail(f, EXIT_BAD_DATA,
			"'%.40s' is not a number up to 1000000, or none", text);
	else if (strcmp(key, "recent") == 0 && none)
		r->recent_s = 0;
	else if (strcmp(key, "recent") == 0)
		return duration_read(text, key, &r->recent_s, f);
	if (strcmp(key, "no-show") == 0) {
		if (strcmp(text, "free") != 0 && strcmp(text, "count") != 0)
			return fail(f, EXIT_BAD_DATA,
				"'%.40s' is not count or free", text);
		r->no_show_free = strcmp(text, "free") == 0;
	}
	return 0;
}

/* ---- out ---- */

static const char *
or_none(const char *text)
{
	return text == NULL || *text == '\0' ? "none" : text;
}

const char *
rotation_key_text(struct pool *pool, const struct rotation *r, const char *key)
{
	if (strcmp(key, "method") == 0)
		return r->method == NULL ? "even" : r->method;
	if (strcmp(key, "recent") == 0)
		return r->recent_s == 0 ? "none"
					: duration_write(r->recent_s,
						  pool_zero(pool, 32));
	if (strcmp(key, "lead") == 0)
		return r->lead == 0 ? "none"
				    : pool_printf(pool, "%" PRId64, r->lead);
	if (strcmp(key, "period") == 0)
		return or_none(r->period);
	if (strcmp(key, "period-zone") == 0)
		return r->period_zone == NULL ? "UTC" : r->period_zone;
	if (strcmp(key, "credit-absence") == 0)
		return r->credit_absence ? "yes" : "no";
	if (strcmp(key, "no-show") == 0)
		return r->no_show_free ? "free" : "count";
	if (strcmp(key, "owner") == 0)
		return or_none(r->owner);
	return or_none(r->caps);
}

void
team_text_write(FILE *to, const struct team *t, const struct strs *emails)
{
	size_t i;

	ini_write_section(to, "team", t->name);
	for (i = 0; i < emails->n; i++)
		ini_write_key(to, "member", emails->v[i]);
}

void
rotation_text_write(FILE *to, const struct rotation *r,
	const struct members *members, const struct rotation_team *teams,
	size_t n)
{
	struct pool *pool = pool_new();
	const struct member *m;
	size_t i;

	ini_write_section(to, "rotation", r->name);
	for (i = 0; rotation_keys[i] != NULL; i++)
		ini_write_key(to, rotation_keys[i],
			rotation_key_text(pool, r, rotation_keys[i]));
	for (i = 0; i < n; i++)
		ini_write_key(to, "team",
			share_text(pool, teams[i].team, teams[i].weight,
				teams[i].priority));
	for (i = 0; i < members->n; i++) {
		m = &members->v[i];
		if (!m->by_team)
			ini_write_key(to, "member",
				share_text(pool, m->email, m->weight,
					m->priority));
	}
	for (i = 0; i < members->n; i++) {
		m = &members->v[i];
		if (m->by_team && m->own_share)
			ini_write_key(to, "share",
				share_text(pool, m->email, m->weight,
					m->priority));
	}
	pool_free(pool);
}
