/* mtg-sync-net: mtg-sync with libcurl, run by it when a server is to be asked.
 */
#include "desk/sync.h"

int
main(int argc, char **argv)
{
	static const struct sync_net net = { provider_find, smtp_send };

	return sync_main(argc, argv, &net);
}
