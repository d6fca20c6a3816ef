/* SPDX-License-Identifier: GPL-2.0-only */
/* The way of a frame from the wire to a vNIC. */
#ifndef _VMFEX_RX_H
#define _VMFEX_RX_H

#include <linux/netdevice.h>

rx_handler_result_t vmfex_rx_handler(struct sk_buff **pskb);

#endif /* _VMFEX_RX_H */
