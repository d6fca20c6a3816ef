// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: adapters. */
#include "base/bus.h"
#include "face/nl.h"

/**
 * struct vmfex_nl_adapter_ctx - position of a dump
 * @index: adapters done
 */
struct vmfex_nl_adapter_ctx {
	unsigned int index;
};

VMFEX_NL_CTX_FITS(vmfex_nl_adapter_ctx);

/**
 * vmfex_nl_adapter_put() - write an adapter
 * @msg: message
 * @object: struct vmfex_adapter
 *
 * Context: RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_nl_adapter_put(struct sk_buff *msg, const void *object)
{
	const struct vmfex_adapter *adapter = object;
	const struct net_device *dev = adapter->self.dev;
	const struct vmfex_device *device = adapter->self.device;

	if (nla_put_u32(msg, VMFEX_A_ADAPTER_IFINDEX, dev->ifindex) ||
	    nla_put_string(msg, VMFEX_A_ADAPTER_IFNAME, dev->name) ||
	    nla_put_u32(msg, VMFEX_A_ADAPTER_MODE,
			vmfex_adapter_mode(adapter)) ||
	    nla_put_u32(msg, VMFEX_A_ADAPTER_TAG, adapter->tag->type) ||
	    nla_put_u32(msg, VMFEX_A_ADAPTER_NUM_VFS, adapter->num_vfs) ||
	    nla_put_u32(msg, VMFEX_A_ADAPTER_TOTAL_VFS, VMFEX_MAX_VFS) ||
	    nla_put_string(msg, VMFEX_A_ADAPTER_CLUSTER, adapter->cluster) ||
	    nla_put_u32(msg, VMFEX_A_ADAPTER_NUM_UPLINKS, adapter->num_uplinks))
		return -EMSGSIZE;
	if (device && nla_put_string(msg, VMFEX_A_ADAPTER_DEVICE,
				     vmfex_device_name(device)))
		return -EMSGSIZE;
	if (nla_put_u32(msg, VMFEX_A_ADAPTER_IDLE_TIMEOUT,
			adapter->idle_timeout))
		return -EMSGSIZE;
	return vmfex_nl_put_drops(msg, VMFEX_A_ADAPTER_DROPS, adapter->drops);
}

/**
 * vmfex_nl_adapter_get_doit() - answer VMFEX_CMD_ADAPTER_GET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_adapter_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_adapter *adapter;

	adapter = vmfex_nl_find_adapter(genl_info_net(info),
					info->attrs[VMFEX_A_ADAPTER_IFINDEX],
					info->attrs[VMFEX_A_ADAPTER_IFNAME],
					info->extack);
	if (IS_ERR(adapter))
		return PTR_ERR(adapter);
	if (!adapter)
		return vmfex_nl_missing(info->extack, VMFEX_A_ADAPTER_IFNAME,
					"ifname or ifindex of an adapter");
	return vmfex_nl_reply(info, vmfex_nl_adapter_put, adapter);
}

static int vmfex_nl_adapter_dump(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct vmfex_nl_adapter_ctx *ctx = (void *)cb->ctx;
	struct net *net = sock_net(skb->sk);
	struct vmfex_adapter *adapter;
	int err;

	for (; (adapter = vmfex_nl_adapter_at(net, ctx->index)); ctx->index++) {
		err = vmfex_nl_dump_one(skb, cb, vmfex_nl_adapter_put,
					adapter);
		if (err)
			return err;
	}
	return 0;
}

/**
 * vmfex_nl_adapter_get_dumpit() - dump the adapters of a network namespace
 * @skb: messages
 * @cb: dump
 *
 * Context: Process context, takes RTNL.
 * Return: bytes in @skb, 0 at the end, or a negative error.
 */
int vmfex_nl_adapter_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return vmfex_nl_dump(skb, cb, vmfex_nl_adapter_dump, VMFEX_NL_NO_ATTRS,
			     "a dump of adapters");
}
