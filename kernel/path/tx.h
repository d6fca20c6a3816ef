/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of a frame from a vNIC to the wire. */
#ifndef _VMFEX_TX_H
#define _VMFEX_TX_H

#include <linux/netdevice.h>

#include "model/vnic.h"

netdev_tx_t vmfex_xmit(struct sk_buff *skb, struct net_device *dev);

/**
 * vmfex_vnic_from_dev() - find the vNIC of a netdev
 * @dev: any netdev
 *
 * Return: the vNIC, an adapter's own port included, or NULL.
 */
static inline struct vmfex_vnic *
vmfex_vnic_from_dev(const struct net_device *dev)
{
	const struct net_device_ops *ops = dev->netdev_ops;

	return ops && ops->ndo_start_xmit == vmfex_xmit ? netdev_priv(dev) :
							  NULL;
}

/**
 * vmfex_adapter_from_dev() - find the adapter of its netdev
 * @dev: any netdev
 *
 * Return: the adapter, or NULL if @dev is none.
 */
static inline struct vmfex_adapter *
vmfex_adapter_from_dev(const struct net_device *dev)
{
	const struct vmfex_vnic *vnic = vmfex_vnic_from_dev(dev);

	return vnic && vnic->vf == VMFEX_VF_SELF ? vnic->adapter : NULL;
}

#endif /* _VMFEX_TX_H */
