/* SPDX-License-Identifier: GPL-2.0-only */
/* What ethtool reads. */
#ifndef _VMFEX_ETHTOOL_H
#define _VMFEX_ETHTOOL_H

#include <linux/ethtool.h>

extern const struct ethtool_ops vmfex_ethtool_ops;

#endif /* _VMFEX_ETHTOOL_H */
