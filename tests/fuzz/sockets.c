// SPDX-License-Identifier: GPL-2.0-only
/*
 * Netlink sockets whose other end is replies.c. libnl takes the messages apart as
 * it does those of the kernel.
 */
#define VMFEX_FUZZ_INSIDE

#include <linux/rtnetlink.h>
#include <string.h>

#include "fuzz.h"
#include "outside.h"
#include "replies.h"

#define FAMILY	31
#define GROUP	7

/* Of the last request, 0 for what comes unasked. */
static u32 last_seq;

/**
 * outside_nl_connect() - a socket needs no kernel
 * @sock: socket
 * @protocol: is not looked at
 *
 * Return: 0.
 */
int outside_nl_connect(struct nl_sock *sock, int protocol)
{
	(void)sock;
	(void)protocol;
	return 0;
}

/**
 * outside_genl_ctrl_resolve() - number of the family
 * @sock: socket
 * @name: is not looked at
 *
 * Return: number.
 */
int outside_genl_ctrl_resolve(struct nl_sock *sock, const char *name)
{
	(void)sock;
	(void)name;
	return FAMILY;
}

/**
 * outside_genl_ctrl_resolve_grp() - number of a group
 * @sock: socket
 * @name: is not looked at
 * @group: is not looked at
 *
 * Return: number.
 */
int outside_genl_ctrl_resolve_grp(struct nl_sock *sock, const char *name,
				  const char *group)
{
	(void)sock;
	(void)name;
	(void)group;
	return GROUP;
}

/**
 * outside_nl_socket_add_membership() - events come anyway
 * @sock: socket
 * @group: is not looked at
 *
 * Return: 0.
 */
int outside_nl_socket_add_membership(struct nl_sock *sock, int group)
{
	(void)sock;
	(void)group;
	last_seq = 0;
	return 0;
}

/* A change without an index or a name would be for whatever the kernel likes. */
static void check_link(struct nlmsghdr *hdr)
{
	const struct ifinfomsg *info = nlmsg_data(hdr);

	fuzz_check(info->ifi_index ||
		   nlmsg_find_attr(hdr, sizeof(*info), IFLA_IFNAME),
		   "changes a link without a name or an index");
}

/**
 * outside_nl_send() - a request, of which only the sequence number matters
 * @sock: socket
 * @msg: request
 *
 * Return: length.
 */
int outside_nl_send(struct nl_sock *sock, struct nl_msg *msg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);

	(void)sock;
	if (hdr->nlmsg_type != FAMILY)
		check_link(hdr);
	last_seq = hdr->nlmsg_seq;
	return hdr->nlmsg_len;
}

static int receive(struct nl_sock *sock, struct sockaddr_nl *from,
		   unsigned char **bytes, struct ucred **creds)
{
	(void)sock;
	(void)creds;
	memset(from, 0, sizeof(*from));
	from->nl_family = AF_NETLINK;
	return replies_next(last_seq, bytes);
}

/**
 * outside_nl_recvmsgs() - the next datagram
 * @sock: socket
 * @cb: what to do with its messages
 *
 * Return: as libnl's.
 */
int outside_nl_recvmsgs(struct nl_sock *sock, struct nl_cb *cb)
{
	nl_cb_overwrite_recv(cb, receive);
	return nl_recvmsgs(sock, cb);
}

/**
 * outside_nl_recvmsgs_default() - the next datagram
 * @sock: socket
 *
 * Return: as libnl's.
 */
int outside_nl_recvmsgs_default(struct nl_sock *sock)
{
	struct nl_cb *cb = nl_socket_get_cb(sock);
	int err = outside_nl_recvmsgs(sock, cb);

	nl_cb_put(cb);
	return err;
}
