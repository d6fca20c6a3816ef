// SPDX-License-Identifier: GPL-2.0-only
/* The netdev of a vNIC. An adapter's own netdev shares most of it. */
#include <linux/slab.h>

#include "base/bus.h"
#include "base/extack.h"
#include "compat/compat.h"
#include "face/ethtool.h"
#include "face/link.h"
#include "face/stats.h"
#include "face/sysfs.h"
#include "face/vf.h"
#include "model/event.h"
#include "model/path.h"
#include "model/place.h"
#include "model/profile.h"
#include "model/quota.h"
#include "model/vif.h"
#include "model/vnic.h"
#include "path/tx.h"
#include "vic/adapter.h"

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

#define VMFEX_VNIC_NDOS						\
	.ndo_open = vmfex_vnic_open,				\
	.ndo_stop = vmfex_vnic_stop,				\
	.ndo_start_xmit = vmfex_xmit,				\
	.ndo_features_check = passthru_features_check,		\
	.ndo_fix_features = vmfex_vnic_fix_features,		\
	.ndo_get_stats64 = vmfex_stats64,			\
	.ndo_set_mac_address = vmfex_vnic_set_mac_address,	\
	.ndo_set_rx_mode = vmfex_vnic_set_rx_mode,		\
	.ndo_set_vf_port = vmfex_vf_set_port,			\
	.ndo_get_vf_port = vmfex_vf_get_port,			\
	.ndo_validate_addr = eth_validate_addr

static const struct net_device_ops vmfex_vnic_netdev_ops = {
	VMFEX_VNIC_NDOS,
	.ndo_get_iflink = vmfex_vnic_get_iflink,
};

/* A PF can do what a VF can, have uplinks, and rule its VFs. */
const struct net_device_ops vmfex_adapter_netdev_ops = {
	VMFEX_VNIC_NDOS,
	.ndo_set_vf_mac = vmfex_vf_set_mac,
	.ndo_set_vf_vlan = vmfex_vf_set_vlan,
	.ndo_set_vf_rate = vmfex_vf_set_rate,
	.ndo_set_vf_spoofchk = vmfex_vf_set_spoofchk,
	.ndo_set_vf_link_state = vmfex_vf_set_link_state,
	.ndo_set_vf_trust = vmfex_vf_set_trust,
	.ndo_get_vf_config = vmfex_vf_get_config,
	.ndo_get_vf_stats = vmfex_vf_get_stats,
	.ndo_add_slave = vmfex_adapter_add_uplink,
	.ndo_del_slave = vmfex_adapter_del_uplink,
};

/**
 * vmfex_vnic_setup() - what the netdevs of adapters and vNICs have in common
 * @dev: netdev, not yet registered
 *
 * Context: Process context.
 */
void vmfex_vnic_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &vmfex_vnic_netdev_ops;
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
 * vmfex_vnic_from_dev() - find the vNIC of a netdev
 * @dev: any netdev
 *
 * Return: the vNIC, an adapter's own port included, or NULL.
 */
struct vmfex_vnic *vmfex_vnic_from_dev(const struct net_device *dev)
{
	if (dev->netdev_ops == &vmfex_vnic_netdev_ops ||
	    vmfex_adapter_from_dev(dev))
		return netdev_priv(dev);
	return NULL;
}

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
	const struct vmfex_uplink *uplink;
	unsigned int mtu = UINT_MAX;

	list_for_each_entry(uplink, &adapter->uplinks, node)
		mtu = min(mtu, READ_ONCE(uplink->dev->mtu));
	if (mtu == UINT_MAX)
		mtu = ETH_DATA_LEN;
	return max(mtu, ETH_MIN_MTU + adapter->tag->len) - adapter->tag->len;
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

/* Its index + 1, unless another vNIC was given that number: then a free one. */
static u32 vmfex_vnic_default_vif(const struct vmfex_vnic *vnic,
				  const struct vmfex_uplink *uplink)
{
	u32 id = vnic->vf == VMFEX_VF_SELF ? VMFEX_SELF_VIF : vnic->vf + 1;

	if (!vmfex_vif_find(uplink, id))
		return id;
	for (id = VMFEX_SELF_VIF; id > 1; id--)
		if (!vmfex_vif_find(uplink, id))
			break;
	return id;
}

static void vmfex_vnic_disconnect(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *vif, *next;

	WRITE_ONCE(vnic->active, NULL);
	RCU_INIT_POINTER(vnic->path, NULL);
	list_for_each_entry_safe(vif, next, &vnic->vifs, node)
		vmfex_vif_del(vif);
}

static int vmfex_vnic_connect(struct vmfex_vnic *vnic,
			      struct netlink_ext_ack *extack)
{
	struct vmfex_uplink *uplink;
	struct vmfex_vif *vif;

	list_for_each_entry(uplink, &vnic->adapter->uplinks, node) {
		vif = vmfex_vif_add(vnic, uplink,
				    vmfex_vnic_default_vif(vnic, uplink),
				    extack);
		if (IS_ERR(vif)) {
			vmfex_vnic_disconnect(vnic);
			return PTR_ERR(vif);
		}
	}
	vmfex_path_select(vnic);
	return 0;
}

/**
 * vmfex_vnic_join() - give a vNIC its VIF on an uplink that is new
 * @vnic: vNIC
 * @uplink: uplink
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, or a negative error with no VIF.
 */
int vmfex_vnic_join(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		    struct netlink_ext_ack *extack)
{
	struct vmfex_vif *vif;
	int err;

	vif = vmfex_vif_add(vnic, uplink, vmfex_vnic_default_vif(vnic, uplink),
			    extack);
	if (IS_ERR(vif))
		return PTR_ERR(vif);
	if (vnic->port.state != VMFEX_PORT_STATE_ASSOCIATED)
		return 0;

	err = vmfex_path_prepare_vif(vif, vnic->port.profile->policy);
	if (err) {
		vmfex_vif_del(vif);
		return err;
	}
	vmfex_path_commit(vnic);
	return 0;
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

static void vmfex_vnic_free(struct net_device *dev)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);

	put_device(vmfex_device_dev(vnic->device));
	dev_put(vnic->adapter->self.dev);
}

/* Whoever still refers to a netdev that is gone may look at these. */
static void vmfex_vnic_get_owners(const struct vmfex_vnic *vnic)
{
	dev_hold(vnic->adapter->self.dev);
	get_device(vmfex_device_dev(vnic->device));
	vnic->dev->priv_destructor = vmfex_vnic_free;
}

static int vmfex_vnic_name(char *name, const struct vmfex_adapter *adapter,
			   u32 vf, struct netlink_ext_ack *extack)
{
	int len = snprintf(name, IFNAMSIZ, "%sv%u", adapter->self.dev->name, vf);

	if (len < IFNAMSIZ)
		return 0;
	vmfex_err(extack, "%sv%u is longer than a name may be",
		  adapter->self.dev->name, vf);
	return -ENAMETOOLONG;
}

/**
 * vmfex_vnic_create() - create a VF
 * @adapter: adapter
 * @vf: index
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: the VF, unbound and down, or an error pointer.
 */
struct vmfex_vnic *vmfex_vnic_create(struct vmfex_adapter *adapter, u32 vf,
				     struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic;
	struct net_device *dev;
	char name[IFNAMSIZ];
	int err;

	ASSERT_RTNL();
	err = vmfex_vnic_name(name, adapter, vf, extack);
	if (err)
		return ERR_PTR(err);
	dev = alloc_netdev(sizeof(*vnic), name, NET_NAME_PREDICTABLE,
			   vmfex_vnic_setup);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	vnic = netdev_priv(dev);
	dev_net_set(dev, adapter->net);
	dev->rtnl_link_ops = &vmfex_vnic_link_ops;
	dev->sysfs_groups[0] = &vmfex_vnic_group;
	vmfex_vnic_init(vnic, dev, adapter, vf);
	/* As large as the uplinks allow, unless someone says otherwise. */
	dev->mtu = dev->max_mtu;
	/* Those that cannot go home from a network namespace that dies go to
	 * init_net, and the core does not survive it if they cannot: not for
	 * those who may choose names here as well as there.
	 */
	if (vmfex_quota_holds(adapter->net))
		vmfex_set_netns_immutable(dev);

	vnic->device = vmfex_device_add_vf(adapter->self.device, vf);
	if (IS_ERR(vnic->device)) {
		err = PTR_ERR(vnic->device);
		goto err_free_netdev;
	}
	SET_NETDEV_DEV(dev, vmfex_device_dev(vnic->device));

	netif_carrier_off(dev);
	err = register_netdevice(dev);
	/* One that is refused at last may have been found before. */
	if (!err || dev->reg_state == NETREG_UNREGISTERING)
		vmfex_vnic_get_owners(vnic);
	if (err) {
		vmfex_err(extack, "cannot register %s", name);
		goto err_del_device;
	}
	vmfex_vnic_settle(vnic);
	vmfex_vnic_follow_uplinks(vnic, dev->max_mtu);
	err = vmfex_vnic_connect(vnic, extack);
	if (err)
		goto err_unregister;

	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return vnic;

err_unregister:
	unregister_netdevice(dev);
	vmfex_device_del(vnic->device);
	return ERR_PTR(err);
err_del_device:
	vmfex_device_del(vnic->device);
err_free_netdev:
	free_netdev(dev);
	return ERR_PTR(err);
}

/**
 * vmfex_vnic_detach() - first step of removal: nothing finds the vNIC any more
 * @vnic: vNIC
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_detach(struct vmfex_vnic *vnic)
{
	ASSERT_RTNL();
	vmfex_notify(VMFEX_EVENT_PORT_DEL, vnic);
	vmfex_port_release(vnic);
	vmfex_vnic_disconnect(vnic);
}
