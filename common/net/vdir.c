#include "net/vdir.h"
#include "net/feed.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "when/zone.h"

enum { FILES_MAX = 200000 };

char *
vdir_path(struct session *s, const char *url, struct fail *f)
{
	const char *home = getenv("HOME");

	if (strncasecmp(url, "file://", 7) == 0) {
		url += 7;
		if (strncmp(url, "localhost/", 10) == 0)
			url += 9;
	}
	if (strncmp(url, "~/", 2) == 0 && home != NULL)
		return pool_printf(s->pool, "%s%s", home, url + 1);
	if (*url == '\0') {
		fail(f, EXIT_USAGE, "vdir: no file or folder given");
		return NULL;
	}
	return pool_str(s->pool, url);
}

const char *
vdir_what(struct session *s, const struct calendar *cal)
{
	const char *name = cal->slug != NULL ? cal->slug : cal->name;

	return name == NULL ? "calendar"
			    : pool_printf(s->pool, "calendar %s", name);
}

int
vdir_fail(const char *what, const char *path, int error, struct fail *f)
{
	const char *why = strerror(error);

	if (error == ENOENT || error == ENOTDIR)
		return fail_code(f, EXIT_INACTIVE, "gone", "%s: %s: %s", what,
			path, why);
	if (error == EACCES || error == EPERM)
		return fail_code(f, EXIT_INACTIVE, "access-lost", "%s: %s: %s",
			what, path, why);
	return fail(f, EXIT_IO, "%s: %s: %s", what, path, why);
}

char *
vdir_etag(struct pool *pool, const struct stat *st)
{
	return pool_printf(pool, "%lld.%09ld-%lld.%09ld-%lld-%llu",
		(long long)st->st_mtim.tv_sec, st->st_mtim.tv_nsec,
		(long long)st->st_ctim.tv_sec, st->st_ctim.tv_nsec,
		(long long)st->st_size, (unsigned long long)st->st_ino);
}

bool
vdir_name_good(const char *name)
{
	size_t n = strlen(name);

	return *name != '.' && strchr(name, '/') == NULL && n > 4 && n < 256 &&
	       strcasecmp(name + n - 4, ".ics") == 0;
}

char *
vdir_read(struct pool *pool, const char *what, const char *path, size_t *len,
	struct stat *st, struct fail *f)
{
	/* a fifo must not stop us */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
	char *text = NULL;
	size_t at = 0;
	ssize_t n = 1;

	if (fd < 0 || fstat(fd, st) != 0) {
		error = errno;
	} else if (!S_ISREG(st->st_mode)) {
		error = EINVAL;
	} else if (st->st_size > ICS_FILE_MAX) {
		error = EFBIG;
	} else {
		text = pool_zero(pool, (size_t)st->st_size + 1);
		while (at < (size_t)st->st_size && n > 0) {
			n = read(fd, text + at, (size_t)st->st_size - at);
			if (n > 0)
				at += (size_t)n;
			else if (n < 0)
				error = errno;
		}
	}
	if (fd >= 0)
		close(fd);
	*len = at;
	if (error == 0)
		return text;
	vdir_fail(what, path, error, f);
	return NULL;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names in a folder, sorted: the .ics files, or the folders. */
static int
list_names(struct pool *pool, const char *what, const char *path, bool folders,
	struct strs *names, struct fail *f)
{
	DIR *dir = opendir(path);
	struct dirent *e;
	struct stat st;
	int error;

	if (dir == NULL)
		return vdir_fail(what, path, errno, f);
	for (errno = 0; (e = readdir(dir)) != NULL; errno = 0) {
		if (names->n >= FILES_MAX)
			break;
		if (folders ? *e->d_name == '.' : !vdir_name_good(e->d_name))
			continue;
		if (folders && (fstatat(dirfd(dir), e->d_name, &st, 0) != 0 ||
				       !S_ISDIR(st.st_mode)))
			continue;
		strs_add(pool, names, e->d_name);
	}
	error = e == NULL ? errno : E2BIG;
	closedir(dir);
	if (error != 0)
		return vdir_fail(what, path, error, f);
	if (names->n > 1)
		qsort(names->v, names->n, sizeof(names->v[0]), by_name);
	return 0;
}

/* One pull of a folder. */
struct walk {
	const char *what, *path;
	struct pull_sink *sink;
	size_t bad;
};

static int
walk_bad(struct walk *w, const char *name, const struct fail *why,
	struct fail *f)
{
	w->bad++;
	return w->sink->bad(w->sink->arg, name, why->line, f);
}

/* A file that is new or changed: as it is, or by UID where it holds several. */
static int
walk_file(struct walk *w, const char *name, struct fail *f)
{
	struct pool *pool = pool_new();
	struct ics ics = { 0 };
	struct object obj = { .href = name };
	struct stat st;
	struct fail one;
	char *path = pool_printf(pool, "%s/%s", w->path, name);
	int rc = 0;

	obj.ics = vdir_read(pool, w->what, path, &obj.len, &st, &one);
	if (obj.ics == NULL) {
		/* removed since it was listed */
		if (strcmp(one.code, "gone") != 0)
			rc = walk_bad(w, name, &one, f);
	} else if (ics_scan(pool, obj.ics, obj.len, &ics, &one) != 0) {
		rc = walk_bad(w, name, &one, f);
	} else if (ics.objects_n == 1) {
		obj.etag = vdir_etag(pool, &st);
		rc = w->sink->object(w->sink->arg, &obj, f);
	} else {
		rc = feed_objects(
			&ics, pool_printf(pool, "%s/", name), w->sink, f);
	}
	pool_free(pool);
	return rc;
}

static int
pull_folder(struct session *s, const char *path, struct calendar *cal,
	struct pull_sink *sink, bool *unchanged, struct fail *f)
{
	struct walk w = { vdir_what(s, cal), path, sink, 0 };
	struct pool *pool = pool_new();
	struct strs names = { 0 }, etags = { 0 };
	uint64_t hash = 0;
	size_t i;
	char *ctag;
	int rc = list_names(pool, w.what, path, false, &names, f);

	for (i = 0; rc == 0 && i < names.n; i++) {
		struct stat st;
		char *etag = NULL;

		if (stat(pool_printf(pool, "%s/%s", path, names.v[i]), &st) ==
			0)
			etag = vdir_etag(pool, &st);
		strs_add(pool, &etags, etag == NULL ? "" : etag);
		hash = ics_hash(hash, names.v[i], strlen(names.v[i]));
		hash = ics_hash(hash, etags.v[i], strlen(etags.v[i]));
	}
	ctag = pool_printf(
		s->pool, "%016llx-%zu", (unsigned long long)hash, names.n);
	*unchanged =
		rc == 0 && cal->ctag != NULL && strcmp(cal->ctag, ctag) == 0;
	if (rc == 0 && !*unchanged)
		rc = sink->full(sink->arg, f);
	for (i = 0; rc == 0 && !*unchanged && i < names.n; i++) {
		const char *held = sink->known(sink->arg, names.v[i]);

		if (held != NULL && *held != '\0' &&
			strcmp(held, etags.v[i]) == 0)
			rc = sink->same(sink->arg, names.v[i], f);
		else
			rc = walk_file(&w, names.v[i], f);
	}
	pool_free(pool);
	if (rc == 0)
		cal->ctag = w.bad > 0 ? NULL : ctag;
	return rc;
}

static int
pull_file(struct session *s, const char *path, struct calendar *cal,
	struct pull_sink *sink, bool *unchanged, struct fail *f)
{
	const char *what = vdir_what(s, cal);
	struct pool *pool = pool_new();
	struct ics ics = { 0 };
	struct stat st;
	size_t len;
	char *text, *etag = NULL;
	int rc = 0;

	if (stat(path, &st) != 0)
		rc = vdir_fail(what, path, errno, f);
	else
		etag = vdir_etag(s->pool, &st);
	*unchanged =
		rc == 0 && cal->ctag != NULL && strcmp(cal->ctag, etag) == 0;
	if (rc == 0 && !*unchanged) {
		text = vdir_read(pool, what, path, &len, &st, f);
		rc = text == NULL ? -1 : ics_scan(pool, text, len, &ics, f);
		if (text != NULL && rc != 0)
			fail_prefix(f, "%s: %s", what, path);
		/* what was read may be newer than what was looked at */
		etag = vdir_etag(s->pool, &st);
	}
	if (rc == 0 && !*unchanged)
		rc = sink->full(sink->arg, f);
	if (rc == 0 && !*unchanged)
		rc = feed_objects(&ics, "", sink, f);
	pool_free(pool);
	if (rc == 0)
		cal->ctag = etag;
	return rc;
}

static int
vdir_pull(struct session *s, const struct account *acc, struct calendar *cal,
	struct pull_sink *sink, bool *unchanged, struct fail *f)
{
	char *path = vdir_path(s, cal->url, f);
	struct stat st;

	(void)acc;
	*unchanged = false;
	if (path == NULL)
		return -1;
	if (stat(path, &st) != 0)
		return vdir_fail(vdir_what(s, cal), path, errno, f);
	if (S_ISDIR(st.st_mode))
		return pull_folder(s, path, cal, sink, unchanged, f);
	return pull_file(s, path, cal, sink, unchanged, f);
}

/* The first line of a small file (displayname, color), or NULL. */
static char *
first_line(struct pool *pool, const char *folder, const char *name)
{
	struct stat st;
	struct fail f;
	size_t len;
	char *text = vdir_read(pool, "",
		pool_printf(pool, "%s/%s", folder, name), &len, &st, &f);

	if (text == NULL || len > 1000)
		return NULL;
	text[strcspn(text, "\r\n")] = '\0';
	return *text == '\0' ? NULL : text;
}

static int
tell(struct pool *pool, const char *path, bool folder,
	int (*found)(void *arg, const struct found *, struct fail *), void *arg,
	struct fail *f)
{
	struct found c = { .url = path, .access = "read-only" };
	char *base = pool_str(pool, path), *end = base + strlen(base);
	struct ics ics = { 0 };
	struct stat st;
	size_t len;
	char *text;

	while (end > base + 1 && end[-1] == '/')
		*--end = '\0';
	c.name = strrchr(base, '/');
	c.name = c.name == NULL || c.name[1] == '\0' ? base : c.name + 1;
	if (folder) {
		text = first_line(pool, path, "displayname");
		c.name = text == NULL ? c.name : text;
		c.color = first_line(pool, path, "color");
		c.writable = access(path, W_OK | X_OK) == 0;
		c.access = c.writable ? "owner" : "read-only";
		return found(arg, &c, f);
	}
	text = vdir_read(pool, "vdir", path, &len, &st, f);
	if (text == NULL)
		return -1;
	if (ics_scan(pool, text, len, &ics, f) != 0)
		return fail_prefix(f, "%s", path);
	if (ics.name != NULL && *ics.name != '\0')
		c.name = ics.name;
	c.time_zone = ics.time_zone == NULL ? NULL : zone_find(ics.time_zone);
	return found(arg, &c, f);
}

static int
vdir_discover(struct session *s, const struct account *acc,
	int (*found)(void *arg, const struct found *, struct fail *), void *arg,
	struct fail *f)
{
	char *path = vdir_path(s, acc->url, f), *full;
	struct strs files = { 0 }, folders = { 0 };
	struct pool *pool;
	struct stat st;
	size_t i;
	int rc = 0;

	if (path == NULL)
		return -1;
	/* the next run may start in another folder */
	if ((full = realpath(path, NULL)) == NULL)
		return vdir_fail("vdir", path, errno, f);
	pool = pool_new();
	path = pool_str(pool, full);
	free(full);
	if (stat(path, &st) != 0)
		rc = vdir_fail("vdir", path, errno, f);
	if (rc == 0 && S_ISDIR(st.st_mode))
		rc = list_names(pool, "vdir", path, false, &files, f) != 0 ||
				     list_names(pool, "vdir", path, true,
					     &folders, f) != 0
			     ? -1
			     : 0;
	/* a folder of calendars rather than of events */
	for (i = 0; rc == 0 && files.n == 0 && i < folders.n; i++)
		rc = tell(pool, pool_printf(pool, "%s/%s", path, folders.v[i]),
			true, found, arg, f);
	if (rc == 0 && (files.n > 0 || folders.n == 0))
		rc = tell(pool, path, S_ISDIR(st.st_mode), found, arg, f);
	pool_free(pool);
	return rc;
}

const struct provider provider_vdir = {
	.name = "vdir",
	.writable = true,
	.multi = true,
	.discover = vdir_discover,
	.pull = vdir_pull,
	.put = vdir_put,
	.remove = vdir_remove,
	.get = vdir_get,
};
