// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words of the command line: numbers, ranges, addresses, names.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "lib/args.h"
#include "lib/names.h"
#include "lib/value.h"
#include "unit.h"

static void test_u32(void)
{
	static const struct {
		const char *word;
		u32 min, max;
		int err;
		u32 value;
	} rows[] = {
		{ "0", 0, 10, 0, 0 },
		{ "10", 0, 10, 0, 10 },
		{ "11", 0, 10, -EINVAL, 0 },
		{ "4095", 1, 4095, 0, 4095 },
		{ "0", 1, 4095, -EINVAL, 0 },
		{ "0x10", 0, 100, 0, 16 },
		{ "0XfF", 0, 255, 0, 255 },
		{ "010", 0, 100, 0, 10 },
		{ "4294967295", 0, UINT32_MAX, 0, UINT32_MAX },
		{ "4294967296", 0, UINT32_MAX, -EINVAL, 0 },
		{ "18446744073709551616", 0, UINT32_MAX, -EINVAL, 0 },
		{ "99999999999999999999999999", 0, UINT32_MAX, -EINVAL, 0 },
		{ "", 0, 10, -EINVAL, 0 },
		{ "-1", 0, UINT32_MAX, -EINVAL, 0 },
		{ "+1", 0, 10, -EINVAL, 0 },
		{ " 1", 0, 10, -EINVAL, 0 },
		{ "1 ", 0, 10, -EINVAL, 0 },
		{ "1x", 0, 10, -EINVAL, 0 },
		{ "0x", 0, 10, -EINVAL, 0 },
		{ "x1", 0, 10, -EINVAL, 0 },
		{ "1.0", 0, 10, -EINVAL, 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		u32 value = 0;
		int err = parse_u32(rows[i].word, rows[i].min, rows[i].max,
				    &value);

		unit_ok(err == rows[i].err &&
			(err || value == rows[i].value),
			"number \"%s\" of %u to %u", rows[i].word,
			rows[i].min, rows[i].max);
	}
}

/* Ranges as text again, or the error. */
static void describe(const char *word, size_t size, char *text, size_t len)
{
	struct range ranges[64];
	int count = parse_ranges(word, 1, 4094, ranges, size);
	size_t at = 0;

	if (count < 0) {
		snprintf(text, len, "%s", count == -E2BIG ? "E2BIG" : "EINVAL");
		return;
	}
	text[0] = 0;
	for (int i = 0; i < count; i++)
		at += snprintf(text + at, len - at, "%u-%u;", ranges[i].first,
			       ranges[i].last);
}

static void test_ranges(void)
{
	static const struct {
		const char *word;
		size_t size;
		const char *expected;
	} rows[] = {
		{ "10", 64, "10-10;" },
		{ "10,20-30", 64, "10-10;20-30;" },
		{ "1-4094", 64, "1-4094;" },
		{ "5-5", 64, "5-5;" },
		{ "30,10", 64, "30-30;10-10;" },
		{ "1,2,3", 3, "1-1;2-2;3-3;" },
		{ "1,2,3,4", 3, "E2BIG" },
		{ "", 64, "EINVAL" },
		{ ",", 64, "EINVAL" },
		{ "10,", 64, "EINVAL" },
		{ ",10", 64, "EINVAL" },
		{ "10,,20", 64, "EINVAL" },
		{ "-", 64, "EINVAL" },
		{ "10-", 64, "EINVAL" },
		{ "-10", 64, "EINVAL" },
		{ "30-20", 64, "EINVAL" },
		{ "1-2-3", 64, "EINVAL" },
		{ "0", 64, "EINVAL" },
		{ "4095", 64, "EINVAL" },
		{ "1-4095", 64, "EINVAL" },
		{ "10, 20", 64, "EINVAL" },
		{ "a-b", 64, "EINVAL" },
		{ "1000000000000", 64, "EINVAL" },
	};
	char text[128], name[64];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		describe(rows[i].word, rows[i].size, text, sizeof(text));
		snprintf(name, sizeof(name), "ranges \"%s\"", rows[i].word);
		unit_equal(text, rows[i].expected, name);
	}
}

static void test_mac(void)
{
	static const u8 expected[MAC_LEN] = {
		0x52, 0x54, 0x00, 0xab, 0xcd, 0xef
	};
	static const char *const bad[] = {
		"", "52", "52:54:00:ab:cd", "52:54:00:ab:cd:ef:01",
		"52:54:00:ab:cd:e", "52:54:00:ab:cd:efg", "52-54-00-ab-cd-ef",
		"5254.00ab.cdef", "52:54:00:ab:cd:", "g2:54:00:ab:cd:ef",
		"52:54:00:ab:cd:ef:", "52:54::ab:cd:ef", "0x:54:00:ab:cd:ef",
		"52:54:00:ab:cd:ef ", "+1:54:00:ab:cd:ef",
	};
	u8 mac[MAC_LEN];

	unit_ok(!parse_mac("52:54:00:ab:cd:ef", mac) &&
		!memcmp(mac, expected, MAC_LEN), "address in lower case");
	unit_ok(!parse_mac("52:54:00:AB:CD:EF", mac) &&
		!memcmp(mac, expected, MAC_LEN), "address in upper case");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		unit_ok(parse_mac(bad[i], mac) == -EINVAL,
			"bad address \"%s\"", bad[i]);
}

static void test_uuid(void)
{
	static const u8 expected[UUID_LEN] = {
		0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
		0xfe, 0xdc, 0xba, 0x98, 0x76, 0x54, 0x32, 0x10
	};
	static const char *const bad[] = {
		"", "0123456789abcdeffedcba9876543210",
		"01234567-89ab-cdef-fedc-ba987654321",
		"01234567-89ab-cdef-fedc-ba98765432100",
		"01234567-89ab-cdef-fedcba-9876543210",
		"01234567-89ab-cdef-fedc-ba987654321g",
		"{01234567-89ab-cdef-fedc-ba9876543210}",
		"01234567-89ab-cdef-fedc-", "01234567", "-",
	};
	u8 uuid[UUID_LEN];

	unit_ok(!parse_uuid("01234567-89ab-cdef-fedc-ba9876543210", uuid) &&
		!memcmp(uuid, expected, UUID_LEN), "UUID in lower case");
	unit_ok(!parse_uuid("01234567-89AB-CDEF-FEDC-BA9876543210", uuid) &&
		!memcmp(uuid, expected, UUID_LEN), "UUID in upper case");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		unit_ok(parse_uuid(bad[i], uuid) == -EINVAL,
			"bad UUID \"%s\"", bad[i]);
}

static void test_vf_name(void)
{
	static const struct {
		const char *word;
		const char *adapter;
		u32 vf;
	} rows[] = {
		{ "fex0v3", "fex0", 3 },
		{ "fex0v0", "fex0", 0 },
		{ "fex0v4093", "fex0", 4093 },
		{ "vvv1", "vv", 1 },
		{ "fex0v1v2", "fex0v1", 2 },
		{ "v1", NULL, 0 },
		{ "fex0", NULL, 0 },
		{ "fex0v", NULL, 0 },
		{ "fex0v03", NULL, 0 },
		{ "fex0v00", NULL, 0 },
		{ "fex0vx", NULL, 0 },
		{ "fex0v0x1", NULL, 0 },
		{ "fex0v3a", NULL, 0 },
		{ "fex0v70000", NULL, 0 },
		{ "sixteen_bytes_xxv3", NULL, 0 },
		{ "", NULL, 0 },
	};
	char adapter[16];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		u32 vf = 0;
		int err = parse_vf_name(rows[i].word, adapter,
					sizeof(adapter), &vf);

		if (!rows[i].adapter)
			unit_ok(err == -EINVAL, "no VF name \"%s\"",
				rows[i].word);
		else
			unit_ok(!err && vf == rows[i].vf &&
				!strcmp(adapter, rows[i].adapter),
				"VF name \"%s\"", rows[i].word);
	}
}

static void test_ifname(void)
{
	static const char *const good[] = {
		"eth0", "a", "fex0v4093", "fifteen_bytes_x", "..."
	};
	static const char *const bad[] = {
		"", ".", "..", "sixteen_bytes_xx", "a/b", "a:b", "a b", "a\tb"
	};

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		unit_ok(ifname_valid(good[i]), "netdev \"%s\"", good[i]);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		unit_ok(!ifname_valid(bad[i]), "bad netdev %zu", i);
}

static void test_match(void)
{
	static const struct name words[] = {
		{ "show", 0 }, { "set", 1 }, { "add", 2 }, { "address", 3 }, {}
	};
	static const struct {
		const char *word;
		int expected;
	} rows[] = {
		{ "show", 0 }, { "sh", 0 }, { "set", 1 }, { "se", 1 },
		{ "s", -EEXIST }, { "add", 2 }, { "addr", 3 },
		{ "ad", -EEXIST }, { "shows", -ENOENT }, { "x", -ENOENT },
		{ "", -ENOENT }, { "SHOW", -ENOENT },
	};
	u32 value = 7;

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++)
		unit_ok(match_word(rows[i].word, words, sizeof(words[0])) ==
			rows[i].expected, "match \"%s\"", rows[i].word);
	unit_ok(!match_name("set", words, &value) && value == 1, "name");
	unit_ok(match_name("se", words, &value) == -EINVAL && value == 1,
		"names are not abbreviated");
}

static void test_list(void)
{
	static const struct name words[] = {
		{ "show", 1 }, { "set", 2 }, { "add", 3 }, {}
	};
	static const struct {
		const char *prefix;
		size_t size;
		const char *text;
	} rows[] = {
		{ "", 64, "show, set or add" },
		{ "s", 64, "show or set" },
		{ "a", 64, "add" },
		{ "x", 64, "" },
		{ "", 8, "show, s" },
		{ "", 1, "" },
	};
	char text[64];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		list_words(words, sizeof(words[0]), rows[i].prefix, text,
			   rows[i].size);
		unit_equal(text, rows[i].text, rows[i].prefix);
	}
}

static void test_split(void)
{
	static const struct {
		const char *line;
		int count;
		const char *words;
	} rows[] = {
		{ "", 0, "" },
		{ "  \t\n", 0, "" },
		{ "# comment", 0, "" },
		{ "port show", 2, "port|show|" },
		{ " port  show\t\n", 2, "port|show|" },
		{ "port show # all", 2, "port|show|" },
		{ "a#b", 1, "a#b|" },
		{ "physnet \"\"", 2, "physnet||" },
		{ "physnet 'a b' c", 3, "physnet|a b|c|" },
		{ "\"it's\"", 1, "it's|" },
		{ "a\"b c\"d", 1, "ab cd|" },
		{ "a b c d", 4, "a|b|c|d|" },
		{ "a b c d e", -E2BIG, NULL },
		{ "a b c d # e", 4, "a|b|c|d|" },
		{ "'open", -EINVAL, NULL },
		{ "\"", -EINVAL, NULL },
	};

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		char line[64], text[64] = "";
		char *words[4];
		size_t at = 0;
		int count;

		snprintf(line, sizeof(line), "%s", rows[i].line);
		count = split_words(line, words, 4);
		for (int j = 0; j < count; j++)
			at += snprintf(text + at, sizeof(text) - at, "%s|",
				       words[j]);
		unit_ok(count == rows[i].count &&
			(count < 0 || !strcmp(text, rows[i].words)),
			"line %zu gives %s", i,
			rows[i].words ? rows[i].words : "an error");
	}
}

static void test_cursor(void)
{
	char dev[] = "dev", eth0[] = "eth0";
	char *words[2] = { dev, eth0 };
	struct args args = { .argc = 2, .argv = words };

	unit_ok(!strcmp(args_peek(&args), "dev"), "peek");
	unit_ok(!args_skip(&args, "eth0") && args.argc == 2,
		"skip of another word");
	unit_ok(args_skip(&args, "dev") && args.argc == 1, "skip");
	unit_ok(!strcmp(args_next(&args), "eth0"), "next");
	unit_ok(!args_next(&args) && !args_peek(&args) &&
		!args_skip(&args, "dev"), "end");
}

int main(void)
{
	unit_begin();
	test_cursor();
	test_u32();
	test_ranges();
	test_mac();
	test_uuid();
	test_vf_name();
	test_ifname();
	test_match();
	test_list();
	test_split();
	return unit_end();
}
