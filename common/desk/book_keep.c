#include "desk/book.h"

int
desk_book_keep(struct front *front, const char *ref)
{
	struct book_how how = desk_book_how(front);
	struct store *store = desk_store(front, STORE_WRITE);
	struct booking b = { 0 };
	struct fail f;
	bool again;

	if (book_keep(store, &how, ref, &b, &again, front->pool, &f) != 0)
		front_die(front, &f);
	desk_book_print(front, &b);
	desk_book_say(front, again ? "unchanged" : "kept", &b);
	store_close(store);
	return 0;
}
