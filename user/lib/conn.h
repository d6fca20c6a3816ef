/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests to the kernel: one engine for the generic netlink family vmfex and
 * for rtnetlink.
 */
#ifndef VMFEX_CONN_H
#define VMFEX_CONN_H

#include <netlink/msg.h>
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

/**
 * typedef conn_handler - take one message of an answer
 * @msg: message
 * @arg: of the caller
 */
typedef void (*conn_handler)(const struct nlmsghdr *msg, void *arg);

struct nl_msg *request_new(u8 cmd);
struct nl_msg *request_link(int type, int flags, int ifindex);
int conn_do(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	    void *arg);
int conn_dump(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	      void *arg);
int conn_monitor(struct conn *conn, const char *const *groups,
		 conn_handler handler, void *arg);
int conn_fail(struct conn *conn, int err, const char *format, ...)
	__printf(3, 4);
int conn_no_module(struct conn *conn);
void conn_close(struct conn *conn);

#endif /* VMFEX_CONN_H */
