/* SPDX-License-Identifier: GPL-2.0-only */
/* The MAC addresses of a frame, on their way over a tag that comes or goes. */
#ifndef _VMFEX_ADDRS_H
#define _VMFEX_ADDRS_H

#include <linux/types.h>

#include "compat/compat.h"

/**
 * struct vmfex_addrs - the two MAC addresses of a frame, while they are moved
 * @head: the first 8 bytes
 * @tail: the other 4
 *
 * Fits into registers, which costs less than memmove() does.
 */
struct vmfex_addrs {
	u64 head;
	u32 tail;
};

static inline struct vmfex_addrs vmfex_get_addrs(const u8 *frame)
{
	return (struct vmfex_addrs){
		.head = get_unaligned((const u64 *)frame),
		.tail = get_unaligned((const u32 *)(frame + sizeof(u64))),
	};
}

static inline void vmfex_put_addrs(u8 *frame, struct vmfex_addrs addrs)
{
	put_unaligned(addrs.head, (u64 *)frame);
	put_unaligned(addrs.tail, (u32 *)(frame + sizeof(u64)));
}

#endif /* _VMFEX_ADDRS_H */
