#include "wire/record_in.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "wire/utf8.h"

enum { RECORD_MAX = 1024 * 1024, DEPTH_MAX = 32, NUMBER_MAX = 64 };

/*
 * A reader of our own, which makes json-c's objects: json-c's parser lets
 * through what header and FIELD-NOTES name, and says neither line nor column.
 */
struct record_in {
	struct pool *pool;
	FILE *from;
	const char *name;
	struct json_object *record; /* handed out last */
	long line, column;          /* of the byte read last */
	size_t size;                /* bytes of this record */
	int held;                   /* one byte put back, or -1 */
	bool in_array, first, begun, ended;
	struct fail failed; /* status 0: not yet */
	char *text;         /* of the string being read */
	size_t text_n, text_cap;
};

struct record_in *
record_in_new(struct pool *pool, FILE *from, const char *name)
{
	struct record_in *in = pool_zero(pool, sizeof(*in));

	in->pool = pool;
	in->from = from;
	in->name = name;
	in->line = 1;
	in->held = -1;
	return in;
}

void
record_in_free(struct record_in *in)
{
	if (in == NULL)
		return;
	json_object_put(in->record);
	free(in->text);
	in->record = NULL;
	in->text = NULL;
	in->text_cap = in->text_n = 0;
	in->ended = true;
}

/* ---- bytes ---- */

static int
bad(struct record_in *in, const char *why)
{
	if (in->failed.status == 0)
		fail(&in->failed, EXIT_BAD_DATA, "%s: line %ld column %ld: %s",
			in->name, in->line, in->column, why);
	return -1;
}

static int
next(struct record_in *in)
{
	int c = in->held;

	if (c != -1) {
		in->held = -1;
		return c;
	}
	if ((c = getc_unlocked(in->from)) == EOF)
		return EOF;
	if (c == '\n') {
		in->line++;
		in->column = 0;
	} else if ((c & 0xC0) != 0x80) {
		in->column++;
	}
	in->size++;
	return c;
}

static int
skip_blanks(struct record_in *in)
{
	int c;

	do
		c = next(in);
	while (c == ' ' || c == '\t' || c == '\n' || c == '\r');
	return c;
}

/* What is wrong with a byte where something else should stand. */
static int
odd(struct record_in *in, int c, const char *wanted)
{
	char why[120];

	if (c == EOF && ferror(in->from)) {
		if (in->failed.status == 0)
			fail(&in->failed, EXIT_IO, "%s: %s", in->name,
				strerror(errno));
		return -1;
	}
	if (c == EOF)
		snprintf(why, sizeof(why), "ends in the middle of a record");
	else if (c == 0xEF || c == 0xFE || c == 0xFF)
		snprintf(why, sizeof(why), "%s expected, not a byte order mark",
			wanted);
	else if (c > ' ' && c < 0x7f)
		snprintf(why, sizeof(why), "%s expected, not '%c'", wanted, c);
	else
		snprintf(why, sizeof(why), "%s expected, not byte 0x%02x",
			wanted, (unsigned)c & 0xFF);
	return bad(in, why);
}

/* ---- values ---- */

static int value_read(
	struct record_in *, int c, int depth, struct json_object **to);

static int
text_byte(struct record_in *in, int c)
{
	char *grown;

	if (in->text_n == in->text_cap) {
		in->text_cap = in->text_cap == 0 ? 256 : in->text_cap * 2;
		if ((grown = realloc(in->text, in->text_cap)) == NULL)
			return bad(in, "out of memory");
		in->text = grown;
	}
	in->text[in->text_n++] = (char)c;
	return 0;
}

/* Four hexadecimal digits; -1 when they are not there. */
static long
hex4(struct record_in *in)
{
	static const char digits[] = "0123456789abcdef";
	long code = 0;
	const char *p;
	int i, c;

	for (i = 0; i < 4; i++) {
		c = next(in);
		p = c <= 0 ? NULL
			   : strchr(digits,
				     c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
		if (p == NULL)
			return odd(in, c, "a hexadecimal digit");
		code = code * 16 + (p - digits);
	}
	return code;
}

/* The rest of \uXXXX, with its second half where it is a surrogate. */
static int
unicode_escape(struct record_in *in)
{
	long code = hex4(in), low;
	char bytes[4];
	size_t n, i;

	if (code < 0)
		return -1;
	if (code == 0)
		return bad(in, "\\u0000 in a string");
	if (code >= 0xDC00 && code <= 0xDFFF)
		return bad(in, "half a surrogate pair");
	if (code >= 0xD800 && code <= 0xDBFF) {
		if (next(in) != '\\' || next(in) != 'u')
			return bad(in, "half a surrogate pair");
		if ((low = hex4(in)) < 0)
			return -1;
		if (low < 0xDC00 || low > 0xDFFF)
			return bad(in, "half a surrogate pair");
		code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
	}
	n = utf8_write((uint32_t)code, bytes);
	for (i = 0; i < n; i++)
		if (text_byte(in, bytes[i]) != 0)
			return -1;
	return 0;
}

static int
escape(struct record_in *in)
{
	static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
	int c = next(in);
	const char *p;

	if (c == 'u')
		return unicode_escape(in);
	p = c <= 0 ? NULL : strchr(from, c);
	if (p == NULL)
		return odd(in, c, "an escape");
	return text_byte(in, to[p - from]);
}

/* A character outside ASCII whose first byte is `c`. */
static int
wide_character(struct record_in *in, int c)
{
	char bytes[5] = { (char)c };
	size_t n = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2, i;

	for (i = 1; i < n; i++) {
		if ((c = next(in)) == EOF)
			return odd(in, c, "UTF-8");
		bytes[i] = (char)c;
		if ((c & 0xC0) != 0x80)
			break;
	}
	if (i < n || utf8_length(bytes) != n)
		return bad(in, "not UTF-8");
	for (i = 0; i < n; i++)
		if (text_byte(in, bytes[i]) != 0)
			return -1;
	return 0;
}

/* The rest of a string behind its first quote, into in->text with a NUL. */
static int
string_read(struct record_in *in)
{
	int c, rc;

	in->text_n = 0;
	while ((c = next(in)) != '"') {
		if (in->size > RECORD_MAX)
			return bad(in, "the record is larger than 1 MB");
		if (c == EOF)
			return odd(in, c, "a quote");
		if (c < ' ' || c == 0x7f)
			return bad(in, "a control character in a string");
		rc = c == '\\'   ? escape(in)
		     : c >= 0x80 ? wide_character(in, c)
				 : text_byte(in, c);
		if (rc != 0)
			return -1;
	}
	return text_byte(in, '\0');
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* RFC 8259 section 6; `*whole` when there is neither fraction nor exponent. */
static bool
number_valid(const char *s, bool *whole)
{
	s += *s == '-';
	if (!is_digit(*s))
		return false;
	if (*s++ != '0')
		while (is_digit(*s))
			s++;
	*whole = *s == '\0';
	if (*s == '.') {
		if (!is_digit(*++s))
			return false;
		while (is_digit(*s))
			s++;
	}
	if (*s == 'e' || *s == 'E') {
		s++;
		s += *s == '+' || *s == '-';
		if (!is_digit(*s))
			return false;
		while (is_digit(*s))
			s++;
	}
	return *s == '\0';
}

static int
number_read(struct record_in *in, int c, struct json_object **to)
{
	char digits[NUMBER_MAX + 1];
	size_t n = 0;
	bool whole;
	double d;
	long long i;

	do {
		if (n == NUMBER_MAX)
			return bad(in, "a number of more than 64 digits");
		digits[n++] = (char)c;
		c = next(in);
	} while (c != EOF && strchr("0123456789+-.eE", c) != NULL && c != 0);
	in->held = c; /* EOF is -1: nothing held, and it comes again */
	digits[n] = '\0';
	if (!number_valid(digits, &whole))
		return bad(in, "not a number as JSON writes it");
	errno = 0;
	if (whole) {
		i = strtoll(digits, NULL, 10);
		if (errno != 0)
			return bad(in, "a number out of range");
		*to = json_object_new_int64(i);
		return 0;
	}
	d = strtod(digits, NULL);
	if (!isfinite(d))
		return bad(in, "a number out of range");
	/* keeps its digits for filters that pass it on */
	*to = json_object_new_double_s(d, digits);
	return 0;
}

static int
word_read(struct record_in *in, const char *rest)
{
	int c;

	for (; *rest != '\0'; rest++)
		if ((c = next(in)) != *rest)
			return odd(in, c, "true, false or null");
	return 0;
}

/* One "key": value behind the quote of the key. */
static int
member_read(struct record_in *in, int depth, struct json_object *object)
{
	struct json_object *value = NULL;
	char *key;
	int c, rc;

	if (string_read(in) != 0)
		return -1;
	if (json_object_object_get_ex(object, in->text, NULL))
		return bad(in, "a key that stands there twice");
	if ((key = strdup(in->text)) == NULL)
		return bad(in, "out of memory");
	if ((c = skip_blanks(in)) != ':')
		rc = odd(in, c, "':'");
	else
		rc = value_read(in, skip_blanks(in), depth, &value);
	if (rc == 0)
		rc = json_object_object_add(object, key, value);
	if (rc != 0)
		json_object_put(value);
	free(key);
	return rc;
}

static int
object_read(struct record_in *in, int depth, struct json_object **to)
{
	struct json_object *object = json_object_new_object();
	int c = skip_blanks(in);

	*to = object;
	if (c == '}')
		return 0;
	for (;;) {
		if (c != '"')
			return odd(in, c, "a key in quotes");
		if (member_read(in, depth, object) != 0)
			return -1;
		c = skip_blanks(in);
		if (c == '}')
			return 0;
		if (c != ',')
			return odd(in, c, "',' or '}'");
		c = skip_blanks(in);
	}
}

static int
array_read(struct record_in *in, int depth, struct json_object **to)
{
	struct json_object *array = json_object_new_array(), *item;
	int c = skip_blanks(in);

	*to = array;
	if (c == ']')
		return 0;
	for (;;) {
		item = NULL;
		if (value_read(in, c, depth, &item) != 0) {
			json_object_put(item);
			return -1;
		}
		json_object_array_add(array, item);
		c = skip_blanks(in);
		if (c == ']')
			return 0;
		if (c != ',')
			return odd(in, c, "',' or ']'");
		c = skip_blanks(in);
	}
}

/*
 * The value that begins with `c`. On failure `*to` may hold a part, which the
 * caller puts.
 */
static int
value_read(struct record_in *in, int c, int depth, struct json_object **to)
{
	*to = NULL;
	if (in->size > RECORD_MAX)
		return bad(in, "the record is larger than 1 MB");
	if (depth >= DEPTH_MAX)
		return bad(in, "nested deeper than 32");
	switch (c) {
	case '{':
		return object_read(in, depth + 1, to);
	case '[':
		return array_read(in, depth + 1, to);
	case '"':
		if (string_read(in) != 0)
			return -1;
		*to = json_object_new_string_len(in->text, (int)in->text_n - 1);
		return 0;
	case 't':
		*to = json_object_new_boolean(1);
		return word_read(in, "rue");
	case 'f':
		*to = json_object_new_boolean(0);
		return word_read(in, "alse");
	case 'n':
		return word_read(in, "ull");
	default:
		if (c == '-' || (c >= '0' && c <= '9'))
			return number_read(in, c, to);
		return odd(in, c, "a JSON value");
	}
}

/* ---- records ---- */

/* Moves to the first byte of the next object: 1, 0 at the end, -1. */
static int
find_record(struct record_in *in, int *c)
{
	*c = skip_blanks(in);
	/* a mark of the byte order may begin UTF-8 (RFC 8259 section 8.1) */
	if (*c == 0xEF && !in->begun && next(in) == 0xBB && next(in) == 0xBF)
		*c = skip_blanks(in);
	in->begun = true;
	for (;;) {
		if (in->in_array && *c == ']' && in->first != true) {
			in->in_array = false;
			*c = skip_blanks(in);
		} else if (in->in_array) {
			if (in->first)
				break;
			if (*c != ',')
				return odd(in, *c, "',' or ']'");
			*c = skip_blanks(in);
			break;
		} else if (*c == '[') {
			in->in_array = in->first = true;
			*c = skip_blanks(in);
			if (*c == ']') {
				in->in_array = false;
				*c = skip_blanks(in);
			}
		} else {
			break;
		}
	}
	if (*c == EOF && !in->in_array && !ferror(in->from))
		return 0;
	if (*c != '{')
		return odd(in, *c, "a JSON object");
	return 1;
}

int
record_in_next(
	struct record_in *in, struct json_object **record, struct fail *f)
{
	int rc, c;

	json_object_put(in->record);
	in->record = NULL;
	*record = NULL;
	if (in->ended)
		return 0;
	if (in->failed.status == 0) {
		in->size = 0;
		rc = find_record(in, &c);
		if (rc == 0)
			in->ended = true;
		if (rc == 1) {
			in->first = false;
			rc = value_read(in, c, 0, &in->record) == 0 ? 1 : -1;
		}
		if (rc >= 0) {
			*record = in->record;
			return rc;
		}
		json_object_put(in->record);
		in->record = NULL;
	}
	*f = in->failed;
	return -1;
}
