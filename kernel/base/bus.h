/* SPDX-License-Identifier: GPL-2.0-only */
/* The bus "vmfex", the SR-IOV face of adapters and VFs. */
#ifndef _VMFEX_BUS_H
#define _VMFEX_BUS_H

#include <linux/types.h>

/* rtnetlink shows no more VFs, so that no message needs more memory than a kernel
 * can find in one piece.
 */
#define VMFEX_RTNL_VF_PORTS	512

struct device;
struct netlink_ext_ack;
struct vmfex_device;

/**
 * struct vmfex_device_ops - what a physical function can do
 * @total_vfs: how many virtual functions it may have
 * @num_vfs: how many it has; called without a lock
 * @set_num_vfs: make it have so many, 0 or a negative error; called with RTNL held
 */
struct vmfex_device_ops {
	u32 total_vfs;
	u32 (*num_vfs)(const void *owner);
	int (*set_num_vfs)(void *owner, u32 num_vfs);
};

int vmfex_bus_register(void);
void vmfex_bus_unregister(void);
struct vmfex_device *vmfex_device_add_pf(const struct vmfex_device_ops *ops,
					 void *owner, bool foreign,
					 struct netlink_ext_ack *extack);
struct vmfex_device *vmfex_device_add_vf(struct vmfex_device *pf, u32 vf);
void vmfex_device_del(struct vmfex_device *device);
struct device *vmfex_device_dev(struct vmfex_device *device);
const char *vmfex_device_name(const struct vmfex_device *device);

#endif /* _VMFEX_BUS_H */
