// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink: VIF lists. A message tells one member; a list without
 * members has one message all the same.
 */
#include "compat/compat.h"
#include "compat/extack.h"
#include "face/nl.h"
#include "model/vif.h"
#include "model/viflist.h"

/**
 * struct vmfex_nl_viflist_ctx - position of a dump
 * @uplink: uplinks done or passed over
 * @list: the next list has this number or a greater one
 * @slot: slots of that very list that are done
 * @begun: the filter was checked
 */
struct vmfex_nl_viflist_ctx {
	unsigned int uplink;
	unsigned long list;
	unsigned int slot;
	bool begun;
};

VMFEX_NL_CTX_FITS(vmfex_nl_viflist_ctx);

/**
 * struct vmfex_nl_viflist_filter - which lists a dump shows
 * @adapter: those of an adapter, NULL for all
 * @uplink: those of an uplink, NULL for all
 * @list: attribute with the number of the list, NULL for all
 */
struct vmfex_nl_viflist_filter {
	const struct vmfex_adapter *adapter;
	const struct vmfex_uplink *uplink;
	const struct nlattr *list;
};

/**
 * vmfex_nl_viflist_put() - write a list or a member of it
 * @msg: message
 * @object: struct vmfex_viflist_event
 *
 * Context: RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_nl_viflist_put(struct sk_buff *msg, const void *object)
{
	const struct vmfex_viflist_event *list = object;
	const struct net_device *adapter = list->uplink->adapter->self.dev;
	const struct net_device *dev = list->uplink->dev;
	const struct vmfex_vif *vif = list->member;

	if (nla_put_u32(msg, VMFEX_A_VIFLIST_UPLINK_IFINDEX, dev->ifindex) ||
	    nla_put_string(msg, VMFEX_A_VIFLIST_UPLINK, dev->name) ||
	    nla_put_u32(msg, VMFEX_A_VIFLIST_ADAPTER_IFINDEX,
			adapter->ifindex) ||
	    nla_put_string(msg, VMFEX_A_VIFLIST_ADAPTER, adapter->name) ||
	    nla_put_u32(msg, VMFEX_A_VIFLIST_LIST, list->list) ||
	    nla_put_u32(msg, VMFEX_A_VIFLIST_NUM_MEMBERS, list->num))
		return -EMSGSIZE;
	if (vif && (nla_put_u32(msg, VMFEX_A_VIFLIST_VIF_ID, vif->id) ||
		    nla_put_u32(msg, VMFEX_A_VIFLIST_VF, vif->vnic->vf)))
		return -EMSGSIZE;
	return 0;
}

/* Resolves what names lists, for a request and for a dump. */
static int vmfex_nl_viflist_names(struct net *net, struct nlattr **attrs,
				  struct vmfex_nl_viflist_filter *names,
				  struct netlink_ext_ack *extack)
{
	const struct nlattr *index = attrs[VMFEX_A_VIFLIST_ADAPTER_IFINDEX];
	const struct nlattr *name = attrs[VMFEX_A_VIFLIST_ADAPTER];

	names->list = attrs[VMFEX_A_VIFLIST_LIST];
	names->uplink = vmfex_nl_find_uplink(net,
					     attrs[VMFEX_A_VIFLIST_UPLINK_IFINDEX],
					     attrs[VMFEX_A_VIFLIST_UPLINK],
					     extack);
	if (IS_ERR(names->uplink))
		return PTR_ERR(names->uplink);
	names->adapter = vmfex_nl_find_adapter(net, index, name, extack);
	if (IS_ERR(names->adapter))
		return PTR_ERR(names->adapter);
	if (names->uplink && names->adapter &&
	    names->uplink->adapter != names->adapter) {
		vmfex_err_attr(extack, vmfex_nl_blame(index, name),
			       "%s is an uplink of %s, not of %s",
			       names->uplink->dev->name,
			       names->uplink->adapter->self.dev->name,
			       names->adapter->self.dev->name);
		return -EINVAL;
	}
	return 0;
}

static struct vmfex_uplink *vmfex_nl_viflist_uplink(struct genl_info *info)
{
	struct vmfex_nl_viflist_filter names;
	int err;

	err = vmfex_nl_viflist_names(genl_info_net(info), info->attrs, &names,
				     info->extack);
	if (err)
		return ERR_PTR(err);
	if (!names.uplink)
		return ERR_PTR(vmfex_nl_missing(info->extack,
						VMFEX_A_VIFLIST_UPLINK,
						"uplink or uplink-ifindex"));
	if (!names.list)
		return ERR_PTR(vmfex_nl_missing(info->extack,
						VMFEX_A_VIFLIST_LIST, "list"));
	return (struct vmfex_uplink *)names.uplink;
}

static struct vmfex_vif *vmfex_nl_viflist_member(const struct vmfex_viflist *list,
						 u32 id)
{
	unsigned int i;

	for (i = 0; i < list->slots; i++)
		if (list->members[i] && list->members[i]->id == id)
			return list->members[i];
	return NULL;
}

/**
 * vmfex_nl_viflist_get_doit() - answer VMFEX_CMD_VIFLIST_GET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_viflist_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *vif = info->attrs[VMFEX_A_VIFLIST_VIF_ID];
	struct vmfex_viflist_event reply = {};
	const struct vmfex_uplink *uplink;
	const struct vmfex_viflist *list;
	const struct nlattr *attr;

	uplink = vmfex_nl_viflist_uplink(info);
	if (IS_ERR(uplink))
		return PTR_ERR(uplink);
	attr = info->attrs[VMFEX_A_VIFLIST_LIST];
	list = vmfex_viflist_find(uplink, nla_get_u32(attr));
	if (!list) {
		vmfex_err_attr(info->extack, attr, "no list %u on %s",
			       nla_get_u32(attr), uplink->dev->name);
		return -ENOENT;
	}

	reply.uplink = uplink;
	reply.list = list->id;
	reply.num = list->num;
	if (!vif)
		return vmfex_nl_reply(info, vmfex_nl_viflist_put, &reply);
	reply.member = vmfex_nl_viflist_member(list, nla_get_u32(vif));
	if (!reply.member) {
		vmfex_err_attr(info->extack, vif,
			       "VIF %u is not in list %u on %s",
			       nla_get_u32(vif), list->id, uplink->dev->name);
		return -ENOENT;
	}
	return vmfex_nl_reply(info, vmfex_nl_viflist_put, &reply);
}

static bool vmfex_nl_viflist_match(const struct vmfex_uplink *uplink,
				   const struct vmfex_nl_viflist_filter *filter)
{
	if (filter->uplink)
		return filter->uplink == uplink;
	return !filter->adapter || filter->adapter == uplink->adapter;
}

static int vmfex_nl_viflist_check_filter(struct net *net,
					 const struct vmfex_nl_viflist_filter *filter,
					 struct netlink_ext_ack *extack)
{
	struct vmfex_uplink *uplink;
	unsigned int i;
	u32 id;

	if (!filter->list)
		return 0;
	id = nla_get_u32(filter->list);
	for (i = 0; (uplink = vmfex_nl_uplink_at(net, i)); i++)
		if (vmfex_nl_viflist_match(uplink, filter) &&
		    vmfex_viflist_find(uplink, id))
			return 0;
	if (filter->uplink)
		vmfex_err_attr(extack, filter->list, "no list %u on %s", id,
			       filter->uplink->dev->name);
	else if (filter->adapter)
		vmfex_err_attr(extack, filter->list,
			       "no list %u on any uplink of %s", id,
			       filter->adapter->self.dev->name);
	else
		vmfex_err_attr(extack, filter->list,
			       "no list %u on any uplink", id);
	return -ENOENT;
}

static int vmfex_nl_viflist_dump_list(struct sk_buff *skb,
				      struct netlink_callback *cb,
				      const struct vmfex_uplink *uplink,
				      const struct vmfex_viflist *list)
{
	struct vmfex_nl_viflist_ctx *ctx = (void *)cb->ctx;
	struct vmfex_viflist_event item = {
		.uplink = uplink,
		.list = list->id,
		.num = list->num,
	};
	int err;

	if (!list->num)
		return vmfex_nl_dump_one(skb, cb, vmfex_nl_viflist_put, &item);
	for (; ctx->slot < list->slots; ctx->slot++) {
		item.member = list->members[ctx->slot];
		if (!item.member)
			continue;
		err = vmfex_nl_dump_one(skb, cb, vmfex_nl_viflist_put, &item);
		if (err)
			return err;
	}
	return 0;
}

static int vmfex_nl_viflist_dump_uplink(struct sk_buff *skb,
					struct netlink_callback *cb,
					struct vmfex_uplink *uplink,
					const struct nlattr *filter)
{
	struct vmfex_nl_viflist_ctx *ctx = (void *)cb->ctx;
	struct vmfex_viflist *list;
	unsigned long id;
	int err;

	xa_for_each_start(&uplink->lists, id, list, ctx->list) {
		if (filter && id != nla_get_u32(filter))
			continue;
		if (id != ctx->list) {
			ctx->list = id;
			ctx->slot = 0;
		}
		err = vmfex_nl_viflist_dump_list(skb, cb, uplink, list);
		if (err)
			return err;
	}
	return 0;
}

static int vmfex_nl_viflist_dump(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct vmfex_nl_viflist_ctx *ctx = (void *)cb->ctx;
	struct nlattr **attrs = vmfex_dump_attrs(cb);
	struct vmfex_nl_viflist_filter filter;
	struct net *net = sock_net(skb->sk);
	struct vmfex_uplink *uplink;
	int err;

	err = vmfex_nl_viflist_names(net, attrs, &filter, cb->extack);
	if (err)
		return err;
	if (!ctx->begun) {
		err = vmfex_nl_viflist_check_filter(net, &filter, cb->extack);
		if (err)
			return err;
		ctx->begun = true;
	}

	for (; (uplink = vmfex_nl_uplink_at(net, ctx->uplink)); ctx->uplink++) {
		if (vmfex_nl_viflist_match(uplink, &filter)) {
			err = vmfex_nl_viflist_dump_uplink(skb, cb, uplink,
							   filter.list);
			if (err)
				return err;
		}
		ctx->list = 0;
		ctx->slot = 0;
	}
	return 0;
}

/**
 * vmfex_nl_viflist_get_dumpit() - dump the VIF lists of a network namespace
 * @skb: messages
 * @cb: dump
 *
 * Context: Process context, takes RTNL.
 * Return: bytes in @skb, 0 at the end, or a negative error.
 */
int vmfex_nl_viflist_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return vmfex_nl_dump(skb, cb, vmfex_nl_viflist_dump,
			     VMFEX_NL_ATTR(VMFEX_A_VIFLIST_UPLINK_IFINDEX) |
			     VMFEX_NL_ATTR(VMFEX_A_VIFLIST_UPLINK) |
			     VMFEX_NL_ATTR(VMFEX_A_VIFLIST_ADAPTER_IFINDEX) |
			     VMFEX_NL_ATTR(VMFEX_A_VIFLIST_ADAPTER) |
			     VMFEX_NL_ATTR(VMFEX_A_VIFLIST_LIST),
			     "a dump of VIF lists");
}

/* 0 means no member to viflist.c, and must not mean that to a client. */
static int vmfex_nl_viflist_check_vif(struct genl_info *info,
				      const struct vmfex_uplink *uplink)
{
	const struct nlattr *vif = info->attrs[VMFEX_A_VIFLIST_VIF_ID];

	if (!vif || nla_get_u32(vif))
		return 0;
	vmfex_err_attr(info->extack, vif,
		       "VIF 0 is out of range, %s has 1 to %u",
		       uplink->tag->name, uplink->tag->max_vif);
	return -ERANGE;
}

static int vmfex_nl_viflist_change(struct genl_info *info,
				   int (*change)(struct vmfex_uplink *uplink,
						 u32 id, u32 vif,
						 struct netlink_ext_ack *extack))
{
	const struct nlattr *vif = info->attrs[VMFEX_A_VIFLIST_VIF_ID];
	const struct nlattr *list = info->attrs[VMFEX_A_VIFLIST_LIST];
	struct vmfex_uplink *uplink;
	int err;

	uplink = vmfex_nl_viflist_uplink(info);
	if (IS_ERR(uplink))
		return PTR_ERR(uplink);
	err = vmfex_nl_viflist_check_vif(info, uplink);
	if (err)
		return err;

	err = change(uplink, nla_get_u32(list), vif ? nla_get_u32(vif) : 0,
		     info->extack);
	if (err == -ENOENT || err == -EEXIST)
		NL_SET_BAD_ATTR(info->extack, vif ? vif : list);
	else if (err == -ERANGE)
		NL_SET_BAD_ATTR(info->extack, list);
	return err;
}

/**
 * vmfex_nl_viflist_new_doit() - answer VMFEX_CMD_VIFLIST_NEW
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_viflist_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vmfex_nl_viflist_change(info, vmfex_viflist_add);
}

/**
 * vmfex_nl_viflist_del_doit() - answer VMFEX_CMD_VIFLIST_DEL
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_viflist_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	return vmfex_nl_viflist_change(info, vmfex_viflist_del);
}
