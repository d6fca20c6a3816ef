// SPDX-License-Identifier: GPL-2.0-only
/*
 * Adapters: ask, parse and print.
 */
#include <errno.h>
#include <string.h>

#include "adapter.h"
#include "engine.h"
#include "names.h"
#include "nlattr.h"
#include "request.h"

/**
 * adapter_parse() - read an adapter from a message
 * @adapter: adapter
 * @msg: answer or event
 */
void adapter_parse(struct adapter *adapter, const struct nlmsghdr *msg)
{
	struct nlattr *attrs[VMFEX_A_ADAPTER_MAX + 1];

	attr_parse(msg, attrs, VMFEX_A_ADAPTER_MAX);
	adapter->ifindex = attr_u32(attrs[VMFEX_A_ADAPTER_IFINDEX], 0);
	attr_string(attrs[VMFEX_A_ADAPTER_IFNAME], adapter->ifname,
		    sizeof(adapter->ifname));
	adapter->mode = attr_u32(attrs[VMFEX_A_ADAPTER_MODE], UINT32_MAX);
	adapter->tag = attr_u32(attrs[VMFEX_A_ADAPTER_TAG], UINT32_MAX);
	adapter->num_vfs = attr_u32(attrs[VMFEX_A_ADAPTER_NUM_VFS], 0);
	adapter->total_vfs = attr_u32(attrs[VMFEX_A_ADAPTER_TOTAL_VFS], 0);
	adapter->num_uplinks = attr_u32(attrs[VMFEX_A_ADAPTER_NUM_UPLINKS], 0);
	attr_string(attrs[VMFEX_A_ADAPTER_CLUSTER], adapter->cluster,
		    sizeof(adapter->cluster));
	attr_string(attrs[VMFEX_A_ADAPTER_DEVICE], adapter->device,
		    sizeof(adapter->device));
	adapter->idle_timeout =
		attr_u32(attrs[VMFEX_A_ADAPTER_IDLE_TIMEOUT], 0);
	drops_parse(&adapter->drops, attrs[VMFEX_A_ADAPTER_DROPS]);
}

/**
 * adapter_print() - print an adapter
 * @out: output
 * @adapter: adapter
 */
void adapter_print(struct out *out, const struct adapter *adapter)
{
	out_name(out, "ifname", adapter->ifname);
	if (out->json)
		out_number(out, "ifindex", adapter->ifindex);
	out_string(out, "mode", name_of(mode_names, adapter->mode));
	out_string(out, "tag", name_of(tag_names, adapter->tag));
	out_number(out, "num_vfs", adapter->num_vfs);
	out_number(out, "total_vfs", adapter->total_vfs);
	out_number(out, "num_uplinks", adapter->num_uplinks);
	out_string(out, "cluster", adapter->cluster);
	out_string(out, "device", adapter->device);
	if (out->json || adapter->idle_timeout)
		out_number(out, "idle_timeout", adapter->idle_timeout);
	if (out->stats)
		drops_print(out, &adapter->drops);
}

/**
 * adapter_show_msg() - print the adapter of a message
 * @msg: answer
 * @out: output
 */
void adapter_show_msg(const struct nlmsghdr *msg, void *out)
{
	struct adapter adapter;

	adapter_parse(&adapter, msg);
	out_object(out);
	adapter_print(out, &adapter);
	out_object_end(out);
}

static void keep_adapter(const struct nlmsghdr *msg, void *arg)
{
	adapter_parse(arg, msg);
}

/**
 * adapter_get() - look an adapter up
 * @conn: connections
 * @name: its name
 * @adapter: filled
 *
 * Return: 0, then @adapter->ifindex is set, or a negative errno, -ENODEV if there
 * is no such adapter.
 */
int adapter_get(struct conn *conn, const char *name, struct adapter *adapter)
{
	struct nl_msg *msg = request_new(VMFEX_CMD_ADAPTER_GET);
	int err;

	put_string(msg, VMFEX_A_ADAPTER_IFNAME, name);
	memset(adapter, 0, sizeof(*adapter));
	err = conn_do(conn, msg, keep_adapter, adapter);
	if (!err && !adapter->ifindex)
		return conn_fail(conn, -EIO, "answer without an adapter");
	return err;
}
