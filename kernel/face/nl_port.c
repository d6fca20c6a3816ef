// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: what ports are. */
#include "compat/compat.h"
#include "compat/extack.h"
#include "face/nl.h"
#include "model/net.h"
#include "model/profile.h"
#include "model/vif.h"
#include "path/tx.h"

static_assert((int)VMFEX_LINK_STATE_AUTO == (int)IFLA_VF_LINK_STATE_AUTO);
static_assert((int)VMFEX_LINK_STATE_ENABLE == (int)IFLA_VF_LINK_STATE_ENABLE);
static_assert((int)VMFEX_LINK_STATE_DISABLE == (int)IFLA_VF_LINK_STATE_DISABLE);

/**
 * struct vmfex_nl_port_ctx - position of a dump
 * @adapter: adapters done or passed over
 * @port: ports of the next adapter that are done, its own is the first
 */
struct vmfex_nl_port_ctx {
	unsigned int adapter;
	unsigned int port;
};

VMFEX_NL_CTX_FITS(vmfex_nl_port_ctx);

/**
 * struct vmfex_nl_port_filter - which ports a dump shows
 * @adapter: those of an adapter, NULL for all
 * @profile: those bound to profiles of a name, NULL for all
 * @state: those in an enum vmfex_port_state, or VMFEX_NL_ANY_STATE
 * @instance: those that a virtual machine holds, all zero for all
 */
struct vmfex_nl_port_filter {
	const struct vmfex_adapter *adapter;
	const char *profile;
	u32 state;
	uuid_t instance;
};

#define VMFEX_NL_ANY_STATE	U32_MAX

static int vmfex_nl_port_put_dev(struct sk_buff *msg,
				 const struct vmfex_vnic *vnic)
{
	const struct net_device *adapter = vnic->adapter->self.dev;
	const struct net_device *dev = vnic->dev;
	struct net *net = vnic->adapter->net;

	if (nla_put_u32(msg, VMFEX_A_PORT_IFINDEX, dev->ifindex) ||
	    nla_put_string(msg, VMFEX_A_PORT_IFNAME, dev->name) ||
	    nla_put_u32(msg, VMFEX_A_PORT_ADAPTER_IFINDEX, adapter->ifindex) ||
	    nla_put_string(msg, VMFEX_A_PORT_ADAPTER, adapter->name) ||
	    nla_put_u32(msg, VMFEX_A_PORT_VF, vnic->vf) ||
	    nla_put_u8(msg, VMFEX_A_PORT_CARRIER, netif_carrier_ok(dev)) ||
	    nla_put(msg, VMFEX_A_PORT_MAC, ETH_ALEN, dev->dev_addr))
		return -EMSGSIZE;
	if (!net_eq(net, dev_net(dev)) &&
	    nla_put_s32(msg, VMFEX_A_PORT_NETNSID,
			peernet2id_alloc(net, dev_net(dev), GFP_KERNEL)))
		return -EMSGSIZE;
	return 0;
}

static int vmfex_nl_port_put_uuid(struct sk_buff *msg, int type,
				  const uuid_t *uuid)
{
	if (uuid_is_null(uuid))
		return 0;
	return nla_put(msg, type, UUID_SIZE, uuid);
}

static int vmfex_nl_port_put_binding(struct sk_buff *msg,
				     const struct vmfex_port *port)
{
	const struct vmfex_profile *profile = port->profile;

	if (nla_put_u32(msg, VMFEX_A_PORT_STATE, port->state))
		return -EMSGSIZE;
	if (profile && !vmfex_profile_is_own(profile) &&
	    (nla_put_string(msg, VMFEX_A_PORT_PROFILE, profile->name) ||
	     nla_put_string(msg, VMFEX_A_PORT_CLUSTER, profile->cluster) ||
	     nla_put_u32(msg, VMFEX_A_PORT_GENERATION,
			 profile->policy->generation)))
		return -EMSGSIZE;
	if (port->has_request &&
	    (nla_put_u32(msg, VMFEX_A_PORT_REQUEST, port->request) ||
	     nla_put_u32(msg, VMFEX_A_PORT_RESPONSE, port->response)))
		return -EMSGSIZE;
	if (port->error[0] &&
	    nla_put_string(msg, VMFEX_A_PORT_ERROR, port->error))
		return -EMSGSIZE;
	if (vmfex_nl_port_put_uuid(msg, VMFEX_A_PORT_INSTANCE_UUID,
				   &port->holder.instance) ||
	    vmfex_nl_port_put_uuid(msg, VMFEX_A_PORT_HOST_UUID,
				   &port->holder.host))
		return -EMSGSIZE;
	if (port->holder.owner[0] &&
	    nla_put_string(msg, VMFEX_A_PORT_OWNER, port->holder.owner))
		return -EMSGSIZE;
	return 0;
}

/* What rtnetlink's VF operations set, who show it of some VFs only, and more. */
static int vmfex_nl_port_put_config(struct sk_buff *msg,
				    const struct vmfex_vf_config *config)
{
	u8 mac[ETH_ALEN];

	u64_to_ether_addr(config->mac, mac);
	if (config->mac && nla_put(msg, VMFEX_A_PORT_ADMIN_MAC, ETH_ALEN, mac))
		return -EMSGSIZE;
	if (nla_put_u32(msg, VMFEX_A_PORT_LINK_STATE, config->link_state))
		return -EMSGSIZE;
	if (config->trusted && nla_put_flag(msg, VMFEX_A_PORT_TRUSTED))
		return -EMSGSIZE;
	if (config->spoofchk && nla_put_flag(msg, VMFEX_A_PORT_SPOOFCHK))
		return -EMSGSIZE;
	return nla_put_u8(msg, VMFEX_A_PORT_HOST_STACK, config->host_stack);
}

static int vmfex_nl_port_put_own(struct sk_buff *msg,
				 const struct vmfex_profile *profile)
{
	const struct vmfex_policy *policy;

	if (!profile || !vmfex_profile_is_own(profile))
		return 0;
	policy = profile->policy;
	if (nla_put_u16(msg, VMFEX_A_PORT_OWN_VLAN, policy->untagged_vid))
		return -EMSGSIZE;
	if (policy->cos != VMFEX_COS_NONE &&
	    nla_put_u8(msg, VMFEX_A_PORT_OWN_COS, policy->cos))
		return -EMSGSIZE;
	return 0;
}

static int vmfex_nl_port_put_vif(struct sk_buff *msg,
				 const struct vmfex_vif *vif)
{
	const struct net_device *dev = vif->uplink->dev;
	struct nlattr *nest;

	nest = nla_nest_start(msg, VMFEX_A_PORT_VIF);
	if (!nest)
		return -EMSGSIZE;
	if (nla_put_u32(msg, VMFEX_A_VIF_UPLINK_IFINDEX, dev->ifindex) ||
	    nla_put_string(msg, VMFEX_A_VIF_UPLINK, dev->name) ||
	    nla_put_u32(msg, VMFEX_A_VIF_ID, vif->id))
		return -EMSGSIZE;
	if (vif == vif->vnic->active && nla_put_flag(msg, VMFEX_A_VIF_ACTIVE))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

static int vmfex_nl_port_put_stats(struct sk_buff *msg,
				   const struct vmfex_vnic *vnic)
{
	struct rtnl_link_stats64 stats;
	struct nlattr *nest;

	nest = nla_nest_start(msg, VMFEX_A_PORT_STATS);
	if (!nest)
		return -EMSGSIZE;
	dev_get_stats(vnic->dev, &stats);
	if (nla_put_u64_64bit(msg, VMFEX_A_STATS_RX_PACKETS, stats.rx_packets,
			      VMFEX_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, VMFEX_A_STATS_RX_BYTES, stats.rx_bytes,
			      VMFEX_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, VMFEX_A_STATS_TX_PACKETS, stats.tx_packets,
			      VMFEX_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, VMFEX_A_STATS_TX_BYTES, stats.tx_bytes,
			      VMFEX_A_STATS_PAD) ||
	    nla_put_u64_64bit(msg, VMFEX_A_STATS_RX_LOOPED,
			      vmfex_vnic_rx_looped(vnic), VMFEX_A_STATS_PAD))
		return -EMSGSIZE;
	nla_nest_end(msg, nest);
	return 0;
}

/**
 * vmfex_nl_port_put() - write a port
 * @msg: message
 * @object: struct vmfex_vnic
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -EMSGSIZE.
 */
int vmfex_nl_port_put(struct sk_buff *msg, const void *object)
{
	const struct vmfex_vnic *vnic = object;
	const struct vmfex_vif *vif;
	int err;

	err = vmfex_nl_port_put_dev(msg, vnic);
	if (err)
		return err;
	err = vmfex_nl_port_put_binding(msg, &vnic->port);
	if (err)
		return err;
	err = vmfex_nl_port_put_config(msg, &vnic->config);
	if (err)
		return err;
	err = vmfex_nl_port_put_own(msg, vnic->port.profile);
	if (err)
		return err;
	list_for_each_entry(vif, &vnic->vifs, node) {
		err = vmfex_nl_port_put_vif(msg, vif);
		if (err)
			return err;
	}
	err = vmfex_nl_port_put_stats(msg, vnic);
	if (err)
		return err;
	return vmfex_nl_put_drops(msg, VMFEX_A_PORT_DROPS, vnic->drops);
}

static struct vmfex_vnic *vmfex_nl_port_by_vf(struct genl_info *info,
					      struct vmfex_adapter *adapter)
{
	const struct nlattr *attr = info->attrs[VMFEX_A_PORT_VF];
	const char *name = adapter->self.dev->name;
	struct vmfex_vnic *vnic;
	u32 vf;

	if (!attr)
		return ERR_PTR(vmfex_nl_missing(info->extack, VMFEX_A_PORT_VF,
						"vf"));
	vf = nla_get_u32(attr);
	vnic = vmfex_adapter_vnic(adapter, vf);
	if (vnic)
		return vnic;
	if (adapter->num_vfs)
		vmfex_err_attr(info->extack, attr,
			       "VF %u is out of range, %s has 0 to %u", vf,
			       name, adapter->num_vfs - 1);
	else
		vmfex_err_attr(info->extack, attr,
			       "VF %u is out of range, %s has no VFs", vf,
			       name);
	return ERR_PTR(-ENODEV);
}

static struct vmfex_vnic *vmfex_nl_port_by_dev(struct genl_info *info)
{
	const struct nlattr *index = info->attrs[VMFEX_A_PORT_IFINDEX];
	const struct nlattr *name = info->attrs[VMFEX_A_PORT_IFNAME];
	struct vmfex_vnic *vnic;
	struct net_device *dev;

	dev = vmfex_nl_find_dev(genl_info_net(info), index, name, info->extack);
	if (IS_ERR_OR_NULL(dev))
		return ERR_CAST(dev);
	vnic = vmfex_vnic_from_dev(dev);
	if (!vnic) {
		vmfex_err_attr(info->extack, vmfex_nl_blame(index, name),
			       "%s is not a port of a vmfex adapter",
			       dev->name);
		return ERR_PTR(-ENODEV);
	}
	return vnic;
}

/* Named twice: by its netdev, and by adapter or VF index. */
static int vmfex_nl_port_check_names(struct genl_info *info,
				     const struct vmfex_vnic *vnic,
				     const struct vmfex_adapter *adapter)
{
	const struct nlattr *vf = info->attrs[VMFEX_A_PORT_VF];

	if (adapter && adapter != vnic->adapter) {
		vmfex_err_attr(info->extack,
			       vmfex_nl_blame(info->attrs[VMFEX_A_PORT_ADAPTER_IFINDEX],
					      info->attrs[VMFEX_A_PORT_ADAPTER]),
			       "%s is a port of %s, not of %s", vnic->dev->name,
			       vnic->adapter->self.dev->name,
			       adapter->self.dev->name);
		return -EINVAL;
	}
	if (vf && nla_get_u32(vf) != vnic->vf) {
		vmfex_err_attr(info->extack, vf, "%s is VF %u, not %u",
			       vnic->dev->name, vnic->vf, nla_get_u32(vf));
		return -EINVAL;
	}
	return 0;
}

/**
 * vmfex_nl_port_of_request() - find the port that a request names
 * @info: request
 *
 * Context: RTNL held.
 * Return: the port or an error pointer.
 */
struct vmfex_vnic *vmfex_nl_port_of_request(struct genl_info *info)
{
	struct vmfex_adapter *adapter;
	struct vmfex_vnic *vnic;
	int err;

	vnic = vmfex_nl_port_by_dev(info);
	if (IS_ERR(vnic))
		return vnic;
	adapter = vmfex_nl_find_adapter(genl_info_net(info),
					info->attrs[VMFEX_A_PORT_ADAPTER_IFINDEX],
					info->attrs[VMFEX_A_PORT_ADAPTER],
					info->extack);
	if (IS_ERR(adapter))
		return ERR_CAST(adapter);
	if (!vnic && !adapter)
		return ERR_PTR(vmfex_nl_missing(info->extack,
						VMFEX_A_PORT_IFNAME,
						"ifname or ifindex of a port, or adapter and vf,"));
	if (!vnic)
		return vmfex_nl_port_by_vf(info, adapter);
	err = vmfex_nl_port_check_names(info, vnic, adapter);
	return err ? ERR_PTR(err) : vnic;
}

/**
 * vmfex_nl_port_get_doit() - answer VMFEX_CMD_PORT_GET
 * @skb: request
 * @info: request, parsed
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
int vmfex_nl_port_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct vmfex_vnic *vnic;
	int err;

	err = vmfex_nl_check_meaning(info->nlhdr, VMFEX_NL_PORT_NAMES,
				     "a get of one port", info->extack);
	if (err)
		return err;
	vnic = vmfex_nl_port_of_request(info);
	if (IS_ERR(vnic))
		return PTR_ERR(vnic);
	return vmfex_nl_reply(info, vmfex_nl_port_put, vnic);
}

static bool vmfex_nl_port_match(const struct vmfex_vnic *vnic,
				const struct vmfex_nl_port_filter *filter)
{
	const struct vmfex_port *port = &vnic->port;

	if (filter->state != VMFEX_NL_ANY_STATE && filter->state != port->state)
		return false;
	if (!uuid_is_null(&filter->instance) &&
	    !uuid_equal(&filter->instance, &port->holder.instance))
		return false;
	if (!filter->profile)
		return true;
	return port->profile && !strcmp(port->profile->name, filter->profile);
}

/* Without an adapter a name means the profiles of that name in all clusters. */
static bool vmfex_nl_port_profile_exists(struct net *net,
					 const struct vmfex_adapter *adapter,
					 const char *name)
{
	struct vmfex_profile *profile;
	unsigned long id;

	if (adapter)
		return vmfex_profile_find(net, adapter->cluster, name);
	xa_for_each(&vmfex_net(net)->profiles, id, profile)
		if (!strcmp(profile->name, name))
			return true;
	return false;
}

static int vmfex_nl_port_parse_filter(struct netlink_callback *cb,
				      struct net *net,
				      struct vmfex_nl_port_filter *filter)
{
	struct nlattr **attrs = vmfex_dump_attrs(cb);
	struct nlattr *attr;

	filter->adapter = vmfex_nl_find_adapter(net,
						attrs[VMFEX_A_PORT_ADAPTER_IFINDEX],
						attrs[VMFEX_A_PORT_ADAPTER],
						cb->extack);
	if (IS_ERR(filter->adapter))
		return PTR_ERR(filter->adapter);

	attr = attrs[VMFEX_A_PORT_STATE];
	filter->state = attr ? nla_get_u32(attr) : VMFEX_NL_ANY_STATE;

	filter->instance = uuid_null;
	vmfex_nl_get_uuid(&filter->instance, attrs[VMFEX_A_PORT_INSTANCE_UUID]);

	attr = attrs[VMFEX_A_PORT_PROFILE];
	filter->profile = attr ? nla_data(attr) : NULL;
	if (!attr || vmfex_nl_port_profile_exists(net, filter->adapter,
						  filter->profile))
		return 0;
	if (filter->adapter)
		vmfex_err_attr(cb->extack, attr, "no profile %s in cluster %.16s",
			       filter->profile, filter->adapter->cluster);
	else
		vmfex_err_attr(cb->extack, attr, "no profile %s in any cluster",
			       filter->profile);
	return -ENOENT;
}

static int vmfex_nl_port_dump(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct vmfex_nl_port_ctx *ctx = (void *)cb->ctx;
	struct net *net = sock_net(skb->sk);
	struct vmfex_nl_port_filter filter;
	struct vmfex_adapter *adapter;
	struct vmfex_vnic *vnic;
	int err;

	err = vmfex_nl_port_parse_filter(cb, net, &filter);
	if (err)
		return err;

	for (; (adapter = vmfex_nl_adapter_at(net, ctx->adapter));
	     ctx->adapter++, ctx->port = 0) {
		if (filter.adapter && filter.adapter != adapter)
			continue;
		for (; ctx->port <= adapter->num_vfs; ctx->port++) {
			/* VMFEX_VF_SELF is -1. */
			vnic = vmfex_adapter_vnic(adapter, ctx->port - 1);
			if (!vmfex_nl_port_match(vnic, &filter))
				continue;
			err = vmfex_nl_dump_one(skb, cb, vmfex_nl_port_put,
						vnic);
			if (err)
				return err;
		}
	}
	return 0;
}

/**
 * vmfex_nl_port_get_dumpit() - dump the ports of a network namespace's adapters
 * @skb: messages
 * @cb: dump
 *
 * Context: Process context, takes RTNL.
 * Return: bytes in @skb, 0 at the end, or a negative error.
 */
int vmfex_nl_port_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	return vmfex_nl_dump(skb, cb, vmfex_nl_port_dump,
			     VMFEX_NL_ATTR(VMFEX_A_PORT_ADAPTER_IFINDEX) |
			     VMFEX_NL_ATTR(VMFEX_A_PORT_ADAPTER) |
			     VMFEX_NL_ATTR(VMFEX_A_PORT_PROFILE) |
			     VMFEX_NL_ATTR(VMFEX_A_PORT_STATE) |
			     VMFEX_NL_ATTR(VMFEX_A_PORT_INSTANCE_UUID),
			     "a dump of ports");
}
