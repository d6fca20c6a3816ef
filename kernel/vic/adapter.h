/* SPDX-License-Identifier: GPL-2.0-only */
/* Adapters come and go. */
#ifndef _VMFEX_VIC_ADAPTER_H
#define _VMFEX_VIC_ADAPTER_H

#include "model/adapter.h"

/**
 * struct vmfex_adapter_config - what a new adapter shall be
 * @tag: tag format
 * @fabric: mode, true at the bridge's end of the link
 * @face: how users see what it has
 * @num_vfs: VFs to create
 * @idle_timeout: seconds after which an idle port is unbound, 0 for never
 * @cluster: scope of profile names, NUL terminated
 */
struct vmfex_adapter_config {
	const struct vmfex_tag_ops *tag;
	bool fabric;
	const struct vmfex_face *face;
	u32 num_vfs;
	u32 idle_timeout;
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
};

int vmfex_adapter_create(struct net_device *dev,
			 const struct vmfex_adapter_config *config,
			 struct netlink_ext_ack *extack);
void vmfex_adapter_destroy(struct vmfex_adapter *adapter,
			   struct list_head *kill);
int vmfex_adapter_set_num_vfs(struct vmfex_adapter *adapter, u32 num_vfs,
			      struct netlink_ext_ack *extack);

#endif /* _VMFEX_VIC_ADAPTER_H */
