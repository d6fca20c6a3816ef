// SPDX-License-Identifier: GPL-2.0-only
/* Uplinks: netdevs that carry an adapter's tagged frames. */
#include <linux/if_arp.h>
#include <linux/slab.h>
#include <net/dsa.h>

#include "base/extack.h"
#include "base/name.h"
#include "face/notifier.h"
#include "face/sysfs.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/lower.h"
#include "model/net.h"
#include "model/uplink.h"
#include "model/vif.h"
#include "model/viflist.h"
#include "path/follow.h"
#include "path/rx.h"

/* Labels are changed under RTNL; this is for those who read them without. */
static DEFINE_SPINLOCK(vmfex_label_lock);

/**
 * vmfex_uplink_get_rtnl() - find the uplink of a netdev
 * @dev: any netdev
 *
 * Context: RTNL held.
 * Return: the uplink, or NULL if @dev is none.
 */
struct vmfex_uplink *vmfex_uplink_get_rtnl(const struct net_device *dev)
{
	if (rtnl_dereference(dev->rx_handler) != vmfex_rx_handler)
		return NULL;
	return rtnl_dereference(dev->rx_handler_data);
}

/**
 * vmfex_uplink_get_rcu() - find the uplink of a netdev without RTNL
 * @dev: any netdev
 *
 * Context: RCU read side.
 * Return: the uplink, or NULL if @dev is none.
 */
struct vmfex_uplink *vmfex_uplink_get_rcu(const struct net_device *dev)
{
	if (rcu_dereference(dev->rx_handler) != vmfex_rx_handler)
		return NULL;
	return rcu_dereference(dev->rx_handler_data);
}

/**
 * vmfex_uplink_label() - read a label of an uplink without RTNL
 * @label: &vmfex_uplink.fabric or &vmfex_uplink.physnet
 *
 * Context: Process context, RCU read side.
 * Return: a copy, which is the label before a change or the one behind it.
 */
struct vmfex_label vmfex_uplink_label(const char *label)
{
	struct vmfex_label copy;

	spin_lock(&vmfex_label_lock);
	strscpy(copy.text, label, sizeof(copy.text));
	spin_unlock(&vmfex_label_lock);
	return copy;
}

/**
 * vmfex_uplink_usable() - can this uplink carry traffic?
 * @uplink: uplink
 *
 * Context: Any.
 * Return: true if it is up and has carrier.
 */
bool vmfex_uplink_usable(const struct vmfex_uplink *uplink)
{
	return netif_running(uplink->dev) && netif_carrier_ok(uplink->dev);
}

/**
 * vmfex_uplink_state() - what an uplink does
 * @uplink: uplink
 *
 * The adapter's own port tells for all: its ports agree on the uplink.
 *
 * Context: RTNL held, or RCU read side.
 * Return: the state.
 */
enum vmfex_uplink_state vmfex_uplink_state(const struct vmfex_uplink *uplink)
{
	const struct vmfex_vif *active = READ_ONCE(uplink->adapter->self.active);

	if (!vmfex_uplink_usable(uplink))
		return VMFEX_UPLINK_STATE_DOWN;
	if (active && active->uplink == uplink)
		return VMFEX_UPLINK_STATE_ACTIVE;
	return VMFEX_UPLINK_STATE_STANDBY;
}

/**
 * vmfex_uplink_update_offload() - decide what is left to an uplink
 * @uplink: uplink; its setting or what is below it changed
 *
 * Context: Process context, RTNL held.
 * Return: true if it is something else than before.
 */
bool vmfex_uplink_update_offload(struct vmfex_uplink *uplink)
{
	enum vmfex_offload_used old = uplink->offload_used;
	enum vmfex_offload_used used = VMFEX_OFFLOAD_USED_ALL;
	const struct net_device *nic = NULL;

	ASSERT_RTNL();
	if (uplink->offload == VMFEX_OFFLOAD_AUTO)
		nic = vmfex_lower_paravirtual(uplink->dev);
	if (nic)
		used = VMFEX_OFFLOAD_USED_CHECKSUM;
	if (uplink->offload == VMFEX_OFFLOAD_OFF)
		used = VMFEX_OFFLOAD_USED_NONE;
	WRITE_ONCE(uplink->offload_used, used);
	WRITE_ONCE(uplink->opaque, vmfex_lower_reads(uplink->dev));
	/* What has its sum needs no engine; see also vmfex_tx_deny_cutting(). */
	uplink->cut_early = used == VMFEX_OFFLOAD_USED_NONE ||
			    (nic && nic->features & NETIF_F_GSO_PARTIAL);
	return used != old;
}

/**
 * vmfex_uplink_offload_reason() - why an uplink is left what it is
 * @uplink: uplink
 *
 * Context: RTNL held.
 * Return: the reason.
 */
struct vmfex_offload_reason
vmfex_uplink_offload_reason(const struct vmfex_uplink *uplink)
{
	struct vmfex_offload_reason reason = { .text = "set" };
	const struct net_device *nic;

	ASSERT_RTNL();
	if (uplink->offload != VMFEX_OFFLOAD_AUTO)
		return reason;
	nic = vmfex_lower_paravirtual(uplink->dev);
	if (nic)
		snprintf(reason.text, sizeof(reason.text),
			 "%s is a paravirtual NIC", nic->name);
	else
		strscpy(reason.text, "no paravirtual NIC",
			sizeof(reason.text));
	return reason;
}

/**
 * vmfex_uplink_features() - what an uplink can do behind a tag, and is left to it
 * @uplink: uplink
 *
 * What a netdev can do behind a VLAN header is taken for what it can do behind
 * a tag, but for checksums of one protocol only: hardware that parses headers
 * itself does not find them behind a tag that it does not know.
 *
 * Context: RTNL held.
 * Return: features.
 */
netdev_features_t vmfex_uplink_features(const struct vmfex_uplink *uplink)
{
	const struct net_device *dev = uplink->dev;
	netdev_features_t features;

	features = netdev_intersect_features(dev->vlan_features |
					     NETIF_F_RXCSUM, dev->features);
	features &= ~(NETIF_F_IP_CSUM | NETIF_F_IPV6_CSUM);
	if (uplink->offload_used != VMFEX_OFFLOAD_USED_ALL)
		features &= ~NETIF_F_GSO_MASK;
	if (uplink->offload_used == VMFEX_OFFLOAD_USED_NONE)
		features &= ~(NETIF_F_HW_CSUM | NETIF_F_SCTP_CRC);
	return features;
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
	if (dev->mtu < ETH_MIN_MTU + adapter->tag->len) {
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
	unsigned int wanted = ETH_DATA_LEN + uplink->tag->len;
	const struct net_device *dev = uplink->dev;

	if (dev->mtu >= wanted)
		return;
	vmfex_err(extack, "MTU %u of %s leaves vNICs %u bytes, for %u it takes %u",
		  dev->mtu, dev->name, dev->mtu - uplink->tag->len,
		  ETH_DATA_LEN, wanted);
	if (net_ratelimit())
		netdev_info(adapter, "MTU %u of uplink %s leaves vNICs %u bytes, for %u it takes %u\n",
			    dev->mtu, dev->name, dev->mtu - uplink->tag->len,
			    ETH_DATA_LEN, wanted);
}

static bool vmfex_uplink_fabric_used(const struct vmfex_adapter *adapter,
				     const char *fabric)
{
	const struct vmfex_uplink *uplink;

	list_for_each_entry(uplink, &adapter->uplinks, node)
		if (!strcmp(uplink->fabric, fabric))
			return true;
	return false;
}

/* A, B, ...; there are fewer uplinks than letters. */
static void vmfex_uplink_name_fabric(struct vmfex_uplink *uplink)
{
	char fabric[2] = "A";

	while (vmfex_uplink_fabric_used(uplink->adapter, fabric))
		fabric[0]++;
	strscpy(uplink->fabric, fabric, sizeof(uplink->fabric));
}

/* By priority, then by age. */
static bool vmfex_uplink_better(const struct vmfex_uplink *a,
				const struct vmfex_uplink *b)
{
	if (a->priority != b->priority)
		return a->priority < b->priority;
	return a->serial < b->serial;
}

/* Best first. */
static void vmfex_uplink_enlist(struct vmfex_uplink *uplink)
{
	struct vmfex_uplink *other;

	list_for_each_entry(other, &uplink->adapter->uplinks, node)
		if (vmfex_uplink_better(uplink, other))
			break;
	list_add_tail(&uplink->node, &other->node);
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

static struct vmfex_uplink *vmfex_uplink_alloc(struct vmfex_adapter *adapter,
					       struct net_device *dev)
{
	struct vmfex_uplink *uplink;
	int err;

	uplink = kzalloc(sizeof(*uplink), GFP_KERNEL_ACCOUNT);
	if (!uplink)
		return ERR_PTR(-ENOMEM);
	uplink->dev = dev;
	uplink->adapter = adapter;
	uplink->tag = adapter->tag;
	uplink->fabric_end = adapter->fabric;
	uplink->priority = VMFEX_PRIORITY_DEFAULT;
	uplink->serial = adapter->uplinks_made++;
	vmfex_uplink_name_fabric(uplink);
	err = vmfex_vif_table_init(uplink);
	if (err) {
		kfree(uplink);
		return ERR_PTR(err);
	}
	netdev_hold(dev, &uplink->tracker, GFP_KERNEL);
	return uplink;
}

static void vmfex_uplink_free(struct vmfex_uplink *uplink)
{
	netdev_put(uplink->dev, &uplink->tracker);
	vmfex_vif_table_free(uplink);
	kfree(uplink);
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
	dev_disable_lro(dev);
	err = netdev_master_upper_dev_link(dev, adapter->self.dev, NULL, NULL,
					   extack);
	if (err)
		goto err_promiscuity;
	err = sysfs_create_group(&dev->dev.kobj, &vmfex_uplink_group);
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
	vmfex_uplinks_changed(adapter);
	vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
	vmfex_uplink_warn_mtu(uplink, extack);
	return 0;

err_leave_vnics:
	vmfex_uplink_leave_vnics(uplink);
err_remove_group:
	sysfs_remove_group(&dev->dev.kobj, &vmfex_uplink_group);
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
	sysfs_remove_group(&dev->dev.kobj, &vmfex_uplink_group);
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
	list_for_each_entry(uplink, &adapter->uplinks, node)
		if (vmfex_uplink_update_offload(uplink))
			vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
	vmfex_uplinks_changed(adapter);
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

static int vmfex_uplink_check_config(const struct vmfex_uplink *uplink,
				     const struct vmfex_uplink_config *config,
				     struct netlink_ext_ack *extack)
{
	const char *fabric = config->fabric;

	if (fabric && !vmfex_name_valid(fabric, sizeof(uplink->fabric) - 1)) {
		vmfex_err(extack, "\"%s\" is not a name for a fabric", fabric);
		return -EINVAL;
	}
	if (fabric && strcmp(uplink->fabric, fabric) &&
	    vmfex_uplink_fabric_used(uplink->adapter, fabric)) {
		vmfex_err(extack, "another uplink of %s is on fabric %s",
			  uplink->adapter->self.dev->name, fabric);
		return -EEXIST;
	}
	if (config->physnet && config->physnet[0] &&
	    !vmfex_name_valid(config->physnet, sizeof(uplink->physnet) - 1)) {
		vmfex_err(extack, "\"%s\" is not a name for a physical network",
			  config->physnet);
		return -EINVAL;
	}
	if (config->priority > VMFEX_PRIORITY_MAX) {
		vmfex_err(extack, "priority %u is not within 1 to %u",
			  config->priority, VMFEX_PRIORITY_MAX);
		return -ERANGE;
	}
	return 0;
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
	bool changed = false;
	int err;

	ASSERT_RTNL();
	err = vmfex_uplink_check_config(uplink, config, extack);
	if (err)
		return err;

	spin_lock(&vmfex_label_lock);
	if (config->fabric)
		strscpy(uplink->fabric, config->fabric, sizeof(uplink->fabric));
	if (config->physnet)
		strscpy(uplink->physnet, config->physnet,
			sizeof(uplink->physnet));
	spin_unlock(&vmfex_label_lock);
	if (config->priority && config->priority != uplink->priority) {
		WRITE_ONCE(uplink->priority, config->priority);
		list_del(&uplink->node);
		vmfex_uplink_enlist(uplink);
		vmfex_net(uplink->adapter->net)->seq++;
		changed = true;
	}
	if (config->set_offload && config->offload != uplink->offload) {
		WRITE_ONCE(uplink->offload, config->offload);
		changed = true;
	}
	if (changed)
		vmfex_uplinks_changed(uplink->adapter);
	vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
	return 0;
}
