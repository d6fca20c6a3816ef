/* SPDX-License-Identifier: GPL-2.0-only */
/* Names of profiles, clusters and fabrics. */
#ifndef _VMFEX_NAME_H
#define _VMFEX_NAME_H

#include <linux/types.h>

bool vmfex_name_valid(const char *name, size_t max);

#endif /* _VMFEX_NAME_H */
