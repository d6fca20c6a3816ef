// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables of the keywords of a command.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "keyword.h"
#include "nlattr.h"
#include "report.h"

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

/* What would have been a value, "" if anything short enough would. */
static void expected(const struct keyword *keyword, char *text, size_t size)
{
	char words[WORDS_SIZE] = "";

	if (keyword->names)
		list_words(keyword->names, sizeof(*keyword->names), "", words,
			   sizeof(words));
	switch (keyword->type) {
	case KEYWORD_FLAG:
		*text = 0;
		return;
	case KEYWORD_U8:
	case KEYWORD_U16:
	case KEYWORD_U32:
		snprintf(text, size, "%u to %u%s%s", keyword->min, keyword->max,
			 *words ? ", " : "", words);
		return;
	case KEYWORD_ENUM:
		snprintf(text, size, "%s", words);
		return;
	case KEYWORD_STRING:
		/* Of any length are only lists of numbers. */
		if (keyword->max == UINT32_MAX)
			snprintf(text, size, "numbers like 1,3-4");
		else
			snprintf(text, size, "%u to %u bytes", keyword->min,
				 keyword->max);
		return;
	case KEYWORD_DEV:
		snprintf(text, size, "the name of a netdev");
		return;
	case KEYWORD_MAC:
		snprintf(text, size, "an address like 52:54:00:12:34:56");
		return;
	case KEYWORD_UUID:
		snprintf(text, size,
			 "a UUID like 01234567-89ab-cdef-0123-456789abcdef");
		return;
	}
}

static int value_error(const struct keyword *keyword, const char *value)
{
	char text[WORDS_SIZE + 32];

	expected(keyword, text, sizeof(text));
	if (!value)
		return usage_error("\"%s\" needs a value, expected %s",
				   keyword->name, text);
	return usage_error("invalid value \"%s\" of \"%s\", expected %s",
			   value, keyword->name, text);
}

/**
 * keywords_error() - refuse a command line for the lack of a keyword of a table
 * @keywords: table
 * @what: what is wrong
 *
 * Return: EXIT_USAGE.
 */
int keywords_error(const struct keyword *keywords, const char *what)
{
	char words[WORDS_SIZE];

	list_words(keywords, sizeof(*keywords), "", words, sizeof(words));
	return usage_error("%s, expected %s", what,
			   *words ? words : "nothing more");
}

static int keyword_error(const struct keyword *keywords, const char *word)
{
	char what[WORDS_SIZE];

	snprintf(what, sizeof(what), "unknown keyword \"%s\"", word);
	return keywords_error(keywords, what);
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
			return keyword_error(keywords, word);
		if (keyword->seen)
			return usage_error("\"%s\" is given twice", word);
		value = NULL;
		if (keyword->type != KEYWORD_FLAG) {
			value = args_next(args);
			if (!value)
				return value_error(keyword, NULL);
		}
		if (keyword_value(keyword, value))
			return value_error(keyword, value);
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

/**
 * keyword_differs() - was something else asked for than there is
 * @keyword: what was asked for
 * @is: what there is, only the value
 *
 * Return: false if it was not asked for, or is so.
 */
bool keyword_differs(const struct keyword *keyword, const struct keyword *is)
{
	if (!keyword->seen)
		return false;
	if (keyword->type == KEYWORD_STRING)
		return strcmp(keyword->string, is->string);
	return keyword->number != is->number;
}

/**
 * keyword_text() - a value as the command line spells it
 * @keyword: keyword
 * @is: value
 * @text: buffer
 * @size: size of the buffer
 */
void keyword_text(const struct keyword *keyword, const struct keyword *is,
		  char *text, size_t size)
{
	const struct name *name = keyword->names;

	while (name && name->name && name->value != is->number)
		name++;
	if (keyword->type == KEYWORD_STRING)
		snprintf(text, size, "%s", *is->string ? is->string : "none");
	else if (name && name->name)
		snprintf(text, size, "%s", name->name);
	else
		snprintf(text, size, "%u", is->number);
}

static void keyword_put(struct nl_msg *msg, const struct keyword *keyword)
{
	switch (keyword->type) {
	case KEYWORD_FLAG:
		put_flag(msg, keyword->attr);
		break;
	case KEYWORD_U8:
		put_u8(msg, keyword->attr, keyword->number);
		break;
	case KEYWORD_U16:
		put_u16(msg, keyword->attr, keyword->number);
		break;
	case KEYWORD_U32:
	case KEYWORD_ENUM:
		put_u32(msg, keyword->attr, keyword->number);
		break;
	case KEYWORD_STRING:
	case KEYWORD_DEV:
		put_string(msg, keyword->attr, keyword->string);
		break;
	case KEYWORD_MAC:
		put_bytes(msg, keyword->attr, keyword->bytes, MAC_LEN);
		break;
	case KEYWORD_UUID:
		put_bytes(msg, keyword->attr, keyword->bytes, UUID_LEN);
		break;
	}
}

/**
 * keywords_put() - add what the command line said to a request
 * @msg: request
 * @keywords: table, those that were seen and have an attribute are added
 */
void keywords_put(struct nl_msg *msg, const struct keyword *keywords)
{
	for (; keywords->name; keywords++)
		if (keywords->seen && keywords->attr)
			keyword_put(msg, keywords);
}
