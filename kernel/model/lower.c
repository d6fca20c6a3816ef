// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an uplink is made of: the netdev, and those below it, such as the slaves of
 * a bond.
 */
#include <linux/device.h>
#include <linux/if_macvlan.h>
#include <linux/if_vlan.h>
#include <net/bonding.h>

#include "compat/extack.h"
#include "model/lower.h"
#include "tag/tag.h"

/**
 * struct vmfex_lower_vlan - a VLAN device that is looked for
 * @proto: ethertype of its tags
 * @dev: found, or NULL
 */
struct vmfex_lower_vlan {
	__be16 proto;
	const struct net_device *dev;
};

static bool vmfex_lower_is_kind(const struct net_device *dev, const char *kind)
{
	return dev->rtnl_link_ops && !strcmp(dev->rtnl_link_ops->kind, kind);
}

static const struct {
	const char *kind;
	const char *what;
} vmfex_lower_unfit_kinds[] = {
	{ "ipvlan", "an ipvlan" },
	{ "ipvtap", "an ipvlan" },
	{ "hsr", "an HSR or PRP device" },
};

static const char *vmfex_lower_bond_is_unfit(const struct net_device *dev)
{
	const struct bonding *bond = netdev_priv(dev);

	if (!bond_is_lb(bond))
		return NULL;
	return "a bond that balances by MAC address";
}

static const char *vmfex_lower_macvlan_is_unfit(const struct net_device *dev)
{
	const struct macvlan_dev *vlan = netdev_priv(dev);

	if (vlan->mode != MACVLAN_MODE_PASSTHRU)
		return "a macvlan not in mode passthru";
	if (vlan->flags & MACVLAN_FLAG_NOPROMISC)
		return "a macvlan with nopromisc";
	return NULL;
}

/* What does not take frames to all addresses, or does not send them from all as they are */
static const char *vmfex_lower_is_unfit(const struct net_device *dev)
{
	unsigned int i;

	if (netif_is_bond_master(dev))
		return vmfex_lower_bond_is_unfit(dev);
	if (netif_is_macvlan(dev))
		return vmfex_lower_macvlan_is_unfit(dev);
	if (is_vlan_dev(dev) &&
	    !(vlan_dev_priv(dev)->flags & VLAN_FLAG_REORDER_HDR))
		return "a VLAN device without reorder_hdr";
	for (i = 0; i < ARRAY_SIZE(vmfex_lower_unfit_kinds); i++)
		if (vmfex_lower_is_kind(dev, vmfex_lower_unfit_kinds[i].kind))
			return vmfex_lower_unfit_kinds[i].what;
	if (dev->priv_flags & IFF_DONT_BRIDGE)
		return "a netdev that cannot be bridged";
	return NULL;
}

static int vmfex_lower_keep_unfit(struct net_device *dev,
				  struct netdev_nested_priv *priv)
{
	if (!vmfex_lower_is_unfit(dev))
		return 0;
	priv->data = dev;
	return 1;
}

/**
 * vmfex_lower_check() - may a netdev carry the frames of vNICs?
 * @dev: netdev
 * @extack: why not
 *
 * Context: RTNL held.
 * Return: 0, or -EINVAL if it or one below filters or rewrites by address.
 */
int vmfex_lower_check(struct net_device *dev, struct netlink_ext_ack *extack)
{
	struct netdev_nested_priv priv = {};
	const struct net_device *unfit;

	if (!vmfex_lower_keep_unfit(dev, &priv))
		netdev_walk_all_lower_dev(dev, vmfex_lower_keep_unfit, &priv);
	unfit = priv.data;
	if (!unfit)
		return 0;
	if (unfit == dev)
		vmfex_err(extack, "%s is %s, unfit to carry vNICs", dev->name,
			  vmfex_lower_is_unfit(unfit));
	else
		vmfex_err(extack, "%s stands on %s, %s", dev->name, unfit->name,
			  vmfex_lower_is_unfit(unfit));
	return -EINVAL;
}

static int vmfex_lower_keep_vlan(struct net_device *vlan, int vid, void *arg)
{
	struct vmfex_lower_vlan *found = arg;

	if (!vlan || vlan_dev_vlan_proto(vlan) != found->proto)
		return 0;
	found->dev = vlan;
	return 1;
}

/* Below a VLAN device frames have another tag in front. */
static const struct net_device *vmfex_lower_find_vlan(struct net_device *dev,
						      __be16 proto)
{
	struct vmfex_lower_vlan found = { .proto = proto };
	struct net_device *lower;
	struct list_head *iter;

	vlan_for_each(dev, vmfex_lower_keep_vlan, &found);
	if (found.dev || is_vlan_dev(dev))
		return found.dev;
	netdev_for_each_lower_dev(dev, lower, iter) {
		found.dev = vmfex_lower_find_vlan(lower, proto);
		if (found.dev)
			return found.dev;
	}
	return NULL;
}

/**
 * vmfex_lower_check_tag() - is a tag free on a netdev?
 * @dev: netdev
 * @tag: format
 * @extack: why not
 *
 * Of tags that it knows the stack gives VLAN devices their frames before anybody
 * else, be they on the netdev or on one below it.
 *
 * Context: RTNL held.
 * Return: 0, or -EBUSY if there is a VLAN device for such tags.
 */
int vmfex_lower_check_tag(struct net_device *dev,
			  const struct vmfex_tag_ops *tag,
			  struct netlink_ext_ack *extack)
{
	const struct net_device *vlan;

	if (!tag->in_metadata)
		return 0;
	vlan = vmfex_lower_find_vlan(dev, htons(tag->ethertype));
	if (!vlan)
		return 0;
	vmfex_err(extack, "%s has a VLAN device for tags of format %s, %s",
		  dev->name, tag->name, vlan->name);
	return -EBUSY;
}

/* Those that do not say, or not always, that they take packets of any source. */
static bool vmfex_lower_is_known(const struct device_driver *driver)
{
	static const char *const names[] = {
		"gve", "hv_netvsc", "virtio_net", "vmxnet3",
	};
	unsigned int i;

	for (i = 0; driver && i < ARRAY_SIZE(names); i++)
		if (!strcmp(driver->name, names[i]))
			return true;
	return false;
}

/*
 * Does another kernel cut the packets? A NIC that takes them from sources that
 * nobody trusts passes them on to one that looks at them itself. Netdevs without a
 * device of their own that take them only stand on others.
 */
static bool vmfex_lower_is_paravirtual(const struct net_device *dev)
{
	const struct device *device = dev->dev.parent;

	if (vmfex_lower_is_kind(dev, "tun"))
		return true;
	return device && (dev->features & NETIF_F_GSO_ROBUST ||
			  vmfex_lower_is_known(device->driver));
}

/* Ends with one that takes packets which were cut in part, if there is one. */
static int vmfex_lower_keep_paravirtual(struct net_device *dev,
					struct netdev_nested_priv *priv)
{
	if (!vmfex_lower_is_paravirtual(dev))
		return 0;
	priv->data = dev;
	return !!(dev->features & NETIF_F_GSO_PARTIAL);
}

/**
 * vmfex_lower_paravirtual() - find a NIC that is a part of another kernel
 * @dev: uplink
 *
 * Context: RTNL held.
 * Return: @dev or a netdev below it, of several one that takes packets which were
 * cut in part; NULL if there is none.
 */
const struct net_device *vmfex_lower_paravirtual(struct net_device *dev)
{
	struct netdev_nested_priv priv = {};

	if (!vmfex_lower_keep_paravirtual(dev, &priv))
		netdev_walk_all_lower_dev(dev, vmfex_lower_keep_paravirtual,
					  &priv);
	return priv.data;
}

/* Their stacks go by the type that the sender tells, instead of that in the frame. */
static int vmfex_lower_is_reader(struct net_device *dev,
				 struct netdev_nested_priv *priv)
{
	static const char *const kinds[] = {
		"bridge", "netkit", "vxlan", "geneve", "gretap", "ip6gretap",
		"erspan", "ip6erspan",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (vmfex_lower_is_kind(dev, kinds[i]))
			return 1;
	return 0;
}

/**
 * vmfex_lower_reads() - would a netdev take a guest's packet for one of the host's?
 * @dev: uplink
 *
 * A bridge looks into IGMP and ARP, a tunnel answers what is too long by ICMP.
 *
 * Context: RTNL held.
 * Return: true if it or a netdev below it would.
 */
bool vmfex_lower_reads(struct net_device *dev)
{
	struct netdev_nested_priv priv = {};

	return vmfex_lower_is_reader(dev, &priv) ||
	       netdev_walk_all_lower_dev(dev, vmfex_lower_is_reader, &priv);
}
