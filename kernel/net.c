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

static void vmfex_net_destroy_adapters(struct net *net, struct list_head *kill)
{
	struct vmfex_adapter *adapter, *next;

	list_for_each_entry_safe(adapter, next, &vmfex_net(net)->adapters, node)
		vmfex_adapter_destroy(adapter, kill);
}

/* What is left are vNICs of adapters elsewhere. */
static void vmfex_net_send_home(struct net *net)
{
	struct net_device *dev, *next;
	struct vmfex_vnic *vnic;
	int err;

	for_each_netdev_safe(net, dev, next) {
		vnic = vmfex_vnic_from_dev(dev);
		if (!vnic)
			continue;
		err = dev_change_net_namespace(dev, vnic->adapter->net,
					       "vmfex%d");
		if (err)
			netdev_warn(dev, "cannot go home: %pe\n", ERR_PTR(err));
	}
}

/*
 * The core, which comes after us, would move all vNICs to init_net, one after
 * the other. An adapter takes its own along.
 */
static void __net_exit vmfex_net_exit_netdevs(struct list_head *nets)
{
	LIST_HEAD(kill);
	struct net *net;

	rtnl_lock();
	list_for_each_entry(net, nets, exit_list)
		vmfex_net_destroy_adapters(net, &kill);
	unregister_netdevice_many(&kill);
	list_for_each_entry(net, nets, exit_list)
		vmfex_net_send_home(net);
	rtnl_unlock();
}

static struct pernet_operations vmfex_net_netdevs_ops = {
	.exit_batch = vmfex_net_exit_netdevs,
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
	err = register_pernet_device(&vmfex_net_netdevs_ops);
	if (err)
		unregister_pernet_subsys(&vmfex_net_ops);
	return err;
}

/**
 * vmfex_net_unregister() - take the state of all network namespaces away
 */
void vmfex_net_unregister(void)
{
	unregister_pernet_device(&vmfex_net_netdevs_ops);
	unregister_pernet_subsys(&vmfex_net_ops);
}
