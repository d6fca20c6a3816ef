// SPDX-License-Identifier: GPL-2.0-only
/*
 * Commands. The input is a batch; the kernel writes down what it is asked, as for
 * tests/unit/cmdline_test.c, and its system is that of outside.c.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/report.h"
#include "conn_fake.h"
#include "fuzz.h"
#include "line.h"

/* So that nobody binds four million ports. */
#define MAX_REQUESTS	32
#define MAX_LINES	4

/**
 * struct run - what a run of the tool did
 * @code: exit code
 * @requests: what it asked of the kernel
 * @count: how often
 * @output: what it printed
 */
struct run {
	int code;
	char requests[sizeof(conn_fake.text)];
	int count;
	struct fuzz_output output;
};

static void kernel_reset(void)
{
	conn_fake.fail_at = 0;
	conn_fake.fail_from = MAX_REQUESTS;
	conn_fake.fail_err = -EIO;
	conn_fake.uplink_of = "fex0";
	conn_fake.requests = 0;
	conn_fake.text[0] = 0;
}

static void keep(struct run *run)
{
	memcpy(run->requests, conn_fake.text, sizeof(run->requests));
	run->count = conn_fake.requests;
}

/* The line that tells which of a batch has failed: the only one. */
static void drop_line_number(struct run *run)
{
	static const char number[] = "Command failed -:1\n";
	size_t len = run->output.errors_len;

	if (!run->code)
		return;
	fuzz_check(len >= strlen(number) &&
		   !strcmp(run->output.errors + len - strlen(number), number),
		   "a batch fails without the number of a line");
	len -= strlen(number);
	run->output.errors[len] = 0;
	run->output.errors_len = len;
}

static void run_batch(struct run *run, const char *text, size_t len)
{
	char *words[4] = { "vmfex", "-force", "-batch", "-" };
	FILE *saved = stdin;

	kernel_reset();
	/* Not empty, which fmemopen() may refuse. */
	stdin = fmemopen((char *)(len ? text : "\n"), len ? len : 1, "r");
	fuzz_check(stdin, "out of memory");
	run->code = fuzz_run(&run->output, 4, words);
	fclose(stdin);
	stdin = saved;
	keep(run);
}

static void run_words(struct run *run, const struct line *line)
{
	/* No NULL behind the last. */
	char **words = malloc((line->count + 1) * sizeof(*words));
	FILE *saved = stdin;

	fuzz_check(words, "out of memory");
	words[0] = "vmfex";
	memcpy(words + 1, line->words, line->count * sizeof(*words));
	stdin = fmemopen("\n", 1, "r");
	fuzz_check(stdin, "out of memory");
	kernel_reset();
	run->code = fuzz_run(&run->output, line->count + 1, words);
	fclose(stdin);
	stdin = saved;
	free(words);
	keep(run);
}

static void check_same(const struct run *a, const struct run *b,
		       const char *what)
{
	fuzz_check(a->code == b->code, "%s: exit code %d, not %d", what,
		   b->code, a->code);
	fuzz_check(!strcmp(a->requests, b->requests),
		   "%s: asks \"%s\", not \"%s\"", what, b->requests,
		   a->requests);
	fuzz_check(!strcmp(a->output.text, b->output.text),
		   "%s: prints \"%s\", not \"%s\"", what, b->output.text,
		   a->output.text);
	fuzz_check(!strcmp(a->output.errors, b->output.errors),
		   "%s: complains \"%s\", not \"%s\"", what,
		   b->output.errors, a->output.errors);
}

/* Something is missing, which cannot be quoted, or there is too much of it. */
static bool is_about_all(const char *error)
{
	static const char *const errors[] = {
		" expected\n", ": nothing to set, expected ", "Usage: vmfex ",
		"Error: open quote or too many words\n", ": either ",
		": several ports cannot have ",
		": a profile's name has 1 to ", ": at most ",
		" is for what creates\n", " is for what deletes\n",
		": No such file or directory\n",
	};

	for (size_t i = 0; i < ARRAY_SIZE(errors); i++)
		if (strstr(error, errors[i]))
			return true;
	return false;
}

static void check_outcome(const struct run *run, const struct line *line)
{
	const char *errors = run->output.errors;

	/* "help" prints, and whatever fails has a reason. */
	if (!run->code) {
		fuzz_check(!*errors, "success with: %s", errors);
		return;
	}
	fuzz_check(!strncmp(errors, "Error: ", 7) ||
		   !strncmp(errors, "Usage: ", 7),
		   "exit code %d with: %s", run->code, errors);
	if (run->code == EXIT_USAGE) {
		fuzz_check(!*run->requests && !*run->output.text,
			   "a command that is refused asks \"%s\", prints \"%s\"",
			   run->requests, run->output.text);
		fuzz_check(is_about_all(errors) || line_named(line, errors),
			   "no word of the line in: %s", errors);
	}
	if (run->code == EXIT_PARTIAL)
		fuzz_check(strstr(errors, "\nStopped at "),
			   "half done without a word of how far: %s", errors);
}

/* As one of a batch, with its words in quotes, and as the words of a shell. */
static void check_line(struct run *run, const char *text, size_t len)
{
	struct line line;
	struct run other;
	char *quoted;

	line_split(&line, text, len);
	run_batch(run, text, len);
	drop_line_number(run);
	check_outcome(run, &line);
	if (!line.refused) {
		quoted = line_quote(&line);
		run_batch(&other, quoted, strlen(quoted));
		free(quoted);
		drop_line_number(&other);
		check_same(run, &other, "in quotes");
		fuzz_output_free(&other.output);

		run_words(&other, &line);
		check_outcome(&other, &line);
		/* Only there are options, and nothing is too little. */
		if (line.count && *line.words[0] != '-')
			check_same(run, &other, "not in a batch");
		fuzz_output_free(&other.output);
	}
	line_free(&line);
}

/**
 * struct sum - what the lines do one by one, added up
 * @run: as one run of all of them should
 * @text: writes its output
 * @errors: the same
 */
struct sum {
	struct run run;
	FILE *text;
	FILE *errors;
};

static void sum_begin(struct sum *sum)
{
	struct fuzz_output *output = &sum->run.output;

	memset(sum, 0, sizeof(*sum));
	sum->text = open_memstream(&output->text, &output->text_len);
	sum->errors = open_memstream(&output->errors, &output->errors_len);
	fuzz_check(sum->text && sum->errors, "out of memory");
}

static void sum_add(struct sum *sum, const struct run *line, int number)
{
	struct run *run = &sum->run;
	size_t len = strlen(run->requests);

	run->code = run->code ? run->code : line->code;
	run->count += line->count;
	snprintf(run->requests + len, sizeof(run->requests) - len, "%s%s",
		 len && *line->requests ? " " : "", line->requests);
	fputs(line->output.text, sum->text);
	fputs(line->output.errors, sum->errors);
	if (line->code)
		fprintf(sum->errors, "Command failed -:%d\n", number);
}

static void sum_end(struct sum *sum)
{
	fclose(sum->text);
	fclose(sum->errors);
}

/**
 * fuzz_input() - one batch
 * @data: input
 * @size: its length
 */
void fuzz_input(const u8 *data, size_t size)
{
	const char *text = (const char *)data;
	size_t at = 0, len;
	struct sum sum;
	struct run run;

	size = size < FUZZ_MAX ? size : FUZZ_MAX;
	sum_begin(&sum);
	for (int number = 1; at < size && number <= MAX_LINES; number++) {
		const char *end = memchr(text + at, '\n', size - at);

		len = end ? (size_t)(end - text) - at : size - at;
		check_line(&run, text + at, len);
		sum_add(&sum, &run, number);
		fuzz_output_free(&run.output);
		at += len + 1;
	}
	sum_end(&sum);

	/* Nothing that a line says is still there for the next one. */
	run_batch(&run, text, at < size ? at : size);
	if (sum.run.count < MAX_REQUESTS &&
	    strlen(sum.run.requests) < sizeof(sum.run.requests) - 1)
		check_same(&sum.run, &run, "all lines in one batch");
	fuzz_output_free(&run.output);
	fuzz_output_free(&sum.run.output);
}
