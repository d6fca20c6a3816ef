/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words for the enums of the netlink contract, spelled as in its YAML file.
 */
#ifndef VMFEX_NAMES_H
#define VMFEX_NAMES_H

#include "args.h"

extern const struct name mode_names[];
extern const struct name tag_names[];
extern const struct name port_state_names[];
extern const struct name request_names[];
extern const struct name response_names[];
extern const struct name mac_forge_names[];
extern const struct name uplink_fail_names[];
extern const struct name uplink_state_names[];
extern const struct name link_state_names[];
extern const struct name offload_names[];
extern const struct name offload_used_names[];

const char *name_of(const struct name *names, u32 value);

#endif /* VMFEX_NAMES_H */
