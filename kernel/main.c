// SPDX-License-Identifier: GPL-2.0-only
/* vmfex: VM-FEX in software. */
#include <linux/module.h>
#include <net/rtnetlink.h>
#include <uapi/linux/if_vmfex.h>

#include "base/bus.h"
#include "face/link.h"
#include "face/netns.h"
#include "face/nl_family.h"
#include "face/notifier.h"
#include "path/offload.h"

static int __init vmfex_init(void)
{
	int err;

	err = vmfex_bus_register();
	if (err)
		return err;
	err = vmfex_net_register();
	if (err)
		goto err_bus;
	err = vmfex_notifier_register();
	if (err)
		goto err_net;
	err = vmfex_link_register();
	if (err)
		goto err_notifier;
	err = vmfex_nl_register();
	if (err)
		goto err_link;
	vmfex_offload_register();
	return 0;

err_link:
	vmfex_link_unregister();
err_notifier:
	vmfex_notifier_unregister();
err_net:
	vmfex_net_unregister();
err_bus:
	vmfex_bus_unregister();
	return err;
}

static void __exit vmfex_exit(void)
{
	vmfex_offload_unregister();
	vmfex_nl_unregister();
	vmfex_link_unregister();
	vmfex_notifier_unregister();
	vmfex_net_unregister();
	vmfex_bus_unregister();
	/* No callback of ours may be outstanding when our code goes. */
	rcu_barrier();
}

module_init(vmfex_init);
module_exit(vmfex_exit);

MODULE_DESCRIPTION("VM-FEX in software: a port on an external switch for each vNIC");
MODULE_AUTHOR("The vmfex authors");
MODULE_LICENSE("GPL");
MODULE_VERSION(VMFEX_VERSION);
/* The KUnit build is loaded by its name only. */
#ifndef VMFEX_KUNIT
MODULE_ALIAS_RTNL_LINK(VMFEX_KIND_ADAPTER);
#endif
