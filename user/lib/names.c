// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words for the enums of the netlink contract.
 */
#include <linux/if_link.h>
#include <linux/vmfex.h>

#include "names.h"

/* enum vmfex_mode */
const struct name mode_names[] = {
	{ "host", VMFEX_MODE_HOST },
	{ "fabric", VMFEX_MODE_FABRIC },
	{}
};

/* enum vmfex_tag */
const struct name tag_names[] = {
	{ "vntag", VMFEX_TAG_VNTAG },
	{ "etag", VMFEX_TAG_ETAG },
	{}
};

/* enum vmfex_port_state */
const struct name port_state_names[] = {
	{ "unbound", VMFEX_PORT_STATE_UNBOUND },
	{ "preassociated", VMFEX_PORT_STATE_PREASSOCIATED },
	{ "associating", VMFEX_PORT_STATE_ASSOCIATING },
	{ "associated", VMFEX_PORT_STATE_ASSOCIATED },
	{ "error", VMFEX_PORT_STATE_ERROR },
	{}
};

/* enum vmfex_request */
const struct name request_names[] = {
	{ "preassociate", VMFEX_REQUEST_PREASSOCIATE },
	{ "preassociate-rr", VMFEX_REQUEST_PREASSOCIATE_RR },
	{ "associate", VMFEX_REQUEST_ASSOCIATE },
	{ "disassociate", VMFEX_REQUEST_DISASSOCIATE },
	{}
};

/* PORT_PROFILE_RESPONSE_* */
const struct name response_names[] = {
	{ "success", PORT_PROFILE_RESPONSE_SUCCESS },
	{ "inprogress", PORT_PROFILE_RESPONSE_INPROGRESS },
	{ "invalid", PORT_PROFILE_RESPONSE_INVALID },
	{ "badstate", PORT_PROFILE_RESPONSE_BADSTATE },
	{ "insufficient-resources",
	  PORT_PROFILE_RESPONSE_INSUFFICIENT_RESOURCES },
	{ "error", PORT_PROFILE_RESPONSE_ERROR },
	{}
};

/* enum vmfex_mac_forge */
const struct name mac_forge_names[] = {
	{ "allow", VMFEX_MAC_FORGE_ALLOW },
	{ "deny", VMFEX_MAC_FORGE_DENY },
	{}
};

/* enum vmfex_uplink_fail */
const struct name uplink_fail_names[] = {
	{ "link-down", VMFEX_UPLINK_FAIL_LINK_DOWN },
	{ "warning", VMFEX_UPLINK_FAIL_WARNING },
	{}
};

/* enum vmfex_uplink_state */
const struct name uplink_state_names[] = {
	{ "down", VMFEX_UPLINK_STATE_DOWN },
	{ "standby", VMFEX_UPLINK_STATE_STANDBY },
	{ "active", VMFEX_UPLINK_STATE_ACTIVE },
	{}
};

/* enum vmfex_link_state */
const struct name link_state_names[] = {
	{ "auto", VMFEX_LINK_STATE_AUTO },
	{ "enable", VMFEX_LINK_STATE_ENABLE },
	{ "disable", VMFEX_LINK_STATE_DISABLE },
	{}
};

/* enum vmfex_offload */
const struct name offload_names[] = {
	{ "auto", VMFEX_OFFLOAD_AUTO },
	{ "trust", VMFEX_OFFLOAD_TRUST },
	{ "off", VMFEX_OFFLOAD_OFF },
	{}
};

/* enum vmfex_offload_used */
const struct name offload_used_names[] = {
	{ "none", VMFEX_OFFLOAD_USED_NONE },
	{ "checksum", VMFEX_OFFLOAD_USED_CHECKSUM },
	{ "all", VMFEX_OFFLOAD_USED_ALL },
	{}
};

/**
 * name_of() - word for a number
 * @names: table
 * @value: number
 *
 * Return: word, "unknown" if the kernel is newer than the table.
 */
const char *name_of(const struct name *names, u32 value)
{
	for (; names->name; names++)
		if (names->value == value)
			return names->name;
	return "unknown";
}
