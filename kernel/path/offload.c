// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the stack needs to know to merge tagged frames of a flow into one packet,
 * and to take it apart again. It merges on every netdev: where an uplink's
 * receive handler takes the packet it is untagged as one; where a bridge forwards
 * it with its tag, it may have to be segmented as it is.
 */
#include <linux/delay.h>
#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/ktime.h>
#include <net/gro.h>

#include "compat/compat.h"
#include "path/offload.h"
#include "tag/tag.h"

/* No new frame is merged: the callbacks are about to go. */
static bool vmfex_offload_closed;

static bool vmfex_offload_is_ip(__be16 type)
{
	return type == htons(ETH_P_IP) || type == htons(ETH_P_IPV6);
}

/*
 * On entry GRO's offset is behind the tag's ethertype. Only a tag right behind
 * the addresses is for us, and only what vmfex_gso_segment() takes apart.
 */
static struct sk_buff *vmfex_gro_receive(struct list_head *head,
					 struct sk_buff *skb,
					 const struct vmfex_tag_ops *tag)
{
	const struct packet_offload *inner;
	struct sk_buff *merged = NULL;
	struct sk_buff *held;
	const u8 *hdr;
	__be16 type;
	int flush = 1;

	if (skb_gro_offset(skb) || READ_ONCE(vmfex_offload_closed))
		goto out;
	hdr = skb_gro_header(skb, tag->len, 0);
	if (unlikely(!hdr))
		goto out;
	type = *(const __be16 *)(hdr + tag->len - sizeof(type));
	if (!vmfex_offload_is_ip(type) && !eth_type_vlan(type))
		goto out;
	inner = gro_find_receive_by_type(type);
	if (unlikely(!inner))
		goto out;
	flush = 0;

	/* The stack has compared what is before the tag. */
	list_for_each_entry(held, head, list)
		if (NAPI_GRO_CB(held)->same_flow &&
		    memcmp(held->data, hdr, tag->len))
			NAPI_GRO_CB(held)->same_flow = 0;

	skb_gro_pull(skb, tag->len);
	skb_gro_postpull_rcsum(skb, hdr, tag->len);
	merged = call_gro_receive(inner->callbacks.gro_receive, head, skb);
out:
	skb_gro_flush_final(skb, merged, flush);
	return merged;
}

static int vmfex_gro_complete(struct sk_buff *skb, int nhoff,
			      const struct vmfex_tag_ops *tag)
{
	const struct packet_offload *inner;
	__be16 type;

	nhoff += tag->len;
	type = *(__be16 *)(skb->data + nhoff - sizeof(type));
	inner = gro_find_complete_by_type(type);
	if (unlikely(!inner))
		return -ENOENT;
	return inner->callbacks.gro_complete(skb, nhoff);
}

/* How a packet with its tag looks to the stack; @skb->data is at the MAC header. */
static void vmfex_gso_show_tag(struct sk_buff *skb, __be16 protocol,
			       unsigned int mac_len)
{
	skb->protocol = protocol;
	skb->mac_len = mac_len;
	skb_set_network_header(skb, mac_len);
}

/*
 * On entry skb->data is behind the tag's ethertype. The tag is shown to the inner
 * protocol as a part of the MAC header, so that each segment gets a copy.
 */
static struct sk_buff *vmfex_gso_segment(struct sk_buff *skb,
					 netdev_features_t features,
					 const struct vmfex_tag_ops *tag)
{
	struct sk_buff *segs = ERR_PTR(-EPROTONOSUPPORT);
	unsigned int mac_len = -skb_mac_offset(skb);
	__be16 protocol = skb->protocol;
	struct sk_buff *seg;
	__be16 type;

	if (unlikely(!pskb_may_pull(skb, tag->len)))
		return ERR_PTR(-EINVAL);
	type = *(__be16 *)(skb->data + tag->len - sizeof(type));

	__skb_push(skb, mac_len);
	skb->protocol = type;
	skb->mac_len = mac_len + tag->len;
	/* The stack wants the type behind mac_len, the first VLAN within. */
	if (eth_type_vlan(type))
		skb->mac_len += VLAN_HLEN;
	/* Tags behind tags could be stacked deeper than the kernel's stack. */
	if (vmfex_offload_is_ip(__vlan_get_protocol(skb, type, NULL)))
		segs = skb_mac_gso_segment(skb, features);

	vmfex_gso_show_tag(skb, protocol, mac_len);
	if (IS_ERR_OR_NULL(segs))
		return segs;
	for (seg = segs; seg; seg = seg->next)
		vmfex_gso_show_tag(seg, protocol, mac_len);
	return segs;
}

/* The callbacks are not told whose they are. */
#define VMFEX_OFFLOAD(format)						\
static struct sk_buff *format##_gro_receive(struct list_head *head,	\
					    struct sk_buff *skb)	\
{									\
	return vmfex_gro_receive(head, skb, &vmfex_##format##_ops);	\
}									\
									\
static int format##_gro_complete(struct sk_buff *skb, int nhoff)	\
{									\
	return vmfex_gro_complete(skb, nhoff, &vmfex_##format##_ops);	\
}									\
									\
static struct sk_buff *format##_gso_segment(struct sk_buff *skb,	\
					    netdev_features_t features)	\
{									\
	return vmfex_gso_segment(skb, features, &vmfex_##format##_ops);	\
}									\
									\
static struct packet_offload format##_offload = {			\
	.priority = 15,							\
	.callbacks = {							\
		.gro_receive = format##_gro_receive,			\
		.gro_complete = format##_gro_complete,			\
		.gso_segment = format##_gso_segment,			\
	},								\
}

VMFEX_OFFLOAD(vntag);
VMFEX_OFFLOAD(etag);

static void vmfex_offload_add(struct packet_offload *offload,
			      const struct vmfex_tag_ops *tag)
{
	offload->type = htons(tag->ethertype);
	dev_add_offload(offload);
}

/**
 * vmfex_offload_register() - begin to merge and to segment tagged frames
 *
 * Context: Process context.
 */
void vmfex_offload_register(void)
{
	vmfex_offload_add(&vntag_offload, &vmfex_vntag_ops);
	vmfex_offload_add(&etag_offload, &vmfex_etag_ops);
}

/*
 * How long a netdev may keep a packet after it was polled, in ms. One that has
 * more to poll keeps what came in this jiffy.
 */
static unsigned int vmfex_offload_hold_time(void)
{
	unsigned long longest = 0;
	struct net_device *dev;
	struct net *net;

	ASSERT_RTNL();
	down_read(&net_rwsem);
	for_each_net(net)
		for_each_netdev(net, dev)
			longest = max(longest, vmfex_gro_hold_time(dev));
	up_read(&net_rwsem);
	return longest / NSEC_PER_MSEC + jiffies_to_msecs(2);
}

/**
 * vmfex_offload_unregister() - end to merge and to segment tagged frames
 *
 * What was merged has to be completed: first no more is, then all that is held
 * goes on, and then the callbacks go.
 *
 * Context: Process context.
 */
void vmfex_offload_unregister(void)
{
	unsigned int hold_time;

	WRITE_ONCE(vmfex_offload_closed, true);
	/* Grace periods are short while RTNL is held. */
	rtnl_lock();
	synchronize_net();
	hold_time = vmfex_offload_hold_time();
	rtnl_unlock();
	msleep(hold_time);

	rtnl_lock();
	dev_remove_offload(&etag_offload);
	dev_remove_offload(&vntag_offload);
	rtnl_unlock();
}
