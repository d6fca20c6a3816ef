/* SPDX-License-Identifier: GPL-2.0-only */
/* What a network namespace holds. */
#ifndef _VMFEX_NET_H
#define _VMFEX_NET_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <linux/xarray.h>
#include <net/net_namespace.h>

/**
 * struct vmfex_net - what a network namespace holds
 * @adapters: list of struct vmfex_adapter, in the order of creation
 * @profiles: struct vmfex_profile by an id that grows, the order of dumps
 * @profile_next: allocation cursor of @profiles
 * @profile_names: struct vmfex_profile by name and cluster
 * @seq: changes whenever an object comes or goes, tells a dump that it may be
 *	inconsistent
 */
struct vmfex_net {
	struct list_head adapters;
	struct xarray profiles;
	u32 profile_next;
	struct rhashtable profile_names;
	unsigned int seq;
};

extern unsigned int vmfex_net_id;

struct vmfex_net *vmfex_net(const struct net *net);

#endif /* _VMFEX_NET_H */
