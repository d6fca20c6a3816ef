// SPDX-License-Identifier: GPL-2.0-only
/* All tag formats: where to add one. */
#include <linux/kernel.h>

#include "tag/tags.h"

/* vmfex_tag_decode() knows no more than these. */
static const struct vmfex_tag_ops *const vmfex_tags[] = {
	&vmfex_vntag_ops,
	&vmfex_etag_ops,
	&vmfex_svlan_ops,
};

/* The packet path reserves no more. */
static_assert(VNTAG_LEN <= VMFEX_TAG_LEN_MAX && ETAG_LEN <= VMFEX_TAG_LEN_MAX &&
	      SVLAN_LEN <= VMFEX_TAG_LEN_MAX);

/**
 * vmfex_tag_find() - find a format by its number in netlink
 * @type: number, perhaps of none
 *
 * Return: the format or NULL.
 */
const struct vmfex_tag_ops *vmfex_tag_find(u32 type)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vmfex_tags); i++)
		if (vmfex_tags[i]->type == type)
			return vmfex_tags[i];
	return NULL;
}
