"""The XPath of XLSForm, as far as it can be told in conditions: text to a tree. No meaning here."""

from __future__ import annotations

import re

from msgspec import Struct

MOST_TOKENS = 500
DEEPEST = 40

_TOKEN = re.compile(r"""\s*(?:
    (?P<reference>\$\{\s*(?:last-saved\#)?(?P<name>[^}\s]+)\s*\})
  | (?P<path>(?:\.\./)+(?P<inner>[A-Za-z_][\w.-]*))
  | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | (?P<text>'[^']*'|"[^"]*")
  | (?P<word>[A-Za-z_][\w:-]*)
  | (?P<sign><=|>=|!=|[=<>+*(),.-])
)""", re.VERBOSE)
_LOOSEST_FIRST = (
    ("or",), ("and",), ("=", "!="), ("<", ">", "<=", ">="), ("+", "-"), ("*", "div", "mod"),
)


class Reference(Struct, frozen=True):
    """Another question, `${name}`."""

    name: str


class Here(Struct, frozen=True):
    """The question itself, `.`."""


class Literal(Struct, frozen=True):
    """A text or a number as it stands."""

    value: str | float


class Call(Struct, frozen=True):
    """A function with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


class Operation(Struct, frozen=True):
    """Two sides and what stands between them."""

    sign: str
    left: Expression
    right: Expression


Expression = Reference | Here | Literal | Call | Operation


class NotUnderstood(ValueError):
    """An expression that is beyond the part of XPath read here."""


def parsed(text: str) -> Expression:
    """The tree of an expression. Raises NotUnderstood."""
    return _Parser(_tokens(text)).whole()


def references(expression: Expression) -> set[str]:
    """The names of all the questions that an expression looks at."""
    match expression:
        case Reference(name):
            return {name}
        case Operation(_, left, right):
            return references(left) | references(right)
        case Call(_, arguments):
            return set().union(*map(references, arguments))
    return set()


def _tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    place, text = 0, text.strip()
    while place < len(text):
        match = _TOKEN.match(text, place)
        if len(found) == MOST_TOKENS:
            raise NotUnderstood("it is too long")
        if match is None:
            raise NotUnderstood(f"{text[place:place + 20]} cannot be read")
        place = match.end()
        kind = next(k for k in ("reference", "path", "number", "text", "word", "sign") if match[k])
        found.append((kind, match["name"] or match["inner"] or match[kind]))
    return found


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0

    def whole(self) -> Expression:
        found = self.level(0)
        if self.place < len(self.tokens):
            raise NotUnderstood(f"{self.tokens[self.place][1]} is not expected there")
        return found

    def level(self, tightness: int) -> Expression:
        if tightness == len(_LOOSEST_FIRST):
            return self.single()
        found = self.level(tightness + 1)
        while self.sign() in _LOOSEST_FIRST[tightness]:
            sign = self.take()[1]
            found = Operation(sign, found, self.level(tightness + 1))
        return found

    def sign(self) -> str:
        kind, text = self.tokens[self.place] if self.place < len(self.tokens) else ("", "")
        return text if kind in ("sign", "word") else ""

    def take(self, expected: str = "") -> tuple[str, str]:
        if self.place == len(self.tokens) or (expected and self.sign() != expected):
            raise NotUnderstood(f"{expected or 'something'} is missing")
        self.place += 1
        return self.tokens[self.place - 1]

    def single(self) -> Expression:
        kind, text = self.take()
        match kind:
            case "reference" | "path":
                return Reference(text)
            case "number":
                return Literal(float(text))
            case "text":
                return Literal(text[1:-1])
            case "word":
                return self.call(text)
        return self.signed(text)

    def signed(self, sign: str) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood("it is nested too deeply")
        if sign == ".":
            found: Expression = Here()
        elif sign == "-":
            found = Operation("-", Literal(0.0), self.single())
        elif sign == "(":
            found = self.level(0)
            self.take(")")
        else:
            raise NotUnderstood(f"{sign} is not expected there")
        self.depth -= 1
        return found

    def call(self, function: str) -> Expression:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotUnderstood("it is nested too deeply")
        self.take("(")
        arguments: list[Expression] = []
        while self.sign() != ")":
            arguments.append(self.level(0))
            if self.sign() != ")":
                self.take(",")
        self.take(")")
        self.depth -= 1
        return Call(function, tuple(arguments))
