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
	va_list values;

	va_start(values, format);
	print_error_values(format, values);
	va_end(values);
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

	print_error("%s", *text ? text : strerror(-err));
	return err == -ENODEV || err == -ENOENT ? EXIT_NOT_FOUND : EXIT_KERNEL;
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
 * absent() - take what the kernel says of a wrong name for what it means
 * @err: answer to a request that has nothing but names, 0 or a negative errno
 *
 * Return: -ENODEV if the name is that of a netdev of another kind, which the
 * kernel calls invalid, or else @err.
 */
int absent(int err)
{
	return err == -EINVAL ? -ENODEV : err;
}

/**
 * look_up() - ask for one object by its name
 * @tool: run
 * @msg: request
 * @handler: takes the object
 * @arg: for @handler
 *
 * Return: 0 or a negative errno, see absent().
 */
int look_up(struct tool *tool, struct nl_msg *msg, conn_handler handler,
	    void *arg)
{
	return absent(conn_do(&tool->conn, msg, handler, arg));
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
	return finish_show(tool, look_up(tool, msg, handler, &tool->out));
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
