// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plugin of ip(8) for vNICs, which can be looked at but not made: an adapter
 * does that.
 */
#include <linux/if_vmfex.h>

#include "vnic_print.h"

static const char usage[] =
"Usage: ... vmfex_vnic\n"
"vNICs are the VFs of an adapter: ip link set ADAPTER type vmfex num_vfs N\n";

static int vmfex_vnic_parse_opt(struct link_util *lu, int argc, char **argv,
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

static void vmfex_vnic_print_opt(struct link_util *lu, FILE *f,
				 struct rtattr *tb[])
{
	(void)lu;
	(void)f;
	if (tb)
		print_vnic(tb);
}

static void vmfex_vnic_print_help(struct link_util *lu, int argc, char **argv,
				  FILE *f)
{
	(void)lu;
	(void)argc;
	(void)argv;
	fputs(usage, f);
}

/* What ip looks for. */
extern struct link_util vmfex_vnic_link_util;

struct link_util vmfex_vnic_link_util PLUGIN_EXPORT = {
	.id = VMFEX_KIND_VNIC,
	.maxattr = IFLA_VMFEX_VNIC_MAX,
	.parse_opt = vmfex_vnic_parse_opt,
	.print_opt = vmfex_vnic_print_opt,
	.print_help = vmfex_vnic_print_help,
};
