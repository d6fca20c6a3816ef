// SPDX-License-Identifier: GPL-2.0-only
/*
 * Output as text or JSON.
 */
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "escape.h"
#include "out.h"
#include "value.h"

/* "36 characters of a UUID", the longest of the byte strings. */
#define BYTES_SIZE	40

/* Longest name of a netdev. */
#define COLUMN_WIDTH	15

static struct json_object *node(const struct out *out)
{
	return out->nodes[out->depth - 1];
}

static void push(struct out *out, struct json_object *object)
{
	out->nodes[out->depth++] = object;
}

/* Takes over @value: into an array without, into an object with the key. */
static void add(struct out *out, const char *key, struct json_object *value)
{
	if (!out->depth)
		return;
	if (json_object_is_type(node(out), json_type_array))
		json_object_array_add(node(out), value);
	else
		json_object_object_add(node(out), key, value);
}

/*
 * Names may have any bytes, JSON may not: what is not UTF-8 becomes U+FFFD, byte
 * by byte. NULL, which JSON has as null, if there is no memory.
 */
static struct json_object *new_string(const char *value)
{
	static const char replacement[] = "\xef\xbf\xbd";
	struct json_object *string = NULL;
	char *text = malloc(3 * strlen(value) + 1);
	char *to = text;

	while (text && *value) {
		size_t len = utf8_len(value);

		memcpy(to, len ? value : replacement, len ? len : 3);
		to += len ? len : 3;
		value += len ? len : 1;
	}
	if (text)
		string = json_object_new_string_len(text, to - text);
	free(text);
	return string;
}

static void print_json(const struct out *out, struct json_object *object)
{
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	if (out->pretty)
		flags |= JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED;
	fprintf(out->file, "%s\n",
		json_object_to_json_string_ext(object, flags));
	fflush(out->file);
}

/* One value is one word of awk, whatever it contains. */
static int print_word(struct out *out, const char *word)
{
	return print_escaped(out->file, word, " \\");
}

static void print_blank(struct out *out)
{
	if (out->midline)
		fputc(' ', out->file);
	out->midline = true;
}

/**
 * out_begin() - begin a list of objects
 * @out: output
 */
void out_begin(struct out *out)
{
	out->depth = 0;
	if (out->json)
		push(out, json_object_new_array());
}

/**
 * out_end() - end a list of objects
 * @out: output
 * @print: print it, false after a failure
 */
void out_end(struct out *out, bool print)
{
	if (!out->json)
		return;
	if (print)
		print_json(out, out->nodes[0]);
	json_object_put(out->nodes[0]);
	out->depth = 0;
}

/**
 * out_object() - begin an object: of the list if there is one, else by itself
 * @out: output
 */
void out_object(struct out *out)
{
	struct json_object *object;

	if (!out->json)
		return;
	object = json_object_new_object();
	add(out, NULL, object);
	push(out, object);
}

/**
 * out_object_end() - end an object, which is printed if it stands by itself
 * @out: output
 */
void out_object_end(struct out *out)
{
	if (!out->json) {
		fputc('\n', out->file);
		out->midline = false;
		return;
	}
	if (out->depth == 1) {
		print_json(out, out->nodes[0]);
		json_object_put(out->nodes[0]);
	}
	out->depth--;
}

/**
 * out_name() - name of an object, its first value
 * @out: output
 * @key: key
 * @value: name
 */
void out_name(struct out *out, const char *key, const char *value)
{
	if (out->json) {
		add(out, key, new_string(value));
		return;
	}
	print_blank(out);
	print_word(out, value);
	fputc(':', out->file);
}

/**
 * out_string() - string
 * @out: output
 * @key: key
 * @value: string, not printed as text if it is empty
 */
void out_string(struct out *out, const char *key, const char *value)
{
	if (out->json)
		add(out, key, new_string(value));
	else
		out_text(out, key, value);
}

/**
 * out_number() - number
 * @out: output
 * @key: key
 * @value: number
 */
void out_number(struct out *out, const char *key, u64 value)
{
	if (out->json) {
		add(out, key, json_object_new_uint64(value));
		return;
	}
	print_blank(out);
	fprintf(out->file, "%s %llu", key, (unsigned long long)value);
}

/**
 * out_signed() - number that may be negative
 * @out: output
 * @key: key
 * @value: number
 */
void out_signed(struct out *out, const char *key, s32 value)
{
	if (out->json) {
		add(out, key, json_object_new_int(value));
		return;
	}
	print_blank(out);
	fprintf(out->file, "%s %d", key, value);
}

/**
 * out_bool() - truth
 * @out: output
 * @key: key
 * @value: value, in text ``on`` or ``off``
 */
void out_bool(struct out *out, const char *key, bool value)
{
	if (out->json)
		add(out, key, json_object_new_boolean(value));
	else
		out_text(out, key, value ? "on" : "off");
}

/**
 * out_bytes() - address or UUID
 * @out: output
 * @key: key
 * @bytes: value
 * @size: MAC_LEN or UUID_LEN
 */
void out_bytes(struct out *out, const char *key, const u8 *bytes,
	       size_t size)
{
	char text[BYTES_SIZE];
	size_t len = 0;

	for (size_t i = 0; i < size; i++) {
		if (size == MAC_LEN && i)
			text[len++] = ':';
		if (size == UUID_LEN && (i == 4 || i == 6 || i == 8 || i == 10))
			text[len++] = '-';
		len += snprintf(text + len, sizeof(text) - len, "%02x",
				bytes[i]);
	}
	out_string(out, key, text);
}

/**
 * out_line() - go on, in text on a line of its own
 * @out: output
 */
void out_line(struct out *out)
{
	if (out->json)
		return;
	fputs("\n   ", out->file);
	out->midline = true;
}

/**
 * out_nest() - begin an object in an object
 * @out: output
 * @key: key, NULL in an array
 */
void out_nest(struct out *out, const char *key)
{
	struct json_object *object;

	out_line(out);
	if (!out->json)
		return;
	object = json_object_new_object();
	add(out, key, object);
	push(out, object);
}

/**
 * out_array() - begin an array in an object
 * @out: output
 * @key: key
 */
void out_array(struct out *out, const char *key)
{
	struct json_object *array;

	if (!out->json)
		return;
	array = json_object_new_array();
	add(out, key, array);
	push(out, array);
}

/**
 * out_close() - end what out_nest() or out_array() began
 * @out: output
 */
void out_close(struct out *out)
{
	if (out->json)
		out->depth--;
}

/**
 * out_text() - word that only text has, in the place of structured JSON
 * @out: output
 * @label: word before it, NULL for none
 * @value: word, not printed if it is empty
 */
void out_text(struct out *out, const char *label, const char *value)
{
	if (out->json || !*value)
		return;
	print_blank(out);
	if (label)
		fprintf(out->file, "%s ", label);
	print_word(out, value);
}

/**
 * out_free_text() - sentence, in text on a line of its own
 * @out: output
 * @key: key
 * @value: sentence
 */
void out_free_text(struct out *out, const char *key, const char *value)
{
	if (out->json) {
		add(out, key, new_string(value));
		return;
	}
	out_line(out);
	fprintf(out->file, " %s ", key);
	print_escaped(out->file, value, "");
}

/**
 * out_columns() - one line of a table, only for text
 * @out: output
 * @columns: words, NULL after the last; an empty one is printed as ``-``
 */
void out_columns(struct out *out, const char *const *columns)
{
	int width;

	for (; *columns; columns++) {
		print_blank(out);
		width = print_word(out, **columns ? *columns : "-");
		/* No blanks at the end of a line. */
		if (columns[1] && width < COLUMN_WIDTH)
			fprintf(out->file, "%*s", COLUMN_WIDTH - width, "");
	}
}

/**
 * out_titles() - line above a table, before its first line
 * @out: output
 * @titles: words, NULL after the last
 */
void out_titles(struct out *out, const char *const *titles)
{
	if (out->json || out->titled)
		return;
	out_columns(out, titles);
	fputc('\n', out->file);
	out->midline = false;
	out->titled = true;
}
