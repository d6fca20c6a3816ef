/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Output: one call prints a value as text or puts it into a JSON object.
 *
 * Text is one line an object, ``NAME: key value key value``, with indented
 * lines after it for what only -s and -d ask for. JSON is an array of objects.
 */
#ifndef VMFEX_OUT_H
#define VMFEX_OUT_H

#include <stdio.h>

#include "short_types.h"

struct json_object;

#define OUT_DEPTH	6

/**
 * struct out - where and how to print
 * @file: where to
 * @json: JSON instead of text
 * @pretty: JSON with line breaks
 * @stats: counters as well
 * @details: text with everything else that is known
 * @brief: text as a table
 * @timestamp: text of events with the time
 * @nodes: JSON arrays and objects that are open, the outermost first
 * @depth: number of them
 * @midline: text has been printed on this line
 * @titled: the table has its titles
 */
struct out {
	FILE *file;
	bool json;
	bool pretty;
	bool stats;
	bool details;
	bool brief;
	bool timestamp;
	struct json_object *nodes[OUT_DEPTH];
	int depth;
	bool midline;
	bool titled;
};

void out_begin(struct out *out);
void out_end(struct out *out, bool print);
void out_object(struct out *out);
void out_object_end(struct out *out);

void out_name(struct out *out, const char *key, const char *value);
void out_string(struct out *out, const char *key, const char *value);
void out_number(struct out *out, const char *key, u64 value);
void out_signed(struct out *out, const char *key, s32 value);
void out_bool(struct out *out, const char *key, bool value);
void out_bytes(struct out *out, const char *key, const u8 *bytes,
	       size_t size);

void out_line(struct out *out);
void out_nest(struct out *out, const char *key);
void out_array(struct out *out, const char *key);
void out_close(struct out *out);

void out_text(struct out *out, const char *label, const char *value);
void out_free_text(struct out *out, const char *key, const char *value);
void out_titles(struct out *out, const char *const *titles);
void out_columns(struct out *out, const char *const *columns);

#endif /* VMFEX_OUT_H */
