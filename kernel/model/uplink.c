// SPDX-License-Identifier: GPL-2.0-only
/* Uplinks: what a netdev that carries tagged frames is to its adapter. */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "base/name.h"
#include "compat/extack.h"
#include "model/adapter.h"
#include "model/lower.h"
#include "model/net.h"
#include "model/uplink.h"
#include "model/vif.h"

/* Labels are changed under RTNL; this is for those who read them without. */
static DEFINE_SPINLOCK(vmfex_label_lock);

/**
 * vmfex_uplink_label() - read a label of an uplink without RTNL
 * @label: &vmfex_uplink.fabric or &vmfex_uplink.physnet
 *
 * Context: Process context, RCU read side.
 * Return: a copy, which is the label before a change or the one behind it.
 */
struct vmfex_label vmfex_uplink_label(const char *label)
{
	struct vmfex_label copy;

	spin_lock(&vmfex_label_lock);
	strscpy(copy.text, label, sizeof(copy.text));
	spin_unlock(&vmfex_label_lock);
	return copy;
}

/**
 * vmfex_uplink_usable() - can this uplink carry traffic?
 * @uplink: uplink
 *
 * Context: Any.
 * Return: true if it is up and has carrier.
 */
bool vmfex_uplink_usable(const struct vmfex_uplink *uplink)
{
	return netif_running(uplink->dev) && netif_carrier_ok(uplink->dev);
}

/**
 * vmfex_uplink_state() - what an uplink does
 * @uplink: uplink
 *
 * The adapter's own port tells for all: its ports agree on the uplink.
 *
 * Context: RTNL held, or RCU read side.
 * Return: the state.
 */
enum vmfex_uplink_state vmfex_uplink_state(const struct vmfex_uplink *uplink)
{
	const struct vmfex_vif *active = READ_ONCE(uplink->adapter->self.active);

	if (!vmfex_uplink_usable(uplink))
		return VMFEX_UPLINK_STATE_DOWN;
	if (active && active->uplink == uplink)
		return VMFEX_UPLINK_STATE_ACTIVE;
	return VMFEX_UPLINK_STATE_STANDBY;
}

/**
 * vmfex_uplink_update_offload() - decide what is left to an uplink
 * @uplink: uplink; its setting or what is below it changed
 *
 * Context: Process context, RTNL held.
 * Return: true if it is something else than before.
 */
bool vmfex_uplink_update_offload(struct vmfex_uplink *uplink)
{
	enum vmfex_offload_used old = uplink->offload_used;
	enum vmfex_offload_used used = VMFEX_OFFLOAD_USED_ALL;
	const struct net_device *nic = NULL;

	ASSERT_RTNL();
	if (uplink->offload == VMFEX_OFFLOAD_AUTO)
		nic = vmfex_lower_paravirtual(uplink->dev);
	if (nic)
		used = VMFEX_OFFLOAD_USED_CHECKSUM;
	if (uplink->offload == VMFEX_OFFLOAD_OFF)
		used = VMFEX_OFFLOAD_USED_NONE;
	WRITE_ONCE(uplink->offload_used, used);
	WRITE_ONCE(uplink->opaque, vmfex_lower_reads(uplink->dev));
	/* What has its sum needs no engine; see also vmfex_tx_deny_cutting(). */
	uplink->cut_early = used == VMFEX_OFFLOAD_USED_NONE ||
			    (nic && nic->features & NETIF_F_GSO_PARTIAL);
	return used != old;
}

/**
 * vmfex_uplink_offload_reason() - why an uplink is left what it is
 * @uplink: uplink
 *
 * Context: RTNL held.
 * Return: the reason.
 */
struct vmfex_offload_reason
vmfex_uplink_offload_reason(const struct vmfex_uplink *uplink)
{
	struct vmfex_offload_reason reason = { .text = "set" };
	const struct net_device *nic;

	ASSERT_RTNL();
	if (uplink->offload != VMFEX_OFFLOAD_AUTO)
		return reason;
	nic = vmfex_lower_paravirtual(uplink->dev);
	if (nic)
		snprintf(reason.text, sizeof(reason.text),
			 "%s is a paravirtual NIC", nic->name);
	else
		strscpy(reason.text, "no paravirtual NIC",
			sizeof(reason.text));
	return reason;
}

/**
 * vmfex_uplink_features() - what an uplink can do behind a tag, and is left to it
 * @uplink: uplink
 *
 * What a netdev can do behind a VLAN header is taken for what it can do behind
 * a tag, but for checksums of one protocol only: hardware that parses headers
 * itself does not find them behind a tag that it does not know.
 *
 * Context: RTNL held.
 * Return: features.
 */
netdev_features_t vmfex_uplink_features(const struct vmfex_uplink *uplink)
{
	const struct net_device *dev = uplink->dev;
	netdev_features_t features;

	features = netdev_intersect_features(dev->vlan_features |
					     NETIF_F_RXCSUM, dev->features);
	features &= ~(NETIF_F_IP_CSUM | NETIF_F_IPV6_CSUM);
	if (uplink->offload_used != VMFEX_OFFLOAD_USED_ALL)
		features &= ~NETIF_F_GSO_MASK;
	if (uplink->offload_used == VMFEX_OFFLOAD_USED_NONE)
		features &= ~(NETIF_F_HW_CSUM | NETIF_F_SCTP_CRC);
	return features;
}

static bool vmfex_uplink_fabric_used(const struct vmfex_adapter *adapter,
				     const char *fabric)
{
	const struct vmfex_uplink *uplink;

	list_for_each_entry(uplink, &adapter->uplinks, node)
		if (!strcmp(uplink->fabric, fabric))
			return true;
	return false;
}

/* A, B, ...; there are fewer uplinks than letters. */
static void vmfex_uplink_name_fabric(struct vmfex_uplink *uplink)
{
	char fabric[2] = "A";

	while (vmfex_uplink_fabric_used(uplink->adapter, fabric))
		fabric[0]++;
	strscpy(uplink->fabric, fabric, sizeof(uplink->fabric));
}

/* By priority, then by age. */
static bool vmfex_uplink_better(const struct vmfex_uplink *a,
				const struct vmfex_uplink *b)
{
	if (a->priority != b->priority)
		return a->priority < b->priority;
	return a->serial < b->serial;
}

/**
 * vmfex_uplink_enlist() - put an uplink among those of its adapter, best first
 * @uplink: uplink that is not listed
 *
 * Context: RTNL held.
 */
void vmfex_uplink_enlist(struct vmfex_uplink *uplink)
{
	struct vmfex_uplink *other;

	list_for_each_entry(other, &uplink->adapter->uplinks, node)
		if (vmfex_uplink_better(uplink, other))
			break;
	list_add_tail(&uplink->node, &other->node);
}

/**
 * vmfex_uplink_alloc() - make the uplink of a netdev, which nobody finds yet
 * @adapter: adapter
 * @dev: netdev
 *
 * Context: Process context, RTNL held.
 * Return: the uplink, or an error pointer: -ENOMEM.
 */
struct vmfex_uplink *vmfex_uplink_alloc(struct vmfex_adapter *adapter,
					struct net_device *dev)
{
	struct vmfex_uplink *uplink;
	int err;

	uplink = kzalloc(sizeof(*uplink), GFP_KERNEL_ACCOUNT);
	if (!uplink)
		return ERR_PTR(-ENOMEM);
	uplink->dev = dev;
	uplink->adapter = adapter;
	uplink->tag = adapter->tag;
	uplink->fabric_end = adapter->fabric;
	uplink->priority = VMFEX_PRIORITY_DEFAULT;
	uplink->serial = adapter->uplinks_made++;
	vmfex_uplink_name_fabric(uplink);
	err = vmfex_vif_table_init(uplink);
	if (err) {
		kfree(uplink);
		return ERR_PTR(err);
	}
	netdev_hold(dev, &uplink->tracker, GFP_KERNEL);
	return uplink;
}

/**
 * vmfex_uplink_free() - free an uplink
 * @uplink: uplink without VIFs and lists that no reader sees any more
 *
 * Context: Process context.
 */
void vmfex_uplink_free(struct vmfex_uplink *uplink)
{
	netdev_put(uplink->dev, &uplink->tracker);
	vmfex_vif_table_free(uplink);
	kfree(uplink);
}

static int vmfex_uplink_check_config(const struct vmfex_uplink *uplink,
				     const struct vmfex_uplink_config *config,
				     struct netlink_ext_ack *extack)
{
	const char *fabric = config->fabric;

	if (fabric && !vmfex_name_valid(fabric, sizeof(uplink->fabric) - 1)) {
		vmfex_err(extack, "\"%s\" is not a name for a fabric", fabric);
		return -EINVAL;
	}
	if (fabric && strcmp(uplink->fabric, fabric) &&
	    vmfex_uplink_fabric_used(uplink->adapter, fabric)) {
		vmfex_err(extack, "another uplink of %s is on fabric %s",
			  uplink->adapter->self.dev->name, fabric);
		return -EEXIST;
	}
	if (config->physnet && config->physnet[0] &&
	    !vmfex_name_valid(config->physnet, sizeof(uplink->physnet) - 1)) {
		vmfex_err(extack, "\"%s\" is not a name for a physical network",
			  config->physnet);
		return -EINVAL;
	}
	if (config->priority > VMFEX_PRIORITY_MAX) {
		vmfex_err(extack, "priority %u is not within 1 to %u",
			  config->priority, VMFEX_PRIORITY_MAX);
		return -ERANGE;
	}
	return 0;
}

/* Without a text the label stays. */
static bool vmfex_uplink_relabel(char *label, size_t size, const char *text)
{
	if (!text || !strcmp(label, text))
		return false;
	spin_lock(&vmfex_label_lock);
	strscpy(label, text, size);
	spin_unlock(&vmfex_label_lock);
	return true;
}

/**
 * vmfex_uplink_configure() - write down what an uplink shall be
 * @uplink: uplink
 * @config: what to change
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 1 if that is something else than before, 0 if not, or -EINVAL, -EEXIST or
 * -ERANGE.
 */
int vmfex_uplink_configure(struct vmfex_uplink *uplink,
			   const struct vmfex_uplink_config *config,
			   struct netlink_ext_ack *extack)
{
	bool changed;
	int err;

	ASSERT_RTNL();
	err = vmfex_uplink_check_config(uplink, config, extack);
	if (err)
		return err;

	changed = vmfex_uplink_relabel(uplink->fabric, sizeof(uplink->fabric),
				       config->fabric);
	changed |= vmfex_uplink_relabel(uplink->physnet, sizeof(uplink->physnet),
					config->physnet);
	if (config->priority && config->priority != uplink->priority) {
		WRITE_ONCE(uplink->priority, config->priority);
		list_del(&uplink->node);
		vmfex_uplink_enlist(uplink);
		vmfex_net(uplink->adapter->net)->seq++;
		changed = true;
	}
	if (config->set_offload && config->offload != uplink->offload) {
		WRITE_ONCE(uplink->offload, config->offload);
		changed = true;
	}
	return changed;
}
