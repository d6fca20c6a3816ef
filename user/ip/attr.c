// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes as ip(8) prints and takes them: a key and a value.
 */
#include <string.h>

#include "attr.h"

/**
 * get_number() - value of an attribute
 * @attr: attribute, may be NULL
 * @number: filled
 *
 * Return: true if there is one.
 */
bool get_number(const struct rtattr *attr, u32 *number)
{
	if (!attr || RTA_PAYLOAD(attr) < sizeof(*number))
		return false;
	memcpy(number, RTA_DATA(attr), sizeof(*number));
	return true;
}

/**
 * print_name() - print a word
 * @key: key
 * @name: word
 */
void print_name(const char *key, const char *name)
{
	/* ip takes a format, in which a key of ours stands unchanged. */
	char format[32];

	snprintf(format, sizeof(format), "%s %%s ", key);
	print_color_string(PRINT_ANY, COLOR_NONE, key, format, name);
}

/**
 * print_enum() - print the word for a number
 * @key: key
 * @attr: attribute, NULL if there is nothing to print
 * @names: words
 */
void print_enum(const char *key, const struct rtattr *attr,
		const struct name *names)
{
	u32 number;

	if (get_number(attr, &number))
		print_name(key, name_of(names, number));
}

/**
 * enum_number() - the number of a word, without which ip ends
 * @key: key
 * @word: word
 * @names: words
 *
 * Return: number.
 */
u32 enum_number(const char *key, const char *word, const struct name *names)
{
	u32 number;

	if (match_name(word, names, &number))
		invarg(key, word);
	return number;
}

/**
 * print_string_attr() - print a string
 * @key: key
 * @attr: attribute, NULL if there is nothing to print
 */
void print_string_attr(const char *key, const struct rtattr *attr)
{
	char value[64];
	size_t len;

	if (!attr)
		return;
	len = strnlen(RTA_DATA(attr), RTA_PAYLOAD(attr));
	snprintf(value, sizeof(value), "%.*s", (int)len,
		 (const char *)RTA_DATA(attr));
	print_name(key, value);
}

/**
 * print_uint_attr() - print a number
 * @key: key
 * @attr: attribute, NULL if there is nothing to print
 */
void print_uint_attr(const char *key, const struct rtattr *attr)
{
	char format[32];
	u32 number;

	if (!get_number(attr, &number))
		return;
	snprintf(format, sizeof(format), "%s %%u ", key);
	print_color_uint(PRINT_ANY, COLOR_NONE, key, format, number);
}
