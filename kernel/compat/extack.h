/* SPDX-License-Identifier: GPL-2.0-only */
/* Refusals that name the value. */
#ifndef _VMFEX_EXTACK_H
#define _VMFEX_EXTACK_H

#include <linux/netlink.h>

__printf(2, 3)
void vmfex_err(struct netlink_ext_ack *extack, const char *fmt, ...);

#define vmfex_err_attr(extack, attr, fmt, args...)	\
	do {						\
		NL_SET_BAD_ATTR(extack, attr);		\
		vmfex_err(extack, fmt, ##args);		\
	} while (0)

#endif /* _VMFEX_EXTACK_H */
