/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What goes wrong: messages to the user on stderr, and exit codes.
 */
#ifndef VMFEX_REPORT_H
#define VMFEX_REPORT_H

#include "short_types.h"

/**
 * enum exit_code - exit codes
 * @EXIT_OK: done
 * @EXIT_USAGE: the command line makes no sense, nothing was asked of the kernel
 * @EXIT_KERNEL: the kernel said no
 * @EXIT_NOT_FOUND: there is no such object
 * @EXIT_PARTIAL: some of several requests were carried out, then one failed
 */
enum exit_code {
	EXIT_OK,
	EXIT_USAGE,
	EXIT_KERNEL,
	EXIT_NOT_FOUND,
	EXIT_PARTIAL,
};

void message_subject(const char *object, const char *command, const char *name);
void print_error(const char *format, ...) __printf(1, 2);
void print_warning(const char *text);
int usage_error(const char *format, ...) __printf(1, 2);
int file_error(const char *what, const char *name);
int kernel_error(int err, const char *text);

#endif /* VMFEX_REPORT_H */
