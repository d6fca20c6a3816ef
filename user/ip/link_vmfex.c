// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plugin of ip(8) for adapters: ip link add DEV type vmfex ...
 */
#include <linux/if_vmfex.h>
#include <string.h>

#include "attr.h"
#include "vnic_print.h"

static const char usage[] =
"Usage: ... vmfex [ mode { host | fabric } ]\n"
"                 [ tag { vntag | etag | svlan } ]\n"
"                 [ num_vfs N ]\n"
"                 [ cluster NAME ]\n"
"                 [ idle_timeout SECONDS ]\n";

static void add_number(struct nlmsghdr *n, int attr, const char *keyword,
		       const char *word)
{
	__u32 number;

	if (get_u32(&number, word, 0))
		invarg(keyword, word);
	addattr32(n, REQUEST_ROOM, attr, number);
}

static void add_cluster(struct nlmsghdr *n, const char *word)
{
	if (!*word || strlen(word) > VMFEX_CLUSTER_NAME_MAX)
		invarg("cluster", word);
	addattr_l(n, REQUEST_ROOM, IFLA_VMFEX_CLUSTER, word,
		  strlen(word) + 1);
}

static void add_option(struct nlmsghdr *n, const char *keyword,
		       const char *word)
{
	if (!strcmp(keyword, "mode"))
		addattr32(n, REQUEST_ROOM, IFLA_VMFEX_MODE,
			  enum_number(keyword, word, mode_names));
	else if (!strcmp(keyword, "tag"))
		addattr32(n, REQUEST_ROOM, IFLA_VMFEX_TAG,
			  enum_number(keyword, word, tag_names));
	else if (!strcmp(keyword, "num_vfs"))
		add_number(n, IFLA_VMFEX_NUM_VFS, keyword, word);
	else if (!strcmp(keyword, "idle_timeout"))
		add_number(n, IFLA_VMFEX_IDLE_TIMEOUT, keyword, word);
	else
		add_cluster(n, word);
}

static bool is_option(const char *word)
{
	return !strcmp(word, "mode") || !strcmp(word, "tag") ||
	       !strcmp(word, "num_vfs") || !strcmp(word, "cluster") ||
	       !strcmp(word, "idle_timeout");
}

static int vmfex_parse_opt(struct link_util *lu, int argc, char **argv,
			   struct nlmsghdr *n)
{
	(void)lu;
	for (; argc > 0; argc--, argv++) {
		if (!is_option(*argv)) {
			fprintf(stderr, "vmfex: unknown option \"%s\"?\n",
				*argv);
			fputs(usage, stderr);
			return -1;
		}
		if (argc < 2)
			incomplete_command();
		add_option(n, argv[0], argv[1]);
		argc--;
		argv++;
	}
	return 0;
}

static void vmfex_print_opt(struct link_util *lu, FILE *f, struct rtattr *tb[])
{
	struct rtattr *port[IFLA_VMFEX_VNIC_MAX + 1];
	struct rtattr *nest;

	(void)lu;
	(void)f;
	if (!tb)
		return;
	print_enum("mode", tb[IFLA_VMFEX_MODE], mode_names);
	print_enum("tag", tb[IFLA_VMFEX_TAG], tag_names);
	print_uint_attr("num_vfs", tb[IFLA_VMFEX_NUM_VFS]);
	print_string_attr("cluster", tb[IFLA_VMFEX_CLUSTER]);
	print_uint_attr("idle_timeout", tb[IFLA_VMFEX_IDLE_TIMEOUT]);

	nest = tb[IFLA_VMFEX_PORT];
	if (!nest)
		return;
	parse_rtattr(port, IFLA_VMFEX_VNIC_MAX, RTA_DATA(nest),
		     RTA_PAYLOAD(nest));
	/* The adapter's own values have been printed. */
	port[IFLA_VMFEX_VNIC_ADAPTER] = NULL;
	port[IFLA_VMFEX_VNIC_MODE] = NULL;
	port[IFLA_VMFEX_VNIC_TAG] = NULL;
	open_json_object("port");
	print_vnic(port);
	close_json_object();
}

static void vmfex_print_help(struct link_util *lu, int argc, char **argv,
			     FILE *f)
{
	(void)lu;
	(void)argc;
	(void)argv;
	fputs(usage, f);
}

/* What ip looks for. */
extern struct link_util vmfex_link_util;

struct link_util vmfex_link_util PLUGIN_EXPORT = {
	.id = VMFEX_KIND_ADAPTER,
	.maxattr = IFLA_VMFEX_MAX,
	.parse_opt = vmfex_parse_opt,
	.print_opt = vmfex_print_opt,
	.print_help = vmfex_print_help,
};
