# SPDX-License-Identifier: GPL-2.0-only
"""A copy of the tree in which one mutation at a time is built and tried."""
import hashlib
import os
import re
import signal
import subprocess
from typing import NamedTuple

# What a mutation leaves without use is no reason to refuse it: the fault is that it is not used.
LENIENT = " ".join("-Wno-" + kind for kind in (
    "unused-function", "unused-variable", "unused-but-set-variable", "unused-label", "unused-parameter",
    "unused-value", "unused-but-set-parameter", "unused-const-variable"))
TREE = ("Kbuild", "Makefile", "README.md", "kernel", "user", "include", "scripts", "tests", "Documentation")
SHARED = ("apt", "kernels", "linux-source", "qemu", "rootfs", "ynl")
LEAKS = "run leaks"
GUEST = f"""
echo clear >/sys/kernel/debug/kmemleak
while read -r script test limit; do
	echo "# now: $script $test"
	ONLY=$test timeout -k 5 "$limit" /vmfex/tests/"$script".sh </dev/null || exit
done <<<"$0"
echo "# now: {LEAKS}"
exec /vmfex/tests/run --leaks
"""
FAILED = re.compile(r"^not ok .*", re.MULTILINE)
STARTED = re.compile(r"^# now: (\S+) (\S+)$", re.MULTILINE)


class Outcome(NamedTuple):
    """`kind`: killed, survived, unreached, same (code), or invalid: it does not compile."""
    kind: str
    by: str = ""
    tests: int = 0
    seconds: float = 0


class Stopped(Exception):
    """Somebody called Worker.stop()."""


class Worker:
    def __init__(self, top, build, directory):
        self.top, self.shared, self.directory = top, build, directory
        self.build = os.path.join(directory, "build")
        self.environment = {**os.environ, "CFLAGS": "-O2 -g " + LENIENT, "VMFEX_BUILD": self.build}
        self.process, self.stopped = None, False
        self.unchanged = {}

    def prepare(self):
        """Makes the copy and builds it."""
        os.makedirs(self.build, exist_ok=True)
        subprocess.run(["rsync", "-a", "--delete", "--exclude=/build/", *TREE, self.directory], cwd=self.top, check=True)
        for name in SHARED:
            link = os.path.join(self.build, name)
            if not os.path.lexists(link) and os.path.exists(os.path.join(self.shared, name)):
                os.symlink(os.path.join(self.shared, name), link)
        for part in ("kernel", "user"):
            if not self.make(part):
                raise RuntimeError(f"{part}/ does not build in {self.directory}, see {self.build}/log")
            self.unchanged[part] = self.code(part)

    def call(self, *command, timeout=None):
        """Returns exit status and output; a command that takes too long has status 124."""
        with subprocess.Popen(command, cwd=self.directory, env=self.environment, text=True, errors="replace",
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              start_new_session=True) as process:
            self.process = process
            try:
                output = process.communicate(timeout=timeout)[0]
            except subprocess.TimeoutExpired:
                self.end()
                return 124, process.communicate()[0]
            if self.stopped:
                raise Stopped
            return process.returncode, output

    def end(self):
        """Ends what is running here."""
        try:
            if self.process:
                os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass

    def stop(self):
        """For good"""
        self.stopped = True
        self.end()

    def make(self, part):
        if part == "kernel":
            command = ["scripts/build-module", "uml", "KCFLAGS=-Werror " + LENIENT]
        else:
            command = ["make", "-C", "user", "O=" + os.path.join(self.build, "user")]
        return self.call(*command)[0] == 0

    def code(self, part):
        """The objects, without what tells from which source they come."""
        root = os.path.join(self.build, "module/uml/src/kernel" if part == "kernel" else "user")
        code = {}
        for directory, _, files in os.walk(root):
            for file in sorted(files):
                path = os.path.join(directory, file)
                if file.endswith(".o") and not file.startswith("vmfex"):
                    code[os.path.relpath(path, root)] = self.stripped(path)
        return code

    def stripped(self, path):
        copy = os.path.join(self.directory, "stripped")
        subprocess.run(["strip", "-g", "-o", copy, path], check=True)
        with open(copy, "rb") as file:
            return hashlib.sha256(file.read()).digest()

    def try_mutation(self, mutation, tests):
        """Builds a mutation and runs tests until one notices."""
        path = os.path.join(self.directory, mutation.file)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        part = mutation.file.split("/")[0]
        try:
            with open(path, "w", encoding="utf-8") as file:
                file.write(mutation.applied_to(text))
            if not self.make(part):
                return Outcome("invalid")
            if self.code(part) == self.unchanged[part]:
                return Outcome("same")
            if not tests:
                return Outcome("unreached")
            return self.noticed(tests)
        finally:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)

    def noticed(self, tests):
        done = 0
        for run in (self.unit_tests, self.selftests):
            mine = [test for test in tests if (test["script"] == "unit") == (run == self.unit_tests)]
            while mine:
                by, number = run(mine)
                done += number
                if not by:
                    break
                # A test that fails by itself now and then has noticed nothing. What is left was left by any of them.
                again = by if by == LEAKS else run(mine[number - 1:number])[0]
                if again:
                    return Outcome("killed", again, done)
                mine = mine[number:]
        return Outcome("survived", "", done)

    def unit_tests(self, tests):
        """Returns who failed, and how many ran."""
        out = os.path.join(self.build, "unit")
        for number, test in enumerate(tests, 1):
            program = os.path.join(out, "plain", test["name"])
            status, output = self.call("make", "-C", "tests/unit", "O=" + out, "plain-flags=" + LENIENT, program)
            if status:
                return f"unit {test['name']}: does not build", number
            status, output = self.call(program, timeout=60)
            if status or FAILED.search(output):
                return f"unit {test['name']}", number
        return "", len(tests)

    def selftests(self, tests):
        """Returns who failed, and how many ran. The search for leaks counts as the last one."""
        limits = [int(10 + 4 * test["seconds"]) for test in tests]
        lines = "\n".join(f"{test['script']} {test['name']} {limit}" for test, limit in zip(tests, limits))
        status, output = self.call("scripts/vm", "--kernel", "uml", "--timeout", str(60 + sum(limits)), "--",
                                   "bash", "-c", GUEST, lines, timeout=180 + sum(limits))
        if status == 0:
            return "", len(tests)
        started = STARTED.findall(output) or [(tests[0]["script"], tests[0]["name"])]
        number = min(len(started), len(tests))
        why = ""
        if not FAILED.search(output):
            why = ": no end" if status in (124, 137) else ": " + output.strip().splitlines()[-1].split(", log: ")[0]
        return " ".join(started[-1]) + why, number
