// SPDX-License-Identifier: GPL-2.0-only
/*
 * /sys/class/net/<dev>/vmfex/ of adapters, vNICs and uplinks: to look, not to
 * change. Documentation/ABI/testing/sysfs-class-net-vmfex lists the files.
 */
#include <linux/sysfs.h>

#include "face/sysfs.h"
#include "model/profile.h"
#include "model/vif.h"
#include "path/rx.h"
#include "path/tx.h"
#include "vic/adapter.h"

/*
 * The removal of a file holds RTNL and waits for its readers, so a reader must
 * not wait for RTNL. Nor does it try to get it, which need not ever succeed while
 * others are busy: it reads under RCU.
 */
#define VMFEX_SHOW(group, name, type, find, fmt, args...)		\
static ssize_t group##_##name##_show(struct device *d,			\
				     struct device_attribute *attr,	\
				     char *buf)				\
{									\
	const struct type *obj;						\
	ssize_t len = -ENODEV;						\
									\
	rcu_read_lock();						\
	obj = find(to_net_dev(d));					\
	if (obj)							\
		len = sysfs_emit(buf, fmt "\n", ##args);		\
	rcu_read_unlock();						\
	return len;							\
}									\
static struct device_attribute dev_attr_##group##_##name =		\
	__ATTR(name, 0444, group##_##name##_show, NULL)

#define VMFEX_SHOW_ADAPTER(name, fmt, args...)				\
	VMFEX_SHOW(adapter, name, vmfex_adapter, vmfex_adapter_from_dev, \
		   fmt, ##args)
#define VMFEX_SHOW_VNIC(name, fmt, args...)				\
	VMFEX_SHOW(vnic, name, vmfex_vnic, vmfex_vnic_from_dev, fmt, ##args)
#define VMFEX_SHOW_UPLINK(name, fmt, args...)				\
	VMFEX_SHOW(uplink, name, vmfex_uplink, vmfex_uplink_get_rcu, fmt, \
		   ##args)

static const char *const vmfex_state_names[] = {
	[VMFEX_PORT_STATE_UNBOUND] = "unbound",
	[VMFEX_PORT_STATE_PREASSOCIATED] = "preassociated",
	[VMFEX_PORT_STATE_ASSOCIATING] = "associating",
	[VMFEX_PORT_STATE_ASSOCIATED] = "associated",
	[VMFEX_PORT_STATE_ERROR] = "error",
};

static const char *const vmfex_uplink_state_names[] = {
	[VMFEX_UPLINK_STATE_DOWN] = "down",
	[VMFEX_UPLINK_STATE_STANDBY] = "standby",
	[VMFEX_UPLINK_STATE_ACTIVE] = "active",
};

static const char *const vmfex_offload_names[] = {
	[VMFEX_OFFLOAD_AUTO] = "auto",
	[VMFEX_OFFLOAD_TRUST] = "trust",
	[VMFEX_OFFLOAD_OFF] = "off",
};

static const char *const vmfex_offload_used_names[] = {
	[VMFEX_OFFLOAD_USED_NONE] = "none",
	[VMFEX_OFFLOAD_USED_CHECKSUM] = "checksum",
	[VMFEX_OFFLOAD_USED_ALL] = "all",
};

static u64 vmfex_sum_drops(const struct vmfex_vnic *vnic)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < VMFEX_NUM_DROPS; i++)
		sum += atomic_long_read(&vnic->drops[i]);
	return sum;
}

static u32 vmfex_active_id(const struct vmfex_vnic *vnic)
{
	const struct vmfex_vif *active = READ_ONCE(vnic->active);

	return active ? READ_ONCE(active->id) : 0;
}

static const char *vmfex_active_name(const struct vmfex_vnic *vnic)
{
	const struct vmfex_vif *active = READ_ONCE(vnic->active);

	return active ? active->uplink->dev->name : "";
}

static const char *vmfex_profile_name(const struct vmfex_vnic *vnic)
{
	const struct vmfex_profile *profile = READ_ONCE(vnic->port.profile);

	return profile ? profile->name : "";
}

static u32 vmfex_profile_generation(const struct vmfex_vnic *vnic)
{
	const struct vmfex_profile *profile = READ_ONCE(vnic->port.profile);

	return profile ? READ_ONCE(profile->policy)->generation : 0;
}

VMFEX_SHOW_ADAPTER(mode, "%s", obj->fabric ? "fabric" : "host");
VMFEX_SHOW_ADAPTER(tag, "%s", obj->tag->name);
VMFEX_SHOW_ADAPTER(num_vfs, "%u", READ_ONCE(obj->num_vfs));
VMFEX_SHOW_ADAPTER(num_uplinks, "%u", READ_ONCE(obj->num_uplinks));
VMFEX_SHOW_ADAPTER(cluster, "%s", obj->cluster);

VMFEX_SHOW_VNIC(adapter, "%s", obj->adapter->self.dev->name);
VMFEX_SHOW_VNIC(vf, "%d", (int)obj->vf);
VMFEX_SHOW_VNIC(vif, "%u", vmfex_active_id(obj));
VMFEX_SHOW_VNIC(uplink, "%s", vmfex_active_name(obj));
VMFEX_SHOW_VNIC(state, "%s", vmfex_state_names[READ_ONCE(obj->port.state)]);
VMFEX_SHOW_VNIC(profile, "%s", vmfex_profile_name(obj));
VMFEX_SHOW_VNIC(generation, "%u", vmfex_profile_generation(obj));
VMFEX_SHOW_VNIC(drops, "%llu", vmfex_sum_drops(obj));

static struct attribute *vmfex_vnic_attrs[] = {
	&dev_attr_vnic_adapter.attr,
	&dev_attr_vnic_vf.attr,
	&dev_attr_vnic_vif.attr,
	&dev_attr_vnic_uplink.attr,
	&dev_attr_vnic_state.attr,
	&dev_attr_vnic_profile.attr,
	&dev_attr_vnic_generation.attr,
	&dev_attr_vnic_drops.attr,
	NULL,
};

const struct attribute_group vmfex_vnic_group = {
	.name = "vmfex",
	.attrs = vmfex_vnic_attrs,
};

/* An adapter is a port, too. */
static struct attribute *vmfex_adapter_attrs[] = {
	&dev_attr_adapter_mode.attr,
	&dev_attr_adapter_tag.attr,
	&dev_attr_adapter_num_vfs.attr,
	&dev_attr_adapter_num_uplinks.attr,
	&dev_attr_adapter_cluster.attr,
	&dev_attr_vnic_vf.attr,
	&dev_attr_vnic_vif.attr,
	&dev_attr_vnic_uplink.attr,
	&dev_attr_vnic_state.attr,
	&dev_attr_vnic_profile.attr,
	&dev_attr_vnic_generation.attr,
	&dev_attr_vnic_drops.attr,
	NULL,
};

const struct attribute_group vmfex_adapter_group = {
	.name = "vmfex",
	.attrs = vmfex_adapter_attrs,
};

VMFEX_SHOW_UPLINK(adapter, "%s", obj->adapter->self.dev->name);
VMFEX_SHOW_UPLINK(fabric, "%s", vmfex_uplink_label(obj->fabric).text);
VMFEX_SHOW_UPLINK(physnet, "%s", vmfex_uplink_label(obj->physnet).text);
VMFEX_SHOW_UPLINK(priority, "%u", READ_ONCE(obj->priority));
VMFEX_SHOW_UPLINK(num_vifs, "%u", READ_ONCE(obj->num_vifs));
VMFEX_SHOW_UPLINK(num_lists, "%u", READ_ONCE(obj->num_lists));
VMFEX_SHOW_UPLINK(state, "%s",
		  vmfex_uplink_state_names[vmfex_uplink_state(obj)]);
VMFEX_SHOW_UPLINK(offload, "%s", vmfex_offload_names[READ_ONCE(obj->offload)]);
VMFEX_SHOW_UPLINK(offload_used, "%s",
		  vmfex_offload_used_names[READ_ONCE(obj->offload_used)]);

static struct attribute *vmfex_uplink_attrs[] = {
	&dev_attr_uplink_adapter.attr,
	&dev_attr_uplink_fabric.attr,
	&dev_attr_uplink_physnet.attr,
	&dev_attr_uplink_priority.attr,
	&dev_attr_uplink_num_vifs.attr,
	&dev_attr_uplink_num_lists.attr,
	&dev_attr_uplink_state.attr,
	&dev_attr_uplink_offload.attr,
	&dev_attr_uplink_offload_used.attr,
	NULL,
};

const struct attribute_group vmfex_uplink_group = {
	.name = "vmfex",
	.attrs = vmfex_uplink_attrs,
};
