// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes that adapters and vNICs have in common.
 */
#include <linux/if_vmfex.h>
#include <linux/vmfex.h>

#include "attr.h"
#include "vnic_print.h"

static const char *const modes[] = {
	[VMFEX_MODE_HOST] = "host",
	[VMFEX_MODE_FABRIC] = "fabric",
};

static const char *const tags[] = {
	[VMFEX_TAG_VNTAG] = "vntag",
	[VMFEX_TAG_ETAG] = "etag",
};

static const char *const states[] = {
	[VMFEX_PORT_STATE_UNBOUND] = "unbound",
	[VMFEX_PORT_STATE_PREASSOCIATED] = "preassociated",
	[VMFEX_PORT_STATE_ASSOCIATING] = "associating",
	[VMFEX_PORT_STATE_ASSOCIATED] = "associated",
	[VMFEX_PORT_STATE_ERROR] = "error",
};

/**
 * print_mode() - print which end of the fabric link this is
 * @attr: attribute, NULL if there is nothing to print
 */
void print_mode(const struct rtattr *attr)
{
	print_enum("mode", attr, modes, ARRAY_SIZE(modes));
}

/**
 * print_tag() - print the tag format
 * @attr: attribute, NULL if there is nothing to print
 */
void print_tag(const struct rtattr *attr)
{
	print_enum("tag", attr, tags, ARRAY_SIZE(tags));
}

/**
 * mode_number() - the mode that a word means, without which ip ends
 * @word: word
 *
 * Return: enum vmfex_mode.
 */
u32 mode_number(const char *word)
{
	return enum_number("mode", word, modes, ARRAY_SIZE(modes));
}

/**
 * tag_number() - the tag format that a word means, without which ip ends
 * @word: word
 *
 * Return: enum vmfex_tag.
 */
u32 tag_number(const char *word)
{
	return enum_number("tag", word, tags, ARRAY_SIZE(tags));
}

/**
 * print_vnic() - print the port of a vNIC or of an adapter
 * @tb: IFLA_VMFEX_VNIC_* attributes
 */
void print_vnic(struct rtattr *tb[])
{
	u32 vf;

	print_string_attr("adapter", tb[IFLA_VMFEX_VNIC_ADAPTER]);
	if (get_number(tb[IFLA_VMFEX_VNIC_VF], &vf) && vf == VMFEX_VF_SELF)
		print_name("vf", "self");
	else
		print_uint_attr("vf", tb[IFLA_VMFEX_VNIC_VF]);
	print_mode(tb[IFLA_VMFEX_VNIC_MODE]);
	print_tag(tb[IFLA_VMFEX_VNIC_TAG]);
	print_enum("state", tb[IFLA_VMFEX_VNIC_STATE], states, ARRAY_SIZE(states));
	print_string_attr("profile", tb[IFLA_VMFEX_VNIC_PROFILE]);
	print_uint_attr("generation", tb[IFLA_VMFEX_VNIC_GENERATION]);
	print_uint_attr("vif", tb[IFLA_VMFEX_VNIC_VIF]);
	print_string_attr("uplink", tb[IFLA_VMFEX_VNIC_UPLINK]);
}
