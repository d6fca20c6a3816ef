// SPDX-License-Identifier: GPL-2.0-only
/*
 * What an uplink is made of: the netdev, and those below it, such as the slaves of
 * a bond.
 */
#include <linux/device.h>

#include "vmfex.h"

static bool vmfex_lower_is_kind(const struct net_device *dev, const char *kind)
{
	return dev->rtnl_link_ops && !strcmp(dev->rtnl_link_ops->kind, kind);
}

/* Those that say nothing of packets from sources that nobody trusts. */
static bool vmfex_lower_is_known(const struct device_driver *driver)
{
	static const char *const names[] = { "gve", "hv_netvsc", "vmxnet3" };
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
