// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a frame from the wire to a vNIC. What is not tagged with the
 * adapter's tag belongs to the uplink's own stack.
 */
#include <linux/if_ether.h>
#include <linux/if_vlan.h>

#include "base/trace.h"
#include "model/adapter.h"
#include "model/path.h"
#include "model/policy.h"
#include "model/vif.h"
#include "model/viflist.h"
#include "path/addrs.h"
#include "path/follow.h"
#include "path/rx.h"
#include "path/scrub.h"
#include "tag/tags.h"

/* Charged is the vNIC of @vif, and the adapter as long as none is known. */
static noinline void vmfex_rx_drop(struct sk_buff *skb,
				   const struct vmfex_uplink *uplink,
				   const struct vmfex_vif *vif,
				   enum vmfex_drop drop)
{
	trace_vmfex_drop(skb, vif ? vif->vnic->dev : uplink->dev, drop);
	atomic_long_inc(vif ? &vif->vnic->drops[drop] :
			      &uplink->adapter->drops[drop]);
	vmfex_drop_skb(skb, drop);
}

/* On entry skb->data is behind the tag's ethertype, on return behind the inner one. */
static int vmfex_rx_pull(struct sk_buff *skb, unsigned int len)
{
	const void *tag;

	if (skb_cow_head(skb, 0))
		return -ENOMEM;
	tag = skb->data;
	__skb_pull(skb, len);
	skb_postpull_rcsum(skb, tag, len);
	vmfex_put_addrs(skb->data - ETH_HLEN,
			vmfex_get_addrs(skb->data - ETH_HLEN - len));
	skb_set_mac_header(skb, -ETH_HLEN);
	return 0;
}

/*
 * Take the tag off, and the 802.1Q header behind it into the skb's metadata,
 * where the stack would put it. The skb may be gone if it does not pass: then
 * *@pskb is NULL.
 */
static __always_inline enum vmfex_drop
vmfex_rx_untag(struct sk_buff **pskb, const struct vmfex_tag_ops *tag,
	       bool in_metadata)
{
	struct sk_buff *skb = *pskb;
	__be16 type;

	if (in_metadata)
		__vlan_hwaccel_clear_tag(skb);
	else if (vmfex_rx_pull(skb, tag->len))
		return VMFEX_DROP_RX_NOMEM;

	type = eth_hdr(skb)->h_proto;
	if (likely(!eth_type_vlan(type)))
		return VMFEX_PASS;
	if (!pskb_may_pull(skb, VLAN_HLEN + sizeof(type)))
		return VMFEX_DROP_RX_SHORT;
	skb->protocol = type;
	*pskb = skb_vlan_untag(skb);
	return *pskb ? VMFEX_PASS : VMFEX_DROP_RX_NOMEM;
}

/*
 * What the policy says of the frame's VLAN; the port's own is taken off. Behind
 * it may be another header, of which the stack drops a piece in silence.
 */
static noinline enum vmfex_drop vmfex_rx_vlan(struct sk_buff *skb,
					      const struct vmfex_policy *policy)
{
	u16 vid = 0;

	if (skb_vlan_tag_present(skb)) {
		if (skb->vlan_proto != htons(ETH_P_8021Q))
			return VMFEX_DROP_RX_VLAN;
		vid = skb_vlan_tag_get_id(skb);
	}
	if (vid && vid != policy->untagged_vid)
		return policy->vlan_mode == VMFEX_VLAN_TRUNK &&
		       test_bit(vid, policy->vlans) ? VMFEX_PASS :
						      VMFEX_DROP_RX_VLAN;

	__vlan_hwaccel_clear_tag(skb);
	if (!policy->untagged_vid)
		return VMFEX_DROP_RX_VLAN;
	if (eth_type_vlan(eth_hdr(skb)->h_proto) &&
	    !pskb_may_pull(skb, VLAN_HLEN + sizeof(__be16)))
		return VMFEX_DROP_RX_SHORT;
	return VMFEX_PASS;
}

static enum vmfex_drop vmfex_rx_no_path(const struct vmfex_vnic *vnic)
{
	if (READ_ONCE(vnic->port.state) != VMFEX_PORT_STATE_ASSOCIATED)
		return VMFEX_DROP_RX_UNBOUND;
	if (READ_ONCE(vnic->config.link_state) == IFLA_VF_LINK_STATE_DISABLE)
		return VMFEX_DROP_RX_DOWN;
	return VMFEX_DROP_RX_STANDBY;
}

/*
 * A frame on another uplink than is expected: at the host one too many, which
 * the switch has flooded; at the switch the host's choice.
 */
static noinline enum vmfex_drop vmfex_rx_elsewhere(struct vmfex_uplink *uplink)
{
	if (!uplink->fabric_end)
		return VMFEX_DROP_RX_STANDBY;
	vmfex_follow_heard(uplink);
	return VMFEX_PASS;
}

/*
 * Whose the frame is, and what eth_type_trans() does, for nearly all frames. A
 * guest's is none of the host's stack, which its macvtap stands beside; macvlans
 * say anew whose a frame is.
 */
static __always_inline void vmfex_rx_type(struct sk_buff *skb,
					  const struct vmfex_vnic *vnic,
					  struct net_device *dev)
{
	const struct ethhdr *hdr = eth_hdr(skb);
	u8 place = READ_ONCE(vnic->place);

	skb->dev = dev;
	if (likely(place == VMFEX_PLACE_GUEST)) {
		skb->pkt_type = PACKET_OTHERHOST;
	} else {
		if (place == VMFEX_PLACE_AWAY)
			vmfex_scrub_rx(skb);
		skb->pkt_type = PACKET_HOST;
	}
	if (likely(ether_addr_equal(hdr->h_dest, dev->dev_addr) &&
		   eth_proto_is_802_3(hdr->h_proto))) {
		skb->protocol = hdr->h_proto;
		return;
	}
	__skb_push(skb, ETH_HLEN);
	skb->protocol = eth_type_trans(skb, dev);
	if (skb->pkt_type == PACKET_MULTICAST)
		DEV_STATS_INC(dev, multicast);
	if (place == VMFEX_PLACE_GUEST)
		skb->pkt_type = PACKET_OTHERHOST;
}

/*
 * Make an untagged frame one that @vif's vNIC received, if it may. Inlined, a
 * frame to one vNIC need not pay a call for the lists' sake.
 */
static __always_inline enum vmfex_drop
vmfex_rx_accept(struct sk_buff *skb, const struct vmfex_vif *vif)
{
	const struct vmfex_vnic *vnic = vif->vnic;
	struct net_device *dev = vnic->dev;
	const struct vmfex_path *path;
	enum vmfex_drop drop;

	path = rcu_dereference(vnic->path);
	if (unlikely(!path))
		return vmfex_rx_no_path(vnic);
	if (unlikely(READ_ONCE(path->from) != vif->uplink)) {
		drop = vmfex_rx_elsewhere(vif->uplink);
		if (drop)
			return drop;
	}
	if (path->policy->vlan_mode != VMFEX_VLAN_ANY) {
		drop = vmfex_rx_vlan(skb, path->policy);
		if (drop)
			return drop;
	}
	if (unlikely(!(dev->flags & IFF_UP)))
		return VMFEX_DROP_RX_DOWN;

	trace_vmfex_rx(skb, dev, path->lower);
	vmfex_rx_type(skb, vnic, dev);
	skb_reset_network_header(skb);
	if (skb_transport_offset(skb) < 0)
		skb_reset_transport_header(skb);
	skb_reset_mac_len(skb);
	skb_clear_hash_if_not_l4(skb);
	/* The queue was the uplink's; a vNIC has one, and RPS believes in it. */
	skb_set_queue_mapping(skb, 0);
	dev_sw_netstats_rx_add(dev, skb->len + ETH_HLEN);
	return VMFEX_PASS;
}

static bool vmfex_rx_waits_for(const struct net_device *dev, __be16 type)
{
	const struct packet_type *socket;

	list_for_each_entry_rcu(socket, &dev->ptype_specific, list)
		if (socket->type == type)
			return true;
	return false;
}

static int vmfex_rx_lower_waits(struct net_device *dev,
				struct netdev_nested_priv *priv)
{
	const struct sk_buff *skb = priv->data;

	return vmfex_rx_waits_for(dev, skb->protocol);
}

/* The netdev that has received the frame is one of those below the uplink. */
static noinline bool vmfex_rx_lowers_wait(struct sk_buff *skb,
					  struct net_device *lower)
{
	struct netdev_nested_priv priv = { .data = skb };

	return netdev_walk_all_lower_dev_rcu(lower, vmfex_rx_lower_waits, &priv);
}

/*
 * Another round would show the untagged frame to those packet sockets that wait
 * for its type on the uplink, or on the netdev below it that has received it: a
 * guest's LLDP or ECP as if it were the peer's. Behind another VLAN header or a
 * further tag it would find one more type.
 */
static __always_inline bool vmfex_rx_is_awaited(struct sk_buff *skb,
						struct net_device *lower)
{
	__be16 type = skb->protocol;

	return vmfex_rx_waits_for(lower, type) || eth_type_vlan(type) ||
	       vmfex_is_tag(type) ||
	       (unlikely(!list_empty(&lower->adj_list.lower)) &&
		vmfex_rx_lowers_wait(skb, lower));
}

/* It is too late for another round to choose the CPU, which a vNIC's rps_cpus may. */
static __always_inline bool vmfex_rx_wants_new_start(struct sk_buff *skb,
						     struct net_device *lower)
{
	if (unlikely(!list_empty(&lower->ptype_specific) ||
		     !list_empty(&lower->adj_list.lower)) &&
	    vmfex_rx_is_awaited(skb, lower))
		return true;
	return vmfex_rps_in_use();
}

static noinline void vmfex_rx_copy(const struct sk_buff *skb, struct vmfex_vif *vif)
{
	struct sk_buff *copy;
	enum vmfex_drop drop;

	copy = skb_clone((struct sk_buff *)skb, GFP_ATOMIC);
	drop = copy ? vmfex_rx_accept(copy, vif) : VMFEX_DROP_RX_NOMEM;
	if (drop)
		vmfex_rx_drop(copy, vif->uplink, vif, drop);
	else
		netif_receive_skb(copy);
}

/* A copy of what the vNIC has sent itself: no drop, it needs no other. */
static noinline void vmfex_rx_leave_out(const struct vmfex_vnic *vnic)
{
	this_cpu_inc(*vnic->rx_looped);
}

/*
 * One frame for many: a copy for each member but the one that sent it, and but for
 * the last, which is told: the frame itself is left for it, if there is one.
 */
static noinline struct vmfex_vif *
vmfex_rx_list(const struct sk_buff *skb, const struct vmfex_viflist *list,
	      u32 source)
{
	struct vmfex_vif *last = NULL;
	struct vmfex_vif *vif;
	unsigned int i;

	for (i = 0; i < list->slots; i++) {
		vif = READ_ONCE(list->members[i]);
		if (!vif)
			continue;
		if (READ_ONCE(vif->id) == source) {
			vmfex_rx_leave_out(vif->vnic);
			continue;
		}
		if (last)
			vmfex_rx_copy(skb, last);
		last = vif;
	}
	return last;
}

/*
 * Untagged frames, and those that have something in front of the tag, are of the
 * uplink's own stack. A tag of the other format no stack knows: whoever set up
 * the ends of the link has to learn of it.
 */
static noinline rx_handler_result_t
vmfex_rx_not_ours(struct sk_buff *skb, const struct vmfex_uplink *uplink)
{
	if (!vmfex_is_tag(skb->protocol))
		return RX_HANDLER_PASS;
	if (skb_vlan_tag_present(skb) || skb->pkt_type == PACKET_LOOPBACK)
		return RX_HANDLER_PASS;
	vmfex_rx_drop(skb, uplink, NULL, VMFEX_DROP_RX_OTHER_TAG);
	return RX_HANDLER_CONSUMED;
}

/*
 * What the stack knows it has put into the metadata before it asks us. What it does
 * not know is outermost only if nothing is there.
 */
static __always_inline bool vmfex_rx_is_ours(const struct sk_buff *skb,
					     const struct vmfex_tag_ops *tag,
					     bool in_metadata)
{
	if (unlikely(skb->pkt_type == PACKET_LOOPBACK))
		return false;
	if (in_metadata)
		return skb_vlan_tag_present(skb) &&
		       skb->vlan_proto == htons(tag->ethertype) &&
		       skb_vlan_tag_get_id(skb);
	return skb->protocol == htons(tag->ethertype) &&
	       !skb_vlan_tag_present(skb);
}

/* What the tag says. Of one in the frame, the inner ethertype has to be there, too. */
static __always_inline enum vmfex_drop
vmfex_rx_decode(struct sk_buff *skb, const struct vmfex_uplink *uplink,
		bool in_metadata, struct vmfex_rx_tag *rx)
{
	const struct vmfex_tag_ops *tag = uplink->tag;

	if (in_metadata)
		return vmfex_tag_decode_tci(skb_vlan_tag_get(skb),
					    uplink->fabric_end, rx);
	if (unlikely(!pskb_may_pull(skb, tag->len)))
		return VMFEX_DROP_RX_SHORT;
	return vmfex_tag_decode(tag, skb->data, uplink->fabric_end, rx);
}

/*
 * The whole way, once for tags in the frame and once for those beside it: neither
 * pays for what only the other needs.
 */
static __always_inline rx_handler_result_t
vmfex_rx(struct sk_buff **pskb, struct vmfex_uplink *uplink, bool in_metadata)
{
	const struct vmfex_tag_ops *tag = uplink->tag;
	const struct vmfex_viflist *list = NULL;
	struct sk_buff *skb = *pskb;
	struct vmfex_vif *vif = NULL;
	struct vmfex_rx_tag rx;
	enum vmfex_drop drop;

	if (!vmfex_rx_is_ours(skb, tag, in_metadata))
		return vmfex_rx_not_ours(skb, uplink);

	drop = VMFEX_DROP_RX_NOMEM;
	if (unlikely(skb_shared(skb))) {
		skb = skb_share_check(skb, GFP_ATOMIC);
		if (!skb)
			goto drop;
	}

	drop = vmfex_rx_decode(skb, uplink, in_metadata, &rx);
	if (unlikely(drop))
		goto drop;

	if (rx.list) {
		drop = VMFEX_DROP_RX_UNKNOWN_LIST;
		list = vmfex_viflist_lookup(uplink, rx.id);
		if (unlikely(!list || !READ_ONCE(list->num)))
			goto drop;
	} else {
		drop = VMFEX_DROP_RX_UNKNOWN_VIF;
		vif = vmfex_vif_lookup(uplink, rx.id);
		if (unlikely(!vif))
			goto drop;
		if (unlikely(rx.source == rx.id)) {
			vmfex_rx_leave_out(vif->vnic);
			goto consume;
		}
	}

	drop = vmfex_rx_untag(&skb, tag, in_metadata);
	if (unlikely(drop))
		goto drop;

	if (list) {
		vif = vmfex_rx_list(skb, list, rx.source);
		if (!vif)
			goto consume;
	}

	drop = vmfex_rx_accept(skb, vif);
	if (unlikely(drop))
		goto drop;
	if (unlikely(vmfex_rx_wants_new_start(skb, uplink->dev))) {
		netif_receive_skb(skb);
		return RX_HANDLER_CONSUMED;
	}
	*pskb = skb;
	return RX_HANDLER_ANOTHER;

consume:
	consume_skb(skb);
	return RX_HANDLER_CONSUMED;
drop:
	vmfex_rx_drop(skb, uplink, vif, drop);
	return RX_HANDLER_CONSUMED;
}

/**
 * vmfex_rx_handler() - rx_handler of uplinks
 * @pskb: frame that the uplink received
 *
 * Context: RCU read side, softirq.
 * Return: RX_HANDLER_PASS for what is not ours, RX_HANDLER_CONSUMED otherwise.
 */
rx_handler_result_t vmfex_rx_handler(struct sk_buff **pskb)
{
	struct vmfex_uplink *uplink;

	uplink = rcu_dereference((*pskb)->dev->rx_handler_data);
	return uplink->tag->in_metadata ? vmfex_rx(pskb, uplink, true) :
					  vmfex_rx(pskb, uplink, false);
}
