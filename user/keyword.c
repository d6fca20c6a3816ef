// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables of the keywords of a command.
 */
#include <errno.h>
#include <string.h>

#include "keyword.h"
#include "tool.h"

static int keyword_number(struct keyword *keyword, const char *word)
{
	if (keyword->names &&
	    !match_name(word, keyword->names, &keyword->number))
		return 0;
	if (keyword->type == KEYWORD_ENUM)
		return -EINVAL;
	return parse_u32(word, keyword->min, keyword->max, &keyword->number);
}

static int keyword_string(struct keyword *keyword, const char *word)
{
	size_t len = strlen(word);

	keyword->string = word;
	if (keyword->type == KEYWORD_DEV)
		return ifname_valid(word) ? 0 : -EINVAL;
	return len < keyword->min || len > keyword->max ? -EINVAL : 0;
}

static int keyword_value(struct keyword *keyword, const char *word)
{
	switch (keyword->type) {
	case KEYWORD_FLAG:
		return 0;
	case KEYWORD_U8:
	case KEYWORD_U16:
	case KEYWORD_U32:
	case KEYWORD_ENUM:
		return keyword_number(keyword, word);
	case KEYWORD_STRING:
	case KEYWORD_DEV:
		return keyword_string(keyword, word);
	case KEYWORD_MAC:
		return parse_mac(word, keyword->bytes);
	case KEYWORD_UUID:
		return parse_uuid(word, keyword->bytes);
	}
	return -EINVAL;
}

static struct keyword *keyword_find(struct keyword *keywords, const char *word)
{
	for (; keywords->name; keywords++)
		if (!strcmp(keywords->name, word))
			return keywords;
	return NULL;
}

/**
 * keywords_parse() - read the rest of a command as keywords with values
 * @args: words, all are read
 * @keywords: table, filled
 *
 * Return: 0, or EXIT_USAGE after a message.
 */
int keywords_parse(struct args *args, struct keyword *keywords)
{
	struct keyword *keyword;
	const char *word, *value;

	while ((word = args_next(args))) {
		keyword = keyword_find(keywords, word);
		if (!keyword)
			return usage_error("unknown keyword \"%s\"", word);
		if (keyword->seen)
			return usage_error("\"%s\" is given twice", word);
		value = NULL;
		if (keyword->type != KEYWORD_FLAG) {
			value = args_next(args);
			if (!value)
				return usage_error("\"%s\" needs a value",
						   word);
		}
		if (keyword_value(keyword, value))
			return usage_error("invalid value \"%s\" of \"%s\"",
					   value, word);
		keyword->seen = true;
	}
	return 0;
}

/**
 * keywords_seen() - is any keyword set
 * @keywords: table
 *
 * Return: true if at least one was there.
 */
bool keywords_seen(const struct keyword *keywords)
{
	for (; keywords->name; keywords++)
		if (keywords->seen)
			return true;
	return false;
}
