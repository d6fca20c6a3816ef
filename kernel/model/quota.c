// SPDX-License-Identifier: GPL-2.0-only
/*
 * What roots of user namespaces may have. All of the host waits for RTNL while
 * one of their requests holds it, and one can be about all that there is in a
 * network namespace. So there is not more of it than a request can be about that
 * keeps nobody waiting.
 */
#include <linux/rtnetlink.h>

#include "compat/extack.h"
#include "model/adapter.h"
#include "model/net.h"
#include "model/quota.h"
#include "model/uplink.h"

/* Of each in a network namespace; of lists, on an uplink */
#define VMFEX_QUOTA_ADAPTERS	64
#define VMFEX_QUOTA_VFS		64
#define VMFEX_QUOTA_LISTS	16

/**
 * vmfex_quota_holds() - does a network namespace belong to a user namespace?
 * @net: network namespace
 *
 * Return: true if it belongs to another one than the initial user namespace.
 */
bool vmfex_quota_holds(const struct net *net)
{
	return net->user_ns != &init_user_ns;
}

/**
 * struct vmfex_quota_use - what there is in a network namespace
 * @adapters: adapters
 * @vfs: VFs of all of them
 */
struct vmfex_quota_use {
	unsigned int adapters;
	unsigned int vfs;
};

static struct vmfex_quota_use vmfex_quota_count(const struct net *net)
{
	const struct vmfex_adapter *adapter;
	struct vmfex_quota_use use = {};

	ASSERT_RTNL();
	list_for_each_entry(adapter, &vmfex_net(net)->adapters, node) {
		use.adapters++;
		use.vfs += adapter->num_vfs;
	}
	return use;
}

/**
 * vmfex_quota_check_adapter() - may there be one more adapter?
 * @net: network namespace
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -ENOSPC.
 */
int vmfex_quota_check_adapter(const struct net *net,
			      struct netlink_ext_ack *extack)
{
	if (!vmfex_quota_holds(net) ||
	    vmfex_quota_count(net).adapters < VMFEX_QUOTA_ADAPTERS)
		return 0;
	vmfex_err(extack, "all of the %u adapters that a user namespace's netns may have exist",
		  VMFEX_QUOTA_ADAPTERS);
	return -ENOSPC;
}

/**
 * vmfex_quota_check_vfs() - may there be more VFs?
 * @net: network namespace of their adapter
 * @more: how many shall be made
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -ENOSPC.
 */
int vmfex_quota_check_vfs(const struct net *net, u32 more,
			  struct netlink_ext_ack *extack)
{
	unsigned int num;

	if (!vmfex_quota_holds(net))
		return 0;
	num = vmfex_quota_count(net).vfs;
	if (more <= VMFEX_QUOTA_VFS && num <= VMFEX_QUOTA_VFS - more)
		return 0;
	vmfex_err(extack, "%u more VFs than the %u there are, a user namespace's netns may have %u",
		  more, num, VMFEX_QUOTA_VFS);
	return -ENOSPC;
}

/**
 * vmfex_quota_check_list() - may there be one more VIF list?
 * @uplink: uplink
 * @extack: why not
 *
 * A VIF that goes is looked for in all of them.
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -ENOSPC.
 */
int vmfex_quota_check_list(const struct vmfex_uplink *uplink,
			   struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();
	if (!vmfex_quota_holds(uplink->adapter->net) ||
	    uplink->num_lists < VMFEX_QUOTA_LISTS)
		return 0;
	vmfex_err(extack, "all of the %u lists that %s may have in a user namespace exist",
		  VMFEX_QUOTA_LISTS, uplink->dev->name);
	return -ENOSPC;
}
