#include "desk/rotate_text.h"

#include "desk/rotate_priv.h"
#include "flow/rotation_apply.h"
#include "front/input.h"

#include <string.h>

/* Teams, rotations and routings as one text. */

enum { FILE_MAX = 8 * 1024 * 1024 };

int
desk_rotate_export(struct front *front, int argc, char **argv)
{
	struct strs names = { 0 };
	struct store *store;
	struct fail f;
	int i;

	front_formats(front, "text");
	if (front->json ||
		(front->format_text != NULL && front->format != FORMAT_TEXT) ||
		front->template_text != NULL)
		desk_usage(front, "it is text alone; the other verbs print "
				  "records");
	for (i = 0; i < argc; i++)
		strs_add(front->pool, &names, argv[i]);
	store = desk_store(front, STORE_READ);
	if (store_begin_read(store, &f) != 0 ||
		rotation_export(store, &names, front->out, front->pool, &f) !=
			0)
		front_die(front, &f);
	store_end_read(store);
	store_close(store);
	return 0;
}

static void
read_files(struct front *front, struct text_blocks *to, int argc, char **argv)
{
	struct fail f;
	size_t len;
	char *text;
	int i;

	for (i = 0; i < argc; i++) {
		text = input_read(front->pool, argv[i], FILE_MAX, &len, &f);
		if (text == NULL ||
			text_read(front->pool,
				strcmp(argv[i], "-") == 0 ? "stdin" : argv[i],
				text, len, to, &f) != 0)
			front_die(front, &f);
	}
}

int
desk_rotate_apply(struct front *front, bool prune, int argc, char **argv)
{
	struct apply_changes changes = { 0 };
	struct text_blocks blocks = { 0 };
	struct store *store;
	struct fail f;
	size_t i, n = 0;

	if (argc < 1)
		desk_usage(front, "name the files, - is stdin");
	read_files(front, &blocks, argc, argv);
	if (prune && !front->dry_run &&
		!front_confirm(front, "take away what %s%s not name?", argv[0],
			argc > 1 ? " and the others do" : " does"))
		return 0;
	store = rotate_begin(front);
	if (rotation_apply(store, &blocks, prune, front->now, front->pool,
		    &changes, &f) != 0)
		front_die(front, &f);
	front_emit(front, "kind,name,what,key,from,to");
	for (i = 0; i < changes.n; i++) {
		const struct apply_record *c = &changes.v[i];

		if (strcmp(c->what, "missing") == 0) {
			front_warn(front, "%s:%d: there is no page %s yet",
				c->at.file, c->at.line, c->name);
			continue;
		}
		n++;
		apply_write(front->emit, c);
	}
	desk_finish(front, store);
	if (n == 0)
		front_say(front, "nothing to change");
	else
		front_say(front, "%s %zu change%s",
			front->dry_run ? "would make" : "made", n,
			n == 1 ? "" : "s");
	return 0;
}
