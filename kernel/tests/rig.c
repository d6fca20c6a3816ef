// SPDX-License-Identifier: GPL-2.0-only
/* The adapter that the KUnit suites work on. */
#include <linux/if_vlan.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "compat/compat.h"
#include "face/netdev.h"
#include "model/event.h"
#include "model/net.h"
#include "model/path.h"
#include "model/profile.h"
#include "path/rx.h"
#include "rig.h"
#include "vic/adapter.h"
#include "vic/uplink.h"

/* For the test that compares what ran with what there is. */
MODULE_INFO(vmfex_suites, VMFEX_KUNIT);

const struct vmfex_tag_ops *const vmfex_rig_tags[VMFEX_RIG_TAGS] = {
	[VMFEX_TAG_VNTAG] = &vmfex_vntag_ops,
	[VMFEX_TAG_ETAG] = &vmfex_etag_ops,
	[VMFEX_TAG_SVLAN] = &vmfex_svlan_ops,
};

const uuid_t vmfex_rig_machines[2] = {
	UUID_INIT(0x11111111, 0x1111, 0x4111, 0x81, 0x11, 1, 1, 1, 1, 1, 1),
	UUID_INIT(0x22222222, 0x2222, 0x4222, 0x82, 0x22, 2, 2, 2, 2, 2, 2),
};

static netdev_tx_t vmfex_rig_xmit(struct sk_buff *skb, struct net_device *dev)
{
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops vmfex_rig_netdev_ops = {
	.ndo_start_xmit = vmfex_rig_xmit,
};

/* Without addresses of its own it says nothing by itself. */
static void vmfex_rig_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &vmfex_rig_netdev_ops;
	dev->needs_free_netdev = true;
	dev->priv_flags |= IFF_NO_ADDRCONF | IFF_NO_QUEUE;
	dev->mtu = ETH_DATA_LEN + VMFEX_HDR_MAX;
	dev->max_mtu = ETH_MAX_MTU;
	eth_hw_addr_random(dev);
}

static struct net_device *vmfex_rig_add_lower(void)
{
	struct net_device *dev;

	dev = alloc_netdev(0, "riglower%d", NET_NAME_ENUM, vmfex_rig_setup);
	if (!dev)
		return NULL;
	if (register_netdevice(dev)) {
		free_netdev(dev);
		return NULL;
	}
	return dev;
}

static struct vmfex_adapter *
vmfex_rig_add_adapter(const struct vmfex_rig_config *config)
{
	const struct vmfex_adapter_config adapter_config = {
		.tag = config->tag,
		.fabric = config->fabric,
		.face = &vmfex_face,
		.num_vfs = config->num_vfs,
		.cluster = VMFEX_CLUSTER_DEFAULT,
	};
	struct net_device *dev;

	dev = alloc_netdev(sizeof(struct vmfex_adapter), "rig%d", NET_NAME_ENUM,
			   vmfex_adapter_setup);
	if (!dev)
		return NULL;
	if (!vmfex_adapter_create(dev, &adapter_config, NULL))
		return netdev_priv(dev);
	if (dev->reg_state == NETREG_UNINITIALIZED)
		free_netdev(dev);
	return NULL;
}

static int vmfex_rig_add_profile(const char *name, bool confirm)
{
	struct vmfex_policy *policy = vmfex_policy_new(NULL);

	if (!policy)
		return -ENOMEM;
	policy->confirm = confirm;
	return vmfex_profile_new(&init_net, VMFEX_CLUSTER_DEFAULT, name, policy,
				 NULL);
}

static int vmfex_rig_build(struct vmfex_rig *rig,
			   const struct vmfex_rig_config *config)
{
	unsigned int i;
	int err;

	ASSERT_RTNL();
	rig->adapter = vmfex_rig_add_adapter(config);
	if (!rig->adapter)
		return -ENOMEM;
	for (i = 0; i < VMFEX_RIG_UPLINKS; i++) {
		rig->lower[i] = vmfex_rig_add_lower();
		if (!rig->lower[i])
			return -ENOMEM;
		if (i >= config->uplinks)
			continue;
		err = vmfex_uplink_add(rig->adapter, rig->lower[i], NULL);
		if (err)
			return err;
	}
	err = vmfex_rig_add_profile(VMFEX_RIG_PROFILE, false);
	if (err)
		return err;
	return vmfex_rig_add_profile(VMFEX_RIG_CONFIRM, true);
}

/* The rig that is there: cases run one after the other. */
static struct vmfex_rig *vmfex_rig_now;

static void vmfex_rig_listen(enum vmfex_event event, void *object)
{
	if (event == VMFEX_EVENT_PORT)
		vmfex_rig_now->events++;
	vmfex_rig_now->listener(event, object);
}

/**
 * vmfex_rig_init() - make the rig of a case, test->priv
 * @test: case
 * @config: what the rig shall have
 *
 * For the suite's init. All links are down.
 *
 * Context: Process context, takes RTNL.
 * Return: 0 or a negative error.
 */
int vmfex_rig_init(struct kunit *test, const struct vmfex_rig_config *config)
{
	struct vmfex_rig *rig;
	int err;

	rig = kunit_kzalloc(test, sizeof(*rig), GFP_KERNEL);
	if (!rig)
		return -ENOMEM;
	test->priv = rig;
	vmfex_rig_now = rig;
	rig->listener = vmfex_event_listen(vmfex_rig_listen);
	rtnl_lock();
	err = vmfex_rig_build(rig, config);
	rtnl_unlock();
	return err;
}

/**
 * vmfex_rig_exit() - remove the rig of a case, as far as it was made
 * @test: case
 *
 * For the suite's exit. Profiles that the case made go as well.
 *
 * Context: Process context, takes RTNL.
 */
void vmfex_rig_exit(struct kunit *test)
{
	struct vmfex_rig *rig = test->priv;
	struct vmfex_profile *profile;
	unsigned long id;
	unsigned int i;

	if (!rig)
		return;
	rtnl_lock();
	if (rig->adapter)
		vmfex_adapter_destroy(rig->adapter, NULL);
	for (i = 0; i < VMFEX_RIG_UPLINKS; i++)
		if (rig->lower[i])
			unregister_netdevice(rig->lower[i]);
	xa_for_each(&vmfex_net(&init_net)->profiles, id, profile) {
		KUNIT_EXPECT_EQ(test, profile->num_ports, 0);
		vmfex_profile_del(profile);
	}
	rtnl_unlock();
	vmfex_event_listen(rig->listener);
	test->priv = NULL;
}

/**
 * vmfex_rig_make() - make the rig of a case anew
 * @test: case
 * @config: what the rig shall have
 *
 * Context: Process context, takes RTNL.
 */
void vmfex_rig_make(struct kunit *test, const struct vmfex_rig_config *config)
{
	int err;

	vmfex_rig_exit(test);
	err = vmfex_rig_init(test, config);
	KUNIT_ASSERT_EQ(test, err, 0);
}

/* The first of them that fails is told. */
static void vmfex_rig_run(struct kunit *test, const struct vmfex_rig_config *config,
			  void (*run)(struct kunit *test))
{
	bool failed = test->status == KUNIT_FAILURE;

	vmfex_rig_make(test, config);
	run(test);
	if (!failed && test->status == KUNIT_FAILURE)
		kunit_err(test, "%s, %s end", config->tag->name,
			  config->fabric ? "fabric" : "host");
}

/**
 * vmfex_rig_each_tag() - run a test with each tag format
 * @test: case
 * @config: what the rigs shall have besides
 * @run: test; it gets a rig of its own each time
 *
 * Context: Process context, takes RTNL.
 */
void vmfex_rig_each_tag(struct kunit *test, struct vmfex_rig_config config,
			void (*run)(struct kunit *test))
{
	unsigned int i;

	for (i = 0; i < VMFEX_RIG_TAGS; i++) {
		config.tag = vmfex_rig_tags[i];
		vmfex_rig_run(test, &config, run);
	}
}

/**
 * vmfex_rig_each_end() - run a test with each tag format at each end
 * @test: case
 * @config: what the rigs shall have besides
 * @run: test; it gets a rig of its own each time
 *
 * Context: Process context, takes RTNL.
 */
void vmfex_rig_each_end(struct kunit *test, struct vmfex_rig_config config,
			void (*run)(struct kunit *test))
{
	config.fabric = false;
	vmfex_rig_each_tag(test, config, run);
	config.fabric = true;
	vmfex_rig_each_tag(test, config, run);
}

/**
 * vmfex_rig_read_tag() - the tag that a path gives to frames, wherever it has it
 * @path: path
 * @bytes: filled, as many as the format has
 *
 * Context: RTNL held.
 */
void vmfex_rig_read_tag(const struct vmfex_path *path, u8 *bytes)
{
	const struct vmfex_tag_ops *tag = path->uplink->tag;

	if (!tag->in_metadata) {
		memcpy(bytes, path->tagged.bytes + VMFEX_HDR_MAX - tag->len,
		       tag->len);
		return;
	}
	put_unaligned_be16(ntohs(path->meta_proto), bytes);
	put_unaligned_be16(path->meta_tci, bytes + sizeof(path->meta_proto));
}

static int vmfex_rig_count_vid(struct net_device *vlan, int vid, void *arg)
{
	unsigned int *num = arg;

	(*num)++;
	return 0;
}

/**
 * vmfex_rig_count_vids() - how many VLANs a netdev was told to let in
 * @dev: netdev
 *
 * Context: RTNL held.
 * Return: their number.
 */
unsigned int vmfex_rig_count_vids(struct net_device *dev)
{
	unsigned int num = 0;

	vlan_for_each(dev, vmfex_rig_count_vid, &num);
	return num;
}

/**
 * vmfex_rig_uplink() - find an uplink
 * @rig: rig
 * @index: of the netdev
 *
 * Context: RTNL held.
 * Return: the uplink, or NULL if the netdev is none.
 */
struct vmfex_uplink *vmfex_rig_uplink(const struct vmfex_rig *rig,
				      unsigned int index)
{
	return vmfex_uplink_get_rtnl(rig->lower[index]);
}

/**
 * vmfex_rig_add_frag() - put the rest of a frame into a page fragment
 * @skb: what is in front of it, not freed on failure
 * @bytes: rest
 * @len: its length, at most a page; 0 for none
 *
 * Context: Process context.
 * Return: 0 or -ENOMEM.
 */
int vmfex_rig_add_frag(struct sk_buff *skb, const void *bytes, unsigned int len)
{
	struct page *page;

	if (!len)
		return 0;
	page = alloc_page(GFP_KERNEL);
	if (!page)
		return -ENOMEM;
	memcpy(page_address(page), bytes, len);
	skb_add_rx_frag(skb, 0, page, 0, len, PAGE_SIZE);
	return 0;
}

/**
 * vmfex_rig_set_link() - change the link of a netdev, and have it known at once
 * @rig: rig
 * @index: of the netdev
 * @link: what it shall be
 *
 * Context: Process context, RTNL held.
 */
void vmfex_rig_set_link(const struct vmfex_rig *rig, unsigned int index,
			enum vmfex_rig_link link)
{
	bool running = link != VMFEX_RIG_DOWN, carrier = link != VMFEX_RIG_NO_CARRIER;
	struct net_device *dev = rig->lower[index];

	ASSERT_RTNL();
	if (netif_running(dev) == running && netif_carrier_ok(dev) == carrier)
		return;
	if (!running)
		dev_close(dev);
	if (carrier)
		netif_carrier_on(dev);
	else
		netif_carrier_off(dev);
	if (!running)
		return;
	if (netif_running(dev))
		netdev_state_change(dev);
	else
		WARN_ON(dev_open(dev, NULL));
}

/**
 * vmfex_rig_request() - ask something of a port, as the first machine
 * @vnic: vNIC
 * @request: what
 * @profile: name
 *
 * Context: Process context, RTNL held.
 * Return: what vmfex_port_request() returns.
 */
int vmfex_rig_request(struct vmfex_vnic *vnic, enum vmfex_request request,
		      const char *profile)
{
	const struct vmfex_port_request req = {
		.request = request,
		.profile = profile,
		.instance_uuid = vmfex_rig_machines[0],
	};

	return vmfex_port_request(vnic, &req, NULL);
}

/**
 * vmfex_rig_profile() - find a profile
 * @rig: rig
 * @name: name
 *
 * Context: RTNL held.
 * Return: the profile or NULL.
 */
struct vmfex_profile *vmfex_rig_profile(const struct vmfex_rig *rig,
					const char *name)
{
	return vmfex_profile_find(rig->adapter->net, rig->adapter->cluster,
				  name);
}

/**
 * vmfex_rig_random() - the next of a series of numbers that is always the same
 * @state: of the series, any number to begin with
 * @below: bound
 *
 * Return: a number below @below.
 */
u32 vmfex_rig_random(u32 *state, u32 below)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 8) % below;
}
