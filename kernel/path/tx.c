// SPDX-License-Identifier: GPL-2.0-only
/*
 * The way of a frame from a vNIC to the wire. vmfex_xmit() reads from top to
 * bottom what happens; there is one copy whatever the destination, and no
 * delivery on this host.
 */
#include <linux/if_ether.h>
#include <linux/if_vlan.h>

#include "base/trace.h"
#include "model/path.h"
#include "model/policy.h"
#include "model/uplink.h"
#include "path/addrs.h"
#include "path/scrub.h"
#include "path/tx.h"
#include "tag/tags.h"

/* More VLAN headers than any frame needs that should get out. */
#define VMFEX_VLAN_DEPTH	8

/*
 * Step over all VLAN headers, none of which may be like @tag: *@type is what is
 * behind them, at *@end. What is looked at is pulled: the sender may have the
 * other pages of the frame mapped, and change them at any time.
 */
static enum vmfex_drop vmfex_tx_skip_vlans(struct sk_buff *skb, __be16 *type,
					   unsigned int *end, __be16 tag)
{
	const struct vlan_hdr *vlan;
	int depth;

	for (depth = 0; eth_type_vlan(*type); depth++) {
		if (*type == tag)
			return VMFEX_DROP_TX_FORGED_TAG;
		if (depth == VMFEX_VLAN_DEPTH || skb->len < *end + VLAN_HLEN)
			return VMFEX_DROP_TX_MALFORMED;
		if (!pskb_may_pull(skb, *end + VLAN_HLEN))
			return VMFEX_DROP_TX_NOMEM;
		vlan = (const struct vlan_hdr *)(skb->data + *end);
		*type = vlan->h_vlan_encapsulated_proto;
		*end += VLAN_HLEN;
	}
	return VMFEX_PASS;
}

/* Behind a macvtap a guest chooses the size of its frames and segments. */
static bool vmfex_tx_fits(const struct sk_buff *skb,
			  const struct net_device *lower)
{
	unsigned int max = READ_ONCE(lower->mtu) + ETH_HLEN + VLAN_HLEN;

	if (likely(skb->len <= max))
		return true;
	return skb_is_gso(skb) && skb_gso_validate_mac_len(skb, max);
}

/* Several times the cost of all else that happens to the frame: it is counted. */
static noinline int vmfex_tx_realloc(struct sk_buff *skb,
				     struct vmfex_vnic *vnic, unsigned int room)
{
	atomic_long_inc(&vnic->tx_reallocs);
	return skb_cow_head(skb, room);
}

/* Room for the header, in a head that nobody shares. */
static __always_inline int vmfex_tx_cow(struct sk_buff *skb,
					struct vmfex_vnic *vnic,
					const struct vmfex_path *path)
{
	unsigned int room = VMFEX_HDR_MAX + path->lower->needed_headroom;

	if (likely(skb_headroom(skb) >= room && !skb_header_cloned(skb)))
		return 0;
	return vmfex_tx_realloc(skb, vnic, room);
}

/* A tag or a VLAN header: a type that not every frame of a guest may have. */
static bool vmfex_tx_is_tag(__be16 type)
{
	return eth_type_vlan(type) || vmfex_is_tag(type);
}

/* Whoever computes the sum must not write it over a type or the tag. */
static bool vmfex_tx_sums_header(const struct sk_buff *skb, int end)
{
	return skb->ip_summed == CHECKSUM_PARTIAL &&
	       skb_checksum_start_offset(skb) < end;
}

/*
 * Nor must whoever cuts the packet, who writes lengths and sums of IP's, where the
 * sender says that it is. Headers are stepped over that are known as VLANs.
 */
static bool vmfex_tx_cuts_header(const struct sk_buff *skb, int end)
{
	int network = skb_network_offset(skb);

	if (likely(!skb_is_gso(skb)))
		return false;
	return network < ETH_HLEN ||
	       (network < end && !eth_type_vlan(skb->protocol));
}

/*
 * An uplink that is not left to cut packets gets none whole: this asks whoever
 * has them whole for something that no paravirtual NIC offers, so that the core
 * cuts them, behind the uplink's queue. Packets of tunnels it has cut before.
 */
static noinline enum vmfex_drop
vmfex_tx_deny_cutting(struct sk_buff *skb, struct vmfex_vnic *vnic,
		      const struct vmfex_path *path)
{
	if (skb->encapsulation)
		return VMFEX_PASS;
	if (vmfex_tx_cow(skb, vnic, path))
		return VMFEX_DROP_TX_NOMEM;
	skb_shinfo(skb)->gso_type |= SKB_GSO_PARTIAL;
	return VMFEX_PASS;
}

static bool vmfex_tx_spoils_header(const struct sk_buff *skb, int end)
{
	return vmfex_tx_sums_header(skb, end) || vmfex_tx_cuts_header(skb, end);
}

/* What is left to others to do with the packet: may they, and will they? */
static __always_inline enum vmfex_drop
vmfex_tx_offloads(struct sk_buff *skb, struct vmfex_vnic *vnic,
		  const struct vmfex_path *path)
{
	/* The core gives us no packet like this that is yet to be cut. */
	if (likely(skb->ip_summed == CHECKSUM_NONE))
		return VMFEX_PASS;
	if (vmfex_tx_spoils_header(skb, ETH_HLEN))
		return VMFEX_DROP_TX_MALFORMED;
	if (likely(!skb_is_gso(skb) || READ_ONCE(path->uplink->offload_used) ==
		   VMFEX_OFFLOAD_USED_ALL))
		return VMFEX_PASS;
	return vmfex_tx_deny_cutting(skb, vnic, path);
}

/* What the policy does with a frame's own 802.1Q header, perhaps a new TCI. */
static enum vmfex_drop vmfex_tx_vlan(struct vlan_ethhdr *hdr,
				     const struct vmfex_policy *policy)
{
	u16 tci = ntohs(hdr->h_vlan_TCI);
	u16 vid = tci & VLAN_VID_MASK;

	if (policy->vlan_mode != VMFEX_VLAN_ANY) {
		/* Only a priority: the frame counts as untagged. */
		if (!vid && policy->untagged_vid)
			vid = policy->untagged_vid;
		else if (policy->vlan_mode == VMFEX_VLAN_ACCESS ||
			 !test_bit(vid, policy->vlans))
			return VMFEX_DROP_TX_VLAN;
		if (hdr->h_vlan_proto != htons(ETH_P_8021Q))
			return VMFEX_DROP_TX_VLAN;
		/* A switch that takes this header off would meet the next. */
		if (vid == policy->untagged_vid &&
		    eth_type_vlan(hdr->h_vlan_encapsulated_proto))
			return VMFEX_DROP_TX_VLAN;
		tci = (tci & ~VLAN_VID_MASK) | vid;
	}
	if (policy->cos != VMFEX_COS_NONE)
		tci = (tci & ~VLAN_PRIO_MASK) |
		      policy->cos << VLAN_PRIO_SHIFT;
	hdr->h_vlan_TCI = htons(tci);
	return VMFEX_PASS;
}

static bool vmfex_tx_owns_source(const struct sk_buff *skb,
				 const struct vmfex_vnic *vnic,
				 const struct vmfex_policy *policy)
{
	return policy->mac_forge != VMFEX_MAC_FORGE_DENY ||
	       vmfex_vnic_owns_addr(vnic, skb->data + ETH_ALEN);
}

/* What most policies let pass, others do not. */
static noinline enum vmfex_drop vmfex_tx_strict(const struct sk_buff *skb,
						const struct vmfex_vnic *vnic,
						const struct vmfex_policy *policy)
{
	if (!vmfex_tx_owns_source(skb, vnic, policy))
		return VMFEX_DROP_TX_MAC;
	return vmfex_policy_takes_untagged(policy) ? VMFEX_PASS :
						     VMFEX_DROP_TX_VLAN;
}

/*
 * A frame with a header of the guest's in front of its type. A guest that could
 * send a tag could send as any other guest.
 */
static noinline enum vmfex_drop vmfex_tx_tagged(struct sk_buff *skb,
						struct vmfex_vnic *vnic,
						const struct vmfex_path *path,
						__be16 type)
{
	unsigned int end = ETH_HLEN;
	enum vmfex_drop drop;

	drop = vmfex_tx_skip_vlans(skb, &type, &end, path->meta_proto);
	if (drop)
		return drop;
	if (vmfex_tx_is_tag(type))
		return VMFEX_DROP_TX_FORGED_TAG;
	if (vmfex_tx_spoils_header(skb, end))
		return VMFEX_DROP_TX_MALFORMED;
	if (!vmfex_tx_owns_source(skb, vnic, path->policy))
		return VMFEX_DROP_TX_MAC;
	if (vmfex_tx_cow(skb, vnic, path))
		return VMFEX_DROP_TX_NOMEM;
	return vmfex_tx_vlan((struct vlan_ethhdr *)skb->data, path->policy);
}

/* The last byte of a header of any other size would not be in front of the type. */
static_assert(sizeof_field(struct vmfex_hdr, bytes) == 2 * ETH_ALEN);

/*
 * Of fixed sizes, so that it goes through registers: what the header has in front
 * of its bytes lands on the addresses' place, where they are put last.
 */
static void vmfex_tx_push(struct sk_buff *skb, const struct vmfex_hdr *hdr)
{
	struct vmfex_addrs addrs = vmfex_get_addrs(skb->data);
	u8 *p = __skb_push(skb, hdr->len);

	memcpy(p + hdr->len, hdr->bytes, sizeof(hdr->bytes));
	vmfex_put_addrs(p, addrs);
}

/*
 * A tag that NICs know goes beside the frame: where there is no header to write,
 * nobody needs room, nor a head of one's own.
 */
static __always_inline enum vmfex_drop
vmfex_tx_tag(struct sk_buff *skb, struct vmfex_vnic *vnic,
	     const struct vmfex_path *path, const struct vmfex_hdr *hdr)
{
	if (likely(hdr->len)) {
		if (unlikely(vmfex_tx_cow(skb, vnic, path)))
			return VMFEX_DROP_TX_NOMEM;
		vmfex_tx_push(skb, hdr);
	}
	skb_reset_mac_header(skb);
	skb_reset_mac_len(skb);
	if (path->meta_proto)
		__vlan_hwaccel_put_tag(skb, path->meta_proto, path->meta_tci);
	return VMFEX_PASS;
}

/*
 * What can be cut as it is, see offload.c. A tag beside the frame goes in front of
 * what is hidden; the skb is gone if there is no memory for that.
 */
static noinline struct sk_buff *vmfex_tx_hide_inner(struct sk_buff *skb)
{
	if (skb_vlan_tag_present(skb))
		return __vlan_hwaccel_push_inside(skb);
	skb->protocol = eth_hdr(skb)->h_proto;
	skb_set_network_header(skb, ETH_HLEN);
	return skb;
}

/* Bytes behind the packet are nothing to a sum, but they are to a CRC. */
static noinline int vmfex_tx_pad(struct sk_buff *skb)
{
	if (skb->ip_summed == CHECKSUM_PARTIAL && skb_csum_is_sctp(skb) &&
	    skb_csum_hwoffload_help(skb, 0))
		return -EINVAL;
	return __skb_put_padto(skb, ETH_ZLEN, false);
}

/* Frames that nothing may pass: is the port the reason, or the uplinks? */
static enum vmfex_drop vmfex_tx_no_path(const struct vmfex_vnic *vnic)
{
	if (READ_ONCE(vnic->port.state) != VMFEX_PORT_STATE_ASSOCIATED ||
	    READ_ONCE(vnic->config.link_state) == IFLA_VF_LINK_STATE_DISABLE)
		return VMFEX_DROP_TX_UNBOUND;
	return VMFEX_DROP_TX_NO_UPLINK;
}

/**
 * vmfex_xmit() - ndo_start_xmit of adapters and vNICs
 * @skb: frame, taken over
 * @dev: netdev of the vNIC
 *
 * The protocol and the network header stay those of the inner packet, so that
 * the uplink hashes, segments and sums it as if there were no tag, unless it would
 * do more than that with it.
 *
 * Context: RCU-bh read side, BH disabled.
 * Return: NETDEV_TX_OK.
 */
netdev_tx_t vmfex_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct vmfex_vnic *vnic = netdev_priv(dev);
	const struct vmfex_path *path;
	const struct vmfex_hdr *hdr;
	enum vmfex_drop drop;
	unsigned int len;
	__be16 type;
	int err;

	path = rcu_dereference_bh(vnic->path);
	if (unlikely(!path)) {
		drop = vmfex_tx_no_path(vnic);
		goto drop;
	}

	/* Whoever sends past the stack, as generic XDP, leaves it to us. */
	if (unlikely(skb_vlan_tag_present(skb))) {
		drop = VMFEX_DROP_TX_NOMEM;
		skb = __vlan_hwaccel_push_inside(skb);
		if (!skb)
			goto drop;
	}

	drop = VMFEX_DROP_TX_MALFORMED;
	if (unlikely(!pskb_may_pull(skb, ETH_HLEN)))
		goto drop;
	drop = vmfex_tx_offloads(skb, vnic, path);
	if (unlikely(drop))
		goto drop;

	hdr = &path->plain;
	drop = VMFEX_PASS;
	type = ((struct ethhdr *)skb->data)->h_proto;
	if (unlikely(vmfex_tx_is_tag(type))) {
		hdr = &path->tagged;
		drop = vmfex_tx_tagged(skb, vnic, path, type);
	} else if (unlikely(path->strict)) {
		drop = vmfex_tx_strict(skb, vnic, path->policy);
	}
	if (unlikely(drop))
		goto drop;

	/* The inner frame must be whole when the tag is gone again. */
	drop = VMFEX_DROP_TX_NOMEM;
	if (unlikely(skb->len < ETH_ZLEN) && vmfex_tx_pad(skb))
		goto drop;

	len = skb->len;
	drop = vmfex_tx_tag(skb, vnic, path, hdr);
	if (unlikely(drop))
		goto drop;

	drop = VMFEX_DROP_TX_TOO_LONG;
	if (unlikely(!vmfex_tx_fits(skb, path->lower)))
		goto drop;

	if (unlikely(READ_ONCE(path->uplink->opaque))) {
		drop = VMFEX_DROP_TX_NOMEM;
		skb = vmfex_tx_hide_inner(skb);
		if (!skb)
			goto drop;
	}
	if (unlikely(READ_ONCE(vnic->place) == VMFEX_PLACE_AWAY))
		vmfex_scrub_tx(skb);
	trace_vmfex_tx(skb, dev, path->lower);
	skb->dev = path->lower;
	err = dev_queue_xmit(skb);
	if (likely(!net_xmit_eval(err))) {
		dev_sw_netstats_tx_add(dev, 1, len);
		return NETDEV_TX_OK;
	}
	skb = NULL;
	drop = VMFEX_DROP_TX_UPLINK;
drop:
	trace_vmfex_drop(skb, dev, drop);
	atomic_long_inc(&vnic->drops[drop]);
	vmfex_drop_skb(skb, drop);
	return NETDEV_TX_OK;
}
