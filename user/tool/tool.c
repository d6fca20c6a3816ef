// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the commands of all objects share.
 */
#include <errno.h>

#include "lib/names.h"
#include "lib/report.h"
#include "tool.h"

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
			print_warning(text);
		return EXIT_OK;
	}
	if (err == -EEXIST && tool->may_exist)
		return EXIT_OK;
	if ((err == -ENODEV || err == -ENOENT) && tool->if_exists)
		return EXIT_OK;
	return kernel_error(err, text);
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
