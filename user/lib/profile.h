/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Profiles.
 */
#ifndef VMFEX_PROFILE_H
#define VMFEX_PROFILE_H

#include <linux/if_vmfex.h>
#include <linux/netlink.h>

#include "conn.h"
#include "out.h"
#include "short_types.h"
#include "value.h"

#define PROFILE_MAX_RANGES	64

/* "4094-4094," for each */
#define PROFILE_RANGES_SIZE	(PROFILE_MAX_RANGES * 10 + 1)

/**
 * struct profile - what the kernel says about a profile
 * @name: name
 * @cluster: scope of the name
 * @generation: counts the changes
 * @access_vlan: the only VLAN, 0 for none
 * @native_vlan: the VLAN of a trunk that the guest sees untagged, 0 for none
 * @num_ranges: number of @ranges
 * @ranges: VLANs of a trunk
 * @mac_forge: enum vmfex_mac_forge
 * @cos: priority of every frame, VMFEX_COS_NONE to leave the guest's
 * @uplink_fail: enum vmfex_uplink_fail
 * @confirm: an association waits for a client's answer
 * @num_ports: ports that use it
 */
struct profile {
	char name[VMFEX_PROFILE_NAME_MAX + 1];
	char cluster[VMFEX_CLUSTER_NAME_MAX + 1];
	u32 generation;
	u16 access_vlan;
	u16 native_vlan;
	unsigned int num_ranges;
	struct range ranges[PROFILE_MAX_RANGES];
	u32 mac_forge;
	u8 cos;
	u32 uplink_fail;
	bool confirm;
	u32 num_ports;
};

void profile_parse(struct profile *profile, const struct nlmsghdr *msg);
void profile_ranges_text(const struct range *ranges, unsigned int count,
			 char *text, size_t size);
void profile_print(struct out *out, const struct profile *profile);
void profile_show_msg(const struct nlmsghdr *msg, void *out);
int profile_get(struct conn *conn, const char *name, const char *cluster,
		struct profile *profile);

#endif /* VMFEX_PROFILE_H */
