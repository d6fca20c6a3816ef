// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink: what the objects of the family have in common. Requests and
 * dumps run under RTNL, one object is one message.
 */
#include <linux/module.h>

#include "compat/compat.h"
#include "compat/extack.h"
#include "face/nl.h"
#include "model/net.h"
#include "path/rx.h"
#include "path/tx.h"

#define VMFEX_NL_DROP(upper, lower)	\
	[VMFEX_DROP_##upper] = VMFEX_A_DROPS_##upper,

/* Index 0 is no reason. */
static const u8 vmfex_nl_drop_attrs[VMFEX_NUM_DROPS] = {
	VMFEX_DROPS(VMFEX_NL_DROP)
};

/* A reason without attribute does not compile, nor an attribute too much. */
static_assert(VMFEX_NUM_DROPS - VMFEX_DROP_TX_UNBOUND ==
	      __VMFEX_A_DROPS_MAX - VMFEX_A_DROPS_TX_UNBOUND);

/**
 * vmfex_nl_check_meaning() - refuse attributes that a request cannot mean
 * @nlh: request that has passed its policy
 * @allowed: set of attributes that make sense
 * @what: the request in words
 * @extack: why not
 *
 * The policy of a command does not know whether it is a dump or what another
 * attribute says, and who gives an attribute believes that it has an effect.
 *
 * Return: 0 or -EINVAL.
 */
int vmfex_nl_check_meaning(const struct nlmsghdr *nlh, u64 allowed,
			   const char *what, struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	int rem;

	nlmsg_for_each_attr(attr, nlh, GENL_HDRLEN, rem) {
		if (allowed & VMFEX_NL_ATTR(nla_type(attr)))
			continue;
		vmfex_err_attr(extack, attr,
			       "attribute %u has no meaning in %s",
			       nla_type(attr), what);
		return -EINVAL;
	}
	return 0;
}

/*
 * The core does not look at the headers of commands before resv_start_op, one of
 * which has a flag of its own.
 */
static int vmfex_nl_check_header(const struct nlmsghdr *nlh, u16 flags,
				 struct netlink_ext_ack *extack)
{
	const struct genlmsghdr *hdr = nlmsg_data(nlh);

	flags |= NLM_F_REQUEST | NLM_F_ACK | NLM_F_ECHO;
	if (nlh->nlmsg_flags & ~flags) {
		vmfex_err(extack, "flags %#x of the message have no meaning",
			  nlh->nlmsg_flags & ~flags);
		return -EINVAL;
	}
	if (hdr->reserved) {
		vmfex_err(extack, "the reserved field of the header is %#x, not 0",
			  hdr->reserved);
		return -EINVAL;
	}
	return 0;
}

/**
 * vmfex_nl_missing() - refuse a request that lacks an attribute
 * @extack: why not
 * @type: attribute
 * @name: its name, or what else could be given, in words
 *
 * Return: -EINVAL.
 */
int vmfex_nl_missing(struct netlink_ext_ack *extack, int type, const char *name)
{
	NL_SET_ERR_ATTR_MISS(extack, NULL, type);
	vmfex_err(extack, "%s is missing", name);
	return -EINVAL;
}

/**
 * vmfex_nl_find_dev() - find a netdev by index, name or both
 * @net: network namespace of the client
 * @index: attribute with the index or NULL
 * @name: attribute with the name or NULL
 * @extack: why not
 *
 * Context: RTNL held.
 * Return: the netdev, NULL if neither attribute is there, or an error pointer:
 * -ENODEV, or -EINVAL if they contradict each other.
 */
struct net_device *vmfex_nl_find_dev(struct net *net,
				     const struct nlattr *index,
				     const struct nlattr *name,
				     struct netlink_ext_ack *extack)
{
	struct net_device *by_index = NULL;
	struct net_device *by_name = NULL;

	ASSERT_RTNL();
	if (index) {
		by_index = __dev_get_by_index(net, nla_get_u32(index));
		if (!by_index) {
			vmfex_err_attr(extack, index,
				       "no netdev with ifindex %u",
				       nla_get_u32(index));
			return ERR_PTR(-ENODEV);
		}
	}
	if (name) {
		by_name = __dev_get_by_name(net, nla_data(name));
		if (!by_name) {
			vmfex_err_attr(extack, name, "no netdev named %s",
				       (const char *)nla_data(name));
			return ERR_PTR(-ENODEV);
		}
	}
	if (by_index && by_name && by_index != by_name) {
		vmfex_err_attr(extack, name, "ifindex %u is %s, not %s",
			       nla_get_u32(index), by_index->name,
			       (const char *)nla_data(name));
		return ERR_PTR(-EINVAL);
	}
	return by_index ? by_index : by_name;
}

/**
 * vmfex_nl_find_adapter() - find an adapter by its netdev
 * @net: network namespace of the client
 * @index: attribute with the index of the netdev or NULL
 * @name: attribute with the name of the netdev or NULL
 * @extack: why not
 *
 * Context: RTNL held.
 * Return: the adapter, NULL if neither attribute is there, or an error pointer:
 * -ENODEV also for a netdev of another kind, or -EINVAL.
 */
struct vmfex_adapter *vmfex_nl_find_adapter(struct net *net,
					    const struct nlattr *index,
					    const struct nlattr *name,
					    struct netlink_ext_ack *extack)
{
	struct vmfex_adapter *adapter;
	struct net_device *dev;

	dev = vmfex_nl_find_dev(net, index, name, extack);
	if (IS_ERR_OR_NULL(dev))
		return ERR_CAST(dev);
	adapter = vmfex_adapter_from_dev(dev);
	if (!adapter) {
		vmfex_err_attr(extack, vmfex_nl_blame(index, name),
			       "%s is not a vmfex adapter", dev->name);
		return ERR_PTR(-ENODEV);
	}
	return adapter;
}

/**
 * vmfex_nl_find_uplink() - find an uplink by its netdev
 * @net: network namespace of the client
 * @index: attribute with the index of the netdev or NULL
 * @name: attribute with the name of the netdev or NULL
 * @extack: why not
 *
 * Context: RTNL held.
 * Return: the uplink, NULL if neither attribute is there, or an error pointer:
 * -ENODEV also for a netdev of another kind, or -EINVAL.
 */
struct vmfex_uplink *vmfex_nl_find_uplink(struct net *net,
					  const struct nlattr *index,
					  const struct nlattr *name,
					  struct netlink_ext_ack *extack)
{
	struct vmfex_uplink *uplink;
	struct net_device *dev;

	dev = vmfex_nl_find_dev(net, index, name, extack);
	if (IS_ERR_OR_NULL(dev))
		return ERR_CAST(dev);
	uplink = vmfex_uplink_get_rtnl(dev);
	if (!uplink) {
		vmfex_err_attr(extack, vmfex_nl_blame(index, name),
			       "%s is not an uplink of a vmfex adapter",
			       dev->name);
		return ERR_PTR(-ENODEV);
	}
	return uplink;
}

/**
 * vmfex_nl_adapter_at() - step through the adapters of a dump
 * @net: network namespace
 * @index: place in the order of creation
 *
 * Context: RTNL held.
 * Return: the adapter, or NULL after the last.
 */
struct vmfex_adapter *vmfex_nl_adapter_at(struct net *net, unsigned int index)
{
	struct vmfex_adapter *adapter;

	ASSERT_RTNL();
	list_for_each_entry(adapter, &vmfex_net(net)->adapters, node)
		if (!index--)
			return adapter;
	return NULL;
}

/**
 * vmfex_nl_uplink_at() - step through the uplinks of a dump
 * @net: network namespace
 * @index: place among the uplinks of all adapters
 *
 * Context: RTNL held.
 * Return: the uplink, or NULL after the last.
 */
struct vmfex_uplink *vmfex_nl_uplink_at(struct net *net, unsigned int index)
{
	struct vmfex_adapter *adapter;
	struct vmfex_uplink *uplink;

	ASSERT_RTNL();
	list_for_each_entry(adapter, &vmfex_net(net)->adapters, node) {
		if (index >= adapter->num_uplinks) {
			index -= adapter->num_uplinks;
			continue;
		}
		list_for_each_entry(uplink, &adapter->uplinks, node)
			if (!index--)
				return uplink;
	}
	return NULL;
}

/* An object as one message, or -EMSGSIZE with @msg as it was. */
static int vmfex_nl_fill(struct sk_buff *msg, vmfex_nl_put_t *put,
			 const void *object, u32 portid, u32 seq, int flags,
			 u8 cmd)
{
	void *hdr;
	int err;

	ASSERT_RTNL();
	hdr = genlmsg_put(msg, portid, seq, &vmfex_nl_family, flags, cmd);
	if (!hdr)
		return -EMSGSIZE;
	err = put(msg, object);
	if (err) {
		genlmsg_cancel(msg, hdr);
		return err;
	}
	genlmsg_end(msg, hdr);
	return 0;
}

/**
 * vmfex_nl_new() - make a message of its own of an object
 * @put: writes the object
 * @object: object
 * @portid: netlink port of the reader, 0 in an event
 * @seq: sequence number of the request, 0 in an event
 * @cmd: command of the message
 *
 * Context: Process context, RTNL held.
 * Return: the message, or an error pointer: -ENOMEM or -EMSGSIZE.
 */
struct sk_buff *vmfex_nl_new(vmfex_nl_put_t *put, const void *object,
			     u32 portid, u32 seq, u8 cmd)
{
	struct sk_buff *msg;
	int err;

	msg = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!msg)
		return ERR_PTR(-ENOMEM);
	err = vmfex_nl_fill(msg, put, object, portid, seq, 0, cmd);
	if (err) {
		nlmsg_free(msg);
		return ERR_PTR(err);
	}
	return msg;
}

/**
 * vmfex_nl_reply() - answer a get
 * @info: request
 * @put: writes the object
 * @object: object
 *
 * Context: Process context, RTNL held.
 * Return: 0, -ENOMEM, -EMSGSIZE or why the client could not be reached.
 */
int vmfex_nl_reply(struct genl_info *info, vmfex_nl_put_t *put,
		   const void *object)
{
	struct sk_buff *msg;

	msg = vmfex_nl_new(put, object, info->snd_portid, info->snd_seq,
			   info->genlhdr->cmd);
	return IS_ERR(msg) ? PTR_ERR(msg) : genlmsg_reply(msg, info);
}

/**
 * vmfex_nl_dump() - run a part of a dump
 * @skb: messages
 * @cb: dump
 * @dump: adds messages to @skb
 * @filters: set of attributes that @dump takes
 * @what: the dump in words
 *
 * Context: Process context, takes RTNL.
 * Return: bytes in @skb, 0 at the end, or a negative error.
 */
int vmfex_nl_dump(struct sk_buff *skb, struct netlink_callback *cb,
		  vmfex_nl_dump_t *dump, u64 filters, const char *what)
{
	int err;

	err = vmfex_nl_check_header(cb->nlh, NLM_F_DUMP, cb->extack);
	if (err)
		return err;
	err = vmfex_nl_check_meaning(cb->nlh, filters, what, cb->extack);
	if (err)
		return err;

	rtnl_lock();
	cb->seq = vmfex_net(sock_net(skb->sk))->seq;
	err = dump(skb, cb);
	rtnl_unlock();
	return skb->len ? : err;
}

/**
 * vmfex_nl_dump_one() - add an object to a dump
 * @skb: messages
 * @cb: dump
 * @put: writes the object
 * @object: object
 *
 * Context: RTNL held.
 * Return: 0, or -EMSGSIZE if @skb is full.
 */
int vmfex_nl_dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		      vmfex_nl_put_t *put, const void *object)
{
	struct nlmsghdr *nlh = (struct nlmsghdr *)skb_tail_pointer(skb);
	const struct genlmsghdr *request = nlmsg_data(cb->nlh);
	int err;

	err = vmfex_nl_fill(skb, put, object, NETLINK_CB(cb->skb).portid,
			    cb->nlh->nlmsg_seq, NLM_F_MULTI, request->cmd);
	if (!err)
		nl_dump_check_consistent(cb, nlh);
	return err;
}

/**
 * vmfex_nl_put_drops() - write drop counters
 * @msg: message
 * @type: attribute of type nest
 * @drops: counters, by reason
 *
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_nl_put_drops(struct sk_buff *msg, int type,
		       const atomic_long_t *drops)
{
	struct nlattr *nest;
	unsigned int i;

	nest = nla_nest_start(msg, type);
	if (!nest)
		return -EMSGSIZE;
	for (i = VMFEX_DROP_TX_UNBOUND; i < VMFEX_NUM_DROPS; i++)
		if (nla_put_u64_64bit(msg, vmfex_nl_drop_attrs[i],
				      atomic_long_read(&drops[i]),
				      VMFEX_A_DROPS_PAD))
			return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int vmfex_nl_pre_doit(VMFEX_GENL_PRE_OPS *ops, struct sk_buff *skb,
			     struct genl_info *info)
{
	u16 flags = info->genlhdr->cmd == VMFEX_CMD_PORT_SET ? NLM_F_EXCL : 0;
	int err;

	err = vmfex_nl_check_header(info->nlhdr, flags, info->extack);
	if (err)
		return err;
	rtnl_lock();
	return 0;
}

static void vmfex_nl_post_doit(VMFEX_GENL_PRE_OPS *ops, struct sk_buff *skb,
			       struct genl_info *info)
{
	rtnl_unlock();
}

static const struct genl_multicast_group vmfex_nl_groups[] = {
	[VMFEX_NLGRP_ADAPTER] = { .name = VMFEX_MCGRP_ADAPTER },
	[VMFEX_NLGRP_UPLINK] = { .name = VMFEX_MCGRP_UPLINK },
	[VMFEX_NLGRP_PORT] = { .name = VMFEX_MCGRP_PORT },
	[VMFEX_NLGRP_PROFILE] = { .name = VMFEX_MCGRP_PROFILE },
	[VMFEX_NLGRP_VIFLIST] = { .name = VMFEX_MCGRP_VIFLIST },
};

/* RTNL protects all objects, so that requests need no lock of the family. Whoever
 * registers it brings the operations, which stand above this file.
 */
struct genl_family vmfex_nl_family __ro_after_init = {
	.name = VMFEX_FAMILY_NAME,
	.version = VMFEX_FAMILY_VERSION,
	.module = THIS_MODULE,
	.netnsok = true,
	.parallel_ops = true,
	.resv_start_op = VMFEX_CMD_PORT_SET + 1,
	.pre_doit = vmfex_nl_pre_doit,
	.post_doit = vmfex_nl_post_doit,
	.mcgrps = vmfex_nl_groups,
	.n_mcgrps = ARRAY_SIZE(vmfex_nl_groups),
};
