/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tool asks of the system, answered by the fuzzer. The compiler
 * includes this before the sources of the tool.
 */
#ifndef VMFEX_FUZZ_OUTSIDE_H
#define VMFEX_FUZZ_OUTSIDE_H

#include <fcntl.h>
#include <net/if.h>
#include <netlink/genl/ctrl.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

FILE *outside_fopen(const char *path, const char *mode);
int outside_open(const char *path, int flags, ...);
unsigned int outside_if_nametoindex(const char *name);
void outside_exit(int code) __attribute__((noreturn));

int outside_nl_connect(struct nl_sock *sock, int protocol);
int outside_genl_ctrl_resolve(struct nl_sock *sock, const char *name);
int outside_genl_ctrl_resolve_grp(struct nl_sock *sock, const char *name,
				  const char *group);
int outside_nl_socket_add_membership(struct nl_sock *sock, int group);
int outside_nl_send(struct nl_sock *sock, struct nl_msg *msg);
int outside_nl_recvmsgs(struct nl_sock *sock, struct nl_cb *cb);
int outside_nl_recvmsgs_default(struct nl_sock *sock);

#ifndef VMFEX_FUZZ_INSIDE
#define fopen			outside_fopen
#define open			outside_open
#define if_nametoindex		outside_if_nametoindex
#define exit			outside_exit
#define nl_connect		outside_nl_connect
#define genl_ctrl_resolve	outside_genl_ctrl_resolve
#define genl_ctrl_resolve_grp	outside_genl_ctrl_resolve_grp
#define nl_socket_add_membership outside_nl_socket_add_membership
#define nl_send			outside_nl_send
#define nl_recvmsgs		outside_nl_recvmsgs
#define nl_recvmsgs_default	outside_nl_recvmsgs_default
#endif

#endif /* VMFEX_FUZZ_OUTSIDE_H */
