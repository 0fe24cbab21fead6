#include "desk/book_reassign.h"

#include "flow/book_reassign.h"

int
desk_book_reassign(struct front *front, bool rotate, const char *instead,
	int argc, char **argv)
{
	struct book_how how = desk_book_how(front);
	struct book_reassign r = { .rotate = rotate, .instead = instead };
	struct store *store;
	int i, good = 0;

	if (argc < (rotate ? 1 : 2))
		desk_usage(front, "name meetings and, last, who takes them; "
				  "or --rotate");
	if (!rotate)
		r.to = argv[--argc];
	store = desk_store(front, STORE_WRITE);
	for (i = 0; i < argc; i++) {
		struct booking b = { 0 };
		struct fail f;
		bool again;

		if (book_reassign(store, &how, argv[i], &r, &b, &again,
			    front->pool, &f) != 0) {
			front_error(front, &f);
			continue;
		}
		good++;
		desk_book_print(front, &b);
		desk_book_say(front, again ? "unchanged" : "reassigned", &b);
	}
	store_close(store);
	return front->status != 0 && good > 0 ? EXIT_PARTIAL : front->status;
}
