// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests before they are sent.
 */
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdlib.h>

#include "report.h"
#include "request.h"

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
