// SPDX-License-Identifier: GPL-2.0-only
/* Network namespaces begin, and end with all that they hold. */
#include <linux/rtnetlink.h>

#include "base/altname.h"
#include "face/netns.h"
#include "model/net.h"
#include "model/profile.h"
#include "path/tx.h"
#include "vic/adapter.h"

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
	vmfex_profile_flush(net);
	WARN_ON_ONCE(!list_empty(&vmfex_net(net)->adapters));
}

static struct pernet_operations vmfex_net_ops = {
	.init = vmfex_net_init,
	.exit = vmfex_net_exit,
	.id = &vmfex_net_id,
	.size = sizeof(struct vmfex_net),
};

static void vmfex_net_destroy_adapters(struct net *net)
{
	struct vmfex_adapter *adapter, *next;
	LIST_HEAD(kill);

	rtnl_lock();
	list_for_each_entry_safe(adapter, next, &vmfex_net(net)->adapters, node)
		vmfex_adapter_destroy(adapter, &kill);
	unregister_netdevice_many(&kill);
	rtnl_unlock();
}

/* Returns the first vNIC whose alternative names do not let it go. */
static struct vmfex_vnic *vmfex_net_send_home(struct net *net)
{
	struct vmfex_vnic *stays = NULL;
	struct net_device *dev, *next;
	struct vmfex_vnic *vnic;
	int err;

	ASSERT_RTNL();
	for_each_netdev_safe(net, dev, next) {
		vnic = vmfex_vnic_from_dev(dev);
		if (!vnic)
			continue;
		err = dev_change_net_namespace(dev, vnic->adapter->net,
					       "vmfex%d");
		if (err == -EEXIST && !stays)
			stays = vnic;
		else if (err && err != -EEXIST)
			netdev_warn(dev, "cannot go home: %pe\n", ERR_PTR(err));
	}
	return stays;
}

/*
 * What is left are vNICs of adapters elsewhere. Old kernels do not move a netdev if
 * one of its alternative names is taken where it goes. The network namespace of its
 * adapter is there as long as this one, even if it dies next: they end one after
 * the other.
 */
static void vmfex_net_empty(struct net *net)
{
	struct vmfex_vnic *stays;
	struct net *home;
	int ifindex;
	int num;

	do {
		rtnl_lock();
		stays = vmfex_net_send_home(net);
		if (stays) {
			ifindex = stays->dev->ifindex;
			home = stays->adapter->net;
		}
		rtnl_unlock();
		if (!stays)
			return;
		num = vmfex_altname_yield(net, ifindex, home);
	} while (num > 0);
	pr_warn("vmfex: a vNIC cannot go home with its names: %pe\n",
		ERR_PTR(num));
}

/*
 * The core, which comes after us, would move all vNICs to init_net, one after
 * the other. An adapter takes its own along, wherever they are.
 */
static void __net_exit vmfex_net_exit_netdevs(struct list_head *nets)
{
	struct net *net;

	list_for_each_entry(net, nets, exit_list)
		vmfex_net_destroy_adapters(net);
	list_for_each_entry(net, nets, exit_list)
		vmfex_net_empty(net);
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
