// SPDX-License-Identifier: GPL-2.0-only
/* Why frames are dropped, in words. */
#include <linux/types.h>

#include "base/drop.h"

#define VMFEX_DROP_NAME(upper, lower)	[VMFEX_DROP_##upper] = #lower,

/* Index 0 is no reason and has no name. */
const char *const vmfex_drop_names[VMFEX_NUM_DROPS] = {
	VMFEX_DROPS(VMFEX_DROP_NAME)
};
