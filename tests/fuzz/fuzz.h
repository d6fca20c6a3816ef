/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the fuzz targets share. A target is a function that takes any bytes; it
 * is linked with libFuzzer, or with replay.c.
 */
#ifndef VMFEX_FUZZ_H
#define VMFEX_FUZZ_H

#include "lib/short_types.h"

/* Inputs beyond this are cut off: a longer one says nothing that is new. */
#define FUZZ_MAX	4096

/**
 * struct fuzz_output - what the tool printed
 * @text: to the standard output
 * @text_len: bytes of it, without the NUL behind them
 * @errors: to the standard error
 * @errors_len: bytes of it
 */
struct fuzz_output {
	char *text;
	size_t text_len;
	char *errors;
	size_t errors_len;
};

/* The target. */
void fuzz_input(const u8 *data, size_t size);

/* What libFuzzer calls. */
int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

void fuzz_check(bool ok, const char *format, ...) __printf(2, 3);
void fuzz_capture(struct fuzz_output *output);
void fuzz_capture_end(struct fuzz_output *output);
void fuzz_output_free(struct fuzz_output *output);
int fuzz_run(struct fuzz_output *output, int argc, char **argv);
void *fuzz_copy(const void *bytes, size_t len);

#endif /* VMFEX_FUZZ_H */
