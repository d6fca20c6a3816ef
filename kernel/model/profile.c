// SPDX-License-Identifier: GPL-2.0-only
/* Profiles: named policies. Ports that use one run on its newest generation. */
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "base/trace.h"
#include "compat/extack.h"
#include "model/event.h"
#include "model/net.h"
#include "model/profile.h"

static const struct rhashtable_params vmfex_profile_names_params = {
	.head_offset = offsetof(struct vmfex_profile, node),
	.key_offset = offsetof(struct vmfex_profile, key),
	.key_len = sizeof(struct vmfex_profile_key),
	.automatic_shrinking = true,
};

/**
 * vmfex_profile_table_init() - make a network namespace's tables, empty
 * @net: network namespace
 *
 * Context: Process context.
 * Return: 0 or -ENOMEM.
 */
int vmfex_profile_table_init(struct net *net)
{
	struct vmfex_net *vn = vmfex_net(net);

	xa_init_flags(&vn->profiles, XA_FLAGS_ALLOC1 | XA_FLAGS_ACCOUNT);
	return rhashtable_init(&vn->profile_names,
			       &vmfex_profile_names_params);
}

/**
 * vmfex_profile_find() - find a profile by its name
 * @net: network namespace
 * @cluster: scope of the name
 * @name: name
 *
 * Context: RTNL held.
 * Return: the profile or NULL.
 */
struct vmfex_profile *vmfex_profile_find(struct net *net, const char *cluster,
					 const char *name)
{
	struct vmfex_profile_key key;

	ASSERT_RTNL();
	/* No profile has a name that is cut off. */
	if (strscpy_pad(key.name, name, sizeof(key.name)) < 0 ||
	    strscpy_pad(key.cluster, cluster, sizeof(key.cluster)) < 0)
		return NULL;
	return rhashtable_lookup_fast(&vmfex_net(net)->profile_names, &key,
				      vmfex_profile_names_params);
}

/**
 * vmfex_profile_alloc() - make a profile without a name, for one port's own policy
 * @net: network namespace of the port's adapter
 * @policy: first generation, taken over unless NULL is returned
 *
 * Context: Process context.
 * Return: the profile, or NULL without memory.
 */
struct vmfex_profile *vmfex_profile_alloc(struct net *net,
					  struct vmfex_policy *policy)
{
	struct vmfex_profile *profile;

	profile = kzalloc(sizeof(*profile), GFP_KERNEL_ACCOUNT);
	if (!profile)
		return NULL;
	policy->generation = 1;
	profile->net = net;
	profile->policy = policy;
	INIT_LIST_HEAD(&profile->ports);
	return profile;
}

/**
 * vmfex_profile_is_own() - is this the policy that one port has of its own?
 * @profile: profile
 *
 * Return: true if it is, false if it is a profile that has a name.
 */
bool vmfex_profile_is_own(const struct vmfex_profile *profile)
{
	return !profile->name[0];
}

/**
 * vmfex_profile_tell() - tell that a profile is new or changed
 * @profile: profile
 *
 * Context: Process context, RTNL held.
 */
void vmfex_profile_tell(struct vmfex_profile *profile)
{
	trace_vmfex_profile(profile->name, profile->policy->generation,
			    profile->num_ports);
	if (!vmfex_profile_is_own(profile))
		vmfex_notify(VMFEX_EVENT_PROFILE, profile);
}

/**
 * vmfex_profile_new() - create a profile
 * @net: network namespace
 * @cluster: scope of the name
 * @name: name
 * @policy: first generation, taken over or freed
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL, -EEXIST or -ENOMEM.
 */
int vmfex_profile_new(struct net *net, const char *cluster, const char *name,
		      struct vmfex_policy *policy,
		      struct netlink_ext_ack *extack)
{
	struct vmfex_net *vn = vmfex_net(net);
	struct vmfex_profile *profile;
	int err;

	ASSERT_RTNL();
	err = vmfex_policy_check(policy, extack);
	if (err)
		goto err_free_policy;
	if (vmfex_profile_find(net, cluster, name)) {
		vmfex_err(extack, "profile %s exists in cluster %.12s", name,
			  cluster);
		err = -EEXIST;
		goto err_free_policy;
	}

	err = -ENOMEM;
	profile = vmfex_profile_alloc(net, policy);
	if (!profile)
		goto err_free_policy;
	strscpy_pad(profile->name, name, sizeof(profile->name));
	strscpy_pad(profile->cluster, cluster, sizeof(profile->cluster));

	/* Ids grow, so that a dump which is under way meets a new one last. */
	err = xa_alloc_cyclic(&vn->profiles, &profile->id, profile,
			      xa_limit_31b, &vn->profile_next, GFP_KERNEL);
	if (err < 0)
		goto err_free_profile;
	err = rhashtable_insert_fast(&vn->profile_names, &profile->node,
				     vmfex_profile_names_params);
	if (err)
		goto err_erase;
	vn->seq++;
	vmfex_profile_tell(profile);
	return 0;

err_erase:
	xa_erase(&vn->profiles, profile->id);
err_free_profile:
	kfree(profile);
err_free_policy:
	kfree(policy);
	return err;
}

/**
 * vmfex_profile_replace() - make a policy the newest generation of a profile
 * @profile: profile
 * @policy: generation behind the one that is there, taken over
 *
 * Context: Process context, RTNL held.
 * Return: the generation before, for kfree_rcu() when no port runs on it any more.
 */
struct vmfex_policy *vmfex_profile_replace(struct vmfex_profile *profile,
					   struct vmfex_policy *policy)
{
	struct vmfex_policy *old = profile->policy;

	ASSERT_RTNL();
	/* Whoever reads it without RTNL finds the policy whole. */
	smp_store_release(&profile->policy, policy);
	vmfex_net(profile->net)->seq++;
	return old;
}

static void vmfex_profile_hide(struct vmfex_profile *profile)
{
	struct vmfex_net *vn = vmfex_net(profile->net);

	rhashtable_remove_fast(&vn->profile_names, &profile->node,
			       vmfex_profile_names_params);
	xa_erase(&vn->profiles, profile->id);
}

/**
 * vmfex_profile_free() - free a profile
 * @profile: profile that no port uses
 *
 * Context: Process context, RTNL held.
 */
void vmfex_profile_free(struct vmfex_profile *profile)
{
	ASSERT_RTNL();
	WARN_ON_ONCE(profile->num_ports);
	if (!vmfex_profile_is_own(profile))
		vmfex_profile_hide(profile);
	kfree_rcu(profile->policy, rcu);
	kfree_rcu(profile, rcu);
}

/**
 * vmfex_profile_del() - delete a profile
 * @profile: profile that no port uses, see vmfex_port_check_unused()
 *
 * Context: Process context, RTNL held.
 */
void vmfex_profile_del(struct vmfex_profile *profile)
{
	ASSERT_RTNL();
	vmfex_net(profile->net)->seq++;
	vmfex_notify(VMFEX_EVENT_PROFILE_DEL, profile);
	vmfex_profile_free(profile);
}

/**
 * vmfex_profile_flush() - delete all profiles of a network namespace that dies
 * @net: network namespace without adapters, which nobody finds any more
 *
 * There may be many, so RTNL is taken for each.
 *
 * Context: Process context, without RTNL.
 */
void vmfex_profile_flush(struct net *net)
{
	struct vmfex_net *vn = vmfex_net(net);
	struct vmfex_profile *profile;
	unsigned long id;

	xa_for_each(&vn->profiles, id, profile) {
		rtnl_lock();
		vmfex_profile_free(profile);
		rtnl_unlock();
	}
	rhashtable_destroy(&vn->profile_names);
	xa_destroy(&vn->profiles);
}
