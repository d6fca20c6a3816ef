// SPDX-License-Identifier: GPL-2.0-only
/* The netdev of a vNIC. An adapter's own netdev shares most of it. */
#include <linux/net.h>
#include <linux/rtnetlink.h>

#include "compat/compat.h"
#include "face/ethtool.h"
#include "face/link_vnic.h"
#include "face/netdev.h"
#include "face/sysfs.h"
#include "face/vf.h"
#include "model/place.h"
#include "model/profile.h"
#include "model/vif.h"
#include "path/rx.h"
#include "path/tx.h"
#include "vic/uplink.h"
#include "vic/vnic.h"

/* Not of lists: the skbs of a list have no room for the tag, only the first has. */
#define VMFEX_GSO_SOFTWARE	(NETIF_F_GSO_SOFTWARE & ~NETIF_F_GSO_FRAGLIST)
#define VMFEX_VNIC_FEATURES	(NETIF_F_HW_CSUM | NETIF_F_SG |		\
				 NETIF_F_FRAGLIST | VMFEX_GSO_SOFTWARE | \
				 NETIF_F_GSO_ENCAP_ALL | NETIF_F_SCTP_CRC | \
				 NETIF_F_HIGHDMA | NETIF_F_RXCSUM)
/* The outer VLAN header comes beside the frame, as from hardware that takes it off. */
#define VMFEX_VLAN_FEATURES	(NETIF_F_HW_VLAN_CTAG_RX |		\
				 NETIF_F_HW_VLAN_STAG_RX)
/* What works whatever the uplinks can do. */
#define VMFEX_SOFT_FEATURES	(NETIF_F_SOFT_FEATURES | VMFEX_GSO_SOFTWARE)
/* What is not about the uplinks; before 6.12 also that an adapter stays in its
 * network namespace and that there is no transmit lock.
 */
#define VMFEX_OWN_FEATURES	(NETIF_F_GSO_ROBUST | NETIF_F_HIGHDMA |	\
				 VMFEX_VLAN_FEATURES | NETIF_F_NEVER_CHANGE)

static int vmfex_vnic_open(struct net_device *dev)
{
	vmfex_vnic_update_carrier(netdev_priv(dev));
	return 0;
}

static int vmfex_vnic_stop(struct net_device *dev)
{
	return 0;
}

static bool vmfex_vnic_denies_forging(const struct vmfex_vnic *vnic)
{
	const struct vmfex_profile *profile = vnic->port.profile;

	return profile &&
	       profile->policy->mac_forge == VMFEX_MAC_FORGE_DENY;
}

/* An address that somebody has given the port who may. */
static bool vmfex_vnic_is_given(const struct vmfex_vnic *vnic, u64 mac)
{
	return mac == vnic->mac || mac == vnic->granted_mac ||
	       mac == vnic->config.mac || vnic->config.trusted;
}

/*
 * Who asks tells nothing: a container's root can have the host's rights, and a
 * manager that starts a second machine is the one that started the first.
 */
static int vmfex_vnic_may_take(struct vmfex_vnic *vnic, u64 mac)
{
	if (vmfex_vnic_is_given(vnic, mac))
		return 0;
	if (vmfex_vnic_is_away(vnic))
		return vmfex_vnic_denies_forging(vnic) ? -EPERM : 0;
	if (!vnic->config.mac || !vnic->port.profile ||
	    !vmfex_vnic_in_use(vnic))
		return 0;
	vnic->port.intruded = jiffies | 1;
	return -EBUSY;
}

/*
 * Where any address may send, bonds and others may have what they like on their
 * netdev. It is not the port's, should another profile ask.
 */
static int vmfex_vnic_set_mac_address(struct net_device *dev, void *addr)
{
	u64 mac = ether_addr_to_u64(((struct sockaddr *)addr)->sa_data);
	struct vmfex_vnic *vnic = netdev_priv(dev);
	int err;

	err = vmfex_vnic_may_take(vnic, mac);
	if (err)
		return err;
	err = eth_mac_addr(dev, addr);
	if (!err &&
	    (vmfex_vnic_is_given(vnic, mac) || !vmfex_vnic_is_away(vnic)))
		WRITE_ONCE(vnic->mac, mac);
	return err;
}

/* Uplinks are promiscuous: nothing below filters by address. */
static void vmfex_vnic_set_rx_mode(struct net_device *dev)
{
}

/* What all uplinks are left to do, and what is made up for in software. */
static netdev_features_t vmfex_vnic_fix_features(struct net_device *dev,
						 netdev_features_t features)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	netdev_features_t soft = VMFEX_SOFT_FEATURES;
	netdev_features_t wanted = features;
	const struct vmfex_uplink *uplink;
	netdev_features_t lower;

	list_for_each_entry(uplink, &vnic->adapter->uplinks, node) {
		lower = vmfex_uplink_features(uplink);
		features = netdev_intersect_features(features, lower);
		if (uplink->cut_early)
			soft = NETIF_F_SOFT_FEATURES;
	}
	return features | (wanted & (soft | VMFEX_OWN_FEATURES));
}

/*
 * A vNIC is linked to the uplink that carries its frames, as a VLAN is to the
 * netdev below it. sysfs asks without a lock.
 */
static int vmfex_vnic_get_iflink(const struct net_device *dev)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	const struct vmfex_vif *active;
	int ifindex = dev->ifindex;

	rcu_read_lock();
	active = READ_ONCE(vnic->active);
	if (active)
		ifindex = active->uplink->dev->ifindex;
	rcu_read_unlock();
	return ifindex;
}

/* Per CPU what passes, by reason what does not. */
static void vmfex_netdev_get_stats64(struct net_device *dev,
				     struct rtnl_link_stats64 *stats)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	unsigned int i;
	u64 frames;

	dev_get_tstats64(dev, stats);
	for (i = VMFEX_DROP_TX_UNBOUND; i < VMFEX_NUM_DROPS; i++) {
		frames = atomic_long_read(&vnic->drops[i]);
		if (vmfex_drop_is_tx(i))
			stats->tx_dropped += frames;
		else
			stats->rx_dropped += frames;
	}
}

static int vmfex_netdev_add_slave(struct net_device *dev,
				  struct net_device *slave,
				  struct netlink_ext_ack *extack)
{
	return vmfex_uplink_add(netdev_priv(dev), slave, extack);
}

static int vmfex_netdev_del_slave(struct net_device *dev,
				  struct net_device *slave)
{
	struct vmfex_uplink *uplink = vmfex_uplink_get_rtnl(slave);

	if (!uplink || uplink->adapter != netdev_priv(dev))
		return -EINVAL;
	/* Managers of networks do so on their own. */
	if (net_ratelimit())
		netdev_info(dev, "uplink %s is taken out by %*pE\n",
			    slave->name, (int)strlen(current->comm),
			    current->comm);
	vmfex_uplink_del(uplink);
	return 0;
}

#define VMFEX_VNIC_NDOS						\
	.ndo_open = vmfex_vnic_open,				\
	.ndo_stop = vmfex_vnic_stop,				\
	.ndo_uninit = vmfex_vnic_free_stats,			\
	.ndo_start_xmit = vmfex_xmit,				\
	.ndo_features_check = passthru_features_check,		\
	.ndo_fix_features = vmfex_vnic_fix_features,		\
	.ndo_get_stats64 = vmfex_netdev_get_stats64,		\
	.ndo_set_mac_address = vmfex_vnic_set_mac_address,	\
	.ndo_set_rx_mode = vmfex_vnic_set_rx_mode,		\
	.ndo_set_vf_port = vmfex_vf_set_port,			\
	.ndo_get_vf_port = vmfex_vf_get_port,			\
	.ndo_validate_addr = eth_validate_addr

static const struct net_device_ops vmfex_vnic_netdev_ops = {
	VMFEX_VNIC_NDOS,
	.ndo_init = vmfex_vnic_hold_owners,
	.ndo_get_iflink = vmfex_vnic_get_iflink,
};

/* A PF can do what a VF can, have uplinks, and rule its VFs. */
static const struct net_device_ops vmfex_adapter_netdev_ops = {
	VMFEX_VNIC_NDOS,
	.ndo_init = vmfex_vnic_alloc_stats,
	.ndo_set_vf_mac = vmfex_vf_set_mac,
	.ndo_set_vf_vlan = vmfex_vf_set_vlan,
	.ndo_set_vf_rate = vmfex_vf_set_rate,
	.ndo_set_vf_spoofchk = vmfex_vf_set_spoofchk,
	.ndo_set_vf_link_state = vmfex_vf_set_link_state,
	.ndo_set_vf_trust = vmfex_vf_set_trust,
	.ndo_get_vf_config = vmfex_vf_get_config,
	.ndo_get_vf_stats = vmfex_vf_get_stats,
	.ndo_add_slave = vmfex_netdev_add_slave,
	.ndo_del_slave = vmfex_netdev_del_slave,
};

/* What the netdevs of adapters and VFs have in common. */
static void vmfex_netdev_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->ethtool_ops = &vmfex_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;

	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	/* The uplink's queue is no place for netconsole to send from. */
	dev->priv_flags |= IFF_LIVE_ADDR_CHANGE | IFF_NO_QUEUE |
			   IFF_UNICAST_FLT | IFF_DISABLE_NETPOLL;
	/* Filters on the uplink may look at a frame's route. */
	netif_keep_dst(dev);
	vmfex_allow_proto_down(dev);
	vmfex_set_lltx(dev);
	dev->hw_features = VMFEX_VNIC_FEATURES;
	dev->features |= VMFEX_VNIC_FEATURES | VMFEX_VLAN_FEATURES |
			 NETIF_F_GSO_ROBUST;
	dev->vlan_features = VMFEX_VNIC_FEATURES | NETIF_F_GSO_ROBUST;
	dev->hw_enc_features = VMFEX_VNIC_FEATURES;
}

/**
 * vmfex_adapter_setup() - prepare an adapter's netdev
 * @dev: netdev, not yet registered
 *
 * An adapter stays in its network namespace, where its profiles and its
 * uplinks are.
 *
 * Context: Process context.
 */
void vmfex_adapter_setup(struct net_device *dev)
{
	vmfex_netdev_setup(dev);
	dev->netdev_ops = &vmfex_adapter_netdev_ops;
	dev->sysfs_groups[0] = &vmfex_adapter_group;
	vmfex_set_netns_immutable(dev);
}

static void vmfex_vf_setup(struct net_device *dev)
{
	vmfex_netdev_setup(dev);
	dev->netdev_ops = &vmfex_vnic_netdev_ops;
	dev->rtnl_link_ops = &vmfex_vnic_link_ops;
	dev->sysfs_groups[0] = &vmfex_vnic_group;
}

const struct vmfex_face vmfex_face = {
	.setup_vf = vmfex_vf_setup,
	.uplink_group = &vmfex_uplink_group,
};
