/* Options as people type them, and words that are nearly right. */
#include "base/opt.h"

#include <stdlib.h>
#include "check.h"

static struct {
	bool flag;
	int count;
	const char *text, *from, *host;
	struct strs list;
	int64_t number;
} want;

static const struct opt own[] = {
	{ OPT_TEXT, 0, "from", "TIME", "start", &want.from },
	{ OPT_TEXT, 0, "host", "H", "host", &want.host },
	{ OPT_LIST, 0, "utm", "K=V", "again and again", &want.list },
	{ OPT_INT, 0, "limit", "N", "how many", &want.number },
	{ OPT_END },
};
static const struct opt common[] = {
	{ OPT_FLAG, 'q', "quiet", NULL, "silence", &want.flag },
	{ OPT_COUNT, 'v', "verbose", NULL, "talk", &want.count },
	{ OPT_TEXT, 'f', "format", "FMT", "form", &want.text },
	{ OPT_FLAG, 0, "fields", NULL, "only to be ambiguous", &want.flag },
	{ OPT_END },
};

struct row {
	const char *why, *args; /* split at blanks */
	const char *state;      /* what was set, and the operands */
	const char *error, *hint;
};

static const struct row rows[] = {
	{ "nothing", "", "q0 v0", 0, 0 },
	{ "short, long and operands mixed", "a -q b --format json c",
		"q1 v0 f=json a b c", 0, 0 },
	{ "value joined to the letter", "-fjson", "q0 v0 f=json", 0, 0 },
	{ "letters in a row, the last with a value", "-qvvf tsv x",
		"q1 v2 f=tsv x", 0, 0 },
	{ "with =", "--format=tsv --from=-3d", "q0 v0 f=tsv from=-3d", 0, 0 },
	{ "an empty value with =", "--format=", "q0 v0 f=", 0, 0 },
	{ "a prefix that is clear", "--form json", "q0 v0 f=json", 0, 0 },
	{ "a prefix of two letters", "--fo json", "q0 v0 f=json", 0, 0 },
	{ "a prefix of three", "--f json", 0,
		"option --f could be --from or --fields", 0 },
	{ "-- ends options", "-q -- -v --from", "q1 v0 -v --from", 0, 0 },
	{ "operands keep their order, around -- too", "b -q a -- -v c --",
		"q1 v0 b a -v c --", 0, 0 },
	{ "nothing behind --", "a --", "q0 v0 a", 0, 0 },
	{ "only the first -- ends options", "-- a --", "q0 v0 a --", 0, 0 },
	{ "- is an operand", "- -q", "q1 v0 -", 0, 0 },
	{ "a list twice", "--utm a=1 --utm b=2", "q0 v0 utm=a=1 utm=b=2", 0,
		0 },
	{ "a number", "--limit 12", "q0 v0 n=12", 0, 0 },
	{ "twice", "--from a --from b", 0, "option --from given twice", 0 },
	{ "a flag twice", "-q --quiet", 0, "option --quiet given twice", 0 },
	{ "an option as value", "--from --host h", 0,
		"option --from needs a value, but --host follows",
		"a value that begins with - is written --from=--host" },
	{ "a letter as value", "-f -q", 0,
		"option --format needs a value, but -q follows",
		"a value that begins with - is written --format=-q" },
	{ "-- as value", "--from -- x", 0,
		"option --from needs a value, but -- follows", 0 },
	{ "- as value", "--from - x", "q0 v0 from=- x", 0, 0 },
	{ "- behind a letter", "-f-q", "q0 v0 f=-q", 0, 0 },
	{ "a negative value", "--from -3d", 0,
		"option --from needs a value, but -3d follows",
		"a value that begins with - is written --from=-3d" },
	{ "no value at the end", "--from", 0,
		"option --from needs a value: TIME", 0 },
	{ "no value behind letters", "-qf", 0,
		"option --format needs a value: FMT", 0 },
	{ "a prefix twice", "--fro a --from b", 0, "option --from given twice",
		0 },
	{ "a value for a flag", "--quiet=1", 0, "option --quiet takes no value",
		0 },
	{ "unknown, near", "--quite", 0, "unknown option --quite",
		"did you mean '--quiet'?" },
	{ "unknown, far", "--zzzzzz", 0, "unknown option --zzzzzz", "" },
	{ "unknown, with a value", "--quite=1", 0, "unknown option --quite",
		"did you mean '--quiet'?" },
	{ "no name at all", "--=x", 0, "unknown option --", "" },
	{ "unknown letter among known", "-qxv", 0, "unknown option -x", "" },
	{ "letters after that begin anew", "-vq", "q1 v1", 0, 0 },
	{ "a colon is no letter", "-:", 0, "unknown option -:", "" },
	{ "unknown letter", "-x", 0, "unknown option -x", "" },
	{ "a bare number", "-3", 0, "unknown option -3",
		"negative values are written with =, as in --from=-3d" },
	{ "a number that is none", "--limit 1x", 0,
		"option --limit: '1x' is not a whole number", 0 },
	{ "an empty number", "--limit=", 0,
		"option --limit: '' is not a whole number", 0 },
	{ "a negative number", "--limit=-1", 0,
		"option --limit: '-1' is not a whole number", 0 },
	{ "a number too large", "--limit 99999999999999999999", 0,
		"option --limit: 99999999999999999999 is too large", 0 },
};

static char *
state_text(struct pool *pool, char **argv, int first, int argc)
{
	char *s = pool_printf(pool, "q%d v%d", want.flag, want.count);
	size_t i;

	if (want.text != NULL)
		s = pool_printf(pool, "%s f=%s", s, want.text);
	if (want.from != NULL)
		s = pool_printf(pool, "%s from=%s", s, want.from);
	for (i = 0; i < want.list.n; i++)
		s = pool_printf(pool, "%s utm=%s", s, want.list.v[i]);
	if (want.number != 0)
		s = pool_printf(pool, "%s n=%d", s, (int)want.number);
	for (; first < argc; first++)
		s = pool_printf(pool, "%s %s", s, argv[first]);
	return s;
}

static void
parse(const struct row *r)
{
	struct pool *pool = pool_new();
	struct strs args = { 0 };
	struct fail f = { 0 };
	char *argv[16] = { NULL };
	int argc = 1, first;
	size_t i;

	memset(&want, 0, sizeof(want));
	strs_split(pool, &args, r->args, ' ');
	argv[0] = pool_str(pool, "prog");
	for (i = 0; i < args.n; i++)
		argv[argc++] = pool_str(pool, args.v[i]);
	first = opt_parse(pool, argc, argv, own, common, &f);
	if (r->error != NULL) {
		check(first == -1 && f.status == EXIT_USAGE, "%s: refused",
			r->why);
		check_str(f.line, r->error, r->why);
		if (r->hint != NULL)
			check_str(f.hint, r->hint, r->why);
	} else {
		check_str(first < 0 ? f.line
				    : state_text(pool, argv, first, argc),
			r->state, r->why);
	}
	pool_free(pool);
}

/* A verb may have an option by the name of a common one: its own counts. */
static void
same_name(void)
{
	static const struct opt format[] = {
		{ OPT_TEXT, 0, "format", "FMT", "own", &want.from },
		{ OPT_END },
	};
	struct pool *pool = pool_new();
	struct fail f = { 0 };
	char *argv[] = { pool_str(pool, "prog"), pool_str(pool, "--forma"),
		pool_str(pool, "a"), pool_str(pool, "-fb"), NULL };

	memset(&want, 0, sizeof(want));
	check(opt_parse(pool, 4, argv, format, common, &f) == 4,
		"a name in both tables is not ambiguous");
	check_str(want.from, "a", "the verb's own is meant by name");
	check_str(want.text, "b", "the common one by its letter");
	pool_free(pool);
}

/* Options first, then operands; "--" counts as an option. */
static void
layout(void)
{
	static const char *const in[] = { "prog", "a", "-qv", "", "-f", "json",
		"--", "-x" };
	static const char *const out[] = { "prog", "-qv", "-f", "json", "--",
		"a", "", "-x" };
	struct pool *pool = pool_new();
	struct fail f = { 0 };
	char *argv[9] = { NULL };
	int i;

	for (i = 0; i < 8; i++)
		argv[i] = pool_str(pool, in[i]);
	memset(&want, 0, sizeof(want));
	check(opt_parse(pool, 8, argv, own, common, &f) == 5,
		"the first operand is behind the options");
	for (i = 0; i < 8; i++)
		check_str(argv[i], out[i], "sorted argv");
	check(argv[8] == NULL, "argv ends as before");
	pool_free(pool);
}

static const struct {
	const char *typed, *near;
} words[] = {
	{ "creat", "create" },
	{ "craete", "create" },
	{ "CREATE", "create" },
	{ "lst", "list" },
	{ "ls", "list" },
	{ "liszt", "list" },
	{ "list", NULL },
	{ "xyz", NULL },
	{ "", NULL },
	{ "zq", NULL },
};

static void
near(void)
{
	static const char *const all[] = { "create", "list", "go", "show" };
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		check_str(opt_near(words[i].typed, all, 4), words[i].near,
			words[i].typed);
}

static const struct verb verbs[] = {
	{ .name = "create", .opts = own, .help = "make" },
	{ .name = "list", .help = "list" },
	{ .name = NULL },
};
static const struct program program = {
	.name = "prog",
	.help = "do things",
	.examples = "prog a\nprog b\n",
	.verbs = verbs,
};

static void
verb(void)
{
	static const struct {
		const char *args;
		int at;
	} row[] = { { "create x", 1 }, { "-q create", 2 },
		{ "-f json create", 3 }, { "--format=json create", 2 },
		{ "--from x create", 3 }, { "--from=x create", 2 },
		{ "-qf json list", 3 }, { "-q", 0 }, { "-- list", 2 },
		{ "--bogus list", 2 }, { "--f json list", 3 },
		{ "--quiet=1 list", 2 }, { "-f", 0 }, { "--", 0 },
		{ "- list", 1 } };
	struct pool *pool = pool_new();
	size_t i, k;

	for (i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
		struct strs args = { 0 };
		char *argv[8] = { NULL };

		strs_split(pool, &args, row[i].args, ' ');
		argv[0] = pool_str(pool, "prog");
		for (k = 0; k < args.n; k++)
			argv[k + 1] = pool_str(pool, args.v[k]);
		check(opt_verb((int)args.n + 1, argv, &program, common) ==
				row[i].at,
			"the verb of: %s", row[i].args);
	}
	pool_free(pool);
}

static void
help(void)
{
	char *text = NULL;
	size_t n, lines = 0;
	FILE *to = open_memstream(&text, &n);

	opt_help(to, &program, &verbs[0], common);
	fclose(to);
	check(strncmp(text, "Examples:\n  prog a\n  prog b\n", 28) == 0,
		"help begins with two examples");
	check(strstr(text, "\n  -f, --format FMT            form\n") != NULL,
		"an option with a letter");
	check(strstr(text, "\n      --limit N               how many\n") !=
			NULL,
		"an option without");
	free(text);
	to = open_memstream(&text, &n);
	opt_short_help(to, &program);
	fclose(to);
	for (n = 0; text[n] != '\0'; n++)
		lines += text[n] == '\n';
	check(lines <= 10, "the short help has ten lines at most");
	free(text);
}

int
main(void)
{
	size_t i;
	int posix;

	/* options stand anywhere, whatever this says */
	for (posix = 0; posix < 2; posix++) {
		if (posix)
			setenv("POSIXLY_CORRECT", "1", 1);
		else
			unsetenv("POSIXLY_CORRECT");
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			parse(&rows[i]);
		same_name();
		layout();
		verb();
	}
	near();
	help();
	return check_done();
}
