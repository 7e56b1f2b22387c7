"""What every type of question can do. The types themselves live beside this file."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from app.engine.absence import Absence
from app.engine.definition import Question

Posted = Mapping[str, Sequence[str]]
"""What was typed, by part of the question: {"": ["present"]} or {"day": ["31"], …}."""


class Parsed(Struct, frozen=True):
    """A value, or what was typed and why it is none. Nothing typed is ever dropped."""

    value: Any = None
    unparsed: Mapping[str, str] | None = None
    message: str = ""


class QuestionType:
    """One type of question: parse, empty, check, show and compare, in one class.

    Types hold no state; the question is an argument everywhere.
    """

    name: ClassVar[str]
    kinds: ClassVar[tuple[type, ...]] = (str,)
    parts: ClassVar[tuple[str, ...]] = ("",)
    prose: ClassVar[bool] = False
    holds_rows: ClassVar[bool] = False

    def fits(self, schema: Mapping[str, Any]) -> bool:
        """Whether questions of this schema may be asked this way."""
        raise TypeError(f"{type(self).__name__} does not say which schemas it fits")

    def parse(self, question: Question, posted: Posted) -> Parsed:
        """The value that was typed; blank is None."""
        typed = first(posted, "")
        return self.parse_text(question, typed) if typed.strip() else Parsed()

    def parse_text(self, question: Question, typed: str) -> Parsed:
        """The value of what was typed in a single box that is not blank."""
        raise TypeError(f"{type(self).__name__} does not parse")

    def boxes(self, question: Question, value: Any) -> Mapping[str, str]:
        """What the boxes on the page hold for a value, by part."""
        return {"": "" if value is None else str(value)}

    def chosen(self, question: Question, value: Any) -> frozenset[str]:
        """The posted names of the options that are chosen; empty where there are none."""
        return frozenset()

    def readable(self, value: Any) -> bool:
        """Whether a value is of the JSON kind that this type records; nothing else takes others."""
        return isinstance(value, self.kinds) and isinstance(value, bool) == (bool in self.kinds)

    def empty(self, value: Any) -> bool:
        """Whether a value says nothing."""
        return value is None or value == "" or value == []

    def check(self, question: Question, value: Any) -> str | None:
        """What is wrong with a value, in words that say what to do; None where it will do."""
        return None

    def show(self, question: Question, value: Any) -> str:
        """The value in words, for screen, print, PDF and CSV alike."""
        return "" if value is None else str(value)

    def absence(self, question: Question, value: Any) -> Absence | None:
        """Why the value says nothing, or None where it says something."""
        return Absence.BLANK if self.empty(value) else None

    def position(self, question: Question, value: Any) -> float | None:
        """Where a known value stands between less and more; None where it has no order."""
        return None

    def same(self, before: Any, after: Any) -> bool:
        """Whether two values of this type are the same answer."""
        return bool(before == after)


def first(posted: Posted, part: str) -> str:
    """The first thing posted for a part, or nothing."""
    values = posted.get(part) or ("",)
    return values[0]


def refused(typed: str, message: str, part: str = "") -> Parsed:
    """What was typed, kept, with the reason it is not a value."""
    return Parsed(unparsed={part: typed}, message=message)


def control_character(text: str) -> str | None:
    """The name of the first character that has no place in a record, or None.

    Tabs and line ends stay; so do joiners and direction marks, which scripts need.
    """
    if text.isprintable():
        return None
    for character in text:
        if character not in "\t\n" and unicodedata.category(character) in ("Cc", "Cs"):
            return f"U+{ord(character):04X}"
    return None
