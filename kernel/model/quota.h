/* SPDX-License-Identifier: GPL-2.0-only */
/* What roots of user namespaces may have. */
#ifndef _VMFEX_QUOTA_H
#define _VMFEX_QUOTA_H

#include <linux/types.h>

struct net;
struct netlink_ext_ack;
struct vmfex_uplink;

bool vmfex_quota_holds(const struct net *net);
int vmfex_quota_check_adapter(const struct net *net,
			      struct netlink_ext_ack *extack);
int vmfex_quota_check_vfs(const struct net *net, u32 more,
			  struct netlink_ext_ack *extack);
int vmfex_quota_check_list(const struct vmfex_uplink *uplink,
			   struct netlink_ext_ack *extack);

#endif /* _VMFEX_QUOTA_H */
