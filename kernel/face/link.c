// SPDX-License-Identifier: GPL-2.0-only
/* rtnetlink: the kind "vmfex" creates, changes, shows and destroys adapters. */
#include <net/rtnetlink.h>

#include "base/name.h"
#include "compat/compat.h"
#include "compat/extack.h"
#include "face/link.h"
#include "face/link_uplink.h"
#include "face/link_vnic.h"
#include "face/netdev.h"
#include "model/idle.h"
#include "model/profile.h"
#include "tag/tags.h"
#include "vic/adapter.h"

static const struct nla_policy vmfex_link_policy[IFLA_VMFEX_MAX + 1] = {
	[IFLA_VMFEX_MODE] = { .type = NLA_U32 },
	[IFLA_VMFEX_TAG] = { .type = NLA_U32 },
	[IFLA_VMFEX_NUM_VFS] = { .type = NLA_U32 },
	[IFLA_VMFEX_CLUSTER] = { .type = NLA_NUL_STRING },
	[IFLA_VMFEX_PORT] = { .type = NLA_REJECT },
	[IFLA_VMFEX_IDLE_TIMEOUT] = { .type = NLA_U32 },
};

static int vmfex_link_parse_mode(struct vmfex_adapter_config *config,
				 const struct nlattr *attr,
				 struct netlink_ext_ack *extack)
{
	u32 mode = nla_get_u32(attr);

	if (mode != VMFEX_MODE_HOST && mode != VMFEX_MODE_FABRIC) {
		vmfex_err_attr(extack, attr, "unknown mode %u", mode);
		return -EINVAL;
	}
	config->fabric = mode == VMFEX_MODE_FABRIC;
	return 0;
}

static int vmfex_link_parse_tag(struct vmfex_adapter_config *config,
				const struct nlattr *attr,
				struct netlink_ext_ack *extack)
{
	config->tag = vmfex_tag_find(nla_get_u32(attr));
	if (config->tag)
		return 0;
	vmfex_err_attr(extack, attr, "unknown tag %u", nla_get_u32(attr));
	return -EINVAL;
}

static int vmfex_link_parse_num_vfs(struct vmfex_adapter_config *config,
				    const struct nlattr *attr,
				    struct netlink_ext_ack *extack)
{
	config->num_vfs = nla_get_u32(attr);
	if (config->num_vfs <= VMFEX_MAX_VFS)
		return 0;
	vmfex_err_attr(extack, attr, "%u VFs are more than the %u of an adapter",
		       config->num_vfs, VMFEX_MAX_VFS);
	return -ERANGE;
}

static int vmfex_link_parse_cluster(struct vmfex_adapter_config *config,
				    const struct nlattr *attr,
				    struct netlink_ext_ack *extack)
{
	const char *cluster = nla_data(attr);

	if (!vmfex_name_valid(cluster, VMFEX_CLUSTER_NAME_MAX)) {
		vmfex_err_attr(extack, attr, "\"%.40s\" is not a name for a cluster",
			       cluster);
		return -EINVAL;
	}
	strscpy(config->cluster, cluster, sizeof(config->cluster));
	return 0;
}

static int vmfex_link_parse_idle_timeout(struct vmfex_adapter_config *config,
					 const struct nlattr *attr,
					 struct netlink_ext_ack *extack)
{
	config->idle_timeout = nla_get_u32(attr);
	if (config->idle_timeout <= VMFEX_IDLE_TIMEOUT_MAX)
		return 0;
	vmfex_err_attr(extack, attr, "idle timeout %u s is above %u s",
		       config->idle_timeout, VMFEX_IDLE_TIMEOUT_MAX);
	return -ERANGE;
}

static int (*const vmfex_link_parsers[IFLA_VMFEX_MAX + 1])
	(struct vmfex_adapter_config *config, const struct nlattr *attr,
	 struct netlink_ext_ack *extack) = {
	[IFLA_VMFEX_MODE] = vmfex_link_parse_mode,
	[IFLA_VMFEX_TAG] = vmfex_link_parse_tag,
	[IFLA_VMFEX_NUM_VFS] = vmfex_link_parse_num_vfs,
	[IFLA_VMFEX_CLUSTER] = vmfex_link_parse_cluster,
	[IFLA_VMFEX_IDLE_TIMEOUT] = vmfex_link_parse_idle_timeout,
};

static int vmfex_link_parse(struct vmfex_adapter_config *config,
			    struct nlattr *data[],
			    struct netlink_ext_ack *extack)
{
	unsigned int i;
	int err;

	for (i = 0; data && i <= IFLA_VMFEX_MAX; i++) {
		if (!data[i] || !vmfex_link_parsers[i])
			continue;
		err = vmfex_link_parsers[i](config, data[i], extack);
		if (err)
			return err;
	}
	return 0;
}

static int vmfex_link_validate(struct nlattr *tb[], struct nlattr *data[],
			       struct netlink_ext_ack *extack)
{
	const struct nlattr *addr = tb[IFLA_ADDRESS];
	int err;

	if (!addr)
		return 0;
	if (nla_len(addr) != ETH_ALEN) {
		vmfex_err_attr(extack, addr, "an address has %u bytes, not %d",
			       ETH_ALEN, nla_len(addr));
		return -EINVAL;
	}
	err = vmfex_port_check_mac(nla_data(addr), extack);
	if (err)
		NL_SET_BAD_ATTR(extack, addr);
	return err;
}

static int vmfex_newlink_common(struct net_device *dev, struct nlattr *data[],
				struct netlink_ext_ack *extack)
{
	struct vmfex_adapter_config config = {
		.tag = &vmfex_vntag_ops,
		.face = &vmfex_face,
		.cluster = VMFEX_CLUSTER_DEFAULT,
	};
	int err;

	err = vmfex_link_parse(&config, data, extack);
	if (err)
		return err;
	return vmfex_adapter_create(dev, &config, extack);
}

VMFEX_NEWLINK(vmfex_newlink)

static const struct {
	int attr;
	const char *name;
} vmfex_link_fixed[] = {
	{ IFLA_VMFEX_MODE, "mode" },
	{ IFLA_VMFEX_TAG, "tag" },
	{ IFLA_VMFEX_CLUSTER, "cluster" },
};

static int vmfex_changelink(struct net_device *dev, struct nlattr *tb[],
			    struct nlattr *data[],
			    struct netlink_ext_ack *extack)
{
	struct vmfex_adapter *adapter = netdev_priv(dev);
	struct vmfex_adapter_config config = {
		.num_vfs = adapter->num_vfs,
		.idle_timeout = adapter->idle_timeout,
	};
	struct nlattr *attr;
	unsigned int i;
	int err;

	if (!data)
		return 0;
	for (i = 0; i < ARRAY_SIZE(vmfex_link_fixed); i++) {
		attr = data[vmfex_link_fixed[i].attr];
		if (!attr)
			continue;
		vmfex_err_attr(extack, attr, "%s of %s cannot be changed",
			       vmfex_link_fixed[i].name, dev->name);
		return -EOPNOTSUPP;
	}
	err = vmfex_link_parse(&config, data, extack);
	if (err)
		return err;
	err = vmfex_adapter_set_num_vfs(adapter, config.num_vfs, extack);
	if (err)
		return err;
	if (data[IFLA_VMFEX_IDLE_TIMEOUT])
		vmfex_idle_set_timeout(adapter, config.idle_timeout);
	return 0;
}

static void vmfex_dellink(struct net_device *dev, struct list_head *head)
{
	vmfex_adapter_destroy(netdev_priv(dev), head);
}

static size_t vmfex_link_get_size(const struct net_device *dev)
{
	return nla_total_size(sizeof(u32)) +			/* MODE */
	       nla_total_size(sizeof(u32)) +			/* TAG */
	       nla_total_size(sizeof(u32)) +			/* NUM_VFS */
	       nla_total_size(VMFEX_CLUSTER_NAME_MAX + 1) +	/* CLUSTER */
	       nla_total_size(sizeof(u32)) +			/* IDLE_TIMEOUT */
	       nla_total_size(0) + vmfex_vnic_get_size(dev);	/* PORT */
}

static int vmfex_link_fill_info(struct sk_buff *skb,
				const struct net_device *dev)
{
	const struct vmfex_adapter *adapter = netdev_priv(dev);
	struct nlattr *nest;
	int err;

	ASSERT_RTNL();
	if (nla_put_u32(skb, IFLA_VMFEX_MODE, vmfex_adapter_mode(adapter)) ||
	    nla_put_u32(skb, IFLA_VMFEX_TAG, adapter->tag->type) ||
	    nla_put_u32(skb, IFLA_VMFEX_NUM_VFS, adapter->num_vfs) ||
	    nla_put_string(skb, IFLA_VMFEX_CLUSTER, adapter->cluster) ||
	    nla_put_u32(skb, IFLA_VMFEX_IDLE_TIMEOUT, adapter->idle_timeout))
		return -EMSGSIZE;
	nest = nla_nest_start(skb, IFLA_VMFEX_PORT);
	if (!nest)
		return -EMSGSIZE;
	err = vmfex_vnic_fill_info(skb, dev);
	if (err) {
		nla_nest_cancel(skb, nest);
		return err;
	}
	nla_nest_end(skb, nest);
	return 0;
}

static struct rtnl_link_ops vmfex_link_ops __read_mostly = {
	.kind = VMFEX_KIND_ADAPTER,
	.priv_size = sizeof(struct vmfex_adapter),
	.setup = vmfex_adapter_setup,
	.maxtype = IFLA_VMFEX_MAX,
	.policy = vmfex_link_policy,
	.validate = vmfex_link_validate,
	.newlink = vmfex_newlink,
	.changelink = vmfex_changelink,
	.dellink = vmfex_dellink,
	.get_size = vmfex_link_get_size,
	.fill_info = vmfex_link_fill_info,
	.slave_maxtype = IFLA_VMFEX_UPLINK_MAX,
	.get_slave_size = vmfex_uplink_get_size,
	.fill_slave_info = vmfex_uplink_fill_info,
};

/**
 * vmfex_link_register() - make the kinds known
 *
 * Context: Process context.
 * Return: 0 or a negative error.
 */
int vmfex_link_register(void)
{
	int err;

	err = rtnl_link_register(&vmfex_vnic_link_ops);
	if (err)
		return err;
	err = rtnl_link_register(&vmfex_link_ops);
	if (err)
		rtnl_link_unregister(&vmfex_vnic_link_ops);
	return err;
}

/**
 * vmfex_link_unregister() - destroy all adapters and forget the kinds
 *
 * The adapters take their VFs along, so that none of the other kind is left.
 *
 * Context: Process context, without RTNL.
 */
void vmfex_link_unregister(void)
{
	rtnl_link_unregister(&vmfex_link_ops);
	rtnl_link_unregister(&vmfex_vnic_link_ops);
}
