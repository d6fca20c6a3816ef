/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words of the command line and the values that they spell. Nothing here
 * looks at the system, prints or allocates.
 */
#ifndef VMFEX_ARGS_H
#define VMFEX_ARGS_H

#include "short_types.h"

/* Words of the longest table, of which there are few. */
#define WORDS_SIZE	256

#define MAC_LEN		6
#define UUID_LEN	16

/**
 * struct args - words that are still to be read
 * @argc: number of words
 * @argv: first word
 */
struct args {
	int argc;
	char **argv;
};

/**
 * struct name - word for a number, in tables that end with a NULL name
 * @name: word
 * @value: number
 */
struct name {
	const char *name;
	u32 value;
};

/**
 * struct range - numbers from first to last
 * @first: lowest
 * @last: highest, same as first for a single number
 */
struct range {
	u32 first;
	u32 last;
};

const char *args_peek(const struct args *args);
const char *args_next(struct args *args);
bool args_skip(struct args *args, const char *word);

void list_words(const void *table, size_t stride, const char *prefix,
		char *text, size_t size);
int match_word(const char *word, const void *table, size_t stride);
int match_name(const char *word, const struct name *names, u32 *value);

int parse_u32(const char *word, u32 min, u32 max, u32 *value);
int parse_range(const char *word, u32 min, u32 max,
		struct range *range);
int parse_ranges(const char *word, u32 min, u32 max,
		 struct range *ranges, size_t size);
int parse_mac(const char *word, u8 mac[MAC_LEN]);
int parse_uuid(const char *word, u8 uuid[UUID_LEN]);
int parse_vf_name(const char *word, char *adapter, size_t size, u32 *vf);
bool ifname_valid(const char *word);
int split_words(char *line, char **words, int max);

#endif /* VMFEX_ARGS_H */
