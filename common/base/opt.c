#include "base/opt.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

/*
 * Our tables as getopt_long(3) wants them. Its own messages are off; where it
 * refuses, refuse() finds out why. Every reading begins with optind = 0, which
 * makes glibc forget the one before.
 */
enum {
	OPERAND = 1,  /* what getopt_long calls an operand in its place */
	LONG = 0x100, /* its `val` of all[0]; letters are below */
};
struct table {
	const struct opt **all; /* those of the verb, then the common ones */
	size_t n;
	struct option *longs; /* a name that comes twice: only the first */
	char *letters;        /* "-:qf:" */
};

struct parse {
	struct pool *pool;
	struct table table;
	bool *given; /* one for each of table.all */
	char **argv;
	struct fail *f;
};

static size_t
count(const struct opt *o)
{
	size_t n = 0;

	while (o != NULL && o[n].kind != OPT_END)
		n++;
	return n;
}

static bool
named_before(const struct table *t, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++)
		if (strcmp(t->all[k]->name, t->all[i]->name) == 0)
			return true;
	return false;
}

/*
 * The letters begin with "-": operands come in their place, wherever they are
 * and whatever POSIXLY_CORRECT says; then ":": a value that is missing is told
 * from an unknown option.
 */
static struct table
make_table(struct pool *pool, const struct opt *own, const struct opt *common)
{
	size_t n_own = count(own), n = n_own + count(common), i;
	struct table t = { .n = n };
	struct option *l;
	char *c;

	t.all = pool_array(pool, n + 1, sizeof(*t.all));
	t.longs = l = pool_array(pool, n + 1, sizeof(*t.longs));
	t.letters = c = pool_array(pool, n + 2, 2);
	*c++ = '-';
	*c++ = ':';
	for (i = 0; i < n; i++) {
		const struct opt *o = i < n_own ? &own[i] : &common[i - n_own];

		t.all[i] = o;
		if (o->short_name != 0) {
			*c++ = (char)o->short_name;
			if (o->arg != NULL)
				*c++ = ':';
		}
		if (!named_before(&t, i))
			*l++ = (struct option){ .name = o->name,
				.has_arg = o->arg == NULL ? no_argument
							  : required_argument,
				.val = LONG + (int)i };
	}
	return t;
}

/* Begins reading at argv[1]. */
static void
rewind_options(void)
{
	optind = 0;
	opterr = 0;
}

static int
next_option(const struct table *t, int argc, char *const *argv)
{
	return getopt_long(argc, argv, t->letters, t->longs, NULL);
}

/* The index in `all` of what getopt_long names `val`: a letter, or LONG + i. */
static size_t
index_of(const struct table *t, int val)
{
	size_t i;

	if (val >= LONG)
		return (size_t)(val - LONG);
	for (i = 0; i < t->n && t->all[i]->short_name != val; i++)
		;
	return i;
}

/*
 * Of a name of `n` bytes that getopt_long refused: the first option it may
 * stand for and, in `*other`, the last; NULL when it is none.
 */
static const struct option *
ambiguous(const struct table *t, const char *name, size_t n,
	const struct option **other)
{
	const struct option *l, *found = NULL;

	for (l = t->longs; n != 0 && l->name != NULL; l++) {
		if (strncmp(l->name, name, n) != 0)
			continue;
		if (found == NULL)
			found = l;
		*other = l;
	}
	return found;
}

static int
unknown_long(struct parse *p, const char *name, size_t n)
{
	const struct table *t = &p->table;
	const char **words = pool_array(p->pool, t->n + 1, sizeof(*words));
	const char *near;
	size_t i;

	for (i = 0; i < t->n; i++)
		words[i] = t->all[i]->name;
	fail(p->f, EXIT_USAGE, "unknown option --%.*s", (int)n, name);
	near = opt_near(pool_strn(p->pool, name, n), words, t->n);
	if (near != NULL)
		fail_hint(p->f, "did you mean '--%s'?", near);
	return -1;
}

static int
unknown_letter(struct parse *p, int c)
{
	fail(p->f, EXIT_USAGE, "unknown option -%c", c);
	if (c >= '0' && c <= '9')
		fail_hint(p->f, "negative values are written with =, "
				"as in --from=-3d");
	return -1;
}

/*
 * Why getopt_long said '?'. It leaves in optopt the letter, or the `val` of a
 * flag that was given a value, or 0 for a name it does not know or that fits
 * several, and is then one argument further.
 */
static int
refuse(struct parse *p)
{
	const struct option *l, *other;
	const char *name;
	size_t n;

	if (optopt >= LONG)
		return fail(p->f, EXIT_USAGE, "option --%s takes no value",
			p->table.all[optopt - LONG]->name);
	if (optopt != 0)
		return unknown_letter(p, optopt);
	name = p->argv[optind - 1] + 2;
	n = strcspn(name, "=");
	if ((l = ambiguous(&p->table, name, n, &other)) == NULL)
		return unknown_long(p, name, n);
	return fail(p->f, EXIT_USAGE, "option --%.*s could be --%s or --%s",
		(int)n, name, l->name, other->name);
}

static int
set_number(const struct opt *o, const char *text, struct fail *f)
{
	long long n;
	char *end;

	errno = 0;
	n = strtoll(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0')
		return fail(f, EXIT_USAGE,
			"option --%s: '%s' is not a whole number", o->name,
			text);
	if (errno != 0)
		return fail(f, EXIT_USAGE, "option --%s: %s is too large",
			o->name, text);
	*(int64_t *)o->to = n;
	return 0;
}

/* Option `i` with the value `text`, NULL for a flag. */
static int
set_value(struct parse *p, size_t i, const char *text)
{
	const struct opt *o = p->table.all[i];

	if (p->given[i] && o->kind != OPT_LIST && o->kind != OPT_COUNT)
		return fail(
			p->f, EXIT_USAGE, "option --%s given twice", o->name);
	p->given[i] = true;
	switch (o->kind) {
	case OPT_TEXT:
		*(const char **)o->to = text;
		return 0;
	case OPT_LIST:
		strs_add(p->pool, o->to, text);
		return 0;
	case OPT_INT:
		return set_number(o, text, p->f);
	case OPT_FLAG:
		*(bool *)o->to = true;
		return 0;
	case OPT_COUNT:
		++*(int *)o->to;
		return 0;
	case OPT_END:
		break;
	}
	return fail(p->f, EXIT_BUG, "option --%s: of no kind", o->name);
}

/* Takes what getopt_long just returned. */
static int
take(struct parse *p, int c)
{
	size_t i = index_of(&p->table, c == ':' ? optopt : c);
	const struct opt *o;

	if (c == '?')
		return refuse(p);
	if (i >= p->table.n)
		return fail(p->f, EXIT_BUG, "getopt_long returned %d", c);
	o = p->table.all[i];
	if (c == ':')
		return fail(p->f, EXIT_USAGE, "option --%s needs a value: %s",
			o->name, o->arg);
	/* the whole next argument, not what follows a letter or "=" */
	if (optarg != NULL && optarg == p->argv[optind - 1] &&
		optarg[0] == '-' && optarg[1] != '\0') {
		fail(p->f, EXIT_USAGE,
			"option --%s needs a value, but %s follows", o->name,
			optarg);
		return fail_hint(p->f,
			"a value that begins with - is written --%s=%s",
			o->name, optarg);
	}
	return set_value(p, i, optarg);
}

int
opt_parse(struct pool *pool, int argc, char **argv, const struct opt *own,
	const struct opt *common, struct fail *f)
{
	struct parse p = { .pool = pool,
		.table = make_table(pool, own, common),
		.argv = argv,
		.f = f };
	char **operands = pool_array(pool, (size_t)argc + 1, sizeof(*operands));
	char **options = pool_array(pool, (size_t)argc + 1, sizeof(*options));
	int n_operands = 0, n_options = 0, at = 1, c;

	p.given = pool_array(pool, p.table.n + 1, sizeof(*p.given));
	rewind_options();
	while ((c = next_option(&p.table, argc, argv)) != -1) {
		if (c == OPERAND) {
			operands[n_operands++] = argv[at++];
			continue;
		}
		if (take(&p, c) != 0)
			return -1;
		while (at < optind)
			options[n_options++] = argv[at++];
	}
	while (at < optind) /* "--" */
		options[n_options++] = argv[at++];
	while (at < argc)
		operands[n_operands++] = argv[at++];
	memcpy(argv + 1, options, (size_t)n_options * sizeof(*argv));
	memcpy(argv + 1 + n_options, operands,
		(size_t)n_operands * sizeof(*argv));
	return 1 + n_options;
}

/*
 * Whether the option `arg` takes the next argument as its value, by one table:
 * read alone, its value is missing. -1: not in the table.
 */
static int
takes_next(const struct table *t, char *arg)
{
	char *const argv[] = { arg, arg, NULL };
	const struct option *l, *other;
	int c;

	rewind_options();
	while ((c = next_option(t, 2, argv)) != -1) {
		if (c == ':')
			return 1;
		if (c != '?')
			continue;
		if (optopt != 0 || strchr(arg, '=') != NULL)
			return -1;
		/* opt_parse will refuse it, once it knows the verb */
		l = ambiguous(t, arg + 2, strlen(arg + 2), &other);
		return l == NULL ? -1 : l->has_arg == required_argument;
	}
	return 0;
}

/* The same by all tables, the common one first. */
static int
any_takes_next(struct pool *pool, const struct program *prog,
	const struct opt *common, char *arg)
{
	struct table t = make_table(pool, common, NULL);
	int takes = takes_next(&t, arg);
	const struct verb *v;

	for (v = prog->verbs; takes < 0 && v->name != NULL; v++) {
		t = make_table(pool, v->opts, NULL);
		takes = takes_next(&t, arg);
	}
	return takes > 0;
}

int
opt_verb(int argc, char **argv, const struct program *prog,
	const struct opt *common)
{
	struct pool *pool = pool_new();
	int i;

	for (i = 1; i < argc && argv[i][0] == '-' && argv[i][1] != '\0'; i++) {
		if (strcmp(argv[i], "--") == 0) {
			i++;
			break;
		}
		i += any_takes_next(pool, prog, common, argv[i]);
	}
	pool_free(pool);
	return i < argc ? i : 0;
}

bool
opt_asks(int argc, char **argv, int short_name, const char *name)
{
	int i;

	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (argv[i][0] != '-')
			continue;
		if (argv[i][1] == '-' && strcmp(argv[i] + 2, name) == 0)
			return true;
		if (argv[i][1] == short_name && argv[i][2] == '\0')
			return true;
	}
	return false;
}
