/* SPDX-License-Identifier: GPL-2.0-only */
/* What an uplink is made of: it and the netdevs below it. */
#ifndef _VMFEX_LOWER_H
#define _VMFEX_LOWER_H

#include <linux/netdevice.h>

struct vmfex_tag_ops;

int vmfex_lower_check(struct net_device *dev, struct netlink_ext_ack *extack);
const struct net_device *vmfex_lower_paravirtual(struct net_device *dev);
bool vmfex_lower_reads(struct net_device *dev);
int vmfex_lower_check_tag(struct net_device *dev,
			  const struct vmfex_tag_ops *tag,
			  struct netlink_ext_ack *extack);

#endif /* _VMFEX_LOWER_H */
