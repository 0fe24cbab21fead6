#ifndef FLOW_SECRET_H
#define FLOW_SECRET_H

#include "base/fail.h"
#include "base/pool.h"
#include "record/calendar.h"

/*
 * Secrets come by a command or from a file of mode 0600, never by argument,
 * never into the store, a log or a message (CLI.md section 1).
 */
enum { SECRET_MAX = 4096, SECRET_COMMAND_S = 30 };

/*
 * The account's secret: first line of what its command prints (bounded in size
 * and time) or of its file. `*secret` is malloc'ed, NULL when the account has
 * none; wipe it with secret_wipe and free it. -1: EXIT_PERMISSION for a file
 * that others may read or that is somebody else's, EXIT_SIGN_IN for a command
 * that fails or prints nothing. There is one source; if it fails, no other is
 * tried.
 */
int secret_get(const struct account *, char **secret, struct fail *f);

/* Reads the first line of a descriptor (--password-fd). malloc'ed. */
int secret_read_fd(int fd, char **secret, struct fail *f);

/*
 * Keeps a secret in a new 0600 file in "secrets" beside the store (folder
 * 0700); its path in `pool`. NULL fills `f`.
 */
char *secret_keep(struct pool *, const char *store_path, const char *secret,
	struct fail *f);
/* Removes such a file; one that is gone is fine. */
void secret_forget(const char *path);

#endif
