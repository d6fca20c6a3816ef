/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports that nobody uses any more. */
#ifndef _VMFEX_IDLE_H
#define _VMFEX_IDLE_H

#include <linux/types.h>

struct vmfex_adapter;
struct vmfex_vnic;

void vmfex_idle_init(struct vmfex_adapter *adapter);
void vmfex_idle_update(struct vmfex_vnic *vnic);
void vmfex_idle_set_timeout(struct vmfex_adapter *adapter, u32 seconds);
void vmfex_idle_cancel(struct vmfex_adapter *adapter);

#endif /* _VMFEX_IDLE_H */
