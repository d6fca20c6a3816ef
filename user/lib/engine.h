/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel is asked: one engine for the generic netlink family vmfex and
 * for rtnetlink.
 */
#ifndef VMFEX_ENGINE_H
#define VMFEX_ENGINE_H

#include <netlink/msg.h>

#include "conn.h"

/**
 * typedef conn_handler - take one message of an answer
 * @msg: message
 * @arg: of the caller
 */
typedef void (*conn_handler)(const struct nlmsghdr *msg, void *arg);

int conn_do(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	    void *arg);
int conn_dump(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	      void *arg);
int conn_monitor(struct conn *conn, const char *const *groups,
		 conn_handler handler, void *arg);

#endif /* VMFEX_ENGINE_H */
