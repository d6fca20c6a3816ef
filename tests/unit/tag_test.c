// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tag formats, byte for byte. The vectors are written by hand from the formats'
 * layouts, they do not come out of the code.
 */
#include <stdio.h>
#include <string.h>

#include "tag/tag.h"
#include "unit.h"

#define TYPE_LEN	2	/* of the ethertype, which decode() does not see */

#define TO_BRIDGE	false	/* encode(): sent by the host end */
#define FROM_BRIDGE	true
#define AT_HOST		false	/* decode(): received by the host end */
#define AT_FABRIC	true

/**
 * struct encoding - what a sender must write
 * @name: what is special
 * @direction: TO_BRIDGE or FROM_BRIDGE
 * @vif: of the port
 * @pcp: priority
 * @bytes: the tag, with its ethertype
 */
struct encoding {
	const char *name;
	bool direction;
	u32 vif;
	u8 pcp;
	u8 bytes[VMFEX_TAG_LEN_MAX];
};

/**
 * struct decoding - what a receiver must read
 * @name: what is special
 * @end: AT_HOST or AT_FABRIC
 * @bytes: the tag, without its ethertype
 * @verdict: expected; the rest counts for VMFEX_PASS only
 * @id: expected number of a VIF or list
 * @source: expected VIF that must not get the frame back
 * @list: whether the number is a list's
 */
struct decoding {
	const char *name;
	bool end;
	u8 bytes[VMFEX_TAG_LEN_MAX - TYPE_LEN];
	enum vmfex_drop verdict;
	u32 id;
	u32 source;
	bool list;
};

static const struct encoding vntag_encodings[] = {
	{ "lowest VIF", TO_BRIDGE, 1, 0,
	  { 0x89, 0x26, 0x00, 0x00, 0x00, 0x01 } },
	{ "highest VIF", TO_BRIDGE, 4095, 0,
	  { 0x89, 0x26, 0x00, 0x00, 0x0f, 0xff } },
	{ "VIF in two bytes", TO_BRIDGE, 0xabc, 0,
	  { 0x89, 0x26, 0x00, 0x00, 0x0a, 0xbc } },
	{ "VIF of a capture", TO_BRIDGE, 51, 0,
	  { 0x89, 0x26, 0x00, 0x00, 0x00, 0x33 } },
	{ "priority has no place", TO_BRIDGE, 0xabc, 7,
	  { 0x89, 0x26, 0x00, 0x00, 0x0a, 0xbc } },
	{ "lowest VIF", FROM_BRIDGE, 1, 0,
	  { 0x89, 0x26, 0x80, 0x01, 0x00, 0x00 } },
	{ "highest VIF", FROM_BRIDGE, 4095, 0,
	  { 0x89, 0x26, 0x8f, 0xff, 0x00, 0x00 } },
	{ "VIF in two bytes", FROM_BRIDGE, 0xabc, 0,
	  { 0x89, 0x26, 0x8a, 0xbc, 0x00, 0x00 } },
	{ "priority has no place", FROM_BRIDGE, 0xabc, 7,
	  { 0x89, 0x26, 0x8a, 0xbc, 0x00, 0x00 } },
};

static const struct decoding vntag_decodings[] = {
	/* Public captures, both of the direction to the bridge. */
	{ "capture 1", AT_FABRIC, { 0x00, 0x00, 0x00, 0x00 } },
	{ "capture 2", AT_FABRIC, { 0x00, 0x00, 0x00, 0x33 }, .id = 51 },

	{ "lowest VIF", AT_FABRIC, { 0x00, 0x00, 0x00, 0x01 }, .id = 1 },
	{ "highest VIF", AT_FABRIC, { 0x00, 0x00, 0x0f, 0xff }, .id = 0xfff },
	{ "destination says nothing", AT_FABRIC, { 0x3f, 0xff, 0x0a, 0xbc },
	  .id = 0xabc },
	{ "looped says nothing", AT_FABRIC, { 0x00, 0x00, 0x8a, 0xbc },
	  .id = 0xabc },
	{ "reserved bit", AT_FABRIC, { 0x00, 0x00, 0x4a, 0xbc }, .id = 0xabc },
	{ "from the bridge", AT_FABRIC, { 0x80, 0x01, 0x00, 0x00 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "from the bridge, to a list", AT_FABRIC, { 0xc0, 0x01, 0x00, 0x01 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "to a list", AT_FABRIC, { 0x40, 0x01, 0x00, 0x01 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "version 1", AT_FABRIC, { 0x00, 0x00, 0x10, 0x01 },
	  VMFEX_DROP_RX_VERSION },
	{ "version 2", AT_FABRIC, { 0x00, 0x00, 0x20, 0x01 },
	  VMFEX_DROP_RX_VERSION },
	{ "version 3", AT_FABRIC, { 0x00, 0x00, 0x30, 0x01 },
	  VMFEX_DROP_RX_VERSION },

	{ "lowest VIF", AT_HOST, { 0x80, 0x01, 0x00, 0x00 }, .id = 1 },
	{ "highest VIF", AT_HOST, { 0x8f, 0xff, 0x00, 0x00 }, .id = 0xfff },
	{ "bit 12 of the destination", AT_HOST, { 0x90, 0x01, 0x00, 0x00 },
	  .id = 0x1001 },
	{ "bit 13 of the destination", AT_HOST, { 0xa0, 0x01, 0x00, 0x00 },
	  .id = 0x2001 },
	{ "destination 0", AT_HOST, { 0x80, 0x00, 0x00, 0x00 } },
	{ "source without looped", AT_HOST, { 0x80, 0x05, 0x0f, 0xff },
	  .id = 5 },
	{ "looped", AT_HOST, { 0x80, 0x05, 0x8f, 0xff }, .id = 5,
	  .source = 0xfff },
	{ "looped, source 0", AT_HOST, { 0x80, 0x05, 0x80, 0x00 }, .id = 5 },
	{ "reserved bit", AT_HOST, { 0x80, 0x05, 0x40, 0x00 }, .id = 5 },
	{ "list", AT_HOST, { 0xc0, 0x05, 0x00, 0x00 }, .id = 5, .list = true },
	{ "highest list", AT_HOST, { 0xff, 0xff, 0x00, 0x00 }, .id = 0x3fff,
	  .list = true },
	{ "list, source without looped", AT_HOST, { 0xc0, 0x05, 0x0a, 0xbc },
	  .id = 5, .list = true },
	{ "list, looped", AT_HOST, { 0xc0, 0x05, 0x8a, 0xbc }, .id = 5,
	  .source = 0xabc, .list = true },
	{ "to the bridge", AT_HOST, { 0x00, 0x00, 0x00, 0x01 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "to the bridge, to a list", AT_HOST, { 0x40, 0x01, 0x00, 0x01 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "version 1", AT_HOST, { 0x80, 0x01, 0x10, 0x00 },
	  VMFEX_DROP_RX_VERSION },
	{ "version 2", AT_HOST, { 0x80, 0x01, 0x20, 0x00 },
	  VMFEX_DROP_RX_VERSION },
	{ "version 3", AT_HOST, { 0x80, 0x01, 0x30, 0x00 },
	  VMFEX_DROP_RX_VERSION },
	{ "version 1, list", AT_HOST, { 0xc0, 0x01, 0x10, 0x00 },
	  VMFEX_DROP_RX_VERSION },
};

static const struct encoding etag_encodings[] = {
	{ "lowest E-CID", TO_BRIDGE, 1, 0,
	  { 0x89, 0x3f, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00 } },
	{ "highest base", TO_BRIDGE, 0xfff, 0,
	  { 0x89, 0x3f, 0x00, 0x00, 0x0f, 0xff, 0x00, 0x00 } },
	{ "lowest extension", TO_BRIDGE, 0x1000, 0,
	  { 0x89, 0x3f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01 } },
	{ "highest E-CID", TO_BRIDGE, 0xfffff, 0,
	  { 0x89, 0x3f, 0x00, 0x00, 0x0f, 0xff, 0x00, 0xff } },
	{ "priority 5", TO_BRIDGE, 0xabcde, 5,
	  { 0x89, 0x3f, 0xa0, 0x00, 0x0c, 0xde, 0x00, 0xab } },
	{ "lowest E-CID", FROM_BRIDGE, 1, 0,
	  { 0x89, 0x3f, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00 } },
	{ "highest E-CID", FROM_BRIDGE, 0xfffff, 0,
	  { 0x89, 0x3f, 0x00, 0x00, 0x0f, 0xff, 0x00, 0xff } },
	{ "priority 1", FROM_BRIDGE, 0xabcde, 1,
	  { 0x89, 0x3f, 0x20, 0x00, 0x0c, 0xde, 0x00, 0xab } },
	{ "priority 7", FROM_BRIDGE, 0xabcde, 7,
	  { 0x89, 0x3f, 0xe0, 0x00, 0x0c, 0xde, 0x00, 0xab } },
};

static const struct decoding etag_decodings[] = {
	{ "E-CID 0", AT_FABRIC, { 0 } },
	{ "lowest E-CID", AT_FABRIC, { 0, 0, 0x00, 0x01, 0, 0 }, .id = 1 },
	{ "highest base", AT_FABRIC, { 0, 0, 0x0f, 0xff, 0, 0 }, .id = 0xfff },
	{ "lowest extension", AT_FABRIC, { 0, 0, 0x00, 0x00, 0, 0x01 },
	  .id = 0x1000 },
	{ "highest E-CID", AT_FABRIC, { 0, 0, 0x0f, 0xff, 0, 0xff },
	  .id = 0xfffff },
	{ "priority and DEI", AT_FABRIC, { 0xf0, 0, 0x0c, 0xde, 0, 0xab },
	  .id = 0xabcde },
	{ "reserved bits", AT_FABRIC, { 0, 0, 0xcc, 0xde, 0, 0xab },
	  .id = 0xabcde },
	{ "to a list", AT_FABRIC, { 0, 0, 0x10, 0x01, 0, 0 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "to a list of group 2", AT_FABRIC, { 0, 0, 0x20, 0x00, 0, 0 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "ingress base, high bit", AT_FABRIC, { 0x08, 0, 0x00, 0x01, 0, 0 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "ingress base, low bit", AT_FABRIC, { 0, 0x01, 0x00, 0x01, 0, 0 },
	  VMFEX_DROP_RX_DIRECTION },
	{ "ingress extension", AT_FABRIC, { 0, 0, 0x00, 0x01, 0x01, 0 },
	  VMFEX_DROP_RX_DIRECTION },

	{ "E-CID 0", AT_HOST, { 0 } },
	/* A frame as real bridges send them: DEI set, no ingress E-CID. */
	{ "DEI", AT_HOST, { 0x10, 0, 0x00, 0xd3, 0, 0 }, .id = 0xd3 },
	{ "highest E-CID", AT_HOST, { 0, 0, 0x0f, 0xff, 0, 0xff },
	  .id = 0xfffff },
	{ "priority and DEI", AT_HOST, { 0xf0, 0, 0x0c, 0xde, 0, 0xab },
	  .id = 0xabcde },
	{ "reserved bits", AT_HOST, { 0, 0, 0xcc, 0xde, 0, 0xab },
	  .id = 0xabcde },
	{ "unicast, ingress", AT_HOST, { 0x01, 0x23, 0x00, 0x05, 0x45, 0 },
	  .id = 5, .source = 0x45123 },
	{ "lowest list", AT_HOST, { 0, 0, 0x10, 0x00, 0, 0 }, .id = 0x100000,
	  .list = true },
	{ "list of group 1", AT_HOST, { 0, 0, 0x10, 0x01, 0, 0 },
	  .id = 0x100001, .list = true },
	{ "list of group 2", AT_HOST, { 0, 0, 0x2c, 0xde, 0, 0xab },
	  .id = 0x2abcde, .list = true },
	{ "highest list", AT_HOST, { 0, 0, 0x3f, 0xfe, 0, 0xff },
	  .id = 0x3ffffe, .list = true },
	{ "list, ingress", AT_HOST, { 0x0f, 0xff, 0x10, 0x05, 0xff, 0x01 },
	  .id = 0x101005, .source = 0xfffff, .list = true },
	{ "list, ingress base", AT_HOST, { 0, 0x07, 0x10, 0x05, 0, 0 },
	  .id = 0x100005, .source = 7, .list = true },
	{ "list, ingress extension", AT_HOST, { 0, 0, 0x10, 0x05, 0x01, 0 },
	  .id = 0x100005, .source = 0x1000, .list = true },
};

static const struct encoding svlan_encodings[] = {
	{ "lowest S-VID", TO_BRIDGE, 1, 0, { 0x88, 0xa8, 0x00, 0x01 } },
	{ "highest S-VID", TO_BRIDGE, 4094, 0, { 0x88, 0xa8, 0x0f, 0xfe } },
	{ "S-VID in two bytes", TO_BRIDGE, 0xabc, 0,
	  { 0x88, 0xa8, 0x0a, 0xbc } },
	{ "priority 5", TO_BRIDGE, 0xabc, 5, { 0x88, 0xa8, 0xaa, 0xbc } },
	{ "lowest S-VID", FROM_BRIDGE, 1, 0, { 0x88, 0xa8, 0x00, 0x01 } },
	{ "highest S-VID", FROM_BRIDGE, 4094, 0, { 0x88, 0xa8, 0x0f, 0xfe } },
	{ "priority 1", FROM_BRIDGE, 0xabc, 1, { 0x88, 0xa8, 0x2a, 0xbc } },
	{ "priority 7", FROM_BRIDGE, 0xabc, 7, { 0x88, 0xa8, 0xea, 0xbc } },
};

static const struct decoding svlan_decodings[] = {
	{ "S-VID 0", AT_FABRIC, { 0 } },
	{ "lowest S-VID", AT_FABRIC, { 0x00, 0x01 }, .id = 1 },
	{ "highest S-VID", AT_FABRIC, { 0x0f, 0xfe }, .id = 4094 },
	{ "reserved S-VID", AT_FABRIC, { 0x0f, 0xff }, .id = 4095 },
	{ "DEI", AT_FABRIC, { 0x10, 0x05 }, .id = 5 },
	{ "priority and DEI", AT_FABRIC, { 0xfa, 0xbc }, .id = 0xabc },

	{ "S-VID 0", AT_HOST, { 0 } },
	{ "lowest S-VID", AT_HOST, { 0x00, 0x01 }, .id = 1 },
	{ "highest S-VID", AT_HOST, { 0x0f, 0xfe }, .id = 4094 },
	{ "reserved S-VID", AT_HOST, { 0x0f, 0xff }, .id = 4095 },
	{ "DEI", AT_HOST, { 0x10, 0x05 }, .id = 5 },
	{ "priority and DEI", AT_HOST, { 0xfa, 0xbc }, .id = 0xabc },
};

/**
 * struct format - what is expected of a tag format
 * @ops: the format
 * @limits: what it says of itself, without its functions
 * @room: bytes that it takes of an uplink's MTU
 * @directed: it tells who sent the frame, so that no end takes back its own
 * @encodings: what senders write
 * @num_encodings: how many
 * @decodings: what receivers read
 * @num_decodings: how many
 */
struct format {
	const struct vmfex_tag_ops *ops;
	struct vmfex_tag_ops limits;
	unsigned int room;
	bool directed;
	const struct encoding *encodings;
	size_t num_encodings;
	const struct decoding *decodings;
	size_t num_decodings;
};

#define FORMAT_ROWS(tag)						\
	.encodings = tag##_encodings,					\
	.num_encodings = ARRAY_SIZE(tag##_encodings),			\
	.decodings = tag##_decodings,					\
	.num_decodings = ARRAY_SIZE(tag##_decodings)

static const struct format formats[] = {
	{
		.ops = &vmfex_vntag_ops,
		.limits = {
			.name = "vntag", .type = VMFEX_TAG_VNTAG,
			.ethertype = 0x8926, .len = 6, .max_vif = 4095,
			.min_list = 1, .max_list = 0x3fff,
		},
		.room = 6,
		.directed = true,
		FORMAT_ROWS(vntag),
	},
	{
		.ops = &vmfex_etag_ops,
		.limits = {
			.name = "etag", .type = VMFEX_TAG_ETAG,
			.ethertype = 0x893f, .len = 8, .max_vif = 0xfffff,
			.min_list = 0x100000, .max_list = 0x3ffffe,
		},
		.room = 8,
		FORMAT_ROWS(etag),
	},
	{
		.ops = &vmfex_svlan_ops,
		.limits = {
			.name = "svlan", .type = VMFEX_TAG_SVLAN,
			.ethertype = 0x88a8, .len = 4, .in_metadata = true,
			.max_vif = 4094,
		},
		FORMAT_ROWS(svlan),
	},
};

static void print_bytes(const char *what, const u8 *bytes, size_t len)
{
	printf("# %s:", what);
	for (size_t i = 0; i < len; i++)
		printf(" %02x", bytes[i]);
	putchar('\n');
}

static void test_encode(const struct format *format)
{
	const struct vmfex_tag_ops *ops = format->ops;

	for (size_t i = 0; i < format->num_encodings; i++) {
		const struct encoding *row = &format->encodings[i];
		/* Nothing is written behind the tag. */
		u8 got[VMFEX_TAG_LEN_MAX + 1], expected[sizeof(got)];

		memset(got, 0x5a, sizeof(got));
		memset(expected, 0x5a, sizeof(expected));
		memcpy(expected, row->bytes, ops->len);
		ops->encode(got, row->direction, row->vif, row->pcp);
		if (!unit_ok(!memcmp(got, expected, sizeof(got)),
			     "%s: encode %s the bridge: %s", ops->name,
			     row->direction ? "from" : "to", row->name)) {
			print_bytes("got", got, sizeof(got));
			print_bytes("expected", expected, sizeof(expected));
		}
	}
}

static bool tag_is(const struct vmfex_rx_tag *tag, u32 id, u32 source,
		   bool list)
{
	return tag->id == id && tag->source == source && tag->list == list;
}

static void test_decode(const struct format *format)
{
	const struct vmfex_tag_ops *ops = format->ops;

	for (size_t i = 0; i < format->num_decodings; i++) {
		const struct decoding *row = &format->decodings[i];
		/* Every field must be filled in. */
		struct vmfex_rx_tag tag = { ~0u, ~0u, !row->list };
		enum vmfex_drop verdict = ops->decode(row->bytes, row->end,
						      &tag);

		if (!unit_ok(verdict == row->verdict &&
			     (verdict || tag_is(&tag, row->id, row->source,
						row->list)),
			     "%s: decode at the %s end: %s", ops->name,
			     row->end ? "fabric" : "host", row->name))
			printf("# got: enum vmfex_drop %d, number %#x, source %#x, list %d\n",
			       verdict, tag.id, tag.source, tag.list);
	}
}

/* What one end sends to a VIF or as a VIF, the other end reads as that VIF. */
static void test_round_trip(const struct vmfex_tag_ops *ops, bool fabric)
{
	u32 vif;

	for (vif = 1; vif <= ops->max_vif; vif++) {
		struct vmfex_rx_tag tag = { ~0u, ~0u, true };
		u8 bytes[VMFEX_TAG_LEN_MAX];

		ops->encode(bytes, fabric, vif, vif % 8);
		if ((bytes[0] << 8 | bytes[1]) != ops->ethertype ||
		    ops->decode(bytes + TYPE_LEN, !fabric, &tag) ||
		    !tag_is(&tag, vif, 0, false))
			break;
	}
	if (!unit_ok(vif > ops->max_vif, "%s: all %u VIFs from the %s end",
		     ops->name, ops->max_vif, fabric ? "fabric" : "host"))
		printf("# the first to fail is %u\n", vif);
}

static void test_reflected(const struct format *format, bool fabric)
{
	const struct vmfex_tag_ops *ops = format->ops;
	enum vmfex_drop verdict = format->directed ? VMFEX_DROP_RX_DIRECTION :
						     VMFEX_PASS;
	u32 vif;

	for (vif = 1; vif <= ops->max_vif; vif++) {
		struct vmfex_rx_tag tag;
		u8 bytes[VMFEX_TAG_LEN_MAX];

		ops->encode(bytes, fabric, vif, 0);
		if (ops->decode(bytes + TYPE_LEN, fabric, &tag) != verdict)
			break;
	}
	unit_ok(vif > ops->max_vif, "%s: %s VIF is taken back by the %s end",
		ops->name, format->directed ? "no" : "each",
		fabric ? "fabric" : "host");
}

/* No two of the 14-bit destinations are the same, be it VIF or list. */
static void test_vntag_destinations(bool list)
{
	u32 dst;

	for (dst = 0; dst <= 0x3fff; dst++) {
		const u8 word[] = { (list ? 0xc0 : 0x80) | dst >> 8, dst, 0x81, 0x23 };
		struct vmfex_rx_tag tag;

		if (vmfex_vntag_ops.decode(word, AT_HOST, &tag) ||
		    !tag_is(&tag, dst, 0x123, list))
			break;
	}
	unit_ok(dst > 0x3fff, "vntag: all %s with 14 bits",
		list ? "lists" : "destinations");
}

static void test_limits(const struct format *format)
{
	const struct vmfex_tag_ops *got = format->ops, *want = &format->limits;

	unit_ok(!strcmp(got->name, want->name) && got->type == want->type &&
		got->ethertype == want->ethertype, "%s: name and types",
		want->name);
	unit_ok(got->len == want->len && got->len <= VMFEX_TAG_LEN_MAX,
		"%s: length", want->name);
	unit_ok(got->in_metadata == want->in_metadata &&
		vmfex_tag_room(got) == format->room, "%s: place and room",
		want->name);
	unit_ok(got->max_vif == want->max_vif &&
		got->min_list == want->min_list &&
		got->max_list == want->max_list, "%s: ranges", want->name);
}

static void test_format(const struct format *format)
{
	test_limits(format);
	test_encode(format);
	test_decode(format);
	for (int fabric = 0; fabric < 2; fabric++) {
		test_round_trip(format->ops, fabric);
		test_reflected(format, fabric);
	}
}

int main(void)
{
	unit_begin();
	for (size_t i = 0; i < ARRAY_SIZE(formats); i++)
		test_format(&formats[i]);
	test_vntag_destinations(false);
	test_vntag_destinations(true);
	return unit_end();
}
