"""Reads a regular expression, as JSON Schema and JavaScript write it, into a small tree.

Only the syntax is here: what a pattern may cost is judged in `patterns`.
"""

import re
import sys
from collections.abc import Iterable
from typing import Final

from msgspec import Struct

Ranges = tuple[tuple[int, int], ...]
"""Code points from, to (both included), in order and apart."""

DEEPEST: Final = 20
_LAST: Final = sys.maxunicode


class PatternUnreadable(ValueError):
    """The pattern uses what is not allowed or not understood; the message is a reason."""


class Characters(Struct, frozen=True):
    """One character out of the ranges."""

    ranges: Ranges


class Sequence(Struct, frozen=True):
    """The parts one after the other; no parts match the empty text."""

    parts: tuple["Node", ...]


class Choice(Struct, frozen=True):
    """One of the options."""

    options: tuple["Node", ...]


class Repeat(Struct, frozen=True):
    """The body from `least` to `most` times; None is without end."""

    body: "Node"
    least: int
    most: int | None


Node = Characters | Sequence | Choice | Repeat

EMPTY: Final = Sequence(())
ANYTHING: Final[Ranges] = ((0, _LAST),)


def ranges_of(pairs: Iterable[tuple[int, int]]) -> Ranges:
    """The pairs in order, joined where they touch."""
    joined: list[tuple[int, int]] = []
    for low, high in sorted(pairs):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def all_but(ranges: Ranges) -> Ranges:
    """Every code point outside the ranges."""
    starts = (0, *(high + 1 for _, high in ranges))
    ends = (*(low - 1 for low, _ in ranges), _LAST)
    return tuple((low, high) for low, high in zip(starts, ends) if low <= high)


_DIGITS: Final[Ranges] = ((48, 57),)
_WORD: Final[Ranges] = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Final = ranges_of(
    [(9, 13), (32, 32), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029)]
    + [(0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000), (0xFEFF, 0xFEFF)]
)
_NOT_A_LINE_END: Final = all_but(ranges_of([(10, 10), (13, 13), (0x2028, 0x2029)]))
_CLASSES: Final = {
    "d": _DIGITS, "D": all_but(_DIGITS),
    "w": _WORD, "W": all_but(_WORD),
    "s": _SPACE, "S": all_but(_SPACE),
}
_CONTROLS: Final = {"t": 9, "n": 10, "v": 11, "f": 12, "r": 13, "0": 0}
_QUANTIFIER: Final = re.compile(r"([*+?]|\{(\d+)(,(\d*))?\})\??")
_CODE: Final = re.compile(r"x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|u\{([0-9A-Fa-f]{1,6})\}")
_PROPERTY: Final = re.compile(
    r"[pP]\{(?:L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cf]?|Alphabetic"
    r"|(?:Script|sc|Script_Extensions|scx)=[A-Z][a-z]+(?:_[A-Z][a-z]+)*)\}")
_MARKS: Final = frozenset("^$\\.*+?()[]{}|/")
"""What stands for itself behind a backslash."""
_GROUP: Final = re.compile(r"\((?:\?:|\?<[A-Za-z_$][\w$]*>|(?!\?))")


def _oddly() -> PatternUnreadable:
    return PatternUnreadable("it is not written as every tool reads it")


def read_pattern(pattern: str) -> Node:
    """The pattern as a tree. Raises PatternUnreadable with the reason."""
    reader = _Reader(pattern)
    node = reader.choice(0)
    if not reader.ended:
        raise PatternUnreadable("it closes a group that it did not open")
    return node


class _Reader:
    """One pass over a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    @property
    def ended(self) -> bool:
        return self.at == len(self.pattern)

    def takes(self, text: str) -> bool:
        """Go past `text` if it stands here."""
        found = self.pattern.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def takes_match(self, expression: re.Pattern[str]) -> re.Match[str] | None:
        """Go past what the expression matches here."""
        match = expression.match(self.pattern, self.at)
        self.at = match.end() if match else self.at
        return match

    def character(self) -> str:
        if self.ended:
            raise PatternUnreadable("it ends too soon")
        self.at += 1
        return self.pattern[self.at - 1]

    def choice(self, depth: int) -> Node:
        if depth > DEEPEST:
            raise PatternUnreadable(f"its groups are nested more than {DEEPEST} deep")
        options = [self.sequence(depth)]
        while self.takes("|"):
            options.append(self.sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def sequence(self, depth: int) -> Node:
        parts = []
        while not self.ended and self.pattern[self.at] not in "|)":
            parts.append(self.repeated(self.atom(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def repeated(self, node: Node) -> Node:
        match = self.takes_match(_QUANTIFIER)
        if match is None:
            return node
        sign, least, ranged, most = match.groups()
        if sign in ("*", "+", "?"):
            return Repeat(node, int(sign == "+"), 1 if sign == "?" else None)
        if not ranged:
            return Repeat(node, int(least), int(least))
        return Repeat(node, int(least), int(most) if most else None)

    def atom(self, depth: int) -> Node:
        if self.pattern[self.at] == "(":
            return self.group(depth)
        match self.character():
            case "^" | "$":
                if _QUANTIFIER.match(self.pattern, self.at):
                    raise PatternUnreadable("it repeats nothing")
                return EMPTY
            case ".":
                return Characters(_NOT_A_LINE_END)
            case "[":
                return self.character_class()
            case "\\":
                return Characters(self.escape())
            case "*" | "+" | "?":
                raise PatternUnreadable("it repeats nothing")
            case "{" if _QUANTIFIER.match(self.pattern, self.at - 1):
                raise PatternUnreadable("it repeats nothing")
            case "]" | "{" | "}":
                raise _oddly()
            case literal:
                return Characters(((ord(literal), ord(literal)),))

    def group(self, depth: int) -> Node:
        if any(self.takes(sign) for sign in ("(?=", "(?!", "(?<=", "(?<!")):
            raise PatternUnreadable("it looks ahead or behind")
        if self.takes_match(_GROUP) is None:
            raise PatternUnreadable("it holds a kind of group that is not understood everywhere")
        inside = self.choice(depth + 1)
        if not self.takes(")"):
            raise PatternUnreadable("it opens a group that it does not close")
        return inside

    def character_class(self) -> Node:
        negated = self.takes("^")
        pairs: list[tuple[int, int]] = []
        while not self.takes("]"):
            low = self.class_member()
            if self.pattern.startswith("-", self.at) and not self.pattern.startswith("-]", self.at):
                self.at += 1
                pairs.append(_from_to(low, self.class_member()))
            else:
                pairs += low
        ranges = ranges_of(pairs)
        return Characters(all_but(ranges) if negated else ranges)

    def class_member(self) -> Ranges:
        if self.pattern.startswith(("[", "&&", "--", "~~"), self.at):
            raise _oddly()
        character = self.character()
        if character != "\\":
            return ((ord(character), ord(character)),)
        if self.takes("b"):
            return ((8, 8),)
        return ((45, 45),) if self.takes("-") else self.escape()

    def escape(self) -> Ranges:
        """What stands behind a backslash."""
        if self.takes_match(_PROPERTY):
            return ANYTHING
        if code := self.takes_match(_CODE):
            point = int(code[1] or code[2] or code[3], 16)
            return ((point, point),)
        character = self.character()
        if character in "123456789k":
            raise PatternUnreadable("it refers back to what it matched before")
        if character == "c":
            raise PatternUnreadable("it names a control character by its letter")
        if character in "bB":
            raise PatternUnreadable("it looks for the edge of a word, which not every tool finds")
        if character in _CLASSES:
            return _CLASSES[character]
        if character not in _CONTROLS and character not in _MARKS:
            raise _oddly()
        point = _CONTROLS.get(character, ord(character))
        return ((point, point),)


def _from_to(low: Ranges, high: Ranges) -> tuple[int, int]:
    """A range of characters, of which each end is one."""
    if any(len(end) > 1 or end[0][0] != end[0][1] for end in (low, high)):
        raise _oddly()
    return low[0][0], high[0][1]
