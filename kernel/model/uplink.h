/* SPDX-License-Identifier: GPL-2.0-only */
/* Netdevs that carry the tagged frames of an adapter. */
#ifndef _VMFEX_UPLINK_H
#define _VMFEX_UPLINK_H

#include <linux/netdevice.h>
#include <linux/xarray.h>
#include <uapi/linux/vmfex.h>

#include "tag/tag.h"

#define VMFEX_MAX_UPLINKS	8
#define VMFEX_PRIORITY_DEFAULT	50
#define VMFEX_PRIORITY_MAX	100
#define VMFEX_VIF_SLOTS	4096

struct vmfex_adapter;
struct vmfex_vif;

/**
 * struct vmfex_uplink - a netdev that carries an adapter's tagged frames
 * @dev: netdev
 * @adapter: adapter
 * @tag: tag format of @adapter
 * @fabric_end: mode of @adapter
 * @vifs: VIFs below VMFEX_VIF_SLOTS
 * @high_vifs: all others
 * @lists: struct vmfex_viflist by number
 * @num_vifs: VIFs in @vifs and @high_vifs
 * @num_lists: lists in @lists
 * @node: in &vmfex_adapter.uplinks
 * @serial: grows from each uplink of the adapter to the next
 * @tracker: reference on @dev
 * @priority: 1 to 100, the lowest usable is active
 * @offload: enum vmfex_offload
 * @offload_used: enum vmfex_offload_used, what follows from it
 * @cut_early: packets must be cut before they get here
 * @opaque: packets must not look like what is behind the tag
 * @fabric: name of the fabric, NUL terminated
 * @physnet: label of the physical network, NUL terminated
 */
struct vmfex_uplink {
	struct net_device *dev;
	struct vmfex_adapter *adapter;
	const struct vmfex_tag_ops *tag;
	bool fabric_end;
	struct vmfex_vif __rcu **vifs;
	struct xarray high_vifs;
	struct xarray lists;
	unsigned int num_vifs;
	unsigned int num_lists;
	struct list_head node;
	u64 serial;
	netdevice_tracker tracker;
	u32 priority;
	u8 offload;
	u8 offload_used;
	bool cut_early;
	bool opaque;
	char fabric[16];
	char physnet[32];
};

/**
 * struct vmfex_uplink_config - what may be changed of an uplink
 * @fabric: name of the fabric, NULL to leave it
 * @physnet: label of the physical network, NULL to leave it
 * @priority: 1 to VMFEX_PRIORITY_MAX, 0 to leave it
 * @offload: enum vmfex_offload
 * @set_offload: @offload is to be set
 */
struct vmfex_uplink_config {
	const char *fabric;
	const char *physnet;
	u32 priority;
	u8 offload;
	bool set_offload;
};

/**
 * struct vmfex_offload_reason - why what is used is used
 * @text: NUL terminated
 */
struct vmfex_offload_reason {
	char text[IFNAMSIZ + 24];
};

/**
 * struct vmfex_label - a copy of a label of an uplink
 * @text: NUL terminated
 */
struct vmfex_label {
	char text[32];
};

struct vmfex_label vmfex_uplink_label(const char *label);
bool vmfex_uplink_update_offload(struct vmfex_uplink *uplink);
netdev_features_t vmfex_uplink_features(const struct vmfex_uplink *uplink);
struct vmfex_offload_reason
vmfex_uplink_offload_reason(const struct vmfex_uplink *uplink);
bool vmfex_uplink_usable(const struct vmfex_uplink *uplink);
enum vmfex_uplink_state vmfex_uplink_state(const struct vmfex_uplink *uplink);
void vmfex_uplink_enlist(struct vmfex_uplink *uplink);
struct vmfex_uplink *vmfex_uplink_alloc(struct vmfex_adapter *adapter,
					struct net_device *dev);
void vmfex_uplink_free(struct vmfex_uplink *uplink);
int vmfex_uplink_configure(struct vmfex_uplink *uplink,
			   const struct vmfex_uplink_config *config,
			   struct netlink_ext_ack *extack);

#endif /* _VMFEX_UPLINK_H */
