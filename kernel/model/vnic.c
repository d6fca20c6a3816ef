// SPDX-License-Identifier: GPL-2.0-only
/* What a vNIC is to its guest: its addresses, its MTU, its link. */
#include <linux/rtnetlink.h>

#include "compat/compat.h"
#include "model/adapter.h"
#include "model/path.h"
#include "model/profile.h"
#include "model/vif.h"
#include "model/vnic.h"

/* What a frame needs before and behind it on any uplink. */
static void vmfex_vnic_set_room(struct net_device *dev,
				const struct vmfex_adapter *adapter)
{
	const struct vmfex_uplink *uplink;
	unsigned short headroom = 0;
	unsigned short tailroom = 0;

	list_for_each_entry(uplink, &adapter->uplinks, node) {
		headroom = max(headroom, uplink->dev->needed_headroom);
		tailroom = max(tailroom, uplink->dev->needed_tailroom);
	}
	dev->needed_headroom = headroom + VMFEX_HDR_MAX;
	dev->needed_tailroom = tailroom;
}

/**
 * vmfex_vnic_max_mtu() - the largest MTU that every uplink carries tagged
 * @adapter: adapter
 *
 * An uplink may come to have no room for a tag. What is too long for it is
 * dropped then.
 *
 * Context: RTNL held.
 * Return: MTU in bytes, ETH_MIN_MTU at least; without an uplink as with one that
 * carries what an Ethernet does.
 */
unsigned int vmfex_vnic_max_mtu(const struct vmfex_adapter *adapter)
{
	unsigned int room = vmfex_tag_room(adapter->tag);
	const struct vmfex_uplink *uplink;
	unsigned int mtu = UINT_MAX;

	list_for_each_entry(uplink, &adapter->uplinks, node)
		mtu = min(mtu, READ_ONCE(uplink->dev->mtu));
	if (mtu == UINT_MAX)
		mtu = ETH_DATA_LEN;
	return max(mtu, ETH_MIN_MTU + room) - room;
}

static void vmfex_vnic_limit_gso(struct vmfex_vnic *vnic)
{
	unsigned int size = TSO_LEGACY_MAX_SIZE;
	const struct vmfex_uplink *uplink;
	unsigned int segs = TSO_MAX_SEGS;

	list_for_each_entry(uplink, &vnic->adapter->uplinks, node) {
		size = min(size, uplink->dev->tso_max_size);
		segs = min_t(unsigned int, segs, uplink->dev->tso_max_segs);
	}
	netif_set_tso_max_size(vnic->dev, size);
	netif_set_tso_max_segs(vnic->dev, segs);
}

/**
 * vmfex_vnic_follow_uplinks() - take over what changed in the uplinks
 * @vnic: vNIC
 * @old_max: &net_device.max_mtu before the change
 *
 * A vNIC whose MTU was the largest possible keeps the largest possible.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_follow_uplinks(struct vmfex_vnic *vnic, unsigned int old_max)
{
	unsigned int max_mtu = vmfex_vnic_max_mtu(vnic->adapter);
	struct net_device *dev = vnic->dev;

	ASSERT_RTNL();
	dev->max_mtu = max_mtu;
	if (dev->mtu > max_mtu || dev->mtu == old_max)
		if (dev_set_mtu(dev, max_mtu))
			netdev_warn(dev, "cannot follow the uplinks to MTU %u\n",
				    max_mtu);

	vmfex_vnic_set_room(dev, vnic->adapter);
	vmfex_vnic_limit_gso(vnic);
	netdev_update_features(dev);
}

/**
 * vmfex_vnic_follow_link() - take over what changed in the active uplink's link
 * @vnic: vNIC
 *
 * Whoever stands on the vNIC, such as a bond or a bridge, reads the link settings
 * again when it is told of a change. It is told later: now the core may hold the
 * lock of the uplink's netdev, which reading them takes.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_follow_link(struct vmfex_vnic *vnic)
{
	struct net_device *dev = vnic->dev;

	ASSERT_RTNL();
	if (vnic->active &&
	    READ_ONCE(vnic->active->uplink->dev->operstate) == IF_OPER_DORMANT)
		netif_dormant_on(dev);
	else
		netif_dormant_off(dev);
	if (netif_running(dev) && netif_carrier_ok(dev))
		linkwatch_fire_event(dev);
}

static bool vmfex_vnic_wants_carrier(const struct vmfex_vnic *vnic)
{
	const struct vmfex_port *port = &vnic->port;

	if (port->state != VMFEX_PORT_STATE_ASSOCIATED || vnic->dev->proto_down)
		return false;
	switch (vnic->config.link_state) {
	case IFLA_VF_LINK_STATE_DISABLE:
		return false;
	case IFLA_VF_LINK_STATE_ENABLE:
		return true;
	}
	return vnic->active ||
	       port->profile->policy->uplink_fail == VMFEX_UPLINK_FAIL_WARNING;
}

/**
 * vmfex_vnic_update_carrier() - tell the guest whether its port carries frames
 * @vnic: vNIC
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_update_carrier(struct vmfex_vnic *vnic)
{
	bool carrier = vmfex_vnic_wants_carrier(vnic);

	ASSERT_RTNL();
	if (carrier == netif_carrier_ok(vnic->dev))
		return;
	if (carrier)
		netif_carrier_on(vnic->dev);
	else
		netif_carrier_off(vnic->dev);
}

/**
 * vmfex_vnic_is_away() - is the vNIC in another network namespace than its adapter?
 * @vnic: vNIC
 *
 * Context: RTNL held or RCU-bh read side.
 * Return: true if it is.
 */
bool vmfex_vnic_is_away(const struct vmfex_vnic *vnic)
{
	return !net_eq(dev_net(vnic->dev), vnic->adapter->net);
}

/**
 * vmfex_vnic_owns_addr() - is this one of the port's addresses?
 * @vnic: vNIC
 * @addr: MAC address
 *
 * The administrative address is the only one of a port that has one. Without, they
 * are the netdev's own, and those in its unicast filter, which macvlans in other
 * modes than passthru put there. Of a vNIC that someone has in another network
 * namespace the filter does not count, nor an own one that was not set through this
 * module: bonds that balance write it themselves. Of one that is trusted all count.
 *
 * Context: RCU read side, or RTNL held.
 * Return: true if it is.
 */
bool vmfex_vnic_owns_addr(const struct vmfex_vnic *vnic, const u8 *addr)
{
	u64 admin = READ_ONCE(vnic->config.mac);
	const struct net_device *dev = vnic->dev;
	const struct netdev_hw_addr *ha;
	u64 mac = ether_addr_to_u64(addr);

	if (likely(mac == (admin ?: READ_ONCE(vnic->mac))))
		return true;
	if ((admin || vmfex_vnic_is_away(vnic)) &&
	    !READ_ONCE(vnic->config.trusted))
		return false;
	if (ether_addr_equal(addr, dev->dev_addr))
		return true;
	list_for_each_entry_rcu(ha, &dev->uc.list, list,
				rcu_read_lock_bh_held() ||
				lockdep_rtnl_is_held())
		if (ether_addr_equal(addr, ha->addr))
			return true;
	return false;
}

/**
 * vmfex_vnic_init() - fill a vNIC that no one sees yet
 * @vnic: zeroed, private data of @dev
 * @dev: netdev
 * @adapter: adapter
 * @vf: index, VMFEX_VF_SELF for the adapter's own port
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_init(struct vmfex_vnic *vnic, struct net_device *dev,
		     struct vmfex_adapter *adapter, u32 vf)
{
	vnic->dev = dev;
	vnic->adapter = adapter;
	vnic->vf = vf;
	INIT_LIST_HEAD(&vnic->vifs);
	INIT_LIST_HEAD(&vnic->port.node);
	dev->max_mtu = vmfex_vnic_max_mtu(adapter);
	dev->mtu = min(dev->mtu, dev->max_mtu);
	vmfex_vnic_set_room(dev, adapter);
	/* Frames of a vNIC go through other netdevs with locks of their own. */
	netdev_lockdep_set_classes(dev);
	if (is_zero_ether_addr(dev->dev_addr))
		eth_hw_addr_random(dev);
	vnic->mac = ether_addr_to_u64(dev->dev_addr);
	/* An adapter's own port is the host's, as a PF is. */
	vnic->config.host_stack = vf == VMFEX_VF_SELF;
}

/**
 * vmfex_vnic_alloc_stats() - ndo_init of adapters
 * @dev: netdev of a vNIC
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -ENOMEM.
 */
int vmfex_vnic_alloc_stats(struct net_device *dev)
{
	struct vmfex_vnic *vnic = netdev_priv(dev);

	vnic->rx_looped = alloc_percpu_gfp(unsigned long, GFP_KERNEL_ACCOUNT);
	return vnic->rx_looped ? 0 : -ENOMEM;
}

/**
 * vmfex_vnic_free_stats() - ndo_uninit of adapters and vNICs
 * @dev: netdev of a vNIC, which no frame and no user finds any more
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_free_stats(struct net_device *dev)
{
	struct vmfex_vnic *vnic = netdev_priv(dev);

	free_percpu(vnic->rx_looped);
}

/**
 * vmfex_vnic_rx_looped() - how many frames of its own came back to a vNIC
 * @vnic: vNIC
 *
 * Context: Any, before vmfex_vnic_free_stats().
 * Return: frames.
 */
unsigned long vmfex_vnic_rx_looped(const struct vmfex_vnic *vnic)
{
	unsigned long frames = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		frames += READ_ONCE(*per_cpu_ptr(vnic->rx_looped, cpu));
	return frames;
}
