// SPDX-License-Identifier: GPL-2.0-only
/*
 * Runs a target without libFuzzer: its corpus, then as many mutations of it as
 * RUNS says, the same ones each time.
 *	PROGRAM			all of that; KTAP
 *	PROGRAM FILE...		these inputs only, as they are
 *	PROGRAM --unpack DIR	writes the corpus as libFuzzer wants it
 * A corpus file with the ending .hex has hexadecimal numbers, any other text; in
 * both, lines that begin with # are comments.
 *
 * Environment: VMFEX_FUZZ_SEED and VMFEX_FUZZ_RUNS replace seed and number.
 */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sanitizer/common_interface_defs.h>
#include <sanitizer/lsan_interface.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"
#include "number.h"
#include "unit.h"

#define MAX_INPUTS	128
#define MAX_CHANGES	6
#define DEFAULT_SEED	20261121

/**
 * struct input - bytes for the target
 * @name: corpus file
 * @bytes: contents
 * @len: how many
 */
struct input {
	char name[64];
	u8 bytes[FUZZ_MAX];
	size_t len;
};

static struct input corpus[MAX_INPUTS];
static size_t corpus_size;

/* What the target works on, for the case that it does not survive. */
static struct input current;

static u64 random_state;

/* xorshift64*: the same numbers on every computer. */
static u32 random_below(u32 limit)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (u32)(random_state * 0x2545f4914f6cdd1dull >> 32) % limit;
}

static void keep_current(void)
{
	const char *path = REPRODUCER;
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	if (fd < 0 || write(fd, current.bytes, current.len) < 0)
		path = "(cannot be written)";
	if (fd >= 0)
		close(fd);
	dprintf(STDOUT_FILENO, "# input: %s\n# replay: %s %s\n", current.name,
		program_invocation_name, path);
}

static void on_abort(int number)
{
	keep_current();
	signal(number, SIG_DFL);
	raise(number);
}

/* Sanitizers end the program by themselves. */
static void expect_death(void)
{
	__sanitizer_set_death_callback(keep_current);
	signal(SIGABRT, on_abort);
}

static void run_current(void)
{
	/* Nothing may be read behind an input. */
	u8 *bytes = fuzz_copy(current.bytes, current.len);

	fuzz_input(bytes, current.len);
	free(bytes);
}

static bool read_file(const char *path, struct input *input)
{
	const char *name = strrchr(path, '/');
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return false;
	snprintf(input->name, sizeof(input->name), "%.63s",
		 name ? name + 1 : path);
	len = read(fd, input->bytes, sizeof(input->bytes));
	close(fd);
	input->len = len > 0 ? len : 0;
	return len >= 0;
}

static void drop_comments(struct input *input)
{
	const u8 *end = input->bytes + input->len;
	u8 *to = input->bytes;

	for (const u8 *line = to, *next; line < end; line = next) {
		next = memchr(line, '\n', end - line);
		next = next ? next + 1 : end;
		if (*line == '#')
			continue;
		memmove(to, line, next - line);
		to += next - line;
	}
	input->len = to - input->bytes;
}

static int digit_of(u8 c)
{
	return isdigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
}

/* False if there is anything but pairs of digits and blanks. */
static bool from_hex(struct input *input)
{
	const u8 *from = input->bytes, *end = from + input->len;
	u8 *to = input->bytes;

	while (from < end) {
		if (isspace(*from)) {
			from++;
			continue;
		}
		if (end - from < 2 || !isxdigit(from[0]) || !isxdigit(from[1]))
			return false;
		*to++ = digit_of(from[0]) << 4 | digit_of(from[1]);
		from += 2;
	}
	input->len = to - input->bytes;
	return true;
}

static bool read_corpus_file(const char *name)
{
	struct input *input = &corpus[corpus_size];
	const char *dot = strrchr(name, '.');
	char path[512];

	if (corpus_size == MAX_INPUTS)
		return false;
	snprintf(path, sizeof(path), "%s/%s", CORPUS, name);
	if (!read_file(path, input))
		return false;
	drop_comments(input);
	if (dot && !strcmp(dot, ".hex") && !from_hex(input))
		return false;
	corpus_size++;
	return true;
}

static int is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* In the order of their names, or mutations would differ between computers. */
static bool read_corpus(void)
{
	struct dirent **entries;
	bool ok = true;
	int count;

	count = scandir(CORPUS, &entries, is_visible, alphasort);
	for (int i = 0; i < count; i++) {
		if (!read_corpus_file(entries[i]->d_name)) {
			printf("# cannot read %s\n", entries[i]->d_name);
			ok = false;
		}
		free(entries[i]);
	}
	if (count >= 0)
		free(entries);
	return ok && corpus_size;
}

static int unpack(const char *dir)
{
	char path[512];

	for (size_t i = 0; i < corpus_size; i++) {
		FILE *file;

		snprintf(path, sizeof(path), "%s/%s", dir, corpus[i].name);
		file = fopen(path, "w");
		if (!file || fwrite(corpus[i].bytes, 1, corpus[i].len, file) !=
		    corpus[i].len || fclose(file)) {
			perror(path);
			return 1;
		}
	}
	return 0;
}

/* Makes room for, or closes, @len bytes at @at. */
static void insert(size_t at, size_t len)
{
	if (current.len + len > FUZZ_MAX)
		return;
	memmove(current.bytes + at + len, current.bytes + at,
		current.len - at);
	current.len += len;
}

static void erase(size_t at, size_t len)
{
	if (len > current.len - at)
		len = current.len - at;
	memmove(current.bytes + at, current.bytes + at + len,
		current.len - at - len);
	current.len -= len;
}

/* A piece of any input of the corpus. */
static void graft(size_t at)
{
	const struct input *other = &corpus[random_below(corpus_size)];
	size_t from, len;

	if (!other->len)
		return;
	from = random_below(other->len);
	len = random_below(other->len - from) + 1;
	if (current.len + len > FUZZ_MAX)
		return;
	insert(at, len);
	memcpy(current.bytes + at, other->bytes + from, len);
}

static void change(void)
{
	static const u8 edges[] = { 0, 1, 2, 3, 4, 7, 8, 15, 16, 17, ' ', '"',
				    '-', '9', 0x7f, 0x80, 0xfe, 0xff };
	size_t at = random_below(current.len + 1);

	switch (random_below(6)) {
	case 0:
		graft(at);
		return;
	case 1:
		if (current.len == FUZZ_MAX)
			return;
		insert(at, 1);
		current.bytes[at] = random_below(256);
		return;
	case 2:
		erase(at, 1 + random_below(8));
		return;
	}
	if (at == current.len)
		return;
	switch (random_below(3)) {
	case 0:
		current.bytes[at] ^= 1 << random_below(8);
		break;
	case 1:
		current.bytes[at] = edges[random_below(sizeof(edges))];
		break;
	case 2:
		current.bytes[at] += random_below(33) - 16;
		break;
	}
}

static void test_corpus(void)
{
	for (size_t i = 0; i < corpus_size; i++) {
		current = corpus[i];
		run_current();
	}
	unit_ok(!__lsan_do_recoverable_leak_check(),
		"%s: %zu inputs of the corpus", TARGET, corpus_size);
}

static u64 number_from(const char *variable, u64 missing)
{
	const char *text = getenv(variable);
	u64 number = missing;

	if (text && *text &&
	    number_parse(variable, text, 0, UINT64_MAX, &number))
		exit(1);
	return number;
}

static void test_mutations(void)
{
	u64 seed = number_from("VMFEX_FUZZ_SEED", DEFAULT_SEED);
	u64 runs = number_from("VMFEX_FUZZ_RUNS", RUNS);

	/* Told first: a program that dies has no result. */
	printf("# %s: seed %llu\n", TARGET, (unsigned long long)seed);
	for (u64 i = 0; i < runs; i++) {
		const struct input *from;

		/* Each has a state of its own, that of zero would stay zero. */
		random_state = (seed << 32 ^ i) | 1ull << 63;
		random_below(1);
		from = &corpus[random_below(corpus_size)];
		memcpy(current.bytes, from->bytes, from->len);
		current.len = from->len;
		snprintf(current.name, sizeof(current.name), "mutation %llu",
			 (unsigned long long)i);
		for (u32 n = random_below(MAX_CHANGES) + 1; n; n--)
			change();
		run_current();
	}
	unit_ok(!__lsan_do_recoverable_leak_check(),
		"%s: %llu mutations", TARGET, (unsigned long long)runs);
}

static int replay(char **paths)
{
	for (; *paths; paths++) {
		if (!read_file(*paths, &current)) {
			perror(*paths);
			return 1;
		}
		run_current();
	}
	return 0;
}

/**
 * main() - run the target
 * @argc: number of words
 * @argv: words
 *
 * Return: exit code.
 */
int main(int argc, char **argv)
{
	bool unpacks = argc == 3 && !strcmp(argv[1], "--unpack");

	if (argc > 1 && !unpacks) {
		expect_death();
		return replay(argv + 1);
	}
	if (!read_corpus())
		return 1;
	if (unpacks)
		return unpack(argv[2]);
	unit_begin();
	expect_death();
	test_corpus();
	test_mutations();
	return unit_end();
}
