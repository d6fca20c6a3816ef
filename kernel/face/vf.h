/* SPDX-License-Identifier: GPL-2.0-only */
/* rtnetlink's VF operations. */
#ifndef _VMFEX_VF_H
#define _VMFEX_VF_H

#include <linux/if_link.h>
#include <linux/netdevice.h>

/* rtnetlink shows no more VFs this way, so that no nest outgrows its 16-bit length. */
#define VMFEX_RTNL_VF_INFOS	128

struct vmfex_vnic;

struct vmfex_vnic *vmfex_vf_find(struct net_device *dev, int vf,
				 struct netlink_ext_ack *extack);
int vmfex_vf_log(struct net_device *dev, int vf, int err,
		 const struct netlink_ext_ack *extack);
int vmfex_vf_set_mac(struct net_device *dev, int vf, u8 *mac);
void vmfex_vf_keep_mac(struct vmfex_vnic *vnic);
void vmfex_vf_undo_mac(struct vmfex_vnic *vnic);
int vmfex_vf_set_vlan(struct net_device *dev, int vf, u16 vlan, u8 qos,
		      __be16 proto);
int vmfex_vf_set_rate(struct net_device *dev, int vf, int min, int max);
int vmfex_vf_set_spoofchk(struct net_device *dev, int vf, bool on);
int vmfex_vf_set_link_state(struct net_device *dev, int vf, int state);
int vmfex_vf_set_trust(struct net_device *dev, int vf, bool on);
int vmfex_vf_get_config(struct net_device *dev, int vf,
			struct ifla_vf_info *info);
int vmfex_vf_get_stats(struct net_device *dev, int vf,
		       struct ifla_vf_stats *stats);
int vmfex_vf_set_port(struct net_device *dev, int vf, struct nlattr *attrs[]);
int vmfex_vf_get_port(struct net_device *dev, int vf, struct sk_buff *skb);

#endif /* _VMFEX_VF_H */
