// SPDX-License-Identifier: GPL-2.0-only
/*
 * What goes wrong: messages and exit codes.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "report.h"

#define SUBJECT_SIZE	128

/* What the messages are about, like "port", "bind" and "fex0v0". */
static const char *subject[3];

/**
 * message_subject() - say what the messages from here on are about
 * @object: object, NULL for the command line as a whole
 * @command: command of the object, or NULL
 * @name: what the command begins with, or NULL
 */
void message_subject(const char *object, const char *command, const char *name)
{
	subject[0] = object;
	subject[1] = command;
	subject[2] = name;
}

/* Words of the subject, with a colon behind them unless there are none. */
static const char *subject_text(char *text, size_t size, int words)
{
	size_t len = 0;

	*text = 0;
	for (int i = 0; i < words && subject[i] && len < size; i++)
		len += snprintf(text + len, size - len, "%s%s", i ? " " : "",
				subject[i]);
	if (len && len < size)
		snprintf(text + len, size - len, ": ");
	return text;
}

/* Texts have names in them that others chose. */
static void print_message(const char *kind, const char *text)
{
	/* Results that were printed before come first, also in one pipe. */
	fflush(stdout);
	fprintf(stderr, "%s: ", kind);
	print_escaped(stderr, text, "");
	fputc('\n', stderr);
}

static void print_error_values(const char *format, va_list values)
{
	char *text;

	if (vasprintf(&text, format, values) < 0) {
		print_message("Error", strerror(ENOMEM));
		return;
	}
	print_message("Error", text);
	free(text);
}

/**
 * print_error() - tell the user what went wrong
 * @format: text as for printf(), without a newline
 */
void print_error(const char *format, ...)
{
	va_list values;

	va_start(values, format);
	print_error_values(format, values);
	va_end(values);
}

/**
 * print_warning() - tell the user what else there is to know of a success
 * @text: text
 */
void print_warning(const char *text)
{
	print_message("Warning", text);
}

/**
 * usage_error() - tell the user what is wrong with the command line
 * @format: text as for printf(), without a newline
 *
 * Return: EXIT_USAGE.
 */
int usage_error(const char *format, ...)
{
	char about[SUBJECT_SIZE];
	va_list values;
	char *text;

	va_start(values, format);
	if (vasprintf(&text, format, values) < 0)
		text = NULL;
	va_end(values);
	print_error("%s%s", subject_text(about, sizeof(about), 2),
		    text ? text : strerror(ENOMEM));
	free(text);
	return EXIT_USAGE;
}

/* Where the kernel has no words of its own, it names nothing either. */
static void print_errno(int err)
{
	char about[SUBJECT_SIZE];
	const char *advice = "";

	if (err == -EPERM)
		advice = ", it takes root or CAP_NET_ADMIN in the network namespace of the adapter";
	print_error("%s%s%s", subject_text(about, sizeof(about), 3),
		    strerror(-err), advice);
}

static int exit_code(int err)
{
	return err == -ENODEV || err == -ENOENT ? EXIT_NOT_FOUND : EXIT_KERNEL;
}

/**
 * file_error() - report that something of the file system cannot be used
 * @what: what it is, ends with a blank unless it is empty
 * @name: its name
 *
 * Context: errno says why.
 * Return: exit code.
 */
int file_error(const char *what, const char *name)
{
	int err = -errno;

	print_error("%s%s: %s", what, name, strerror(-err));
	return exit_code(err);
}

/**
 * kernel_error() - report that a request failed
 * @err: negative errno
 * @text: what the kernel said, empty if nothing
 *
 * Return: exit code.
 */
int kernel_error(int err, const char *text)
{
	if (*text)
		print_error("%s", text);
	else
		print_errno(err);
	return exit_code(err);
}
