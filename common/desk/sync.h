#ifndef DESK_SYNC_H
#define DESK_SYNC_H

#include "net/mail.h"
#include "net/provider.h"

/*
 * All of mtg-sync's verbs. Two programs call it: mtg-sync, which knows only the
 * providers that need no network, and mtg-sync-net, which links libcurl and
 * which the first one becomes when a server is to be spoken to.
 */
struct sync_net {
	const struct provider *(*find)(const char *name);
	/* one message by SMTP, or NULL: this program cannot */
	int (*smtp)(struct session *, const struct smtp *, const char *message,
		size_t len, struct fail *f);
};

int sync_main(int argc, char **argv, const struct sync_net *);

#endif
