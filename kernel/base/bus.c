// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus "vmfex": it shows an adapter and its VFs as SR-IOV tools and libvirt
 * know them from PCI, by names that parse as a PCI address, physfn, virtfnN,
 * sriov_numvfs and sriov_totalvfs.
 */
#include <linux/completion.h>
#include <linux/device.h>
#include <linux/idr.h>
#include <linux/slab.h>

#include "base/bus.h"
#include "compat/compat.h"
#include "compat/extack.h"

/* PCI domains of real hosts are below, or above 16 bits. */
#define VMFEX_FIRST_DOMAIN	0xf000
#define VMFEX_LAST_DOMAIN	0xffff
/* All roots of user namespaces together cannot use up those of the host. */
#define VMFEX_LAST_USER_DOMAIN	0xf7ff

/**
 * struct vmfex_device - a physical or virtual function
 * @dev: on the bus
 * @ops: what a physical function can do, NULL for a virtual one
 * @owner: argument of @ops
 * @pf: physical function of a virtual one
 * @vf: index of a virtual function
 * @domain: of the name, the same for a physical function and its virtual ones
 * @foreign: a user namespace's, not the host's
 */
struct vmfex_device {
	struct device dev;
	const struct vmfex_device_ops *ops;
	void *owner;
	struct vmfex_device *pf;
	u32 vf;
	int domain;
	bool foreign;
};

static DEFINE_IDA(vmfex_domains);
static struct device *vmfex_root;

/* One for the module, and one for each device that is not yet released. */
static atomic_t vmfex_devices = ATOMIC_INIT(1);
static DECLARE_COMPLETION(vmfex_devices_gone);

static struct vmfex_device *to_vmfex_device(struct device *dev)
{
	return container_of(dev, struct vmfex_device, dev);
}

static void vmfex_devices_put(void)
{
	if (atomic_dec_and_test(&vmfex_devices))
		complete(&vmfex_devices_gone);
}

static void vmfex_device_release(struct device *dev)
{
	kfree(to_vmfex_device(dev));
	vmfex_devices_put();
}

static ssize_t sriov_totalvfs_show(struct device *dev,
				   struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", to_vmfex_device(dev)->ops->total_vfs);
}
static DEVICE_ATTR_RO(sriov_totalvfs);

static ssize_t sriov_numvfs_show(struct device *dev,
				 struct device_attribute *attr, char *buf)
{
	const struct vmfex_device *pf = to_vmfex_device(dev);

	return sysfs_emit(buf, "%u\n", pf->ops->num_vfs(pf->owner));
}

/* The removal of this file waits for us and may hold RTNL: never wait for it. */
static ssize_t sriov_numvfs_store(struct device *dev,
				  struct device_attribute *attr,
				  const char *buf, size_t count)
{
	const struct vmfex_device *pf = to_vmfex_device(dev);
	unsigned int num_vfs;
	int err;

	err = kstrtouint(buf, 0, &num_vfs);
	if (err)
		return err;
	if (!rtnl_trylock())
		return restart_syscall();
	err = pf->ops->set_num_vfs(pf->owner, num_vfs);
	rtnl_unlock();
	return err ?: count;
}
static DEVICE_ATTR_RW(sriov_numvfs);

static struct attribute *vmfex_pf_attrs[] = {
	&dev_attr_sriov_numvfs.attr,
	&dev_attr_sriov_totalvfs.attr,
	NULL,
};
ATTRIBUTE_GROUPS(vmfex_pf);

static const struct device_type vmfex_pf_type = {
	.name = "vmfex_pf",
	.groups = vmfex_pf_groups,
	.release = vmfex_device_release,
};

static const struct device_type vmfex_vf_type = {
	.name = "vmfex_vf",
	.release = vmfex_device_release,
};

/* rtnetlink makes room for this many VFs in every message about the adapter. */
static int vmfex_bus_num_vf(struct device *dev)
{
	const struct vmfex_device *pf = to_vmfex_device(dev);

	if (!pf->ops)
		return 0;
	return min_t(u32, pf->ops->num_vfs(pf->owner), VMFEX_RTNL_VF_PORTS);
}

static VMFEX_BUS_CONST struct bus_type vmfex_bus = {
	.name = "vmfex",
	.num_vf = vmfex_bus_num_vf,
};

/* @function counts from the PF, 0; a PCI address has 8 functions in a slot. */
static struct vmfex_device *vmfex_device_alloc(const struct device_type *type,
					       int domain, u32 function,
					       bool foreign)
{
	struct vmfex_device *device;
	int err;

	device = kzalloc(sizeof(*device), GFP_KERNEL_ACCOUNT);
	if (!device)
		return ERR_PTR(-ENOMEM);
	device_initialize(&device->dev);
	/* There is no power to save, and no memory to spend on telling so. */
	device_set_pm_not_required(&device->dev);
	atomic_inc(&vmfex_devices);
	device->domain = domain;
	device->foreign = foreign;
	device->dev.bus = &vmfex_bus;
	device->dev.type = type;
	device->dev.parent = vmfex_root;
	/* They would be told to the host. It has nothing to do with them. */
	if (foreign)
		dev_set_uevent_suppress(&device->dev, true);
	err = dev_set_name(&device->dev, "%04x:%02x:%02x.%x", domain,
			   function >> 8, function >> 3 & 0x1f, function & 7);
	if (err) {
		put_device(&device->dev);
		return ERR_PTR(err);
	}
	return device;
}

static int vmfex_domain_alloc(bool foreign, struct netlink_ext_ack *extack)
{
	int last = VMFEX_LAST_DOMAIN;
	int domain;

	if (foreign)
		last = VMFEX_LAST_USER_DOMAIN;
	domain = ida_alloc_range(&vmfex_domains, VMFEX_FIRST_DOMAIN, last,
				 GFP_KERNEL);
	if (domain == -ENOSPC)
		vmfex_err(extack, "all of the %d adapters that may be here exist",
			  last - VMFEX_FIRST_DOMAIN + 1);
	return domain;
}

/**
 * vmfex_device_add_pf() - show a physical function on the bus
 * @ops: what it can do
 * @owner: argument of @ops
 * @foreign: it is a user namespace's, not the host's
 * @extack: why not
 *
 * Context: Process context, RTNL held.
 * Return: the device or an error pointer.
 */
struct vmfex_device *vmfex_device_add_pf(const struct vmfex_device_ops *ops,
					 void *owner, bool foreign,
					 struct netlink_ext_ack *extack)
{
	struct vmfex_device *device;
	int domain;
	int err;

	domain = vmfex_domain_alloc(foreign, extack);
	if (domain < 0)
		return ERR_PTR(domain);
	device = vmfex_device_alloc(&vmfex_pf_type, domain, 0, foreign);
	if (IS_ERR(device)) {
		err = PTR_ERR(device);
		goto err_free_domain;
	}
	device->ops = ops;
	device->owner = owner;
	err = device_add(&device->dev);
	if (err)
		goto err_put_device;
	return device;

err_put_device:
	put_device(&device->dev);
err_free_domain:
	ida_free(&vmfex_domains, domain);
	return ERR_PTR(err);
}

static const char *vmfex_virtfn(char *name, size_t len, u32 vf)
{
	snprintf(name, len, "virtfn%u", vf);
	return name;
}

/**
 * vmfex_device_add_vf() - show a virtual function on the bus
 * @pf: its physical function
 * @vf: index
 *
 * Context: Process context, RTNL held.
 * Return: the device or an error pointer.
 */
struct vmfex_device *vmfex_device_add_vf(struct vmfex_device *pf, u32 vf)
{
	struct vmfex_device *device;
	char virtfn[16];
	int err;

	device = vmfex_device_alloc(&vmfex_vf_type, pf->domain, vf + 1,
				    pf->foreign);
	if (IS_ERR(device))
		return device;
	device->pf = pf;
	device->vf = vf;
	err = device_add(&device->dev);
	if (err)
		goto err_put_device;
	err = sysfs_create_link(&device->dev.kobj, &pf->dev.kobj, "physfn");
	if (err)
		goto err_del_device;
	err = sysfs_create_link(&pf->dev.kobj, &device->dev.kobj,
				vmfex_virtfn(virtfn, sizeof(virtfn), vf));
	if (err)
		goto err_remove_physfn;
	return device;

err_remove_physfn:
	sysfs_remove_link(&device->dev.kobj, "physfn");
err_del_device:
	device_del(&device->dev);
err_put_device:
	put_device(&device->dev);
	return ERR_PTR(err);
}

static void vmfex_device_unlink(struct vmfex_device *device)
{
	char virtfn[16];

	sysfs_remove_link(&device->pf->dev.kobj,
			  vmfex_virtfn(virtfn, sizeof(virtfn), device->vf));
	sysfs_remove_link(&device->dev.kobj, "physfn");
}

/**
 * vmfex_device_del() - take a function off the bus
 * @device: function whose netdev is unregistered
 *
 * Context: Process context.
 */
void vmfex_device_del(struct vmfex_device *device)
{
	int domain = device->domain;
	bool pf = !device->pf;

	if (!pf)
		vmfex_device_unlink(device);
	device_unregister(&device->dev);
	if (pf)
		ida_free(&vmfex_domains, domain);
}

/**
 * vmfex_device_dev() - the parent of a netdev
 * @device: function
 *
 * Return: its struct device.
 */
struct device *vmfex_device_dev(struct vmfex_device *device)
{
	return &device->dev;
}

/**
 * vmfex_device_name() - name of a function
 * @device: function
 *
 * Return: the name, which parses as a PCI address.
 */
const char *vmfex_device_name(const struct vmfex_device *device)
{
	return dev_name(&device->dev);
}

/**
 * vmfex_bus_register() - make the bus
 *
 * Context: Process context.
 * Return: 0 or a negative error.
 */
int vmfex_bus_register(void)
{
	int err;

	vmfex_root = root_device_register("vmfex");
	if (IS_ERR(vmfex_root))
		return PTR_ERR(vmfex_root);
	err = bus_register(&vmfex_bus);
	if (err)
		root_device_unregister(vmfex_root);
	return err;
}

/**
 * vmfex_bus_unregister() - remove the bus, when its last device is released
 *
 * Context: Process context, without RTNL.
 */
void vmfex_bus_unregister(void)
{
	vmfex_devices_put();
	wait_for_completion(&vmfex_devices_gone);
	bus_unregister(&vmfex_bus);
	root_device_unregister(vmfex_root);
	ida_destroy(&vmfex_domains);
}
