// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the commands of all objects share: messages and exit codes.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

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
	out_escape(stderr, text, "");
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

/**
 * args_end() - refuse words that no one has read
 * @args: words
 *
 * Return: 0, or EXIT_USAGE after a message.
 */
int args_end(const struct args *args)
{
	const char *word = args_peek(args);

	return word ? usage_error("unexpected \"%s\"", word) : 0;
}

/**
 * args_dev() - take the name of a netdev, after the word "dev" if that is there
 * @args: words
 * @what: what the name stands for, for the message
 *
 * Return: name, or NULL after a message.
 */
const char *args_dev(struct args *args, const char *what)
{
	const char *word;

	if (args->argc > 1)
		args_skip(args, "dev");
	word = args_next(args);
	if (!word)
		usage_error("name of the %s expected", what);
	else if (!ifname_valid(word))
		usage_error("\"%s\" cannot be the name of a netdev", word);
	else
		return word;
	return NULL;
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
 * exists_with() - refuse an object that is not as the command says
 * @tool: run
 * @what: kind of the object
 * @name: object
 * @keyword: what the command says
 * @is: what there is
 *
 * Return: -EEXIST.
 */
int exists_with(struct tool *tool, const char *what, const char *name,
		const struct keyword *keyword, const struct keyword *is)
{
	char asked[WORDS_SIZE], found[WORDS_SIZE];

	keyword_text(keyword, keyword, asked, sizeof(asked));
	keyword_text(keyword, is, found, sizeof(found));
	return conn_fail(&tool->conn, -EEXIST,
			 "%s %s exists with %s %s, not %s", what, name,
			 keyword->name, found, asked);
}

/**
 * finish() - report the outcome of a request
 * @tool: run
 * @err: 0 or a negative errno
 *
 * Return: exit code.
 */
int finish(struct tool *tool, int err)
{
	const char *text = tool->conn.text;

	if (!err) {
		if (*text)
			print_message("Warning", text);
		return EXIT_OK;
	}
	if (err == -EEXIST && tool->may_exist)
		return EXIT_OK;
	if ((err == -ENODEV || err == -ENOENT) && tool->if_exists)
		return EXIT_OK;

	if (*text)
		print_error("%s", text);
	else
		print_errno(err);
	return exit_code(err);
}

/**
 * finish_show() - end what out_begin() began and report the outcome
 * @tool: run
 * @err: 0 or a negative errno
 *
 * Return: exit code.
 */
int finish_show(struct tool *tool, int err)
{
	out_end(&tool->out, !err);
	return finish(tool, err);
}

/**
 * show_one() - show the object of one request
 * @tool: run
 * @msg: request
 * @handler: prints an object, its argument is &tool->out
 *
 * Return: exit code.
 */
int show_one(struct tool *tool, struct nl_msg *msg, conn_handler handler)
{
	out_begin(&tool->out);
	return finish_show(tool, conn_do(&tool->conn, msg, handler, &tool->out));
}

/**
 * show_all() - show the objects of a dump
 * @tool: run
 * @msg: request
 * @handler: prints an object, its argument is &tool->out
 *
 * Return: exit code.
 */
int show_all(struct tool *tool, struct nl_msg *msg, conn_handler handler)
{
	out_begin(&tool->out);
	return finish_show(tool, conn_dump(&tool->conn, msg, handler, &tool->out));
}
