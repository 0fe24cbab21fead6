/*
 * Drives one provider from a shell test, with a file in the store's place:
 *   davdrive PROVIDER discover URL
 *   davdrive PROVIDER pull URL STATE	objects of STATE are known, tokens too
 *   davdrive PROVIDER put URL UID FILE [ETAG [HREF]]
 *   davdrive PROVIDER get URL HREF
 *   davdrive PROVIDER delete URL HREF [ETAG]
 *   davdrive smtp send URL FROM TO,TO FILE
 * Environment: LOGIN, SECRET, TOTAL_S, STALL_S, ANSWER_MAX, PRIVATE, TRACE, CUT
 * (the sink fails after so many objects). Ends with the failure's status.
 */
#include "net/mail.h"
#include "net/provider.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct held {
	char *href, *etag;
	bool seen, gone;
};

struct drive {
	void *tree;
	struct held *all[200000];
	size_t n, objects, same, gone, bad, bytes, cut;
	bool full;
};

static struct drive drive;
static struct pool *pool;

static int
compare(const void *a, const void *b)
{
	return strcmp(
		((const struct held *)a)->href, ((const struct held *)b)->href);
}

static struct held *
find(const char *href)
{
	struct held key = { .href = (char *)href };
	struct held **h = tfind(&key, &drive.tree, compare);

	return h == NULL || (*h)->gone ? NULL : *h;
}

static struct held *
add(const char *href, const char *etag)
{
	struct held *h = find(href);

	if (h == NULL) {
		struct held key = { .href = (char *)href }, **old;

		old = tfind(&key, &drive.tree, compare);
		h = old == NULL ? pool_zero(pool, sizeof(*h)) : *old;
		h->gone = false;
		if (old == NULL) {
			h->href = pool_str(pool, href);
			tsearch(h, &drive.tree, compare);
			drive.all[drive.n++] = h;
		}
	}
	h->etag = pool_str(pool, etag == NULL ? "" : etag);
	return h;
}

static const char *
known(void *arg, const char *href)
{
	struct held *h = find(href);

	(void)arg;
	return h == NULL ? NULL : h->etag;
}

static int
on_full(void *arg, struct fail *f)
{
	size_t i;

	(void)arg, (void)f;
	for (i = 0; i < drive.n; i++)
		drive.all[i]->seen = false;
	drive.full = true;
	return 0;
}

static int
on_object(void *arg, const struct object *o, struct fail *f)
{
	(void)arg;
	if (drive.cut > 0 && drive.objects >= drive.cut)
		return fail(f, EXIT_IO, "cut by the test");
	if (getenv("LIST") != NULL)
		printf("object %s\n", o->href);
	drive.objects++;
	drive.bytes += o->len;
	add(o->href, o->etag)->seen = true;
	return 0;
}

static int
on_same(void *arg, const char *href, struct fail *f)
{
	struct held *h = find(href);

	(void)arg, (void)f;
	drive.same++;
	if (h != NULL)
		h->seen = true;
	return 0;
}

static int
on_gone(void *arg, const char *href, struct fail *f)
{
	struct held *h = find(href);

	(void)arg, (void)f;
	drive.gone++;
	if (h == NULL)
		printf("gone, never held %s\n", href);
	else
		h->gone = true;
	return 0;
}

static int
on_bad(void *arg, const char *href, const char *why, struct fail *f)
{
	drive.bad++;
	printf("bad %s: %s\n", href, why);
	on_same(arg, href, f);
	drive.same--;
	return 0;
}

static char *
line_of(FILE *in)
{
	static char line[8000];

	if (in == NULL || fgets(line, sizeof(line), in) == NULL)
		return NULL;
	line[strcspn(line, "\n")] = '\0';
	return line;
}

static const char *
token_of(FILE *in)
{
	char *line = line_of(in);

	return line == NULL || strcmp(line, "-") == 0 ? NULL
						      : pool_str(pool, line);
}

static void
state_load(const char *path, struct calendar *cal)
{
	FILE *in = fopen(path, "r");
	char *line, *tab;

	cal->sync_token = token_of(in);
	cal->ctag = token_of(in);
	cal->etag = token_of(in);
	cal->modified = token_of(in);
	while ((line = line_of(in)) != NULL)
		if ((tab = strchr(line, '\t')) != NULL) {
			*tab = '\0';
			add(line, tab + 1);
		}
	if (in != NULL)
		fclose(in);
}

static void
state_save(const char *path, const struct calendar *cal)
{
	const char *t[4] = { cal->sync_token, cal->ctag, cal->etag,
		cal->modified };
	FILE *to = fopen(path, "w");
	size_t i;

	for (i = 0; i < 4; i++)
		fprintf(to, "%s\n", t[i] == NULL ? "-" : t[i]);
	for (i = 0; i < drive.n; i++)
		if (!drive.all[i]->gone)
			fprintf(to, "%s\t%s\n", drive.all[i]->href,
				drive.all[i]->etag);
	fclose(to);
}

static int
pull(const struct provider *p, struct session *s, struct account *acc,
	struct calendar *cal, const char *path, struct fail *f)
{
	struct pull_sink sink = { .known = known,
		.full = on_full,
		.object = on_object,
		.same = on_same,
		.gone = on_gone,
		.bad = on_bad };
	bool unchanged = false;
	size_t i, held = 0;
	int rc;

	state_load(path, cal);
	sink.held = drive.n;
	rc = p->pull(s, acc, cal, &sink, &unchanged, f);
	for (i = 0; rc == 0 && drive.full && i < drive.n; i++)
		if (!drive.all[i]->seen && !drive.all[i]->gone) {
			drive.all[i]->gone = true;
			drive.gone++;
		}
	for (i = 0; i < drive.n; i++)
		held += !drive.all[i]->gone;
	state_save(path, cal);
	printf("%s full=%d objects=%zu same=%zu gone=%zu bad=%zu held=%zu "
	       "requests=%lld bytes=%lld retry=%lld\n",
		rc != 0     ? "failed"
		: unchanged ? "unchanged"
			    : "pulled",
		drive.full, drive.objects, drive.same, drive.gone, drive.bad,
		held, (long long)s->requests, (long long)s->bytes,
		(long long)s->retry_after);
	return rc;
}

static int
on_found(void *arg, const struct found *c, struct fail *f)
{
	(void)arg, (void)f;
	printf("%s\t%s\t%s\t%s\t%s\n", c->name, c->url, c->access,
		c->writable ? "writable" : "-",
		c->time_zone == NULL ? "-" : c->time_zone);
	return 0;
}

static char *
slurp(const char *path, size_t *n)
{
	FILE *in = fopen(path, "r");
	char *text = pool_zero(pool, 1 << 20);

	*n = in == NULL ? 0 : fread(text, 1, (1 << 20) - 1, in);
	if (in != NULL)
		fclose(in);
	return text;
}

static void
trace(void *arg, const char *line)
{
	(void)arg;
	fprintf(stderr, "%s\n", line);
}

static int
number(const char *name)
{
	return getenv(name) == NULL ? 0 : atoi(getenv(name));
}

static int
send_mail(struct session *s, char **argv, struct fail *f)
{
	struct strs to = { 0 };
	struct smtp how = { argv[3], argv[4], &to };
	size_t n;
	char *text = slurp(argv[6], &n);

	strs_split(s->pool, &to, argv[5], ',');
	return smtp_send(s, &how, text, n, f);
}

static int
run(const struct provider *p, int argc, char **argv, struct session *s,
	struct fail *f)
{
	struct account acc = { .provider = p->name, .url = argv[3] };
	struct calendar cal = { .url = argv[3], .slug = "test/work" };
	struct object obj = { 0 };
	int rc;

	if (strcmp(argv[2], "discover") == 0)
		return p->discover(s, &acc, on_found, NULL, f);
	if (argc < 5)
		return fail(f, EXIT_USAGE, "operand missing");
	if (strcmp(argv[2], "pull") == 0)
		return pull(p, s, &acc, &cal, argv[4], f);
	if (strcmp(argv[2], "delete") == 0)
		return p->remove(
			s, &acc, &cal, argv[4], argc > 5 ? argv[5] : NULL, f);
	if (strcmp(argv[2], "get") == 0) {
		obj.href = argv[4];
		rc = p->get(s, &acc, &cal, &obj, f);
		if (rc == 0)
			printf("etag %s\n%s", obj.etag, obj.ics);
		return rc;
	}
	if (argc < 6)
		return fail(f, EXIT_USAGE, "operand missing");
	obj.ics = slurp(argv[5], &obj.len);
	obj.etag = argc > 6 && *argv[6] != '\0' ? argv[6] : NULL;
	obj.href = argc > 7 ? argv[7] : NULL;
	rc = p->put(s, &acc, &cal, argv[4], &obj, f);
	if (rc == 0)
		printf("%s\t%s\n", obj.href, obj.etag == NULL ? "-" : obj.etag);
	return rc;
}

int
main(int argc, char **argv)
{
	const struct provider *p = argc > 3 ? provider_find(argv[1]) : NULL;
	struct session s = { .pool = pool = pool_new() };
	struct fail f = { 0 };
	int rc;

	if (p == NULL && (argc != 7 || strcmp(argv[1], "smtp") != 0)) {
		fputs("davdrive PROVIDER VERB URL ...\n", stderr);
		return EXIT_USAGE;
	}
	s.login = getenv("LOGIN");
	s.secret = getenv("SECRET") == NULL ? NULL
					    : pool_str(pool, getenv("SECRET"));
	s.total_s = number("TOTAL_S");
	s.stall_s = number("STALL_S");
	s.answer_max = number("ANSWER_MAX");
	s.backoff_ms = 50;
	s.allow_private = number("PRIVATE");
	s.trace = getenv("TRACE") == NULL ? NULL : trace;
	drive.cut = (size_t)number("CUT");
	rc = p == NULL ? send_mail(&s, argv, &f) : run(p, argc, argv, &s, &f);
	if (rc != 0)
		fprintf(stderr, "%s: %s%s%s\n", f.code, f.line,
			f.hint[0] == '\0' ? "" : " | ", f.hint);
	session_clear(&s);
	pool_free(s.pool);
	return rc == 0 ? 0 : f.status;
}
