// SPDX-License-Identifier: GPL-2.0-only
/* VFs come and go, each with its VIFs on the uplinks. */
#include <linux/rtnetlink.h>

#include "base/bus.h"
#include "compat/compat.h"
#include "compat/extack.h"
#include "model/adapter.h"
#include "model/event.h"
#include "model/path.h"
#include "model/place.h"
#include "model/profile.h"
#include "model/quota.h"
#include "model/vif.h"
#include "path/failover.h"
#include "vic/vnic.h"

/* Its index + 1, unless another vNIC was given that number: then a free one, or 0. */
static u32 vmfex_vnic_default_vif(const struct vmfex_vnic *vnic,
				  const struct vmfex_uplink *uplink)
{
	u32 last = min_t(u32, VMFEX_SELF_VIF, uplink->tag->max_vif);
	u32 id = vnic->vf == VMFEX_VF_SELF ? last : vnic->vf + 1;

	if (!vmfex_vif_find(uplink, id))
		return id;
	for (id = last; id; id--)
		if (!vmfex_vif_find(uplink, id))
			break;
	return id;
}

static struct vmfex_vif *vmfex_vnic_number(struct vmfex_vnic *vnic,
					   struct vmfex_uplink *uplink,
					   struct netlink_ext_ack *extack)
{
	u32 id = vmfex_vnic_default_vif(vnic, uplink);

	if (id)
		return vmfex_vif_add(vnic, uplink, id, extack);
	vmfex_err(extack, "%s has no VIF left, %s has %u, one for the adapter",
		  uplink->dev->name, uplink->tag->name, uplink->tag->max_vif);
	return ERR_PTR(-ENOSPC);
}

static void vmfex_vnic_disconnect(struct vmfex_vnic *vnic)
{
	struct vmfex_vif *vif, *next;

	WRITE_ONCE(vnic->active, NULL);
	RCU_INIT_POINTER(vnic->path, NULL);
	list_for_each_entry_safe(vif, next, &vnic->vifs, node)
		vmfex_vif_del(vif);
}

static int vmfex_vnic_connect(struct vmfex_vnic *vnic,
			      struct netlink_ext_ack *extack)
{
	struct vmfex_uplink *uplink;
	struct vmfex_vif *vif;

	list_for_each_entry(uplink, &vnic->adapter->uplinks, node) {
		vif = vmfex_vnic_number(vnic, uplink, extack);
		if (IS_ERR(vif)) {
			vmfex_vnic_disconnect(vnic);
			return PTR_ERR(vif);
		}
	}
	vmfex_path_select(vnic);
	return 0;
}

/**
 * vmfex_vnic_join() - give a vNIC its VIF on an uplink that is new
 * @vnic: vNIC
 * @uplink: uplink
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: 0, or a negative error with no VIF.
 */
int vmfex_vnic_join(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		    struct netlink_ext_ack *extack)
{
	struct vmfex_vif *vif;
	int err;

	vif = vmfex_vnic_number(vnic, uplink, extack);
	if (IS_ERR(vif))
		return PTR_ERR(vif);
	if (vnic->port.state != VMFEX_PORT_STATE_ASSOCIATED)
		return 0;

	err = vmfex_path_prepare_vif(vif, vnic->port.profile->policy);
	if (err) {
		vmfex_vif_del(vif);
		return err;
	}
	vmfex_path_commit(vnic);
	return 0;
}

static void vmfex_vnic_free(struct net_device *dev)
{
	struct vmfex_vnic *vnic = netdev_priv(dev);

	put_device(vmfex_device_dev(vnic->device));
	netdev_put(vnic->adapter->self.dev, &vnic->tracker);
}

/**
 * vmfex_vnic_hold_owners() - ndo_init of VFs
 * @dev: netdev
 *
 * Whoever still refers to a netdev that is gone may look at them.
 *
 * Context: Process context, RTNL held.
 * Return: 0 or -ENOMEM.
 */
int vmfex_vnic_hold_owners(struct net_device *dev)
{
	struct vmfex_vnic *vnic = netdev_priv(dev);
	int err;

	err = vmfex_vnic_alloc_stats(dev);
	if (err)
		return err;
	netdev_hold(vnic->adapter->self.dev, &vnic->tracker, GFP_KERNEL);
	get_device(vmfex_device_dev(vnic->device));
	dev->priv_destructor = vmfex_vnic_free;
	return 0;
}

static int vmfex_vnic_name(char *name, const struct vmfex_adapter *adapter,
			   u32 vf, struct netlink_ext_ack *extack)
{
	int len = snprintf(name, IFNAMSIZ, "%sv%u", adapter->self.dev->name, vf);

	if (len < IFNAMSIZ)
		return 0;
	vmfex_err(extack, "%sv%u is longer than a name may be",
		  adapter->self.dev->name, vf);
	return -ENAMETOOLONG;
}

/**
 * vmfex_vnic_create() - create a VF
 * @adapter: adapter
 * @vf: index
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: the VF, unbound and down, or an error pointer.
 */
struct vmfex_vnic *vmfex_vnic_create(struct vmfex_adapter *adapter, u32 vf,
				     struct netlink_ext_ack *extack)
{
	struct vmfex_vnic *vnic;
	struct net_device *dev;
	char name[IFNAMSIZ];
	int err;

	ASSERT_RTNL();
	err = vmfex_vnic_name(name, adapter, vf, extack);
	if (err)
		return ERR_PTR(err);
	dev = alloc_netdev(sizeof(*vnic), name, NET_NAME_PREDICTABLE,
			   adapter->face->setup_vf);
	if (!dev)
		return ERR_PTR(-ENOMEM);
	vnic = netdev_priv(dev);
	dev_net_set(dev, adapter->net);
	vmfex_vnic_init(vnic, dev, adapter, vf);
	/* As large as the uplinks allow, unless someone says otherwise. */
	dev->mtu = dev->max_mtu;
	/* Those that cannot go home from a network namespace that dies go to
	 * init_net, and the core does not survive it if they cannot: not for
	 * those who may choose names here as well as there.
	 */
	if (vmfex_quota_holds(adapter->net))
		vmfex_set_netns_immutable(dev);

	vnic->device = vmfex_device_add_vf(adapter->self.device, vf);
	if (IS_ERR(vnic->device)) {
		err = PTR_ERR(vnic->device);
		goto err_free_netdev;
	}
	SET_NETDEV_DEV(dev, vmfex_device_dev(vnic->device));

	netif_carrier_off(dev);
	err = register_netdevice(dev);
	if (err) {
		vmfex_err(extack, "cannot register %s", name);
		goto err_del_device;
	}
	vmfex_vnic_settle(vnic);
	vmfex_vnic_follow_uplinks(vnic, dev->max_mtu);
	err = vmfex_vnic_connect(vnic, extack);
	if (err)
		goto err_unregister;

	vmfex_notify(VMFEX_EVENT_PORT, vnic);
	return vnic;

err_unregister:
	unregister_netdevice(dev);
	vmfex_device_del(vnic->device);
	return ERR_PTR(err);
err_del_device:
	vmfex_device_del(vnic->device);
err_free_netdev:
	free_netdev(dev);
	return ERR_PTR(err);
}

/**
 * vmfex_vnic_detach() - first step of removal: nothing finds the vNIC any more
 * @vnic: vNIC
 *
 * Context: Process context, RTNL held.
 */
void vmfex_vnic_detach(struct vmfex_vnic *vnic)
{
	ASSERT_RTNL();
	vmfex_notify(VMFEX_EVENT_PORT_DEL, vnic);
	vmfex_port_release(vnic);
	vmfex_vnic_disconnect(vnic);
}
