/* SPDX-License-Identifier: GPL-2.0-only */
/* The uplink that the host uses. */
#ifndef _VMFEX_FOLLOW_H
#define _VMFEX_FOLLOW_H

struct vmfex_adapter;
struct vmfex_uplink;

void vmfex_follow_init(struct vmfex_adapter *adapter);
void vmfex_follow_cancel(struct vmfex_adapter *adapter);
void vmfex_follow_heard(struct vmfex_uplink *uplink);
void vmfex_follow_update(struct vmfex_adapter *adapter);
void vmfex_follow_lost(struct vmfex_uplink *uplink);
void vmfex_follow_forget(struct vmfex_uplink *uplink);

#endif /* _VMFEX_FOLLOW_H */
