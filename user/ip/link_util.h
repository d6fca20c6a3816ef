/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a plugin of ip(8) sees of ip. iproute2 installs no header for this:
 * the layout of struct link_util and the functions below are the same in its
 * versions 6.1 to 7.1. ip loads "link_KIND.so" and looks for the symbol
 * "KIND_link_util"; for a link with a master KIND is the master's with "_slave"
 * behind it.
 */
#ifndef VMFEX_LINK_UTIL_H
#define VMFEX_LINK_UTIL_H

#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <stdio.h>

#include "lib/short_types.h"

/**
 * struct link_util - plugin for one kind of link
 * @next: of ip
 * @id: kind
 * @maxattr: highest attribute in IFLA_INFO_DATA or IFLA_INFO_SLAVE_DATA
 * @parse_opt: reads what follows ``type KIND``, adds attributes to a request
 * @print_opt: prints the attributes of a link
 * @print_xstats: prints statistics
 * @print_help: prints the usage
 * @parse_ifla_xstats: reads what follows ``xstats type KIND``
 * @print_ifla_xstats: prints extended statistics
 */
struct link_util {
	struct link_util *next;
	const char *id;
	int maxattr;
	int (*parse_opt)(struct link_util *lu, int argc, char **argv,
			 struct nlmsghdr *n);
	void (*print_opt)(struct link_util *lu, FILE *f, struct rtattr *tb[]);
	void (*print_xstats)(struct link_util *lu, FILE *f,
			     struct rtattr *xstats);
	void (*print_help)(struct link_util *lu, int argc, char **argv,
			   FILE *f);
	int (*parse_ifla_xstats)(struct link_util *lu, int argc, char **argv);
	int (*print_ifla_xstats)(struct nlmsghdr *n, void *arg);
};

/* enum output_type and enum color_attr of ip, the values that are used. */
#define PRINT_ANY	4
#define COLOR_NONE	6

/* Room for attributes behind the header in the request of "ip link". */
#define REQUEST_ROOM	1024

#define PLUGIN_EXPORT	__attribute__((visibility("default")))

int addattr_l(struct nlmsghdr *n, int maxlen, int type, const void *data,
	      int alen);
int addattr32(struct nlmsghdr *n, int maxlen, int type, __u32 data);
int get_u32(__u32 *val, const char *arg, int base);
/* The two end ip. */
void invarg(const char *msg, const char *arg);
void incomplete_command(void);

int parse_rtattr(struct rtattr *tb[], int max, struct rtattr *rta, int len);
int print_color_string(int type, int color, const char *key, const char *fmt,
		       const char *value);
int print_color_uint(int type, int color, const char *key, const char *fmt,
		     unsigned int value);
void open_json_object(const char *str);
void close_json_object(void);

#endif /* VMFEX_LINK_UTIL_H */
