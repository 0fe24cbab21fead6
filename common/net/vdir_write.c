#include "net/object.h"
#include "net/vdir.h"
#include "wire/ics_scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

/* A file of the folder that is to be written or removed. */
struct place {
	const char *what, *folder, *path;
	int dir; /* the folder, locked against other writers of ours */
};

static void
place_close(struct place *p)
{
	if (p->dir >= 0)
		close(p->dir);
}

static int
place_open(struct session *s, const struct calendar *cal, const char *name,
	struct place *p, struct fail *f)
{
	struct stat st;

	p->dir = -1;
	p->what = vdir_what(s, cal);
	if ((p->folder = vdir_path(s, cal->url, f)) == NULL)
		return -1;
	if (stat(p->folder, &st) != 0)
		return vdir_fail(p->what, p->folder, errno, f);
	if (!S_ISDIR(st.st_mode))
		return fail(f, EXIT_REFUSED,
			"%s: %s is a single file, which is read only", p->what,
			p->folder);
	if (!vdir_name_good(name))
		return fail(f, EXIT_REFUSED, "%s: %s is no file of one event",
			p->what, name);
	p->path = pool_printf(s->pool, "%s/%s", p->folder, name);
	p->dir = open(p->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (p->dir < 0)
		return vdir_fail(p->what, p->folder, errno, f);
	flock(p->dir, LOCK_EX);
	return 0;
}

/* Whether the file is still of that version. */
static int
check_version(struct pool *pool, const struct place *p, const char *etag,
	struct fail *f)
{
	struct stat st;

	if (stat(p->path, &st) != 0 && errno == ENOENT)
		return fail_code(f, EXIT_TAKEN, "changed", "%s: %s is gone",
			p->what, p->path);
	if (stat(p->path, &st) != 0)
		return vdir_fail(p->what, p->path, errno, f);
	if (strcmp(vdir_etag(pool, &st), etag) != 0)
		return fail_code(f, EXIT_TAKEN, "changed", "%s: %s changed",
			p->what, p->path);
	return 0;
}

/* The whole text in a new file beside, on disk before it gets its name. */
static int
write_temp(const struct place *p, const char *temp, const char *text, size_t n,
	struct fail *f)
{
	int fd = open(temp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	size_t at = 0;
	ssize_t done = 0;
	int error = 0;

	if (fd < 0)
		return vdir_fail(p->what, temp, errno, f);
	for (; at < n && done >= 0; at += (size_t)done)
		if ((done = write(fd, text + at, n - at)) < 0)
			break;
	if (done < 0 || fsync(fd) != 0)
		error = errno;
	if (close(fd) != 0 && error == 0)
		error = errno;
	if (error == 0)
		return 0;
	unlink(temp);
	return vdir_fail(p->what, temp, error, f);
}

/* Gives it its name; a new one must not be there yet. */
static int
name_it(const struct place *p, const char *temp, bool create, struct fail *f)
{
	int rc = create ? link(temp, p->path) : rename(temp, p->path);
	int error = errno;

	/* file systems without links: the lock has to do */
	if (create && rc != 0 && error != EEXIST)
		rc = access(p->path, F_OK) == 0 ? (error = EEXIST, -1)
						: rename(temp, p->path);
	unlink(temp);
	if (rc == 0) {
		fsync(p->dir);
		return 0;
	}
	if (error == EEXIST)
		return fail_code(f, EXIT_TAKEN, "changed",
			"%s: %s is there already", p->what, p->path);
	return vdir_fail(p->what, p->path, error, f);
}

int
vdir_put(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *uid, struct object *obj,
	struct fail *f)
{
	bool create = obj->etag == NULL || obj->etag[0] == '\0';
	size_t n = obj->len;
	struct place p;
	struct stat st;
	char *temp, *text;
	int rc;

	(void)acc;
	if (obj->href == NULL)
		obj->href = provider_name_of(s->pool, uid);
	if (place_open(s, cal, obj->href, &p, f) != 0)
		return -1;
	temp = pool_printf(
		s->pool, "%s/.mtg-%ld.tmp", p.folder, (long)getpid());
	text = object_stored(s->pool, obj->ics, &n);
	rc = create ? 0 : check_version(s->pool, &p, obj->etag, f);
	if (rc == 0)
		rc = write_temp(&p, temp, text, n, f);
	if (rc == 0)
		rc = name_it(&p, temp, create, f);
	if (rc == 0) {
		obj->etag =
			stat(p.path, &st) == 0 ? vdir_etag(s->pool, &st) : NULL;
	}
	place_close(&p);
	return rc;
}

int
vdir_remove(struct session *s, const struct account *acc,
	const struct calendar *cal, const char *href, const char *etag,
	struct fail *f)
{
	struct place p;
	int rc = 0;

	(void)acc;
	if (place_open(s, cal, href, &p, f) != 0)
		return -1;
	if (etag != NULL && etag[0] != '\0' && access(p.path, F_OK) == 0)
		rc = check_version(s->pool, &p, etag, f);
	if (rc == 0 && unlink(p.path) != 0 && errno != ENOENT)
		rc = vdir_fail(p.what, p.path, errno, f);
	if (rc == 0)
		fsync(p.dir);
	place_close(&p);
	return rc;
}

/* One object by UID out of a file of several. */
static int
pick(struct session *s, const char *what, const char *uid, struct object *obj,
	struct fail *f)
{
	struct ics ics = { 0 };
	size_t i;

	if (ics_scan(s->pool, obj->ics, obj->len, &ics, f) != 0)
		return fail_prefix(f, "%s", what);
	for (i = 0; i < ics.objects_n; i++) {
		if (strcmp(ics.objects[i].uid, uid) != 0)
			continue;
		obj->ics = ics_object_text(
			s->pool, &ics, &ics.objects[i], &obj->len);
		obj->etag = NULL;
		return 0;
	}
	return fail(f, EXIT_NOT_FOUND, "%s: no %s in it", what, uid);
}

int
vdir_get(struct session *s, const struct account *acc,
	const struct calendar *cal, struct object *obj, struct fail *f)
{
	const char *what = vdir_what(s, cal), *slash, *uid = NULL;
	char *path = vdir_path(s, cal->url, f), *name;
	struct stat st;

	(void)acc;
	if (path == NULL)
		return -1;
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
		slash = strchr(obj->href, '/');
		uid = slash == NULL ? NULL : slash + 1;
		name = pool_strn(s->pool, obj->href, strcspn(obj->href, "/"));
		if (!vdir_name_good(name))
			return fail(f, EXIT_NOT_FOUND, "%s: no %s in it", what,
				obj->href);
		path = pool_printf(s->pool, "%s/%s", path, name);
	} else {
		uid = obj->href;
	}
	obj->ics = vdir_read(s->pool, what, path, &obj->len, &st, f);
	if (obj->ics == NULL && strcmp(f->code, "gone") == 0)
		return fail(
			f, EXIT_NOT_FOUND, "%s: no %s in it", what, obj->href);
	if (obj->ics == NULL)
		return -1;
	obj->etag = vdir_etag(s->pool, &st);
	return uid == NULL ? 0 : pick(s, what, uid, obj, f);
}
