// SPDX-License-Identifier: GPL-2.0-only
/*
 * Refusals that name the value. An extack has room for a text since 6.3 only, and
 * for one of 80 bytes.
 */
#include <linux/jiffies.h>
#include <linux/netlink.h>

#include "compat/compat.h"
#include "compat/extack.h"

#define VMFEX_ERR_LEN	256
#define VMFEX_ERR_SLOTS	512
/* The text is read after the handler returned and RTNL was dropped. All but the end
 * of thousands of VFs that could not become more takes a small part of this.
 */
#define VMFEX_ERR_KEEP	HZ

/**
 * struct vmfex_err_slot - a text that its extack has no room for
 * @used: jiffies when it was taken, 0 if it never was
 * @text: text
 */
struct vmfex_err_slot {
	unsigned long used;
	char text[VMFEX_ERR_LEN];
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
	char *text, *slot;
	va_list args;
	size_t size;
	size_t len;

	if (!extack)
		return;

	text = vmfex_extack_room(extack, &size);
	va_start(args, fmt);
	len = vsnprintf(text, size, fmt, args);
	va_end(args);
	extack->_msg = text;
	if (len < size)
		return;

	slot = vmfex_err_take_slot();
	if (slot) {
		va_start(args, fmt);
		vsnprintf(slot, VMFEX_ERR_LEN, fmt, args);
		va_end(args);
		extack->_msg = slot;
	} else if (!text) {
		extack->_msg = "refused, with too many others at once to say why";
	}
}
