/* SPDX-License-Identifier: GPL-2.0-only */
/* Who stands behind a vNIC. */
#ifndef _VMFEX_PLACE_H
#define _VMFEX_PLACE_H

#include <linux/types.h>

struct vmfex_vnic;

bool vmfex_vnic_in_use(const struct vmfex_vnic *vnic);
void vmfex_vnic_update_place(struct vmfex_vnic *vnic);
void vmfex_vnic_settle(struct vmfex_vnic *vnic);
void vmfex_vnic_forbid_addrconf(struct vmfex_vnic *vnic);

#endif /* _VMFEX_PLACE_H */
