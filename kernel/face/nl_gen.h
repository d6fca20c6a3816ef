/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/vmfex.yaml */
/* YNL-GEN kernel header */
/* To regenerate run: scripts/ynl-regen */

#ifndef _LINUX_VMFEX_GEN_H
#define _LINUX_VMFEX_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/vmfex.h>

/* Common nested types */
extern const struct nla_policy vmfex_vlan_range_nl_policy[VMFEX_A_VLAN_RANGE_END + 1];

extern const struct nla_policy vmfex_adapter_get_nl_policy[VMFEX_A_ADAPTER_IFNAME + 1];

extern const struct nla_policy vmfex_uplink_get_nl_policy[VMFEX_A_UPLINK_ADAPTER + 1];

extern const struct nla_policy vmfex_uplink_set_nl_policy[VMFEX_A_UPLINK_OFFLOAD + 1];

extern const struct nla_policy vmfex_port_get_nl_policy[VMFEX_A_PORT_INSTANCE_UUID + 1];

extern const struct nla_policy vmfex_port_set_nl_policy[VMFEX_A_PORT_HOST_STACK + 1];

extern const struct nla_policy vmfex_profile_get_nl_policy[VMFEX_A_PROFILE_CLUSTER + 1];

extern const struct nla_policy vmfex_profile_new_nl_policy[VMFEX_A_PROFILE_CONFIRM + 1];

extern const struct nla_policy vmfex_profile_set_nl_policy[VMFEX_A_PROFILE_CONFIRM + 1];

extern const struct nla_policy vmfex_profile_del_nl_policy[VMFEX_A_PROFILE_CLUSTER + 1];

extern const struct nla_policy vmfex_viflist_get_nl_policy[VMFEX_A_VIFLIST_VIF_ID + 1];

extern const struct nla_policy vmfex_viflist_new_nl_policy[VMFEX_A_VIFLIST_VIF_ID + 1];

extern const struct nla_policy vmfex_viflist_del_nl_policy[VMFEX_A_VIFLIST_VIF_ID + 1];

/* Ops table for vmfex */
extern const struct genl_ops vmfex_nl_ops[12];

int vmfex_nl_adapter_get_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_adapter_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vmfex_nl_uplink_get_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_uplink_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);
int vmfex_nl_uplink_set_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int vmfex_nl_port_set_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_profile_get_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_profile_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vmfex_nl_profile_new_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_profile_set_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_profile_del_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_viflist_get_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_viflist_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
int vmfex_nl_viflist_new_doit(struct sk_buff *skb, struct genl_info *info);
int vmfex_nl_viflist_del_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	VMFEX_NLGRP_ADAPTER,
	VMFEX_NLGRP_UPLINK,
	VMFEX_NLGRP_PORT,
	VMFEX_NLGRP_PROFILE,
	VMFEX_NLGRP_VIFLIST,
};

#endif /* _LINUX_VMFEX_GEN_H */
