/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Tables of the keywords of a command: what a command accepts is one table,
 * which is filled from the command line and then put into a request.
 */
#ifndef VMFEX_KEYWORD_H
#define VMFEX_KEYWORD_H

#include <netlink/msg.h>

#include "args.h"
#include "names.h"
#include "short_types.h"
#include "value.h"

/**
 * enum keyword_type - what follows a keyword
 * @KEYWORD_FLAG: nothing
 * @KEYWORD_U8: number or one of the names
 * @KEYWORD_U16: the same
 * @KEYWORD_U32: the same
 * @KEYWORD_ENUM: one of the names
 * @KEYWORD_STRING: string
 * @KEYWORD_DEV: name of a netdev
 * @KEYWORD_MAC: address
 * @KEYWORD_UUID: UUID
 */
enum keyword_type {
	KEYWORD_FLAG,
	KEYWORD_U8,
	KEYWORD_U16,
	KEYWORD_U32,
	KEYWORD_ENUM,
	KEYWORD_STRING,
	KEYWORD_DEV,
	KEYWORD_MAC,
	KEYWORD_UUID,
};

/**
 * struct keyword - one keyword, in tables that end with a NULL name
 * @name: keyword
 * @type: what follows it
 * @attr: netlink attribute that carries the value, 0 if the command does that
 * @min: lowest number, or shortest string in bytes
 * @max: highest number, or longest string in bytes
 * @names: words for numbers
 * @seen: the keyword was there, the value is set
 * @number: value
 * @string: value, a word of the command line
 * @bytes: value
 */
struct keyword {
	const char *name;
	enum keyword_type type;
	int attr;
	u32 min;
	u32 max;
	const struct name *names;
	bool seen;
	union {
		u32 number;
		const char *string;
		u8 bytes[UUID_LEN];
	};
};

int keywords_parse(struct args *args, struct keyword *keywords);
int keywords_error(const struct keyword *keywords, const char *what);
bool keyword_differs(const struct keyword *keyword, const struct keyword *is);
void keyword_text(const struct keyword *keyword, const struct keyword *is,
		  char *text, size_t size);
bool keywords_seen(const struct keyword *keywords);
void keywords_put(struct nl_msg *msg, const struct keyword *keywords);

#endif /* VMFEX_KEYWORD_H */
