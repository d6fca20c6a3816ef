// SPDX-License-Identifier: GPL-2.0-only
/*
 * Profiles: ask, parse and print.
 */
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdio.h>
#include <string.h>

#include "engine.h"
#include "names.h"
#include "nlattr.h"
#include "profile.h"
#include "request.h"

#define MAX_VLAN	4095

static void parse_vlan_range(struct profile *profile, const struct nlattr *nest)
{
	struct nlattr *attrs[VMFEX_A_VLAN_RANGE_MAX + 1];
	struct range *range;

	if (profile->num_ranges == PROFILE_MAX_RANGES)
		return;
	range = &profile->ranges[profile->num_ranges++];
	attr_parse_nested(nest, attrs, VMFEX_A_VLAN_RANGE_MAX);
	range->first = attr_u16(attrs[VMFEX_A_VLAN_RANGE_START], 0);
	range->last = attr_u16(attrs[VMFEX_A_VLAN_RANGE_END], range->first);
}

static void parse_vlan_ranges(struct profile *profile,
			      const struct nlmsghdr *msg)
{
	const struct genlmsghdr *hdr = nlmsg_data(msg);
	struct nlattr *attr;
	int rest;

	profile->num_ranges = 0;
	nla_for_each_attr(attr, genlmsg_attrdata(hdr, 0),
			  genlmsg_attrlen(hdr, 0), rest)
		if (nla_type(attr) == VMFEX_A_PROFILE_VLAN_RANGE)
			parse_vlan_range(profile, attr);
}

/**
 * profile_parse() - read a profile from a message
 * @profile: profile
 * @msg: answer or event
 */
void profile_parse(struct profile *profile, const struct nlmsghdr *msg)
{
	struct nlattr *attrs[VMFEX_A_PROFILE_MAX + 1];

	attr_parse(msg, attrs, VMFEX_A_PROFILE_MAX);
	attr_string(attrs[VMFEX_A_PROFILE_NAME], profile->name,
		    sizeof(profile->name));
	attr_string(attrs[VMFEX_A_PROFILE_CLUSTER], profile->cluster,
		    sizeof(profile->cluster));
	profile->generation = attr_u32(attrs[VMFEX_A_PROFILE_GENERATION], 0);
	profile->access_vlan = attr_u16(attrs[VMFEX_A_PROFILE_ACCESS_VLAN], 0);
	profile->native_vlan = attr_u16(attrs[VMFEX_A_PROFILE_NATIVE_VLAN], 0);
	profile->mac_forge = attr_u32(attrs[VMFEX_A_PROFILE_MAC_FORGE],
				      UINT32_MAX);
	profile->cos = attr_u8(attrs[VMFEX_A_PROFILE_COS], VMFEX_COS_NONE);
	profile->uplink_fail = attr_u32(attrs[VMFEX_A_PROFILE_UPLINK_FAIL],
					UINT32_MAX);
	profile->confirm = attr_u8(attrs[VMFEX_A_PROFILE_CONFIRM], 0);
	profile->num_ports = attr_u32(attrs[VMFEX_A_PROFILE_NUM_PORTS], 0);
	parse_vlan_ranges(profile, msg);
}

/**
 * profile_ranges_text() - spell VLANs in the one way that there is for each set
 * @ranges: ranges, in any order
 * @count: number of @ranges
 * @text: buffer, PROFILE_RANGES_SIZE is enough
 * @size: size of the buffer
 */
void profile_ranges_text(const struct range *ranges, unsigned int count,
			 char *text, size_t size)
{
	bool vlans[MAX_VLAN + 2] = { false };
	size_t len = 0;

	for (unsigned int i = 0; i < count; i++)
		for (u32 vlan = ranges[i].first;
		     vlan <= ranges[i].last && vlan <= MAX_VLAN; vlan++)
			vlans[vlan] = true;

	*text = 0;
	for (u32 first = 0, last; first <= MAX_VLAN; first = last + 1) {
		last = first;
		if (!vlans[first])
			continue;
		while (vlans[last + 1])
			last++;
		if (len < size)
			len += snprintf(text + len, size - len, "%s%u",
					len ? "," : "", first);
		if (last > first && len < size)
			len += snprintf(text + len, size - len, "-%u", last);
	}
}

static void print_ranges_json(struct out *out, const struct profile *profile)
{
	out_array(out, "vlan_range");
	for (unsigned int i = 0; i < profile->num_ranges; i++) {
		out_nest(out, NULL);
		out_number(out, "start", profile->ranges[i].first);
		out_number(out, "end", profile->ranges[i].last);
		out_close(out);
	}
	out_close(out);
}

/* Text has the keywords of "add", JSON the names of the netlink contract. */
static void print_vlans(struct out *out, const struct profile *profile)
{
	char trunk[PROFILE_RANGES_SIZE];

	if (out->json) {
		out_number(out, "access_vlan", profile->access_vlan);
		out_number(out, "native_vlan", profile->native_vlan);
		print_ranges_json(out, profile);
		return;
	}
	profile_ranges_text(profile->ranges, profile->num_ranges, trunk,
			    sizeof(trunk));
	if (profile->num_ranges)
		out_text(out, "trunk", trunk);
	else
		out_number(out, "vlan", profile->access_vlan);
	if (profile->native_vlan)
		out_number(out, "native", profile->native_vlan);
}

/**
 * profile_print() - print a profile
 * @out: output
 * @profile: profile
 */
void profile_print(struct out *out, const struct profile *profile)
{
	out_name(out, "name", profile->name);
	out_string(out, "cluster", profile->cluster);
	out_number(out, "generation", profile->generation);
	print_vlans(out, profile);
	out_string(out, "mac_forge",
		   name_of(mac_forge_names, profile->mac_forge));
	if (profile->cos == VMFEX_COS_NONE)
		out_string(out, "cos", "none");
	else
		out_number(out, "cos", profile->cos);
	out_string(out, "uplink_fail",
		   name_of(uplink_fail_names, profile->uplink_fail));
	if (out->json)
		out_bool(out, "confirm", profile->confirm);
	else if (profile->confirm)
		out_string(out, "confirm", "on");
	out_number(out, "num_ports", profile->num_ports);
}

/**
 * profile_show_msg() - print the profile of a message
 * @msg: answer
 * @out: output
 */
void profile_show_msg(const struct nlmsghdr *msg, void *out)
{
	struct profile profile;

	profile_parse(&profile, msg);
	out_object(out);
	profile_print(out, &profile);
	out_object_end(out);
}

static void keep_profile(const struct nlmsghdr *msg, void *arg)
{
	profile_parse(arg, msg);
}

/**
 * profile_get() - look a profile up
 * @conn: connections
 * @name: its name
 * @cluster: scope of the name, NULL for the default
 * @profile: filled
 *
 * Return: 0 or a negative errno, -ENOENT if there is no such profile.
 */
int profile_get(struct conn *conn, const char *name, const char *cluster,
		struct profile *profile)
{
	struct nl_msg *msg = request_new(VMFEX_CMD_PROFILE_GET);

	put_string(msg, VMFEX_A_PROFILE_NAME, name);
	if (cluster)
		put_string(msg, VMFEX_A_PROFILE_CLUSTER, cluster);
	memset(profile, 0, sizeof(*profile));
	return conn_do(conn, msg, keep_profile, profile);
}
