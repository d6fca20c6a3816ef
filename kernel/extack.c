// SPDX-License-Identifier: GPL-2.0-only
/*
 * Refusals that name the value. The kernel formats extack messages since 6.3
 * only, and within 80 bytes.
 */
#include <linux/netlink.h>

#include "vmfex.h"

#define VMFEX_ERR_LEN	256
/* The text is read after the handler returned and RTNL was dropped: a slot is
 * used again only this many refusals later.
 */
#define VMFEX_ERR_SLOTS	64

static char vmfex_err_text[VMFEX_ERR_SLOTS][VMFEX_ERR_LEN];
static atomic_t vmfex_err_next = ATOMIC_INIT(0);

/**
 * vmfex_err() - give the reason of a refusal
 * @extack: where the client reads it, may be NULL
 * @fmt: printf format
 *
 * Context: Any.
 */
void vmfex_err(struct netlink_ext_ack *extack, const char *fmt, ...)
{
	unsigned int slot;
	va_list args;

	if (!extack)
		return;

	slot = (unsigned int)atomic_inc_return(&vmfex_err_next);
	slot %= VMFEX_ERR_SLOTS;
	va_start(args, fmt);
	vsnprintf(vmfex_err_text[slot], VMFEX_ERR_LEN, fmt, args);
	va_end(args);
	extack->_msg = vmfex_err_text[slot];
}
