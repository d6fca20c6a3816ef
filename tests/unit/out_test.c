// SPDX-License-Identifier: GPL-2.0-only
/*
 * Printers: structs and messages to text and JSON.
 */
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/adapter.h"
#include "lib/nlattr.h"
#include "lib/port.h"
#include "lib/profile.h"
#include "lib/request.h"
#include "lib/uplink.h"
#include "lib/viflist.h"
#include "unit.h"

static const struct adapter adapter = {
	.ifindex = 5, .ifname = "fex0", .mode = VMFEX_MODE_HOST,
	.tag = VMFEX_TAG_ETAG, .num_vfs = 4, .total_vfs = 4094,
	.num_uplinks = 2, .cluster = "default", .device = "f000:00:00.0",
	.drops.frames[VMFEX_A_DROPS_RX_SHORT] = 3,
};

static const struct uplink uplink = {
	.ifindex = 2, .ifname = "eth0", .adapter = "fex0", .fabric = "A",
	.priority = 50, .state = VMFEX_UPLINK_STATE_ACTIVE, .num_vifs = 5,
	.num_lists = 1, .offload = VMFEX_OFFLOAD_AUTO,
	.offload_used = VMFEX_OFFLOAD_USED_CHECKSUM,
	.offload_reason = "eth0 is a paravirtual NIC",
};

static const struct port port = {
	.ifindex = 6, .ifname = "fex0v0", .adapter = "fex0", .vf = 0,
	.state = VMFEX_PORT_STATE_ASSOCIATED, .carrier = true,
	.profile = "web", .cluster = "default", .generation = 2,
	.has_request = true, .request = VMFEX_REQUEST_ASSOCIATE,
	.response = 0x100, .has_mac = true,
	.mac = { 0x52, 0x54, 0x00, 0xAB, 0xCD, 0xEF },
	.has_instance = true,
	.instance = { 1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef,
		      1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef },
	.num_vifs = 2,
	.vifs = { { "eth0", 1, false }, { "eth1", 9, true } },
	.stats = { 1, 2, 3, UINT64_MAX },
	.drops.frames[VMFEX_A_DROPS_TX_MAC] = 7,
	.drops.frames[VMFEX_A_DROPS_RX_NOMEM] = 8,
};

static const struct port unbound = {
	.ifindex = 5, .ifname = "fex0", .adapter = "fex0",
	.vf = VMFEX_VF_SELF, .state = VMFEX_PORT_STATE_UNBOUND,
};

static const struct port moved = {
	.ifindex = 2, .ifname = "eth0", .adapter = "fex0", .vf = 3,
	.has_netnsid = true, .netnsid = -1, .state = 77,
	.error = "profile web\nis gone",
};

static const struct port own_vlan = {
	.ifindex = 7, .ifname = "fex0v1", .adapter = "fex0", .vf = 1,
	.state = VMFEX_PORT_STATE_ASSOCIATED, .own_vlan = 100, .own_cos = 3,
	.has_admin_mac = true, .admin_mac = { 2, 0, 0, 0, 0, 0x77 },
	.link_state = VMFEX_LINK_STATE_ENABLE, .trusted = true,
	.spoofchk = true,
};

static const struct profile access_profile = {
	.name = "web", .cluster = "default", .generation = 1,
	.access_vlan = 100, .mac_forge = VMFEX_MAC_FORGE_DENY,
	.cos = VMFEX_COS_NONE, .uplink_fail = VMFEX_UPLINK_FAIL_LINK_DOWN,
	.confirm = true, .num_ports = 3,
};

static const struct profile trunk_profile = {
	.name = "trunk", .cluster = "lab", .generation = 4, .native_vlan = 10,
	.num_ranges = 2, .ranges = { { 10, 10 }, { 20, 4094 } },
	.mac_forge = VMFEX_MAC_FORGE_ALLOW, .cos = 5,
	.uplink_fail = VMFEX_UPLINK_FAIL_WARNING,
};

static struct vif_member members[] = { { 1, 0 }, { 9, VMFEX_VF_SELF } };

static const struct viflist viflist = {
	.uplink = "eth0", .adapter = "fex0", .list = 5, .num_members = 2,
	.known = 2, .members = members,
};

static void print_adapter(struct out *out)
{
	adapter_print(out, &adapter);
}

static void print_uplink(struct out *out)
{
	uplink_print(out, &uplink);
}

static void print_port(struct out *out)
{
	port_print(out, &port);
}

static void print_unbound(struct out *out)
{
	port_print(out, &unbound);
}

static void print_moved(struct out *out)
{
	port_print(out, &moved);
}

static void print_own_vlan(struct out *out)
{
	port_print(out, &own_vlan);
}

static void print_access(struct out *out)
{
	profile_print(out, &access_profile);
}

static void print_trunk(struct out *out)
{
	profile_print(out, &trunk_profile);
}

static void print_viflist(struct out *out)
{
	viflist_print(out, &viflist);
}

/* Whatever a name contains, a line stays a line and a word a word. */
static void print_odd(struct out *out)
{
	out_name(out, "name", "a\"b");
	out_string(out, "value", "x y\\\n\033[1m");
	out_string(out, "utf8", "f\xc3\xbcr");
	out_string(out, "c1", "\xc2\x80\xc2\x9f\xc2\xa0");
	/* A byte alone, cut off, longer than need be, a surrogate, too high. */
	out_string(out, "latin1", "f\xfcr");
	out_string(out, "bytes", "\xe2\x82\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80");
	out_string(out, "edges", "\xdf\xbf\xe0\xa0\x80\xef\xbf\xbf\xf4\x8f\xbf\xbf");
	out_free_text(out, "text", "a\177b");
}

/**
 * struct row - one printer under one set of options
 * @name: file in golden/ with the right output
 * @print: printer
 * @out: options
 */
struct row {
	const char *name;
	void (*print)(struct out *out);
	struct out out;
};

static const struct row rows[] = {
	{ "adapter", print_adapter, { .json = false } },
	{ "adapter-s", print_adapter, { .stats = true } },
	{ "adapter-j", print_adapter, { .json = true } },
	{ "uplink", print_uplink, { .json = false } },
	{ "uplink-j", print_uplink, { .json = true } },
	{ "port", print_port, { .json = false } },
	{ "port-s-d", print_port, { .stats = true, .details = true } },
	{ "port-br", print_port, { .brief = true } },
	{ "port-j", print_port, { .json = true } },
	{ "port-j", print_port, { .json = true, .brief = true } },
	{ "port-j-s", print_port, { .json = true, .stats = true } },
	{ "port-unbound", print_unbound, { .json = false } },
	{ "port-unbound-s", print_unbound, { .stats = true } },
	{ "port-unbound-br", print_unbound, { .brief = true } },
	{ "port-unbound-j", print_unbound, { .json = true } },
	{ "port-moved", print_moved, { .json = false } },
	{ "port-moved-j", print_moved, { .json = true } },
	{ "port-own-vlan", print_own_vlan, { .json = false } },
	{ "port-own-vlan-j", print_own_vlan, { .json = true } },
	{ "profile-access", print_access, { .json = false } },
	{ "profile-access-j", print_access, { .json = true } },
	{ "profile-trunk", print_trunk, { .json = false } },
	{ "profile-trunk-j", print_trunk, { .json = true } },
	{ "viflist", print_viflist, { .json = false } },
	{ "viflist-j", print_viflist, { .json = true } },
	{ "odd", print_odd, { .json = false } },
	{ "odd-j", print_odd, { .json = true } },
	{ "odd-j-p", print_odd, { .json = true, .pretty = true } },
};

static void read_golden(const char *name, char *text, size_t size)
{
	char path[512];
	size_t len = 0;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", GOLDEN, name);
	file = fopen(path, "r");
	if (file) {
		len = fread(text, 1, size - 1, file);
		fclose(file);
	}
	text[len] = 0;
}

static void test_rows(void)
{
	char golden[4096];

	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct out out = rows[i].out;
		char *text = NULL;
		size_t size = 0;

		out.file = open_memstream(&text, &size);
		out_begin(&out);
		out_object(&out);
		rows[i].print(&out);
		out_object_end(&out);
		out_end(&out, true);
		fclose(out.file);
		read_golden(rows[i].name, golden, sizeof(golden));
		unit_equal(text, golden, rows[i].name);
		free(text);
	}
}

static void test_lists(void)
{
	struct out out = { .json = true };
	char *text = NULL;
	size_t size = 0;

	out.file = open_memstream(&text, &size);
	out_begin(&out);
	out_end(&out, true);
	/* An object by itself, as an event is printed. */
	out_object(&out);
	out_number(&out, "seq", 1);
	out_object_end(&out);
	out_begin(&out);
	for (int i = 0; i < 2; i++) {
		out_object(&out);
		out_number(&out, "i", i);
		out_object_end(&out);
	}
	out_end(&out, true);
	out_begin(&out);
	out_object(&out);
	out_object_end(&out);
	out_end(&out, false);
	fclose(out.file);
	unit_equal(text, "[]\n{\"seq\":1}\n[{\"i\":0},{\"i\":1}]\n",
		   "lists and single objects");
	free(text);
}

static struct nl_msg *port_message(void)
{
	static const u8 mac[MAC_LEN] = { 2, 0, 0, 0, 0, 1 };
	struct nl_msg *msg = request_new(VMFEX_CMD_PORT_NTF);
	struct nlattr *nest;

	put_string(msg, VMFEX_A_PORT_IFNAME, "fex0v1");
	put_string(msg, VMFEX_A_PORT_ADAPTER, "fex0");
	put_u32(msg, VMFEX_A_PORT_VF, 1);
	put_u32(msg, VMFEX_A_PORT_STATE, VMFEX_PORT_STATE_ERROR);
	nla_put(msg, VMFEX_A_PORT_MAC, sizeof(mac), mac);
	/* What a newer kernel may send: an attribute that is not known. */
	put_u32(msg, VMFEX_A_PORT_MAX + 1, 1);
	/* More uplinks than there can be. */
	for (u32 i = 0; i < PORT_MAX_VIFS + 2; i++) {
		nest = put_nest(msg, VMFEX_A_PORT_VIF);
		put_string(msg, VMFEX_A_VIF_UPLINK, i ? "eth1" : "eth0");
		put_u32(msg, VMFEX_A_VIF_ID, 10 + i);
		if (i == 1)
			nla_put_flag(msg, VMFEX_A_VIF_ACTIVE);
		put_nest_end(msg, nest);
	}
	return msg;
}

static void test_port_message(void)
{
	struct nl_msg *msg = port_message();
	struct port got;

	port_parse(&got, nlmsg_hdr(msg));
	unit_ok(!strcmp(got.ifname, "fex0v1") && got.vf == 1 &&
		got.state == VMFEX_PORT_STATE_ERROR && got.has_mac &&
		got.mac[5] == 1, "port of a message");
	unit_ok(got.num_vifs == PORT_MAX_VIFS && got.vifs[1].id == 11 &&
		got.vifs[1].active && !got.vifs[0].active,
		"VIFs of a message");
	unit_ok(!got.has_netnsid && !got.has_request && !got.has_host &&
		!*got.profile && !got.stats.rx_packets, "defaults");
	nlmsg_free(msg);
}

static void test_short_message(void)
{
	struct nl_msg *msg = request_new(VMFEX_CMD_PROFILE_NTF);
	struct profile got;
	char text[4];

	/* A string without a NUL, a number of one byte where four belong. */
	nla_put(msg, VMFEX_A_PROFILE_NAME, 3, "web");
	put_u8(msg, VMFEX_A_PROFILE_GENERATION, 1);
	profile_parse(&got, nlmsg_hdr(msg));
	unit_ok(!strcmp(got.name, "web") && !got.generation &&
		got.cos == VMFEX_COS_NONE && !got.num_ranges,
		"short attributes");
	attr_string(nlmsg_find_attr(nlmsg_hdr(msg), GENL_HDRLEN,
				    VMFEX_A_PROFILE_NAME), text, 3);
	unit_equal(text, "we", "string longer than its buffer");
	nlmsg_free(msg);
}

int main(void)
{
	unit_begin();
	test_rows();
	test_lists();
	test_port_message();
	test_short_message();
	return unit_end();
}
