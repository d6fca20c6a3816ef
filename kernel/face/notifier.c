// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to netdevs. Nothing here changes an uplink's netdev, whose lock
 * the core may hold while it tells us; but for its unregistration, which is told
 * without.
 */
#include <linux/if_vlan.h>

#include "compat/extack.h"
#include "face/notifier.h"
#include "model/event.h"
#include "model/idle.h"
#include "model/lower.h"
#include "model/net.h"
#include "model/place.h"
#include "model/vif.h"
#include "path/announce.h"
#include "path/rx.h"
#include "path/tx.h"
#include "vic/adapter.h"
#include "vic/uplink.h"

/* The speed of a link may change without its carrier. */
static void vmfex_uplink_link_changed(const struct vmfex_uplink *uplink)
{
	struct vmfex_vnic *vnic;

	vmfex_for_each_vnic(vnic, uplink->adapter)
		if (vnic->active && vnic->active->uplink == uplink)
			vmfex_vnic_follow_link(vnic);
}

static int vmfex_uplink_event(struct vmfex_uplink *uplink, unsigned long event)
{
	switch (event) {
	case NETDEV_CHANGE:
		vmfex_uplink_link_changed(uplink);
		fallthrough;
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGEMTU:
	case NETDEV_FEAT_CHANGE:
		vmfex_uplinks_changed(uplink->adapter);
		vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
		break;
	case NETDEV_CHANGENAME:
		vmfex_notify(VMFEX_EVENT_UPLINK, uplink);
		break;
	case NETDEV_NOTIFY_PEERS:
		vmfex_uplink_announce(uplink);
		break;
	case NETDEV_PRE_TYPE_CHANGE:
		return NOTIFY_BAD;
	case NETDEV_UNREGISTER:
		/* Also when it moves to another network namespace. */
		if (net_ratelimit())
			netdev_info(uplink->adapter->self.dev,
				    "uplink %s is gone\n", uplink->dev->name);
		vmfex_uplink_del(uplink);
		break;
	}
	return NOTIFY_DONE;
}

static int vmfex_is_vf(struct net_device *dev, struct netdev_nested_priv *priv)
{
	const struct vmfex_vnic *vnic = vmfex_vnic_from_dev(dev);

	return vnic && vnic->vf != VMFEX_VF_SELF;
}

/* Whoever owns the user namespace @priv->data. */
static int vmfex_is_adapter_of(struct net_device *dev,
			       struct netdev_nested_priv *priv)
{
	const struct vmfex_adapter *adapter = vmfex_adapter_from_dev(dev);

	return adapter && adapter->net->user_ns == priv->data;
}

static bool vmfex_stands_on_vf(struct net_device *dev)
{
	struct netdev_nested_priv priv = {};

	return vmfex_is_vf(dev, &priv) ||
	       netdev_walk_all_lower_dev(dev, vmfex_is_vf, &priv);
}

/*
 * Nothing is refused for the sake of a container's adapter, which may stand on a
 * VLAN of the host's. The VFs of such a one do not leave it, so that there can be no
 * loop through it and the host.
 */
static bool vmfex_carries_vfs(struct net_device *dev)
{
	struct netdev_nested_priv priv = { .data = dev_net(dev)->user_ns };
	bool carries;

	rcu_read_lock();
	carries = vmfex_is_adapter_of(dev, &priv) ||
		  netdev_walk_all_upper_dev_rcu(dev, vmfex_is_adapter_of, &priv);
	rcu_read_unlock();
	return carries;
}

static int vmfex_recheck_adapter(struct net_device *dev,
				 struct netdev_nested_priv *priv)
{
	struct vmfex_adapter *adapter = vmfex_adapter_from_dev(dev);

	if (adapter && adapter->net != priv->data)
		schedule_work(&adapter->recheck);
	return 0;
}

/* The adapters above @dev, wherever they are, but for those in @but. */
static void vmfex_recheck_above(struct net_device *dev, const struct net *but)
{
	struct netdev_nested_priv priv = { .data = (void *)but };

	rcu_read_lock();
	netdev_walk_all_upper_dev_rcu(dev, vmfex_recheck_adapter, &priv);
	rcu_read_unlock();
}

/*
 * What is no uplink must not become a part of one either: while it is down a bond may
 * change its mode, and a station its kind.
 */
static int vmfex_check_fit(struct net_device *dev, struct net_device *upper,
			   struct netlink_ext_ack *extack)
{
	if (vmfex_adapter_from_dev(upper) || !vmfex_carries_vfs(upper))
		return 0;
	return vmfex_lower_check(dev, extack);
}

/* A macvlan changes while it is up, and cannot be asked not to. */
static void vmfex_recheck_fit(struct net_device *dev)
{
	if (!vmfex_vnic_from_dev(dev) && netdev_has_any_upper_dev(dev) &&
	    vmfex_lower_check(dev, NULL))
		vmfex_recheck_above(dev, NULL);
}

/* The uplink that @dev is, or that stands on it without a VLAN device in between. */
static const struct vmfex_uplink *vmfex_uplink_above(struct net_device *dev)
{
	const struct vmfex_uplink *uplink = vmfex_uplink_get_rtnl(dev);
	struct net_device *upper;
	struct list_head *iter;

	if (uplink)
		return uplink;
	netdev_for_each_upper_dev_rcu(dev, upper, iter) {
		uplink = is_vlan_dev(upper) ? NULL : vmfex_uplink_above(upper);
		if (uplink)
			return uplink;
	}
	return NULL;
}

/*
 * A VLAN device would be given the frames of a vNIC that has its number, be it made
 * on the uplink or on what is below it, or be there when that gets below it.
 */
static int vmfex_check_vlan(struct net_device *dev, struct net_device *upper,
			    struct netlink_ext_ack *extack)
{
	const struct vmfex_uplink *uplink;
	const struct vmfex_tag_ops *tag;

	rcu_read_lock();
	uplink = vmfex_uplink_above(is_vlan_dev(upper) ? dev : upper);
	rcu_read_unlock();
	if (!uplink)
		return 0;
	tag = uplink->tag;
	if (!is_vlan_dev(upper))
		return vmfex_lower_check_tag(dev, tag, extack);
	if (!tag->in_metadata ||
	    vlan_dev_vlan_proto(upper) != htons(tag->ethertype))
		return 0;
	vmfex_err(extack, "%s has tags of format %s for vNICs, not for %s",
		  dev->name, tag->name, upper->name);
	return -EBUSY;
}

/*
 * The core does not know that a VF's frames leave through the uplinks: what
 * stands on an uplink's side must not come to stand on a VF as well, be it that
 * of another adapter, which may have its uplinks on one of this.
 */
static int vmfex_check_upper(struct net_device *dev,
			     struct netdev_notifier_changeupper_info *info)
{
	struct netlink_ext_ack *extack;
	int err;

	if (!info->linking)
		return NOTIFY_DONE;
	extack = netdev_notifier_info_to_extack(&info->info);
	err = vmfex_check_vlan(dev, info->upper_dev, extack) ?:
	      vmfex_check_fit(dev, info->upper_dev, extack);
	if (err)
		return notifier_from_errno(err);
	if (!vmfex_stands_on_vf(dev) ||
	    !vmfex_carries_vfs(info->upper_dev))
		return NOTIFY_DONE;
	vmfex_err(extack,
		  "%s carries frames of vNICs, %s cannot be below it",
		  info->upper_dev->name, dev->name);
	return notifier_from_errno(-ELOOP);
}

static void vmfex_lower_changed(struct net_device *dev,
				const struct netdev_notifier_changeupper_info *info)
{
	struct vmfex_adapter *adapter;

	if (vmfex_adapter_from_dev(info->upper_dev))
		return;
	vmfex_recheck_above(info->upper_dev, dev_net(dev));
	if (!vmfex_carries_vfs(info->upper_dev))
		return;
	list_for_each_entry(adapter, &vmfex_net(dev_net(dev))->adapters, node)
		vmfex_uplinks_recheck(adapter);
}

static int vmfex_vnic_event(struct vmfex_vnic *vnic, unsigned long event)
{
	switch (event) {
	case NETDEV_PRE_UP:
		/* A bond may have allowed IPv6 what it had forbidden. */
		vmfex_vnic_forbid_addrconf(vnic);
		break;
	case NETDEV_CHANGEUPPER:
		vmfex_vnic_update_place(vnic);
		vmfex_port_end_spared(vnic);
		fallthrough;
	case NETDEV_UP:
	case NETDEV_DOWN:
		vmfex_idle_update(vnic);
		break;
	case NETDEV_CHANGE:
		/* Without IFLA_PROTO_DOWN the core gives every netdev its carrier. */
		vmfex_vnic_update_carrier(vnic);
		break;
	case NETDEV_REGISTER:
		/* In another network namespace. One that is new is counted later. */
		if (vnic->vf >= vnic->adapter->num_vfs)
			break;
		vmfex_vnic_settle(vnic);
		vmfex_notify(VMFEX_EVENT_PORT, vnic);
		break;
	case NETDEV_CHANGENAME:
		if (vnic->vf == VMFEX_VF_SELF)
			vmfex_notify(VMFEX_EVENT_ADAPTER, vnic->adapter);
		fallthrough;
	case NETDEV_CHANGEADDR:
		if (vnic->dev->reg_state == NETREG_REGISTERED)
			vmfex_notify(VMFEX_EVENT_PORT, vnic);
		break;
	}
	return NOTIFY_DONE;
}

static int vmfex_netdev_event(struct notifier_block *nb, unsigned long event,
			      void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct vmfex_uplink *uplink;
	struct vmfex_vnic *vnic;
	int err;

	if (event == NETDEV_PRECHANGEUPPER)
		return vmfex_check_upper(dev, ptr);
	switch (event) {
	case NETDEV_PRE_UP:
		err = vmfex_check_fit(dev, dev,
				      netdev_notifier_info_to_extack(ptr));
		if (err)
			return notifier_from_errno(err);
		break;
	case NETDEV_CHANGEUPPER:
		vmfex_lower_changed(dev, ptr);
		break;
	case NETDEV_UP:
	case NETDEV_CHANGE:
		vmfex_recheck_fit(dev);
		break;
	}
	vnic = vmfex_vnic_from_dev(dev);
	if (vnic)
		return vmfex_vnic_event(vnic, event);
	uplink = vmfex_uplink_get_rtnl(dev);
	if (uplink)
		return vmfex_uplink_event(uplink, event);
	return NOTIFY_DONE;
}

static struct notifier_block vmfex_netdev_notifier = {
	.notifier_call = vmfex_netdev_event,
};

/**
 * vmfex_notifier_register() - begin to hear of netdevs
 *
 * Context: Process context.
 * Return: 0 or a negative error.
 */
int vmfex_notifier_register(void)
{
	return register_netdevice_notifier(&vmfex_netdev_notifier);
}

/**
 * vmfex_notifier_unregister() - end to hear of netdevs
 *
 * Context: Process context.
 */
void vmfex_notifier_unregister(void)
{
	unregister_netdevice_notifier(&vmfex_netdev_notifier);
}
