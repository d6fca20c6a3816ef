/* SPDX-License-Identifier: GPL-2.0-only */
/* Which number is which vNIC on the wire of an uplink. */
#ifndef _VMFEX_VIF_H
#define _VMFEX_VIF_H

#include <linux/list.h>
#include <linux/rcupdate.h>

#include "model/uplink.h"

struct netlink_ext_ack;
struct vmfex_path;
struct vmfex_vnic;

/**
 * struct vmfex_vif - a vNIC on the wire of one uplink
 * @id: number on the wire
 * @next_id: number that @id is about to become, else the same
 * @vnic: the vNIC
 * @uplink: the uplink
 * @path: of the port if it is associated, else NULL
 * @next_path: prepared, not yet published path
 * @node: in &vmfex_vnic.vifs
 * @rcu: frees the VIF when the last reader is gone
 */
struct vmfex_vif {
	u32 id;
	u32 next_id;
	struct vmfex_vnic *vnic;
	struct vmfex_uplink *uplink;
	struct vmfex_path *path;
	struct vmfex_path *next_path;
	struct list_head node;
	struct rcu_head rcu;
};

/**
 * vmfex_vif_lookup() - find a VIF in the packet path
 * @uplink: uplink
 * @id: number on its wire
 *
 * Context: RCU read side.
 * Return: the VIF or NULL.
 */
static inline struct vmfex_vif *
vmfex_vif_lookup(const struct vmfex_uplink *uplink, u32 id)
{
	if (likely(id < VMFEX_VIF_SLOTS))
		return rcu_dereference(uplink->vifs[id]);
	return xa_load((struct xarray *)&uplink->high_vifs, id);
}

int vmfex_vif_table_init(struct vmfex_uplink *uplink);
void vmfex_vif_table_free(struct vmfex_uplink *uplink);
struct vmfex_vif *vmfex_vif_find(const struct vmfex_uplink *uplink, u32 id);
struct vmfex_vif *vmfex_vif_of(const struct vmfex_vnic *vnic,
			       const struct vmfex_uplink *uplink);
struct vmfex_vif *vmfex_vif_add(struct vmfex_vnic *vnic,
				struct vmfex_uplink *uplink, u32 id,
				struct netlink_ext_ack *extack);
void vmfex_vif_del(struct vmfex_vif *vif);
int vmfex_vif_renumber(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		       u32 id, struct netlink_ext_ack *extack);

#endif /* _VMFEX_VIF_H */
