# SPDX-License-Identifier: GPL-2.0-only
#
# The fuzz targets, for tests/unit/Makefile.
# A new target is a name in FUZZ, NAME_fuzz.c, the list of what it is made of, the
# number of mutations for `make check`, and a directory corpus/NAME.

FUZZ	:= tag words batch reply

fuzz-tool := $(filter-out user/tool/main.c user/lib/engine.c,$(user-all)) \
	tests/fuzz/capture.c tests/fuzz/line.c tests/fuzz/outside.c

tag_fuzz-srcs	:= $(tag-formats)
tag_fuzz-cflags	:= -Wno-unused-parameter
tag_fuzz-runs	:= 400000

words_fuzz-srcs	:= $(fuzz-tool) tests/unit/conn_fake.c
words_fuzz-runs	:= 40000

batch_fuzz-srcs	:= $(fuzz-tool) tests/unit/conn_fake.c
batch_fuzz-runs	:= 8000

reply_fuzz-srcs	:= $(fuzz-tool) user/lib/engine.c tests/fuzz/replies.c \
	tests/fuzz/sockets.c
reply_fuzz-runs	:= 40000
