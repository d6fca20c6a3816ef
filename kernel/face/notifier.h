/* SPDX-License-Identifier: GPL-2.0-only */
/* What happens to netdevs. */
#ifndef _VMFEX_NOTIFIER_H
#define _VMFEX_NOTIFIER_H

int vmfex_notifier_register(void);
void vmfex_notifier_unregister(void);

#endif /* _VMFEX_NOTIFIER_H */
