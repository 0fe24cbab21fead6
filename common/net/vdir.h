#ifndef NET_VDIR_H
#define NET_VDIR_H

#include "net/provider.h"

#include <sys/stat.h>

/*
 * What the files of the vdir provider share: a folder with a file per object
 * (vdirsyncer's storage of that name), or one .ics file, read only.
 */

/* The path of an address: itself, of file://, with ~/ made whole; NULL fills.
 */
char *vdir_path(struct session *, const char *url, struct fail *);
const char *vdir_what(struct session *, const struct calendar *);
/* A failure with errno: gone, access lost, or EXIT_IO. Returns -1. */
int vdir_fail(const char *what, const char *path, int error, struct fail *);
/* The version of a file: its times, size and number. In the pool. */
char *vdir_etag(struct pool *, const struct stat *);
/* "name.ics" without a slash, not hidden. */
bool vdir_name_good(const char *name);
/*
 * Reads a whole file of at most 32 MB, its stat(2) into `*st`. NULL fills `f`
 * through vdir_fail. In the pool.
 */
char *vdir_read(struct pool *, const char *what, const char *path, size_t *len,
	struct stat *st, struct fail *);

int vdir_put(struct session *, const struct account *, const struct calendar *,
	const char *uid, struct object *, struct fail *);
int vdir_remove(struct session *, const struct account *,
	const struct calendar *, const char *href, const char *etag,
	struct fail *);
int vdir_get(struct session *, const struct account *, const struct calendar *,
	struct object *, struct fail *);

#endif
