#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""Which test executes which line, from what scripts/reach has counted.

    reach.py DIRECTORY ANSWER

ANSWER is JSON: `tests` are objects with script, name and seconds; a unit test's script is "unit".
`lines` has for each source, by its name from the top, and each line with code the numbers of the
tests that execute it.
"""
import collections
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile

RESULT = re.compile(r"^ok (\S+)\.sh: (\S+) # time ([\d.]+) s", re.MULTILINE)
ROOTS = ("/src/", "/src-kunit/")


def source_of(path, top):
    """The name of a source from the top, or None if it is not ours."""
    for root in ROOTS:
        if f"/module/uml{root}" in path:
            path = path.split(root, 1)[1]
            return path if path.startswith("kernel/") else None
    path = os.path.relpath(path, top)
    return path if re.match(r"(kernel|user)/", path) else None


def documents(text):
    decoder = json.JSONDecoder()
    while text:
        document, end = decoder.raw_decode(text)
        text = text[end:].lstrip()
        yield document


def counted(folder, objects, top):
    """Yields (source, line, count) for what is in a folder; `objects` has the notes of the compiler."""
    counts = []
    with tempfile.TemporaryDirectory() as work:
        for directory, _, files in os.walk(folder):
            for file in files:
                if not file.endswith(".gcda"):
                    continue
                name = os.path.relpath(os.path.join(directory, file), folder)[:-5]
                copy = os.path.join(work, name)
                os.makedirs(os.path.dirname(copy), exist_ok=True)
                os.symlink(os.path.join(directory, file), copy + ".gcda")
                os.symlink(os.path.join(objects, name + ".gcno"), copy + ".gcno")
                counts.append(name + ".gcda")
        if not counts:
            return
        text = subprocess.run(["gcov", "--json-format", "--stdout", *counts], cwd=work, check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    for document in documents(text):
        for file in document["files"]:
            path = os.path.normpath(os.path.join(document["current_working_directory"], file["file"]))
            source = source_of(path, top)
            if source:
                yield from ((source, line["line_number"], line["count"]) for line in file["lines"])


def lines_of(job):
    """Returns the lines with code and those that were executed, as sets of (source, line)."""
    folders, top = job
    known, executed = set(), set()
    for folder, objects in folders:
        for source, line, count in counted(folder, objects, top):
            known.add((source, line))
            if count:
                executed.add((source, line))
    return known, executed


def jobs(directory):
    """Yields for each test (script, name, seconds, folders)."""
    module, user = os.path.join(directory, "build/module/uml"), os.path.join(directory, "build/user")
    plain = os.path.join(directory, "unit/plain")
    for test in sorted(file for file in os.listdir(plain) if file.endswith("_test")):
        folder = os.path.join(plain, test + ".d")
        yield "unit", test, 1.0, [(folder, folder)]
    counts = os.path.join(directory, "counts")
    for script in sorted(os.listdir(counts)):
        with open(os.path.join(counts, script, "log"), encoding="utf-8", errors="replace") as log:
            passed = RESULT.findall(log.read())
        for _, name, seconds in passed:
            folder = os.path.join(counts, script, script, name)
            yield script, name, float(seconds), [
                (os.path.join(folder, "kernel"), os.path.join(module, "src/kernel")),
                (os.path.join(folder, "kunit"), os.path.join(module, "src-kunit/kernel")),
                (os.path.join(folder, "user"), user)]


def main():
    directory, answer = sys.argv[1:]
    top = os.path.abspath(os.path.join(os.path.dirname(__file__), "../.."))
    found = list(jobs(directory))
    lines = collections.defaultdict(lambda: collections.defaultdict(list))
    with multiprocessing.Pool() as pool:
        results = pool.imap(lines_of, [(folders, top) for *_, folders in found])
        for number, (known, executed) in enumerate(results):
            for source, line in known:
                lines[source].setdefault(line, [])
            for source, line in executed:
                lines[source][line].append(number)
    tests = [{"script": script, "name": name, "seconds": seconds} for script, name, seconds, _ in found]
    with open(answer, "w", encoding="ascii") as file:
        json.dump({"tests": tests, "lines": lines}, file)
    print(f"{len(tests)} tests, {sum(map(len, lines.values()))} lines of {len(lines)} sources")


if __name__ == "__main__":
    main()
