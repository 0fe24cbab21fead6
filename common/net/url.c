#include "net/url.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { URL_MAX = 4000 };

static bool
loopback_name(const char *host)
{
	struct in_addr v4;

	if (strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &v4) == 1 &&
	       ntohl(v4.s_addr) >> 24 == 127;
}

bool
url_loopback(const struct url *u)
{
	return loopback_name(u->host);
}

/* Blanks escaped, fragment cut; NULL when a control character is inside. */
static char *
tidy(struct pool *pool, const char *text)
{
	size_t n = strcspn(text, "#"), i, at = 0;
	char *to;

	while (n > 0 && isspace((unsigned char)text[n - 1]))
		n--;
	while (n > 0 && isspace((unsigned char)*text))
		text++, n--;
	to = pool_zero(pool, 3 * n + 1);
	for (i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];

		if (c < 0x20 || c == 0x7f)
			return NULL;
		if (c == ' ') {
			memcpy(to + at, "%20", 3);
			at += 3;
		} else {
			to[at++] = (char)c;
		}
	}
	return to;
}

static int
read_port(const char *text, struct url *u, struct fail *f)
{
	char *end;
	long port;

	if (*text == '\0')
		return 0;
	port = strtol(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end != '\0' || port < 1 ||
		port > 65535)
		return fail(f, EXIT_USAGE, "address: port %.20s", text);
	u->port = (int)port;
	return 0;
}

static bool
host_good(const char *host)
{
	const char *p;
	struct in6_addr v6;
	char text[INET6_ADDRSTRLEN];
	size_t n = strlen(host);

	if (*host == '[') {
		if (n < 4 || n - 2 >= sizeof(text) || host[n - 1] != ']')
			return false;
		memcpy(text, host + 1, n - 2);
		text[n - 2] = '\0';
		return inet_pton(AF_INET6, text, &v6) == 1;
	}
	for (p = host; *p != '\0'; p++)
		if (!isalnum((unsigned char)*p) && strchr("-._", *p) == NULL &&
			(unsigned char)*p < 0x80)
			return false;
	return n > 0 && n < 256;
}

/* host[:port] of `n` bytes. */
static int
read_authority(struct pool *pool, const char *text, size_t n, struct url *u,
	struct fail *f)
{
	char *host = pool_strn(pool, text, n), *colon, *p;

	if (strchr(host, '@') != NULL)
		return fail(f, EXIT_USAGE,
			"address: holds a login or password; give them apart");
	colon = strrchr(host, ':');
	if (colon != NULL && strchr(colon, ']') == NULL) {
		*colon = '\0';
		if (read_port(colon + 1, u, f) != 0)
			return -1;
	}
	for (p = host; *p != '\0'; p++)
		*p = (char)tolower((unsigned char)*p);
	if (!host_good(host))
		return fail(f, EXIT_USAGE, "address: no host in it");
	u->host = host;
	return 0;
}

/* The scheme's length with "://", 0 when there is none. */
static size_t
read_scheme(const char *text, bool *tls, bool *web)
{
	static const struct {
		const char *name;
		bool tls, web;
	} schemes[] = { { "https://", true, false },
		{ "http://", false, false }, { "webcal://", true, true },
		{ "webcals://", true, false } };
	size_t i;

	*tls = true;
	*web = false;
	for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
		size_t n = strlen(schemes[i].name);

		if (strncasecmp(text, schemes[i].name, n) != 0)
			continue;
		*tls = schemes[i].tls;
		*web = schemes[i].web;
		return n;
	}
	return 0;
}

static void
set_path(struct pool *pool, const char *text, struct url *u)
{
	size_t n = strcspn(text, "?");

	u->path = n == 0 ? "/"
			 : pool_printf(pool, "%s%.*s", *text == '/' ? "" : "/",
				   (int)n, text);
	u->query = pool_str(pool, text + n);
}

int
url_read(struct pool *pool, const char *text, struct url *u, struct fail *f)
{
	size_t n;
	char *s;
	bool web;

	memset(u, 0, sizeof(*u));
	if (strlen(text) > URL_MAX)
		return fail(f, EXIT_USAGE, "address: longer than %d bytes",
			URL_MAX);
	if ((s = tidy(pool, text)) == NULL)
		return fail(f, EXIT_USAGE, "address: control character in it");
	n = read_scheme(s, &u->tls, &web);
	if (n == 0 && strstr(s, "://") != NULL &&
		strcspn(s, "/?") > (size_t)(strstr(s, "://") - s))
		return fail(f, EXIT_USAGE,
			"address: neither http, https nor webcal: %.40s", s);
	s += n;
	n = strcspn(s, "/?");
	if (read_authority(pool, s, n, u, f) != 0)
		return -1;
	if (web && loopback_name(u->host))
		u->tls = false;
	if (u->port == 0)
		u->port = u->tls ? 443 : 80;
	set_path(pool, s + n, u);
	return 0;
}

char *
url_write(struct pool *pool, const struct url *u)
{
	const char *scheme = u->tls ? "https" : "http";

	if (u->port == (u->tls ? 443 : 80))
		return pool_printf(pool, "%s://%s%s%s", scheme, u->host,
			u->path, u->query);
	return pool_printf(pool, "%s://%s:%d%s%s", scheme, u->host, u->port,
		u->path, u->query);
}

/* Whether the text begins with a scheme (RFC 3986 section 3.1). */
static bool
has_scheme(const char *s)
{
	if (!isalpha((unsigned char)*s))
		return false;
	while (isalnum((unsigned char)*s) || (*s != '\0' && strchr("+-.", *s)))
		s++;
	return *s == ':';
}

int
url_resolve(struct pool *pool, const struct url *base, const char *ref,
	struct url *to, struct fail *f)
{
	const char *slash;
	char *s;

	if (strlen(ref) > URL_MAX || (s = tidy(pool, ref)) == NULL)
		return fail(f, EXIT_USAGE, "address: not readable");
	if (strncmp(s, "//", 2) == 0)
		return url_read(pool,
			pool_printf(
				pool, "%s:%s", base->tls ? "https" : "http", s),
			to, f);
	/* a colon behind a slash belongs to the path */
	if (has_scheme(s) && strcspn(s, ":") < strcspn(s, "/?"))
		return url_read(pool, s, to, f);
	*to = *base;
	if (*s == '/') {
		set_path(pool, s, to);
	} else if (*s == '?') {
		to->query = s;
	} else if (*s != '\0') {
		slash = strrchr(base->path, '/');
		set_path(pool,
			pool_printf(pool, "%.*s/%s", (int)(slash - base->path),
				base->path, s),
			to);
	}
	return 0;
}

bool
url_same_origin(const struct url *from, const struct url *to, bool upgrade)
{
	if (strcmp(from->host, to->host) != 0)
		return false;
	if (from->tls == to->tls)
		return from->port == to->port;
	return upgrade && to->tls && from->port == 80 && to->port == 443;
}

static int
hex(int c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = tolower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Takes ".", ".." and empty segments out of an absolute path, in place. */
static void
straighten(char *path)
{
	char *from = path, *to = path;

	while (*from == '/') {
		char *next = strchrnul(from + 1, '/');
		size_t n = (size_t)(next - from);

		if (n == 1 || (n == 2 && from[1] == '.')) {
			/* nothing, but for the slash at the end */
		} else if (n == 3 && from[1] == '.' && from[2] == '.') {
			while (to > path && *--to != '/')
				;
		} else {
			memmove(to, from, n);
			to += n;
			from = next;
			continue;
		}
		if (*next == '\0')
			*to++ = '/';
		from = next;
	}
	*to = '\0';
}

char *
url_path_plain(struct pool *pool, const char *path)
{
	static const char digits[] = "0123456789ABCDEF";
	char *out = pool_zero(pool, 3 * strlen(path) + 3), *to = out;

	if (*path != '/')
		*to++ = '/';
	for (; *path != '\0'; path++) {
		int a, b, c = (unsigned char)*path;

		if (c == '%' && (a = hex(path[1])) >= 0 &&
			(b = hex(path[2])) >= 0) {
			c = 16 * a + b;
			path += 2;
			if (c < 0x20 || c == 0x7f || strchr("%/?#", c)) {
				*to++ = '%';
				*to++ = digits[c >> 4];
				*to++ = digits[c & 15];
				continue;
			}
		} else if (c == '%') {
			*to++ = '%';
			*to++ = '2';
			c = '5';
		}
		*to++ = (char)c;
	}
	straighten(out);
	return out;
}

char *
url_path_escape(struct pool *pool, const char *plain)
{
	static const char digits[] = "0123456789ABCDEF";
	/* RFC 3986 section 3.3: pchar and the slash; % is an escape already */
	static const char safe[] = "/%-._~!$&'()*+,;=:@";
	char *out = pool_zero(pool, 3 * strlen(plain) + 1), *to = out;

	for (; *plain != '\0'; plain++) {
		unsigned char c = (unsigned char)*plain;

		if (c < 0x80 && (isalnum(c) || strchr(safe, c) != NULL)) {
			*to++ = (char)c;
		} else {
			*to++ = '%';
			*to++ = digits[c >> 4];
			*to++ = digits[c & 15];
		}
	}
	return out;
}
