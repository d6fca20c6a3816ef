// SPDX-License-Identifier: GPL-2.0-only
/* Netdevs become uplinks and cease to be, and the ports follow. */
#include <linux/if_arp.h>
#include <linux/net.h>
#include <linux/rtnetlink.h>
#include <linux/sysfs.h>
#include <net/dsa.h>

#include "compat/extack.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/lower.h"
#include "model/net.h"
#include "model/vif.h"
#include "model/viflist.h"
#include "path/failover.h"
#include "path/follow.h"
#include "path/rx.h"
#include "path/tx.h"
#include "vic/uplink.h"
#include "vic/vnic.h"

/* All ports, when it is known what the uplinks are good for */
static void vmfex_uplinks_follow(struct vmfex_adapter *adapter)
{
	unsigned int old_max_mtu = adapter->self.dev->max_mtu;
	struct vmfex_vnic *vnic;

	vmfex_follow_update(adapter);
	vmfex_uplinks_select(adapter);
	vmfex_for_each_vnic(vnic, adapter)
		vmfex_vnic_follow_uplinks(vnic, old_max_mtu);
}

/**
 * vmfex_uplinks_changed() - let all ports of an adapter follow its uplinks
 * @adapter: adapter
 *
 * Tells of the uplinks whose state that changes; the caller tells of the one
 * that something happened to.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_uplinks_changed(struct vmfex_adapter *adapter)
{
	struct vmfex_uplink *uplink;

	ASSERT_RTNL();
	list_for_each_entry(uplink, &adapter->uplinks, node)
		vmfex_uplink_update_offload(uplink);
	vmfex_uplinks_follow(adapter);
}

/**
 * vmfex_uplinks_recheck() - look again at what is below the uplinks of an adapter
 * @adapter: adapter
 *
 * What is left to an uplink depends on that. Tells of the uplinks to which
 * something else is left now, or whose state changes.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_uplinks_recheck(struct vmfex_adapter *adapter)
{
	struct vmfex_uplink *uplink;

	ASSERT_RTNL();
	list_for_each_entry(uplink, &adapter->uplinks, node)
		if (vmfex_uplink_update_offload(uplink))
			vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
	vmfex_uplinks_follow(adapter);
}

static int vmfex_uplink_lower_is_vnic(struct net_device *lower,
				      struct netdev_nested_priv *priv)
{
	return !!vmfex_vnic_from_dev(lower);
}

/* A vNIC's frames would come back to its own adapter, tagged ever again. */
static bool vmfex_uplink_on_vnic(struct net_device *dev)
{
	struct netdev_nested_priv priv = {};

	return vmfex_vnic_from_dev(dev) ||
	       netdev_walk_all_lower_dev(dev, vmfex_uplink_lower_is_vnic, &priv);
}

static int vmfex_uplink_check(const struct vmfex_adapter *adapter,
			      struct net_device *dev,
			      struct netlink_ext_ack *extack)
{
	int err;

	if (dev->type != ARPHRD_ETHER || dev->addr_len != ETH_ALEN ||
	    dev->flags & IFF_LOOPBACK) {
		vmfex_err(extack, "%s is not an Ethernet", dev->name);
		return -EINVAL;
	}
	if (vmfex_uplink_on_vnic(dev)) {
		vmfex_err(extack, "%s is or stands on a vNIC", dev->name);
		return -ELOOP;
	}
	/* Not what is below one, which is how a switch's ports are used. */
	if (netdev_uses_dsa(dev)) {
		vmfex_err(extack, "%s is the conduit of a DSA switch, its ports can be uplinks",
			  dev->name);
		return -EINVAL;
	}
	err = vmfex_lower_check(dev, extack);
	if (err)
		return err;
	err = vmfex_lower_check_tag(dev, adapter->tag, extack);
	if (err)
		return err;
	if (dev->priv_flags & IFF_NO_RX_HANDLER) {
		vmfex_err(extack, "%s is of a kind whose frames nobody else takes",
			  dev->name);
		return -EINVAL;
	}
	if (netdev_is_rx_handler_busy(dev)) {
		vmfex_err(extack, "%s is in use by another kind of upper device",
			  dev->name);
		return -EBUSY;
	}
	if (adapter->num_uplinks == VMFEX_MAX_UPLINKS) {
		vmfex_err(extack, "%s has %u uplinks, no room for %s",
			  adapter->self.dev->name, VMFEX_MAX_UPLINKS, dev->name);
		return -ENOSPC;
	}
	if (dev->mtu < ETH_MIN_MTU + vmfex_tag_room(adapter->tag)) {
		vmfex_err(extack, "MTU %u of %s has no room for a tag",
			  dev->mtu, dev->name);
		return -EINVAL;
	}
	return 0;
}

/* Guests believe in 1500 bytes, whatever the vNIC's MTU is. */
static void vmfex_uplink_warn_mtu(const struct vmfex_uplink *uplink,
				  struct netlink_ext_ack *extack)
{
	const struct net_device *adapter = uplink->adapter->self.dev;
	unsigned int room = vmfex_tag_room(uplink->tag);
	unsigned int wanted = ETH_DATA_LEN + room;
	const struct net_device *dev = uplink->dev;

	if (dev->mtu >= wanted)
		return;
	vmfex_err(extack, "MTU %u of %s leaves vNICs %u bytes, for %u it takes %u",
		  dev->mtu, dev->name, dev->mtu - room,
		  ETH_DATA_LEN, wanted);
	if (net_ratelimit())
		netdev_info(adapter, "MTU %u of uplink %s leaves vNICs %u bytes, for %u it takes %u\n",
			    dev->mtu, dev->name, dev->mtu - room,
			    ETH_DATA_LEN, wanted);
}

static void vmfex_uplink_leave_vnics(struct vmfex_uplink *uplink)
{
	struct vmfex_vnic *vnic;
	struct vmfex_vif *vif;

	vmfex_for_each_vnic(vnic, uplink->adapter) {
		vif = vmfex_vif_of(vnic, uplink);
		if (vif)
			vmfex_vif_del(vif);
	}
}

static int vmfex_uplink_join_vnics(struct vmfex_uplink *uplink,
				   struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic;
	int err;

	vmfex_for_each_vnic(vnic, uplink->adapter) {
		err = vmfex_vnic_join(vnic, uplink, extack);
		if (err) {
			vmfex_uplink_leave_vnics(uplink);
			return err;
		}
	}
	return 0;
}

/**
 * vmfex_uplink_add() - make a netdev an uplink
 * @adapter: adapter
 * @dev: netdev in the same network namespace
 * @extack: why not
 *
 * The netdev becomes promiscuous: it must take frames to all vNICs.
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_uplink_add(struct vmfex_adapter *adapter, struct net_device *dev,
		     struct netlink_ext_ack *extack)
{
	struct vmfex_uplink *uplink;
	int err;

	ASSERT_RTNL();
	err = vmfex_uplink_check(adapter, dev, extack);
	if (err)
		return err;
	uplink = vmfex_uplink_alloc(adapter, dev);
	if (IS_ERR(uplink))
		return PTR_ERR(uplink);

	err = dev_set_promiscuity(dev, 1);
	if (err)
		goto err_free;
	err = netdev_master_upper_dev_link(dev, adapter->self.dev, NULL, NULL,
					   extack);
	if (err)
		goto err_promiscuity;
	err = sysfs_create_group(&dev->dev.kobj, adapter->face->uplink_group);
	if (err)
		goto err_unlink;
	err = vmfex_uplink_join_vnics(uplink, extack);
	if (err)
		goto err_remove_group;
	err = netdev_rx_handler_register(dev, vmfex_rx_handler, uplink);
	if (err)
		goto err_leave_vnics;

	vmfex_uplink_enlist(uplink);
	WRITE_ONCE(adapter->num_uplinks, adapter->num_uplinks + 1);
	vmfex_net(adapter->net)->seq++;
	/* Last, for nobody gives it back. */
	dev_disable_lro(dev);
	vmfex_uplinks_changed(adapter);
	vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
	vmfex_uplink_warn_mtu(uplink, extack);
	return 0;

err_leave_vnics:
	vmfex_uplink_leave_vnics(uplink);
err_remove_group:
	sysfs_remove_group(&dev->dev.kobj, adapter->face->uplink_group);
err_unlink:
	netdev_upper_dev_unlink(dev, adapter->self.dev);
err_promiscuity:
	dev_set_promiscuity(dev, -1);
err_free:
	/* Readers of the VIFs never knew this uplink. */
	vmfex_uplink_free(uplink);
	return err;
}

/**
 * vmfex_uplink_del() - release an uplink
 * @uplink: uplink
 *
 * The vNICs move to another uplink first; then the receive handler goes, which
 * waits until no reader is left in the uplink's tables.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_uplink_del(struct vmfex_uplink *uplink)
{
	struct vmfex_adapter *adapter = uplink->adapter;
	struct net_device *dev = uplink->dev;

	ASSERT_RTNL();
	vmfex_notify(VMFEX_EVENT_UPLINK_DEL, uplink);
	list_del(&uplink->node);
	WRITE_ONCE(adapter->num_uplinks, adapter->num_uplinks - 1);
	vmfex_net(adapter->net)->seq++;
	vmfex_follow_lost(uplink);
	vmfex_uplinks_changed(adapter);

	netdev_rx_handler_unregister(dev);
	vmfex_follow_forget(uplink);
	vmfex_viflist_flush(uplink);
	vmfex_uplink_leave_vnics(uplink);
	sysfs_remove_group(&dev->dev.kobj, adapter->face->uplink_group);
	netdev_upper_dev_unlink(dev, adapter->self.dev);
	dev_set_promiscuity(dev, -1);
	vmfex_uplink_free(uplink);
}

static void vmfex_uplink_evict(struct vmfex_uplink *uplink)
{
	struct net_device *adapter = uplink->adapter->self.dev;
	struct netlink_ext_ack extack = {};

	if (!vmfex_lower_check(uplink->dev, &extack))
		return;
	if (net_ratelimit())
		netdev_warn(adapter, "uplink %s is released: %s\n",
			    uplink->dev->name, extack._msg);
	vmfex_uplink_del(uplink);
}

static void vmfex_recheck_work(struct work_struct *work)
{
	struct vmfex_adapter *adapter =
		container_of(work, struct vmfex_adapter, recheck);
	struct vmfex_uplink *uplink, *next;

	rtnl_lock();
	list_for_each_entry_safe(uplink, next, &adapter->uplinks, node)
		vmfex_uplink_evict(uplink);
	vmfex_uplinks_recheck(adapter);
	rtnl_unlock();
}

/**
 * vmfex_recheck_init() - prepare to look again at what is below the uplinks
 * @adapter: adapter that no one sees yet
 *
 * Uplinks that can no longer be any are released.
 */
void vmfex_recheck_init(struct vmfex_adapter *adapter)
{
	INIT_WORK(&adapter->recheck, vmfex_recheck_work);
}

/**
 * vmfex_recheck_cancel() - end of an adapter
 * @adapter: adapter without uplinks
 *
 * Context: Process context, without RTNL.
 */
void vmfex_recheck_cancel(struct vmfex_adapter *adapter)
{
	cancel_work_sync(&adapter->recheck);
}

/**
 * vmfex_uplink_set() - change an uplink
 * @uplink: uplink
 * @config: what to change
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL, -EEXIST or -ERANGE.
 */
int vmfex_uplink_set(struct vmfex_uplink *uplink,
		     const struct vmfex_uplink_config *config,
		     struct netlink_ext_ack *extack)
{
	int changed = vmfex_uplink_configure(uplink, config, extack);

	if (changed <= 0)
		return changed;
	vmfex_uplinks_changed(uplink->adapter);
	vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
	return 0;
}
