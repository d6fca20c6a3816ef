/* SPDX-License-Identifier: GPL-2.0-only */
/* rtnetlink kinds. */
#ifndef _VMFEX_LINK_H
#define _VMFEX_LINK_H

int vmfex_link_register(void);
void vmfex_link_unregister(void);

#endif /* _VMFEX_LINK_H */
