/* SPDX-License-Identifier: GPL-2.0-only */
/* The bus "vmfex", the SR-IOV face of adapters and VFs. */
#ifndef _VMFEX_BUS_H
#define _VMFEX_BUS_H

struct device;
struct netlink_ext_ack;
struct vmfex_adapter;
struct vmfex_device;
struct vmfex_vnic;

int vmfex_bus_register(void);
void vmfex_bus_unregister(void);
struct vmfex_device *vmfex_device_add_pf(struct vmfex_adapter *adapter,
					 struct netlink_ext_ack *extack);
struct vmfex_device *vmfex_device_add_vf(struct vmfex_vnic *vnic);
void vmfex_device_del(struct vmfex_device *device);
struct device *vmfex_device_dev(struct vmfex_device *device);
const char *vmfex_device_name(const struct vmfex_device *device);

#endif /* _VMFEX_BUS_H */
