/* SPDX-License-Identifier: GPL-2.0-only */
/* Network namespaces of ip-netns(8). */
#ifndef NETNS_H
#define NETNS_H

int netns_open(const char *name);
int netns_enter(const char *name);

#endif
