/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Adapters.
 */
#ifndef VMFEX_ADAPTER_H
#define VMFEX_ADAPTER_H

#include <linux/if_vmfex.h>
#include <linux/netlink.h>
#include <net/if.h>

#include "conn.h"
#include "counters.h"
#include "out.h"
#include "short_types.h"

/**
 * struct adapter - what the kernel says about an adapter
 * @ifindex: its netdev
 * @ifname: the same
 * @mode: enum vmfex_mode
 * @tag: enum vmfex_tag
 * @num_vfs: VFs that exist
 * @total_vfs: VFs that may exist
 * @num_uplinks: uplinks
 * @cluster: scope of its profiles
 * @idle_timeout: seconds after which an idle port is unbound, 0 for never
 * @device: its device on the bus
 * @drops: frames that could not be charged to a port
 */
struct adapter {
	u32 ifindex;
	char ifname[IF_NAMESIZE];
	u32 mode;
	u32 tag;
	u32 num_vfs;
	u32 total_vfs;
	u32 num_uplinks;
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
	u32 idle_timeout;
	char device[32];
	struct drops drops;
};

void adapter_parse(struct adapter *adapter, const struct nlmsghdr *msg);
void adapter_print(struct out *out, const struct adapter *adapter);
void adapter_show_msg(const struct nlmsghdr *msg, void *out);
int adapter_get(struct conn *conn, const char *name, struct adapter *adapter);

#endif /* VMFEX_ADAPTER_H */
