/* SPDX-License-Identifier: GPL-2.0-only */
/* Named policies. */
#ifndef _VMFEX_PROFILE_H
#define _VMFEX_PROFILE_H

#include <linux/list.h>
#include <linux/rhashtable-types.h>
#include <net/net_namespace.h>
#include <uapi/linux/if_vmfex.h>

#include "model/policy.h"

struct netlink_ext_ack;

/**
 * struct vmfex_profile - a named policy, or the policy that one port has of its own
 * @net: network namespace of the profile and of the adapters that may use it
 * @id: key in &vmfex_net.profiles
 * @policy: the newest generation
 * @ports: struct vmfex_port that use the profile
 * @num_ports: length of @ports
 * @node: in &vmfex_net.profile_names
 * @rcu: frees the profile when the last reader of sysfs is gone
 * @key: key in &vmfex_net.profile_names, no byte behind the NULs is anything but 0
 * @name: NUL terminated; empty if the policy is one port's own: no one finds
 *	it, and it goes with the binding
 * @cluster: NUL terminated
 */
struct vmfex_profile {
	struct net *net;
	u32 id;
	struct vmfex_policy *policy;
	struct list_head ports;
	unsigned int num_ports;
	struct rhash_head node;
	struct rcu_head rcu;
	struct_group_tagged(vmfex_profile_key, key,
		char name[VMFEX_PROFILE_NAME_MAX + 1];
		char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
	);
};

struct vmfex_profile *vmfex_profile_find(struct net *net, const char *cluster,
					 const char *name);
int vmfex_profile_new(struct net *net, const char *cluster, const char *name,
		      struct vmfex_policy *policy,
		      struct netlink_ext_ack *extack);
struct vmfex_policy *vmfex_profile_replace(struct vmfex_profile *profile,
					   struct vmfex_policy *policy);
void vmfex_profile_tell(struct vmfex_profile *profile);
void vmfex_profile_del(struct vmfex_profile *profile);
struct vmfex_profile *vmfex_profile_alloc(struct net *net,
					  struct vmfex_policy *policy);
bool vmfex_profile_is_own(const struct vmfex_profile *profile);
void vmfex_profile_free(struct vmfex_profile *profile);
int vmfex_profile_table_init(struct net *net);
void vmfex_profile_flush(struct net *net);

#endif /* _VMFEX_PROFILE_H */
