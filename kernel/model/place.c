// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who stands behind a vNIC: the stack of its adapter's network namespace, a guest,
 * or another network namespace.
 */
#include "compat/compat.h"
#include "model/place.h"
#include "model/vnic.h"

/**
 * vmfex_vnic_in_use() - does anybody stand behind the vNIC?
 * @vnic: vNIC
 *
 * Context: Process context, RTNL held.
 * Return: true if an upper device is up, or the vNIC itself in another network
 * namespace.
 */
bool vmfex_vnic_in_use(const struct vmfex_vnic *vnic)
{
	struct net_device *upper;
	struct list_head *iter;
	bool used = false;

	ASSERT_RTNL();
	if (vmfex_vnic_is_away(vnic))
		return vnic->dev->flags & IFF_UP;
	rcu_read_lock();
	netdev_for_each_upper_dev_rcu(vnic->dev, upper, iter)
		used |= !!(upper->flags & IFF_UP);
	rcu_read_unlock();
	return used;
}

/* Whoever made it wants it, and what it hands on is what the vNIC says it is. */
static bool vmfex_vnic_serves_host(const struct net_device *dev)
{
	struct net_device *upper;
	struct list_head *iter;
	bool serves = false;

	rcu_read_lock();
	netdev_for_each_upper_dev_rcu((struct net_device *)dev, upper, iter)
		serves |= !netif_is_macvlan(upper);
	rcu_read_unlock();
	return serves;
}

/**
 * vmfex_vnic_update_place() - find out who stands behind the vNIC
 * @vnic: vNIC that was made or moved, or whose configuration or upper devices
 *	changed
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_update_place(struct vmfex_vnic *vnic)
{
	u8 place = VMFEX_PLACE_GUEST;

	ASSERT_RTNL();
	if (vmfex_vnic_is_away(vnic))
		place = VMFEX_PLACE_AWAY;
	else if (vnic->config.host_stack || vmfex_vnic_serves_host(vnic->dev))
		place = VMFEX_PLACE_HOST;
	WRITE_ONCE(vnic->place, place);
}

static bool vmfex_vnic_may_addrconf(const struct vmfex_vnic *vnic)
{
	return vmfex_vnic_is_away(vnic) || vnic->config.host_stack;
}

/**
 * vmfex_vnic_settle() - let the stacks around the vNIC do what its place allows
 * @vnic: vNIC that was made or moved, or whose configuration changed
 *
 * Behind a guest's vNIC the host configures no IPv6 by itself, from the time on
 * when it is set up again.
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_settle(struct vmfex_vnic *vnic)
{
	vmfex_vnic_update_place(vnic);
	/* What a bond or a team forbids is not ours to allow. */
	if (!netdev_master_upper_dev_get(vnic->dev))
		vmfex_set_addrconf(vnic->dev, vmfex_vnic_may_addrconf(vnic));
}

/**
 * vmfex_vnic_forbid_addrconf() - forbid IPv6 to configure itself for a guest
 * @vnic: vNIC that is about to be set up
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_forbid_addrconf(struct vmfex_vnic *vnic)
{
	if (!vmfex_vnic_may_addrconf(vnic))
		vmfex_set_addrconf(vnic->dev, false);
}
