// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tag formats. The first byte of the input chooses format, end and priority, the
 * rest is what the wire says.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "tag/tag.h"

#define TYPE_LEN	2	/* of the ethertype, which decode() does not see */

#define CHOOSE_FORMAT	0x03
#define CHOOSE_FABRIC	0x04
#define PCP_SHIFT	5

/**
 * struct format - what the layout of a tag says, apart from the code; of the ends that
 *	receive it the host is the first
 * @ops: the format
 * @max_id: highest number, of a VIF or a list, that each end can read
 * @max_source: highest source
 * @directed: it tells who sent the frame
 * @priority: it has a priority, in the first three bits
 * @told: bits that a frame for or of one VIF may have set, for each end
 */
struct format {
	const struct vmfex_tag_ops *ops;
	u32 max_id[2];
	u32 max_source;
	bool directed;
	bool priority;
	u8 told[2][VMFEX_TAG_LEN_MAX - TYPE_LEN];
};

static const struct format formats[] = {
	{ &vmfex_vntag_ops, { 0x3fff, 0xfff }, 0xfff, true, false,
	  { { 0xff, 0xff, 0x30, 0x00 }, { 0xc0, 0x00, 0x3f, 0xff } } },
	{ &vmfex_etag_ops, { 0x3fffff, 0xfffff }, 0xfffff, false, true,
	  { { 0xef, 0xff, 0x3f, 0xff, 0xff, 0xff },
	    { 0xef, 0xff, 0x3f, 0xff, 0xff, 0xff } } },
	{ &vmfex_svlan_ops, { 0xfff, 0xfff }, 0, false, true,
	  { { 0xef, 0xff }, { 0xef, 0xff } } },
};

static bool same_tag(const struct vmfex_rx_tag *a, const struct vmfex_rx_tag *b)
{
	return a->id == b->id && a->source == b->source && a->list == b->list;
}

/* Reads bytes that end where the tag does, and twice: nothing is left as it was. */
static enum vmfex_drop decode(const struct format *format, const u8 *bytes,
			      bool fabric, struct vmfex_rx_tag *tag)
{
	const char *name = format->ops->name;
	u8 *copy = fuzz_copy(bytes, format->ops->len - TYPE_LEN);
	struct vmfex_rx_tag other = { .id = 1, .source = 1, .list = true };
	enum vmfex_drop verdict;

	memset(tag, 0, sizeof(*tag));
	verdict = format->ops->decode(copy, fabric, tag);
	fuzz_check(format->ops->decode(copy, fabric, &other) == verdict,
		   "%s: two verdicts on one tag", name);
	fuzz_check(!memcmp(copy, bytes, format->ops->len - TYPE_LEN),
		   "%s: reading a tag changes it", name);
	free(copy);

	fuzz_check(verdict == VMFEX_PASS || verdict == VMFEX_DROP_RX_VERSION ||
		   verdict == VMFEX_DROP_RX_DIRECTION,
		   "%s: verdict %d", name, verdict);
	fuzz_check(verdict || same_tag(tag, &other),
		   "%s: passes without a word about id, source or list", name);
	return verdict;
}

static void check_ranges(const struct format *format, bool fabric,
			 const struct vmfex_rx_tag *tag)
{
	const char *name = format->ops->name;

	fuzz_check(tag->id <= format->max_id[fabric], "%s: id %u", name, tag->id);
	fuzz_check(tag->source <= format->max_source, "%s: source %u", name,
		   tag->source);
	fuzz_check(!fabric || (!tag->list && !tag->source),
		   "%s: the fabric end takes a list or a source", name);
	fuzz_check(format->ops->min_list || !tag->list,
		   "%s: a list, of which there are none", name);
}

/* Writes to bytes that end where the tag does. */
static void encode(const struct format *format, bool fabric, u32 vif, u8 pcp,
		   u8 *tag)
{
	const struct vmfex_tag_ops *ops = format->ops;
	u8 *exact = malloc(ops->len);

	fuzz_check(exact, "out of memory");
	ops->encode(exact, fabric, vif, pcp);
	fuzz_check((exact[0] << 8 | exact[1]) == ops->ethertype,
		   "%s: ethertype %02x%02x", ops->name, exact[0], exact[1]);
	memcpy(tag, exact + TYPE_LEN, ops->len - TYPE_LEN);
	free(exact);
}

/*
 * What one end sends, the other takes for what it is, and the same end does not
 * where the tag tells who sent it.
 */
static void check_vif(const struct format *format, bool fabric, u32 vif, u8 pcp)
{
	const char *name = format->ops->name;
	u8 bytes[VMFEX_TAG_LEN_MAX] = { };
	struct vmfex_rx_tag tag;

	encode(format, fabric, vif, pcp, bytes);
	fuzz_check(!decode(format, bytes, !fabric, &tag),
		   "%s: VIF %u is dropped", name, vif);
	fuzz_check(tag.id == vif && !tag.source && !tag.list,
		   "%s: VIF %u becomes %u", name, vif, tag.id);
	fuzz_check(!format->directed ||
		   decode(format, bytes, fabric, &tag) ==
		   VMFEX_DROP_RX_DIRECTION,
		   "%s: VIF %u is taken back", name, vif);
}

/* A tag that says nothing but the number of a VIF is the one that is sent. */
static void check_same(const struct format *format, bool fabric,
		       const u8 *bytes, const struct vmfex_rx_tag *tag)
{
	const struct vmfex_tag_ops *ops = format->ops;
	u8 pcp = format->priority ? bytes[0] >> PCP_SHIFT : 0;
	u8 built[VMFEX_TAG_LEN_MAX] = { };

	if (tag->list || tag->source || !tag->id || tag->id > ops->max_vif)
		return;
	encode(format, !fabric, tag->id, pcp, built);
	for (int i = 0; i < ops->len - TYPE_LEN; i++)
		fuzz_check(built[i] == (bytes[i] & format->told[fabric][i]),
			   "%s: byte %d of the tag of VIF %u is %02x, was %02x",
			   ops->name, i, tag->id, built[i], bytes[i]);
}

/**
 * fuzz_input() - one tag
 * @data: input
 * @size: its length
 */
void fuzz_input(const u8 *data, size_t size)
{
	const struct format *format;
	u8 bytes[VMFEX_TAG_LEN_MAX] = { };
	struct vmfex_rx_tag tag;
	bool fabric;
	u32 vif = 0;

	if (!size)
		return;
	format = &formats[(data[0] & CHOOSE_FORMAT) % ARRAY_SIZE(formats)];
	fabric = data[0] & CHOOSE_FABRIC;
	memcpy(bytes, data + 1,
	       size - 1 < sizeof(bytes) ? size - 1 : sizeof(bytes));

	memcpy(&vif, bytes, sizeof(vif));
	check_vif(format, fabric, vif % format->ops->max_vif + 1,
		  data[0] >> PCP_SHIFT);

	/* The packet path looks at a tag only when all of it is there. */
	if (size - 1 < (size_t)format->ops->len - TYPE_LEN ||
	    decode(format, bytes, fabric, &tag))
		return;
	check_ranges(format, fabric, &tag);
	check_same(format, fabric, bytes, &tag);
}
