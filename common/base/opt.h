#ifndef BASE_OPT_H
#define BASE_OPT_H

#include "base/fail.h"
#include "base/pool.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * One table per program or verb feeds getopt_long, --help, the manual's and the
 * completions' tests (STYLE.md section 12).
 */
enum opt_kind {
	OPT_END,
	OPT_FLAG,  /* bool *: set true */
	OPT_COUNT, /* int *: one more (-v -v) */
	OPT_TEXT,  /* const char ** */
	OPT_LIST,  /* struct strs *: may be given again */
	OPT_INT,   /* int64_t *: a whole number, not negative */
};
struct opt {
	enum opt_kind kind;
	int short_name;   /* 'f', or 0 */
	const char *name; /* "format" */
	const char *arg;  /* "FMT", or NULL for a flag */
	const char *help; /* one line, no full stop */
	void *to;
};

/* A verb of a program: `mtg-book cancel ID...`. */
struct verb {
	const char *name;       /* "cancel"; NULL ends the table */
	const char *operands;   /* "ID..." or "" */
	const char *help;       /* one line */
	const char *examples;   /* two lines or more, or NULL: the program's */
	const struct opt *opts; /* its own, besides those of all; or NULL */
	/* operands after option parsing; returns the exit status */
	int (*run)(int argc, char **argv);
	bool filter; /* reads stdin with no operand (CLI.md section 1) */
};

struct program {
	const char *name;         /* "mtg-book" */
	const char *help;         /* one line: what it is for */
	const char *examples;     /* two lines, shown first in --help */
	const struct verb *verbs; /* or NULL: the program is its own verb */
	const char *operands;     /* without verbs */
	const struct opt *opts;   /* without verbs */
	int (*run)(int argc, char **argv);
};

/*
 * Parses argv with the verb's table and `common` (options of all programs);
 * either may be NULL. Operands end up behind the options in argv; returns the
 * index of the first, or -1 with EXIT_USAGE: unknown (with did-you-mean), an
 * option twice that is no list, a value that is another option ("--from --host
 * h"), an empty value of a number. Options may stand anywhere, also under
 * POSIXLY_CORRECT; "--" ends them; "-" is an operand. Each call of this and of
 * opt_verb stands alone, but not in two threads: getopt_long(3) has variables.
 */
int opt_parse(struct pool *, int argc, char **argv, const struct opt *own,
	const struct opt *common, struct fail *f);

/*
 * The index in argv of the verb: the first operand, where any verb's options
 * may stand before it; 0 when there is none.
 */
int opt_verb(int argc, char **argv, const struct program *,
	const struct opt *common);

/* Whether argv holds this flag before "--", by itself: for --help, which is
 * answered even when the rest is wrong. */
bool opt_asks(int argc, char **argv, int short_name, const char *name);

/* Writes help in the order: examples, usage, options; for one verb or all. */
void opt_help(FILE *to, const struct program *, const struct verb *,
	const struct opt *common);
/* The ten lines of a program called with nothing. */
void opt_short_help(FILE *to, const struct program *);

/*
 * The nearest of `n` words within two edits of `typed` (Damerau-Levenshtein,
 * case ignored), or NULL. Never the word itself.
 */
const char *opt_near(const char *typed, const char *const *words, size_t n);

#endif
