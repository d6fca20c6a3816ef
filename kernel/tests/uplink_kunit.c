// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netdevs that do not become uplinks: whatever refuses them, and however late, they
 * are as they were, and become uplinks when nothing is in the way.
 */
#include <linux/sysfs.h>

#include "model/adapter.h"
#include "path/rx.h"
#include "rig.h"
#include "vic/uplink.h"

/**
 * struct vmfex_test_meddler - another module, which hears of the netdev's upper device
 * @nb: hears
 * @dev: netdev
 * @event: when it meddles
 * @takes: it takes the receive handler, and refuses nothing
 */
struct vmfex_test_meddler {
	struct notifier_block nb;
	struct net_device *dev;
	unsigned long event;
	bool takes;
};

static rx_handler_result_t vmfex_test_handle(struct sk_buff **pskb)
{
	return RX_HANDLER_PASS;
}

static int vmfex_test_meddle(struct notifier_block *nb, unsigned long event,
			     void *ptr)
{
	const struct vmfex_test_meddler *meddler =
		container_of(nb, struct vmfex_test_meddler, nb);
	const struct netdev_notifier_changeupper_info *info = ptr;

	if (event != meddler->event || info->info.dev != meddler->dev ||
	    !info->linking)
		return NOTIFY_DONE;
	if (meddler->takes)
		return notifier_from_errno(netdev_rx_handler_register(meddler->dev,
								      vmfex_test_handle,
								      NULL));
	return notifier_from_errno(-EPERM);
}

static void vmfex_test_fill(struct net_device *dev)
{
	dev->flags |= IFF_PROMISC;
	dev->promiscuity = UINT_MAX;
}

static void vmfex_test_empty(struct net_device *dev)
{
	dev->promiscuity = 0;
	dev->flags &= ~IFF_PROMISC;
}

/* A filter that has no room for the second VF; the adapter's own port comes first. */
static int vmfex_test_add_vid(struct net_device *dev, __be16 proto, u16 vid)
{
	return vid == 2 ? -ENOSPC : 0;
}

static int vmfex_test_kill_vid(struct net_device *dev, __be16 proto, u16 vid)
{
	return 0;
}

static const struct net_device_ops vmfex_test_filter_ops = {
	.ndo_vlan_rx_add_vid = vmfex_test_add_vid,
	.ndo_vlan_rx_kill_vid = vmfex_test_kill_vid,
};

static const struct net_device_ops *vmfex_test_lower_ops;

static void vmfex_test_filter(struct net_device *dev)
{
	vmfex_test_lower_ops = dev->netdev_ops;
	dev->netdev_ops = &vmfex_test_filter_ops;
	dev->features |= NETIF_F_HW_VLAN_STAG_FILTER;
}

static void vmfex_test_open_filter(struct net_device *dev)
{
	dev->features &= ~NETIF_F_HW_VLAN_STAG_FILTER;
	dev->netdev_ops = vmfex_test_lower_ops;
}

static struct attribute *vmfex_test_attrs[] = { NULL };

/* The name of our own. The kernel log shows who makes it a second time. */
static const struct attribute_group vmfex_test_group = {
	.name = "vmfex",
	.attrs = vmfex_test_attrs,
};

static void vmfex_test_make_group(struct net_device *dev)
{
	WARN_ON(sysfs_create_group(&dev->dev.kobj, &vmfex_test_group));
}

static void vmfex_test_remove_group(struct net_device *dev)
{
	sysfs_remove_group(&dev->dev.kobj, &vmfex_test_group);
}

/**
 * struct vmfex_test_refusal - why a netdev does not become an uplink
 * @text: what is in the way
 * @event: another module meddles then, 0 if none does
 * @takes: it takes the receive handler, and refuses nothing
 * @metadata: this is in the way of tags in the metadata only
 * @says: words of the refusal, NULL if it has none of ours
 * @spoil: puts something in the way, NULL for nothing
 * @mend: takes it away
 * @err: what vmfex_uplink_add() returns
 */
struct vmfex_test_refusal {
	const char *text;
	unsigned long event;
	bool takes;
	bool metadata;
	const char *says;
	void (*spoil)(struct net_device *dev);
	void (*mend)(struct net_device *dev);
	int err;
};

/* In the order in which they are met; faults.sh has those for want of memory. */
static const struct vmfex_test_refusal vmfex_test_refusals[] = {
	{
		.text = "no more promiscuity",
		.spoil = vmfex_test_fill,
		.mend = vmfex_test_empty,
		.err = -EOVERFLOW,
	},
	{
		.text = "a veto before the link",
		.event = NETDEV_PRECHANGEUPPER,
		.err = -EPERM,
	},
	{
		.text = "a veto behind the link",
		.event = NETDEV_CHANGEUPPER,
		.err = -EPERM,
	},
	{
		.text = "files of the same name",
		.spoil = vmfex_test_make_group,
		.mend = vmfex_test_remove_group,
		.err = -EEXIST,
	},
	{
		.text = "a filter that is full",
		.metadata = true,
		.says = "does not let in tags of format svlan with VIF 2",
		.spoil = vmfex_test_filter,
		.mend = vmfex_test_open_filter,
		.err = -ENOSPC,
	},
	{
		.text = "a receive handler",
		.event = NETDEV_CHANGEUPPER,
		.takes = true,
		.err = -EBUSY,
	},
};

/**
 * struct vmfex_test_lower - what an uplink changes of its netdev
 * @flags: flags
 * @promiscuity: how many want it
 * @allmulti: how many want it
 * @mtu: MTU
 * @features: what it does
 * @wanted: what it shall do
 * @vids: VLANs that it lets in
 */
struct vmfex_test_lower {
	unsigned int flags;
	unsigned int promiscuity;
	unsigned int allmulti;
	unsigned int mtu;
	netdev_features_t features;
	netdev_features_t wanted;
	unsigned int vids;
};

static struct vmfex_test_lower vmfex_test_look(struct net_device *dev)
{
	return (struct vmfex_test_lower){
		.flags = dev->flags,
		.promiscuity = dev->promiscuity,
		.allmulti = dev->allmulti,
		.mtu = dev->mtu,
		.features = dev->features,
		.wanted = dev->wanted_features,
		.vids = vmfex_rig_count_vids(dev),
	};
}

static void vmfex_test_expect_nothing(struct kunit *test, const char *text,
				      const struct vmfex_test_lower *before)
{
	const struct vmfex_rig *rig = test->priv;
	struct net_device *dev = rig->lower[0];
	const struct vmfex_test_lower after = vmfex_test_look(dev);
	const struct vmfex_vnic *vnic;

	KUNIT_EXPECT_EQ_MSG(test, after.flags, before->flags, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, after.promiscuity, before->promiscuity, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, after.allmulti, before->allmulti, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, after.mtu, before->mtu, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, after.features, before->features, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, after.wanted, before->wanted, "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, after.vids, before->vids, "%s", text);
	KUNIT_EXPECT_FALSE_MSG(test, netdev_has_any_upper_dev(dev), "%s", text);
	KUNIT_EXPECT_NULL_MSG(test, vmfex_uplink_get_rtnl(dev), "%s", text);
	KUNIT_EXPECT_EQ_MSG(test, rig->adapter->num_uplinks, 0, "%s", text);
	KUNIT_EXPECT_TRUE_MSG(test, list_empty(&rig->adapter->uplinks), "%s", text);
	vmfex_for_each_vnic(vnic, rig->adapter)
		KUNIT_EXPECT_TRUE_MSG(test, list_empty(&vnic->vifs), "%s: %s",
				      text, vnic->dev->name);
}

/* Nobody's, or of him who took it */
static void vmfex_test_expect_handler(struct kunit *test, struct net_device *dev,
				      const struct vmfex_test_refusal *row)
{
	rx_handler_func_t *handler = rtnl_dereference(dev->rx_handler);

	KUNIT_EXPECT_TRUE_MSG(test, handler == (row->takes ? vmfex_test_handle : NULL),
			      "%s: another receive handler", row->text);
	if (handler == vmfex_test_handle)
		netdev_rx_handler_unregister(dev);
}

/* Segments that are put together cannot be forwarded: an uplink makes none. */
static void vmfex_test_allow_lro(struct net_device *dev)
{
	dev->hw_features |= NETIF_F_LRO | NETIF_F_RXCSUM;
	dev->wanted_features |= NETIF_F_LRO | NETIF_F_RXCSUM;
	netdev_update_features(dev);
}

static void vmfex_test_refuse(struct kunit *test,
			      const struct vmfex_test_refusal *row)
{
	const struct vmfex_rig *rig = test->priv;
	struct net_device *dev = rig->lower[0];
	struct netlink_ext_ack extack = {};
	struct vmfex_test_lower before;

	if (row->spoil)
		row->spoil(dev);
	before = vmfex_test_look(dev);
	KUNIT_EXPECT_TRUE(test, before.features & NETIF_F_LRO);
	KUNIT_EXPECT_EQ_MSG(test, vmfex_uplink_add(rig->adapter, dev, &extack),
			    row->err, "%s", row->text);
	if (row->says)
		KUNIT_EXPECT_TRUE_MSG(test, extack._msg && strstr(extack._msg, row->says),
				      "%s: %s", row->text, extack._msg);
	vmfex_test_expect_nothing(test, row->text, &before);
	vmfex_test_expect_handler(test, dev, row);
	if (row->mend)
		row->mend(dev);
}

static void vmfex_test_accept(struct kunit *test, const char *text)
{
	const struct vmfex_rig *rig = test->priv;
	struct net_device *dev = rig->lower[0];
	struct vmfex_test_lower before = vmfex_test_look(dev);

	KUNIT_EXPECT_EQ_MSG(test, vmfex_uplink_add(rig->adapter, dev, NULL), 0,
			    "after %s", text);
	if (!vmfex_rig_uplink(rig, 0))
		return;
	KUNIT_EXPECT_FALSE(test, dev->features & NETIF_F_LRO);
	vmfex_uplink_del(vmfex_rig_uplink(rig, 0));
	vmfex_test_allow_lro(dev);
	vmfex_test_expect_nothing(test, text, &before);
}

static void vmfex_test_run_refusals(struct kunit *test)
{
	const struct vmfex_rig *rig = test->priv;
	const struct vmfex_test_refusal *row;
	struct vmfex_test_meddler meddler = {
		.nb.notifier_call = vmfex_test_meddle,
		.dev = rig->lower[0],
	};
	unsigned int i;

	rtnl_lock();
	vmfex_test_allow_lro(rig->lower[0]);
	rtnl_unlock();
	KUNIT_ASSERT_EQ(test, register_netdevice_notifier(&meddler.nb), 0);
	rtnl_lock();
	for (i = 0; i < ARRAY_SIZE(vmfex_test_refusals); i++) {
		row = &vmfex_test_refusals[i];
		if (row->metadata && !rig->adapter->tag->in_metadata)
			continue;
		meddler.event = row->event;
		meddler.takes = row->takes;
		vmfex_test_refuse(test, row);
		meddler.event = 0;
		vmfex_test_accept(test, row->text);
	}
	rtnl_unlock();
	unregister_netdevice_notifier(&meddler.nb);
}

static void vmfex_test_refused_uplinks(struct kunit *test)
{
	static const struct vmfex_rig_config config = { .num_vfs = 2 };

	vmfex_rig_each_tag(test, config, vmfex_test_run_refusals);
}

static struct kunit_case vmfex_uplink_cases[] = {
	KUNIT_CASE(vmfex_test_refused_uplinks),
	{}
};

static struct kunit_suite vmfex_uplink_suite = {
	.name = "vmfex_uplink",
	.exit = vmfex_rig_exit,
	.test_cases = vmfex_uplink_cases,
};

kunit_test_suite(vmfex_uplink_suite);
