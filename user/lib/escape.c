// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text that others chose.
 */
#include <string.h>

#include "escape.h"
#include "short_types.h"

/**
 * utf8_len() - length of the character that a text begins with
 * @text: text
 *
 * Return: bytes, 0 if it is not UTF-8.
 */
size_t utf8_len(const char *text)
{
	/* First code point that needs as many bytes; fewer would be right too. */
	static const u32 lowest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char first = *text;
	size_t len = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 :
		     first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
	u32 code = len > 1 ? first & 0x7f >> len : first;

	for (size_t i = 1; i < len; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (text[i] & 0x3f);
	}
	if (!len || code < lowest[len] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return len;
}

/* U+0000 to U+001F and U+007F to U+009F */
static bool is_control(const char *character)
{
	unsigned char first = character[0], second = character[1];

	return first < ' ' || first == 0x7f || (first == 0xc2 && second < 0xa0);
}

/**
 * print_escaped() - print a text that no terminal obeys
 * @file: where to
 * @text: text
 * @also: ASCII characters that are escaped as well
 *
 * Control characters and bytes that are not UTF-8 become octal escapes, as in
 * /proc/mounts.
 *
 * Return: how many bytes were printed.
 */
int print_escaped(FILE *file, const char *text, const char *also)
{
	int width = 0;

	while (*text) {
		size_t len = utf8_len(text);
		bool plain = len && !is_control(text) && !strchr(also, *text);

		for (len = len ? len : 1; len; len--, text++) {
			unsigned char c = *text;

			width += fprintf(file, plain ? "%c" : "\\%03o", c);
		}
	}
	return width;
}
