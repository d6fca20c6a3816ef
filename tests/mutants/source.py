# SPDX-License-Identifier: GPL-2.0-only
"""C as far as a mutation needs it: tokens, functions, statements."""
import re
from typing import NamedTuple

TOKEN = re.compile(r"""
    (?P<space>\s+ | /\*.*?\*/ | //[^\n]*)
  | (?P<text>"(?:\\.|[^"\\])*" | '(?:\\.|[^'\\])*')
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<sign><<=|>>=|\.\.\.|->|\+\+|--|<<|>>|[<>=!+\-*/%&|^]=|&&|\|\||[^\w\s])
""", re.VERBOSE | re.DOTALL)
DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n]*\\\n)*[^\n]*", re.MULTILINE)

ASSIGNMENTS = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>="}
JUMPS = {"return", "goto", "break", "continue"}
PAIRS = {"(": ")", "[": "]", "{": "}"}


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class Node(NamedTuple):
    """A statement, or a condition: tokens from `first` up to but not with `end`."""
    kind: str
    function: str
    first: int
    end: int


def tokens_of(text):
    text = DIRECTIVE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return [Token(match.lastgroup, match[0], match.start(), match.end())
            for match in TOKEN.finditer(text) if match.lastgroup != "space"]


class Source:
    """A file: its text, tokens, and the nodes of its functions."""

    def __init__(self, text):
        self.text = text
        self.tokens = tokens_of(text)
        self.closing = self.pairs()
        self.nodes = []
        self.bodies = []
        self.functions()

    def pairs(self):
        """The index of the bracket that closes, for each that opens."""
        closing, open_ones = {}, []
        for number, token in enumerate(self.tokens):
            if token.text in PAIRS:
                open_ones.append(number)
            elif token.text in PAIRS.values() and open_ones:
                closing[open_ones.pop()] = number
        return closing

    def is_at(self, number, *texts):
        return number < len(self.tokens) and self.tokens[number].text in texts

    def line_of(self, number):
        return self.text.count("\n", 0, self.tokens[number].start) + 1

    def code(self, first, end):
        return self.text[self.tokens[first].start:self.tokens[end - 1].end]

    def functions(self):
        """A brace behind a parenthesis, outside of all others, is the body of a function."""
        number, name = 0, None
        while number < len(self.tokens):
            token = self.tokens[number]
            if token.text == "(":
                if name is None and number and self.tokens[number - 1].kind == "word":
                    name = self.tokens[number - 1].text
                number = self.closing.get(number, number)
            elif token.text == "{":
                end = self.closing.get(number, len(self.tokens) - 1)
                if name and self.is_at(number - 1, ")"):
                    self.bodies.append((name, number, end))
                    self.block(name, number)
                number = end
                name = None
            elif token.text in ";}":
                name = None
            number += 1

    def add(self, kind, function, first, end):
        self.nodes.append(Node(kind, function, first, end))

    def block(self, function, number):
        end = self.closing[number]
        number += 1
        while number < end:
            number = self.statement(function, number)
        return end + 1

    def condition(self, function, number):
        """That of the parenthesis at `number`, without what only tells how likely it is."""
        first, end = number + 1, self.closing[number]
        while self.is_at(first, "likely", "unlikely") and self.closing.get(first + 1) == end - 1:
            first, end = first + 2, end - 1
        self.add("condition", function, first, end)

    def statement(self, function, number):
        """Returns the number behind the statement that begins at `number`."""
        token = self.tokens[number]
        if token.text == "{":
            return self.block(function, number)
        if token.text == "if":
            return self.if_statement(function, number)
        if token.text in ("while", "switch", "for"):
            if token.text == "while":
                self.condition(function, number + 1)
            return self.statement(function, self.closing[number + 1] + 1)
        if token.text == "do":
            number = self.statement(function, number + 1)
            self.condition(function, number + 1)
            return self.closing[number + 1] + 2
        if token.text in ("case", "default"):
            return self.behind(number, ":")
        if token.text in JUMPS:
            return self.jump(function, number)
        if token.kind == "word" and self.is_at(number + 1, ":"):
            return number + 2
        if self.is_loop(number):
            return self.statement(function, self.closing[number + 1] + 1)
        return self.simple(function, number)

    def jump(self, function, number):
        end = self.behind(number, ";")
        if self.is_at(number, "return") and any(len(self.parts(number + 1, end - 1, sign)) > 1 for sign in ("||", "&&")):
            self.add("condition", function, number + 1, end - 1)
        return end

    def if_statement(self, function, number):
        self.condition(function, number + 1)
        first = self.closing[number + 1] + 1
        end = self.statement(function, first)
        if self.is_at(end, "else"):
            return self.statement(function, end + 1)
        if self.is_at(first, *JUMPS):
            self.add("check", function, number, end)
        return end

    def is_loop(self, number):
        """The loops of macros, such as list_for_each_entry(): what follows belongs to them."""
        if self.tokens[number].kind != "word" or not self.is_at(number + 1, "("):
            return False
        behind = self.tokens[self.closing[number + 1] + 1]
        return behind.kind == "word" or behind.text == "{"

    def behind(self, number, text):
        while not self.is_at(number, text):
            number = self.closing.get(number, number) + 1
        return number + 1

    def simple(self, function, number):
        end = self.behind(number, ";")
        kind = self.kind_of(number, end - 1)
        if kind:
            self.add(kind, function, number, end)
        return end

    def kind_of(self, first, end):
        """A call, an assignment, or None: a declaration."""
        number = first
        while self.is_at(number, "*", "(", "++", "--"):
            number = self.closing[number] + 1 if self.is_at(number, "(") else number + 1
        if number >= end or self.tokens[number].kind != "word" or self.is_at(number + 1, "*"):
            return None
        if self.is_at(number + 1, "(") and self.closing[number + 1] == end - 1:
            return "call"
        while number < end and not self.is_at(number, *ASSIGNMENTS, "++", "--"):
            word = self.tokens[number].kind == "word"
            number = self.closing.get(number, number) + 1
            if word and number < end and self.tokens[number].kind == "word":
                return None
        return "assignment" if number < end else None

    def parts(self, first, end, *texts):
        """Splits at signs that are in no brackets; returns the parts as pairs (first, end)."""
        parts, number = [], first
        while number < end:
            if self.is_at(number, *texts):
                parts.append((first, number))
                first = number + 1
            number = self.closing.get(number, number) + 1
        return parts + [(first, end)]
