// SPDX-License-Identifier: GPL-2.0-only
/*
 * Profiles: named policies. A published policy is never changed; a change
 * publishes the next generation on every port that uses the profile.
 */
#include <linux/rhashtable.h>
#include <linux/slab.h>

#include "base/extack.h"
#include "base/trace.h"
#include "model/event.h"
#include "model/net.h"
#include "model/path.h"
#include "model/profile.h"
#include "model/vnic.h"

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
 * vmfex_policy_new() - make a policy that may still be changed
 * @from: policy to start from, NULL for the defaults
 *
 * Context: Process context.
 * Return: the policy, or NULL without memory. Free it with kfree() unless
 * vmfex_profile_new() or vmfex_profile_publish() took it.
 */
struct vmfex_policy *vmfex_policy_new(const struct vmfex_policy *from)
{
	struct vmfex_policy *policy;

	if (from)
		return kmemdup(from, sizeof(*from), GFP_KERNEL_ACCOUNT);

	policy = kzalloc(sizeof(*policy), GFP_KERNEL_ACCOUNT);
	if (policy)
		policy->cos = VMFEX_COS_NONE;
	return policy;
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

static int vmfex_policy_check(const struct vmfex_policy *policy,
			      struct netlink_ext_ack *extack)
{
	if (policy->vlan_mode != VMFEX_VLAN_TRUNK)
		return 0;
	if (bitmap_empty(policy->vlans, VLAN_N_VID)) {
		vmfex_err(extack, "a trunk needs at least one VLAN");
		return -EINVAL;
	}
	if (policy->untagged_vid &&
	    !test_bit(policy->untagged_vid, policy->vlans)) {
		vmfex_err(extack, "native VLAN %u is not among the VLANs of the trunk",
			  policy->untagged_vid);
		return -EINVAL;
	}
	return 0;
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
		vmfex_err(extack, "profile %s exists in cluster %s", name,
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
	trace_vmfex_profile(profile->name, policy->generation,
			    profile->num_ports);
	vmfex_notify(VMFEX_EVENT_PROFILE, profile);
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
 * vmfex_profile_publish() - put the next generation of a profile in force
 * @profile: profile
 * @policy: the next generation, taken over or freed
 * @extack: why not
 *
 * All ports run on the next generation when this returns 0, none does
 * otherwise. No port loses a frame or its carrier.
 *
 * Context: Process context, RTNL held.
 * Return: 0, -EINVAL or -ENOMEM.
 */
int vmfex_profile_publish(struct vmfex_profile *profile,
			  struct vmfex_policy *policy,
			  struct netlink_ext_ack *extack)
{
	struct vmfex_policy *old = profile->policy;
	struct vmfex_vnic *vnic;
	int err;

	ASSERT_RTNL();
	err = vmfex_policy_check(policy, extack);
	if (err)
		goto err_free_policy;

	policy->generation = old->generation + 1;
	list_for_each_entry(vnic, &profile->ports, port.node) {
		if (vnic->port.state != VMFEX_PORT_STATE_ASSOCIATED)
			continue;
		err = vmfex_path_prepare(vnic, policy);
		if (err) {
			vmfex_err(extack, "no memory to change %s",
				  vnic->dev->name);
			goto err_abort;
		}
	}

	/* Whoever reads it without RTNL finds the policy whole. */
	smp_store_release(&profile->policy, policy);
	vmfex_net(profile->net)->seq++;
	list_for_each_entry(vnic, &profile->ports, port.node)
		vmfex_path_commit(vnic);
	trace_vmfex_profile(profile->name, policy->generation,
			    profile->num_ports);
	if (!vmfex_profile_is_own(profile))
		vmfex_notify(VMFEX_EVENT_PROFILE, profile);
	list_for_each_entry(vnic, &profile->ports, port.node) {
		vmfex_vnic_update_carrier(vnic);
		vmfex_notify(VMFEX_EVENT_PORT, vnic);
	}
	kfree_rcu(old, rcu);
	return 0;

err_abort:
	list_for_each_entry(vnic, &profile->ports, port.node)
		vmfex_path_abort(vnic);
err_free_policy:
	kfree(policy);
	return err;
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
	if (!vmfex_profile_is_own(profile))
		vmfex_profile_hide(profile);
	kfree_rcu(profile->policy, rcu);
	kfree_rcu(profile, rcu);
}

/* As many users as a message can name. */
static void vmfex_profile_err_in_use(const struct vmfex_profile *profile,
				     struct netlink_ext_ack *extack)
{
	const struct vmfex_vnic *vnic;
	unsigned int named = 0;
	char names[128];
	size_t len = 0;

	list_for_each_entry(vnic, &profile->ports, port.node) {
		if (len + IFNAMSIZ + 2 > sizeof(names))
			break;
		len += scnprintf(names + len, sizeof(names) - len, "%s%s",
				 named ? ", " : "", vnic->dev->name);
		named++;
	}
	if (named == profile->num_ports)
		vmfex_err(extack, "profile %s is used by %s", profile->name,
			  names);
	else
		vmfex_err(extack, "profile %s is used by %s and %u more",
			  profile->name, names, profile->num_ports - named);
}

/**
 * vmfex_profile_del() - delete a profile
 * @profile: profile
 * @extack: why not, names the ports that use it
 *
 * Context: Process context, RTNL held.
 * Return: 0, or -EBUSY if a port uses the profile.
 */
int vmfex_profile_del(struct vmfex_profile *profile,
		      struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();
	if (profile->num_ports) {
		vmfex_profile_err_in_use(profile, extack);
		return -EBUSY;
	}
	vmfex_net(profile->net)->seq++;
	vmfex_notify(VMFEX_EVENT_PROFILE_DEL, profile);
	vmfex_profile_free(profile);
	return 0;
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
		WARN_ON_ONCE(profile->num_ports);
		vmfex_profile_free(profile);
		rtnl_unlock();
	}
	rhashtable_destroy(&vn->profile_names);
	xa_destroy(&vn->profiles);
}
