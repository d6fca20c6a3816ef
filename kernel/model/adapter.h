/* SPDX-License-Identifier: GPL-2.0-only */
/* Software VICs. */
#ifndef _VMFEX_ADAPTER_H
#define _VMFEX_ADAPTER_H

#include <linux/list.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <uapi/linux/if_vmfex.h>

#include "model/vnic.h"
#include "tag/tag.h"

/**
 * struct vmfex_follow - what an adapter in mode fabric knows of its host's choice
 * @heard: uplink on which a frame came that was not expected there, NULL if
 *	none did; written by the packet path
 * @host: uplink that the host uses, as far as it is known, else NULL
 * @last: ifindex of the uplink that the host used when that was lost, 0 if the
 *	host was heard since
 * @quiet_until: jiffies until which the next change waits
 * @hold: how long the next but one waits, 0 if nothing ever changed
 * @work: looks at @heard
 */
struct vmfex_follow {
	struct vmfex_uplink *heard;
	struct vmfex_uplink *host;
	int last;
	unsigned long quiet_until;
	unsigned long hold;
	struct work_struct work;
};

/**
 * struct vmfex_face - how users see what an adapter has
 * @setup_vf: prepares the netdev of a VF
 * @uplink_group: files of an uplink's netdev
 */
struct vmfex_face {
	void (*setup_vf)(struct net_device *dev);
	const struct attribute_group *uplink_group;
};

/**
 * struct vmfex_adapter - a software VIC
 * @self: the adapter's own port, must be first
 * @node: in &vmfex_net.adapters
 * @net: network namespace, never changes
 * @tag: tag format
 * @fabric: mode, true at the bridge's end of the link
 * @face: how users see what it has
 * @num_vfs: VFs that exist
 * @vnics: the VFs, by index
 * @uplinks: struct vmfex_uplink, best first: by priority, then by age
 * @num_uplinks: length of @uplinks
 * @uplinks_made: uplinks that there ever were
 * @announce: announces the ports' addresses once more
 * @idle_timeout: seconds after which an idle port is unbound, 0 for never
 * @idle: unbinds idle ports
 * @follow: which uplink the host uses, in mode fabric
 * @recheck: looks again at what is below the uplinks
 * @drops: frames dropped that no port can be charged for, by reason
 * @cluster: scope of profile names, NUL terminated
 *
 * Private data of the PF's netdev.
 */
struct vmfex_adapter {
	struct vmfex_vnic self;
	struct list_head node;
	struct net *net;
	const struct vmfex_tag_ops *tag;
	bool fabric;
	const struct vmfex_face *face;
	unsigned int num_vfs;
	struct vmfex_vnic **vnics;
	struct list_head uplinks;
	unsigned int num_uplinks;
	u64 uplinks_made;
	struct delayed_work announce;
	u32 idle_timeout;
	struct delayed_work idle;
	struct vmfex_follow follow;
	struct work_struct recheck;
	atomic_long_t drops[VMFEX_NUM_DROPS];
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
};

/**
 * vmfex_adapter_mode() - which end of the link an adapter is
 * @adapter: adapter
 *
 * Return: the mode as netlink tells it.
 */
static inline enum vmfex_mode
vmfex_adapter_mode(const struct vmfex_adapter *adapter)
{
	return adapter->fabric ? VMFEX_MODE_FABRIC : VMFEX_MODE_HOST;
}

/**
 * vmfex_adapter_vnic() - find a port
 * @adapter: adapter
 * @vf: index, VMFEX_VF_SELF for the adapter's own port
 *
 * Context: RTNL held.
 * Return: the vNIC, or NULL if there is no such VF.
 */
static inline struct vmfex_vnic *
vmfex_adapter_vnic(struct vmfex_adapter *adapter, u32 vf)
{
	ASSERT_RTNL();
	if (vf == VMFEX_VF_SELF)
		return &adapter->self;
	return vf < adapter->num_vfs ? adapter->vnics[vf] : NULL;
}

/**
 * vmfex_adapter_next_vnic() - step through the ports
 * @adapter: adapter
 * @vnic: port, the adapter's own is first
 *
 * Context: RTNL held.
 * Return: the next port or NULL.
 */
static inline struct vmfex_vnic *
vmfex_adapter_next_vnic(struct vmfex_adapter *adapter,
			const struct vmfex_vnic *vnic)
{
	/* VMFEX_VF_SELF + 1 is 0. */
	u32 vf = vnic->vf + 1;

	ASSERT_RTNL();
	return vf < adapter->num_vfs ? adapter->vnics[vf] : NULL;
}

/* Every port of an adapter, its own first. */
#define vmfex_for_each_vnic(vnic, adapter)				\
	for ((vnic) = &(adapter)->self; (vnic);				\
	     (vnic) = vmfex_adapter_next_vnic(adapter, vnic))

#endif /* _VMFEX_ADAPTER_H */
