/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the addresses of a port are after a failover. */
#ifndef _VMFEX_ANNOUNCE_H
#define _VMFEX_ANNOUNCE_H

struct vmfex_adapter;
struct vmfex_uplink;
struct vmfex_vnic;

void vmfex_vnic_announce(struct vmfex_vnic *vnic);
void vmfex_announce_init(struct vmfex_adapter *adapter);
void vmfex_uplink_announce(const struct vmfex_uplink *uplink);
void vmfex_announce_cancel(struct vmfex_adapter *adapter);

#endif /* _VMFEX_ANNOUNCE_H */
