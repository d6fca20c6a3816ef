/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Refusals that name the value, in less than NETLINK_MAX_FMTMSG_LEN bytes. An extack
 * takes such a text since 6.3.
 */
#ifndef _VMFEX_EXTACK_H
#define _VMFEX_EXTACK_H

#include <linux/netlink.h>

#ifdef NL_SET_ERR_MSG_ATTR_FMT

#define vmfex_err		NL_SET_ERR_MSG_FMT
#define vmfex_err_attr		NL_SET_ERR_MSG_ATTR_FMT

#else

#define NETLINK_MAX_FMTMSG_LEN	80

__printf(2, 3)
void vmfex_err(struct netlink_ext_ack *extack, const char *fmt, ...);

#define vmfex_err_attr(extack, attr, fmt, args...)	\
	do {						\
		NL_SET_BAD_ATTR(extack, attr);		\
		vmfex_err(extack, fmt, ##args);		\
	} while (0)

#endif

#endif /* _VMFEX_EXTACK_H */
