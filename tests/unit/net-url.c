#include "check.h"

#include "net/provider.h"
#include "net/url.h"

static const struct {
	const char *text, *want; /* NULL: refused */
} urls[] = {
	{ "https://Example.ORG", "https://example.org/" },
	{ "example.org/dav/", "https://example.org/dav/" },
	{ "localhost:5232/a", "https://localhost:5232/a" },
	{ "http://example.org:80/a?b=c#d", "http://example.org/a?b=c" },
	{ "https://example.org:8443", "https://example.org:8443/" },
	{ "webcal://example.org/f.ics", "https://example.org/f.ics" },
	{ "webcal://127.0.0.1:8/f.ics", "http://127.0.0.1:8/f.ics" },
	{ "webcals://127.0.0.1/f.ics", "https://127.0.0.1/f.ics" },
	{ " https://example.org/a b \n", "https://example.org/a%20b" },
	{ "http://[::1]:80/x", "http://[::1]/x" },
	{ "https://example.org?x=1", "https://example.org/?x=1" },
	{ "example.org/?to=http://x/", "https://example.org/?to=http://x/" },
	{ "https://u:p@example.org/", NULL },
	{ "https://u@example.org/", NULL },
	{ "ftp://example.org/", NULL },
	{ "file:///etc/passwd", NULL },
	{ "gopher://example.org/", NULL },
	{ "https:///path", NULL },
	{ "", NULL },
	{ "https://example.org:0/", NULL },
	{ "https://example.org:99999/", NULL },
	{ "https://example.org:8x/", NULL },
	{ "https://exa\nmple.org/", NULL },
	{ "https://example.org/\r\nX: y", NULL },
	{ "https://exa mple.org/", NULL },
	{ "https://[::1/", NULL },
	{ "https://[zz]/", NULL },
};

static const struct {
	const char *ref, *want;
} refs[] = {
	{ "/x", "https://example.org:8443/x" },
	{ "x", "https://example.org:8443/a/x" },
	{ "?q", "https://example.org:8443/a/b?q" },
	{ "", "https://example.org:8443/a/b" },
	{ "//other.example/x", "https://other.example/x" },
	{ "http://example.org/x", "http://example.org/x" },
	{ "a:b/c", NULL },
	{ "/a:b", "https://example.org:8443/a:b" },
	{ "/a\001b", NULL },
};

static const struct {
	const char *path, *plain;
} paths[] = {
	{ "/a/b.ics", "/a/b.ics" },
	{ "/a%40b/%7Ec", "/a@b/~c" },
	{ "/caf%C3%A9", "/caf\xc3\xa9" },
	{ "/a%2Fb", "/a%2Fb" },
	{ "/a%2fb", "/a%2Fb" },
	{ "/a%252Fb", "/a%252Fb" },
	{ "/50%", "/50%25" },
	{ "/%0d%0ax", "/%0D%0Ax" },
	{ "/a/../b", "/b" },
	{ "/a/%2e%2e/b", "/b" },
	{ "/../../b", "/b" },
	{ "/a//b/./c/", "/a/b/c/" },
	{ "/a/b/..", "/a/" },
	{ "a", "/a" },
	{ "", "/" },
};

static const struct {
	const char *uid, *name;
} names[] = {
	{ "b_7f3k9@meet.example.com", "b_7f3k9@meet.example.com.ics" },
	{ "../../etc/passwd", NULL },
	{ ".hidden", NULL },
	{ "a b", NULL },
	{ "", NULL },
	{ "a\nb", NULL },
};

static void
test_urls(struct pool *pool)
{
	struct fail f;
	struct url u, base;
	size_t i;
	int rc;

	for (i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		rc = url_read(pool, urls[i].text, &u, &f);
		check_str(rc == 0 ? url_write(pool, &u) : NULL, urls[i].want,
			urls[i].want == NULL ? "an address is refused"
					     : urls[i].want);
		if (rc != 0)
			check(strstr(f.line, "u:p") == NULL,
				"and its password not repeated");
	}
	url_read(pool, "https://example.org:8443/a/b", &base, &f);
	for (i = 0; i < sizeof(refs) / sizeof(refs[0]); i++) {
		rc = url_resolve(pool, &base, refs[i].ref, &u, &f);
		check_str(rc == 0 ? url_write(pool, &u) : NULL, refs[i].want,
			refs[i].want == NULL ? "a reference is refused"
					     : refs[i].want);
	}
}

static void
test_origins(struct pool *pool)
{
	static const struct {
		const char *a, *b;
		int same, upgrade;
	} rows[] = {
		{ "https://a.example/x", "https://a.example/y", 1, 1 },
		{ "http://a.example/", "https://a.example/", 0, 1 },
		{ "https://a.example/", "http://a.example/", 0, 0 },
		{ "http://a.example:8080/", "https://a.example/", 0, 0 },
		{ "https://a.example/", "https://b.example/", 0, 0 },
		{ "https://a.example/", "https://a.example:8443/", 0, 0 },
		{ "https://a.example/", "https://x.a.example/", 0, 0 },
	};
	struct fail f;
	struct url a, b;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		url_read(pool, rows[i].a, &a, &f);
		url_read(pool, rows[i].b, &b, &f);
		check(url_same_origin(&a, &b, false) == rows[i].same &&
				url_same_origin(&a, &b, true) ==
					rows[i].upgrade,
			"%s and %s", rows[i].a, rows[i].b);
	}
}

int
main(void)
{
	struct pool *pool = pool_new();
	size_t i;

	test_urls(pool);
	test_origins(pool);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		char *plain = url_path_plain(pool, paths[i].path);

		check_str(plain, paths[i].plain, paths[i].path);
		check_str(url_path_plain(pool, url_path_escape(pool, plain)),
			plain, "and comes back from its escapes");
	}
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *name = provider_name_of(pool, names[i].uid);

		check(names[i].name != NULL ? strcmp(name, names[i].name) == 0
					    : strncmp(name, "mtg-", 4) == 0 &&
						      strlen(name) == 40,
			"the name for UID %zu: %s", i, name);
		check_str(provider_name_of(pool, names[i].uid), name,
			"and again the same");
	}
	check(strcmp(provider_name_of(pool, "a b"),
		      provider_name_of(pool, "a\nb")) != 0,
		"two UIDs, two names");
	pool_free(pool);
	return check_done();
}
