/* SPDX-License-Identifier: GPL-2.0-only */
/* Tagged packets of many frames. */
#ifndef _VMFEX_OFFLOAD_H
#define _VMFEX_OFFLOAD_H

void vmfex_offload_register(void);
void vmfex_offload_unregister(void);

#endif /* _VMFEX_OFFLOAD_H */
