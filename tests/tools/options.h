/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of a tool, as a table. */
#ifndef OPTIONS_H
#define OPTIONS_H

#include "lib/short_types.h"

/**
 * struct option - an option, and where its value goes: one of the pointers
 * @name: name with its dashes; NULL in the last one of a table
 * @value: what the usage calls the value
 * @help: what it is for
 * @number: takes a number
 * @min: the lowest
 * @max: the highest
 * @text: takes a word
 * @words: the only ones there are, NULL behind the last; NULL for any
 * @flag: is set, there is no value
 * @more: of the last one: the table that goes on with this one, NULL for none
 */
struct option {
	const char *name;
	const char *value;
	const char *help;
	u64 *number;
	u64 min;
	u64 max;
	const char **text;
	const char *const *words;
	bool *flag;
	const struct option *more;
};

int options_usage(const struct option *options, const char *operands);
int options_parse(const struct option *options, const char *operands, int argc,
		  char **argv);

#endif
