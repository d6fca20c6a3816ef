/* SPDX-License-Identifier: GPL-2.0-only */
/* What the sources of kernel/ that build in user space need of the kernel. */
#ifndef VMFEX_USER_TYPES_H
#define VMFEX_USER_TYPES_H

#include <linux/vmfex.h>

#include "lib/short_types.h"

#endif /* VMFEX_USER_TYPES_H */
