/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attributes that adapters and vNICs have in common.
 */
#ifndef VMFEX_VNIC_PRINT_H
#define VMFEX_VNIC_PRINT_H

#include "link_util.h"

void print_mode(const struct rtattr *attr);
void print_tag(const struct rtattr *attr);
u32 mode_number(const char *word);
u32 tag_number(const char *word);
void print_vnic(struct rtattr *tb[]);

#endif /* VMFEX_VNIC_PRINT_H */
