/* SPDX-License-Identifier: GPL-2.0-only */
/* Network namespaces begin and end. */
#ifndef _VMFEX_NETNS_H
#define _VMFEX_NETNS_H

int vmfex_net_register(void);
void vmfex_net_unregister(void);

#endif /* _VMFEX_NETNS_H */
