/* SPDX-License-Identifier: GPL-2.0-only */
/* Files of netdevs. */
#ifndef _VMFEX_SYSFS_H
#define _VMFEX_SYSFS_H

#include <linux/sysfs.h>

extern const struct attribute_group vmfex_adapter_group;
extern const struct attribute_group vmfex_vnic_group;
extern const struct attribute_group vmfex_uplink_group;

#endif /* _VMFEX_SYSFS_H */
