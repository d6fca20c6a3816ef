/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the commands of all objects share.
 */
#ifndef VMFEX_TOOL_H
#define VMFEX_TOOL_H

#include "lib/conn.h"
#include "lib/engine.h"
#include "lib/keyword.h"
#include "lib/out.h"
#include "lib/short_types.h"

/**
 * struct tool - one run of the tool
 * @out: where results go
 * @conn: connections to the kernel
 * @batch: run that this is a line of, NULL if it is none
 * @may_exist: to create what exists is no failure
 * @if_exists: to delete what does not exist is no failure
 */
struct tool {
	struct out out;
	struct conn conn;
	const struct tool *batch;
	bool may_exist;
	bool if_exists;
};

int exists_with(struct tool *tool, const char *what, const char *name,
		const struct keyword *keyword, const struct keyword *is);
int finish(struct tool *tool, int err);
int finish_show(struct tool *tool, int err);
int show_one(struct tool *tool, struct nl_msg *msg, conn_handler handler);
int show_all(struct tool *tool, struct nl_msg *msg, conn_handler handler);

#endif /* VMFEX_TOOL_H */
