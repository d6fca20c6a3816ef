// SPDX-License-Identifier: GPL-2.0-only
/*
 * Everything that the kernel can say of an object, one attribute at a time: what comes
 * of it in JSON and in text, and that it does not come without it. An attribute of the
 * netlink contract without a row fails.
 */
#include <linux/if_link.h>
#include <linux/vmfex.h>
#include <netlink/genl/genl.h>
#include <stdlib.h>
#include <string.h>

#include "lib/adapter.h"
#include "lib/nlattr.h"
#include "lib/port.h"
#include "lib/profile.h"
#include "lib/request.h"
#include "lib/uplink.h"
#include "lib/viflist.h"
#include "unit.h"

#define BYTES	0xa5
#define UUID	"a5a5a5a5-a5a5-a5a5-a5a5-a5a5a5a5a5a5"
#define MAC	"a5:a5:a5:a5:a5:a5"

/**
 * struct key - an attribute and what is printed of it
 * @attr: attribute
 * @size: of a number, an address or a UUID, in bytes; 0 for text and for what says
 *	something by being there
 * @number: value, not the one that a message without the attribute means
 * @text: the same, of text
 * @with: attribute without which it means nothing, 0 for none
 * @json: what JSON has then, NULL for nothing
 * @line: what text has then, with details and counters, NULL for nothing
 */
struct key {
	int attr;
	size_t size;
	u64 number;
	const char *text;
	int with;
	const char *json;
	const char *line;
};

#define DROP(reason, name)						\
	{ VMFEX_A_DROPS_##reason, 8, 77, .json = "\"" name "\":77",	\
	  .line = " " name " 77" }

static const struct key drop_keys[] = {
	{ VMFEX_A_DROPS_PAD },
	DROP(TX_UNBOUND, "tx_unbound"),
	DROP(TX_MALFORMED, "tx_malformed"),
	DROP(TX_FORGED_TAG, "tx_forged_tag"),
	DROP(TX_MAC, "tx_mac"),
	DROP(TX_VLAN, "tx_vlan"),
	DROP(TX_NO_UPLINK, "tx_no_uplink"),
	DROP(TX_UPLINK, "tx_uplink"),
	DROP(TX_NOMEM, "tx_nomem"),
	DROP(RX_SHORT, "rx_short"),
	DROP(RX_VERSION, "rx_version"),
	DROP(RX_DIRECTION, "rx_direction"),
	DROP(RX_UNKNOWN_VIF, "rx_unknown_vif"),
	DROP(RX_UNKNOWN_LIST, "rx_unknown_list"),
	DROP(RX_STANDBY, "rx_standby"),
	DROP(RX_UNBOUND, "rx_unbound"),
	DROP(RX_VLAN, "rx_vlan"),
	DROP(RX_DOWN, "rx_down"),
	DROP(RX_NOMEM, "rx_nomem"),
	DROP(TX_TOO_LONG, "tx_too_long"),
	DROP(RX_OTHER_TAG, "rx_other_tag"),
};

static const struct key adapter_keys[] = {
	{ VMFEX_A_ADAPTER_IFINDEX, 4, 7, .json = "\"ifindex\":7" },
	{ VMFEX_A_ADAPTER_IFNAME, .text = "fex0",
	  .json = "\"ifname\":\"fex0\"", .line = "fex0:" },
	{ VMFEX_A_ADAPTER_MODE, 4, VMFEX_MODE_FABRIC,
	  .json = "\"mode\":\"fabric\"", .line = " mode fabric" },
	{ VMFEX_A_ADAPTER_TAG, 4, VMFEX_TAG_VNTAG,
	  .json = "\"tag\":\"vntag\"", .line = " tag vntag" },
	{ VMFEX_A_ADAPTER_TAG, 4, VMFEX_TAG_ETAG,
	  .json = "\"tag\":\"etag\"", .line = " tag etag" },
	{ VMFEX_A_ADAPTER_TAG, 4, VMFEX_TAG_SVLAN,
	  .json = "\"tag\":\"svlan\"", .line = " tag svlan" },
	{ VMFEX_A_ADAPTER_NUM_VFS, 4, 3, .json = "\"num_vfs\":3",
	  .line = " num_vfs 3" },
	{ VMFEX_A_ADAPTER_TOTAL_VFS, 4, 4094, .json = "\"total_vfs\":4094",
	  .line = " total_vfs 4094" },
	{ VMFEX_A_ADAPTER_DEVICE, .text = "f003:00:00.0",
	  .json = "\"device\":\"f003:00:00.0\"", .line = " device f003:00:00.0" },
	{ VMFEX_A_ADAPTER_CLUSTER, .text = "lab",
	  .json = "\"cluster\":\"lab\"", .line = " cluster lab" },
	{ VMFEX_A_ADAPTER_NUM_UPLINKS, 4, 2, .json = "\"num_uplinks\":2",
	  .line = " num_uplinks 2" },
	{ VMFEX_A_ADAPTER_IDLE_TIMEOUT, 4, 60, .json = "\"idle_timeout\":60",
	  .line = " idle_timeout 60" },
};

static const struct key uplink_keys[] = {
	{ VMFEX_A_UPLINK_IFINDEX, 4, 7, .json = "\"ifindex\":7" },
	{ VMFEX_A_UPLINK_IFNAME, .text = "eth0",
	  .json = "\"ifname\":\"eth0\"", .line = "eth0:" },
	{ VMFEX_A_UPLINK_ADAPTER_IFINDEX, 4, 7 },
	{ VMFEX_A_UPLINK_ADAPTER, .text = "fex0",
	  .json = "\"adapter\":\"fex0\"", .line = " adapter fex0" },
	{ VMFEX_A_UPLINK_FABRIC, .text = "Left",
	  .json = "\"fabric\":\"Left\"", .line = " fabric Left" },
	{ VMFEX_A_UPLINK_PHYSNET, .text = "red",
	  .json = "\"physnet\":\"red\"", .line = " physnet red" },
	{ VMFEX_A_UPLINK_PRIORITY, 4, 10, .json = "\"priority\":10",
	  .line = " priority 10" },
	{ VMFEX_A_UPLINK_STATE, 4, VMFEX_UPLINK_STATE_STANDBY,
	  .json = "\"state\":\"standby\"", .line = " state standby" },
	{ VMFEX_A_UPLINK_NUM_VIFS, 4, 5, .json = "\"num_vifs\":5",
	  .line = " num_vifs 5" },
	{ VMFEX_A_UPLINK_NUM_LISTS, 4, 6, .json = "\"num_lists\":6",
	  .line = " num_lists 6" },
	{ VMFEX_A_UPLINK_OFFLOAD, 4, VMFEX_OFFLOAD_TRUST,
	  .json = "\"offload\":\"trust\"", .line = " offload trust" },
	{ VMFEX_A_UPLINK_OFFLOAD_USED, 4, VMFEX_OFFLOAD_USED_CHECKSUM,
	  .json = "\"offload_used\":\"checksum\"",
	  .line = " offload_used checksum" },
	{ VMFEX_A_UPLINK_OFFLOAD_REASON, .text = "because",
	  .json = "\"offload_reason\":\"because\"",
	  .line = "offload_reason because" },
};

static const struct key vif_keys[] = {
	{ VMFEX_A_VIF_UPLINK_IFINDEX, 4, 7 },
	{ VMFEX_A_VIF_UPLINK, .text = "eth1",
	  .json = "\"vifs\":[{\"uplink\":\"eth1\"", .line = " uplink eth1" },
	{ VMFEX_A_VIF_ID, 4, 9, .json = "\"vif\":9",
	  .line = " vif 9" },
	{ VMFEX_A_VIF_ACTIVE, .json = "\"active\":true",
	  .line = " active on" },
};

static const struct key stats_keys[] = {
	{ VMFEX_A_STATS_PAD },
	{ VMFEX_A_STATS_RX_PACKETS, 8, 77,
	  .json = "\"rx_packets\":77", .line = " rx_packets 77" },
	{ VMFEX_A_STATS_RX_BYTES, 8, 77,
	  .json = "\"rx_bytes\":77", .line = " rx_bytes 77" },
	{ VMFEX_A_STATS_TX_PACKETS, 8, 77,
	  .json = "\"tx_packets\":77", .line = " tx_packets 77" },
	{ VMFEX_A_STATS_TX_BYTES, 8, 77,
	  .json = "\"tx_bytes\":77", .line = " tx_bytes 77" },
	{ VMFEX_A_STATS_RX_LOOPED, 8, 77,
	  .json = "\"rx_looped\":77", .line = " rx_looped 77" },
};

static const struct key port_keys[] = {
	{ VMFEX_A_PORT_IFINDEX, 4, 7, .json = "\"ifindex\":7" },
	{ VMFEX_A_PORT_IFNAME, .text = "fex0v5",
	  .json = "\"ifname\":\"fex0v5\"", .line = "fex0v5:" },
	{ VMFEX_A_PORT_ADAPTER_IFINDEX, 4, 7 },
	{ VMFEX_A_PORT_ADAPTER, .text = "fex0",
	  .json = "\"adapter\":\"fex0\"", .line = " adapter fex0" },
	{ VMFEX_A_PORT_VF, 4, 5, .json = "\"vf\":5", .line = " vf 5" },
	{ VMFEX_A_PORT_NETNSID, 4, 3, .json = "\"netnsid\":3",
	  .line = " netnsid 3" },
	{ VMFEX_A_PORT_STATE, 4, VMFEX_PORT_STATE_ASSOCIATED,
	  .json = "\"state\":\"associated\"", .line = " state associated" },
	{ VMFEX_A_PORT_CARRIER, 1, 1, .json = "\"carrier\":true",
	  .line = " carrier on" },
	{ VMFEX_A_PORT_PROFILE, .text = "web",
	  .json = "\"profile\":\"web\"", .line = " profile web" },
	{ VMFEX_A_PORT_CLUSTER, .text = "lab", .with = VMFEX_A_PORT_PROFILE,
	  .json = "\"cluster\":\"lab\"", .line = " cluster lab" },
	{ VMFEX_A_PORT_GENERATION, 4, 9, .with = VMFEX_A_PORT_PROFILE,
	  .json = "\"generation\":9", .line = " generation 9" },
	{ VMFEX_A_PORT_REQUEST, 4, VMFEX_REQUEST_DISASSOCIATE,
	  .json = "\"request\":\"disassociate\"",
	  .line = " request disassociate" },
	{ VMFEX_A_PORT_RESPONSE, 4, PORT_PROFILE_RESPONSE_BADSTATE,
	  .with = VMFEX_A_PORT_REQUEST,
	  .json = "\"response\":\"badstate\"", .line = " response badstate" },
	{ VMFEX_A_PORT_ERROR, .text = "because",
	  .json = "\"error\":\"because\"", .line = " error because" },
	{ VMFEX_A_PORT_MAC, 6, BYTES, .json = "\"mac\":\"" MAC "\"",
	  .line = " mac " MAC },
	{ VMFEX_A_PORT_INSTANCE_UUID, 16, BYTES,
	  .json = "\"instance_uuid\":\"" UUID "\"",
	  .line = " instance_uuid " UUID },
	{ VMFEX_A_PORT_HOST_UUID, 16, BYTES,
	  .json = "\"host_uuid\":\"" UUID "\"", .line = " host_uuid " UUID },
	/* Only requests have these. */
	{ VMFEX_A_PORT_UPLINK_IFINDEX, 4, 7 },
	{ VMFEX_A_PORT_VIF_ID, 4, 7 },
	{ VMFEX_A_PORT_ADMIN_MAC, 6, BYTES,
	  .json = "\"admin_mac\":\"" MAC "\"", .line = " admin_mac " MAC },
	{ VMFEX_A_PORT_LINK_STATE, 4, VMFEX_LINK_STATE_DISABLE,
	  .json = "\"link_state\":\"disable\"", .line = " link_state disable" },
	{ VMFEX_A_PORT_TRUSTED, .json = "\"trust\":true",
	  .line = " trust on" },
	{ VMFEX_A_PORT_SPOOFCHK, .json = "\"spoofchk\":true",
	  .line = " spoofchk on" },
	{ VMFEX_A_PORT_OWN_VLAN, 2, 100, .json = "\"vlan\":100",
	  .line = " vlan 100" },
	{ VMFEX_A_PORT_OWN_COS, 1, 3, .with = VMFEX_A_PORT_OWN_VLAN,
	  .json = "\"qos\":3", .line = " qos 3" },
	{ VMFEX_A_PORT_OWNER, .text = "rack7",
	  .json = "\"owner\":\"rack7\"", .line = " owner rack7" },
	{ VMFEX_A_PORT_HOST_STACK, 1, 1, .with = VMFEX_A_PORT_VF,
	  .json = "\"host_stack\":true", .line = " host_stack on" },
};

static const struct key vlan_range_keys[] = {
	{ VMFEX_A_VLAN_RANGE_START, 2, 10,
	  .json = "\"vlan_range\":[{\"start\":10", .line = " trunk 10" },
	{ VMFEX_A_VLAN_RANGE_END, 2, 20,
	  .with = VMFEX_A_VLAN_RANGE_START, .json = "\"end\":20",
	  .line = " trunk 10-20" },
};

static const struct key profile_keys[] = {
	{ VMFEX_A_PROFILE_NAME, .text = "web", .json = "\"name\":\"web\"",
	  .line = "web:" },
	{ VMFEX_A_PROFILE_CLUSTER, .text = "lab",
	  .json = "\"cluster\":\"lab\"", .line = " cluster lab" },
	{ VMFEX_A_PROFILE_GENERATION, 4, 9, .json = "\"generation\":9",
	  .line = " generation 9" },
	{ VMFEX_A_PROFILE_ACCESS_VLAN, 2, 100,
	  .json = "\"access_vlan\":100", .line = " vlan 100" },
	{ VMFEX_A_PROFILE_NATIVE_VLAN, 2, 30, .json = "\"native_vlan\":30",
	  .line = " native 30" },
	{ VMFEX_A_PROFILE_MAC_FORGE, 4, VMFEX_MAC_FORGE_DENY,
	  .json = "\"mac_forge\":\"deny\"", .line = " mac_forge deny" },
	{ VMFEX_A_PROFILE_COS, 1, 5, .json = "\"cos\":5", .line = " cos 5" },
	{ VMFEX_A_PROFILE_UPLINK_FAIL, 4, VMFEX_UPLINK_FAIL_WARNING,
	  .json = "\"uplink_fail\":\"warning\"", .line = " uplink_fail warning" },
	{ VMFEX_A_PROFILE_NUM_PORTS, 4, 8, .json = "\"num_ports\":8",
	  .line = " num_ports 8" },
	{ VMFEX_A_PROFILE_CONFIRM, 1, 1, .json = "\"confirm\":true",
	  .line = " confirm on" },
};

static const struct key viflist_keys[] = {
	{ VMFEX_A_VIFLIST_UPLINK_IFINDEX, 4, 7 },
	{ VMFEX_A_VIFLIST_UPLINK, .text = "eth0",
	  .json = "\"uplink\":\"eth0\"", .line = "eth0:" },
	{ VMFEX_A_VIFLIST_ADAPTER_IFINDEX, 4, 7 },
	{ VMFEX_A_VIFLIST_ADAPTER, .text = "fex0",
	  .json = "\"adapter\":\"fex0\"", .line = " adapter fex0" },
	{ VMFEX_A_VIFLIST_LIST, 4, 5, .json = "\"list\":5",
	  .line = " list 5" },
	{ VMFEX_A_VIFLIST_VIF_ID, 4, 9, .json = "\"vif\":9",
	  .line = " vif 9" },
	{ VMFEX_A_VIFLIST_VF, 4, 3, .with = VMFEX_A_VIFLIST_VIF_ID,
	  .json = "\"vf\":3" },
	{ VMFEX_A_VIFLIST_NUM_MEMBERS, 4, 2, .json = "\"num_members\":2",
	  .line = " num_members 2" },
};

static void show_viflist(const struct nlmsghdr *msg, void *out)
{
	struct vif_member member;
	struct viflist list;

	viflist_parse(&list, &member, msg);
	out_object(out);
	viflist_print(out, &list);
	out_object_end(out);
}

/**
 * struct set - a set of attributes of the netlink contract
 * @name: object that it is of
 * @show: prints the object
 * @nest: attribute of the object that the set is in, 0 if it is the object's own
 * @max: last attribute
 * @keys: table of them
 * @num_keys: number of @keys
 */
struct set {
	const char *name;
	void (*show)(const struct nlmsghdr *msg, void *out);
	int nest;
	int max;
	const struct key *keys;
	size_t num_keys;
};

#define SET(name, show, nest, max, keys)				\
	{ name, show, nest, max, keys, ARRAY_SIZE(keys) }

static const struct set sets[] = {
	SET("adapter", adapter_show_msg, 0, VMFEX_A_ADAPTER_MAX, adapter_keys),
	SET("adapter", adapter_show_msg, VMFEX_A_ADAPTER_DROPS,
	    VMFEX_A_DROPS_MAX, drop_keys),
	SET("uplink", uplink_show_msg, 0, VMFEX_A_UPLINK_MAX, uplink_keys),
	SET("port", port_show_msg, 0, VMFEX_A_PORT_MAX, port_keys),
	SET("port", port_show_msg, VMFEX_A_PORT_VIF, VMFEX_A_VIF_MAX, vif_keys),
	SET("port", port_show_msg, VMFEX_A_PORT_STATS, VMFEX_A_STATS_MAX,
	    stats_keys),
	SET("port", port_show_msg, VMFEX_A_PORT_DROPS, VMFEX_A_DROPS_MAX,
	    drop_keys),
	SET("profile", profile_show_msg, 0, VMFEX_A_PROFILE_MAX, profile_keys),
	SET("profile", profile_show_msg, VMFEX_A_PROFILE_VLAN_RANGE,
	    VMFEX_A_VLAN_RANGE_MAX, vlan_range_keys),
	SET("viflist", show_viflist, 0, VMFEX_A_VIFLIST_MAX, viflist_keys),
};

static const struct key *find_key(const struct set *set, int attr)
{
	for (size_t i = 0; i < set->num_keys; i++)
		if (set->keys[i].attr == attr)
			return &set->keys[i];
	return NULL;
}

static bool is_nest(const struct set *set, int attr)
{
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++)
		if (!set->nest && sets[i].nest == attr &&
		    !strcmp(sets[i].name, set->name))
			return true;
	return false;
}

static void test_complete(const struct set *set)
{
	for (int attr = 1; attr <= set->max; attr++)
		unit_ok(find_key(set, attr) || is_nest(set, attr),
			"%s, attribute %d of %d has a row", set->name, attr,
			set->nest);
}

static void put_value(struct nl_msg *msg, const struct key *key)
{
	u8 bytes[16];

	memset(bytes, key->number, sizeof(bytes));
	switch (key->size) {
	case 0:
		if (key->text)
			put_string(msg, key->attr, key->text);
		else
			put_flag(msg, key->attr);
		return;
	case 1:
		put_u8(msg, key->attr, key->number);
		return;
	case 2:
		put_u16(msg, key->attr, key->number);
		return;
	case 4:
		put_u32(msg, key->attr, key->number);
		return;
	case 8:
		put_bytes(msg, key->attr, &key->number, key->size);
		return;
	default:
		put_bytes(msg, key->attr, bytes, key->size);
	}
}

/* What is printed of a message with what the key needs, and the key itself if asked. */
static char *print(const struct set *set, const struct key *key, bool itself,
		   bool json)
{
	struct out out = { .json = json, .stats = true, .details = true };
	struct nl_msg *msg = request_new(0);
	struct nlattr *nest = NULL;
	char *text = NULL;
	size_t size = 0;

	if (set->nest)
		nest = put_nest(msg, set->nest);
	if (key->with)
		put_value(msg, find_key(set, key->with));
	if (itself)
		put_value(msg, key);
	if (nest)
		put_nest_end(msg, nest);
	out.file = open_memstream(&text, &size);
	out_begin(&out);
	set->show(nlmsg_hdr(msg), &out);
	out_end(&out, true);
	fclose(out.file);
	nlmsg_free(msg);
	return text;
}

static void test_key(const struct set *set, const struct key *key, bool json)
{
	const char *wanted = json ? key->json : key->line;
	char *without = print(set, key, false, json);
	char *with = print(set, key, true, json);
	char name[128];

	snprintf(name, sizeof(name), "%s, attribute %d of %d in %s", set->name,
		 key->attr, set->nest, json ? "JSON" : "text");
	if (!wanted)
		unit_equal(with, without, name);
	else if (!unit_ok(strstr(with, wanted) && !strstr(without, wanted),
			  "%s: %s", name, wanted))
		printf("# with it: %s# without: %s", with, without);
	free(with);
	free(without);
}

int main(void)
{
	unit_begin();
	for (size_t i = 0; i < ARRAY_SIZE(sets); i++) {
		test_complete(&sets[i]);
		for (size_t j = 0; j < sets[i].num_keys; j++) {
			test_key(&sets[i], &sets[i].keys[j], true);
			test_key(&sets[i], &sets[i].keys[j], false);
		}
	}
	return unit_end();
}
