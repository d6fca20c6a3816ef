// SPDX-License-Identifier: GPL-2.0-only
/*
 * Frames that somebody else looks at meanwhile, as a packet socket does or whoever
 * mirrors: what he has is as it was, byte for byte, and what goes on is right.
 */
#include <linux/if_vlan.h>
#include <linux/ip.h>
#include <linux/tcp.h>

#include "compat/compat.h"
#include "model/adapter.h"
#include "model/policy.h"
#include "path/tx.h"
#include "rig.h"
#include "tag/tags.h"
#include "vic/uplink.h"

#define TYPE_LEN	2	/* of the ethertype, which an uplink's skb is behind */
#define FRAME_MAX	2200
#define TYPE		0x88b5
#define COS		5
#define SEGMENT		1000

/* Whoever sends of his own accord sends to others. */
static const u8 vmfex_test_dst[ETH_ALEN] = { 2, 0, 0, 0, 0xbe, 0xef };
static const u8 vmfex_test_src[ETH_ALEN] = { 2, 0, 0, 0, 0xca, 0xfe };

/**
 * struct vmfex_test_frame - a frame, as a guest has it
 * @text: what is special
 * @len: bytes from the destination on
 * @linear: how many of them are not in a page fragment
 * @vid: VLAN of its header, 0 for none
 */
struct vmfex_test_frame {
	const char *text;
	unsigned int len;
	unsigned int linear;
	u16 vid;
};

static const struct vmfex_test_frame vmfex_test_frames[] = {
	{ "long", 1514, 1514, 0 },
	{ "with a VLAN", 1514, 1514, 0x123 },
	{ "short", 42, 42, 0 },
	{ "short with a VLAN", 42, 42, 0x123 },
	{ "in two pieces", 1514, 34, 0 },
	{ "in two pieces with a VLAN", 1514, 18, 0x123 },
};

/**
 * struct vmfex_test_seen - what came through of frames to &vmfex_test_dst
 * @count: how many
 * @len: of the last one
 * @meta: VLAN tag beside the last one, ethertype first, 0 for none
 * @head: where the last one had its bytes
 * @bytes: of the last one, from the destination on
 */
struct vmfex_test_seen {
	unsigned int count;
	unsigned int len;
	u32 meta;
	const u8 *head;
	u8 bytes[FRAME_MAX];
};

static struct vmfex_test_seen vmfex_test_sent, vmfex_test_got;

static u32 vmfex_test_meta(const struct sk_buff *skb)
{
	if (!skb_vlan_tag_present(skb))
		return 0;
	return ntohs(skb->vlan_proto) << 16 | skb_vlan_tag_get(skb);
}

/* @from: where in the frame its destination is */
static void vmfex_test_see(struct vmfex_test_seen *seen, struct sk_buff *skb,
			   int from)
{
	u8 dst[ETH_ALEN];

	if (!skb_copy_bits(skb, from, dst, ETH_ALEN) &&
	    ether_addr_equal_unaligned(dst, vmfex_test_dst)) {
		seen->count++;
		seen->len = min_t(unsigned int, skb->len - from, FRAME_MAX);
		seen->meta = vmfex_test_meta(skb);
		seen->head = skb->head;
		skb_copy_bits(skb, from, seen->bytes, seen->len);
	}
	kfree_skb(skb);
}

static netdev_tx_t vmfex_test_xmit(struct sk_buff *skb, struct net_device *dev)
{
	vmfex_test_see(&vmfex_test_sent, skb, 0);
	return NETDEV_TX_OK;
}

static const struct net_device_ops vmfex_test_lower_ops = {
	.ndo_start_xmit = vmfex_test_xmit,
};

static int vmfex_test_take(struct sk_buff *skb, struct net_device *dev,
			   struct packet_type *type, struct net_device *orig)
{
	vmfex_test_see(&vmfex_test_got, skb, skb_mac_offset(skb));
	return NET_RX_SUCCESS;
}

/**
 * struct vmfex_test_holder - who has the frame as well, and what it was to him
 * @skb: his reference
 * @head: where he has the bytes
 * @data: where it pointed
 * @meta: VLAN tag beside it, ethertype first, 0 for none
 * @protocol: its type, host byte order
 * @gso_type: how it may be cut
 * @from: where its destination is
 * @len: bytes from there on
 * @bytes: those
 */
struct vmfex_test_holder {
	struct sk_buff *skb;
	const u8 *head;
	const u8 *data;
	u32 meta;
	u16 protocol;
	unsigned int gso_type;
	int from;
	unsigned int len;
	u8 bytes[FRAME_MAX];
};

/* Static, for it is large; cases run one after the other. */
static struct vmfex_test_holder vmfex_test_holder;

static void vmfex_test_hold(struct kunit *test, struct sk_buff *skb, int from)
{
	struct vmfex_test_holder *holder = &vmfex_test_holder;

	holder->skb = skb;
	holder->head = skb->head;
	holder->data = skb->data;
	holder->meta = vmfex_test_meta(skb);
	holder->protocol = ntohs(skb->protocol);
	holder->gso_type = skb_shinfo(skb)->gso_type;
	holder->from = from;
	holder->len = skb->len - from;
	KUNIT_EXPECT_LE(test, holder->len, FRAME_MAX);
	KUNIT_EXPECT_EQ(test, skb_copy_bits(skb, from, holder->bytes,
					    min(holder->len, FRAME_MAX)), 0);
	vmfex_test_sent.count = 0;
	vmfex_test_got.count = 0;
}

static void vmfex_test_expect_held(struct kunit *test, const char *text)
{
	const struct vmfex_test_holder *holder = &vmfex_test_holder;
	struct sk_buff *skb = holder->skb;
	static u8 bytes[FRAME_MAX];

	KUNIT_EXPECT_PTR_EQ_MSG(test, (const u8 *)skb->head, holder->head, "%s", text);
	KUNIT_EXPECT_PTR_EQ_MSG(test, (const u8 *)skb->data, holder->data, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, skb->len - holder->from, holder->len, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, ntohs(skb->protocol), holder->protocol, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, skb_shinfo(skb)->gso_type, holder->gso_type,
			    "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, vmfex_test_meta(skb), holder->meta, "%s", text);
	KUNIT_EXPECT_EQ(test, skb_copy_bits(skb, holder->from, bytes, holder->len), 0);
	KUNIT_EXPECT_MEMEQ_MSG(test, bytes, holder->bytes, holder->len, "%s", text);
	kfree_skb(skb);
}

/* Of the bytes, with room for more at both ends. */
static struct sk_buff *vmfex_test_skb(struct net_device *dev, const u8 *bytes,
				      unsigned int len, unsigned int linear)
{
	struct sk_buff *skb = netdev_alloc_skb(dev, linear + 64);

	if (!skb)
		return NULL;
	skb_put_data(skb, bytes, linear);
	if (vmfex_rig_add_frag(skb, bytes + linear, len - linear)) {
		kfree_skb(skb);
		return NULL;
	}
	return skb;
}

static u8 *vmfex_test_put_type(u8 *p, u16 type)
{
	put_unaligned_be16(type, p);
	return p + sizeof(type);
}

/**
 * vmfex_test_write() - write a frame
 * @bytes: to where
 * @frame: which
 * @tag: format of its tag, NULL for none
 * @fabric: the tag is the bridge's
 * @cos: priority of tag and VLAN header, which there is then, 0 for the guest's
 *
 * Return: where it ends.
 */
static u8 *vmfex_test_write(u8 *bytes, const struct vmfex_test_frame *frame,
			    const struct vmfex_tag_ops *tag, bool fabric, u8 cos)
{
	unsigned int left = frame->len - ETH_HLEN - (frame->vid ? VLAN_HLEN : 0);
	unsigned int i;
	u8 *p = bytes;

	ether_addr_copy(p, vmfex_test_dst);
	ether_addr_copy(p + ETH_ALEN, vmfex_test_src);
	p += 2 * ETH_ALEN;
	if (tag) {
		tag->encode(p, fabric, 1, cos);
		p += tag->len;
	}
	if (frame->vid || cos) {
		p = vmfex_test_put_type(p, ETH_P_8021Q);
		p = vmfex_test_put_type(p, frame->vid | cos << VLAN_PRIO_SHIFT);
	}
	p = vmfex_test_put_type(p, TYPE);
	for (i = 0; i < left; i++)
		*p++ = i ^ 0x5a;
	for (i = frame->len; i < ETH_ZLEN; i++)
		*p++ = 0;
	return p;
}

/* @same: nobody wrote to the frame, and so nobody needed bytes of his own */
static void vmfex_test_expect_seen(struct kunit *test, const char *text,
				   const struct vmfex_test_seen *seen,
				   const u8 *want, unsigned int len, u32 meta,
				   bool same)
{
	KUNIT_EXPECT_EQ_MSG(test, seen->count, 1, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, seen->len, len, "%s", text);
	KUNIT_EXPECT_MEMEQ_MSG(test, seen->bytes, want, len, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, seen->meta, meta, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, seen->head == vmfex_test_holder.head, same, "%s", text);
}

/* The tag of VIF 1 as metadata */
static u32 vmfex_test_tag_beside(const struct vmfex_tag_ops *tag, bool fabric, u8 cos)
{
	u8 bytes[VMFEX_TAG_LEN_MAX];

	tag->encode(bytes, fabric, 1, cos);
	return get_unaligned_be32(bytes);
}

static void vmfex_test_send(struct kunit *test, struct sk_buff *skb,
			    struct net_device *dev)
{
	skb->dev = dev;
	local_bh_disable();
	vmfex_xmit(skb, dev);
	local_bh_enable();
}

/*
 * With the profile's priority a VLAN header of the guest's is written to as well. A
 * short frame is given bytes of its own when it is padded; else it takes a
 * reallocation to write a header, and none if there is nothing to write.
 */
static void vmfex_test_send_cloned(struct kunit *test,
				   const struct vmfex_test_frame *frame, u8 cos)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_tag_ops *tag = rig->adapter->tag;
	bool beside = tag->in_metadata &&
		      rig->lower[0]->features & NETIF_F_HW_VLAN_STAG_TX;
	bool padded = frame->len < ETH_ZLEN;
	bool written = frame->vid || (!padded && (cos || !tag->in_metadata));
	struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	long reallocs = atomic_long_read(&vnic->tx_reallocs);
	struct net_device *dev = vnic->dev;
	static u8 bytes[FRAME_MAX];
	struct sk_buff *skb, *clone;
	unsigned int len;
	u32 meta = 0;

	vmfex_test_write(bytes, frame, NULL, false, 0);
	skb = vmfex_test_skb(dev, bytes, frame->len, frame->linear);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	clone = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clone);

	vmfex_test_hold(test, clone, 0);
	vmfex_test_send(test, skb, dev);
	vmfex_test_expect_held(test, frame->text);
	len = vmfex_test_write(bytes, frame, beside ? NULL : tag,
			       rig->adapter->fabric, cos) - bytes;
	if (beside)
		meta = vmfex_test_tag_beside(tag, rig->adapter->fabric, cos);
	vmfex_test_expect_seen(test, frame->text, &vmfex_test_sent, bytes, len, meta,
			       beside && !padded && !written);
	KUNIT_EXPECT_EQ_MSG(test, atomic_long_read(&vnic->tx_reallocs) - reallocs,
			    written, "%s", frame->text);
}

/* Two segments of TCP, which whoever cuts them fills in */
static struct sk_buff *vmfex_test_segments(struct net_device *dev)
{
	struct sk_buff *skb = netdev_alloc_skb(dev, FRAME_MAX);
	struct tcphdr *tcp;
	struct ethhdr *eth;
	struct iphdr *ip;

	if (!skb)
		return NULL;
	eth = skb_put_zero(skb, sizeof(*eth));
	ether_addr_copy(eth->h_dest, vmfex_test_dst);
	ether_addr_copy(eth->h_source, vmfex_test_src);
	eth->h_proto = htons(ETH_P_IP);
	ip = skb_put_zero(skb, sizeof(*ip));
	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->ttl = 64;
	ip->protocol = IPPROTO_TCP;
	ip->tot_len = htons(sizeof(*ip) + sizeof(*tcp) + 2 * SEGMENT);
	tcp = skb_put_zero(skb, sizeof(*tcp));
	tcp->doff = sizeof(*tcp) / 4;
	skb_put_zero(skb, 2 * SEGMENT);

	skb->protocol = eth->h_proto;
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, ETH_HLEN + sizeof(*ip));
	skb->ip_summed = CHECKSUM_PARTIAL;
	skb->csum_start = skb_transport_header(skb) - skb->head;
	skb->csum_offset = offsetof(struct tcphdr, check);
	skb_shinfo(skb)->gso_size = SEGMENT;
	skb_shinfo(skb)->gso_segs = 2;
	skb_shinfo(skb)->gso_type = SKB_GSO_TCPV4;
	return skb;
}

/* How a packet may be cut is beside the bytes, where whoever has a clone has it, too. */
static void vmfex_test_send_segments(struct kunit *test)
{
	const struct vmfex_uplink_config off = {
		.set_offload = true, .offload = VMFEX_OFFLOAD_OFF,
	};
	const struct vmfex_rig *rig = test->priv;
	struct net_device *dev = rig->adapter->vnics[0]->dev;
	struct sk_buff *skb, *clone;
	int err;

	rtnl_lock();
	err = vmfex_uplink_set(vmfex_rig_uplink(rig, 0), &off, NULL);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, err, 0);
	skb = vmfex_test_segments(dev);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	clone = skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, clone);

	vmfex_test_hold(test, clone, 0);
	vmfex_test_send(test, skb, dev);
	vmfex_test_expect_held(test, "segments");
	KUNIT_EXPECT_EQ(test, vmfex_test_sent.count, 2);
}

/*
 * As a driver gives it to the core, which may have put the tag @beside the frame. A
 * second reference is that of a packet socket which saw the frame before us; a clone
 * is that of one which has queued it.
 */
static void vmfex_test_receive(struct kunit *test,
			       const struct vmfex_test_frame *frame, bool shared,
			       bool beside)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_tag_ops *tag = rig->adapter->tag;
	struct vmfex_test_frame want = *frame;
	static u8 bytes[FRAME_MAX];
	struct sk_buff *skb, *other;
	unsigned int len;

	len = vmfex_test_write(bytes, frame, beside ? NULL : tag,
			       !rig->adapter->fabric, 0) - bytes;
	skb = vmfex_test_skb(rig->lower[0], bytes, len,
			     frame->linear == frame->len ? len : frame->linear);
	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb->protocol = eth_type_trans(skb, rig->lower[0]);
	if (beside)
		__vlan_hwaccel_put_tag(skb, htons(tag->ethertype), 1);
	other = shared ? skb_get(skb) : skb_clone(skb, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, other);

	vmfex_test_hold(test, other, -ETH_HLEN);
	local_bh_disable();
	netif_receive_skb(skb);
	local_bh_enable();
	vmfex_test_expect_held(test, frame->text);
	if (want.vid)
		want.len -= VLAN_HLEN;
	want.vid = 0;
	vmfex_test_write(bytes, &want, NULL, false, 0);
	len -= beside ? 0 : tag->len;
	len -= frame->vid ? VLAN_HLEN : 0;
	vmfex_test_expect_seen(test, frame->text, &vmfex_test_got, bytes, len,
			       frame->vid ? ETH_P_8021Q << 16 | frame->vid : 0,
			       beside && !frame->vid);
}

/* @cos: 0 for none */
static int vmfex_test_publish_cos(const struct vmfex_rig *rig, u8 cos)
{
	struct vmfex_policy *policy = vmfex_policy_new(NULL);

	if (!policy)
		return -ENOMEM;
	policy->cos = cos ?: VMFEX_COS_NONE;
	return vmfex_port_publish(vmfex_rig_profile(rig, VMFEX_RIG_PROFILE), policy,
				  NULL);
}

/* VF 0 is bound and up, and its uplink shows what is sent. */
static int vmfex_test_open(const struct vmfex_rig *rig)
{
	struct vmfex_vnic *vnic = rig->adapter->vnics[0];
	int err;

	ASSERT_RTNL();
	rig->lower[0]->netdev_ops = &vmfex_test_lower_ops;
	vmfex_rig_set_link(rig, 0, VMFEX_RIG_UP);
	err = vmfex_rig_request(vnic, VMFEX_REQUEST_ASSOCIATE, VMFEX_RIG_PROFILE);
	if (err)
		return err;
	return dev_open(vnic->dev, NULL);
}

static const struct vmfex_rig_config vmfex_frame_config = {
	.num_vfs = 1, .uplinks = 1,
};

static void vmfex_test_start(struct kunit *test)
{
	int err;

	rtnl_lock();
	err = vmfex_test_open(test->priv);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, err, 0);
}

/* A NIC that puts service tags in itself and takes frames in pieces, or leaves both to the core. */
static void vmfex_test_offload_tag(struct net_device *dev, bool on)
{
	const netdev_features_t features = NETIF_F_HW_VLAN_STAG_TX | NETIF_F_SG;

	dev->hw_features |= features;
	dev->vlan_features |= features;
	dev->wanted_features &= ~features;
	if (on)
		dev->wanted_features |= features;
	netdev_update_features(dev);
}

static void vmfex_test_send_all(struct kunit *test, u8 cos, bool offload)
{
	const struct vmfex_rig *rig = test->priv;
	unsigned int i;
	int err;

	rtnl_lock();
	vmfex_test_offload_tag(rig->lower[0], offload);
	err = vmfex_test_publish_cos(rig, cos);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, err, 0);
	for (i = 0; i < ARRAY_SIZE(vmfex_test_frames); i++)
		vmfex_test_send_cloned(test, &vmfex_test_frames[i], cos);
	vmfex_test_send_segments(test);
}

static void vmfex_test_run_tx(struct kunit *test)
{
	vmfex_test_start(test);
	vmfex_test_send_all(test, 0, false);
	vmfex_test_send_all(test, 0, true);
	vmfex_test_send_all(test, COS, false);
	vmfex_test_send_all(test, COS, true);
}

static void vmfex_test_tx_cloned(struct kunit *test)
{
	vmfex_rig_each_end(test, vmfex_frame_config, vmfex_test_run_tx);
}

static void vmfex_test_receive_all(struct kunit *test, bool beside)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vmfex_test_frames); i++) {
		vmfex_test_receive(test, &vmfex_test_frames[i], false, beside);
		vmfex_test_receive(test, &vmfex_test_frames[i], true, beside);
	}
}

static void vmfex_test_run_rx(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	struct packet_type tap = {
		.type = htons(ETH_P_ALL),
		.func = vmfex_test_take,
		.dev = rig->adapter->vnics[0]->dev,
	};

	vmfex_test_start(test);
	dev_add_pack(&tap);
	vmfex_test_receive_all(test, false);
	if (rig->adapter->tag->in_metadata)
		vmfex_test_receive_all(test, true);
	dev_remove_pack(&tap);
}

static void vmfex_test_rx_held(struct kunit *test)
{
	vmfex_rig_each_end(test, vmfex_frame_config, vmfex_test_run_rx);
}

/* Whoever sends one frame many times must not do it here. */
static void vmfex_test_tx_shared(struct kunit *test)
{
	static const struct vmfex_rig_config config = {
		.tag = &vmfex_vntag_ops, .num_vfs = 1,
	};
	const struct vmfex_rig *rig;
	struct vmfex_vnic *vnic;
	int err;

	err = vmfex_rig_init(test, &config);
	KUNIT_ASSERT_EQ(test, err, 0);
	rig = test->priv;
	rtnl_lock();
	vmfex_for_each_vnic(vnic, rig->adapter)
		KUNIT_EXPECT_FALSE(test, vnic->dev->priv_flags & IFF_TX_SKB_SHARING);
	rtnl_unlock();
}

static struct kunit_case vmfex_frame_cases[] = {
	KUNIT_CASE(vmfex_test_tx_cloned),
	KUNIT_CASE(vmfex_test_tx_shared),
	KUNIT_CASE(vmfex_test_rx_held),
	{}
};

static struct kunit_suite vmfex_frame_suite = {
	.name = "vmfex_frame",
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_frame_cases,
};

kunit_test_suite(vmfex_frame_suite);
