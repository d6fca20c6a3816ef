// SPDX-License-Identifier: GPL-2.0-only
/*
 * The words of tests/tools/vfport, and what they stand for.
 */
#include <ctype.h>
#include <err.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "number.h"
#include "vfport.h"

/**
 * struct word - a word for a number
 * @word: word, NULL in the last one
 * @number: number
 */
struct word {
	const char *word;
	unsigned int number;
};

static const struct word requests[] = {
	{ "preassociate", PORT_REQUEST_PREASSOCIATE },
	{ "preassociate-rr", PORT_REQUEST_PREASSOCIATE_RR },
	{ "associate", PORT_REQUEST_ASSOCIATE },
	{ "disassociate", PORT_REQUEST_DISASSOCIATE },
	{}
};

static const struct word responses[] = {
	{ "vdp-success", PORT_VDP_RESPONSE_SUCCESS },
	{ "success", PORT_PROFILE_RESPONSE_SUCCESS },
	{ "inprogress", PORT_PROFILE_RESPONSE_INPROGRESS },
	{ "invalid", PORT_PROFILE_RESPONSE_INVALID },
	{ "badstate", PORT_PROFILE_RESPONSE_BADSTATE },
	{ "insufficient-resources",
	  PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES },
	{ "error", PORT_PROFILE_RESPONSE_ERROR },
	{}
};

static const struct word attributes[] = {
	{ "vf", IFLA_PORT_VF },
	{ "profile", IFLA_PORT_PROFILE },
	{ "vsi", IFLA_PORT_VSI_TYPE },
	{ "instance", IFLA_PORT_INSTANCE_UUID },
	{ "host", IFLA_PORT_HOST_UUID },
	{ "request", IFLA_PORT_REQUEST },
	{ "response", IFLA_PORT_RESPONSE },
	{}
};

/**
 * usage_error() - complain about the command line
 * @format: as of printf()
 *
 * Return: -1.
 */
int usage_error(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vwarnx(format, args);
	va_end(args);
	return -1;
}

static const char *word_of(const struct word *table, unsigned int number)
{
	static char unknown[16];

	for (; table->word; table++)
		if (table->number == number)
			return table->word;
	snprintf(unknown, sizeof(unknown), "%#x", number);
	return unknown;
}

/**
 * request_name() - name a request
 * @request: PORT_REQUEST_*
 *
 * Return: word, or the number if it has none.
 */
const char *request_name(unsigned int request)
{
	return word_of(requests, request);
}

/**
 * response_name() - name a response
 * @response: PORT_PROFILE_RESPONSE_*
 *
 * Return: word, or the number if it has none.
 */
const char *response_name(unsigned int response)
{
	return word_of(responses, response);
}

static int parse_u32(const char *what, const char *word, u32 *number)
{
	u64 value;

	if (number_parse(what, word, 0, UINT32_MAX, &value))
		return -1;
	*number = value;
	return 0;
}

static int parse_named(const char *what, const struct word *table,
		       const char *word, u32 *number)
{
	for (; table->word; table++) {
		if (strcmp(table->word, word))
			continue;
		*number = table->number;
		return 0;
	}
	return parse_u32(what, word, number);
}

/* Hexadecimal digits, in pairs that @skip may stand between; "-" is nothing. */
static int parse_hex(const char *word, const char *skip, u8 *data,
		     size_t room, size_t *len)
{
	char pair[3] = "";

	*len = 0;
	if (!strcmp(word, "-"))
		return 0;
	while (*word) {
		if (strchr(skip, *word)) {
			word++;
			continue;
		}
		if (!isxdigit((unsigned char)word[0]) ||
		    !isxdigit((unsigned char)word[1]) || *len == room)
			return -1;
		memcpy(pair, word, 2);
		data[(*len)++] = strtoul(pair, NULL, 16);
		word += 2;
	}
	return 0;
}

/* So many bytes, written as a UUID or an address is. */
static int parse_exactly(const char *word, const char *skip, u8 *data,
			 size_t wanted)
{
	size_t len;

	if (parse_hex(word, skip, data, wanted, &len) || len != wanted)
		return usage_error("\"%s\" is not of %zu bytes", word, wanted);
	return 0;
}

/**
 * parse_range() - read the indexes of VFs
 * @word: N or N-M
 * @first: the first index
 * @last: the last index
 *
 * Return: 0, or -1 after a message.
 */
int parse_range(const char *word, int64_t *first, int64_t *last)
{
	const char *dash = strchr(word, '-');
	u32 from, to;
	char start[16];

	snprintf(start, sizeof(start), "%.*s",
		 (int)(dash ? (size_t)(dash - word) : strlen(word)), word);
	if (parse_u32("vf", start, &from) ||
	    parse_u32("vf", dash ? dash + 1 : word, &to))
		return -1;
	if (from > to || to - from > 4095)
		return usage_error("\"%s\" is no range", word);
	*first = from;
	*last = to;
	return 0;
}

/**
 * find_piece() - find an attribute
 * @entry: entry
 * @type: IFLA_PORT_*
 *
 * Return: the first of that type, NULL if there is none.
 */
const struct piece *find_piece(const struct entry *entry, u16 type)
{
	for (unsigned int i = 0; i < entry->num_pieces; i++)
		if (entry->pieces[i].type == type)
			return &entry->pieces[i];
	return NULL;
}

static int add_piece(struct entry *entry, u16 type, const void *data,
		     size_t len)
{
	struct piece *piece;

	if (entry->num_pieces == MAX_PIECES || len > PIECE_ROOM)
		return usage_error("more than fits");
	piece = &entry->pieces[entry->num_pieces++];
	piece->type = type;
	piece->len = len;
	memcpy(piece->data, data, len);
	return 0;
}

/**
 * set_piece() - put an attribute in the place of all of its type
 * @entry: entry, which has room if it had one of the type
 * @type: IFLA_PORT_*
 * @data: payload
 * @len: bytes of it
 */
void set_piece(struct entry *entry, u16 type, const void *data, size_t len)
{
	unsigned int from, to = 0;

	for (from = 0; from < entry->num_pieces; from++)
		if (entry->pieces[from].type != type)
			entry->pieces[to++] = entry->pieces[from];
	entry->num_pieces = to;
	add_piece(entry, type, data, len);
}

/* Big endian, with what is carried over the first byte lost */
static void add_number(u8 *bytes, size_t len, u32 number)
{
	while (number && len--) {
		number += bytes[len];
		bytes[len] = number;
		number >>= 8;
	}
}

/**
 * pick_vf() - make an entry of one VF
 * @one: filled: what would have been parsed if the VF had been given alone
 * @entry: entry
 * @vf: one of its VFs
 */
void pick_vf(struct entry *one, const struct entry *entry, int64_t vf)
{
	u32 number = vf - entry->first;
	struct piece *piece;

	*one = *entry;
	one->first = vf;
	one->last = vf;
	add_number(one->mac, MAC_LEN, number);
	for (unsigned int i = 0; i < one->num_pieces; i++) {
		piece = &one->pieces[i];
		if (piece->type == IFLA_PORT_INSTANCE_UUID)
			add_number(piece->data, piece->len, number);
	}
}

static int parse_raw(struct entry *entry, const char *attribute,
		     const char *hex)
{
	u8 data[PIECE_ROOM];
	u32 type;
	size_t len;

	if (parse_named("attribute", attributes, attribute, &type))
		return -1;
	if (parse_hex(hex, "", data, sizeof(data), &len))
		return usage_error("\"%s\" is not hexadecimal", hex);
	return add_piece(entry, type, data, len);
}

static int parse_uuid(struct entry *entry, u16 type, const char *word)
{
	u8 uuid[UUID_LEN];

	if (parse_exactly(word, "-", uuid, sizeof(uuid)))
		return -1;
	return add_piece(entry, type, uuid, sizeof(uuid));
}

static int parse_request_word(struct entry *entry, const char *word)
{
	u32 number;
	u8 request;

	if (parse_named("request", requests, word, &number))
		return -1;
	request = number;
	return add_piece(entry, IFLA_PORT_REQUEST, &request, sizeof(request));
}

static int parse_port_vf(struct entry *entry, const char *word)
{
	u32 vf;

	if (parse_u32("port-vf", word, &vf))
		return -1;
	return add_piece(entry, IFLA_PORT_VF, &vf, sizeof(vf));
}

static int parse_no(struct entry *entry, const char *word)
{
	u32 type;

	if (parse_named("attribute", attributes, word, &type))
		return -1;
	if (type > IFLA_PORT_MAX)
		return usage_error("libvirt sends no attribute %u", type);
	entry->left_out |= 1U << type;
	return 0;
}

/* A word and its value, of those that take one. */
static int parse_word(struct entry *entry, const char *word, const char *value)
{
	if (!strcmp(word, "profile"))
		return add_piece(entry, IFLA_PORT_PROFILE, value,
				 strlen(value) + 1);
	if (!strcmp(word, "profile-bare"))
		return add_piece(entry, IFLA_PORT_PROFILE, value,
				 strlen(value));
	if (!strcmp(word, "instance"))
		return parse_uuid(entry, IFLA_PORT_INSTANCE_UUID, value);
	if (!strcmp(word, "host"))
		return parse_uuid(entry, IFLA_PORT_HOST_UUID, value);
	if (!strcmp(word, "request"))
		return parse_request_word(entry, value);
	if (!strcmp(word, "port-vf"))
		return parse_port_vf(entry, value);
	if (!strcmp(word, "no"))
		return parse_no(entry, value);
	if (!strcmp(word, "mac")) {
		entry->has_mac = true;
		return parse_exactly(value, ":", entry->mac, MAC_LEN);
	}
	return usage_error("unknown word \"%s\"", word);
}

static struct entry *new_entry(struct request *request, int64_t first,
			       int64_t last)
{
	struct entry *entry;

	if (request->num_entries == MAX_ENTRIES) {
		usage_error("more than %u entries", MAX_ENTRIES);
		return NULL;
	}
	entry = &request->entries[request->num_entries++];
	memset(entry, 0, sizeof(*entry));
	entry->first = first;
	entry->last = last;
	return entry;
}

static int parse_entries(struct request *request, char **words)
{
	struct entry *entry = NULL;
	int64_t first, last;

	while (*words) {
		if (!strcmp(*words, "self")) {
			entry = new_entry(request, PORT_SELF_VF, PORT_SELF_VF);
			if (!entry)
				return -1;
			words++;
			continue;
		}
		if (!words[1])
			return usage_error("\"%s\" needs a value", *words);
		if (!strcmp(*words, "vf")) {
			if (parse_range(words[1], &first, &last))
				return -1;
			entry = new_entry(request, first, last);
			if (!entry)
				return -1;
		} else if (!entry) {
			return usage_error("\"%s\" before vf or self", *words);
		} else if (!strcmp(*words, "raw")) {
			if (!words[2])
				return usage_error("raw needs two values");
			if (parse_raw(entry, words[1], words[2]))
				return -1;
			words++;
		} else if (parse_word(entry, words[0], words[1])) {
			return -1;
		}
		words += 2;
	}
	return 0;
}

/**
 * parse_request() - read a netdev and entries
 * @request: request, filled
 * @words: words, the last one is NULL; they must live as long as @request
 *
 * Return: 0, or -1 after a message.
 */
int parse_request(struct request *request, char **words)
{
	memset(request, 0, sizeof(*request));
	request->dev = *words;
	if (!request->dev)
		return usage_error("which netdev?");
	request->ifindex = if_nametoindex(request->dev);
	if (!request->ifindex)
		return usage_error("no netdev %s", request->dev);
	return parse_entries(request, words + 1);
}
