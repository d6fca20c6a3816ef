// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: the family comes and goes. */
#include <linux/module.h>

#include "face/nl.h"
#include "face/nl_family.h"

/**
 * vmfex_nl_register() - take requests and send events
 *
 * Context: Process context, takes RTNL.
 * Return: 0 or a negative error.
 */
int __init vmfex_nl_register(void)
{
	int err;

	vmfex_nl_family.ops = vmfex_nl_ops;
	vmfex_nl_family.n_ops = ARRAY_SIZE(vmfex_nl_ops);
	err = genl_register_family(&vmfex_nl_family);
	if (!err)
		vmfex_event_listen(vmfex_nl_event);
	return err;
}

/**
 * vmfex_nl_unregister() - take no more requests and send no more events
 *
 * Context: Process context, takes RTNL.
 */
void vmfex_nl_unregister(void)
{
	vmfex_event_listen(NULL);
	genl_unregister_family(&vmfex_nl_family);
}

/* The KUnit build is loaded by its name only. */
#ifndef VMFEX_KUNIT
MODULE_ALIAS_GENL_FAMILY(VMFEX_FAMILY_NAME);
#endif
