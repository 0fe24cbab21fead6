#include "wire/ics_priv.h"

#include <string.h>

/* What a text needs before its lines can be walked. */
struct survey {
	bool high; /* bytes above 127 */
	size_t nuls;
	size_t lone_crs; /* not before LF */
	size_t lfs;
	size_t bad; /* bytes that are no UTF-8 */
};

#define TOPS UINT64_C(0x8080808080808080)

/* Whether any byte is above 127, 32 at a time. */
static bool
has_high(const char *t, size_t len)
{
	uint64_t w[4], high = 0;
	size_t i = 0;

	for (; i + sizeof(w) <= len; i += sizeof(w)) {
		memcpy(w, t + i, sizeof(w));
		high |= w[0] | w[1] | w[2] | w[3];
	}
	for (; i < len; i++)
		high |= (uint64_t)(unsigned char)t[i];
	return (high & TOPS) != 0;
}

static void
survey(struct survey *s, const char *t, size_t len)
{
	const char *p, *end = t + len;

	s->high = has_high(t, len);
	for (p = t; (p = memchr(p, '\0', end - p)) != NULL; p++)
		s->nuls++;
	for (p = t; (p = memchr(p, '\r', end - p)) != NULL; p++)
		s->lone_crs += p + 1 == end || p[1] != '\n';
}

static inline int
utf8(const unsigned char *s, size_t n)
{
	unsigned c = s[0];
	size_t k, i;

	if (c < 0x80)
		return 1;
	k = c >= 0xc2 && c < 0xe0   ? 2
	    : c >= 0xe0 && c < 0xf0 ? 3
	    : c >= 0xf0 && c < 0xf5 ? 4
				    : 0;
	if (k == 0 || n < k)
		return 0;
	for (i = 1; i < k; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	/* overlong, surrogates, beyond U+10FFFF */
	if ((c == 0xe0 && s[1] < 0xa0) || (c == 0xed && s[1] > 0x9f) ||
		(c == 0xf0 && s[1] < 0x90) || (c == 0xf4 && s[1] > 0x8f))
		return 0;
	return k;
}

int
ics_utf8(const unsigned char *s, size_t n)
{
	return utf8(s, n);
}

static size_t
count_bad(const char *t, size_t len)
{
	size_t i = 0, bad = 0;
	uint64_t w;
	int k;

	while (i < len) {
		if (i + 8 <= len) {
			memcpy(&w, t + i, 8);
			if ((w & TOPS) == 0) {
				i += 8;
				continue;
			}
		}
		k = utf8((const unsigned char *)t + i, len - i);
		bad += k == 0;
		i += k == 0 ? 1 : k;
	}
	return bad;
}

/* Windows-1252 of 0x80 to 0x9f; what it lacks is U+FFFD. */
static const unsigned short cp1252[32] = { 0x20ac, 0xfffd, 0x201a, 0x0192,
	0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
	0xfffd, 0x017d, 0xfffd, 0xfffd, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
	0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0xfffd, 0x017e,
	0x0178 };

static char *
put_latin(char *to, unsigned char c)
{
	unsigned u = c < 0xa0 ? cp1252[c - 0x80] : c;

	if (u < 0x800) {
		*to++ = 0xc0 | u >> 6;
	} else {
		*to++ = 0xe0 | u >> 12;
		*to++ = 0x80 | (u >> 6 & 0x3f);
	}
	*to++ = 0x80 | (u & 0x3f);
	return to;
}

/* A run of CRs at t[i]: what stands for it, and where it ends. */
static char
put_cr(const char *t, size_t len, size_t *i, bool cr_ends)
{
	while (*i + 1 < len && t[*i + 1] == '\r' && !cr_ends)
		(*i)++;
	if (*i + 1 < len && t[*i + 1] == '\n') {
		(*i)++;
		return '\n';
	}
	return cr_ends ? '\n' : ' ';
}

/* One character that is no CR: as it is, or made UTF-8. */
static char *
put_char(char *q, const char *t, size_t len, size_t *i, bool *bad)
{
	int k = ics_utf8((const unsigned char *)t + *i, len - *i);

	if (k == 0) {
		*bad = true;
		return put_latin(q, t[*i]);
	}
	memcpy(q, t + *i, k);
	*i += k - 1;
	return q + k;
}

static char *
mend(struct pool *pool, const char *t, size_t *len, const struct survey *s,
	struct ics_warnings *w)
{
	char *to = pool_zero(pool, *len + 2 * s->bad + 1), *q = to;
	bool cr_ends = s->lone_crs > s->lfs, bad;
	int line = 1, told = 0;
	size_t i;

	for (i = 0; i < *len; i++) {
		bad = false;
		if (t[i] == '\0')
			continue;
		if (t[i] == '\r')
			*q++ = put_cr(t, *len, &i, cr_ends);
		else
			q = put_char(q, t, *len, &i, &bad);
		if (bad && told != line)
			ics_warn(pool, w, line, NULL, NULL, false,
				"not UTF-8, taken as Windows-1252");
		if (bad)
			told = line;
		line += q[-1] == '\n';
	}
	*len = q - to;
	return to;
}

const char *
ics_clean(struct pool *pool, const char *text, size_t *len,
	struct ics_warnings *w, struct fail *f)
{
	struct survey s = { 0 };
	const char *p;

	if (*len > ICS_FILE_MAX) {
		fail(f, EXIT_BAD_DATA, "calendar: %zu bytes, more than %d MB",
			*len, ICS_FILE_MAX >> 20);
		return NULL;
	}
	if (*len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		*len -= 3;
	}
	if (*len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 ||
				 memcmp(text, "\xfe\xff", 2) == 0)) {
		fail(f, EXIT_BAD_DATA, "calendar: UTF-16, wanted UTF-8");
		return NULL;
	}
	survey(&s, text, *len);
	if (s.high)
		s.bad = count_bad(text, *len);
	if (s.nuls == 0 && s.lone_crs == 0 && s.bad == 0)
		return text;
	for (p = text; (p = memchr(p, '\n', text + *len - p)) != NULL; p++)
		s.lfs++;
	if (s.nuls > 0)
		ics_warn(pool, w, 0, NULL, NULL, false,
			"%zu NUL bytes left out", s.nuls);
	return mend(pool, text, len, &s, w);
}
