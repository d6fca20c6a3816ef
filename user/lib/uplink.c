// SPDX-License-Identifier: GPL-2.0-only
/*
 * Uplinks: ask, parse and print.
 */
#include <errno.h>
#include <linux/vmfex.h>
#include <string.h>

#include "engine.h"
#include "names.h"
#include "nlattr.h"
#include "request.h"
#include "uplink.h"

/**
 * uplink_parse() - read an uplink from a message
 * @uplink: uplink
 * @msg: answer or event
 */
void uplink_parse(struct uplink *uplink, const struct nlmsghdr *msg)
{
	struct nlattr *attrs[VMFEX_A_UPLINK_MAX + 1];

	attr_parse(msg, attrs, VMFEX_A_UPLINK_MAX);
	uplink->ifindex = attr_u32(attrs[VMFEX_A_UPLINK_IFINDEX], 0);
	attr_string(attrs[VMFEX_A_UPLINK_IFNAME], uplink->ifname,
		    sizeof(uplink->ifname));
	attr_string(attrs[VMFEX_A_UPLINK_ADAPTER], uplink->adapter,
		    sizeof(uplink->adapter));
	attr_string(attrs[VMFEX_A_UPLINK_FABRIC], uplink->fabric,
		    sizeof(uplink->fabric));
	attr_string(attrs[VMFEX_A_UPLINK_PHYSNET], uplink->physnet,
		    sizeof(uplink->physnet));
	uplink->priority = attr_u32(attrs[VMFEX_A_UPLINK_PRIORITY], 0);
	uplink->state = attr_u32(attrs[VMFEX_A_UPLINK_STATE], UINT32_MAX);
	uplink->num_vifs = attr_u32(attrs[VMFEX_A_UPLINK_NUM_VIFS], 0);
	uplink->num_lists = attr_u32(attrs[VMFEX_A_UPLINK_NUM_LISTS], 0);
	uplink->offload = attr_u32(attrs[VMFEX_A_UPLINK_OFFLOAD], UINT32_MAX);
	uplink->offload_used = attr_u32(attrs[VMFEX_A_UPLINK_OFFLOAD_USED],
					UINT32_MAX);
	attr_string(attrs[VMFEX_A_UPLINK_OFFLOAD_REASON],
		    uplink->offload_reason, sizeof(uplink->offload_reason));
}

/**
 * uplink_print() - print an uplink
 * @out: output
 * @uplink: uplink
 */
void uplink_print(struct out *out, const struct uplink *uplink)
{
	out_name(out, "ifname", uplink->ifname);
	if (out->json)
		out_number(out, "ifindex", uplink->ifindex);
	out_string(out, "adapter", uplink->adapter);
	out_string(out, "fabric", uplink->fabric);
	out_string(out, "physnet", uplink->physnet);
	out_number(out, "priority", uplink->priority);
	out_string(out, "state", name_of(uplink_state_names, uplink->state));
	out_number(out, "num_vifs", uplink->num_vifs);
	out_number(out, "num_lists", uplink->num_lists);
	out_string(out, "offload", name_of(offload_names, uplink->offload));
	out_string(out, "offload_used",
		   name_of(offload_used_names, uplink->offload_used));
	if (out->json || uplink->offload_used != VMFEX_OFFLOAD_USED_ALL)
		out_free_text(out, "offload_reason", uplink->offload_reason);
}

/**
 * uplink_show_msg() - print the uplink of a message
 * @msg: answer
 * @out: output
 */
void uplink_show_msg(const struct nlmsghdr *msg, void *out)
{
	struct uplink uplink;

	uplink_parse(&uplink, msg);
	out_object(out);
	uplink_print(out, &uplink);
	out_object_end(out);
}

static void keep_uplink(const struct nlmsghdr *msg, void *arg)
{
	uplink_parse(arg, msg);
}

/**
 * uplink_get() - look an uplink up
 * @conn: connections
 * @name: its name
 * @uplink: filled
 *
 * Return: 0, then @uplink->ifindex is set, or a negative errno, -ENODEV if there
 * is no such uplink.
 */
int uplink_get(struct conn *conn, const char *name, struct uplink *uplink)
{
	struct nl_msg *msg = request_new(VMFEX_CMD_UPLINK_GET);
	int err;

	put_string(msg, VMFEX_A_UPLINK_IFNAME, name);
	memset(uplink, 0, sizeof(*uplink));
	err = conn_do(conn, msg, keep_uplink, uplink);
	if (!err && !uplink->ifindex)
		return conn_fail(conn, -EIO, "answer without an uplink");
	return err;
}
