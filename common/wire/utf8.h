#ifndef WIRE_UTF8_H
#define WIRE_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of the UTF-8 character at `s` (RFC 3629: no overlong forms, no
 * surrogates, nothing above U+10FFFF); 0 when none begins there. Never looks
 * behind a NUL byte. The NUL itself has length 1.
 */
size_t utf8_length(const char *s);

/* The code point at `s`; U+FFFD where none begins. */
uint32_t utf8_code(const char *s);

/* Writes a code point (not a surrogate) into `to`, at most 4 bytes; how many.
 */
size_t utf8_write(uint32_t code, char *to);

#endif
