// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the fuzz targets share: how to fail, and copies that end where the
 * sanitizer looks.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fuzz.h"

/**
 * fuzz_check() - a property that holds for every input
 * @ok: it holds
 * @format: what does not, as for printf(), one line
 *
 * Ends the program if it does not.
 */
void fuzz_check(bool ok, const char *format, ...)
{
	va_list values;

	if (ok)
		return;
	/* Not stderr, which may be captured. */
	dprintf(STDERR_FILENO, "fuzz: ");
	va_start(values, format);
	vdprintf(STDERR_FILENO, format, values);
	va_end(values);
	dprintf(STDERR_FILENO, "\n");
	abort();
}

/**
 * fuzz_copy() - copy bytes to where nothing may be read behind them
 * @bytes: bytes
 * @len: how many
 *
 * Return: copy, for free().
 */
void *fuzz_copy(const void *bytes, size_t len)
{
	void *copy = malloc(len);

	fuzz_check(copy || !len, "out of memory");
	if (len)
		memcpy(copy, bytes, len);
	return copy;
}

/**
 * LLVMFuzzerTestOneInput() - one input of libFuzzer
 * @data: input
 * @size: its length
 *
 * Return: 0.
 */
int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	fuzz_input(data, size);
	return 0;
}
