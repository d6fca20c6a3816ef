/* SPDX-License-Identifier: GPL-2.0-only */
/* VFs come and go. */
#ifndef _VMFEX_VIC_VNIC_H
#define _VMFEX_VIC_VNIC_H

#include "model/vnic.h"

int vmfex_vnic_hold_owners(struct net_device *dev);
struct vmfex_vnic *vmfex_vnic_create(struct vmfex_adapter *adapter, u32 vf,
				     struct netlink_ext_ack *extack);
void vmfex_vnic_detach(struct vmfex_vnic *vnic);
int vmfex_vnic_join(struct vmfex_vnic *vnic, struct vmfex_uplink *uplink,
		    struct netlink_ext_ack *extack);

#endif /* _VMFEX_VIC_VNIC_H */
