// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/vmfex.yaml */
/* YNL-GEN kernel source */
/* To regenerate run: scripts/ynl-regen */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "nl_gen.h"

#include <uapi/linux/vmfex.h>

/* Common nested types */
const struct nla_policy vmfex_vlan_range_nl_policy[VMFEX_A_VLAN_RANGE_END + 1] = {
	[VMFEX_A_VLAN_RANGE_START] = NLA_POLICY_RANGE(NLA_U16, 1, 4094),
	[VMFEX_A_VLAN_RANGE_END] = NLA_POLICY_RANGE(NLA_U16, 1, 4094),
};

/* VMFEX_CMD_ADAPTER_GET - do */
const struct nla_policy vmfex_adapter_get_nl_policy[VMFEX_A_ADAPTER_IFNAME + 1] = {
	[VMFEX_A_ADAPTER_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_ADAPTER_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VMFEX_CMD_UPLINK_GET - do */
const struct nla_policy vmfex_uplink_get_nl_policy[VMFEX_A_UPLINK_ADAPTER + 1] = {
	[VMFEX_A_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_UPLINK_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_UPLINK_ADAPTER_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_UPLINK_ADAPTER] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* VMFEX_CMD_UPLINK_SET - do */
const struct nla_policy vmfex_uplink_set_nl_policy[VMFEX_A_UPLINK_OFFLOAD + 1] = {
	[VMFEX_A_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_UPLINK_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_UPLINK_FABRIC] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_UPLINK_PHYSNET] = { .type = NLA_NUL_STRING, .len = 31, },
	[VMFEX_A_UPLINK_PRIORITY] = { .type = NLA_U32, },
	[VMFEX_A_UPLINK_OFFLOAD] = NLA_POLICY_MAX(NLA_U32, 2),
};

/* VMFEX_CMD_PORT_GET - do */
const struct nla_policy vmfex_port_get_nl_policy[VMFEX_A_PORT_INSTANCE_UUID + 1] = {
	[VMFEX_A_PORT_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_PORT_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_PORT_ADAPTER_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_PORT_ADAPTER] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_PORT_VF] = { .type = NLA_U32, },
	[VMFEX_A_PORT_PROFILE] = { .type = NLA_NUL_STRING, .len = 40, },
	[VMFEX_A_PORT_STATE] = NLA_POLICY_MAX(NLA_U32, 4),
	[VMFEX_A_PORT_INSTANCE_UUID] = NLA_POLICY_EXACT_LEN(16),
};

/* VMFEX_CMD_PORT_SET - do */
const struct nla_policy vmfex_port_set_nl_policy[VMFEX_A_PORT_HOST_STACK + 1] = {
	[VMFEX_A_PORT_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_PORT_IFNAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_PORT_ADAPTER_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_PORT_ADAPTER] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_PORT_VF] = { .type = NLA_U32, },
	[VMFEX_A_PORT_REQUEST] = NLA_POLICY_MAX(NLA_U32, 3),
	[VMFEX_A_PORT_PROFILE] = { .type = NLA_NUL_STRING, .len = 40, },
	[VMFEX_A_PORT_RESPONSE] = NLA_POLICY_RANGE(NLA_U32, 256, 261),
	[VMFEX_A_PORT_ERROR] = { .type = NLA_NUL_STRING, .len = 95, },
	[VMFEX_A_PORT_MAC] = NLA_POLICY_EXACT_LEN(6),
	[VMFEX_A_PORT_INSTANCE_UUID] = NLA_POLICY_EXACT_LEN(16),
	[VMFEX_A_PORT_HOST_UUID] = NLA_POLICY_EXACT_LEN(16),
	[VMFEX_A_PORT_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_PORT_VIF_ID] = { .type = NLA_U32, },
	[VMFEX_A_PORT_OWNER] = { .type = NLA_NUL_STRING, .len = 64, },
	[VMFEX_A_PORT_HOST_STACK] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VMFEX_CMD_PROFILE_GET - do */
const struct nla_policy vmfex_profile_get_nl_policy[VMFEX_A_PROFILE_CLUSTER + 1] = {
	[VMFEX_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = 40, },
	[VMFEX_A_PROFILE_CLUSTER] = { .type = NLA_NUL_STRING, .len = 31, },
};

/* VMFEX_CMD_PROFILE_NEW - do */
const struct nla_policy vmfex_profile_new_nl_policy[VMFEX_A_PROFILE_CONFIRM + 1] = {
	[VMFEX_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = 40, },
	[VMFEX_A_PROFILE_CLUSTER] = { .type = NLA_NUL_STRING, .len = 31, },
	[VMFEX_A_PROFILE_ACCESS_VLAN] = NLA_POLICY_MAX(NLA_U16, 4094),
	[VMFEX_A_PROFILE_NATIVE_VLAN] = NLA_POLICY_MAX(NLA_U16, 4094),
	[VMFEX_A_PROFILE_VLAN_RANGE] = NLA_POLICY_NESTED(vmfex_vlan_range_nl_policy),
	[VMFEX_A_PROFILE_MAC_FORGE] = NLA_POLICY_MAX(NLA_U32, 1),
	[VMFEX_A_PROFILE_COS] = { .type = NLA_U8, },
	[VMFEX_A_PROFILE_UPLINK_FAIL] = NLA_POLICY_MAX(NLA_U32, 1),
	[VMFEX_A_PROFILE_CONFIRM] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VMFEX_CMD_PROFILE_SET - do */
const struct nla_policy vmfex_profile_set_nl_policy[VMFEX_A_PROFILE_CONFIRM + 1] = {
	[VMFEX_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = 40, },
	[VMFEX_A_PROFILE_CLUSTER] = { .type = NLA_NUL_STRING, .len = 31, },
	[VMFEX_A_PROFILE_ACCESS_VLAN] = NLA_POLICY_MAX(NLA_U16, 4094),
	[VMFEX_A_PROFILE_NATIVE_VLAN] = NLA_POLICY_MAX(NLA_U16, 4094),
	[VMFEX_A_PROFILE_VLAN_RANGE] = NLA_POLICY_NESTED(vmfex_vlan_range_nl_policy),
	[VMFEX_A_PROFILE_MAC_FORGE] = NLA_POLICY_MAX(NLA_U32, 1),
	[VMFEX_A_PROFILE_COS] = { .type = NLA_U8, },
	[VMFEX_A_PROFILE_UPLINK_FAIL] = NLA_POLICY_MAX(NLA_U32, 1),
	[VMFEX_A_PROFILE_CONFIRM] = NLA_POLICY_MAX(NLA_U8, 1),
};

/* VMFEX_CMD_PROFILE_DEL - do */
const struct nla_policy vmfex_profile_del_nl_policy[VMFEX_A_PROFILE_CLUSTER + 1] = {
	[VMFEX_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = 40, },
	[VMFEX_A_PROFILE_CLUSTER] = { .type = NLA_NUL_STRING, .len = 31, },
};

/* VMFEX_CMD_VIFLIST_GET - do */
const struct nla_policy vmfex_viflist_get_nl_policy[VMFEX_A_VIFLIST_VIF_ID + 1] = {
	[VMFEX_A_VIFLIST_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_UPLINK] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_VIFLIST_ADAPTER_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_ADAPTER] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_VIFLIST_LIST] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_VIF_ID] = { .type = NLA_U32, },
};

/* VMFEX_CMD_VIFLIST_NEW - do */
const struct nla_policy vmfex_viflist_new_nl_policy[VMFEX_A_VIFLIST_VIF_ID + 1] = {
	[VMFEX_A_VIFLIST_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_UPLINK] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_VIFLIST_LIST] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_VIF_ID] = { .type = NLA_U32, },
};

/* VMFEX_CMD_VIFLIST_DEL - do */
const struct nla_policy vmfex_viflist_del_nl_policy[VMFEX_A_VIFLIST_VIF_ID + 1] = {
	[VMFEX_A_VIFLIST_UPLINK_IFINDEX] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_UPLINK] = { .type = NLA_NUL_STRING, .len = 15, },
	[VMFEX_A_VIFLIST_LIST] = { .type = NLA_U32, },
	[VMFEX_A_VIFLIST_VIF_ID] = { .type = NLA_U32, },
};

/* Ops table for vmfex */
const struct genl_ops vmfex_nl_ops[12] = {
	{
		.cmd		= VMFEX_CMD_ADAPTER_GET,
		.doit		= vmfex_nl_adapter_get_doit,
		.dumpit		= vmfex_nl_adapter_get_dumpit,
		.policy		= vmfex_adapter_get_nl_policy,
		.maxattr	= VMFEX_A_ADAPTER_IFNAME,
	},
	{
		.cmd		= VMFEX_CMD_UPLINK_GET,
		.doit		= vmfex_nl_uplink_get_doit,
		.dumpit		= vmfex_nl_uplink_get_dumpit,
		.policy		= vmfex_uplink_get_nl_policy,
		.maxattr	= VMFEX_A_UPLINK_ADAPTER,
	},
	{
		.cmd		= VMFEX_CMD_UPLINK_SET,
		.doit		= vmfex_nl_uplink_set_doit,
		.policy		= vmfex_uplink_set_nl_policy,
		.maxattr	= VMFEX_A_UPLINK_OFFLOAD,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VMFEX_CMD_PORT_GET,
		.doit		= vmfex_nl_port_get_doit,
		.dumpit		= vmfex_nl_port_get_dumpit,
		.policy		= vmfex_port_get_nl_policy,
		.maxattr	= VMFEX_A_PORT_INSTANCE_UUID,
	},
	{
		.cmd		= VMFEX_CMD_PORT_SET,
		.doit		= vmfex_nl_port_set_doit,
		.policy		= vmfex_port_set_nl_policy,
		.maxattr	= VMFEX_A_PORT_HOST_STACK,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VMFEX_CMD_PROFILE_GET,
		.doit		= vmfex_nl_profile_get_doit,
		.dumpit		= vmfex_nl_profile_get_dumpit,
		.policy		= vmfex_profile_get_nl_policy,
		.maxattr	= VMFEX_A_PROFILE_CLUSTER,
	},
	{
		.cmd		= VMFEX_CMD_PROFILE_NEW,
		.doit		= vmfex_nl_profile_new_doit,
		.policy		= vmfex_profile_new_nl_policy,
		.maxattr	= VMFEX_A_PROFILE_CONFIRM,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VMFEX_CMD_PROFILE_SET,
		.doit		= vmfex_nl_profile_set_doit,
		.policy		= vmfex_profile_set_nl_policy,
		.maxattr	= VMFEX_A_PROFILE_CONFIRM,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VMFEX_CMD_PROFILE_DEL,
		.doit		= vmfex_nl_profile_del_doit,
		.policy		= vmfex_profile_del_nl_policy,
		.maxattr	= VMFEX_A_PROFILE_CLUSTER,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VMFEX_CMD_VIFLIST_GET,
		.doit		= vmfex_nl_viflist_get_doit,
		.dumpit		= vmfex_nl_viflist_get_dumpit,
		.policy		= vmfex_viflist_get_nl_policy,
		.maxattr	= VMFEX_A_VIFLIST_VIF_ID,
	},
	{
		.cmd		= VMFEX_CMD_VIFLIST_NEW,
		.doit		= vmfex_nl_viflist_new_doit,
		.policy		= vmfex_viflist_new_nl_policy,
		.maxattr	= VMFEX_A_VIFLIST_VIF_ID,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= VMFEX_CMD_VIFLIST_DEL,
		.doit		= vmfex_nl_viflist_del_doit,
		.policy		= vmfex_viflist_del_nl_policy,
		.maxattr	= VMFEX_A_VIFLIST_VIF_ID,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group vmfex_nl_mcgrps[] = {
	[VMFEX_NLGRP_ADAPTER] = { "adapter", },
	[VMFEX_NLGRP_UPLINK] = { "uplink", },
	[VMFEX_NLGRP_PORT] = { "port", },
	[VMFEX_NLGRP_PROFILE] = { "profile", },
	[VMFEX_NLGRP_VIFLIST] = { "viflist", },
};
