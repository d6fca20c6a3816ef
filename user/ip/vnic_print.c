// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes that adapters and vNICs have in common.
 */
#include <linux/if_vmfex.h>
#include <linux/vmfex.h>
#include <string.h>

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

static bool get_number(const struct rtattr *attr, u32 *number)
{
	if (!attr || RTA_PAYLOAD(attr) < sizeof(*number))
		return false;
	memcpy(number, RTA_DATA(attr), sizeof(*number));
	return true;
}

static void print_name(const char *key, const char *name)
{
	/* ip takes a format, in which a key of ours stands unchanged. */
	char format[32];

	snprintf(format, sizeof(format), "%s %%s ", key);
	print_color_string(PRINT_ANY, COLOR_NONE, key, format, name);
}

static void print_enum(const char *key, const struct rtattr *attr,
		       const char *const *names, size_t count)
{
	u32 number;

	if (get_number(attr, &number))
		print_name(key, number < count ? names[number] : "unknown");
}

/**
 * print_string_attr() - print a string
 * @key: key
 * @attr: attribute, NULL if there is nothing to print
 */
void print_string_attr(const char *key, const struct rtattr *attr)
{
	char value[64];
	size_t len;

	if (!attr)
		return;
	len = strnlen(RTA_DATA(attr), RTA_PAYLOAD(attr));
	snprintf(value, sizeof(value), "%.*s", (int)len,
		 (const char *)RTA_DATA(attr));
	print_name(key, value);
}

/**
 * print_uint_attr() - print a number
 * @key: key
 * @attr: attribute, NULL if there is nothing to print
 */
void print_uint_attr(const char *key, const struct rtattr *attr)
{
	char format[32];
	u32 number;

	if (!get_number(attr, &number))
		return;
	snprintf(format, sizeof(format), "%s %%u ", key);
	print_color_uint(PRINT_ANY, COLOR_NONE, key, format, number);
}

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
