#include "desk/book_outcome.h"

#include "flow/book_outcome.h"
#include "store/outcome.h"

#include <string.h>

/* What became of meetings (R58, R79). */

static void
say(struct front *front, const struct booking *b, bool again, bool updates)
{
	desk_book_say(front,
		pool_printf(front->pool,
			"%s %s:", again ? "already" : "noted as", b->outcome),
		b);
	if (updates && !front->dry_run)
		front_say(front, "the invitation to %s goes out again", b->ref);
	if (!again && strcmp(b->outcome, "cancelled") == 0 && booking_live(b) &&
		b->start > front->now)
		front_say(front, "hint: mtg-book cancel %s cancels the meeting",
			b->ref);
}

int
desk_book_outcome(struct front *front, bool updates, int argc, char **argv)
{
	struct book_how how = desk_book_how(front);
	struct store *store;
	int i, good = 0;

	if (argc < 2)
		desk_usage(front, "name meetings and, last, the outcome");
	store = desk_store(front, STORE_WRITE);
	for (i = 0; i < argc - 1; i++) {
		struct booking b = { 0 };
		struct fail f;
		bool again;

		if (book_outcome(store, &how, argv[i], argv[argc - 1], updates,
			    &b, &again, front->pool, &f) != 0) {
			front_error(front, &f);
			continue;
		}
		good++;
		desk_book_print(front, &b);
		say(front, &b, again, updates);
	}
	store_close(store);
	return front->status != 0 && good > 0 ? EXIT_PARTIAL : front->status;
}

/* ---- outcome-value ---- */

static int
print(void *arg, const struct outcome *o)
{
	struct front *front = arg;
	struct emit *e = front_emit(front, "name,own");

	emit_begin(e, "outcome", o->name);
	emit_str(e, "name", o->name);
	emit_bool(e, "own", o->own);
	emit_end(e);
	return 0;
}

static int
list(struct front *front)
{
	struct store *store = desk_store(front, STORE_READ);
	struct fail f;

	if (outcome_each(store, front->pool, print, front, &f) != 0)
		front_die(front, &f);
	store_close(store);
	return 0;
}

static int
add(struct front *front, int argc, char **argv)
{
	struct store *store = desk_begin(front);
	struct fail f;
	int i;

	for (i = 0; i < argc; i++) {
		struct outcome o = { .own = true };

		o.name = book_outcome_name(front->pool, argv[i], &f);
		if (o.name == NULL ||
			outcome_add(store, o.name, front->now, &f) != 0 ||
			audit_add(store, front->now, "outcome.add", o.name,
				NULL, &f) != 0)
			front_die(front, &f);
		print(front, &o);
		front_say(front, "%s outcome %s",
			front->dry_run ? "would have added" : "added", o.name);
	}
	desk_finish(front, store);
	return 0;
}

static int
drop(struct front *front, int argc, char **argv)
{
	struct store *store = desk_begin(front);
	struct fail f;
	int i;

	for (i = 0; i < argc; i++) {
		struct outcome o = { 0 };

		if (outcome_find(store, argv[i], front->pool, &o, &f) != 1 ||
			outcome_remove(store, o.name, &f) != 0 ||
			audit_add(store, front->now, "outcome.remove", o.name,
				NULL, &f) != 0)
			front_die(front, &f);
		print(front, &o);
		front_say(front, "%s outcome %s",
			front->dry_run ? "would have removed" : "removed",
			o.name);
	}
	desk_finish(front, store);
	return 0;
}

int
desk_book_outcome_value(struct front *front, int argc, char **argv)
{
	if (argc == 1 && strcmp(argv[0], "list") == 0)
		return list(front);
	if (argc >= 2 && strcmp(argv[0], "add") == 0)
		return add(front, argc - 1, argv + 1);
	if (argc >= 2 && strcmp(argv[0], "remove") == 0)
		return drop(front, argc - 1, argv + 1);
	desk_usage(front, "list, add NAME..., or remove NAME...");
	return EXIT_USAGE;
}
