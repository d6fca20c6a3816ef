// SPDX-License-Identifier: GPL-2.0-only
/*
 * Values of the command line.
 */
#include <ctype.h>
#include <errno.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include "value.h"

/**
 * parse_u32() - read a number, decimal or hexadecimal with 0x
 * @word: word
 * @min: lowest allowed
 * @max: highest allowed
 * @value: number read
 *
 * Return: 0 or -EINVAL.
 */
int parse_u32(const char *word, u32 min, u32 max, u32 *value)
{
	int base = word[0] == '0' && (word[1] | 0x20) == 'x' ? 16 : 10;
	unsigned long long number;
	char *end;

	/* strtoull() takes blanks and signs. */
	if (!isdigit((unsigned char)word[0]))
		return -EINVAL;
	errno = 0;
	number = strtoull(word, &end, base);
	if (*end || errno || number < min || number > max)
		return -EINVAL;
	*value = number;
	return 0;
}

/* Longest number that parse_u32() has to see, "0xffffffff", and a NUL. */
#define NUMBER_SIZE	12

static int parse_part(const char *word, size_t len, u32 min, u32 max,
		      u32 *value)
{
	char part[NUMBER_SIZE];

	if (len >= sizeof(part))
		return -EINVAL;
	memcpy(part, word, len);
	part[len] = 0;
	return parse_u32(part, min, max, value);
}

static int parse_range_part(const char *word, size_t len, u32 min,
			    u32 max, struct range *range)
{
	const char *dash = memchr(word, '-', len);
	size_t first = dash ? (size_t)(dash - word) : len;

	if (parse_part(word, first, min, max, &range->first))
		return -EINVAL;
	range->last = range->first;
	if (!dash)
		return 0;
	return parse_part(dash + 1, len - first - 1, range->first, max,
			  &range->last);
}

/**
 * parse_range() - read ``N`` or ``N-M``
 * @word: word
 * @min: lowest number allowed
 * @max: highest number allowed
 * @range: range read
 *
 * Return: 0 or -EINVAL.
 */
int parse_range(const char *word, u32 min, u32 max,
		struct range *range)
{
	return parse_range_part(word, strlen(word), min, max, range);
}

/**
 * parse_ranges() - read a list like ``10,20-30``
 * @word: word
 * @min: lowest number allowed
 * @max: highest number allowed
 * @ranges: ranges read, in the order of the list
 * @size: size of @ranges
 *
 * Return: number of ranges, -EINVAL, -E2BIG if there are more than @size.
 */
int parse_ranges(const char *word, u32 min, u32 max,
		 struct range *ranges, size_t size)
{
	for (size_t count = 0; count < size; count++) {
		size_t len = strcspn(word, ",");

		if (parse_range_part(word, len, min, max, &ranges[count]))
			return -EINVAL;
		if (!word[len])
			return count + 1;
		word += len + 1;
	}
	return -E2BIG;
}

static int hex_byte(const char *word, u8 *byte)
{
	char digits[3] = { word[0], word[0] ? word[1] : 0, 0 };

	if (!isxdigit((unsigned char)digits[0]) ||
	    !isxdigit((unsigned char)digits[1]))
		return -EINVAL;
	*byte = strtoul(digits, NULL, 16);
	return 0;
}

/**
 * parse_mac() - read an address like ``52:54:00:12:34:56``
 * @word: word
 * @mac: address read
 *
 * Return: 0 or -EINVAL.
 */
int parse_mac(const char *word, u8 mac[MAC_LEN])
{
	for (int i = 0; i < MAC_LEN; i++) {
		if (hex_byte(word, &mac[i]))
			return -EINVAL;
		word += 2;
		if (*word++ != (i < MAC_LEN - 1 ? ':' : 0))
			return -EINVAL;
	}
	return 0;
}

/**
 * parse_uuid() - read a UUID in its usual form of 36 characters
 * @word: word
 * @uuid: UUID read, in the order of the digits
 *
 * Return: 0 or -EINVAL.
 */
int parse_uuid(const char *word, u8 uuid[UUID_LEN])
{
	for (int i = 0; i < UUID_LEN; i++) {
		if ((i == 4 || i == 6 || i == 8 || i == 10) && *word++ != '-')
			return -EINVAL;
		if (hex_byte(word, &uuid[i]))
			return -EINVAL;
		word += 2;
	}
	return *word ? -EINVAL : 0;
}

/**
 * ifname_valid() - check a name as the kernel does for a netdev
 * @word: word
 *
 * Return: true if a netdev may have the name.
 */
bool ifname_valid(const char *word)
{
	size_t len = strlen(word);

	if (!len || len >= IF_NAMESIZE)
		return false;
	if (!strcmp(word, ".") || !strcmp(word, ".."))
		return false;
	for (; *word; word++)
		if (*word == '/' || *word == ':' ||
		    isspace((unsigned char)*word))
			return false;
	return true;
}

/**
 * parse_vf_name() - take a vNIC's first name apart, ``fex0v3``
 * @word: word
 * @adapter: buffer for the adapter's name
 * @size: size of the buffer
 * @vf: index read
 *
 * Return: 0 or -EINVAL.
 */
int parse_vf_name(const char *word, char *adapter, size_t size, u32 *vf)
{
	const char *last = strrchr(word, 'v');
	size_t len;

	if (!last || last == word || !isdigit((unsigned char)last[1]))
		return -EINVAL;
	if (last[1] == '0' && last[2])
		return -EINVAL;
	len = last - word;
	if (len >= size || parse_u32(last + 1, 0, UINT16_MAX, vf))
		return -EINVAL;
	memcpy(adapter, word, len);
	adapter[len] = 0;
	return 0;
}
