/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A line of a batch, and its words.
 */
#ifndef VMFEX_FUZZ_LINE_H
#define VMFEX_FUZZ_LINE_H

#include "lib/short_types.h"

#define LINE_MAX_WORDS	256	/* as many as the tool takes */

/**
 * struct line - a line and its words
 * @text: bytes that the words point into
 * @words: words, in memory that ends behind the last
 * @count: number of words
 * @refused: a quote is open, or there are too many; then there is no word
 */
struct line {
	char *text;
	char **words;
	int count;
	bool refused;
};

void line_split(struct line *line, const void *bytes, size_t len);
void line_free(struct line *line);
char *line_quote(const struct line *line);
bool line_named(const struct line *line, const char *message);
void line_check_quoted(const struct line *line);

#endif /* VMFEX_FUZZ_LINE_H */
