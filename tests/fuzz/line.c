// SPDX-License-Identifier: GPL-2.0-only
/*
 * A line of a batch, and its words.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/args.h"
#include "fuzz.h"
#include "line.h"

/**
 * line_split() - split a line into words
 * @line: filled, for line_free()
 * @bytes: line, which ends at the first NUL if there is one
 * @len: its length, the rest beyond FUZZ_MAX is ignored
 */
void line_split(struct line *line, const void *bytes, size_t len)
{
	char *words[LINE_MAX_WORDS];
	int count;

	if (len > FUZZ_MAX)
		len = FUZZ_MAX;
	len = strnlen(bytes, len);
	line->text = malloc(len + 1);
	fuzz_check(line->text, "out of memory");
	memcpy(line->text, bytes, len);
	line->text[len] = 0;

	count = split_words(line->text, words, LINE_MAX_WORDS);
	fuzz_check(count <= LINE_MAX_WORDS, "%d words", count);
	line->refused = count < 0;
	line->count = count < 0 ? 0 : count;
	line->words = fuzz_copy(words, line->count * sizeof(*words));
}

/**
 * line_free() - forget a line
 * @line: line
 */
void line_free(struct line *line)
{
	free(line->words);
	free(line->text);
}

/**
 * line_quote() - write words as a line, each in quotes
 * @line: words
 *
 * Return: line, for free().
 */
char *line_quote(const struct line *line)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	fuzz_check(file, "out of memory");
	for (int i = 0; i < line->count; i++) {
		fputs(i ? " \"" : "\"", file);
		for (const char *c = line->words[i]; *c; c++)
			if (*c == '"')
				fputs("\"'\"'\"", file);
			else
				fputc(*c, file);
		fputc('"', file);
	}
	fclose(file);
	return text;
}

/* What comes after the word in a text that escapes it, NULL if that has another. */
static const char *skip_word(const char *text, const char *word)
{
	unsigned int c;

	for (; *word; word++) {
		if (*text == *word)
			text++;
		else if (sscanf(text, "\\%3o", &c) == 1 && c == (u8)*word)
			text += 4;
		else
			return NULL;
	}
	return text;
}

/**
 * line_named() - is there a word of the line in a message, in quotes
 * @line: line
 * @message: message
 *
 * Return: true if there is.
 */
bool line_named(const struct line *line, const char *message)
{
	const char *found, *end;

	for (int i = 0; i < line->count; i++) {
		found = message;
		while ((found = strchr(found, '"')) && *++found) {
			end = skip_word(found, line->words[i]);
			if (end && *end == '"')
				return true;
		}
	}
	return false;
}

/**
 * line_check_quoted() - words in quotes are the same words
 * @line: words
 */
void line_check_quoted(const struct line *line)
{
	char *text = line_quote(line);
	struct line again;

	line_split(&again, text, strlen(text));
	/* The quotes may have made it longer than a line can be here. */
	if (strlen(text) <= FUZZ_MAX) {
		fuzz_check(!again.refused && again.count == line->count,
			   "%d words in quotes are %d", line->count,
			   again.count);
		for (int i = 0; i < line->count; i++)
			fuzz_check(!strcmp(line->words[i], again.words[i]),
				   "\"%s\" in quotes is \"%s\"",
				   line->words[i], again.words[i]);
	}
	line_free(&again);
	free(text);
}
