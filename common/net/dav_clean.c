#include "net/dav_xml.h"

#include <string.h>

/* Windows-1252 0x80 to 0x9F; 0: not assigned. */
static const unsigned short cp1252[32] = { 0x20ac, 0, 0x201a, 0x0192, 0x201e,
	0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
	0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
	0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e, 0x0178 };

/*
 * Length of the UTF-8 character at `s` (RFC 3629), 0 when it is none, -1 when
 * `n` bytes are too few to tell.
 */
static int
utf8_len(const unsigned char *s, size_t n)
{
	int len = s[0] >= 0xc2 && s[0] < 0xe0   ? 2
		  : s[0] >= 0xe0 && s[0] < 0xf0 ? 3
		  : s[0] >= 0xf0 && s[0] < 0xf5 ? 4
						: 0;
	int i;

	for (i = 1; i < len; i++) {
		if ((size_t)i >= n)
			return -1;
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		if (i > 1)
			continue;
		/* overlong, surrogates, beyond U+10FFFF */
		if ((s[0] == 0xe0 && s[1] < 0xa0) ||
			(s[0] == 0xed && s[1] > 0x9f) ||
			(s[0] == 0xf0 && s[1] < 0x90) ||
			(s[0] == 0xf4 && s[1] > 0x8f))
			return 0;
	}
	/* U+FFFE and U+FFFF are no characters of XML */
	if (len == 3 && s[0] == 0xef && s[1] == 0xbf && s[2] > 0xbd)
		return 0;
	return len;
}

/* One stray byte as Windows-1252; returns how many bytes were written. */
static size_t
mend(unsigned char c, char *to)
{
	unsigned u = c < 0xa0 ? cp1252[c - 0x80] : c;

	if (u == 0)
		u = 0xfffd;
	if (u < 0x800) {
		to[0] = (char)(0xc0 | u >> 6);
		to[1] = (char)(0x80 | (u & 0x3f));
		return 2;
	}
	to[0] = (char)(0xe0 | u >> 12);
	to[1] = (char)(0x80 | (u >> 6 & 0x3f));
	to[2] = (char)(0x80 | (u & 0x3f));
	return 3;
}

/* Cleans s[0, n); returns how many bytes were used, the rest must wait. */
static size_t
run(const unsigned char *s, size_t n, bool last, char *to, size_t *out)
{
	size_t i = 0, at = *out;

	while (i < n) {
		int len;

		if (s[i] < 0x80) {
			to[at++] = s[i] < 0x20 && s[i] != '\n' &&
						   s[i] != '\r' && s[i] != '\t'
					   ? ' '
					   : (char)s[i];
			i++;
			continue;
		}
		len = utf8_len(s + i, n - i);
		if (len < 0 && !last)
			break;
		if (len > 0) {
			memcpy(to + at, s + i, (size_t)len);
			at += (size_t)len;
			i += (size_t)len;
		} else {
			at += mend(s[i++], to + at);
		}
	}
	*out = at;
	return i;
}

size_t
dav_clean(struct dav_clean *c, const char *bytes, size_t n, bool last, char *to)
{
	const unsigned char *s = (const unsigned char *)bytes;
	size_t out = 0, used;

	/* finish what waits with as few new bytes as it takes */
	while (c->wait_n > 0 && (n > 0 || last)) {
		unsigned char few[8];
		size_t few_n = (size_t)c->wait_n;

		memcpy(few, c->wait, few_n);
		if (n > 0 && few_n < 4) {
			few[few_n++] = *s++;
			n--;
		}
		used = run(few, few_n, last && n == 0, to, &out);
		c->wait_n = (int)(few_n - used);
		memmove(c->wait, few + used, few_n - used);
		if (n == 0 && !last)
			break;
	}
	used = c->wait_n > 0 ? 0 : run(s, n, last, to, &out);
	if (c->wait_n == 0) {
		c->wait_n = (int)(n - used);
		memcpy(c->wait, s + used, n - used);
	}
	return out;
}
