// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests before they are sent. Apart from conn.c, so that the tests of the
 * command line can replace the kernel and keep this.
 */
#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "conn.h"
#include "report.h"

/* Every caller would do the same. */
static void *no_memory(void)
{
	print_error("out of memory");
	exit(EXIT_KERNEL);
}

/**
 * request_new() - make a request to the family vmfex
 * @cmd: VMFEX_CMD_*
 *
 * Return: request, to be handed to conn_do() or conn_dump().
 */
struct nl_msg *request_new(u8 cmd)
{
	struct nl_msg *msg = nlmsg_alloc();

	/* The engine fills in the family, which it may not know yet. */
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, 0, 0, 0, cmd,
				 VMFEX_FAMILY_VERSION))
		return no_memory();
	return msg;
}

/**
 * request_link() - make a request to rtnetlink about a link
 * @type: RTM_NEWLINK or RTM_DELLINK
 * @flags: NLM_F_CREATE, NLM_F_EXCL
 * @ifindex: link, 0 if an attribute names it
 *
 * Return: request, to be handed to conn_do().
 */
struct nl_msg *request_link(int type, int flags, int ifindex)
{
	struct ifinfomsg info = { .ifi_index = ifindex };
	struct nl_msg *msg = nlmsg_alloc_simple(type, flags);

	if (!msg || nlmsg_append(msg, &info, sizeof(info), NLMSG_ALIGNTO))
		return no_memory();
	return msg;
}

/**
 * conn_fail() - fail like the kernel, before it was asked
 * @conn: connections
 * @err: negative errno
 * @format: reason, as for printf()
 *
 * Return: @err.
 */
int conn_fail(struct conn *conn, int err, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	vsnprintf(conn->text, sizeof(conn->text), format, values);
	va_end(values);
	return err;
}

/**
 * conn_no_module() - fail since the kernel does not know vmfex
 * @conn: connections
 *
 * The kernel loads the module by itself when it is asked, if it can: what keeps it
 * from doing so is told only to those who load it by hand.
 *
 * Return: -EPROTONOSUPPORT.
 */
int conn_no_module(struct conn *conn)
{
	return conn_fail(conn, -EPROTONOSUPPORT,
			 "kernel module vmfex is not loaded, and could not be: see what \"modprobe vmfex\" says as root");
}
