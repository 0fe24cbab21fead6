/* mtg-sync: people, their calendars, and everything that leaves the machine. */
#include "desk/sync.h"

int
main(int argc, char **argv)
{
	static const struct sync_net net = { provider_find_local, NULL };

	return sync_main(argc, argv, &net);
}
