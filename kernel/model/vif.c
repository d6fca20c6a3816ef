// SPDX-License-Identifier: GPL-2.0-only
/*
 * VIFs: which number is which vNIC on the wire of an uplink. Numbers below
 * VMFEX_VIF_SLOTS, all that VN-Tag has, are found by one read of a flat array.
 */
#include <linux/if_vlan.h>
#include <linux/slab.h>

#include "compat/extack.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/net.h"
#include "model/path.h"
#include "model/profile.h"
#include "model/vif.h"
#include "model/viflist.h"

/**
 * vmfex_vif_table_init() - make an uplink's tables, empty
 * @uplink: uplink
 *
 * Context: Process context.
 * Return: 0 or -ENOMEM.
 */
int vmfex_vif_table_init(struct vmfex_uplink *uplink)
{
	uplink->vifs = kvcalloc(VMFEX_VIF_SLOTS, sizeof(*uplink->vifs),
				GFP_KERNEL_ACCOUNT);
	if (!uplink->vifs)
		return -ENOMEM;
	xa_init_flags(&uplink->high_vifs, XA_FLAGS_ACCOUNT);
	xa_init_flags(&uplink->lists, XA_FLAGS_ACCOUNT);
	return 0;
}

/**
 * vmfex_vif_table_free() - free an uplink's tables
 * @uplink: uplink without VIFs and lists that no reader sees any more
 *
 * Context: Process context.
 */
void vmfex_vif_table_free(struct vmfex_uplink *uplink)
{
	WARN_ON_ONCE(uplink->num_vifs || uplink->num_lists);
	xa_destroy(&uplink->lists);
	xa_destroy(&uplink->high_vifs);
	kvfree(uplink->vifs);
}

/**
 * vmfex_vif_find() - find a VIF to change it
 * @uplink: uplink
 * @id: number on its wire
 *
 * Context: RTNL held.
 * Return: the VIF or NULL.
 */
struct vmfex_vif *vmfex_vif_find(const struct vmfex_uplink *uplink, u32 id)
{
	if (id < VMFEX_VIF_SLOTS)
		return rtnl_dereference(uplink->vifs[id]);
	return xa_load((struct xarray *)&uplink->high_vifs, id);
}

/**
 * vmfex_vif_of() - find the VIF of a vNIC
 * @vnic: vNIC
 * @uplink: one of its adapter's uplinks
 *
 * Context: RTNL held.
 * Return: the VIF or NULL.
 */
struct vmfex_vif *vmfex_vif_of(const struct vmfex_vnic *vnic,
			       const struct vmfex_uplink *uplink)
{
	struct vmfex_vif *vif;

	ASSERT_RTNL();
	list_for_each_entry(vif, &vnic->vifs, node)
		if (vif->uplink == uplink)
			return vif;
	return NULL;
}

/* A NIC that filters by a tag that it knows has to let this one in. */
static int vmfex_vif_admit(struct vmfex_uplink *uplink, u32 id,
			   struct netlink_ext_ack *extack)
{
	const struct vmfex_tag_ops *tag = uplink->tag;
	int err;

	if (!tag->in_metadata)
		return 0;
	err = vlan_vid_add(uplink->dev, htons(tag->ethertype), id);
	if (err)
		vmfex_err(extack, "%s does not let in tags of format %s with VIF %u",
			  uplink->dev->name, tag->name, id);
	return err;
}

static void vmfex_vif_shut_out(struct vmfex_uplink *uplink, u32 id)
{
	const struct vmfex_tag_ops *tag = uplink->tag;

	if (tag->in_metadata)
		vlan_vid_del(uplink->dev, htons(tag->ethertype), id);
}

static int vmfex_vif_publish(struct vmfex_uplink *uplink, u32 id,
			     struct vmfex_vif *vif,
			     struct netlink_ext_ack *extack)
{
	int err;

	err = vmfex_vif_admit(uplink, id, extack);
	if (err)
		return err;
	if (id < VMFEX_VIF_SLOTS) {
		rcu_assign_pointer(uplink->vifs[id], vif);
		return 0;
	}
	err = xa_err(xa_store(&uplink->high_vifs, id, vif, GFP_KERNEL));
	if (err)
		vmfex_vif_shut_out(uplink, id);
	return err;
}

/* Erasing, unlike storing NULL, needs no memory. */
static void vmfex_vif_unpublish(struct vmfex_uplink *uplink, u32 id)
{
	if (id < VMFEX_VIF_SLOTS)
		RCU_INIT_POINTER(uplink->vifs[id], NULL);
	else
		xa_erase(&uplink->high_vifs, id);
	vmfex_vif_shut_out(uplink, id);
}

static int vmfex_vif_check(const struct vmfex_uplink *uplink, u32 id,
			   struct netlink_ext_ack *extack)
{
	const struct vmfex_vif *owner;

	if (!id || id > uplink->tag->max_vif) {
		vmfex_err(extack, "VIF %u is out of range, %s has 1 to %u", id,
			  uplink->tag->name, uplink->tag->max_vif);
		return -ERANGE;
	}
	owner = vmfex_vif_find(uplink, id);
	if (owner) {
		vmfex_err(extack, "VIF %u on %s belongs to %s", id,
			  uplink->dev->name, owner->vnic->dev->name);
		return -EBUSY;
	}
	return 0;
}

/**
 * vmfex_vif_add() - give a vNIC its number on an uplink
 * @vnic: vNIC that has none there
 * @uplink: uplink of its adapter
 * @id: number on the wire
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: the VIF, or an error pointer: -ERANGE, -EBUSY, -ENOMEM, or what the
 * uplink's filter returns.
 */
struct vmfex_vif *vmfex_vif_add(struct vmfex_vnic *vnic,
				struct vmfex_uplink *uplink, u32 id,
				struct netlink_ext_ack *extack)
{
	struct vmfex_vif *vif;
	int err;

	ASSERT_RTNL();
	err = vmfex_vif_check(uplink, id, extack);
	if (err)
		return ERR_PTR(err);

	vif = kzalloc(sizeof(*vif), GFP_KERNEL_ACCOUNT);
	if (!vif)
		return ERR_PTR(-ENOMEM);
	vif->id = id;
	vif->next_id = id;
	vif->vnic = vnic;
	vif->uplink = uplink;

	err = vmfex_vif_publish(uplink, id, vif, extack);
	if (err) {
		kfree(vif);
		return ERR_PTR(err);
	}
	WRITE_ONCE(uplink->num_vifs, uplink->num_vifs + 1);
	list_add_tail(&vif->node, &vnic->vifs);
	return vif;
}

/**
 * vmfex_vif_del() - take a vNIC's number on an uplink away
 * @vif: VIF that is not active
 *
 * Readers may see the VIF until a grace period has passed.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vif_del(struct vmfex_vif *vif)
{
	ASSERT_RTNL();
	vmfex_viflist_forget(vif);
	vmfex_vif_unpublish(vif->uplink, vif->id);
	WRITE_ONCE(vif->uplink->num_vifs, vif->uplink->num_vifs - 1);
	list_del(&vif->node);
	if (vif->path)
		kfree_rcu(vif->path, rcu);
	kfree_rcu(vif, rcu);
}

static int vmfex_vif_reserve(struct vmfex_vif *vif, u32 id,
			     struct netlink_ext_ack *extack)
{
	int err;

	if (id == vif->id)
		return 0;
	err = vmfex_vif_check(vif->uplink, id, extack);
	if (err)
		return err;
	err = vmfex_vif_publish(vif->uplink, id, vif, extack);
	if (err)
		return err;
	vif->next_id = id;
	return 0;
}

static void vmfex_vif_unreserve(struct vmfex_vif *vif)
{
	if (vif->next_id == vif->id)
		return;
	vmfex_vif_unpublish(vif->uplink, vif->next_id);
	vif->next_id = vif->id;
}

static void vmfex_vif_take_reserved(struct vmfex_vif *vif)
{
	if (vif->next_id == vif->id)
		return;
	vmfex_viflist_tell(vif, true);
	vmfex_vif_unpublish(vif->uplink, vif->id);
	WRITE_ONCE(vif->id, vif->next_id);
	vmfex_viflist_tell(vif, false);
}

/**
 * vmfex_vif_renumber() - change a vNIC's number on the wire
 * @vnic: vNIC
 * @uplink: where, NULL for all uplinks of its adapter
 * @id: new number
 * @extack: why not
 *
 * All uplinks take the number or none does. In between frames to either number
 * reach the vNIC.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -ENODEV without an uplink, -ERANGE, -EBUSY, -ENOMEM, or what an
 * uplink's filter returns.
 */
int vmfex_vif_renumber(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		       u32 id, struct netlink_ext_ack *extack)
{
	struct vmfex_vif *vif;
	bool changed = false;
	int err;

	ASSERT_RTNL();
	if (list_empty(&vnic->vifs)) {
		vmfex_err(extack, "%s has no uplink that could carry VIF %u",
			  vnic->adapter->self.dev->name, id);
		return -ENODEV;
	}

	list_for_each_entry(vif, &vnic->vifs, node) {
		if (uplink && vif->uplink != uplink)
			continue;
		err = vmfex_vif_reserve(vif, id, extack);
		if (err)
			goto err_unreserve;
		changed |= vif->next_id != vif->id;
	}
	if (!changed)
		return 0;
	if (vnic->port.state == VMFEX_PORT_STATE_ASSOCIATED) {
		err = vmfex_path_prepare(vnic, vnic->port.profile->policy);
		if (err)
			goto err_unreserve;
		vmfex_path_commit(vnic);
	}
	list_for_each_entry(vif, &vnic->vifs, node)
		vmfex_vif_take_reserved(vif);
	vmfex_net(vnic->adapter->net)->seq++;
	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return 0;

err_unreserve:
	list_for_each_entry(vif, &vnic->vifs, node)
		vmfex_vif_unreserve(vif);
	return err;
}
