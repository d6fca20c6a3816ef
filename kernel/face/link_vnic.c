// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtnetlink: the kind "vmfex_vnic" shows VFs, which only their adapter creates and
 * destroys.
 */
#include <net/rtnetlink.h>

#include "face/link_vnic.h"
#include "model/adapter.h"
#include "model/profile.h"
#include "model/vif.h"

/**
 * vmfex_vnic_get_size() - get_size of the kind, and of an adapter's own port
 * @dev: netdev of a vNIC
 *
 * Return: bytes that vmfex_vnic_fill_info() writes at most.
 */
size_t vmfex_vnic_get_size(const struct net_device *dev)
{
	return nla_total_size(IFNAMSIZ) +			/* ADAPTER */
	       nla_total_size(sizeof(u32)) +			/* VF */
	       nla_total_size(sizeof(u32)) +			/* MODE */
	       nla_total_size(sizeof(u32)) +			/* TAG */
	       nla_total_size(sizeof(u32)) +			/* STATE */
	       nla_total_size(VMFEX_PROFILE_NAME_MAX + 1) +	/* PROFILE */
	       nla_total_size(sizeof(u32)) +			/* GENERATION */
	       nla_total_size(sizeof(u32)) +			/* VIF */
	       nla_total_size(IFNAMSIZ);			/* UPLINK */
}

static int vmfex_vnic_fill_port(struct sk_buff *skb,
				const struct vmfex_vnic *vnic)
{
	const struct vmfex_profile *profile = vnic->port.profile;
	const struct vmfex_vif *active = vnic->active;

	if (nla_put_u32(skb, IFLA_VMFEX_VNIC_STATE, vnic->port.state))
		return -EMSGSIZE;
	if (profile && !vmfex_profile_is_own(profile) &&
	    (nla_put_string(skb, IFLA_VMFEX_VNIC_PROFILE, profile->name) ||
	     nla_put_u32(skb, IFLA_VMFEX_VNIC_GENERATION,
			 profile->policy->generation)))
		return -EMSGSIZE;
	if (active &&
	    (nla_put_u32(skb, IFLA_VMFEX_VNIC_VIF, active->id) ||
	     nla_put_string(skb, IFLA_VMFEX_VNIC_UPLINK,
			    active->uplink->dev->name)))
		return -EMSGSIZE;
	return 0;
}

/**
 * vmfex_vnic_fill_info() - fill_info of the kind, and of an adapter's own port
 * @skb: message
 * @dev: netdev of a vNIC
 *
 * Context: RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_vnic_fill_info(struct sk_buff *skb, const struct net_device *dev)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);
	const struct vmfex_adapter *adapter = vnic->adapter;

	ASSERT_RTNL();
	if (nla_put_string(skb, IFLA_VMFEX_VNIC_ADAPTER,
			   adapter->self.dev->name) ||
	    nla_put_u32(skb, IFLA_VMFEX_VNIC_VF, vnic->vf) ||
	    nla_put_u32(skb, IFLA_VMFEX_VNIC_MODE, vmfex_adapter_mode(adapter)) ||
	    nla_put_u32(skb, IFLA_VMFEX_VNIC_TAG, adapter->tag->type))
		return -EMSGSIZE;
	return vmfex_vnic_fill_port(skb, vnic);
}

/* Where IFLA_LINK of a vNIC is to be looked for. */
static struct net *vmfex_vnic_get_link_net(const struct net_device *dev)
{
	const struct vmfex_vnic *vnic = netdev_priv(dev);

	return READ_ONCE(vnic->active) ? vnic->adapter->net : dev_net(dev);
}

/* Without setup and dellink: not for users to create and to destroy. */
struct rtnl_link_ops vmfex_vnic_link_ops __read_mostly = {
	.kind = VMFEX_KIND_VNIC,
	.maxtype = IFLA_VMFEX_VNIC_MAX,
	.netns_refund = true,
	.get_size = vmfex_vnic_get_size,
	.fill_info = vmfex_vnic_fill_info,
	.get_link_net = vmfex_vnic_get_link_net,
};
