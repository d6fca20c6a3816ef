/* SPDX-License-Identifier: GPL-2.0-only */
/* The generic netlink family. */
#ifndef _VMFEX_NL_FAMILY_H
#define _VMFEX_NL_FAMILY_H

int vmfex_nl_register(void);
void vmfex_nl_unregister(void);

#endif /* _VMFEX_NL_FAMILY_H */
