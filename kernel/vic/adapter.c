// SPDX-License-Identifier: GPL-2.0-only
/* Adapters, software VICs, come and go, with their VFs. */
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "base/bus.h"
#include "compat/compat.h"
#include "compat/extack.h"
#include "model/event.h"
#include "model/idle.h"
#include "model/net.h"
#include "model/place.h"
#include "model/profile.h"
#include "model/quota.h"
#include "path/announce.h"
#include "path/follow.h"
#include "vic/adapter.h"
#include "vic/uplink.h"
#include "vic/vnic.h"

/*
 * Removal, in this order: nothing finds the vNICs any more, their netdevs are
 * unregistered (which waits for all readers), their devices go.
 */
static void vmfex_adapter_shrink(struct vmfex_adapter *adapter, u32 num_vfs)
{
	u32 old = adapter->num_vfs;
	LIST_HEAD(kill);
	u32 vf;

	if (num_vfs == old)
		return;
	WRITE_ONCE(adapter->num_vfs, num_vfs);
	for (vf = old; vf-- > num_vfs;) {
		vmfex_vnic_detach(adapter->vnics[vf]);
		unregister_netdevice_queue(adapter->vnics[vf]->dev, &kill);
	}
	unregister_netdevice_many(&kill);
	for (vf = old; vf-- > num_vfs;) {
		vmfex_device_del(adapter->vnics[vf]->device);
		adapter->vnics[vf] = NULL;
	}
}

static int vmfex_adapter_grow(struct vmfex_adapter *adapter, u32 num_vfs,
			      struct netlink_ext_ack *extack)
{
	u32 old = adapter->num_vfs;
	struct vmfex_vnic *vnic;
	u32 vf;

	for (vf = old; vf < num_vfs; vf++) {
		vnic = vmfex_vnic_create(adapter, vf, extack);
		if (IS_ERR(vnic)) {
			vmfex_adapter_shrink(adapter, old);
			return PTR_ERR(vnic);
		}
		adapter->vnics[vf] = vnic;
		WRITE_ONCE(adapter->num_vfs, vf + 1);
	}
	return 0;
}

/* The VFs that go must be unbound. */
static int vmfex_adapter_check_shrink(const struct vmfex_adapter *adapter,
				      u32 num_vfs,
				      struct netlink_ext_ack *extack)
{
	const struct vmfex_profile *profile;
	const struct vmfex_vnic *vnic;
	u32 vf;

	for (vf = num_vfs; vf < adapter->num_vfs; vf++) {
		vnic = adapter->vnics[vf];
		profile = vnic->port.profile;
		if (!profile)
			continue;
		if (vmfex_profile_is_own(profile))
			vmfex_err(extack, "%s is bound to a VLAN of its own",
				  vnic->dev->name);
		else
			vmfex_err(extack, "%s is bound to profile %s",
				  vnic->dev->name, profile->name);
		return -EBUSY;
	}
	return 0;
}

/**
 * vmfex_adapter_set_num_vfs() - create or remove VFs, the highest first
 * @adapter: adapter
 * @num_vfs: how many there shall be
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, -ERANGE, -ENOSPC in a user namespace, -EBUSY if one that would go is
 * bound, or why one could not be created.
 */
int vmfex_adapter_set_num_vfs(struct vmfex_adapter *adapter, u32 num_vfs,
			      struct netlink_ext_ack *extack)
{
	u32 old = adapter->num_vfs;
	int err;

	ASSERT_RTNL();
	if (num_vfs > VMFEX_MAX_VFS) {
		vmfex_err(extack, "%u VFs are more than the %u of an adapter",
			  num_vfs, VMFEX_MAX_VFS);
		return -ERANGE;
	}
	if (num_vfs == old)
		return 0;

	if (num_vfs > old) {
		err = vmfex_quota_check_vfs(adapter->net, num_vfs - old, extack);
		if (!err)
			err = vmfex_adapter_grow(adapter, num_vfs, extack);
	} else {
		err = vmfex_adapter_check_shrink(adapter, num_vfs, extack);
		if (!err)
			vmfex_adapter_shrink(adapter, num_vfs);
	}
	if (err)
		return err;
	vmfex_net(adapter->net)->seq++;
	vmfex_notify(VMFEX_EVENT_ADAPTER, adapter);
	return 0;
}

static u32 vmfex_adapter_device_num_vfs(const void *owner)
{
	const struct vmfex_adapter *adapter = owner;

	return READ_ONCE(adapter->num_vfs);
}

static int vmfex_adapter_device_set_num_vfs(void *owner, u32 num_vfs)
{
	struct vmfex_adapter *adapter = owner;
	struct netlink_ext_ack extack = {};
	int err;

	if (adapter->self.dev->reg_state != NETREG_REGISTERED)
		return -ENODEV;
	err = vmfex_adapter_set_num_vfs(adapter, num_vfs, &extack);
	if (err && extack._msg)
		netdev_err(adapter->self.dev, "%s\n", extack._msg);
	return err;
}

static const struct vmfex_device_ops vmfex_adapter_device_ops = {
	.total_vfs = VMFEX_MAX_VFS,
	.num_vfs = vmfex_adapter_device_num_vfs,
	.set_num_vfs = vmfex_adapter_device_set_num_vfs,
};

/* The netdev is gone from sysfs, so may its parent; the last of all. */
static void vmfex_adapter_free(struct net_device *dev)
{
	struct vmfex_adapter *adapter = netdev_priv(dev);

	vmfex_announce_cancel(adapter);
	vmfex_idle_cancel(adapter);
	vmfex_follow_cancel(adapter);
	vmfex_recheck_cancel(adapter);
	vmfex_device_del(adapter->self.device);
	kvfree(adapter->vnics);
}

/**
 * vmfex_adapter_create() - make an adapter of a new netdev
 * @dev: netdev, set up, not yet registered
 * @config: what it shall be
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error; the caller frees @dev then.
 */
int vmfex_adapter_create(struct net_device *dev,
			 const struct vmfex_adapter_config *config,
			 struct netlink_ext_ack *extack)
{
	struct vmfex_adapter *adapter = netdev_priv(dev);
	struct vmfex_vnic *self = &adapter->self;
	int err;

	ASSERT_RTNL();
	err = vmfex_quota_check_adapter(dev_net(dev), extack);
	if (!err)
		err = vmfex_quota_check_vfs(dev_net(dev), config->num_vfs,
					    extack);
	if (err)
		return err;
	adapter->net = dev_net(dev);
	adapter->tag = config->tag;
	adapter->fabric = config->fabric;
	adapter->face = config->face;
	strscpy(adapter->cluster, config->cluster, sizeof(adapter->cluster));
	INIT_LIST_HEAD(&adapter->uplinks);
	vmfex_announce_init(adapter);
	vmfex_idle_init(adapter);
	vmfex_follow_init(adapter);
	vmfex_recheck_init(adapter);
	adapter->idle_timeout = config->idle_timeout;
	vmfex_vnic_init(self, dev, adapter, VMFEX_VF_SELF);

	adapter->vnics = kvcalloc(VMFEX_MAX_VFS, sizeof(*adapter->vnics),
				  GFP_KERNEL_ACCOUNT);
	if (!adapter->vnics)
		return -ENOMEM;
	self->device = vmfex_device_add_pf(&vmfex_adapter_device_ops, adapter,
					   vmfex_quota_holds(adapter->net),
					   extack);
	if (IS_ERR(self->device)) {
		err = PTR_ERR(self->device);
		goto err_free_vnics;
	}
	SET_NETDEV_DEV(dev, vmfex_device_dev(self->device));

	netif_carrier_off(dev);
	err = register_netdevice(dev);
	/* One that is refused at last may have been found before. Set in ndo_init, the
	 * destructor might run under RTNL, for which the works that it ends may wait.
	 */
	if (!err || dev->reg_state == NETREG_UNREGISTERING)
		dev->priv_destructor = vmfex_adapter_free;
	if (err)
		goto err_refused;
	vmfex_vnic_settle(self);
	list_add_tail(&adapter->node, &vmfex_net(adapter->net)->adapters);
	vmfex_net(adapter->net)->seq++;
	vmfex_notify(VMFEX_EVENT_ADAPTER, adapter);
	vmfex_notify(VMFEX_EVENT_PORT, self);

	err = vmfex_adapter_set_num_vfs(adapter, config->num_vfs, extack);
	if (err)
		goto err_destroy;
	return 0;

err_destroy:
	vmfex_adapter_destroy(adapter, NULL);
	return err;
err_refused:
	vmfex_err(extack, "cannot register %s", dev->name);
	if (dev->priv_destructor)
		return err;
	vmfex_device_del(self->device);
err_free_vnics:
	kvfree(adapter->vnics);
	return err;
}

/**
 * vmfex_adapter_destroy() - remove an adapter with its VFs, bound or not
 * @adapter: adapter
 * @kill: where its netdev waits to be unregistered, NULL to do it now
 *
 * Context: Process context, RTNL held.
 */
void vmfex_adapter_destroy(struct vmfex_adapter *adapter,
			   struct list_head *kill)
{
	struct vmfex_uplink *uplink, *next;

	ASSERT_RTNL();
	vmfex_adapter_shrink(adapter, 0);
	vmfex_vnic_detach(&adapter->self);
	list_for_each_entry_safe(uplink, next, &adapter->uplinks, node)
		vmfex_uplink_del(uplink);
	list_del(&adapter->node);
	vmfex_net(adapter->net)->seq++;
	vmfex_notify(VMFEX_EVENT_ADAPTER_DEL, adapter);
	unregister_netdevice_queue(adapter->self.dev, kill);
}
