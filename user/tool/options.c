// SPDX-License-Identifier: GPL-2.0-only
/*
 * Options before the object, in the manner of ip: one dash or two, and any
 * abbreviation, of which the first in the table wins.
 */
#include <string.h>

#include "lib/names.h"
#include "lib/report.h"
#include "options.h"

enum option_id {
	OPTION_VERSION,
	OPTION_HELP,
	OPTION_JSON,
	OPTION_PRETTY,
	OPTION_STATISTICS,
	OPTION_DETAILS,
	OPTION_BATCH,
	OPTION_BRIEF,
	OPTION_TIMESTAMP,
	OPTION_NETNS,
	OPTION_FORCE,
};

static const struct name option_names[] = {
	{ "Version", OPTION_VERSION },
	{ "version", OPTION_VERSION },
	{ "help", OPTION_HELP },
	{ "json", OPTION_JSON },
	{ "pretty", OPTION_PRETTY },
	{ "statistics", OPTION_STATISTICS },
	{ "stats", OPTION_STATISTICS },
	{ "details", OPTION_DETAILS },
	{ "batch", OPTION_BATCH },
	{ "brief", OPTION_BRIEF },
	{ "timestamp", OPTION_TIMESTAMP },
	{ "netns", OPTION_NETNS },
	{ "Netns", OPTION_NETNS },
	{ "force", OPTION_FORCE },
	{}
};

static int find_option(const char *word)
{
	const struct name *entry;
	size_t len;

	word += word[1] == '-' ? 2 : 1;
	len = strlen(word);
	for (entry = option_names; len && entry->name; entry++)
		if (!strncmp(word, entry->name, len))
			return entry->value;
	return -1;
}

static int option_value(struct args *args, const char *word,
			const char **value)
{
	*value = args_next(args);
	return *value ? 0 : usage_error("option \"%s\" needs a value", word);
}

static int apply(const char *word, struct args *args, struct options *options,
		 struct tool *tool)
{
	switch (find_option(word)) {
	case OPTION_VERSION:
		options->version = true;
		return 0;
	case OPTION_HELP:
		options->help = true;
		return 0;
	case OPTION_JSON:
		tool->out.json = true;
		return 0;
	case OPTION_PRETTY:
		tool->out.pretty = true;
		return 0;
	case OPTION_STATISTICS:
		tool->out.stats = true;
		return 0;
	case OPTION_DETAILS:
		tool->out.details = true;
		return 0;
	case OPTION_BRIEF:
		tool->out.brief = true;
		return 0;
	case OPTION_TIMESTAMP:
		tool->out.timestamp = true;
		return 0;
	case OPTION_FORCE:
		options->force = true;
		return 0;
	case OPTION_BATCH:
		return option_value(args, word, &options->batch);
	case OPTION_NETNS:
		return option_value(args, word, &options->netns);
	}
	return usage_error("unknown option \"%s\", try \"vmfex help\"", word);
}

/**
 * options_take_flags() - read --may-exist and --if-exists
 * @args: words
 * @tool: run
 */
void options_take_flags(struct args *args, struct tool *tool)
{
	for (;;) {
		if (args_skip(args, "--may-exist"))
			tool->may_exist = true;
		else if (args_skip(args, "--if-exists"))
			tool->if_exists = true;
		else
			return;
	}
}

/**
 * options_parse() - read the options before the object
 * @args: words
 * @options: filled
 * @tool: run, filled
 *
 * Return: 0, or EXIT_USAGE after a message.
 */
int options_parse(struct args *args, struct options *options,
		  struct tool *tool)
{
	const char *word;

	for (;;) {
		options_take_flags(args, tool);
		word = args_peek(args);
		if (!word || word[0] != '-')
			return 0;
		args_next(args);
		if (apply(word, args, options, tool))
			return EXIT_USAGE;
	}
}
