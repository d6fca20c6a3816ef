/* SPDX-License-Identifier: GPL-2.0-only */
/* The rtnetlink kind of VFs. */
#ifndef _VMFEX_LINK_VNIC_H
#define _VMFEX_LINK_VNIC_H

#include <net/rtnetlink.h>

extern struct rtnl_link_ops vmfex_vnic_link_ops;

size_t vmfex_vnic_get_size(const struct net_device *dev);
int vmfex_vnic_fill_info(struct sk_buff *skb, const struct net_device *dev);

#endif /* _VMFEX_LINK_VNIC_H */
