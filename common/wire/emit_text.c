#include <inttypes.h>
#include <string.h>

#include "wire/emit_priv.h"
#include "wire/utf8.h"

char *
text_room(struct text *t, size_t n)
{
	char *v;
	size_t cap = t->cap;

	if (t->cap - t->n <= n) {
		while (cap - t->n <= n)
			cap = cap < 256 ? 256 : cap * 2;
		v = pool_array(t->pool, cap, 1);
		if (t->n > 0)
			memcpy(v, t->v, t->n);
		t->v = v;
		t->cap = cap;
	}
	return t->v + t->n;
}

void
text_puts(struct text *t, const char *s)
{
	text_add(t, s, strlen(s));
}

/* Bytes that stand for themselves in a JSON string. */
static bool
plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

/* One character that is not plain; how many bytes of `s` it took. */
static size_t
json_odd(struct text *t, const unsigned char *s)
{
	static const char from[] = "\"\\\n\r\t\b\f", to[] = "\"\\nrtbf";
	char code[8];
	const char *p;
	size_t n;

	if ((p = memchr(from, *s, sizeof(from) - 1)) != NULL) {
		code[0] = '\\';
		code[1] = to[p - from];
		text_add(t, code, 2);
		return 1;
	}
	if (*s < ' ' || *s == 0x7f) {
		snprintf(code, sizeof(code), "\\u%04x", *s);
		text_add(t, code, 6);
		return 1;
	}
	if ((n = utf8_length((const char *)s)) == 0) {
		text_add(t, "\xEF\xBF\xBD", 3);
		return 1;
	}
	text_add(t, (const char *)s, n);
	return n;
}

void
text_json(struct text *t, const char *text)
{
	const unsigned char *s = (const unsigned char *)text, *from;

	text_add(t, "\"", 1);
	while (*s != '\0') {
		for (from = s; plain(*s); s++)
			;
		if (s > from)
			text_add(t, (const char *)from, (size_t)(s - from));
		if (*s != '\0')
			s += json_odd(t, s);
	}
	text_add(t, "\"", 1);
}

void
text_int(struct text *t, int64_t value)
{
	char digits[24], *p = digits + sizeof(digits);
	uint64_t n = value < 0 ? -(uint64_t)value : (uint64_t)value;

	do
		*--p = (char)('0' + n % 10);
	while ((n /= 10) != 0);
	if (value < 0)
		*--p = '-';
	text_add(t, p, (size_t)(digits + sizeof(digits) - p));
}

void
text_time(struct text *t, instant at)
{
	char text[INSTANT_TEXT];

	instant_write(at, text);
	text_add(t, text, INSTANT_TEXT - 1);
}

void
emit_json_string(FILE *to, const char *s)
{
	struct pool *pool = pool_new();
	struct text t = { .pool = pool };

	text_json(&t, s);
	fwrite(t.v, 1, t.n, to);
	pool_free(pool);
}

/* First and last of ranges that take two columns, and that take none. */
struct range {
	uint32_t from, to;
};

static bool
in(const struct range *r, size_t n, uint32_t c)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (c >= r[i].from && c <= r[i].to)
			return true;
	return false;
}

/* After Unicode's East Asian Width (W, F) and General Category (Mn, Me, Cf),
 * in the ranges that names and titles use. */
static int
wide(uint32_t c)
{
	static const struct range two[] = { { 0x1100, 0x115F },
		{ 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xA960, 0xA97F },
		{ 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF }, { 0xFE30, 0xFE6F },
		{ 0xFF00, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1F64F },
		{ 0x1F680, 0x1F6FF }, { 0x1F900, 0x1F9FF },
		{ 0x20000, 0x3FFFD } };
	static const struct range none[] = { { 0x0300, 0x036F },
		{ 0x0483, 0x0489 }, { 0x0591, 0x05BD }, { 0x0610, 0x061A },
		{ 0x064B, 0x065F }, { 0x0E31, 0x0E31 }, { 0x0E34, 0x0E3A },
		{ 0x0E47, 0x0E4E }, { 0x1AB0, 0x1AFF }, { 0x1DC0, 0x1DFF },
		{ 0x200B, 0x200F }, { 0x20D0, 0x20F0 }, { 0xFE00, 0xFE0F },
		{ 0xFE20, 0xFE2F }, { 0xFEFF, 0xFEFF } };

	if (c < 0x300)
		return 1;
	if (in(none, sizeof(none) / sizeof(none[0]), c))
		return 0;
	return in(two, sizeof(two) / sizeof(two[0]), c) ? 2 : 1;
}

int
text_width(const char *s, size_t n)
{
	const char *end = s + n;
	int width = 0;
	size_t step;

	for (; s < end; s += step) {
		step = utf8_length(s);
		if (step == 0 || step > (size_t)(end - s))
			step = 1;
		width += wide(utf8_code(s));
	}
	return width;
}
