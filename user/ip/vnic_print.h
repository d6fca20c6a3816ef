/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes that adapters and vNICs have in common.
 */
#ifndef VMFEX_VNIC_PRINT_H
#define VMFEX_VNIC_PRINT_H

#include "link_util.h"

void print_vnic(struct rtattr *tb[]);

#endif /* VMFEX_VNIC_PRINT_H */
