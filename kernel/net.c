// SPDX-License-Identifier: GPL-2.0-only
/* What a network namespace holds: adapters and profiles. */
#include <net/netns/generic.h>

#include "vmfex.h"

static unsigned int vmfex_net_id;

/**
 * vmfex_net() - state of a network namespace
 * @net: network namespace
 *
 * Return: its state, never NULL while @net is alive.
 */
struct vmfex_net *vmfex_net(const struct net *net)
{
	return net_generic(net, vmfex_net_id);
}

static int __net_init vmfex_net_init(struct net *net)
{
	struct vmfex_net *vn = vmfex_net(net);

	INIT_LIST_HEAD(&vn->adapters);
	vn->seq = 1;
	return vmfex_profile_table_init(net);
}

/* A subsystem's exit runs after all netdevs of the namespace are gone. */
static void __net_exit vmfex_net_exit(struct net *net)
{
	rtnl_lock();
	vmfex_profile_flush(net);
	rtnl_unlock();
	WARN_ON_ONCE(!list_empty(&vmfex_net(net)->adapters));
}

static struct pernet_operations vmfex_net_ops = {
	.init = vmfex_net_init,
	.exit = vmfex_net_exit,
	.id = &vmfex_net_id,
	.size = sizeof(struct vmfex_net),
};

/*
 * An adapter takes its VFs along. The core, which comes after us, would first
 * move each of them to init_net, one after the other.
 */
static void __net_exit vmfex_net_exit_adapters(struct list_head *nets)
{
	struct vmfex_adapter *adapter, *next;
	LIST_HEAD(kill);
	struct net *net;

	rtnl_lock();
	list_for_each_entry(net, nets, exit_list)
		list_for_each_entry_safe(adapter, next,
					 &vmfex_net(net)->adapters, node)
			vmfex_adapter_destroy(adapter, &kill);
	unregister_netdevice_many(&kill);
	rtnl_unlock();
}

static struct pernet_operations vmfex_net_adapters_ops = {
	.exit_batch = vmfex_net_exit_adapters,
};

/**
 * vmfex_net_register() - give each network namespace its state
 *
 * Return: 0 or a negative error.
 */
int vmfex_net_register(void)
{
	int err;

	err = register_pernet_subsys(&vmfex_net_ops);
	if (err)
		return err;
	err = register_pernet_device(&vmfex_net_adapters_ops);
	if (err)
		unregister_pernet_subsys(&vmfex_net_ops);
	return err;
}

/**
 * vmfex_net_unregister() - take the state of all network namespaces away
 */
void vmfex_net_unregister(void)
{
	unregister_pernet_device(&vmfex_net_adapters_ops);
	unregister_pernet_subsys(&vmfex_net_ops);
}
