// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes that adapters and vNICs have in common.
 */
#include <linux/if_vmfex.h>

#include "attr.h"
#include "vnic_print.h"

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
	print_enum("mode", tb[IFLA_VMFEX_VNIC_MODE], mode_names);
	print_enum("tag", tb[IFLA_VMFEX_VNIC_TAG], tag_names);
	print_enum("state", tb[IFLA_VMFEX_VNIC_STATE], port_state_names);
	print_string_attr("profile", tb[IFLA_VMFEX_VNIC_PROFILE]);
	print_uint_attr("generation", tb[IFLA_VMFEX_VNIC_GENERATION]);
	print_uint_attr("vif", tb[IFLA_VMFEX_VNIC_VIF]);
	print_string_attr("uplink", tb[IFLA_VMFEX_VNIC_UPLINK]);
}
