/* SPDX-License-Identifier: GPL-2.0-only */
/* Which uplink carries the traffic of an adapter's ports. */
#ifndef _VMFEX_FAILOVER_H
#define _VMFEX_FAILOVER_H

struct vmfex_adapter;
struct vmfex_vnic;

void vmfex_path_select(struct vmfex_vnic *vnic);
void vmfex_uplinks_select(struct vmfex_adapter *adapter);

#endif /* _VMFEX_FAILOVER_H */
