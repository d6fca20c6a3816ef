// SPDX-License-Identifier: GPL-2.0-only
/*
 * rtnetlink: uplinks as slaves of the kind "vmfex", to look at. Generic netlink
 * changes them.
 */
#include <net/rtnetlink.h>
#include <uapi/linux/if_vmfex.h>

#include "face/link_uplink.h"
#include "model/uplink.h"
#include "path/rx.h"

/**
 * vmfex_uplink_get_size() - get_slave_size of the kind
 * @adapter: netdev of the adapter
 * @dev: netdev of the uplink
 *
 * Return: bytes that vmfex_uplink_fill_info() writes at most.
 */
size_t vmfex_uplink_get_size(const struct net_device *adapter,
			     const struct net_device *dev)
{
	return nla_total_size(sizeof(u32)) +					/* STATE */
	       nla_total_size(sizeof_field(struct vmfex_uplink, fabric)) +	/* FABRIC */
	       nla_total_size(sizeof_field(struct vmfex_uplink, physnet)) +	/* PHYSNET */
	       nla_total_size(sizeof(u32)) +					/* PRIORITY */
	       nla_total_size(sizeof(u32)) +					/* NUM_VIFS */
	       nla_total_size(sizeof(u32)) +					/* NUM_LISTS */
	       nla_total_size(sizeof(u32)) +					/* OFFLOAD */
	       nla_total_size(sizeof(u32));					/* OFFLOAD_USED */
}

/**
 * vmfex_uplink_fill_info() - fill_slave_info of the kind
 * @skb: message
 * @adapter: netdev of the adapter
 * @dev: netdev of the uplink, which may be on its way in or out: then there is nothing to tell
 *
 * Context: RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_uplink_fill_info(struct sk_buff *skb,
			   const struct net_device *adapter,
			   const struct net_device *dev)
{
	const struct vmfex_uplink *uplink;

	ASSERT_RTNL();
	uplink = vmfex_uplink_get_rtnl(dev);
	if (!uplink)
		return 0;
	if (nla_put_u32(skb, IFLA_VMFEX_UPLINK_STATE,
			vmfex_uplink_state(uplink)) ||
	    nla_put_string(skb, IFLA_VMFEX_UPLINK_FABRIC, uplink->fabric) ||
	    (uplink->physnet[0] &&
	     nla_put_string(skb, IFLA_VMFEX_UPLINK_PHYSNET, uplink->physnet)) ||
	    nla_put_u32(skb, IFLA_VMFEX_UPLINK_PRIORITY, uplink->priority) ||
	    nla_put_u32(skb, IFLA_VMFEX_UPLINK_NUM_VIFS, uplink->num_vifs) ||
	    nla_put_u32(skb, IFLA_VMFEX_UPLINK_NUM_LISTS, uplink->num_lists) ||
	    nla_put_u32(skb, IFLA_VMFEX_UPLINK_OFFLOAD, uplink->offload) ||
	    nla_put_u32(skb, IFLA_VMFEX_UPLINK_OFFLOAD_USED,
			uplink->offload_used))
		return -EMSGSIZE;
	return 0;
}
