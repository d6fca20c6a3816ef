// SPDX-License-Identifier: GPL-2.0-only
/*
 * Words for numbers, and those for the enums of the netlink contract.
 */
#include <errno.h>
#include <linux/if_link.h>
#include <linux/vmfex.h>
#include <stdio.h>
#include <string.h>

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
	{ "svlan", VMFEX_TAG_SVLAN },
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
 * match_word() - find a word or its abbreviation in a table
 * @word: word
 * @table: array of structs whose first member is a ``const char *`` name, the
 *	last one's name is NULL
 * @stride: size of one struct
 *
 * Return: index of the match, -ENOENT without one, -EEXIST if the abbreviation
 * fits several.
 */
int match_word(const char *word, const void *table, size_t stride)
{
	const char *entry = table;
	size_t len = strlen(word);
	int found = -ENOENT;
	const char *name;

	if (!len)
		return -ENOENT;
	for (int i = 0; (name = *(const char *const *)entry); i++) {
		if (!strcmp(word, name))
			return i;
		if (!strncmp(word, name, len))
			found = found == -ENOENT ? i : -EEXIST;
		entry += stride;
	}
	return found;
}

/**
 * list_words() - the words of a table, to choose from: ``a, b or c``
 * @table: as for match_word()
 * @stride: size of one struct
 * @prefix: only words that begin like this, all if it is empty
 * @text: buffer, WORDS_SIZE is enough
 * @size: size of the buffer
 */
void list_words(const void *table, size_t stride, const char *prefix,
		char *text, size_t size)
{
	const char *entry, *name, *last = NULL;
	size_t len = 0;

	*text = 0;
	for (entry = table; (name = *(const char *const *)entry);
	     entry += stride) {
		if (strncmp(name, prefix, strlen(prefix)))
			continue;
		if (last && len < size)
			len += snprintf(text + len, size - len, "%s%s",
					len ? ", " : "", last);
		last = name;
	}
	if (last && len < size)
		snprintf(text + len, size - len, "%s%s", len ? " or " : "",
			 last);
}

/**
 * match_name() - number of a word that must be spelled out
 * @word: word
 * @names: table
 * @value: number found
 *
 * Return: 0 or -EINVAL.
 */
int match_name(const char *word, const struct name *names, u32 *value)
{
	for (; names->name; names++) {
		if (!strcmp(word, names->name)) {
			*value = names->value;
			return 0;
		}
	}
	return -EINVAL;
}

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
