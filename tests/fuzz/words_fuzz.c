// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of the command line. The input is a line, split as one of a batch; each
 * of its words is tried as every kind of value, and all of them as keywords, as
 * options and as the name of a port.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/args.h"
#include "lib/keyword.h"
#include "lib/names.h"
#include "lib/nlattr.h"
#include "lib/report.h"
#include "lib/request.h"
#include "lib/value.h"
#include "tool/options.h"
#include "tool/port_ref.h"
#include "fuzz.h"
#include "line.h"

#define MAX_RANGES	8

/* Reads a number in the plainest way; false if it is none, or beyond 32 bits. */
static bool plain_number(const char *word, u64 *number)
{
	static const char digits[] = "0123456789abcdef";
	unsigned int base = 10;
	const char *digit;

	if (word[0] == '0' && (word[1] == 'x' || word[1] == 'X')) {
		base = 16;
		word += 2;
	}
	if (!*word)
		return false;
	for (*number = 0; *word; word++) {
		digit = strchr(digits, tolower((unsigned char)*word));
		if (!digit || digit - digits >= (int)base)
			return false;
		*number = *number * base + (digit - digits);
		if (*number > UINT32_MAX)
			return false;
	}
	return true;
}

static void check_number(const char *word, u32 min, u32 max)
{
	u64 plain = 0;
	bool right = plain_number(word, &plain) && plain >= min && plain <= max;
	u32 got = 0;

	fuzz_check(!parse_u32(word, min, max, &got) == right,
		   "number \"%s\" from %u to %u", word, min, max);
	fuzz_check(!right || got == plain, "number \"%s\" is %u", word, got);
}

static bool same_range(const struct range *a, const struct range *b)
{
	return a->first == b->first && a->last == b->last;
}

static void check_range(const char *word, u32 min, u32 max)
{
	struct range got, again;
	char text[32];

	if (parse_range(word, min, max, &got))
		return;
	fuzz_check(got.first >= min && got.last <= max &&
		   got.first <= got.last, "range \"%s\" is %u-%u", word,
		   got.first, got.last);
	snprintf(text, sizeof(text), "%u-%u", got.first, got.last);
	fuzz_check(!parse_range(text, min, max, &again) &&
		   same_range(&got, &again), "range \"%s\"", text);
}

static int count_of(const char *word, char c)
{
	int count = 0;

	for (; *word; word++)
		count += *word == c;
	return count;
}

static void check_ranges(const char *word, u32 min, u32 max)
{
	struct range *got = malloc(MAX_RANGES * sizeof(*got));
	struct range again[MAX_RANGES];
	char text[MAX_RANGES * 24];
	size_t len = 0;
	int count;

	count = parse_ranges(word, min, max, got, MAX_RANGES);
	fuzz_check(count == -EINVAL || count == -E2BIG ||
		   (count > 0 && count <= MAX_RANGES), "%d ranges", count);
	fuzz_check(count != -E2BIG || count_of(word, ',') >= MAX_RANGES,
		   "\"%s\" is too much", word);
	fuzz_check(count < 0 || count == count_of(word, ',') + 1,
		   "\"%s\" has %d ranges", word, count);
	for (int i = 0; i < count; i++) {
		fuzz_check(got[i].first >= min && got[i].last <= max &&
			   got[i].first <= got[i].last, "range %u-%u",
			   got[i].first, got[i].last);
		len += snprintf(text + len, sizeof(text) - len, "%s%u-%u",
				i ? "," : "", got[i].first, got[i].last);
	}
	if (count > 0)
		fuzz_check(parse_ranges(text, min, max, again, MAX_RANGES) ==
			   count && !memcmp(got, again, count * sizeof(*got)),
			   "ranges \"%s\"", text);
	free(got);
}

static void print_mac(char *text, const u8 *mac)
{
	sprintf(text, "%02x:%02x:%02x:%02x:%02x:%02x", mac[0], mac[1], mac[2],
		mac[3], mac[4], mac[5]);
}

static void print_uuid(char *text, const u8 *uuid)
{
	for (int i = 0; i < UUID_LEN; i++)
		text += sprintf(text, "%s%02x", i == 4 || i == 6 || i == 8 ||
				i == 10 ? "-" : "", uuid[i]);
}

static void check_bytes(const char *word)
{
	u8 bytes[UUID_LEN];
	char text[40];

	if (!parse_mac(word, bytes)) {
		print_mac(text, bytes);
		fuzz_check(!strcasecmp(text, word), "address \"%s\" is %s",
			   word, text);
	}
	if (!parse_uuid(word, bytes)) {
		print_uuid(text, bytes);
		fuzz_check(!strcasecmp(text, word), "UUID \"%s\" is %s", word,
			   text);
	}
}

static void check_vf_name(const char *word)
{
	char adapter[IF_NAMESIZE], text[IF_NAMESIZE + 16];
	u32 vf;

	if (parse_vf_name(word, adapter, sizeof(adapter), &vf))
		return;
	snprintf(text, sizeof(text), "%sv%u", adapter, vf);
	fuzz_check(!strcmp(text, word), "vNIC \"%s\" is %s", word, text);
}

static void check_ifname(const char *word)
{
	if (ifname_valid(word))
		fuzz_check(*word && strlen(word) < IF_NAMESIZE &&
			   !strpbrk(word, "/: \t\n\v\f\r"),
			   "\"%s\" for a netdev", word);
}

static void check_names(const char *word)
{
	u32 value;

	if (!match_name(word, response_names, &value))
		fuzz_check(!strcmp(name_of(response_names, value), word),
			   "\"%s\" has the number of another word", word);
}

/* In memory that ends where the word does. */
static void check_word(const char *word)
{
	char *copy = fuzz_copy(word, strlen(word) + 1);

	check_number(copy, 0, UINT32_MAX);
	check_number(copy, 1, 4094);
	check_range(copy, 0, UINT16_MAX);
	check_ranges(copy, 1, 4094);
	check_ranges(copy, 0, UINT32_MAX);
	check_bytes(copy);
	check_vf_name(copy);
	check_ifname(copy);
	check_names(copy);
	free(copy);
}

enum { FLAG, U8, U16, U32, ENUM, STRING, DEV, MAC, UUID, KEYWORDS };

static const struct keyword keyword_table[KEYWORDS + 1] = {
	[FLAG] = { .name = "rr", .type = KEYWORD_FLAG, .attr = 1 },
	[U8] = { .name = "cos", .type = KEYWORD_U8, .max = 7, .attr = 2,
		 .names = mac_forge_names },
	[U16] = { .name = "vlan", .type = KEYWORD_U16, .min = 1, .max = 4094,
		  .attr = 3 },
	[U32] = { .name = "list", .type = KEYWORD_U32, .max = UINT32_MAX,
		  .attr = 4 },
	[ENUM] = { .name = "state", .type = KEYWORD_ENUM, .attr = 5,
		   .names = port_state_names },
	[STRING] = { .name = "profile", .type = KEYWORD_STRING, .min = 1,
		     .max = 40, .attr = 6 },
	[DEV] = { .name = "adapter", .type = KEYWORD_DEV, .attr = 7 },
	[MAC] = { .name = "mac", .type = KEYWORD_MAC, .attr = 8 },
	[UUID] = { .name = "host", .type = KEYWORD_UUID, .attr = 9 },
};

static void print_value(char *text, size_t size, const struct keyword *keyword)
{
	switch (keyword->type) {
	case KEYWORD_FLAG:
		break;
	case KEYWORD_U8:
	case KEYWORD_U16:
	case KEYWORD_U32:
		snprintf(text, size, "%u", keyword->number);
		break;
	case KEYWORD_ENUM:
		snprintf(text, size, "%s",
			 name_of(keyword->names, keyword->number));
		break;
	case KEYWORD_STRING:
	case KEYWORD_DEV:
		snprintf(text, size, "%s", keyword->string);
		break;
	case KEYWORD_MAC:
		print_mac(text, keyword->bytes);
		break;
	case KEYWORD_UUID:
		print_uuid(text, keyword->bytes);
		break;
	}
}

static bool same_value(const struct keyword *a, const struct keyword *b)
{
	switch (a->type) {
	case KEYWORD_FLAG:
		return true;
	case KEYWORD_STRING:
	case KEYWORD_DEV:
		return !strcmp(a->string, b->string);
	case KEYWORD_MAC:
		return !memcmp(a->bytes, b->bytes, MAC_LEN);
	case KEYWORD_UUID:
		return !memcmp(a->bytes, b->bytes, UUID_LEN);
	default:
		return a->number == b->number;
	}
}

/* What was read, printed, and read again. */
static void check_printed(const struct keyword *keywords)
{
	struct keyword again[KEYWORDS + 1];
	char values[KEYWORDS][64], *words[2 * KEYWORDS];
	struct args args = { .argv = words };

	for (int i = 0; i < KEYWORDS; i++) {
		if (!keywords[i].seen)
			continue;
		print_value(values[i], sizeof(values[i]), &keywords[i]);
		words[args.argc++] = (char *)keywords[i].name;
		if (keywords[i].type != KEYWORD_FLAG)
			words[args.argc++] = values[i];
	}
	memcpy(again, keyword_table, sizeof(again));
	fuzz_check(!keywords_parse(&args, again),
		   "keywords are refused when they are printed");
	for (int i = 0; i < KEYWORDS; i++) {
		fuzz_check(keywords[i].seen == again[i].seen,
			   "\"%s\" is lost when it is printed",
			   keywords[i].name);
		fuzz_check(!keywords[i].seen ||
			   same_value(&keywords[i], &again[i]),
			   "\"%s\" changes when it is printed",
			   keywords[i].name);
	}
}

static void check_attr(const struct keyword *keyword, const struct nlattr *attr)
{
	const char *name = keyword->name;
	char string[64];
	u8 bytes[UUID_LEN];
	u32 number = keyword->number;

	switch (keyword->type) {
	case KEYWORD_FLAG:
		return;
	case KEYWORD_U8:
		number = attr_u8(attr, ~number);
		break;
	case KEYWORD_U16:
		number = attr_u16(attr, ~number);
		break;
	case KEYWORD_U32:
	case KEYWORD_ENUM:
		number = attr_u32(attr, ~number);
		break;
	case KEYWORD_STRING:
	case KEYWORD_DEV:
		attr_string(attr, string, sizeof(string));
		fuzz_check(!strcmp(string, keyword->string),
			   "\"%s\" is put as \"%s\"", name, string);
		return;
	case KEYWORD_MAC:
		fuzz_check(nla_len(attr) == MAC_LEN &&
			   attr_bytes(attr, bytes, MAC_LEN) &&
			   !memcmp(bytes, keyword->bytes, MAC_LEN),
			   "\"%s\" is put wrongly", name);
		return;
	case KEYWORD_UUID:
		fuzz_check(nla_len(attr) == UUID_LEN &&
			   attr_bytes(attr, bytes, UUID_LEN) &&
			   !memcmp(bytes, keyword->bytes, UUID_LEN),
			   "\"%s\" is put wrongly", name);
		return;
	}
	fuzz_check(number == keyword->number, "\"%s\" is put as %u", name,
		   number);
}

/* What was read, put into a request, and taken out of it. */
static void check_put(const struct keyword *keywords)
{
	struct nl_msg *msg = request_new(VMFEX_CMD_PORT_SET);
	struct nlattr *attrs[KEYWORDS + 1];

	keywords_put(msg, keywords);
	attr_parse(nlmsg_hdr(msg), attrs, KEYWORDS);
	for (int i = 0; i < KEYWORDS; i++) {
		const struct nlattr *attr = attrs[keywords[i].attr];

		fuzz_check(keywords[i].seen == !!attr, "\"%s\" is %s a request",
			   keywords[i].name, attr ? "in" : "not in");
		if (attr)
			check_attr(&keywords[i], attr);
	}
	nlmsg_free(msg);
}

/* An error is one line that quotes the word that is wrong. */
static void check_error(const struct fuzz_output *output,
			const struct line *line)
{
	fuzz_check(!output->text_len, "an error on the standard output");
	fuzz_check(line_named(line, output->errors),
		   "no word of the line in: %s", output->errors);
}

static void check_keywords(const struct line *line)
{
	struct keyword keywords[KEYWORDS + 1];
	struct args args = { line->count, (char **)line->words };
	struct fuzz_output output;
	int code;

	memcpy(keywords, keyword_table, sizeof(keywords));
	fuzz_capture(&output);
	code = keywords_parse(&args, keywords);
	fuzz_capture_end(&output);
	fuzz_check(!code == !output.errors_len,
		   "keywords: either a result or an error");
	if (code) {
		check_error(&output, line);
	} else {
		fuzz_check(!args.argc, "keywords: %d words are left",
			   args.argc);
		check_printed(keywords);
		check_put(keywords);
	}
	fuzz_output_free(&output);
}

static void check_port_ref(const struct line *line)
{
	struct args args = { line->count, (char **)line->words };
	struct fuzz_output output;
	struct port_ref ref;
	int code;

	fuzz_capture(&output);
	code = port_ref_parse(&args, &ref);
	fuzz_capture_end(&output);
	fuzz_check(!code == !output.errors_len,
		   "port: either a result or an error");
	if (code && line->count)
		check_error(&output, line);
	if (!code)
		fuzz_check(ifname_valid(ref.dev) &&
			   ref.vfs.first <= ref.vfs.last,
			   "port %s vf %u-%u", ref.dev, ref.vfs.first,
			   ref.vfs.last);
	fuzz_output_free(&output);
}

static void check_options(const struct line *line)
{
	struct args args = { line->count, (char **)line->words };
	struct fuzz_output output;
	struct options options = { };
	struct tool tool = { };
	int code;

	fuzz_capture(&output);
	code = options_parse(&args, &options, &tool);
	fuzz_capture_end(&output);
	fuzz_check(!code == !output.errors_len,
		   "options: either a result or an error");
	if (code)
		check_error(&output, line);
	else
		fuzz_check(!args.argc || *args_peek(&args) != '-',
			   "\"%s\" is no option", args_peek(&args));
	fuzz_output_free(&output);
}

/**
 * fuzz_input() - one line of words
 * @data: input
 * @size: its length
 */
void fuzz_input(const u8 *data, size_t size)
{
	struct line line;

	line_split(&line, data, size);
	for (int i = 0; i < line.count; i++)
		check_word(line.words[i]);
	line_check_quoted(&line);
	check_keywords(&line);
	check_port_ref(&line);
	check_options(&line);
	line_free(&line);
}
