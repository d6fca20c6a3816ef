// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tag formats: every field with every value that could matter, against the
 * layouts of vmfex-wire.rst, which are written down here a second time; and tags
 * that are cut off, in frames.
 */
#include <linux/etherdevice.h>

#include "compat/compat.h"
#include "model/adapter.h"
#include "rig.h"
#include "tag/tags.h"
#include "vic/uplink.h"

#define TYPE_LEN	2	/* of the ethertype, which decode() does not see */
#define VNTAG_TYPE	0x8926
#define ETAG_TYPE	0x893f
#define SVLAN_TYPE	0x88a8

/* Boundaries and each bit of what is up to 14 bits wide */
static const u16 vmfex_test_numbers[] = {
	0, 1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800,
	0x1000, 0x2000, 0x555, 0xaaa, 0xffe, 0xfff, 0x1001, 0x1fff, 0x2aaa,
	0x3ffe, 0x3fff,
};

static const u8 vmfex_test_bytes[] = { 0, 1, 0x5a, 0x80, 0xff };

/**
 * struct vmfex_test_vntag - the fields of a VN-Tag
 * @d: from the bridge
 * @p: the destination is a list
 * @dst: destination
 * @l: looped
 * @r: reserved
 * @ver: version
 * @src: source
 */
struct vmfex_test_vntag {
	bool d;
	bool p;
	u16 dst;
	bool l;
	bool r;
	u8 ver;
	u16 src;
};

static void vmfex_test_vntag_write(u8 *p, const struct vmfex_test_vntag *tag)
{
	put_unaligned_be16(tag->d << 15 | tag->p << 14 | tag->dst, p);
	put_unaligned_be16(tag->l << 15 | tag->r << 14 | tag->ver << 12 |
			   tag->src, p + 2);
}

/**
 * struct vmfex_test_etag - the fields of an E-Tag
 * @pcp: priority
 * @dei: drop eligible
 * @reserved: two bits
 * @grp: group
 * @base: of the E-CID
 * @ext: of the E-CID
 * @in_base: of the ingress E-CID
 * @in_ext: of the ingress E-CID
 */
struct vmfex_test_etag {
	u8 pcp;
	bool dei;
	u8 reserved;
	u8 grp;
	u16 base;
	u8 ext;
	u16 in_base;
	u8 in_ext;
};

static void vmfex_test_etag_write(u8 *p, const struct vmfex_test_etag *tag)
{
	put_unaligned_be16(tag->pcp << 13 | tag->dei << 12 | tag->in_base, p);
	put_unaligned_be16(tag->reserved << 14 | tag->grp << 12 | tag->base,
			   p + 2);
	p[4] = tag->in_ext;
	p[5] = tag->ext;
}

static void vmfex_test_svlan_write(u8 *p, u8 pcp, bool dei, u16 vid)
{
	put_unaligned_be16(pcp << 13 | dei << 12 | vid, p);
}

/* Every byte of the tag is written, and none behind it: KASAN looks. */
static void vmfex_test_expect_encoded(struct kunit *test, u8 *buffer,
				      const struct vmfex_tag_ops *ops,
				      bool fabric, u32 vif, u8 pcp,
				      const u8 *body)
{
	memset(buffer, 0x5a, ops->len);
	ops->encode(buffer, fabric, vif, pcp);
	if (get_unaligned_be16(buffer) == ops->ethertype &&
	    !memcmp(buffer + TYPE_LEN, body, ops->len - TYPE_LEN))
		return;
	KUNIT_FAIL(test, "%s: VIF %u, priority %u %s the bridge: %*ph",
		   ops->name, vif, pcp, fabric ? "from" : "to", ops->len,
		   buffer);
}

static void vmfex_test_vntag_encode(struct kunit *test)
{
	struct vmfex_test_vntag tag = {};
	u8 body[4];
	u8 *buffer;
	u32 vif;
	u8 pcp;

	buffer = kunit_kmalloc(test, vmfex_vntag_ops.len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, buffer);
	for (vif = 1; vif <= 0xfff; vif++) {
		for (pcp = 0; pcp < 8; pcp++) {
			tag = (struct vmfex_test_vntag){ .src = vif };
			vmfex_test_vntag_write(body, &tag);
			vmfex_test_expect_encoded(test, buffer, &vmfex_vntag_ops,
						  false, vif, pcp, body);
			tag = (struct vmfex_test_vntag){ .d = true, .dst = vif };
			vmfex_test_vntag_write(body, &tag);
			vmfex_test_expect_encoded(test, buffer, &vmfex_vntag_ops,
						  true, vif, pcp, body);
		}
	}
}

static void vmfex_test_etag_encode(struct kunit *test)
{
	struct vmfex_test_etag tag = {};
	unsigned int i;
	u8 body[6];
	u8 *buffer;
	u32 vif;

	buffer = kunit_kmalloc(test, vmfex_etag_ops.len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, buffer);
	for (i = 0; i < ARRAY_SIZE(vmfex_test_bytes) * 8; i++) {
		tag.ext = vmfex_test_bytes[i / 8];
		tag.pcp = i % 8;
		for (tag.base = 0; tag.base <= 0xfff; tag.base++) {
			vif = tag.ext << 12 | tag.base;
			vmfex_test_etag_write(body, &tag);
			vmfex_test_expect_encoded(test, buffer, &vmfex_etag_ops,
						  false, vif, tag.pcp, body);
			vmfex_test_expect_encoded(test, buffer, &vmfex_etag_ops,
						  true, vif, tag.pcp, body);
		}
	}
}

static void vmfex_test_svlan_encode(struct kunit *test)
{
	u8 *buffer, body[2];
	u32 vif;
	u8 pcp;

	buffer = kunit_kmalloc(test, vmfex_svlan_ops.len, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, buffer);
	for (vif = 1; vif <= 4094; vif++) {
		for (pcp = 0; pcp < 8; pcp++) {
			vmfex_test_svlan_write(body, pcp, false, vif);
			vmfex_test_expect_encoded(test, buffer, &vmfex_svlan_ops,
						  false, vif, pcp, body);
			vmfex_test_expect_encoded(test, buffer, &vmfex_svlan_ops,
						  true, vif, pcp, body);
		}
	}
}

static void vmfex_test_expect_decoded(struct kunit *test,
				      const struct vmfex_tag_ops *ops,
				      const u8 *body, bool fabric,
				      enum vmfex_drop verdict,
				      const struct vmfex_rx_tag *want)
{
	/* Every field must be filled in. */
	struct vmfex_rx_tag got = { ~want->id, ~want->source, !want->list };
	enum vmfex_drop drop = ops->decode(body, fabric, &got);

	if (drop == verdict &&
	    (drop || (got.id == want->id && got.source == want->source &&
		      got.list == want->list)))
		return;
	KUNIT_FAIL(test, "%s: %*ph at the %s end: got %u %#x %#x %u, want %u %#x %#x %u",
		   ops->name, ops->len - TYPE_LEN, body,
		   fabric ? "fabric" : "host", drop, got.id, got.source,
		   got.list, verdict, want->id, want->source, want->list);
}

static void vmfex_test_vntag_decode_one(struct kunit *test, u8 *body,
					const struct vmfex_test_vntag *tag)
{
	enum vmfex_drop at_host = VMFEX_PASS, at_fabric = VMFEX_PASS;
	struct vmfex_rx_tag want = { .id = tag->src };

	if (!tag->d)
		at_host = VMFEX_DROP_RX_DIRECTION;
	if (tag->d || tag->p)
		at_fabric = VMFEX_DROP_RX_DIRECTION;
	if (tag->ver) {
		at_host = VMFEX_DROP_RX_VERSION;
		at_fabric = VMFEX_DROP_RX_VERSION;
	}

	vmfex_test_vntag_write(body, tag);
	vmfex_test_expect_decoded(test, &vmfex_vntag_ops, body, true, at_fabric,
				  &want);
	want.id = tag->dst;
	want.list = tag->p;
	want.source = tag->l ? tag->src : 0;
	vmfex_test_expect_decoded(test, &vmfex_vntag_ops, body, false, at_host,
				  &want);
}

static void vmfex_test_vntag_decode(struct kunit *test)
{
	unsigned int flags, dst, src;
	struct vmfex_test_vntag tag;
	u8 *body;

	/* No byte behind the tag is read: KASAN looks. */
	body = kunit_kmalloc(test, vmfex_vntag_ops.len - TYPE_LEN, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, body);
	for (flags = 0; flags < 64; flags++) {
		tag.d = flags & 1;
		tag.p = flags & 2;
		tag.l = flags & 4;
		tag.r = flags & 8;
		tag.ver = flags >> 4;
		for (dst = 0; dst < ARRAY_SIZE(vmfex_test_numbers); dst++) {
			tag.dst = vmfex_test_numbers[dst];
			for (src = 0; src < ARRAY_SIZE(vmfex_test_numbers); src++) {
				tag.src = vmfex_test_numbers[src];
				if (tag.src > 0xfff)
					continue;
				vmfex_test_vntag_decode_one(test, body, &tag);
			}
		}
	}
}

static void vmfex_test_etag_decode_one(struct kunit *test, u8 *body,
				       const struct vmfex_test_etag *tag)
{
	struct vmfex_rx_tag want = {
		.id = tag->grp << 20 | tag->ext << 12 | tag->base,
		.source = tag->in_ext << 12 | tag->in_base,
		.list = tag->grp != 0,
	};
	enum vmfex_drop at_fabric = VMFEX_PASS;

	if (tag->grp || tag->in_ext || tag->in_base)
		at_fabric = VMFEX_DROP_RX_DIRECTION;
	vmfex_test_etag_write(body, tag);
	vmfex_test_expect_decoded(test, &vmfex_etag_ops, body, true, at_fabric,
				  &want);
	vmfex_test_expect_decoded(test, &vmfex_etag_ops, body, false,
				  VMFEX_PASS, &want);
}

static void vmfex_test_etag_numbers(struct kunit *test, u8 *body,
				    struct vmfex_test_etag *tag)
{
	static const u16 bases[] = { 0, 1, 0x080, 0x100, 0x5aa, 0x800, 0xfff };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(bases) * ARRAY_SIZE(vmfex_test_bytes); i++) {
		tag->base = bases[i / ARRAY_SIZE(vmfex_test_bytes)];
		tag->ext = vmfex_test_bytes[i % ARRAY_SIZE(vmfex_test_bytes)];
		for (j = 0; j < ARRAY_SIZE(bases); j++) {
			tag->in_base = bases[j];
			tag->in_ext = 0;
			vmfex_test_etag_decode_one(test, body, tag);
			tag->in_ext = 1 << j;
			vmfex_test_etag_decode_one(test, body, tag);
		}
	}
}

static void vmfex_test_etag_decode(struct kunit *test)
{
	struct vmfex_test_etag tag;
	unsigned int flags;
	u8 *body;

	body = kunit_kmalloc(test, vmfex_etag_ops.len - TYPE_LEN, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, body);
	for (flags = 0; flags < 256; flags++) {
		tag.pcp = flags & 7;
		tag.dei = flags & 8;
		tag.reserved = flags >> 4 & 3;
		tag.grp = flags >> 6;
		vmfex_test_etag_numbers(test, body, &tag);
	}
}

/* All that two bytes can say */
static void vmfex_test_svlan_decode(struct kunit *test)
{
	struct vmfex_rx_tag want = {};
	unsigned int flags;
	u8 *body;

	body = kunit_kmalloc(test, vmfex_svlan_ops.len - TYPE_LEN, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, body);
	for (flags = 0; flags < 16; flags++) {
		for (want.id = 0; want.id <= 4095; want.id++) {
			vmfex_test_svlan_write(body, flags >> 1, flags & 1, want.id);
			vmfex_test_expect_decoded(test, &vmfex_svlan_ops, body,
						  false, VMFEX_PASS, &want);
			vmfex_test_expect_decoded(test, &vmfex_svlan_ops, body,
						  true, VMFEX_PASS, &want);
		}
	}
}

/* What one end sends, the other reads as the same VIF; with a direction bit no end
 * takes back what it sent.
 */
static void vmfex_test_round_trip(struct kunit *test)
{
	const struct vmfex_tag_ops *ops;
	u8 bytes[VMFEX_TAG_LEN_MAX];
	struct vmfex_rx_tag want = {};
	unsigned int i, fabric;

	for (i = 0; i < VMFEX_RIG_TAGS * 2; i++) {
		ops = vmfex_rig_tags[i / 2];
		fabric = i % 2;
		for (want.id = 1; want.id <= ops->max_vif;
		     want.id += want.id < 0x1fff ? 1 : 0xfb) {
			ops->encode(bytes, fabric, want.id, want.id % 8);
			vmfex_test_expect_decoded(test, ops, bytes + TYPE_LEN,
						  !fabric, VMFEX_PASS, &want);
			if (ops != &vmfex_vntag_ops)
				continue;
			vmfex_test_expect_decoded(test, ops, bytes + TYPE_LEN,
						  fabric,
						  VMFEX_DROP_RX_DIRECTION,
						  &want);
		}
	}
}

/**
 * struct vmfex_test_limits - what a format says of itself
 * @ethertype: ethertype
 * @len: bytes of a tag
 * @room: bytes that it takes of an uplink's MTU
 * @max_vif: highest VIF
 * @min_list: lowest list, 0 without
 * @max_list: highest list
 */
struct vmfex_test_limits {
	u16 ethertype;
	unsigned int len;
	unsigned int room;
	u32 max_vif;
	u32 min_list;
	u32 max_list;
};

static const struct vmfex_test_limits vmfex_test_all_limits[VMFEX_RIG_TAGS] = {
	[VMFEX_TAG_VNTAG] = { VNTAG_TYPE, 6, 6, 4095, 1, 16383 },
	[VMFEX_TAG_ETAG] = { ETAG_TYPE, 8, 8, 0xfffff, 0x100000, 0x3ffffe },
	[VMFEX_TAG_SVLAN] = { SVLAN_TYPE, 4, 0, 4094, 0, 0 },
};

static void vmfex_test_limits(struct kunit *test)
{
	const struct vmfex_test_limits *want;
	const struct vmfex_tag_ops *tag;
	unsigned int i;

	for (i = 0; i < VMFEX_RIG_TAGS; i++) {
		tag = vmfex_rig_tags[i];
		want = &vmfex_test_all_limits[i];
		KUNIT_EXPECT_EQ(test, tag->type, i);
		KUNIT_EXPECT_EQ(test, tag->ethertype, want->ethertype);
		KUNIT_EXPECT_EQ(test, tag->len, want->len);
		KUNIT_EXPECT_LE(test, tag->len, VMFEX_TAG_LEN_MAX);
		KUNIT_EXPECT_EQ(test, vmfex_tag_room(tag), want->room);
		KUNIT_EXPECT_EQ(test, tag->max_vif, want->max_vif);
		KUNIT_EXPECT_EQ(test, tag->min_list, want->min_list);
		KUNIT_EXPECT_EQ(test, tag->max_list, want->max_list);
	}
}

/* A vNIC's frames are as large as its uplink's, but for what a tag takes of them. */
static void vmfex_test_room(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_tag_ops *tag = rig->adapter->tag;
	unsigned int room = vmfex_test_all_limits[tag->type].room;
	struct net_device *lower = rig->lower[0];

	rtnl_lock();
	KUNIT_EXPECT_EQ(test, vmfex_vnic_max_mtu(rig->adapter), 1500 - room);
	lower->mtu = ETH_MIN_MTU + room - 1;
	KUNIT_EXPECT_EQ(test, vmfex_uplink_add(rig->adapter, lower, NULL), -EINVAL);
	lower->mtu = ETH_MIN_MTU + room;
	KUNIT_EXPECT_EQ(test, vmfex_uplink_add(rig->adapter, lower, NULL), 0);
	KUNIT_EXPECT_EQ(test, vmfex_vnic_max_mtu(rig->adapter), ETH_MIN_MTU);
	lower->mtu = 9000;
	KUNIT_EXPECT_EQ(test, vmfex_vnic_max_mtu(rig->adapter), 9000 - room);
	rtnl_unlock();
}

static void vmfex_test_rooms(struct kunit *test)
{
	static const struct vmfex_rig_config config = { .num_vfs = 1 };

	vmfex_rig_each_end(test, config, vmfex_test_room);
}

/* What else becomes of a frame than one drop. */
#define VMFEX_TEST_SEVERAL	VMFEX_NUM_DROPS
#define VMFEX_TEST_LOOPED	(VMFEX_NUM_DROPS + 1)

/* The reason that the adapter and its first VF dropped something for. */
static enum vmfex_drop vmfex_test_dropped(struct vmfex_adapter *adapter)
{
	enum vmfex_drop found = VMFEX_PASS;
	unsigned int i;
	long drops;

	for (i = 0; i < VMFEX_NUM_DROPS; i++) {
		drops = atomic_long_xchg(&adapter->drops[i], 0) +
			atomic_long_xchg(&adapter->vnics[0]->drops[i], 0);
		if (drops)
			found = drops == 1 && !found ? i : VMFEX_TEST_SEVERAL;
	}
	return found;
}

/**
 * struct vmfex_test_frame - what an uplink receives
 * @bytes: from the ethertype on
 * @len: of @bytes
 * @linear: how many of @bytes are not in a page fragment
 */
struct vmfex_test_frame {
	const u8 *bytes;
	unsigned int len;
	unsigned int linear;
};

static struct sk_buff *vmfex_test_skb(const struct vmfex_test_frame *frame,
				      struct net_device *dev)
{
	struct sk_buff *skb;

	skb = netdev_alloc_skb(dev, ETH_HLEN + frame->len);
	if (!skb)
		return NULL;
	eth_broadcast_addr(skb_put(skb, ETH_ALEN));
	eth_random_addr(skb_put(skb, ETH_ALEN));
	skb_put_data(skb, frame->bytes, frame->linear);
	if (vmfex_rig_add_frag(skb, frame->bytes + frame->linear,
			       frame->len - frame->linear)) {
		kfree_skb(skb);
		return NULL;
	}
	skb->protocol = eth_type_trans(skb, dev);
	return skb;
}

/* Why the adapter dropped the frame */
static enum vmfex_drop vmfex_test_receive(struct kunit *test,
					  const struct vmfex_test_frame *frame)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	unsigned long looped = vmfex_vnic_rx_looped(vnic);
	enum vmfex_drop dropped;
	struct sk_buff *skb;

	vmfex_test_dropped(rig->adapter);
	skb = vmfex_test_skb(frame, rig->lower[0]);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	local_bh_disable();
	netif_receive_skb(skb);
	local_bh_enable();
	dropped = vmfex_test_dropped(rig->adapter);
	looped = vmfex_vnic_rx_looped(vnic) - looped;
	if (!looped)
		return dropped;
	return looped == 1 && !dropped ? VMFEX_TEST_LOOPED : VMFEX_TEST_SEVERAL;
}

/*
 * All lengths of a frame to VF 0, which is unbound, split in many ways. Too short is
 * what ends before the inner ethertype, or in the VLAN header that @vlan puts there or
 * the two bytes behind it, which the kernel looks at to tell an ethertype from a length.
 * It does so behind a tag that it knows as well, and lets nobody see what is too short.
 */
static void vmfex_test_cut(struct kunit *test, bool vlan)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_tag_ops *tag = rig->adapter->tag;
	unsigned int seen = tag->in_metadata ? TYPE_LEN + tag->len + 2 : 0;
	unsigned int whole = TYPE_LEN + tag->len;
	struct vmfex_test_frame frame;
	enum vmfex_drop want, got;
	u8 bytes[24] = {};

	/* Sent by the other end. */
	tag->encode(bytes, !rig->adapter->fabric, 1, 0);
	put_unaligned_be16(vlan ? ETH_P_8021Q : ETH_P_IP, bytes + tag->len);
	if (vlan)
		whole += VLAN_HLEN + 2;
	frame.bytes = bytes;
	for (frame.len = TYPE_LEN; frame.len <= sizeof(bytes); frame.len++) {
		want = frame.len < whole ? VMFEX_DROP_RX_SHORT :
					   VMFEX_DROP_RX_UNBOUND;
		if (frame.len < seen)
			want = VMFEX_PASS;
		for (frame.linear = TYPE_LEN; frame.linear <= frame.len;
		     frame.linear += 3) {
			got = vmfex_test_receive(test, &frame);
			if (got == want)
				continue;
			KUNIT_FAIL(test, "%s, VLAN %u, %u bytes, %u linear: verdict %u for %u",
				   tag->name, vlan, frame.len, frame.linear,
				   got, want);
		}
	}
}

/**
 * struct vmfex_test_malformed - a frame that does not reach the vNIC of VIF 1
 * @type: its ethertype
 * @fabric: at which end
 * @body: the tag behind the ethertype
 * @want: why, VMFEX_PASS if it is not taken at all
 */
struct vmfex_test_malformed {
	u16 type;
	bool fabric;
	u8 body[6];
	enum vmfex_drop want;
};

static const struct vmfex_test_malformed vmfex_test_malformed[] = {
	{ VNTAG_TYPE, false, { 0x80, 0x01, 0x10, 0x00 }, VMFEX_DROP_RX_VERSION },
	{ VNTAG_TYPE, false, { 0x00, 0x00, 0x00, 0x01 }, VMFEX_DROP_RX_DIRECTION },
	{ VNTAG_TYPE, false, { 0x80, 0x00, 0x00, 0x00 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ VNTAG_TYPE, false, { 0x80, 0x02, 0x00, 0x00 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ VNTAG_TYPE, false, { 0xbf, 0xff, 0x00, 0x00 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ VNTAG_TYPE, false, { 0x80, 0x01, 0x80, 0x01 }, VMFEX_TEST_LOOPED },
	{ VNTAG_TYPE, false, { 0xc0, 0x05, 0x00, 0x00 }, VMFEX_DROP_RX_UNKNOWN_LIST },
	{ VNTAG_TYPE, false, { 0x80, 0x01, 0x40, 0x00 }, VMFEX_DROP_RX_UNBOUND },
	{ VNTAG_TYPE, true, { 0x00, 0x00, 0x30, 0x01 }, VMFEX_DROP_RX_VERSION },
	{ VNTAG_TYPE, true, { 0x80, 0x01, 0x00, 0x00 }, VMFEX_DROP_RX_DIRECTION },
	{ VNTAG_TYPE, true, { 0x40, 0x05, 0x00, 0x01 }, VMFEX_DROP_RX_DIRECTION },
	{ VNTAG_TYPE, true, { 0x00, 0x00, 0x00, 0x00 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ VNTAG_TYPE, true, { 0x00, 0x07, 0xc0, 0x01 }, VMFEX_DROP_RX_UNBOUND },
	{ ETAG_TYPE, false, { 0, 0, 0, 0, 0, 0 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ ETAG_TYPE, false, { 0, 0, 0x0f, 0xfe, 0, 0 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ ETAG_TYPE, false, { 0, 0, 0x00, 0x01, 0, 1 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ ETAG_TYPE, false, { 0, 1, 0x00, 0x01, 0, 0 }, VMFEX_TEST_LOOPED },
	{ ETAG_TYPE, false, { 0, 0, 0x3f, 0xff, 0, 0xff }, VMFEX_DROP_RX_UNKNOWN_LIST },
	{ ETAG_TYPE, false, { 0xf0, 0, 0xc0, 0x01, 0, 0 }, VMFEX_DROP_RX_UNBOUND },
	{ ETAG_TYPE, true, { 0, 1, 0x00, 0x01, 0, 0 }, VMFEX_DROP_RX_DIRECTION },
	{ ETAG_TYPE, true, { 0, 0, 0x10, 0x05, 0, 0 }, VMFEX_DROP_RX_DIRECTION },
	{ ETAG_TYPE, true, { 0xf0, 0, 0xc0, 0x01, 0, 0 }, VMFEX_DROP_RX_UNBOUND },
	{ SVLAN_TYPE, false, { 0x00, 0x00 }, VMFEX_PASS },
	{ SVLAN_TYPE, false, { 0xf0, 0x00 }, VMFEX_PASS },
	{ SVLAN_TYPE, false, { 0x00, 0x02 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ SVLAN_TYPE, false, { 0x01, 0x01 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ SVLAN_TYPE, false, { 0x0f, 0xff }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ SVLAN_TYPE, false, { 0xf0, 0x01 }, VMFEX_DROP_RX_UNBOUND },
	{ SVLAN_TYPE, true, { 0xe0, 0x00 }, VMFEX_PASS },
	{ SVLAN_TYPE, true, { 0x00, 0x02 }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ SVLAN_TYPE, true, { 0xff, 0xff }, VMFEX_DROP_RX_UNKNOWN_VIF },
	{ SVLAN_TYPE, true, { 0xb0, 0x01 }, VMFEX_DROP_RX_UNBOUND },
	{ ETH_P_IP, false, { 0x80, 0x01 }, VMFEX_PASS },
	{ ETH_P_IP, true, { 0, 0, 0, 1 }, VMFEX_PASS },
	{ ETH_P_LLDP, false, { 0x80, 0x01 }, VMFEX_PASS },
};

/* What is in a tag of another format is nothing to this adapter; a VLAN is the stack's. */
static enum vmfex_drop
vmfex_test_wanted(const struct vmfex_test_malformed *row, u16 ethertype)
{
	if (row->type == ethertype)
		return row->want;
	if (row->type == VNTAG_TYPE || row->type == ETAG_TYPE)
		return VMFEX_DROP_RX_OTHER_TAG;
	return VMFEX_PASS;
}

static void vmfex_test_malformed_tags(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_test_malformed *row;
	struct vmfex_test_frame frame;
	enum vmfex_drop want, got;
	u8 bytes[64] = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vmfex_test_malformed); i++) {
		row = &vmfex_test_malformed[i];
		if (row->fabric != rig->adapter->fabric)
			continue;
		want = vmfex_test_wanted(row, rig->adapter->tag->ethertype);
		put_unaligned_be16(row->type, bytes);
		memcpy(bytes + TYPE_LEN, row->body, sizeof(row->body));
		put_unaligned_be16(ETH_P_IP, bytes + rig->adapter->tag->len);
		frame.bytes = bytes;
		frame.len = sizeof(bytes);
		frame.linear = sizeof(bytes);
		got = vmfex_test_receive(test, &frame);
		if (got != want)
			KUNIT_FAIL(test, "row %u: verdict %u for %u", i, got,
				   want);
	}
}

static void vmfex_test_run_frames(struct kunit *test)
{
	rtnl_lock();
	vmfex_rig_set_link(test->priv, 0, VMFEX_RIG_UP);
	rtnl_unlock();
	vmfex_test_cut(test, false);
	vmfex_test_cut(test, true);
	vmfex_test_malformed_tags(test);
}

static void vmfex_test_frames(struct kunit *test)
{
	static const struct vmfex_rig_config config = { .num_vfs = 1, .uplinks = 1 };

	vmfex_rig_each_end(test, config, vmfex_test_run_frames);
}

/* Each format is found by its number, and nothing by another. */
static void vmfex_test_find_tags(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < VMFEX_RIG_TAGS; i++)
		KUNIT_EXPECT_PTR_EQ(test, vmfex_tag_find(i), vmfex_rig_tags[i]);
	KUNIT_EXPECT_NULL(test, vmfex_tag_find(VMFEX_RIG_TAGS));
	KUNIT_EXPECT_NULL(test, vmfex_tag_find(U32_MAX));
}

static struct kunit_case vmfex_tag_cases[] = {
	KUNIT_CASE(vmfex_test_limits),
	KUNIT_CASE(vmfex_test_vntag_encode),
	KUNIT_CASE(vmfex_test_etag_encode),
	KUNIT_CASE(vmfex_test_svlan_encode),
	KUNIT_CASE(vmfex_test_vntag_decode),
	KUNIT_CASE(vmfex_test_etag_decode),
	KUNIT_CASE(vmfex_test_svlan_decode),
	KUNIT_CASE(vmfex_test_round_trip),
	KUNIT_CASE(vmfex_test_rooms),
	KUNIT_CASE(vmfex_test_frames),
	KUNIT_CASE(vmfex_test_find_tags),
	{}
};

static struct kunit_suite vmfex_tag_suite = {
	.name = "vmfex_tag",
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_tag_cases,
};

kunit_test_suite(vmfex_tag_suite);
