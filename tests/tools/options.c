// SPDX-License-Identifier: GPL-2.0-only
/*
 * The options of a tool, as a table: they come before all other words, each in
 * a word of its own, and its value in the next one.
 */
#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "number.h"
#include "options.h"

/* The first of a table, or of the one that goes on with it; NULL behind the last */
static const struct option *first_of(const struct option *option)
{
	while (option && !option->name)
		option = option->more;
	return option;
}

static const struct option *find(const struct option *options, const char *name)
{
	const struct option *option = first_of(options);

	while (option && strcmp(option->name, name))
		option = first_of(option + 1);
	return option;
}

/**
 * options_usage() - tell how a tool is called
 * @options: its options
 * @operands: words behind the options
 *
 * Return: -1.
 */
int options_usage(const struct option *options, const char *operands)
{
	const struct option *option = first_of(options);

	fprintf(stderr, "usage: %s [OPTION...] %s\n",
		program_invocation_short_name, operands);
	for (; option; option = first_of(option + 1))
		fprintf(stderr, "  %s %s\t%s\n", option->name,
			option->value ?: "", option->help);
	return -1;
}

static int take_text(const struct option *option, const char *word)
{
	const char *const *known = option->words;

	while (known && *known && strcmp(*known, word))
		known++;
	if (known && !*known) {
		warnx("%s: '%s' is not one of %s", option->name, word,
		      option->value);
		return -1;
	}
	*option->text = word;
	return 0;
}

static int take_value(const struct option *option, const char *word)
{
	if (!word) {
		warnx("%s: no %s", option->name, option->value);
		return -1;
	}
	if (option->text)
		return take_text(option, word);
	return number_parse(option->name, word, option->min, option->max,
			    option->number);
}

/**
 * options_parse() - read the options of a command line
 * @options: those that there are
 * @operands: words behind them, for the usage
 * @argc: number of words
 * @argv: words
 *
 * Return: index of the first word that is no option, or -1 after a message.
 */
int options_parse(const struct option *options, const char *operands, int argc,
		  char **argv)
{
	const struct option *option;
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		option = find(options, argv[i]);
		if (!option) {
			warnx("there is no option '%s'", argv[i]);
			return options_usage(options, operands);
		}
		if (option->flag)
			*option->flag = true;
		else if (take_value(option, argv[++i]))
			return -1;
	}
	return i;
}
