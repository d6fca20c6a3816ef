/* SPDX-License-Identifier: GPL-2.0-only */
/* Netdevs of adapters and VFs. */
#ifndef _VMFEX_NETDEV_H
#define _VMFEX_NETDEV_H

#include "model/adapter.h"

extern const struct vmfex_face vmfex_face;

void vmfex_adapter_setup(struct net_device *dev);

#endif /* _VMFEX_NETDEV_H */
