// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traffic and drop counters.
 */
#include "counters.h"
#include "nlattr.h"

static const char *const drop_names[VMFEX_A_DROPS_MAX + 1] = {
	[VMFEX_A_DROPS_TX_UNBOUND] = "tx_unbound",
	[VMFEX_A_DROPS_TX_MALFORMED] = "tx_malformed",
	[VMFEX_A_DROPS_TX_FORGED_TAG] = "tx_forged_tag",
	[VMFEX_A_DROPS_TX_MAC] = "tx_mac",
	[VMFEX_A_DROPS_TX_VLAN] = "tx_vlan",
	[VMFEX_A_DROPS_TX_NO_UPLINK] = "tx_no_uplink",
	[VMFEX_A_DROPS_TX_UPLINK] = "tx_uplink",
	[VMFEX_A_DROPS_TX_NOMEM] = "tx_nomem",
	[VMFEX_A_DROPS_RX_SHORT] = "rx_short",
	[VMFEX_A_DROPS_RX_VERSION] = "rx_version",
	[VMFEX_A_DROPS_RX_DIRECTION] = "rx_direction",
	[VMFEX_A_DROPS_RX_UNKNOWN_VIF] = "rx_unknown_vif",
	[VMFEX_A_DROPS_RX_UNKNOWN_LIST] = "rx_unknown_list",
	[VMFEX_A_DROPS_RX_STANDBY] = "rx_standby",
	[VMFEX_A_DROPS_RX_UNBOUND] = "rx_unbound",
	[VMFEX_A_DROPS_RX_VLAN] = "rx_vlan",
	[VMFEX_A_DROPS_RX_DOWN] = "rx_down",
	[VMFEX_A_DROPS_RX_NOMEM] = "rx_nomem",
	[VMFEX_A_DROPS_TX_TOO_LONG] = "tx_too_long",
	[VMFEX_A_DROPS_RX_OTHER_TAG] = "rx_other_tag",
};

/**
 * drops_parse() - read drop counters
 * @drops: counters, 0 where the kernel sent none
 * @nest: attribute or NULL
 */
void drops_parse(struct drops *drops, const struct nlattr *nest)
{
	struct nlattr *attrs[VMFEX_A_DROPS_MAX + 1];

	attr_parse_nested(nest, attrs, VMFEX_A_DROPS_MAX);
	for (int i = 0; i <= VMFEX_A_DROPS_MAX; i++)
		drops->frames[i] = attr_u64(attrs[i]);
}

/**
 * drops_print() - print drop counters: JSON has all, text those that count
 * @out: output
 * @drops: counters
 */
void drops_print(struct out *out, const struct drops *drops)
{
	bool none = true;

	out_nest(out, "drops");
	out_text(out, NULL, "drops");
	for (int i = 0; i <= VMFEX_A_DROPS_MAX; i++) {
		if (!drop_names[i] || (!out->json && !drops->frames[i]))
			continue;
		out_number(out, drop_names[i], drops->frames[i]);
		none = false;
	}
	if (none)
		out_text(out, NULL, "none");
	out_close(out);
}

/**
 * stats_parse() - read traffic counters
 * @stats: counters, 0 where the kernel sent none
 * @nest: attribute or NULL
 */
void stats_parse(struct stats *stats, const struct nlattr *nest)
{
	struct nlattr *attrs[VMFEX_A_STATS_MAX + 1];

	attr_parse_nested(nest, attrs, VMFEX_A_STATS_MAX);
	stats->rx_packets = attr_u64(attrs[VMFEX_A_STATS_RX_PACKETS]);
	stats->rx_bytes = attr_u64(attrs[VMFEX_A_STATS_RX_BYTES]);
	stats->tx_packets = attr_u64(attrs[VMFEX_A_STATS_TX_PACKETS]);
	stats->tx_bytes = attr_u64(attrs[VMFEX_A_STATS_TX_BYTES]);
	stats->rx_looped = attr_u64(attrs[VMFEX_A_STATS_RX_LOOPED]);
}

/**
 * stats_print() - print traffic counters
 * @out: output
 * @stats: counters
 */
void stats_print(struct out *out, const struct stats *stats)
{
	out_nest(out, "stats");
	out_text(out, NULL, "stats");
	out_number(out, "rx_packets", stats->rx_packets);
	out_number(out, "rx_bytes", stats->rx_bytes);
	out_number(out, "tx_packets", stats->tx_packets);
	out_number(out, "tx_bytes", stats->tx_bytes);
	out_number(out, "rx_looped", stats->rx_looped);
	out_close(out);
}
