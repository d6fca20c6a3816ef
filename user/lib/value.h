/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Values that the words of the command line spell. Nothing here looks at the
 * system, prints or allocates.
 */
#ifndef VMFEX_VALUE_H
#define VMFEX_VALUE_H

#include "short_types.h"

#define MAC_LEN		6
#define UUID_LEN	16

/**
 * struct range - numbers from first to last
 * @first: lowest
 * @last: highest, same as first for a single number
 */
struct range {
	u32 first;
	u32 last;
};

int parse_u32(const char *word, u32 min, u32 max, u32 *value);
int parse_range(const char *word, u32 min, u32 max,
		struct range *range);
int parse_ranges(const char *word, u32 min, u32 max,
		 struct range *ranges, size_t size);
int parse_mac(const char *word, u8 mac[MAC_LEN]);
int parse_uuid(const char *word, u8 uuid[UUID_LEN]);
int parse_vf_name(const char *word, char *adapter, size_t size, u32 *vf);
bool ifname_valid(const char *word);

#endif /* VMFEX_VALUE_H */
