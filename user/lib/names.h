/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words for numbers, and those for the enums of the netlink contract, spelled
 * as in its YAML file.
 */
#ifndef VMFEX_NAMES_H
#define VMFEX_NAMES_H

#include "short_types.h"

/* Words of the longest table, of which there are few. */
#define WORDS_SIZE	256

/**
 * struct name - word for a number, in tables that end with a NULL name
 * @name: word
 * @value: number
 */
struct name {
	const char *name;
	u32 value;
};

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

void list_words(const void *table, size_t stride, const char *prefix,
		char *text, size_t size);
int match_word(const char *word, const void *table, size_t stride);
int match_name(const char *word, const struct name *names, u32 *value);
const char *name_of(const struct name *names, u32 value);

#endif /* VMFEX_NAMES_H */
