/* SPDX-License-Identifier: GPL-2.0-only */
/* What rtnetlink shows of an uplink as a slave of its adapter. */
#ifndef _VMFEX_LINK_UPLINK_H
#define _VMFEX_LINK_UPLINK_H

#include <net/rtnetlink.h>

size_t vmfex_uplink_get_size(const struct net_device *adapter,
			     const struct net_device *dev);
int vmfex_uplink_fill_info(struct sk_buff *skb,
			   const struct net_device *adapter,
			   const struct net_device *dev);

#endif /* _VMFEX_LINK_UPLINK_H */
