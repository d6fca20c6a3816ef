/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Uplinks.
 */
#ifndef VMFEX_UPLINK_H
#define VMFEX_UPLINK_H

#include <linux/netlink.h>
#include <net/if.h>

#include "conn.h"
#include "out.h"
#include "short_types.h"

/**
 * struct uplink - what the kernel says about an uplink
 * @ifindex: its netdev
 * @ifname: the same
 * @adapter: its adapter
 * @fabric: fabric name
 * @physnet: label of the physical network, empty if none
 * @priority: the lowest usable one is active
 * @state: enum vmfex_uplink_state
 * @num_vifs: numbers in use on its wire
 * @num_lists: VIF lists
 * @offload: enum vmfex_offload
 * @offload_used: enum vmfex_offload_used
 * @offload_reason: why that is used
 */
struct uplink {
	u32 ifindex;
	char ifname[IF_NAMESIZE];
	char adapter[IF_NAMESIZE];
	char fabric[16];
	char physnet[32];
	u32 priority;
	u32 state;
	u32 num_vifs;
	u32 num_lists;
	u32 offload;
	u32 offload_used;
	char offload_reason[64];
};

void uplink_parse(struct uplink *uplink, const struct nlmsghdr *msg);
void uplink_print(struct out *out, const struct uplink *uplink);
void uplink_show_msg(const struct nlmsghdr *msg, void *out);
int uplink_get(struct conn *conn, const char *name, struct uplink *uplink);

#endif /* VMFEX_UPLINK_H */
