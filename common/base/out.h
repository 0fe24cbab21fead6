#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/fail.h"
#include "base/pool.h"

#include <stdio.h>

/*
 * Opens /dev/null on those of descriptors 0 to 2 that are closed, so that no
 * file opened later lands there; the wrong way round, so that using one is
 * still an error. Called before anything is opened.
 */
void out_guard(void);

/*
 * A file that is written whole: `path` with a random tail in the same folder,
 * mode 0666 less the umask, taken away again by SIGHUP, SIGINT, SIGPIPE and
 * SIGTERM. One at a time. NULL fills `f` with EXIT_IO. `*temporary` is its
 * name, in the pool; NULL where `path` is a device or a pipe, which is written
 * to directly. A symbolic link stays one, its target is replaced.
 */
FILE *out_open(
	struct pool *, const char *path, char **temporary, struct fail *f);
/*
 * Closes the file and gives it its name; what is there is replaced at once. On
 * failure (a full disk) the temporary file is gone and what was there stays.
 */
int out_keep(FILE *, const char *temporary, const char *path, struct fail *f);
/* Closes and removes. */
void out_drop(FILE *, const char *temporary);

/*
 * Flushes what was written to a stream of ours, named `name` in the error
 * ("stdout"). A full disk, a closed descriptor: -1 and EXIT_IO. Having written
 * nothing to a closed one is no error.
 */
int out_flush(FILE *, const char *name, struct fail *f);

#endif
