/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why frames are dropped: the one list behind ethtool -S, generic netlink,
 * sysfs and the tracepoint. No kernel type is used, so that the tag formats
 * build in user space too.
 */
#ifndef _VMFEX_DROP_H
#define _VMFEX_DROP_H

/* In the order of the attribute set "drops" of the netlink spec. */
#define VMFEX_DROPS(X)				\
	X(TX_UNBOUND, tx_unbound)		\
	X(TX_MALFORMED, tx_malformed)		\
	X(TX_FORGED_TAG, tx_forged_tag)		\
	X(TX_MAC, tx_mac)			\
	X(TX_VLAN, tx_vlan)			\
	X(TX_NO_UPLINK, tx_no_uplink)		\
	X(TX_UPLINK, tx_uplink)			\
	X(TX_NOMEM, tx_nomem)			\
	X(RX_SHORT, rx_short)			\
	X(RX_VERSION, rx_version)		\
	X(RX_DIRECTION, rx_direction)		\
	X(RX_UNKNOWN_VIF, rx_unknown_vif)	\
	X(RX_UNKNOWN_LIST, rx_unknown_list)	\
	X(RX_STANDBY, rx_standby)		\
	X(RX_UNBOUND, rx_unbound)		\
	X(RX_VLAN, rx_vlan)			\
	X(RX_DOWN, rx_down)			\
	X(RX_NOMEM, rx_nomem)			\
	X(TX_TOO_LONG, tx_too_long)		\
	X(RX_OTHER_TAG, rx_other_tag)

#define VMFEX_DROP_ENUM(upper, lower)	VMFEX_DROP_##upper,

/* Verdict on a frame: it passes, or is dropped for one of VMFEX_DROPS(). */
enum vmfex_drop {
	VMFEX_PASS,
	VMFEX_DROPS(VMFEX_DROP_ENUM)
	VMFEX_NUM_DROPS,
};

#ifdef __KERNEL__
struct sk_buff;

extern const char *const vmfex_drop_names[VMFEX_NUM_DROPS];

/**
 * vmfex_drop_is_tx() - is this a reason to drop what a vNIC sends?
 * @reason: reason
 *
 * The names tell, not the order, at the end of which new ones of either kind stand.
 *
 * Return: true if it is, false if it is for what would be received.
 */
static inline bool vmfex_drop_is_tx(enum vmfex_drop reason)
{
	return vmfex_drop_names[reason][0] == 't';
}

void vmfex_drop_skb(struct sk_buff *skb, enum vmfex_drop reason);
#endif

#endif /* _VMFEX_DROP_H */
