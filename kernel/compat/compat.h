/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What differs between the supported kernels, 6.1 to 7.2. All version checks
 * of the module are here.
 */
#ifndef _VMFEX_COMPAT_H
#define _VMFEX_COMPAT_H

#include <linux/ethtool.h>
#include <linux/net_tstamp.h>
#include <linux/netdevice.h>
#include <linux/version.h>
#include <net/addrconf.h>
#include <net/genetlink.h>
#include <net/rtnetlink.h>

#define VMFEX_KERNEL_GE(major, minor)	\
	(LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

#if VMFEX_KERNEL_GE(6, 5)
#include <net/gso.h>
#endif
#if VMFEX_KERNEL_GE(6, 9)
#include <net/rps.h>
#endif
#if VMFEX_KERNEL_GE(6, 15)
#include <net/netdev_lock.h>
#endif

/**
 * vmfex_set_lltx() - let the core call ndo_start_xmit without a queue lock
 * @dev: netdev, not yet registered
 *
 * A feature bit until 6.11, a flag of its own since.
 */
static inline void vmfex_set_lltx(struct net_device *dev)
{
#if VMFEX_KERNEL_GE(6, 12)
	dev->lltx = true;
#else
	dev->features |= NETIF_F_LLTX;
#endif
}

/**
 * vmfex_set_netns_immutable() - keep a netdev in its network namespace
 * @dev: netdev, not yet registered
 *
 * A feature bit until 6.11, a flag of its own since. It was renamed in 6.15, and
 * in stable kernels of older series: Kbuild looks for the new name.
 */
static inline void vmfex_set_netns_immutable(struct net_device *dev)
{
#if defined(VMFEX_HAVE_NETNS_IMMUTABLE)
	dev->netns_immutable = true;
#elif VMFEX_KERNEL_GE(6, 12)
	dev->netns_local = true;
#else
	dev->features |= NETIF_F_NETNS_LOCAL;
#endif
}

/**
 * vmfex_set_addrconf() - let IPv6 configure itself on a netdev, or not
 * @dev: registered netdev
 * @on: it may
 *
 * A flag since 6.2. Before, a netdev that generates no link-local address asks no
 * router either.
 *
 * Context: Process context, RTNL held.
 */
static inline void vmfex_set_addrconf(struct net_device *dev, bool on)
{
#if VMFEX_KERNEL_GE(6, 2)
	if (on)
		dev->priv_flags &= ~IFF_NO_ADDRCONF;
	else
		dev->priv_flags |= IFF_NO_ADDRCONF;
#elif IS_ENABLED(CONFIG_IPV6)
	struct inet6_dev *idev = __in6_dev_get(dev);

	if (idev)
		idev->cnf.addr_gen_mode = on ?
			dev_net(dev)->ipv6.devconf_dflt->addr_gen_mode :
			IN6_ADDR_GEN_MODE_NONE;
#endif
}

/**
 * vmfex_allow_proto_down() - let users take the carrier away by IFLA_PROTO_DOWN
 * @dev: netdev, not yet registered
 *
 * A private flag until 6.11, a flag of its own since.
 */
static inline void vmfex_allow_proto_down(struct net_device *dev)
{
#if VMFEX_KERNEL_GE(6, 12)
	dev->change_proto_down = true;
#else
	dev->priv_flags |= IFF_CHANGE_PROTO_DOWN;
#endif
}

/**
 * vmfex_rps_in_use() - does any netdev spread what it receives over CPUs?
 *
 * Return: true if one does.
 */
static inline bool vmfex_rps_in_use(void)
{
#ifdef CONFIG_RPS
	return static_branch_unlikely(&rps_needed);
#else
	return false;
#endif
}

/*
 * Reasons to drop an skb that are newer than 6.1, and in stable kernels of older
 * series: Kbuild looks for one of them.
 */
#if defined(VMFEX_HAVE_DROP_NO_TX_TARGET)
#define VMFEX_SKB_REASON_SOURCE		SKB_DROP_REASON_MAC_INVALID_SOURCE
#define VMFEX_SKB_REASON_NO_TARGET	SKB_DROP_REASON_NO_TX_TARGET
#else
#define VMFEX_SKB_REASON_SOURCE		SKB_DROP_REASON_NOT_SPECIFIED
#define VMFEX_SKB_REASON_NO_TARGET	SKB_DROP_REASON_OTHERHOST
#endif

/* rtnl_link_ops.newlink got a parameter struct in 6.15. */
#if VMFEX_KERNEL_GE(6, 15)
#define VMFEX_NEWLINK(name)						\
static int name(struct net_device *dev,					\
		struct rtnl_newlink_params *params,			\
		struct netlink_ext_ack *extack)				\
{									\
	return name##_common(dev, params->data, extack);		\
}
#else
#define VMFEX_NEWLINK(name)						\
static int name(struct net *src_net, struct net_device *dev,		\
		struct nlattr *tb[], struct nlattr *data[],		\
		struct netlink_ext_ack *extack)				\
{									\
	return name##_common(dev, data, extack);			\
}
#endif

/* Attributes of a dump request: a helper since 6.6. */
static inline struct nlattr **vmfex_dump_attrs(struct netlink_callback *cb)
{
#if VMFEX_KERNEL_GE(6, 6)
	return genl_info_dump(cb)->attrs;
#else
	return (struct nlattr **)genl_dumpit_info(cb)->attrs;
#endif
}

/**
 * vmfex_gro_hold_time() - how long a netdev may keep a packet after it was polled
 * @dev: netdev
 *
 * A NAPI has times of its own since 6.13, and a lock for them since 6.14.
 *
 * Context: Process context, RTNL held.
 * Return: time in ns.
 */
static inline unsigned long vmfex_gro_hold_time(struct net_device *dev)
{
	unsigned long longest = READ_ONCE(dev->gro_flush_timeout);
#if VMFEX_KERNEL_GE(6, 14)
	const struct napi_struct *napi;

	netdev_lock(dev);
	list_for_each_entry(napi, &dev->napi_list, dev_list)
		longest = max3(longest, napi->gro_flush_timeout,
			       napi->irq_suspend_timeout);
	netdev_unlock(dev);
#endif
	return longest;
}

/* The kernel's form of struct ethtool_ts_info is one of its own since 6.11. */
#if VMFEX_KERNEL_GE(6, 11)
#define vmfex_ts_info		kernel_ethtool_ts_info
#else
#define vmfex_ts_info		ethtool_ts_info
#endif

/**
 * vmfex_dev_get_ts_info() - ask a netdev which time stamps it can give
 * @dev: netdev
 * @info: filled
 *
 * Drivers leave it to the core to answer where they have no time stamps; the
 * core's function is for others since 6.9.
 *
 * Context: Process context, RTNL held.
 * Return: 0 or a negative error.
 */
static inline int vmfex_dev_get_ts_info(struct net_device *dev,
					struct vmfex_ts_info *info)
{
#if VMFEX_KERNEL_GE(6, 9)
	return ethtool_get_ts_info_by_layer(dev, info);
#else
	info->phc_index = -1;
	info->so_timestamping = SOF_TIMESTAMPING_RX_SOFTWARE |
				SOF_TIMESTAMPING_SOFTWARE;
	if (!dev->ethtool_ops->get_ts_info)
		return 0;
	return dev->ethtool_ops->get_ts_info(dev, info);
#endif
}

/* First argument of pre_doit and post_doit: split ops since 6.2. */
#if VMFEX_KERNEL_GE(6, 2)
#define VMFEX_GENL_PRE_OPS	const struct genl_split_ops
#else
#define VMFEX_GENL_PRE_OPS	const struct genl_ops
#endif

/* bus_register() takes a constant bus since 6.4. */
#if VMFEX_KERNEL_GE(6, 4)
#define VMFEX_BUS_CONST		const
#else
#define VMFEX_BUS_CONST
#endif

/* dev_set_mac_address() takes a larger socket address since 6.16. */
#if VMFEX_KERNEL_GE(6, 16)
#define vmfex_sockaddr		sockaddr_storage
#define vmfex_sa_family		ss_family
#define vmfex_sa_data(addr)	((addr)->__data)
#else
#define vmfex_sockaddr		sockaddr
#define vmfex_sa_family		sa_family
#define vmfex_sa_data(addr)	((addr)->sa_data)
#endif

/* Since 6.8 */
#if !VMFEX_KERNEL_GE(6, 8)
#define ethtool_puts(data, string)	ethtool_sprintf(data, "%s", string)
#endif

#if VMFEX_KERNEL_GE(6, 12)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif /* _VMFEX_COMPAT_H */
