// SPDX-License-Identifier: GPL-2.0-only
/* Policies: what a port may do. One that was published is never changed. */
#include <linux/slab.h>

#include "compat/extack.h"
#include "model/policy.h"

/**
 * vmfex_policy_new() - make a policy that may still be changed
 * @from: policy to start from, NULL for the defaults
 *
 * Context: Process context.
 * Return: the policy, or NULL without memory. Free it with kfree() unless
 * vmfex_profile_new() or vmfex_port_publish() took it.
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
 * vmfex_policy_check() - may a policy be published?
 * @policy: policy
 * @extack: why not
 *
 * Return: 0 or -EINVAL.
 */
int vmfex_policy_check(const struct vmfex_policy *policy,
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
