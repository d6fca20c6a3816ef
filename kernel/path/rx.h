/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of a frame from the wire to a vNIC. */
#ifndef _VMFEX_RX_H
#define _VMFEX_RX_H

#include <linux/rtnetlink.h>

#include "model/uplink.h"

rx_handler_result_t vmfex_rx_handler(struct sk_buff **pskb);

/**
 * vmfex_uplink_get_rtnl() - find the uplink of a netdev
 * @dev: any netdev
 *
 * Context: RTNL held.
 * Return: the uplink, or NULL if @dev is none.
 */
static inline struct vmfex_uplink *
vmfex_uplink_get_rtnl(const struct net_device *dev)
{
	if (rtnl_dereference(dev->rx_handler) != vmfex_rx_handler)
		return NULL;
	return rtnl_dereference(dev->rx_handler_data);
}

/**
 * vmfex_uplink_get_rcu() - find the uplink of a netdev without RTNL
 * @dev: any netdev
 *
 * Context: RCU read side.
 * Return: the uplink, or NULL if @dev is none.
 */
static inline struct vmfex_uplink *
vmfex_uplink_get_rcu(const struct net_device *dev)
{
	if (rcu_dereference(dev->rx_handler) != vmfex_rx_handler)
		return NULL;
	return rcu_dereference(dev->rx_handler_data);
}

#endif /* _VMFEX_RX_H */
