/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of a frame from a vNIC to the wire. */
#ifndef _VMFEX_TX_H
#define _VMFEX_TX_H

#include <linux/netdevice.h>

netdev_tx_t vmfex_xmit(struct sk_buff *skb, struct net_device *dev);

#endif /* _VMFEX_TX_H */
