#ifndef FLOW_SPOOL_H
#define FLOW_SPOOL_H

#include "base/fail.h"
#include "base/pool.h"

/*
 * A mail handed to mail.command once, also when we are killed in the middle:
 * the message waits whole in a file of the "outbox" folder beside the store,
 * the command reads that file (never half a pipe), and its exit status is
 * written beside it by the shell that runs it, which lives on when we die. A
 * second try finds the status and sends nothing.
 *
 * 0 sent (now or before); -1 as sendmail_send, or EXIT_IO for the folder. `key`
 * is the letter's.
 */
int spool_send(const char *store_path, const char *key, const char *command,
	const char *message, struct fail *f);
/* Removes what spool_send left, once the store knows that it is done. */
void spool_forget(const char *store_path, const char *key);
/*
 * What is left of letters whose sender died after they were done: the names
 * that lie in the folder; then, with the keys of all open letters as they were
 * read after that, the others are removed.
 */
void spool_list(const char *store_path, struct pool *, struct strs *names);
void spool_sweep(const char *store_path, const struct strs *names,
	const struct strs *keys);

#endif
