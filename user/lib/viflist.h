/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * VIF lists: who gets a multicast frame.
 */
#ifndef VMFEX_VIFLIST_H
#define VMFEX_VIFLIST_H

#include <linux/netlink.h>
#include <net/if.h>

#include "out.h"
#include "short_types.h"

/**
 * struct vif_member - member of a list
 * @vif: its number on the wire
 * @vf: its index, VMFEX_VF_SELF for the adapter's own port
 */
struct vif_member {
	u32 vif;
	u32 vf;
};

/**
 * struct viflist - what the kernel says about a list, one member a message
 * @uplink: uplink that it is for
 * @adapter: the uplink's adapter
 * @list: number on the wire
 * @num_members: members that the list has
 * @known: members that are known here
 * @members: those
 */
struct viflist {
	char uplink[IF_NAMESIZE];
	char adapter[IF_NAMESIZE];
	u32 list;
	u32 num_members;
	unsigned int known;
	struct vif_member *members;
};

void viflist_parse(struct viflist *list, struct vif_member *member,
		   const struct nlmsghdr *msg);
void viflist_print(struct out *out, const struct viflist *list);

#endif /* VMFEX_VIFLIST_H */
