/* SPDX-License-Identifier: GPL-2.0-only */
/* Lists of VIFs: the receivers of a multicast. */
#ifndef _VMFEX_VIFLIST_H
#define _VMFEX_VIFLIST_H

#include <linux/rcupdate.h>

struct netlink_ext_ack;
struct vmfex_uplink;
struct vmfex_vif;

/**
 * struct vmfex_viflist - receivers of a multicast
 * @id: number on the wire
 * @num: members
 * @slots: length of @members
 * @rcu: frees the list when the last reader is gone
 * @members: receivers; NULL where one left
 */
struct vmfex_viflist {
	u32 id;
	unsigned int num;
	unsigned int slots;
	struct rcu_head rcu;
	struct vmfex_vif *members[];
};

struct vmfex_viflist *vmfex_viflist_lookup(const struct vmfex_uplink *uplink,
					   u32 id);
struct vmfex_viflist *vmfex_viflist_find(const struct vmfex_uplink *uplink,
					 u32 id);
int vmfex_viflist_add(struct vmfex_uplink *uplink, u32 id, u32 vif,
		      struct netlink_ext_ack *extack);
int vmfex_viflist_del(struct vmfex_uplink *uplink, u32 id, u32 vif,
		      struct netlink_ext_ack *extack);
void vmfex_viflist_forget(struct vmfex_vif *vif);
void vmfex_viflist_tell(const struct vmfex_vif *vif, bool gone);
void vmfex_viflist_flush(struct vmfex_uplink *uplink);

#endif /* _VMFEX_VIFLIST_H */
