// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kernel that writes down what it is asked.
 */
#include <ctype.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/engine.h"
#include "lib/nlattr.h"
#include "lib/request.h"
#include "conn_fake.h"

#define FAKE_IFINDEX	7

/* The one kernel of this program. */
struct conn_fake conn_fake;

static void note(const char *format, ...) __printf(1, 2);

static void note(const char *format, ...)
{
	size_t len = strlen(conn_fake.text);
	va_list values;

	va_start(values, format);
	vsnprintf(conn_fake.text + len, sizeof(conn_fake.text) - len, format,
		  values);
	va_end(values);
}

static bool is_text(const char *data, int len)
{
	/* One or two bytes are numbers, strings in the tests are longer. */
	if (len < 3 || data[len - 1])
		return false;
	for (int i = 0; i < len - 1; i++)
		if (!isprint((unsigned char)data[i]))
			return false;
	return true;
}

static void note_value(const struct nlattr *attr)
{
	const unsigned char *data = nla_data(attr);
	int len = nla_len(attr);

	if (is_text((const char *)data, len)) {
		note("%s", (const char *)data);
	} else if (len == 4) {
		note("%u", attr_u32(attr, 0));
	} else if (len == 2) {
		note("%u", attr_u16(attr, 0));
	} else if (len == 1) {
		note("%u", attr_u8(attr, 0));
	} else {
		for (int i = 0; i < len; i++)
			note("%02x", data[i]);
	}
}

static void note_attrs(struct nlattr *first, int len)
{
	const char *blank = "";
	struct nlattr *attr;
	int rest;

	note("{");
	nla_for_each_attr(attr, first, len, rest) {
		note("%s%d=", blank, nla_type(attr));
		blank = " ";
		if (attr->nla_type & NLA_F_NESTED)
			note_attrs(nla_data(attr), nla_len(attr));
		else
			note_value(attr);
	}
	note("}");
}

static void note_request(struct nlmsghdr *hdr, bool dump)
{
	const struct genlmsghdr *genl = nlmsg_data(hdr);
	const struct ifinfomsg *info = nlmsg_data(hdr);

	if (*conn_fake.text)
		note(" ");
	if (hdr->nlmsg_type) {
		note("rt%u", hdr->nlmsg_type);
		if (hdr->nlmsg_flags & NLM_F_CREATE)
			note("+");
		if (info->ifi_index)
			note(":%d", info->ifi_index);
		note_attrs(nlmsg_attrdata(hdr, sizeof(*info)),
			   nlmsg_attrlen(hdr, sizeof(*info)));
		return;
	}
	note("%s%u", dump ? "*" : "", genl->cmd);
	note_attrs(genlmsg_attrdata(genl, 0), genlmsg_attrlen(genl, 0));
}

static void answer(int cmd, conn_handler handler, void *arg)
{
	struct nl_msg *msg = request_new(cmd);

	if (cmd == VMFEX_CMD_ADAPTER_GET) {
		put_u32(msg, VMFEX_A_ADAPTER_IFINDEX, FAKE_IFINDEX);
		put_string(msg, VMFEX_A_ADAPTER_IFNAME, "fex0");
		put_u32(msg, VMFEX_A_ADAPTER_MODE, VMFEX_MODE_HOST);
		put_u32(msg, VMFEX_A_ADAPTER_TAG, VMFEX_TAG_VNTAG);
		put_string(msg, VMFEX_A_ADAPTER_CLUSTER, "default");
	}
	if (cmd == VMFEX_CMD_UPLINK_GET) {
		put_u32(msg, VMFEX_A_UPLINK_IFINDEX, FAKE_IFINDEX);
		put_string(msg, VMFEX_A_UPLINK_IFNAME, "eth0");
		put_string(msg, VMFEX_A_UPLINK_ADAPTER, conn_fake.uplink_of);
	}
	if (cmd == VMFEX_CMD_PROFILE_GET) {
		struct nlattr *nest;

		put_u16(msg, VMFEX_A_PROFILE_ACCESS_VLAN, 0);
		put_u16(msg, VMFEX_A_PROFILE_NATIVE_VLAN, 10);
		nest = put_nest(msg, VMFEX_A_PROFILE_VLAN_RANGE);
		put_u16(msg, VMFEX_A_VLAN_RANGE_START, 10);
		put_u16(msg, VMFEX_A_VLAN_RANGE_END, 12);
		put_nest_end(msg, nest);
		put_u32(msg, VMFEX_A_PROFILE_MAC_FORGE, VMFEX_MAC_FORGE_DENY);
	}
	handler(nlmsg_hdr(msg), arg);
	nlmsg_free(msg);
}

static int talk(struct conn *conn, struct nl_msg *msg, conn_handler handler,
		void *arg, bool dump)
{
	const struct nlmsghdr *hdr = nlmsg_hdr(msg);
	const struct genlmsghdr *genl = nlmsg_data(hdr);
	int cmd = hdr->nlmsg_type ? 0 : genl->cmd;

	conn->text[0] = 0;
	note_request(nlmsg_hdr(msg), dump);
	nlmsg_free(msg);
	conn_fake.requests++;
	if (conn_fake.requests == conn_fake.fail_at ||
	    (conn_fake.fail_from && conn_fake.requests >= conn_fake.fail_from))
		return conn_fake.fail_err;
	if (cmd == VMFEX_CMD_UPLINK_GET && !dump && !conn_fake.uplink_of)
		return -ENODEV;
	if (handler && !dump)
		answer(cmd, handler, arg);
	if (conn_fake.warning)
		conn_fail(conn, 0, "%s", conn_fake.warning);
	return 0;
}

/**
 * conn_do() - write a request down
 * @conn: connections
 * @msg: request, is freed
 * @handler: takes the answer, or NULL
 * @arg: for @handler
 *
 * Return: 0 or a negative errno.
 */
int conn_do(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	    void *arg)
{
	return talk(conn, msg, handler, arg, false);
}

/**
 * conn_dump() - write a request down, there are no objects
 * @conn: connections
 * @msg: request, is freed
 * @handler: is not called
 * @arg: for @handler
 *
 * Return: 0 or a negative errno.
 */
int conn_dump(struct conn *conn, struct nl_msg *msg, conn_handler handler,
	      void *arg)
{
	return talk(conn, msg, handler, arg, true);
}

/**
 * conn_monitor() - write down what somebody wants to listen to
 * @conn: connections
 * @groups: names of multicast groups, NULL after the last
 * @handler: is not called
 * @arg: for @handler
 *
 * Return: 0, unlike the real one, which never ends.
 */
int conn_monitor(struct conn *conn, const char *const *groups,
		 conn_handler handler, void *arg)
{
	(void)handler;
	(void)arg;
	conn->text[0] = 0;
	note(*conn_fake.text ? " monitor" : "monitor");
	for (; *groups; groups++)
		note(" %s", *groups);
	return 0;
}
