/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words of the command line, of which each is read once.
 */
#ifndef VMFEX_ARGS_H
#define VMFEX_ARGS_H

#include "short_types.h"

/**
 * struct args - words that are still to be read
 * @argc: number of words
 * @argv: first word
 */
struct args {
	int argc;
	char **argv;
};

const char *args_peek(const struct args *args);
const char *args_next(struct args *args);
bool args_skip(struct args *args, const char *word);
int args_end(const struct args *args);
const char *args_dev(struct args *args, const char *what);

int split_words(char *line, char **words, int max);

#endif /* VMFEX_ARGS_H */
