// SPDX-License-Identifier: GPL-2.0-only
/*
 * After a failover the other fabric must learn where a port's addresses are
 * now. The stack announces its own addresses (gratuitous ARP, unsolicited
 * neighbour advertisement); for guests, whose addresses no one here knows, a
 * RARP request from each MAC address teaches the switches, as QEMU does after
 * a migration.
 */
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/workqueue.h>

#include "model/adapter.h"
#include "model/profile.h"
#include "model/quota.h"
#include "model/vif.h"
#include "path/announce.h"

/* Switches learn per VLAN; a trunk is announced on this many. */
#define VMFEX_ANNOUNCE_VLANS	16
/* Whoever has the vNIC fills its filter. */
#define VMFEX_ANNOUNCE_ADDRS	64
/* RTNL is held meanwhile: a user namespace's vNICs announce themselves and no more. */
#define VMFEX_ANNOUNCE_QUOTA	1
/* A switch may forward only some time after the link came up: tell it again. */
#define VMFEX_ANNOUNCEMENTS	3
#define VMFEX_ANNOUNCE_DELAY	(HZ / 2)

/**
 * struct vmfex_rarp - RARP request (RFC 903) in an Ethernet frame
 * @eth: Ethernet header
 * @arp: hardware Ethernet, protocol IPv4
 * @src_mac: address that is announced
 * @src_ip: not told, 0
 * @dst_mac: the same as @src_mac
 * @dst_ip: not told, 0
 */
struct vmfex_rarp {
	struct ethhdr eth;
	struct arphdr arp;
	u8 src_mac[ETH_ALEN];
	__be32 src_ip;
	u8 dst_mac[ETH_ALEN];
	__be32 dst_ip;
} __packed;

static unsigned int vmfex_announce_limit(const struct vmfex_vnic *vnic,
					 unsigned int most)
{
	return vmfex_quota_holds(vnic->adapter->net) ? VMFEX_ANNOUNCE_QUOTA :
						       most;
}

static void vmfex_announce_addr(struct net_device *dev, const u8 *addr, u16 vid)
{
	struct vmfex_rarp *rarp;
	struct sk_buff *skb;

	skb = netdev_alloc_skb(dev, ETH_ZLEN + dev->needed_headroom);
	if (!skb)
		return;
	skb_reserve(skb, dev->needed_headroom);
	rarp = skb_put_zero(skb, ETH_ZLEN);
	eth_broadcast_addr(rarp->eth.h_dest);
	ether_addr_copy(rarp->eth.h_source, addr);
	rarp->eth.h_proto = htons(ETH_P_RARP);
	rarp->arp.ar_hrd = htons(ARPHRD_ETHER);
	rarp->arp.ar_pro = htons(ETH_P_IP);
	rarp->arp.ar_hln = ETH_ALEN;
	rarp->arp.ar_pln = sizeof(rarp->src_ip);
	rarp->arp.ar_op = htons(ARPOP_RREQUEST);
	ether_addr_copy(rarp->src_mac, addr);
	ether_addr_copy(rarp->dst_mac, addr);

	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb->protocol = htons(ETH_P_RARP);
	skb->priority = TC_PRIO_CONTROL;
	if (vid)
		__vlan_hwaccel_put_tag(skb, htons(ETH_P_8021Q), vid);
	dev_queue_xmit(skb);
}

/* What may be sent from is announced, but not what was left on the netdev. */
static bool vmfex_announce_may(const struct vmfex_vnic *vnic, const u8 *addr)
{
	const struct vmfex_policy *policy = vnic->port.profile->policy;

	return vmfex_vnic_owns_addr(vnic, addr) ||
	       (!vnic->config.mac &&
		policy->mac_forge == VMFEX_MAC_FORGE_ALLOW);
}

/* The addresses of macvlans above stand in the unicast filter. */
static void vmfex_announce_vlan(const struct vmfex_vnic *vnic, u16 vid)
{
	struct net_device *dev = vnic->dev;
	unsigned int left = vmfex_announce_limit(vnic, VMFEX_ANNOUNCE_ADDRS);
	const struct netdev_hw_addr *ha;
	u8 mac[ETH_ALEN];

	if (vmfex_announce_may(vnic, dev->dev_addr))
		vmfex_announce_addr(dev, dev->dev_addr, vid);
	u64_to_ether_addr(vnic->config.mac, mac);
	if (vnic->config.mac && !ether_addr_equal(mac, dev->dev_addr))
		vmfex_announce_addr(dev, mac, vid);
	rcu_read_lock();
	list_for_each_entry_rcu(ha, &dev->uc.list, list) {
		if (!left--)
			break;
		if (vmfex_announce_may(vnic, ha->addr))
			vmfex_announce_addr(dev, ha->addr, vid);
	}
	rcu_read_unlock();
}

static void vmfex_announce_vnic(struct vmfex_vnic *vnic)
{
	const struct vmfex_policy *policy = vnic->port.profile->policy;
	struct net_device *dev = vnic->dev;
	unsigned int left = vmfex_announce_limit(vnic, VMFEX_ANNOUNCE_VLANS);
	unsigned int vid;

	if (!netif_running(dev))
		return;
	__netdev_notify_peers(dev);
	if (policy->vlan_mode != VMFEX_VLAN_TRUNK || policy->untagged_vid)
		vmfex_announce_vlan(vnic, 0);
	if (policy->vlan_mode != VMFEX_VLAN_TRUNK)
		return;
	for_each_set_bit(vid, policy->vlans, VLAN_N_VID) {
		if (vid == policy->untagged_vid)
			continue;
		if (!left--)
			break;
		vmfex_announce_vlan(vnic, vid);
	}
}

/* Returns whether the vNIC has more to announce. */
static bool vmfex_announce_next(struct vmfex_vnic *vnic)
{
	if (!vnic->announcements)
		return false;
	vnic->announcements--;
	if (vnic->active && vnic->port.state == VMFEX_PORT_STATE_ASSOCIATED)
		vmfex_announce_vnic(vnic);
	return vnic->announcements;
}

static void vmfex_announce_work(struct work_struct *work)
{
	struct vmfex_adapter *adapter =
		container_of(work, struct vmfex_adapter, announce.work);
	struct vmfex_vnic *vnic;
	bool more = false;

	rtnl_lock();
	vmfex_for_each_vnic(vnic, adapter)
		more |= vmfex_announce_next(vnic);
	if (more)
		schedule_delayed_work(&adapter->announce, VMFEX_ANNOUNCE_DELAY);
	rtnl_unlock();
}

/**
 * vmfex_announce_init() - prepare announcements of an adapter
 * @adapter: adapter that no one sees yet
 */
void vmfex_announce_init(struct vmfex_adapter *adapter)
{
	INIT_DELAYED_WORK(&adapter->announce, vmfex_announce_work);
}

/**
 * vmfex_vnic_announce() - tell the fabric where a port's addresses are
 * @vnic: vNIC that is associated and whose way into the fabric changed
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_announce(struct vmfex_vnic *vnic)
{
	ASSERT_RTNL();
	vnic->announcements = VMFEX_ANNOUNCEMENTS;
	if (vmfex_announce_next(vnic))
		schedule_delayed_work(&vnic->adapter->announce,
				      VMFEX_ANNOUNCE_DELAY);
}

/**
 * vmfex_uplink_announce() - tell the fabric anew where addresses are
 * @uplink: uplink whose own way into the fabric changed, as a bond's does
 *
 * Context: Process context, RTNL held.
 */
void vmfex_uplink_announce(const struct vmfex_uplink *uplink)
{
	struct vmfex_vnic *vnic;

	ASSERT_RTNL();
	vmfex_for_each_vnic(vnic, uplink->adapter)
		if (vnic->port.state == VMFEX_PORT_STATE_ASSOCIATED &&
		    vnic->active && vnic->active->uplink == uplink)
			vmfex_vnic_announce(vnic);
}

/**
 * vmfex_announce_cancel() - end the announcements of an adapter
 * @adapter: adapter without uplinks
 *
 * Context: Process context, without RTNL.
 */
void vmfex_announce_cancel(struct vmfex_adapter *adapter)
{
	cancel_delayed_work_sync(&adapter->announce);
}
