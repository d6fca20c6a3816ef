// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the kernel answers, and events. The first byte of the input chooses a
 * command, the second the options for its output, the rest is what replies.h makes
 * messages of.
 */
#include <errno.h>
#include <iconv.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "lib/report.h"
#include "fuzz.h"
#include "line.h"
#include "replies.h"

#define OPTION_JSON	0x01

static const char *const option_words[] = {
	"-json", "-pretty", "-statistics", "-details", "-brief", "-timestamp",
};

/**
 * struct command_line - a command that the tool does not refuse by itself
 * @line: its words
 * @shows: it prints objects, in JSON one array of them
 * @listens: it prints events, in JSON one object each
 */
struct command_line {
	const char *line;
	bool shows;
	bool listens;
};

/* An input has the numbers of these: new ones go to the end. */
static const struct command_line command_lines[] = {
	{ "adapter show", .shows = true },
	{ "adapter show fex0", .shows = true },
	{ "uplink show", .shows = true },
	{ "uplink show eth0", .shows = true },
	{ "port show", .shows = true },
	{ "port show fex0v0", .shows = true },
	{ "port show fex0 vf 0-3", .shows = true },
	{ "profile show", .shows = true },
	{ "profile show web", .shows = true },
	{ "viflist show", .shows = true },
	{ "monitor", .listens = true },
	{ "adapter set fex0 num_vfs 4" },
	{ "adapter del fex0" },
	{ "--may-exist adapter add fex0" },
	{ "uplink add lo adapter fex0" },
	{ "uplink del eth0" },
	{ "port bind fex0v0 profile web" },
	{ "port bind fex0 vf 0-3 profile web" },
	{ "viflist add eth0 list 5 vif 1-3" },
	{ "--if-exists profile del web" },
};

static bool is_utf8(const char *text, size_t len)
{
	static iconv_t utf8;
	char *from = (char *)text;

	if (!utf8)
		utf8 = iconv_open("UTF-32LE", "UTF-8");
	iconv(utf8, NULL, NULL, NULL, NULL);
	while (len) {
		char codes[4096];
		char *to = codes;
		size_t room = sizeof(codes);

		if (iconv(utf8, &from, &len, &to, &room) == (size_t)-1 &&
		    errno != E2BIG)
			return false;
	}
	return true;
}

/* One value and the end of its line; returns its length. */
static size_t check_value(const char *text, size_t len, enum json_type type)
{
	struct json_tokener *tokener = json_tokener_new();
	struct json_object *value;
	size_t end;

	fuzz_check(tokener, "out of memory");
	json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
			       JSON_TOKENER_VALIDATE_UTF8 |
			       JSON_TOKENER_ALLOW_TRAILING_CHARS);
	value = json_tokener_parse_ex(tokener, text, len);
	fuzz_check(value, "no JSON, %s: %s",
		   json_tokener_error_desc(json_tokener_get_error(tokener)),
		   text);
	fuzz_check(json_object_is_type(value, type), "JSON of type %d: %s",
		   json_object_get_type(value), text);
	end = json_tokener_get_parse_end(tokener);
	json_object_put(value);
	json_tokener_free(tokener);
	/* It may have gone on over the white space behind the value. */
	if (text[end - 1] != '\n')
		end++;
	fuzz_check(end <= len && text[end - 1] == '\n',
		   "JSON does not end with its line: %s", text);
	return end;
}

static void check_json(const struct fuzz_output *output,
		       const struct command_line *command, int code)
{
	const char *text = output->text;
	size_t left = output->text_len;

	fuzz_check(strlen(text) == left, "NUL in JSON");
	fuzz_check(is_utf8(text, left), "JSON is not UTF-8: %s", text);
	if (command->listens) {
		while (text[0] && left) {
			size_t len = check_value(text, left, json_type_object);

			text += len;
			left -= len;
		}
		return;
	}
	if (code)
		fuzz_check(!left, "JSON after a failure: %s", text);
	else
		fuzz_check(check_value(text, left, json_type_array) == left,
			   "more than one value: %s", text);
}

/* A name is a word and a line a line, and a terminal has nothing to obey. */
static void check_text(const struct fuzz_output *output)
{
	for (size_t i = 0; i < output->text_len; i++) {
		unsigned char c = output->text[i];

		fuzz_check((c >= ' ' && c != 0x7f) || c == '\n',
			   "byte %02x in the text: %s", c, output->text);
	}
	fuzz_check(!output->text_len ||
		   output->text[output->text_len - 1] == '\n',
		   "text ends within a line: %s", output->text);
}

static void check_errors(const struct fuzz_output *output, int code)
{
	fuzz_check(code != EXIT_USAGE, "an answer is a usage error: %s",
		   output->errors);
	/* A warning about what was done before may come first. */
	if (code)
		fuzz_check(!strncmp(output->errors, "Error: ", 7) ||
			   strstr(output->errors, "\nError: "),
			   "exit code %d with: %s", code, output->errors);
	else
		fuzz_check(!*output->errors ||
			   !strncmp(output->errors, "Warning: ", 9),
			   "success with: %s", output->errors);
}

static int run(const struct command_line *command, u8 options,
	       struct fuzz_output *output)
{
	char *words[LINE_MAX_WORDS] = { "vmfex" };
	struct line line;
	int count = 1, code;

	for (size_t i = 0; i < ARRAY_SIZE(option_words); i++)
		if (options & 1 << i)
			words[count++] = (char *)option_words[i];
	line_split(&line, command->line, strlen(command->line));
	for (int i = 0; i < line.count; i++)
		words[count++] = line.words[i];
	code = fuzz_run(output, count, words);
	line_free(&line);
	return code;
}

/**
 * fuzz_input() - one command and the answers to it
 * @data: input
 * @size: its length
 */
void fuzz_input(const u8 *data, size_t size)
{
	const struct command_line *command;
	struct fuzz_output output;
	int code;

	if (size < 2)
		return;
	size = size < FUZZ_MAX ? size : FUZZ_MAX;
	command = &command_lines[data[0] % ARRAY_SIZE(command_lines)];
	replies_begin(data + 2, size - 2);
	code = run(command, data[1], &output);
	check_errors(&output, code);
	if (!command->shows && !command->listens)
		fuzz_check(!output.text_len, "a change prints: %s",
			   output.text);
	else if (data[1] & OPTION_JSON)
		check_json(&output, command, code);
	else
		check_text(&output);
	fuzz_output_free(&output);
}
