// SPDX-License-Identifier: GPL-2.0-only
/*
 * VIF lists: parse and print.
 */
#include <linux/if_vmfex.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <stdlib.h>

#include "nlattr.h"
#include "viflist.h"

/**
 * viflist_parse() - read a list and at most one member from a message
 * @list: list
 * @member: buffer for the member
 * @msg: answer or event
 */
void viflist_parse(struct viflist *list, struct vif_member *member,
		   const struct nlmsghdr *msg)
{
	struct nlattr *attrs[VMFEX_A_VIFLIST_MAX + 1];

	attr_parse(msg, attrs, VMFEX_A_VIFLIST_MAX);
	attr_string(attrs[VMFEX_A_VIFLIST_UPLINK], list->uplink,
		    sizeof(list->uplink));
	attr_string(attrs[VMFEX_A_VIFLIST_ADAPTER], list->adapter,
		    sizeof(list->adapter));
	list->list = attr_u32(attrs[VMFEX_A_VIFLIST_LIST], 0);
	list->num_members = attr_u32(attrs[VMFEX_A_VIFLIST_NUM_MEMBERS], 0);
	member->vif = attr_u32(attrs[VMFEX_A_VIFLIST_VIF_ID], 0);
	member->vf = attr_u32(attrs[VMFEX_A_VIFLIST_VF], VMFEX_VF_SELF);
	list->members = member;
	list->known = attrs[VMFEX_A_VIFLIST_VIF_ID] ? 1 : 0;
}

static void print_members_text(struct out *out, const struct viflist *list)
{
	size_t size = 12 * list->known + 1;
	char *text = calloc(1, size);
	size_t len = 0;

	for (unsigned int i = 0; text && i < list->known; i++)
		len += snprintf(text + len, size - len, "%s%u", i ? "," : "",
				list->members[i].vif);
	if (text)
		out_text(out, "vif", text);
	free(text);
}

static void print_members_json(struct out *out, const struct viflist *list)
{
	out_array(out, "members");
	for (unsigned int i = 0; i < list->known; i++) {
		out_nest(out, NULL);
		out_number(out, "vif", list->members[i].vif);
		if (list->members[i].vf == VMFEX_VF_SELF)
			out_string(out, "vf", "self");
		else
			out_number(out, "vf", list->members[i].vf);
		out_close(out);
	}
	out_close(out);
}

/**
 * viflist_print() - print a list with the members that are known
 * @out: output
 * @list: list
 */
void viflist_print(struct out *out, const struct viflist *list)
{
	out_name(out, "uplink", list->uplink);
	out_string(out, "adapter", list->adapter);
	out_number(out, "list", list->list);
	out_number(out, "num_members", list->num_members);
	if (out->json)
		print_members_json(out, list);
	else
		print_members_text(out, list);
}
