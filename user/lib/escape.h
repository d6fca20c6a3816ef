/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text that others chose: it may have any bytes.
 */
#ifndef VMFEX_ESCAPE_H
#define VMFEX_ESCAPE_H

#include <stdio.h>

size_t utf8_len(const char *text);
int print_escaped(FILE *file, const char *text, const char *also);

#endif /* VMFEX_ESCAPE_H */
