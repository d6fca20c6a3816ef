/* SPDX-License-Identifier: GPL-2.0-only */
/* Uplinks come, change and go. */
#ifndef _VMFEX_VIC_UPLINK_H
#define _VMFEX_VIC_UPLINK_H

#include "model/uplink.h"

void vmfex_uplinks_changed(struct vmfex_adapter *adapter);
void vmfex_uplinks_recheck(struct vmfex_adapter *adapter);
int vmfex_uplink_add(struct vmfex_adapter *adapter, struct net_device *dev,
		     struct netlink_ext_ack *extack);
void vmfex_uplink_del(struct vmfex_uplink *uplink);
int vmfex_uplink_set(struct vmfex_uplink *uplink,
		     const struct vmfex_uplink_config *config,
		     struct netlink_ext_ack *extack);
void vmfex_recheck_init(struct vmfex_adapter *adapter);
void vmfex_recheck_cancel(struct vmfex_adapter *adapter);

#endif /* _VMFEX_VIC_UPLINK_H */
