#include "engine/route.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Conditions: read into a tree, weighed over fields. */

enum op {
	OP_OR,
	OP_AND,
	OP_NOT,
	OP_EQUAL,
	OP_UNEQUAL,
	OP_LESS,
	OP_LESS_EQUAL,
	OP_MORE,
	OP_MORE_EQUAL,
	OP_GLOB,
	OP_IN,
	OP_HAS,
	OP_MISSING,
};

struct condition {
	enum op op;
	struct condition *left, *right; /* of or, and; not has left alone */
	struct strs path;
	struct strs values;
	const char *field, *wanted; /* as they were written */
};

/* ---- reading ---- */

enum token { T_END, T_WORD, T_TEXT, T_SIGN, T_OPEN, T_CLOSE, T_COMMA };

struct parse {
	struct pool *pool;
	const char *text, *p;
	enum token token;
	const char *word;  /* of T_WORD, T_TEXT, T_SIGN */
	const char *begin; /* of the token */
	int depth;
	struct fail *f;
	bool failed;
};

static void
bad(struct parse *p, const char *at, const char *why)
{
	if (!p->failed)
		fail(p->f, EXIT_BAD_DATA, "column %d: %s",
			(int)(at - p->text) + 1, why);
	p->failed = true;
	p->token = T_END;
}

static bool
word_char(char c)
{
	return (unsigned char)c > ' ' && c != 0x7f &&
	       strchr("()=!<>~,'\"", c) == NULL;
}

/* What stands in quotes; a quote inside is written twice. */
static const char *
quoted(struct parse *p)
{
	const char quote = *p->p, *from = p->p;
	char *to = pool_zero(p->pool, strlen(p->p)), *out = to;

	for (p->p++; *p->p != '\0'; p->p++) {
		if (*p->p == quote && p->p[1] == quote)
			p->p++;
		else if (*p->p == quote)
			break;
		*out++ = *p->p;
	}
	if (*p->p == '\0') {
		bad(p, from, "a quote that does not close");
		return "";
	}
	p->p++;
	return to;
}

static void
next(struct parse *p)
{
	size_t n = 0;

	if (p->failed)
		return;
	p->p += strspn(p->p, " \t\r\n");
	p->begin = p->p;
	switch (*p->p) {
	case '\0':
		p->token = T_END;
		return;
	case '(':
	case ')':
	case ',':
		p->token = *p->p == '('   ? T_OPEN
			   : *p->p == ')' ? T_CLOSE
					  : T_COMMA;
		p->p++;
		return;
	case '\'':
	case '"':
		p->token = T_TEXT;
		p->word = quoted(p);
		return;
	case '=':
	case '!':
	case '<':
	case '>':
	case '~':
		n = 1 + (*p->p != '=' && *p->p != '~' && p->p[1] == '=');
		p->token = T_SIGN;
		p->word = pool_strn(p->pool, p->p, n);
		p->p += n;
		return;
	}
	while (word_char(p->p[n]))
		n++;
	if (n == 0) {
		bad(p, p->p, "a control character");
		return;
	}
	p->token = T_WORD;
	p->word = pool_strn(p->pool, p->p, n);
	p->p += n;
}

static bool
is_word(const struct parse *p, const char *word)
{
	return p->token == T_WORD && strcasecmp(p->word, word) == 0;
}

static struct condition *
node(struct parse *p, enum op op)
{
	struct condition *c = pool_zero(p->pool, sizeof(*c));

	c->op = op;
	return c;
}

/* Names with dots between; 'a name'.so too. The token is the first of it. */
static void
read_path(struct parse *p, struct condition *c)
{
	const char *from = p->begin, *end, *part;

	if (p->token != T_WORD && p->token != T_TEXT) {
		bad(p, p->begin, "a field expected");
		return;
	}
	p->p = from;
	for (;;) {
		if (*p->p == '\'' || *p->p == '"') {
			part = quoted(p);
		} else {
			end = p->p;
			while (word_char(*end) && *end != '.')
				end++;
			part = pool_strn(p->pool, p->p, (size_t)(end - p->p));
			p->p = end;
		}
		if (p->failed)
			return;
		if (*part == '\0') {
			bad(p, p->p, "a name of a field expected");
			return;
		}
		strs_add(p->pool, &c->path, part);
		if (*p->p != '.')
			break;
		p->p++;
	}
	c->field = pool_strn(p->pool, from, (size_t)(p->p - from));
	next(p);
}

static void
read_value(struct parse *p, struct condition *c)
{
	if (p->token != T_WORD && p->token != T_TEXT)
		bad(p, p->begin, "a value expected");
	else if (c->values.n >= CONDITION_VALUES)
		bad(p, p->begin, "more than 100 values");
	else
		strs_add(p->pool, &c->values, p->word);
	next(p);
}

static void
read_list(struct parse *p, struct condition *c)
{
	if (p->token != T_OPEN)
		bad(p, p->begin, "( expected behind in");
	do {
		next(p);
		read_value(p, c);
	} while (!p->failed && p->token == T_COMMA);
	if (p->token != T_CLOSE)
		bad(p, p->begin, ", or ) expected");
	next(p);
}

static void
read_sign(struct parse *p, struct condition *c)
{
	static const struct {
		const char *sign;
		enum op op;
	} signs[] = { { "=", OP_EQUAL }, { "!=", OP_UNEQUAL }, { "<", OP_LESS },
		{ "<=", OP_LESS_EQUAL }, { ">", OP_MORE },
		{ ">=", OP_MORE_EQUAL }, { "~", OP_GLOB } };
	size_t i;

	if (p->failed)
		return;
	if (is_word(p, "in")) {
		c->op = OP_IN;
		next(p);
		read_list(p, c);
		return;
	}
	for (i = 0; i < 7 && p->token == T_SIGN; i++)
		if (strcmp(p->word, signs[i].sign) == 0) {
			c->op = signs[i].op;
			next(p);
			read_value(p, c);
			return;
		}
	bad(p, p->begin, "one of = != < <= > >= ~ or in expected");
}

static struct condition *
read_test(struct parse *p)
{
	struct condition *c = node(p, OP_HAS);
	const char *from;

	if (is_word(p, "has") || is_word(p, "missing")) {
		c->op = is_word(p, "has") ? OP_HAS : OP_MISSING;
		c->wanted = c->op == OP_HAS ? "there" : "missing";
		next(p);
		read_path(p, c);
		return c;
	}
	if (is_word(p, "and") || is_word(p, "or") || is_word(p, "in"))
		bad(p, p->begin, "a field expected");
	read_path(p, c);
	from = p->begin;
	read_sign(p, c);
	if (!p->failed) {
		size_t n = (size_t)(p->begin - from);

		while (n > 0 && from[n - 1] == ' ')
			n--;
		c->wanted = pool_strn(p->pool, from, n);
	}
	return c;
}

static struct condition *read_or(struct parse *p);

static struct condition *
read_not(struct parse *p)
{
	struct condition *c;

	if (p->token != T_OPEN && !is_word(p, "not"))
		return read_test(p);
	if (++p->depth > CONDITION_DEPTH) {
		bad(p, p->begin, "deeper than 32 levels");
		return NULL;
	}
	if (is_word(p, "not")) {
		c = node(p, OP_NOT);
		next(p);
		c->left = read_not(p);
	} else {
		next(p);
		c = read_or(p);
		if (p->token != T_CLOSE)
			bad(p, p->begin, "and, or or ) expected");
		next(p);
	}
	p->depth--;
	return c;
}

/* Chains lean to the right, built without recursion. */
static struct condition *
read_chain(struct parse *p, enum op op, const char *word,
	struct condition *(*part)(struct parse *))
{
	struct condition *first = part(p), **end = &first, *c;

	while (!p->failed && is_word(p, word)) {
		next(p);
		c = node(p, op);
		c->left = *end;
		c->right = part(p);
		*end = c;
		end = &c->right;
	}
	return first;
}

static struct condition *
read_and(struct parse *p)
{
	return read_chain(p, OP_AND, "and", read_not);
}

static struct condition *
read_or(struct parse *p)
{
	return read_chain(p, OP_OR, "or", read_and);
}

struct condition *
condition_read(struct pool *pool, const char *text, struct fail *f)
{
	struct parse p = { .pool = pool, .text = text, .p = text, .f = f };
	struct condition *c;

	if (strlen(text) > CONDITION_MAX) {
		fail(f, EXIT_BAD_DATA, "longer than %d bytes", CONDITION_MAX);
		return NULL;
	}
	next(&p);
	c = read_or(&p);
	if (p.token != T_END)
		bad(&p, p.begin,
			"and, or or the end expected; values with blanks or "
			"signs stand in '...'");
	return p.failed ? NULL : c;
}

/* ---- weighing ---- */

/* A number as JSON writes one (RFC 8259 section 6): 007 is a text. */
static bool
number(const char *s, double *to)
{
	const char *p = s + (*s == '-');
	size_t n = strspn(p, "0123456789");

	if (n == 0 || (n > 1 && *p == '0') || strlen(s) > 64)
		return false;
	p += n;
	if (*p == '.') {
		n = strspn(p + 1, "0123456789");
		p += n + 1;
		if (n == 0)
			return false;
	}
	if (*p == 'e' || *p == 'E') {
		p += 1 + (p[1] == '+' || p[1] == '-');
		n = strspn(p, "0123456789");
		p += n;
		if (n == 0)
			return false;
	}
	if (*p != '\0')
		return false;
	*to = strtod(s, NULL);
	return isfinite(*to);
}

static unsigned char
fold(char c)
{
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Bytes of the character at s, which is not the end. */
static size_t
character(const char *s)
{
	size_t n = 1;

	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

/* All of `s`, or its first CONDITION_LOOK bytes, against * and ?. */
static bool
glob(const char *pattern, const char *s)
{
	const char *star = NULL, *back = NULL, *end;

	end = s + strnlen(s, CONDITION_LOOK);
	while (s < end) {
		if (*pattern == '*') {
			star = ++pattern;
			back = s;
		} else if (*pattern == '?') {
			pattern++;
			s += character(s);
		} else if (*pattern != '\0' && fold(*pattern) == fold(*s)) {
			pattern++;
			s++;
		} else if (star != NULL) {
			pattern = star;
			s = ++back;
		} else {
			return false;
		}
	}
	return pattern[strspn(pattern, "*")] == '\0';
}

/* Less, equal, more: -1, 0, 1; 2 when nothing can be said. */
static int
compare(const char *a, const char *b)
{
	double x, y;
	bool p = number(a, &x), q = number(b, &y);
	size_t i;

	if (p && q)
		return (x > y) - (x < y);
	if (p || q)
		return 2;
	for (i = 0; a[i] != '\0' && fold(a[i]) == fold(b[i]); i++)
		;
	return (fold(a[i]) > fold(b[i])) - (fold(a[i]) < fold(b[i]));
}

static bool
fits(const struct condition *c, const char *text)
{
	int how;
	size_t i;

	if (c->op == OP_IN) {
		for (i = 0; i < c->values.n; i++)
			if (compare(text, c->values.v[i]) == 0)
				return true;
		return false;
	}
	if (c->op == OP_GLOB)
		return glob(c->values.v[0], text);
	how = compare(text, c->values.v[0]);
	switch (c->op) {
	case OP_LESS:
		return how == -1;
	case OP_LESS_EQUAL:
		return how == -1 || how == 0;
	case OP_MORE:
		return how == 1;
	case OP_MORE_EQUAL:
		return how == 1 || how == 0;
	default:
		return how == 0;
	}
}

struct weigh {
	const struct field_ask *ask;
	struct pool *pool;
	/* the test that decided, and what it met */
	const struct condition *leaf;
	struct field_value value;
	bool under_not;
};

static bool
test(struct weigh *w, const struct condition *c, bool under_not)
{
	struct field_value v = { 0 };
	bool any = false;
	size_t i;

	w->ask->get(w->ask->arg, &c->path, w->pool, &v);
	w->leaf = c;
	w->value = v;
	w->under_not = under_not;
	if (c->op == OP_HAS || c->op == OP_MISSING)
		return v.there == (c->op == OP_HAS);
	for (i = 0; v.there && !any && i < v.texts.n; i++)
		any = fits(c, v.texts.v[i]);
	return any != (c->op == OP_UNEQUAL);
}

/* The last test that is weighed is the one that decides, since and and or stop
 * at it. Recursion is bounded by CONDITION_DEPTH: chains go on in the loop. */
static bool
weigh(struct weigh *w, const struct condition *c, bool under_not)
{
	for (;;) {
		if (c->op == OP_NOT)
			return !weigh(w, c->left, !under_not);
		if (c->op != OP_AND && c->op != OP_OR)
			return test(w, c, under_not);
		if (weigh(w, c->left, under_not) == (c->op == OP_OR))
			return c->op == OP_OR;
		c = c->right;
	}
}

/* At most `max` bytes in whole characters, without line breaks. */
static char *
cut(struct pool *pool, const char *text, size_t max)
{
	size_t n = strlen(text), i;
	char *s;

	if (n > max) {
		n = max;
		while (n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
			n--;
		s = pool_printf(pool, "%.*s...", (int)n, text);
	} else {
		s = pool_str(pool, text);
	}
	for (i = 0; s[i] != '\0'; i++)
		if ((unsigned char)s[i] < ' ' || s[i] == 0x7f)
			s[i] = ' ';
	return s;
}

bool
condition_holds(const struct condition *c, const struct field_ask *ask,
	struct pool *pool, const char **why)
{
	struct weigh w = { .ask = ask, .pool = pool };
	bool holds = weigh(&w, c, false);
	const struct strs *texts = &w.value.texts;
	const char *is = "missing";

	if (w.value.there)
		is = texts->n == 0   ? "there"
		     : texts->n == 1 ? cut(pool, texts->v[0], 50)
				     : pool_printf(pool, "%s and %zu more",
					       cut(pool, texts->v[0], 40),
					       texts->n - 1);
	*why = pool_printf(pool, "%s is %s, asked for %s%s",
		cut(pool, w.leaf->field, 40), is, w.under_not ? "not " : "",
		cut(pool, w.leaf->wanted, 60));
	return holds;
}
