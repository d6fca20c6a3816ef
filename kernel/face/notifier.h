/* SPDX-License-Identifier: GPL-2.0-only */
/* What happens to netdevs. */
#ifndef _VMFEX_NOTIFIER_H
#define _VMFEX_NOTIFIER_H

struct vmfex_adapter;

int vmfex_notifier_register(void);
void vmfex_notifier_unregister(void);
void vmfex_uplinks_select(struct vmfex_adapter *adapter);
void vmfex_uplinks_changed(struct vmfex_adapter *adapter);

#endif /* _VMFEX_NOTIFIER_H */
