// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of the command line.
 */
#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "args.h"
#include "report.h"
#include "value.h"

/**
 * args_peek() - look at the next word
 * @args: words
 *
 * Return: the word, NULL if none is left.
 */
const char *args_peek(const struct args *args)
{
	return args->argc > 0 ? args->argv[0] : NULL;
}

/**
 * args_next() - take the next word
 * @args: words
 *
 * Return: the word, NULL if none is left.
 */
const char *args_next(struct args *args)
{
	if (args->argc <= 0)
		return NULL;
	args->argc--;
	return *args->argv++;
}

/**
 * args_skip() - take the next word if it is the expected one
 * @args: words
 * @word: expected
 *
 * Return: true if the word was there.
 */
bool args_skip(struct args *args, const char *word)
{
	const char *next = args_peek(args);

	if (!next || strcmp(next, word))
		return false;
	args_next(args);
	return true;
}

/**
 * args_end() - refuse words that no one has read
 * @args: words
 *
 * Return: 0, or EXIT_USAGE after a message.
 */
int args_end(const struct args *args)
{
	const char *word = args_peek(args);

	return word ? usage_error("unexpected \"%s\"", word) : 0;
}

/**
 * args_dev() - take the name of a netdev, after the word "dev" if that is there
 * @args: words
 * @what: what the name stands for, for the message
 *
 * Return: name, or NULL after a message.
 */
const char *args_dev(struct args *args, const char *what)
{
	const char *word;

	if (args->argc > 1)
		args_skip(args, "dev");
	word = args_next(args);
	if (!word)
		usage_error("name of the %s expected", what);
	else if (!ifname_valid(word))
		usage_error("\"%s\" cannot be the name of a netdev", word);
	else
		return word;
	return NULL;
}

/**
 * split_words() - split a line of a batch file
 * @line: line, is written to
 * @words: words found, they point into @line
 * @max: size of @words
 *
 * Blanks separate words, single or double quotes hold them together, and a
 * word that starts with ``#`` starts a comment.
 *
 * Return: number of words, -EINVAL for an open quote, -E2BIG for too many.
 */
int split_words(char *line, char **words, int max)
{
	char *from = line;
	int count = 0;

	for (;;) {
		char *to, quote = 0;

		while (isspace((unsigned char)*from))
			from++;
		if (!*from || *from == '#')
			return count;
		if (count == max)
			return -E2BIG;
		to = from;
		words[count++] = to;
		for (; *from && (quote || !isspace((unsigned char)*from));
		     from++) {
			if (*from == quote)
				quote = 0;
			else if (!quote && (*from == '"' || *from == '\''))
				quote = *from;
			else
				*to++ = *from;
		}
		if (quote)
			return -EINVAL;
		if (*from)
			from++;
		*to = 0;
	}
}
