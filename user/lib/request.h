/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests to the kernel, before they are sent.
 */
#ifndef VMFEX_REQUEST_H
#define VMFEX_REQUEST_H

#include <netlink/msg.h>

#include "short_types.h"

struct nl_msg *request_new(u8 cmd);
struct nl_msg *request_link(int type, int flags, int ifindex);

#endif /* VMFEX_REQUEST_H */
