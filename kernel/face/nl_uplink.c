// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: uplinks. */
#include "base/name.h"
#include "compat/compat.h"
#include "compat/extack.h"
#include "face/nl.h"
#include "vic/uplink.h"

/**
 * struct vmfex_nl_uplink_ctx - position of a dump
 * @index: uplinks done or passed over
 */
struct vmfex_nl_uplink_ctx {
	unsigned int index;
};

VMFEX_NL_CTX_FITS(vmfex_nl_uplink_ctx);

/**
 * vmfex_nl_uplink_put() - write an uplink
 * @msg: message
 * @object: struct vmfex_uplink
 *
 * Context: RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_nl_uplink_put(struct sk_buff *msg, const void *object)
{
	const struct vmfex_uplink *uplink = object;
	const struct vmfex_offload_reason reason =
		vmfex_uplink_offload_reason(uplink);
	const struct net_device *adapter = uplink->adapter->self.dev;

	if (nla_put_u32(msg, VMFEX_A_UPLINK_IFINDEX, uplink->dev->ifindex) ||
	    nla_put_string(msg, VMFEX_A_UPLINK_IFNAME, uplink->dev->name) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_ADAPTER_IFINDEX,
			adapter->ifindex) ||
	    nla_put_string(msg, VMFEX_A_UPLINK_ADAPTER, adapter->name) ||
	    nla_put_string(msg, VMFEX_A_UPLINK_FABRIC, uplink->fabric) ||
	    nla_put_string(msg, VMFEX_A_UPLINK_PHYSNET, uplink->physnet) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_PRIORITY, uplink->priority) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_STATE,
			vmfex_uplink_state(uplink)) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_NUM_VIFS, uplink->num_vifs) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_NUM_LISTS, uplink->num_lists) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_OFFLOAD, uplink->offload) ||
	    nla_put_u32(msg, VMFEX_A_UPLINK_OFFLOAD_USED,
			uplink->offload_used) ||
	    nla_put_string(msg, VMFEX_A_UPLINK_OFFLOAD_REASON, reason.text))
		return -EMSGSIZE;
	return 0;
}

static struct vmfex_uplink *vmfex_nl_uplink_of_request(struct genl_info *info)
{
	struct vmfex_uplink *uplink;

	uplink = vmfex_nl_find_uplink(genl_info_net(info),
				      info->attrs[VMFEX_A_UPLINK_IFINDEX],
				      info->attrs[VMFEX_A_UPLINK_IFNAME],
				      info->extack);
	if (uplink)
		return uplink;
	return ERR_PTR(vmfex_nl_missing(info->extack, VMFEX_A_UPLINK_IFNAME,
					"ifname or ifindex of an uplink"));
}

/**
 * vmfex_nl_uplink_get_doit() - answer VMFEX_CMD_UPLINK_GET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_uplink_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *index = info->attrs[VMFEX_A_UPLINK_ADAPTER_IFINDEX];
	const struct nlattr *name = info->attrs[VMFEX_A_UPLINK_ADAPTER];
	struct vmfex_adapter *adapter;
	struct vmfex_uplink *uplink;

	uplink = vmfex_nl_uplink_of_request(info);
	if (IS_ERR(uplink))
		return PTR_ERR(uplink);
	adapter = vmfex_nl_find_adapter(genl_info_net(info), index, name,
					info->extack);
	if (IS_ERR(adapter))
		return PTR_ERR(adapter);
	if (adapter && adapter != uplink->adapter) {
		vmfex_err_attr(info->extack, vmfex_nl_blame(index, name),
			       "%s is an uplink of %s, not of %s",
			       uplink->dev->name,
			       uplink->adapter->self.dev->name,
			       adapter->self.dev->name);
		return -EINVAL;
	}
	return vmfex_nl_reply(info, vmfex_nl_uplink_put, uplink);
}

static int vmfex_nl_uplink_dump(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	struct vmfex_nl_uplink_ctx *ctx = (void *)cb->ctx;
	struct nlattr **attrs = vmfex_dump_attrs(cb);
	struct net *net = sock_net(skb->sk);
	struct vmfex_adapter *adapter;
	struct vmfex_uplink *uplink;
	int err;

	adapter = vmfex_nl_find_adapter(net,
					attrs[VMFEX_A_UPLINK_ADAPTER_IFINDEX],
					attrs[VMFEX_A_UPLINK_ADAPTER],
					cb->extack);
	if (IS_ERR(adapter))
		return PTR_ERR(adapter);

	for (; (uplink = vmfex_nl_uplink_at(net, ctx->index)); ctx->index++) {
		if (adapter && adapter != uplink->adapter)
			continue;
		err = vmfex_nl_dump_one(skb, cb, vmfex_nl_uplink_put, uplink);
		if (err)
			return err;
	}
	return 0;
}

/**
 * vmfex_nl_uplink_get_dumpit() - dump the uplinks of a network namespace
 * @skb: messages
 * @cb: dump
 *
 * Context: Process context, takes RTNL.
 * Return: bytes in @skb, 0 at the end, or a negative error.
 */
int vmfex_nl_uplink_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb)
{
	return vmfex_nl_dump(skb, cb, vmfex_nl_uplink_dump,
			     VMFEX_NL_ATTR(VMFEX_A_UPLINK_ADAPTER_IFINDEX) |
			     VMFEX_NL_ATTR(VMFEX_A_UPLINK_ADAPTER),
			     "a dump of uplinks");
}

/* The attribute behind what uplink.c refuses. */
static void vmfex_nl_uplink_blame(struct genl_info *info, int err)
{
	const struct nlattr *fabric = info->attrs[VMFEX_A_UPLINK_FABRIC];
	const struct nlattr *physnet = info->attrs[VMFEX_A_UPLINK_PHYSNET];
	const struct nlattr *priority = info->attrs[VMFEX_A_UPLINK_PRIORITY];

	if (err == -EEXIST)
		NL_SET_BAD_ATTR(info->extack, fabric);
	else if (err == -ERANGE)
		NL_SET_BAD_ATTR(info->extack, priority);
	else if (fabric && !vmfex_name_valid(nla_data(fabric), nla_len(fabric)))
		NL_SET_BAD_ATTR(info->extack, fabric);
	else if (err)
		NL_SET_BAD_ATTR(info->extack, physnet);
}

static int vmfex_nl_uplink_parse(struct genl_info *info,
				 struct vmfex_uplink_config *config)
{
	const struct nlattr *fabric = info->attrs[VMFEX_A_UPLINK_FABRIC];
	const struct nlattr *physnet = info->attrs[VMFEX_A_UPLINK_PHYSNET];
	const struct nlattr *priority = info->attrs[VMFEX_A_UPLINK_PRIORITY];
	const struct nlattr *offload = info->attrs[VMFEX_A_UPLINK_OFFLOAD];

	if (!fabric && !physnet && !priority && !offload)
		return vmfex_nl_missing(info->extack, VMFEX_A_UPLINK_PRIORITY,
					"fabric, physnet, priority or offload");
	config->set_offload = offload;
	config->offload = offload ? nla_get_u32(offload) : 0;
	config->fabric = fabric ? nla_data(fabric) : NULL;
	config->physnet = physnet ? nla_data(physnet) : NULL;
	config->priority = priority ? nla_get_u32(priority) : 0;
	/* To leave it is not what the client asked for. */
	if (priority && !config->priority) {
		vmfex_err_attr(info->extack, priority,
			       "priority 0 is not within 1 to %u",
			       VMFEX_PRIORITY_MAX);
		return -ERANGE;
	}
	return 0;
}

/**
 * vmfex_nl_uplink_set_doit() - answer VMFEX_CMD_UPLINK_SET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_uplink_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_uplink_config config;
	struct vmfex_uplink *uplink;
	int err;

	uplink = vmfex_nl_uplink_of_request(info);
	if (IS_ERR(uplink))
		return PTR_ERR(uplink);
	err = vmfex_nl_uplink_parse(info, &config);
	if (err)
		return err;
	err = vmfex_uplink_set(uplink, &config, info->extack);
	vmfex_nl_uplink_blame(info, err);
	return err;
}
