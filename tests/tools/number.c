// SPDX-License-Identifier: GPL-2.0-only
/*
 * Numbers that were typed: one that is none must not pass for 0.
 */
#include <ctype.h>
#include <err.h>
#include <errno.h>
#include <stdlib.h>

#include "number.h"

/**
 * number_parse() - read a number: decimal, octal or hexadecimal, as in C
 * @what: what it is the number of, for the message
 * @word: word
 * @min: lowest allowed
 * @max: highest allowed
 * @number: number read
 *
 * Return: 0, or -1 after a message.
 */
int number_parse(const char *what, const char *word, u64 min, u64 max,
		 u64 *number)
{
	unsigned long long value;
	char *end;

	errno = 0;
	value = strtoull(word, &end, 0);
	/* strtoull() takes blanks and signs. */
	if (!isdigit((unsigned char)*word) || *end || errno || value < min ||
	    value > max) {
		warnx("%s: '%s' is no number from %llu to %llu", what, word,
		      (unsigned long long)min, (unsigned long long)max);
		return -1;
	}
	*number = value;
	return 0;
}
