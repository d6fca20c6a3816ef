/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Connections to the kernel, and why the last request failed.
 */
#ifndef VMFEX_CONN_H
#define VMFEX_CONN_H

#include <netlink/netlink.h>

#include "short_types.h"

/**
 * struct conn - connections to the kernel, made when they are needed
 * @genl: socket of the family vmfex
 * @route: rtnetlink socket
 * @family: message type of the family vmfex
 * @text: what the kernel said to the last request, empty if nothing
 */
struct conn {
	struct nl_sock *genl;
	struct nl_sock *route;
	int family;
	char text[512];
};

int conn_fail(struct conn *conn, int err, const char *format, ...)
	__printf(3, 4);
int conn_no_module(struct conn *conn);
void conn_close(struct conn *conn);

#endif /* VMFEX_CONN_H */
