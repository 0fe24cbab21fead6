/* open STORE: opens the store to read and leaves, the floor of every answer. */
#include "store/store.h"

#include <stdio.h>

int
main(int argc, char **argv)
{
	struct store *store;
	struct fail f;

	if (argc != 2)
		return 2;
	if ((store = store_open(argv[1], STORE_READ, &f)) == NULL) {
		fprintf(stderr, "%s\n", f.line);
		return 1;
	}
	store_close(store);
	return 0;
}
