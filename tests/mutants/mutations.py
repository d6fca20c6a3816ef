# SPDX-License-Identifier: GPL-2.0-only
"""The mutations of a source: faults as people make them, one at a time."""
import re
from typing import NamedTuple

BOUNDS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
ERRORS = ("EINVAL", "EBUSY", "ENOENT", "EEXIST", "EOPNOTSUPP", "EPERM")
REASON = re.compile(r"(VMFEX_DROP|VMFEX_REASON)_[A-Z0-9_]+$")
# They look, and change nothing.
ASSERTIONS = re.compile(r"ASSERT_RTNL|lockdep_\w+|WARN_ON\w*|BUILD_BUG_ON\w*|static_assert|might_sleep|DEBUG_NET_\w+"
                        r"|RCU_LOCKDEP_WARN|KUNIT_\w+|kunit_\w+")
SIMPLE = re.compile(r"[&*!]?[A-Za-z_][\w.>\-]*(\[\w+\])?$")


class Mutation(NamedTuple):
    """Text from `start` to `end` of a file is replaced by `text`."""
    file: str
    function: str
    operator: str
    first_line: int
    last_line: int
    start: int
    end: int
    text: str

    def applied_to(self, whole):
        return whole[:self.start] + self.text + whole[self.end:]


def shape(argument):
    """What says without a compiler that two arguments are not of one type."""
    return argument[0] if argument[0] in "&*!" else argument.isupper()


class Finder:
    """Finds the mutations of one source."""

    def __init__(self, name, source):
        self.name, self.source = name, source
        self.found = []

    def all(self):
        for node in self.source.nodes:
            if not ASSERTIONS.match(self.source.tokens[node.first].text):
                getattr(self, "of_" + node.kind)(node)
        for function, first, end in self.source.bodies:
            for number in range(first + 1, end):
                self.of_token(function, number, first, end)
        return self.found

    def add(self, operator, function, first, end, text):
        """Replaces tokens. The count of lines stays, as the code can tell it (__LINE__)."""
        source = self.source
        old = source.code(first, end)
        text += "\n" * (old.count("\n") - text.count("\n"))
        self.found.append(Mutation(self.name, function, operator, source.line_of(first), source.line_of(end - 1),
                                   source.tokens[first].start, source.tokens[end - 1].end, text))

    def of_condition(self, node):
        code = self.source.code(node.first, node.end)
        self.add("negate", node.function, node.first, node.end, f"!({code})")
        for sign in ("||", "&&"):
            parts = self.source.parts(node.first, node.end, sign)
            if len(parts) == 1:
                continue
            for dropped in range(len(parts)):
                left = [self.source.code(*part) for number, part in enumerate(parts) if number != dropped]
                self.add("drop-term", node.function, node.first, node.end, f" {sign} ".join(left))
            break

    def of_check(self, node):
        self.add("drop-check", node.function, node.first, node.end, "{}")

    def of_call(self, node):
        self.add("drop-call", node.function, node.first, node.end, "{}")

    def of_assignment(self, node):
        self.add("drop-assignment", node.function, node.first, node.end, "{}")

    def of_token(self, function, number, first, end):
        source, token = self.source, self.source.tokens[number]
        if token.text in BOUNDS:
            self.add("bound", function, number, number + 1, BOUNDS[token.text])
        elif token.text in ERRORS and source.is_at(number - 1, "-"):
            other = ERRORS[(ERRORS.index(token.text) + 1) % len(ERRORS)]
            self.add("error", function, number, number + 1, other)
        elif REASON.match(token.text):
            self.of_reason(function, number)
        elif token.text == "|" and first < number < end:
            self.of_flags(function, number)
        elif token.kind == "word" and source.is_at(number + 1, "(") and not ASSERTIONS.match(token.text):
            self.of_arguments(function, number + 1)

    def of_reason(self, function, number):
        """Another one of the same file: it is known there."""
        token = self.source.tokens[number]
        kind = REASON.match(token.text)[1]
        others = sorted({other.text for other in self.source.tokens
                         if (match := REASON.match(other.text)) and match[1] == kind} - {token.text})
        if others:
            self.add("reason", function, number, number + 1, others[0])

    def of_flags(self, function, number):
        """Of A | B, neither is needed."""
        left, right = self.source.tokens[number - 1], self.source.tokens[number + 1]
        if not (left.text.isupper() and right.text.isupper()):
            return
        self.add("drop-flag", function, number - 1, number + 2, left.text)
        if not self.source.is_at(number + 2, "("):
            self.add("drop-flag", function, number - 1, number + 2, right.text)

    def of_arguments(self, function, number):
        """Two that stand beside each other; the compiler says whether they are of one type."""
        parts = self.source.parts(number + 1, self.source.closing[number], ",")
        for left, right in zip(parts, parts[1:]):
            if left[0] >= left[1] or right[0] >= right[1]:
                continue
            one, two = self.source.code(*left), self.source.code(*right)
            if one != two and SIMPLE.match(one) and SIMPLE.match(two) and shape(one) == shape(two):
                self.add("swap", function, left[0], right[1], f"{two}, {one}")
