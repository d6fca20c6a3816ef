// SPDX-License-Identifier: GPL-2.0-only
/*
 * From the command line to the command of an object.
 */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/conn.h"
#include "lib/names.h"
#include "lib/report.h"
#include "cli.h"
#include "object.h"
#include "options.h"

#define NETNS_DIR	"/run/netns"

/* Words of one line of a batch. */
#define MAX_WORDS	256

/**
 * struct object_entry - object by its name
 * @name: word
 * @object: object, NULL for help
 */
struct object_entry {
	const char *name;
	const struct object *object;
};

static const struct object_entry objects[] = {
	{ "adapter", &adapter_object },
	{ "uplink", &uplink_object },
	{ "port", &port_object },
	{ "profile", &profile_object },
	{ "viflist", &viflist_object },
	{ "monitor", &monitor_object },
	{ "help", NULL },
	{}
};

static const char usage[] =
"Usage: vmfex [ OPTIONS ] OBJECT { COMMAND | help }\n"
"       vmfex help [ OBJECT ]\n"
"       vmfex [ OPTIONS ] -b[atch] FILE [ -force ]\n"
"OBJECT  := { adapter | uplink | port | profile | viflist | monitor }\n"
"OPTIONS := { -V[ersion] | -h[elp] | -j[son] | -p[retty] | -s[tatistics] |\n"
"             -d[etails] | -br[ief] | -t[imestamp] | -n[etns] NETNS |\n"
"             --may-exist | --if-exists }\n";

static int word_error(const char *what, const char *word, const void *table,
		      size_t stride)
{
	bool ambiguous = match_word(word, table, stride) == -EEXIST;
	char words[WORDS_SIZE];

	list_words(table, stride, ambiguous ? word : "", words, sizeof(words));
	return usage_error("%s \"%s\" is %s, expected %s", what, word,
			   ambiguous ? "ambiguous" : "unknown", words);
}

static bool is_help(const char *word)
{
	return word && (!strcmp(word, "help") || !strcmp(word, "-h") ||
			!strcmp(word, "-help") || !strcmp(word, "--help"));
}

static int check_flags(const struct tool *tool, const struct command *command)
{
	if (tool->may_exist && !(command->flags & COMMAND_CREATES))
		return usage_error("\"--may-exist\" is for what creates");
	if (tool->if_exists && !(command->flags & COMMAND_DELETES))
		return usage_error("\"--if-exists\" is for what deletes");
	return 0;
}

/* Those of a batch are for the lines that can use them. */
static void inherit_flags(struct tool *tool, const struct command *command)
{
	if (!tool->batch)
		return;
	if (command->flags & COMMAND_CREATES)
		tool->may_exist |= tool->batch->may_exist;
	if (command->flags & COMMAND_DELETES)
		tool->if_exists |= tool->batch->if_exists;
}

/* "dev" and the like say only that a name follows. */
static const char *subject_of(const struct args *args)
{
	if (args->argc > 1 && (!strcmp(args->argv[0], "dev") ||
			       !strcmp(args->argv[0], "name")))
		return args->argv[1];
	return args_peek(args);
}

static int run_object(struct tool *tool, const struct object *object,
		      struct args *args)
{
	const char *word = args_next(args);
	const struct command *command;
	int index = 0;

	message_subject(object->name, NULL, NULL);
	if (word && !is_help(word))
		index = match_word(word, object->commands, sizeof(*command));
	if (index < 0)
		return word_error("command", word, object->commands,
				  sizeof(*command));
	command = &object->commands[index];
	options_take_flags(args, tool);
	/* Whatever has that name can be given with "dev" or "name" before it. */
	if (is_help(word) || (args->argc == 1 && is_help(args_peek(args)))) {
		fputs(object->usage, stdout);
		return EXIT_OK;
	}

	message_subject(object->name, command->name, subject_of(args));
	if (check_flags(tool, command))
		return EXIT_USAGE;
	inherit_flags(tool, command);
	return command->run(tool, args);
}

/* The grammar of the object that comes next, or of the whole. */
static int show_help(struct args *args)
{
	const char *word = args_next(args);
	const char *text = usage;
	int index;

	if (word && !is_help(word)) {
		index = match_word(word, objects, sizeof(objects[0]));
		if (index < 0)
			return word_error("object", word, objects,
					  sizeof(objects[0]));
		if (objects[index].object)
			text = objects[index].object->usage;
	}
	fputs(text, stdout);
	return EXIT_OK;
}

static int run_command(struct tool *tool, struct args *args)
{
	const char *word;
	int index;

	options_take_flags(args, tool);
	word = args_next(args);
	if (!word) {
		fputs(usage, stderr);
		return EXIT_USAGE;
	}
	index = match_word(word, objects, sizeof(objects[0]));
	if (index < 0)
		return word_error("object", word, objects, sizeof(objects[0]));
	if (objects[index].object)
		return run_object(tool, objects[index].object, args);
	return show_help(args);
}

static int run_line(struct tool *tool, char *line)
{
	struct tool one = *tool;
	char *words[MAX_WORDS];
	struct args args = { .argv = words };
	int code;

	message_subject(NULL, NULL, NULL);
	args.argc = split_words(line, words, MAX_WORDS);
	if (args.argc < 0)
		return usage_error("open quote or too many words");
	if (!args.argc)
		return EXIT_OK;

	one.batch = tool;
	one.may_exist = false;
	one.if_exists = false;
	/* A flag of one line is not one of the next, connections are. */
	code = run_command(&one, &args);
	tool->conn = one.conn;
	return code;
}

static int run_batch(struct tool *tool, const struct options *options)
{
	bool standard = !strcmp(options->batch, "-");
	FILE *file = standard ? stdin : fopen(options->batch, "r");
	int code = EXIT_OK;
	int number = 0;
	char *line = NULL;
	size_t size = 0;

	if (!file)
		return file_error("", options->batch);
	while (getline(&line, &size, file) >= 0) {
		int failed = run_line(tool, line);

		number++;
		if (!failed)
			continue;
		fprintf(stderr, "Command failed %s:%d\n", options->batch,
			number);
		code = code ? code : failed;
		if (!options->force)
			break;
	}
	if (ferror(file)) {
		int failed = file_error("", options->batch);

		code = code ? code : failed;
	}
	free(line);
	if (!standard)
		fclose(file);
	return code;
}

static int enter_netns(const char *name)
{
	char path[256];
	int code = EXIT_OK;
	int fd;

	if (!*name || strchr(name, '/') ||
	    strlen(name) >= sizeof(path) - sizeof(NETNS_DIR))
		return usage_error("invalid network namespace \"%s\"", name);
	snprintf(path, sizeof(path), "%s/%s", NETNS_DIR, name);

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return file_error("network namespace ", name);
	if (setns(fd, CLONE_NEWNET))
		code = file_error("network namespace ", name);
	close(fd);
	return code;
}

static int run(struct tool *tool, const struct options *options,
	       struct args *args)
{
	int code;

	if (options->version) {
		printf("vmfex %s\n", VMFEX_VERSION);
		return EXIT_OK;
	}
	if (options->help)
		return show_help(args);
	if (options->batch && args_end(args))
		return EXIT_USAGE;
	if (options->netns) {
		code = enter_netns(options->netns);
		if (code)
			return code;
	}
	return options->batch ? run_batch(tool, options) :
				run_command(tool, args);
}

/**
 * cli_run() - run the tool
 * @argc: number of words, with the name of the program
 * @argv: words
 *
 * Return: exit code.
 */
int cli_run(int argc, char **argv)
{
	struct args args = { .argc = argc - 1, .argv = argv + 1 };
	struct tool tool = { .out.file = stdout };
	struct options options = { };
	int code;

	message_subject(NULL, NULL, NULL);
	if (options_parse(&args, &options, &tool))
		return EXIT_USAGE;
	code = run(&tool, &options, &args);
	conn_close(&tool.conn);

	/* A full disk must not look like a success. */
	if ((fflush(stdout) || ferror(stdout)) && !code) {
		print_error("cannot write the output: %s", strerror(errno));
		code = EXIT_KERNEL;
	}
	return code;
}
