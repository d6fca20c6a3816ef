// SPDX-License-Identifier: GPL-2.0-only
/*
 * VIF lists: the receivers of a frame that the bridge sent once for many. A list
 * grows by being replaced.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "compat/extack.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/net.h"
#include "model/quota.h"
#include "model/vif.h"
#include "model/viflist.h"

/**
 * vmfex_viflist_lookup() - find a list in the packet path
 * @uplink: uplink
 * @id: number on its wire
 *
 * Context: RCU read side.
 * Return: the list or NULL.
 */
struct vmfex_viflist *vmfex_viflist_lookup(const struct vmfex_uplink *uplink,
					   u32 id)
{
	return xa_load((struct xarray *)&uplink->lists, id);
}

/**
 * vmfex_viflist_find() - find a list to change it
 * @uplink: uplink
 * @id: number on its wire
 *
 * Context: RTNL held.
 * Return: the list or NULL.
 */
struct vmfex_viflist *vmfex_viflist_find(const struct vmfex_uplink *uplink,
					 u32 id)
{
	ASSERT_RTNL();
	return vmfex_viflist_lookup(uplink, id);
}

static struct vmfex_viflist *vmfex_viflist_alloc(u32 id, unsigned int slots)
{
	struct vmfex_viflist *list;

	list = kzalloc(struct_size(list, members, slots), GFP_KERNEL_ACCOUNT);
	if (!list)
		return NULL;
	list->id = id;
	list->slots = slots;
	return list;
}

static int vmfex_viflist_index(const struct vmfex_viflist *list,
			       const struct vmfex_vif *vif)
{
	unsigned int i;

	for (i = 0; i < list->slots; i++)
		if (list->members[i] == vif)
			return i;
	return -ENOENT;
}

static void vmfex_viflist_notify(enum vmfex_event event,
				 const struct vmfex_uplink *uplink, u32 id,
				 unsigned int num,
				 const struct vmfex_vif *member)
{
	struct vmfex_viflist_event info = {
		.uplink = uplink,
		.list = id,
		.num = num,
		.member = member,
	};

	vmfex_notify(event, &info);
}

static int vmfex_viflist_check(const struct vmfex_uplink *uplink, u32 id,
			       struct netlink_ext_ack *extack)
{
	const struct vmfex_tag_ops *tag = uplink->tag;

	if (uplink->fabric_end) {
		vmfex_err(extack, "%s is at the fabric end, lists are of the host end",
			  uplink->dev->name);
		return -EOPNOTSUPP;
	}
	if (!tag->min_list) {
		vmfex_err(extack, "%s has no lists, the switch sends a copy to each VIF",
			  tag->name);
		return -EOPNOTSUPP;
	}
	if (id < tag->min_list || id > tag->max_list) {
		vmfex_err(extack, "list %u is out of range, %s has %u to %u",
			  id, tag->name, tag->min_list, tag->max_list);
		return -ERANGE;
	}
	return 0;
}

/* Replacing takes no memory: the slot of @old is there. */
static void vmfex_viflist_replace(struct vmfex_uplink *uplink,
				  struct vmfex_viflist *old,
				  struct vmfex_viflist *new)
{
	WARN_ON_ONCE(xa_is_err(xa_store(&uplink->lists, old->id, new,
					GFP_KERNEL)));
	kfree_rcu(old, rcu);
}

static int vmfex_viflist_create(struct vmfex_uplink *uplink, u32 id)
{
	struct vmfex_viflist *list;
	int err;

	list = vmfex_viflist_alloc(id, 0);
	if (!list)
		return -ENOMEM;
	err = xa_err(xa_store(&uplink->lists, id, list, GFP_KERNEL));
	if (err) {
		kfree(list);
		return err;
	}
	WRITE_ONCE(uplink->num_lists, uplink->num_lists + 1);
	return 0;
}

static void vmfex_viflist_destroy(struct vmfex_uplink *uplink,
				  struct vmfex_viflist *list)
{
	xa_erase(&uplink->lists, list->id);
	WRITE_ONCE(uplink->num_lists, uplink->num_lists - 1);
	kfree_rcu(list, rcu);
}

static int vmfex_viflist_join(struct vmfex_uplink *uplink,
			      struct vmfex_viflist *list, struct vmfex_vif *vif)
{
	struct vmfex_viflist *new;
	unsigned int i;

	new = vmfex_viflist_alloc(list->id, list->num + 1);
	if (!new)
		return -ENOMEM;
	for (i = 0; i < list->slots; i++)
		if (list->members[i])
			new->members[new->num++] = list->members[i];
	new->members[new->num++] = vif;
	vmfex_viflist_replace(uplink, list, new);
	return 0;
}

/**
 * vmfex_viflist_add() - add a member to a list, make the list if it is not there
 * @uplink: uplink at the host end
 * @id: number of the list on the wire
 * @vif: number of the member, 0 to make an empty list
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EOPNOTSUPP, -ERANGE, -ENOENT, -EEXIST, -ENOSPC in a user namespace, or
 * -ENOMEM.
 */
int vmfex_viflist_add(struct vmfex_uplink *uplink, u32 id, u32 vif,
		      struct netlink_ext_ack *extack)
{
	struct vmfex_vif *member = NULL;
	struct vmfex_viflist *list;
	bool created = false;
	int err;

	ASSERT_RTNL();
	err = vmfex_viflist_check(uplink, id, extack);
	if (err)
		return err;

	if (vif) {
		member = vmfex_vif_find(uplink, vif);
		if (!member) {
			vmfex_err(extack, "no vNIC has VIF %u on %s", vif,
				  uplink->dev->name);
			return -ENOENT;
		}
	}

	list = vmfex_viflist_find(uplink, id);
	if (list && !member) {
		vmfex_err(extack, "list %u exists on %s", id, uplink->dev->name);
		return -EEXIST;
	}
	if (list && vmfex_viflist_index(list, member) >= 0) {
		vmfex_err(extack, "VIF %u is in list %u on %s already", vif, id,
			  uplink->dev->name);
		return -EEXIST;
	}
	if (!list) {
		err = vmfex_quota_check_list(uplink, extack) ?:
		      vmfex_viflist_create(uplink, id);
		if (err)
			return err;
		created = true;
		list = vmfex_viflist_find(uplink, id);
	}
	if (member) {
		err = vmfex_viflist_join(uplink, list, member);
		if (err)
			goto err_destroy;
		list = vmfex_viflist_find(uplink, id);
	}

	vmfex_net(uplink->adapter->net)->seq++;
	vmfex_viflist_notify(VMFEX_EVENT_VIFLIST, uplink, id, list->num, member);
	return 0;

err_destroy:
	if (created)
		vmfex_viflist_destroy(uplink, list);
	return err;
}

/*
 * Removal must not fail, a VIF that goes cannot stay in a list: it leaves an
 * empty slot, and moves none, so that no reader meets a member twice.
 */
static void vmfex_viflist_leave(struct vmfex_uplink *uplink,
				struct vmfex_viflist *list, unsigned int index)
{
	struct vmfex_vif *vif = list->members[index];

	WRITE_ONCE(list->members[index], NULL);
	list->num--;
	vmfex_net(uplink->adapter->net)->seq++;
	vmfex_viflist_notify(VMFEX_EVENT_VIFLIST_DEL, uplink, list->id,
			     list->num, vif);
}

/**
 * vmfex_viflist_del() - remove a member, or a whole list
 * @uplink: uplink
 * @id: number of the list on the wire
 * @vif: number of the member, 0 for the whole list
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EOPNOTSUPP, -ERANGE or -ENOENT.
 */
int vmfex_viflist_del(struct vmfex_uplink *uplink, u32 id, u32 vif,
		      struct netlink_ext_ack *extack)
{
	struct vmfex_viflist *list;
	struct vmfex_vif *member;
	int index;
	int err;

	ASSERT_RTNL();
	err = vmfex_viflist_check(uplink, id, extack);
	if (err)
		return err;
	list = vmfex_viflist_find(uplink, id);
	if (!list) {
		vmfex_err(extack, "no list %u on %s", id, uplink->dev->name);
		return -ENOENT;
	}

	if (!vif) {
		vmfex_net(uplink->adapter->net)->seq++;
		vmfex_viflist_notify(VMFEX_EVENT_VIFLIST_DEL, uplink, id,
				     list->num, NULL);
		vmfex_viflist_destroy(uplink, list);
		return 0;
	}

	member = vmfex_vif_find(uplink, vif);
	index = member ? vmfex_viflist_index(list, member) : -ENOENT;
	if (index < 0) {
		vmfex_err(extack, "VIF %u is not in list %u on %s", vif, id,
			  uplink->dev->name);
		return -ENOENT;
	}
	vmfex_viflist_leave(uplink, list, index);
	return 0;
}

/**
 * vmfex_viflist_forget() - remove a VIF from all lists of its uplink
 * @vif: VIF
 *
 * Context: Process context, RTNL held.
 */
void vmfex_viflist_forget(struct vmfex_vif *vif)
{
	struct vmfex_viflist *list;
	unsigned long id;
	int index;

	ASSERT_RTNL();
	xa_for_each(&vif->uplink->lists, id, list) {
		index = vmfex_viflist_index(list, vif);
		if (index >= 0)
			vmfex_viflist_leave(vif->uplink, list, index);
	}
}

/**
 * vmfex_viflist_tell() - tell of a VIF in all lists of its uplink
 * @vif: VIF
 * @gone: that it leaves, before its number changes, or that it is there
 *
 * Lists are told by their members' numbers.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_viflist_tell(const struct vmfex_vif *vif, bool gone)
{
	enum vmfex_event event = gone ? VMFEX_EVENT_VIFLIST_DEL :
					VMFEX_EVENT_VIFLIST;
	struct vmfex_viflist *list;
	unsigned long id;

	ASSERT_RTNL();
	xa_for_each(&vif->uplink->lists, id, list)
		if (vmfex_viflist_index(list, vif) >= 0)
			vmfex_viflist_notify(event, vif->uplink, id,
					     list->num - gone, vif);
}

/**
 * vmfex_viflist_flush() - remove all lists of an uplink
 * @uplink: uplink
 *
 * Context: Process context, RTNL held.
 */
void vmfex_viflist_flush(struct vmfex_uplink *uplink)
{
	struct vmfex_viflist *list;
	unsigned long id;

	ASSERT_RTNL();
	xa_for_each(&uplink->lists, id, list) {
		vmfex_viflist_notify(VMFEX_EVENT_VIFLIST_DEL, uplink, id,
				     list->num, NULL);
		vmfex_viflist_destroy(uplink, list);
	}
}
