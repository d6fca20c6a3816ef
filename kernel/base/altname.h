/* SPDX-License-Identifier: GPL-2.0-only */
/* Alternative names of netdevs. */
#ifndef _VMFEX_ALTNAME_H
#define _VMFEX_ALTNAME_H

struct net;

int vmfex_altname_yield(struct net *net, int ifindex, struct net *home);

#endif /* _VMFEX_ALTNAME_H */
