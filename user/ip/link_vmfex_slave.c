// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plugin of ip(8) for uplinks, which can be looked at but not changed: vmfex(8)
 * does that.
 */
#include <linux/if_vmfex.h>

#include "attr.h"

static const char usage[] =
"Usage: ... vmfex_slave\n"
"Uplinks are changed by: vmfex uplink set DEV ...\n";

static int vmfex_slave_parse_opt(struct link_util *lu, int argc, char **argv,
				 struct nlmsghdr *n)
{
	(void)lu;
	(void)argv;
	(void)n;
	if (!argc)
		return 0;
	fputs(usage, stderr);
	return -1;
}

static void vmfex_slave_print_opt(struct link_util *lu, FILE *f,
				  struct rtattr *tb[])
{
	(void)lu;
	(void)f;
	if (!tb)
		return;
	print_enum("state", tb[IFLA_VMFEX_UPLINK_STATE], uplink_state_names);
	print_string_attr("fabric", tb[IFLA_VMFEX_UPLINK_FABRIC]);
	print_string_attr("physnet", tb[IFLA_VMFEX_UPLINK_PHYSNET]);
	print_uint_attr("priority", tb[IFLA_VMFEX_UPLINK_PRIORITY]);
	print_uint_attr("num_vifs", tb[IFLA_VMFEX_UPLINK_NUM_VIFS]);
	print_uint_attr("num_lists", tb[IFLA_VMFEX_UPLINK_NUM_LISTS]);
	print_enum("offload", tb[IFLA_VMFEX_UPLINK_OFFLOAD], offload_names);
	print_enum("offload_used", tb[IFLA_VMFEX_UPLINK_OFFLOAD_USED],
		   offload_used_names);
}

static void vmfex_slave_print_help(struct link_util *lu, int argc, char **argv,
				   FILE *f)
{
	(void)lu;
	(void)argc;
	(void)argv;
	fputs(usage, f);
}

/* What ip looks for. */
extern struct link_util vmfex_slave_link_util;

struct link_util vmfex_slave_link_util PLUGIN_EXPORT = {
	.id = VMFEX_KIND_ADAPTER "_slave",
	.maxattr = IFLA_VMFEX_UPLINK_MAX,
	.parse_opt = vmfex_slave_parse_opt,
	.print_opt = vmfex_slave_print_opt,
	.print_help = vmfex_slave_print_help,
};
