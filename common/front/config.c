#include "front/config.h"

#include <errno.h>
#include <ini.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { LINE = 1024, SETTINGS_MAX = 1000 };

/* Stands for a ";" inside quotes while inih looks for comments. */
#define SEMICOLON '\1'

struct setting {
	const char *key, *value;
};

struct config {
	struct pool *pool;
	struct setting *v;
	size_t n, cap;
	struct strs warnings;
};

/* One file while it is read. */
struct reading {
	struct config *config;
	const char *name;
	FILE *from;
	int line;
	struct fail *f;
	bool failed;
};

static const char *const known[] = {
	"core.store",
	"core.timezone",
	"core.language",
	"page.url",
	"mail.command",
	"mail.smtp",
	"mail.from",
	"mail.name",
	"mail.login",
	"mail.password-command",
	"sync.max-stale",
	"sync.timeout",
	"sync.jobs",
	"sync.allow-private",
};

static bool
is_known(const char *key)
{
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcmp(known[i], key) == 0)
			return true;
	return false;
}

static void
bad(struct reading *r, const char *why)
{
	if (r->failed)
		return;
	r->failed = true;
	fail(r->f, EXIT_CONFIG, "%s:%d: %s", r->name, r->line, why);
}

/*
 * A line for inih. It would take an indented line (git config writes those) for
 * more of the value before, and cut a value at a ";" inside quotes.
 */
static char *
next_line(char *to, int size, void *stream)
{
	char text[LINE], *p;
	struct reading *r = stream;
	bool quoted = false;
	size_t n;

	if (r->failed || fgets(text, sizeof(text), r->from) == NULL)
		return NULL;
	r->line++;
	n = strlen(text);
	for (p = text; *p == ' ' || *p == '\t'; p++)
		;
	n -= (size_t)(p - text);
	if (n + 1 > (size_t)size ||
		(n > 0 && p[n - 1] != '\n' && !feof(r->from))) {
		bad(r, "the line is too long");
		return NULL;
	}
	memcpy(to, p, n + 1);
	if (*to == ';' || *to == '#')
		return to;
	for (p = to; *p != '\0'; p++) {
		if (*p == '\\' && p[1] != '\0' && quoted)
			p++;
		else if (*p == '"')
			quoted = !quoted;
		else if (*p == ';' && quoted)
			*p = SEMICOLON;
		else if ((unsigned char)*p < ' ' &&
			 strchr("\t\r\n", *p) == NULL)
			bad(r, "a control character");
	}
	return to;
}

/* Takes quotes away and \" \\ inside them; NULL when they do not fit. */
static char *
unquote(struct pool *pool, const char *text)
{
	char *value = pool_str(pool, text), *to = value;
	bool quoted = false;

	for (; *text != '\0'; text++) {
		if (*text == '"') {
			quoted = !quoted;
		} else if (*text == '\\' && quoted) {
			if (*++text != '"' && *text != '\\')
				return NULL;
			*to++ = *text;
		} else {
			*to++ = *text == SEMICOLON ? ';' : *text;
		}
	}
	*to = '\0';
	return quoted ? NULL : value;
}

/* `section "Name"` to "section.Name", `section` to "section". */
static char *
key_of(struct pool *pool, const char *section, const char *name)
{
	size_t n = strcspn(section, " \t\"");
	char *low = pool_printf(pool, "%.*s", (int)n, section), *p;
	char *tail = pool_str(pool, name);
	const char *sub = section + n;

	for (p = low; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p;
	for (p = tail; *p != '\0'; p++)
		*p = *p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p;
	sub += strspn(sub, " \t");
	if (*sub == '\0')
		return pool_printf(pool, "%s.%s", low, tail);
	if ((sub = unquote(pool, sub)) == NULL)
		return NULL;
	return pool_printf(pool, "%s.%s.%s", low, sub, tail);
}

/* "smtp://user:secret@host": secrets come from mail.password-command. */
static bool
holds_secret(const char *url)
{
	const char *host = strstr(url, "://"), *at, *colon;
	size_t n;

	host = host == NULL ? url : host + 3;
	n = strcspn(host, "/");
	at = memrchr(host, '@', n);
	colon = memchr(host, ':', n);
	return at != NULL && colon != NULL && colon < at;
}

static int
on_setting(void *user, const char *section, const char *name, const char *value)
{
	struct reading *r = user;
	struct config *c = r->config;
	char *key = key_of(c->pool, section, name), *text;

	text = unquote(c->pool, value);
	if (key == NULL || text == NULL)
		bad(r, "quotes that do not close, or a \\ before something "
		       "else than \" or \\");
	else if (!is_known(key))
		strs_add(c->pool, &c->warnings,
			pool_printf(c->pool, "%s:%d: unknown key %s", r->name,
				r->line, key));
	else if (strcmp(key, "mail.smtp") == 0 && holds_secret(text))
		bad(r, "mail.smtp holds a password; name a command that "
		       "prints it in mail.password-command");
	else if (c->n >= SETTINGS_MAX)
		bad(r, "more settings than 1000");
	if (r->failed || !is_known(key))
		return 1;
	c->v = pool_grow(c->pool, c->v, c->n, &c->cap, sizeof(*c->v));
	c->v[c->n].key = key;
	c->v[c->n++].value = text;
	return 1;
}

/* `must`: the file was named, so that it has to be there. */
static int
read_file(struct config *c, const char *name, bool must, struct fail *f)
{
	struct reading r = { .config = c, .name = name, .f = f };
	int line;

	r.from = fopen(name, "re");
	if (r.from == NULL && !must && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	if (r.from == NULL && !must && errno == EACCES) {
		/* somebody else's HOME, as under sudo */
		strs_add(c->pool, &c->warnings,
			pool_printf(c->pool, "%s: %s, left out", name,
				strerror(errno)));
		return 0;
	}
	if (r.from == NULL)
		return fail(f, EXIT_CONFIG, "%s: %s", name, strerror(errno));
	line = ini_parse_stream(next_line, &r, on_setting, &r);
	if (!r.failed && ferror(r.from)) {
		r.failed = true;
		fail(f, EXIT_CONFIG, "%s: %s", name, strerror(EISDIR));
	} else if (!r.failed && line != 0) {
		r.line = line;
		bad(&r, "neither [section], key = value nor a comment");
	}
	fclose(r.from);
	return r.failed ? -1 : 0;
}

struct config *
config_load(struct pool *pool, struct fail *f)
{
	struct config *c = pool_zero(pool, sizeof(*c));
	const char *own = getenv("MTG_CONFIG");
	const char *xdg = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");

	c->pool = pool;
	if (own != NULL && *own != '\0')
		return read_file(c, own, true, f) == 0 ? c : NULL;
	if (read_file(c, "/etc/mtg/config", false, f) != 0)
		return NULL;
	if (xdg != NULL && *xdg == '/')
		xdg = pool_printf(pool, "%s/mtg/config", xdg);
	else if (home != NULL && *home != '\0')
		xdg = pool_printf(pool, "%s/.config/mtg/config", home);
	else
		return c;
	return read_file(c, xdg, false, f) == 0 ? c : NULL;
}

const char *
config_get(const struct config *c, const char *key)
{
	size_t i;

	for (i = c == NULL ? 0 : c->n; i > 0; i--)
		if (strcmp(c->v[i - 1].key, key) == 0)
			return c->v[i - 1].value;
	return NULL;
}

const struct strs *
config_warnings(const struct config *c)
{
	return &c->warnings;
}
