/* SPDX-License-Identifier: GPL-2.0-only */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM vmfex

#if !defined(_VMFEX_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _VMFEX_TRACE_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tracepoint.h>
#include <uapi/linux/if_vmfex.h>

#include "base/drop.h"

#define VMFEX_TRACE_NAME(dst, dev)	\
	strscpy(dst, (dev) ? (dev)->name : "", IFNAMSIZ)

#define VMFEX_DROP_SYMBOL(upper, lower)	{ VMFEX_DROP_##upper, #lower },

DECLARE_EVENT_CLASS(vmfex_frame,
	TP_PROTO(const struct sk_buff *skb, const struct net_device *dev,
		 const struct net_device *lower),
	TP_ARGS(skb, dev, lower),
	TP_STRUCT__entry(
		__array(char, dev, IFNAMSIZ)
		__array(char, lower, IFNAMSIZ)
		__field(const void *, skb)
		__field(unsigned int, len)
	),
	TP_fast_assign(
		VMFEX_TRACE_NAME(__entry->dev, dev);
		VMFEX_TRACE_NAME(__entry->lower, lower);
		__entry->skb = skb;
		__entry->len = skb->len;
	),
	TP_printk("dev=%s uplink=%s skb=%p len=%u", __entry->dev,
		  __entry->lower, __entry->skb, __entry->len)
);

DEFINE_EVENT(vmfex_frame, vmfex_tx,
	TP_PROTO(const struct sk_buff *skb, const struct net_device *dev,
		 const struct net_device *lower),
	TP_ARGS(skb, dev, lower)
);

DEFINE_EVENT(vmfex_frame, vmfex_rx,
	TP_PROTO(const struct sk_buff *skb, const struct net_device *dev,
		 const struct net_device *lower),
	TP_ARGS(skb, dev, lower)
);

TRACE_EVENT(vmfex_drop,
	TP_PROTO(const struct sk_buff *skb, const struct net_device *dev,
		 enum vmfex_drop reason),
	TP_ARGS(skb, dev, reason),
	TP_STRUCT__entry(
		__array(char, dev, IFNAMSIZ)
		__field(const void *, skb)
		__field(unsigned int, len)
		__field(int, reason)
	),
	TP_fast_assign(
		VMFEX_TRACE_NAME(__entry->dev, dev);
		__entry->skb = skb;
		__entry->len = skb ? skb->len : 0;
		__entry->reason = reason;
	),
	TP_printk("dev=%s skb=%p len=%u reason=%s", __entry->dev, __entry->skb,
		  __entry->len,
		  __print_symbolic(__entry->reason,
				   VMFEX_DROPS(VMFEX_DROP_SYMBOL)
				   { VMFEX_PASS, "pass" }))
);

TRACE_EVENT(vmfex_port_state,
	TP_PROTO(const struct net_device *dev, u8 from, u8 to),
	TP_ARGS(dev, from, to),
	TP_STRUCT__entry(
		__array(char, dev, IFNAMSIZ)
		__field(u8, from)
		__field(u8, to)
	),
	TP_fast_assign(
		VMFEX_TRACE_NAME(__entry->dev, dev);
		__entry->from = from;
		__entry->to = to;
	),
	TP_printk("dev=%s from=%u to=%u", __entry->dev, __entry->from,
		  __entry->to)
);

TRACE_EVENT(vmfex_profile,
	TP_PROTO(const char *name, u32 generation, unsigned int ports),
	TP_ARGS(name, generation, ports),
	TP_STRUCT__entry(
		__array(char, name, VMFEX_PROFILE_NAME_MAX + 1)
		__field(u32, generation)
		__field(unsigned int, ports)
	),
	TP_fast_assign(
		strscpy(__entry->name, name, sizeof(__entry->name));
		__entry->generation = generation;
		__entry->ports = ports;
	),
	TP_printk("name=%s generation=%u ports=%u", __entry->name,
		  __entry->generation, __entry->ports)
);

TRACE_EVENT(vmfex_active,
	TP_PROTO(const struct net_device *dev, const struct net_device *from,
		 const struct net_device *to),
	TP_ARGS(dev, from, to),
	TP_STRUCT__entry(
		__array(char, dev, IFNAMSIZ)
		__array(char, from, IFNAMSIZ)
		__array(char, to, IFNAMSIZ)
	),
	TP_fast_assign(
		VMFEX_TRACE_NAME(__entry->dev, dev);
		VMFEX_TRACE_NAME(__entry->from, from);
		VMFEX_TRACE_NAME(__entry->to, to);
	),
	TP_printk("dev=%s from=%s to=%s", __entry->dev, __entry->from,
		  __entry->to)
);

#endif /* _VMFEX_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH base
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
