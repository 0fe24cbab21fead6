/*
 * Fuzz target of what mtg-rotate apply reads: any bytes as a file; what it
 * takes is written and read again as the same; every "when" is read as a
 * condition and weighed, and the bytes as a whole are one more condition.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/route.h"
#include "wire/rotation_text.h"
#include "wire/routing_json.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void
must(int ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "broken: %s\n", what);
	abort();
}

/* A condition over a record that has some of all kinds. */
static void
weigh(struct pool *pool, const char *text)
{
	static const char lead[] =
		"{\"a\":\"x\",\"b\":5,\"c\":[1,\"y\",null,{}],\"d\":{\"e\":"
		"true},"
		"\"email\":\"a@b.example\",\"f.g\":\"aaaaaaaaaaaaaaaaaaaaab\"}";
	struct json_object *record;
	struct condition *c;
	struct field_ask ask;
	const char *why = NULL;
	struct fail f = { 0 };
	bool holds;

	if ((c = condition_read(pool, text, &f)) == NULL) {
		must(f.status == EXIT_BAD_DATA && f.line[0] != '\0',
			"a condition refused says why");
		return;
	}
	record = json_tokener_parse(lead);
	ask = routing_fields(record);
	holds = condition_holds(c, &ask, pool, &why);
	must(why != NULL && strlen(why) <= 300, "says what decided");
	c = condition_read(pool, pool_printf(pool, "not (%s)", text), &f);
	must(c == NULL || condition_holds(c, &ask, pool, &why) == !holds,
		"not is the other answer");
	json_object_put(record);
}

/* The same keys and values come back from what is written. */
static void
again(struct pool *pool, const struct text_blocks *blocks)
{
	struct text_blocks same = { 0 };
	struct fail f = { 0 };
	char *text = NULL;
	size_t size, i, k;
	FILE *to = open_memstream(&text, &size);

	must(to != NULL, "memory");
	for (i = 0; i < blocks->n; i++) {
		const struct text_block *b = &blocks->v[i];

		ini_write_section(to, text_word(b->kind),
			b->route == NULL ? b->name
					 : pool_printf(pool, "%s.%s", b->name,
						   b->route));
		for (k = 0; k < b->n; k++)
			ini_write_key(to, b->v[k].key, b->v[k].value);
	}
	fclose(to);
	must(text_read(pool, "again", text, size, &same, &f) == 0, f.line);
	must(same.n == blocks->n, "as many blocks");
	for (i = 0; i < same.n; i++) {
		const struct text_block *a = &blocks->v[i], *b = &same.v[i];

		must(a->kind == b->kind && a->n == b->n &&
				strcmp(a->name, b->name) == 0,
			"the same blocks");
		for (k = 0; k < a->n; k++)
			must(strcmp(a->v[k].key, b->v[k].key) == 0 &&
					strcmp(a->v[k].value, b->v[k].value) ==
						0,
				"the same values");
	}
	free(text);
}

/* Settings and shares of a block. */
static void
settings(struct pool *pool, const struct text_block *b)
{
	struct rotation r = { 0 };
	struct text_share s;
	struct fail f = { 0 };
	size_t i;

	for (i = 0; i < b->n; i++) {
		const struct text_key *k = &b->v[i];
		const char *was;

		if (b->kind == TEXT_ROUTE && strcmp(k->key, "when") == 0)
			weigh(pool, k->value);
		if (share_text_read(pool, k->value, &s, &f) == 0)
			must(share_text_read(pool,
				     share_text(
					     pool, s.who, s.weight, s.priority),
				     &s, &f) == 0,
				"a share is read again");
		if (b->kind != TEXT_ROTATION ||
			rotation_key_read(pool, &r, k->key, k->value, &f) != 0)
			continue;
		was = rotation_key_text(pool, &r, k->key);
		must(rotation_key_read(pool, &r, k->key, was, &f) == 0 &&
				strcmp(rotation_key_text(pool, &r, k->key),
					was) == 0,
			"a setting is read again");
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct pool *pool = pool_new();
	struct text_blocks blocks = { 0 };
	struct fail f = { 0 };
	size_t i;

	if (text_read(pool, "in", (const char *)data, size, &blocks, &f) == 0) {
		again(pool, &blocks);
		for (i = 0; i < blocks.n; i++)
			settings(pool, &blocks.v[i]);
	} else {
		must(f.status == EXIT_BAD_DATA &&
				strncmp(f.line, "in:", 3) == 0,
			"refused with its line");
	}
	weigh(pool, pool_strn(pool, (const char *)data, size));
	pool_free(pool);
	return 0;
}

#ifdef REPLAY
int
main(int argc, char **argv)
{
	static unsigned char data[4 * 1024 * 1024];
	FILE *from;
	int i;

	for (i = 1; i < argc; i++) {
		if ((from = fopen(argv[i], "r")) == NULL)
			return 1;
		LLVMFuzzerTestOneInput(
			data, fread(data, 1, sizeof(data), from));
		fclose(from);
	}
	return 0;
}
#endif
