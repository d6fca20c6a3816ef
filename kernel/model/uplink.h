/* SPDX-License-Identifier: GPL-2.0-only */
/* Netdevs below an adapter; included by vmfex.h. */
#ifndef _VMFEX_UPLINK_H
#define _VMFEX_UPLINK_H

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

struct vmfex_uplink *vmfex_uplink_get_rtnl(const struct net_device *dev);
struct vmfex_uplink *vmfex_uplink_get_rcu(const struct net_device *dev);
struct vmfex_label vmfex_uplink_label(const char *label);
bool vmfex_uplink_update_offload(struct vmfex_uplink *uplink);
netdev_features_t vmfex_uplink_features(const struct vmfex_uplink *uplink);
struct vmfex_offload_reason
vmfex_uplink_offload_reason(const struct vmfex_uplink *uplink);
void vmfex_recheck_init(struct vmfex_adapter *adapter);
void vmfex_recheck_cancel(struct vmfex_adapter *adapter);
int vmfex_uplink_add(struct vmfex_adapter *adapter, struct net_device *dev,
		     struct netlink_ext_ack *extack);
void vmfex_uplink_del(struct vmfex_uplink *uplink);
bool vmfex_uplink_usable(const struct vmfex_uplink *uplink);
enum vmfex_uplink_state vmfex_uplink_state(const struct vmfex_uplink *uplink);
int vmfex_uplink_set(struct vmfex_uplink *uplink,
		     const struct vmfex_uplink_config *config,
		     struct netlink_ext_ack *extack);

#endif /* _VMFEX_UPLINK_H */
