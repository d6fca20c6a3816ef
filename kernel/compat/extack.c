// SPDX-License-Identifier: GPL-2.0-only
/* The texts of refusals before 6.3, when an extack only pointed to one. */
#include "compat/extack.h"

#ifndef NL_SET_ERR_MSG_ATTR_FMT

#include <linux/jiffies.h>

#define VMFEX_ERR_SLOTS	512
/* The text is read after the handler returned and RTNL was dropped. All but the end
 * of thousands of VFs that could not become more takes a small part of this.
 */
#define VMFEX_ERR_KEEP	HZ

/**
 * struct vmfex_err_slot - a text
 * @used: jiffies when it was taken, 0 if it never was
 * @text: text
 */
struct vmfex_err_slot {
	unsigned long used;
	char text[NETLINK_MAX_FMTMSG_LEN];
};

static struct vmfex_err_slot vmfex_err_slots[VMFEX_ERR_SLOTS];
static atomic_t vmfex_err_next = ATOMIC_INIT(0);

/* The oldest, if it is old enough */
static char *vmfex_err_take_slot(void)
{
	unsigned int next = atomic_inc_return(&vmfex_err_next);
	struct vmfex_err_slot *slot = &vmfex_err_slots[next % VMFEX_ERR_SLOTS];
	unsigned long used = READ_ONCE(slot->used);

	if (used && time_before(jiffies, used + VMFEX_ERR_KEEP))
		return NULL;
	/* Others may have taken all slots in turn since the index was read. */
	if (cmpxchg(&slot->used, used, jiffies ?: 1) != used)
		return NULL;
	return slot->text;
}

/**
 * vmfex_err() - give the reason of a refusal
 * @extack: where the client reads it, may be NULL
 * @fmt: printf format
 *
 * Context: Any.
 */
void vmfex_err(struct netlink_ext_ack *extack, const char *fmt, ...)
{
	va_list args;
	char *text;

	if (!extack)
		return;
	text = vmfex_err_take_slot();
	if (!text) {
		extack->_msg = "refused, with too many others at once to say why";
		return;
	}
	va_start(args, fmt);
	vsnprintf(text, NETLINK_MAX_FMTMSG_LEN, fmt, args);
	va_end(args);
	extack->_msg = text;
}

#endif
