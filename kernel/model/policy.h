/* SPDX-License-Identifier: GPL-2.0-only */
/* What a port may do. */
#ifndef _VMFEX_POLICY_H
#define _VMFEX_POLICY_H

#include <linux/bitmap.h>
#include <linux/if_vlan.h>
#include <linux/rcupdate.h>
#include <uapi/linux/if_vmfex.h>
#include <uapi/linux/vmfex.h>

#define VMFEX_VLAN_RANGES_MAX	64	/* keeps a profile within a message */

struct netlink_ext_ack;

/**
 * enum vmfex_vlan_mode - what a policy does with VLANs
 * @VMFEX_VLAN_ANY: frames pass as they are
 * @VMFEX_VLAN_ACCESS: one VLAN, untagged to the guest
 * @VMFEX_VLAN_TRUNK: the VLANs of a list, one of them may be untagged
 */
enum vmfex_vlan_mode {
	VMFEX_VLAN_ANY,
	VMFEX_VLAN_ACCESS,
	VMFEX_VLAN_TRUNK,
};

/**
 * struct vmfex_policy - one generation of a profile, never changed once published
 * @vlan_mode: enum vmfex_vlan_mode
 * @mac_forge: enum vmfex_mac_forge
 * @uplink_fail: enum vmfex_uplink_fail
 * @cos: priority of every frame, VMFEX_COS_NONE to leave the guest's
 * @confirm: an association waits for a client's answer
 * @untagged_vid: access or native VLAN, host byte order, 0 for none
 * @generation: from 1
 * @vlans: VLANs that may pass tagged, of a trunk
 * @rcu: frees the policy when the last reader is gone
 */
struct vmfex_policy {
	u8 vlan_mode;
	u8 mac_forge;
	u8 uplink_fail;
	u8 cos;
	bool confirm;
	u16 untagged_vid;
	u32 generation;
	DECLARE_BITMAP(vlans, VLAN_N_VID);
	struct rcu_head rcu;
};

/**
 * vmfex_policy_takes_untagged() - may a guest send without an 802.1Q header?
 * @policy: policy
 *
 * Context: Any.
 * Return: true if it may.
 */
static inline bool
vmfex_policy_takes_untagged(const struct vmfex_policy *policy)
{
	return policy->vlan_mode == VMFEX_VLAN_ANY || policy->untagged_vid;
}

struct vmfex_policy *vmfex_policy_new(const struct vmfex_policy *from);
int vmfex_policy_check(const struct vmfex_policy *policy,
		       struct netlink_ext_ack *extack);

#endif /* _VMFEX_POLICY_H */
