#include "base/opt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/*
 * getopt_long is not used: it obeys POSIXLY_CORRECT, takes the next option for
 * a value, says nothing when one is given twice and keeps state of its own.
 */
struct parse {
	struct pool *pool;
	const struct opt *own, *common;
	const struct opt **seen; /* those given so far */
	size_t seen_n, seen_cap;
	int argc, i; /* `i`: the argument being read */
	char **argv;
	struct fail *f;
};

/* The options of both tables, one after the other; NULL at the end. */
static const struct opt *
option_at(const struct opt *own, const struct opt *common, size_t i)
{
	static const struct opt none[] = { { .kind = OPT_END } };
	const struct opt *o;

	for (o = own == NULL ? none : own; o->kind != OPT_END; o++)
		if (i-- == 0)
			return o;
	for (o = common == NULL ? none : common; o->kind != OPT_END; o++)
		if (i-- == 0)
			return o;
	return NULL;
}

static const struct opt *
find_short(const struct opt *own, const struct opt *common, int c)
{
	const struct opt *o;
	size_t i;

	for (i = 0; (o = option_at(own, common, i)) != NULL; i++)
		if (o->short_name != 0 && o->short_name == c)
			return o;
	return NULL;
}

/*
 * By full name or unambiguous prefix of `n` bytes; `*other` is a second one
 * that fits the prefix as well.
 */
static const struct opt *
find_long(const struct opt *own, const struct opt *common, const char *name,
	size_t n, const struct opt **other)
{
	const struct opt *o, *found = NULL;
	size_t i;

	*other = NULL;
	for (i = 0; (o = option_at(own, common, i)) != NULL; i++) {
		if (n == 0 || strncmp(o->name, name, n) != 0)
			continue;
		if (o->name[n] == '\0') {
			*other = NULL;
			return o;
		}
		if (found == NULL)
			found = o;
		else if (strcmp(found->name, o->name) != 0)
			*other = o;
	}
	return found;
}

static int
unknown_long(struct parse *p, const char *name, size_t n)
{
	const struct opt *o;
	const char **words;
	const char *near;
	size_t i, count = 0;

	while (option_at(p->own, p->common, count) != NULL)
		count++;
	words = pool_array(p->pool, count + 1, sizeof(*words));
	for (i = 0; (o = option_at(p->own, p->common, i)) != NULL; i++)
		words[i] = o->name;
	fail(p->f, EXIT_USAGE, "unknown option --%.*s", (int)n, name);
	near = opt_near(pool_strn(p->pool, name, n), words, count);
	if (near != NULL)
		fail_hint(p->f, "did you mean '--%s'?", near);
	return -1;
}

/* Notes that `o` was given; -1 when it was before and is no list. */
static int
note(struct parse *p, const struct opt *o)
{
	size_t i;

	if (o->kind == OPT_LIST || o->kind == OPT_COUNT)
		return 0;
	for (i = 0; i < p->seen_n; i++)
		if (p->seen[i] == o)
			return fail(p->f, EXIT_USAGE, "option --%s given twice",
				o->name);
	p->seen = pool_grow(
		p->pool, p->seen, p->seen_n, &p->seen_cap, sizeof(*p->seen));
	p->seen[p->seen_n++] = o;
	return 0;
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

static int
set_value(struct parse *p, const struct opt *o, const char *text)
{
	if (note(p, o) != 0)
		return -1;
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

/* The value in the next argument. */
static int
next_value(struct parse *p, const struct opt *o)
{
	const char *text;

	if (p->i + 1 >= p->argc)
		return fail(p->f, EXIT_USAGE, "option --%s needs a value: %s",
			o->name, o->arg);
	text = p->argv[p->i + 1];
	if (text[0] == '-' && text[1] != '\0') {
		fail(p->f, EXIT_USAGE,
			"option --%s needs a value, but %s follows", o->name,
			text);
		return fail_hint(p->f,
			"a value that begins with - is written --%s=%s",
			o->name, text);
	}
	p->i++;
	return set_value(p, o, text);
}

static int
read_long(struct parse *p, const char *name)
{
	size_t n = strcspn(name, "=");
	const struct opt *other;
	const struct opt *o = find_long(p->own, p->common, name, n, &other);

	if (o == NULL)
		return unknown_long(p, name, n);
	if (other != NULL)
		return fail(p->f, EXIT_USAGE,
			"option --%.*s could be --%s or --%s", (int)n, name,
			o->name, other->name);
	if (o->arg == NULL) {
		if (name[n] == '=')
			return fail(p->f, EXIT_USAGE,
				"option --%s takes no value", o->name);
		return set_value(p, o, NULL);
	}
	if (name[n] == '=')
		return set_value(p, o, name + n + 1);
	return next_value(p, o);
}

/* "-qf json", "-fjson": flags in a row, the last may take a value. */
static int
read_short(struct parse *p, const char *letters)
{
	const struct opt *o;

	for (; *letters != '\0'; letters++) {
		o = find_short(p->own, p->common, (unsigned char)*letters);
		if (o == NULL) {
			fail(p->f, EXIT_USAGE, "unknown option -%c", *letters);
			if (*letters >= '0' && *letters <= '9')
				fail_hint(p->f,
					"negative values are written with =, "
					"as in --from=-3d");
			return -1;
		}
		if (o->arg != NULL)
			return letters[1] != '\0' ? set_value(p, o, letters + 1)
						  : next_value(p, o);
		if (set_value(p, o, NULL) != 0)
			return -1;
	}
	return 0;
}

int
opt_parse(struct pool *pool, int argc, char **argv, const struct opt *own,
	const struct opt *common, struct fail *f)
{
	struct parse p = { .pool = pool,
		.own = own,
		.common = common,
		.argc = argc,
		.argv = argv,
		.f = f };
	char **operands = pool_array(pool, (size_t)argc + 1, sizeof(*operands));
	char **options = pool_array(pool, (size_t)argc + 1, sizeof(*options));
	int n_operands = 0, n_options = 0, from, rc, k;
	bool ended = false;
	const char *a;

	for (p.i = 1; p.i < argc; p.i++) {
		a = argv[p.i];
		if (ended || a[0] != '-' || a[1] == '\0') {
			operands[n_operands++] = argv[p.i];
			continue;
		}
		from = p.i;
		ended = strcmp(a, "--") == 0;
		rc = ended         ? 0
		     : a[1] == '-' ? read_long(&p, a + 2)
				   : read_short(&p, a + 1);
		if (rc != 0)
			return -1;
		for (k = from; k <= p.i; k++)
			options[n_options++] = argv[k];
	}
	for (k = 0; k < n_options; k++)
		argv[1 + k] = options[k];
	for (k = 0; k < n_operands; k++)
		argv[1 + n_options + k] = operands[k];
	return 1 + n_options;
}

/* Whether the option at argv[i] takes the next argument as its value, looking
 * at one table. -1: not in it. */
static int
takes_next(const struct opt *own, const char *a)
{
	const struct opt *o, *other;

	if (a[1] == '-') {
		if (strchr(a, '=') != NULL)
			return 0;
		o = find_long(own, NULL, a + 2, strlen(a + 2), &other);
		return o == NULL ? -1 : o->arg != NULL;
	}
	for (a++; *a != '\0'; a++) {
		if ((o = find_short(own, NULL, (unsigned char)*a)) == NULL)
			return -1;
		if (o->arg != NULL)
			return a[1] == '\0';
	}
	return 0;
}

int
opt_verb(int argc, char **argv, const struct program *prog,
	const struct opt *common)
{
	const struct verb *v;
	int i, takes;

	for (i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--") == 0)
			return i + 1 < argc ? i + 1 : 0;
		if (argv[i][0] != '-' || argv[i][1] == '\0')
			return i;
		takes = takes_next(common, argv[i]);
		for (v = prog->verbs; takes < 0 && v->name != NULL; v++)
			takes = takes_next(v->opts, argv[i]);
		i += takes > 0;
	}
	return 0;
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

/* ---- did you mean ---- */

enum { NEAR_MAX = 48 };

static int
low(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

static int
min(int a, int b)
{
	return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap neighbours) from `a` to `b`. */
static int
edits(const char *a, int na, const char *b, int nb)
{
	int row[3][NEAR_MAX + 1], i, k, cost;
	int *before = row[0], *last = row[1], *now = row[2], *spare;

	for (k = 0; k <= nb; k++)
		last[k] = k;
	for (i = 1; i <= na; i++) {
		now[0] = i;
		for (k = 1; k <= nb; k++) {
			cost = low(a[i - 1]) != low(b[k - 1]);
			now[k] = min(min(last[k] + 1, now[k - 1] + 1),
				last[k - 1] + cost);
			if (i > 1 && k > 1 && low(a[i - 1]) == low(b[k - 2]) &&
				low(a[i - 2]) == low(b[k - 1]))
				now[k] = min(now[k], before[k - 2] + 1);
		}
		spare = before;
		before = last;
		last = now;
		now = spare;
	}
	return last[nb];
}

const char *
opt_near(const char *typed, const char *const *words, size_t n)
{
	size_t len = strlen(typed), i, wlen;
	const char *best = NULL;
	int best_d = 3, d;

	if (len == 0 || len > NEAR_MAX)
		return NULL;
	for (i = 0; i < n; i++) {
		wlen = words[i] == NULL ? 0 : strlen(words[i]);
		if (wlen == 0 || wlen > NEAR_MAX || wlen > len + 2 ||
			len > wlen + 2 || strcmp(typed, words[i]) == 0)
			continue;
		d = edits(typed, (int)len, words[i], (int)wlen);
		/* two edits turn any short word into any other */
		if (d < best_d && (size_t)d < (len > wlen ? len : wlen)) {
			best = words[i];
			best_d = d;
		}
	}
	return best;
}

/* ---- help ---- */

static void
help_lines(FILE *to, const char *text)
{
	const char *end;

	for (; text != NULL && *text != '\0'; text = end) {
		end = text + strcspn(text, "\n");
		fprintf(to, "  %.*s\n", (int)(end - text), text);
		end += *end == '\n';
	}
}

static void
help_options(FILE *to, const char *title, const struct opt *o)
{
	char left[80], letter[4];

	if (o == NULL || o->kind == OPT_END)
		return;
	fprintf(to, "\n%s:\n", title);
	for (; o->kind != OPT_END; o++) {
		snprintf(letter, sizeof(letter),
			o->short_name != 0 ? "-%c," : "   ", o->short_name);
		snprintf(left, sizeof(left), "%s --%s%s%s", letter, o->name,
			o->arg == NULL ? "" : " ",
			o->arg == NULL ? "" : o->arg);
		fprintf(to, "  %-26s  %s\n", left, o->help);
	}
}

static void
help_verbs(FILE *to, const struct program *p)
{
	const struct verb *v;

	fprintf(to, "\nVerbs:\n");
	for (v = p->verbs; v->name != NULL; v++)
		fprintf(to, "  %-26s  %s\n", v->name, v->help);
	fprintf(to, "\n%s VERB --help is about one verb.\n", p->name);
}

static void
help_usage(FILE *to, const struct program *p, const struct verb *v)
{
	const char *operands = v != NULL          ? v->operands
			       : p->verbs != NULL ? "VERB [OPERAND]..."
						  : p->operands;

	fprintf(to, "Usage: %s%s%s%s%s [OPTION]...\n", p->name,
		v == NULL ? "" : " ", v == NULL ? "" : v->name,
		operands == NULL || *operands == '\0' ? "" : " ",
		operands == NULL ? "" : operands);
}

void
opt_help(FILE *to, const struct program *p, const struct verb *v,
	const struct opt *common)
{
	const char *examples =
		v != NULL && v->examples != NULL ? v->examples : p->examples;
	const char *text = v != NULL ? v->help : p->help;

	fputs("Examples:\n", to);
	help_lines(to, examples);
	fputc('\n', to);
	help_usage(to, p, v);
	fprintf(to, "%c%s.\n",
		*text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text,
		text + 1);
	if (v == NULL && p->verbs != NULL)
		help_verbs(to, p);
	help_options(to, "Options", v != NULL ? v->opts : p->opts);
	help_options(to, "Options of all programs", common);
}

void
opt_short_help(FILE *to, const struct program *p)
{
	const struct verb *v;
	size_t column = 0;

	fprintf(to, "%s: %s\n", p->name, p->help);
	help_usage(to, p, NULL);
	if (p->verbs != NULL) {
		fputs("Verbs:", to);
		column = 6;
		for (v = p->verbs; v->name != NULL; v++) {
			if (column + 1 + strlen(v->name) > 76) {
				fputs("\n      ", to);
				column = 6;
			}
			fprintf(to, " %s", v->name);
			column += 1 + strlen(v->name);
		}
		fputc('\n', to);
	}
	fputs("Examples:\n", to);
	help_lines(to, p->examples);
	fprintf(to, "%s%s --help says more, man %s says all.\n", p->name,
		p->verbs == NULL ? "" : " [VERB]", p->name);
}
