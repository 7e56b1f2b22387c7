"""Answers given under one version, told in the terms of another, as far as the lineage allows.

What cannot be told one to one is left out and named; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.engine.absence import Absence
from app.engine.answers import Answers, Mark
from app.engine.definition import Definition, Question
from app.engine.effective import Effective
from app.engine.key_relation import Lineage
from app.engine.measures import Background

_WORDS = frozenset({"text", "textarea", "email", "phone"})
_NUMBERS = frozenset({"number", "scale"})
_DATES = frozenset({"date", "approximate-date"})
_SINGLE = frozenset({"radios", "select", "descriptors"})
_FAMILIES = (_WORDS, _NUMBERS, _DATES, _SINGLE)


class _Untold:
    """The type of UNTOLD."""


UNTOLD = _Untold()
"""Stands for a value that the other version has no way to say."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which questions of two versions are the same question, by the lineage between them."""

    earlier: Definition
    later: Definition
    lineage: Lineage

    def later_of(self, key: str) -> str | None:
        """The later question an earlier one can be compared with, or None."""
        link = self.lineage.question(key)
        return self._pair(key, link.to[0] if link.comparable and len(link.to) == 1 else None)

    def earlier_of(self, key: str) -> str | None:
        """The earlier question a later one can be compared with, or None."""
        link = self.lineage.back(key)
        found = link.to[0] if link.comparable and len(link.to) == 1 else None
        return found if found is not None and self._pair(found, key) else None

    def _pair(self, earlier: str, later: str | None) -> str | None:
        first = self.earlier.questions.get(earlier)
        second = self.later.questions.get(later) if later is not None else None
        return later if first and second and alike(first, second) else None

    def inverse(self) -> Pairing:
        """The same pairs seen from the other side."""
        return Pairing(self.later, self.earlier, self.lineage.inverse())


def alike(first: Question, second: Question) -> bool:
    """Whether the values of two questions are of one kind."""
    names = {first.type.name, second.type.name}
    return len(names) == 1 or any(names <= family for family in _FAMILIES)


def translated_value(
    pairing: Pairing, earlier: Question, later: Question, value: Any
) -> Any:
    """A value of the earlier question in the later one's terms; UNTOLD where there is no such."""
    if value is None or not earlier.options:
        return value
    if isinstance(value, list):
        told = [_translated_option(pairing, earlier, later, key) for key in value]
        return UNTOLD if any(key is UNTOLD for key in told) else told
    return _translated_option(pairing, earlier, later, value)


def _translated_option(pairing: Pairing, earlier: Question, later: Question, key: Any) -> Any:
    if not isinstance(key, str):
        return key if later.option(key) else UNTOLD
    link = pairing.lineage.option(earlier.key, key)
    found = link.to[0] if link.comparable and len(link.to) == 1 else None
    return found if found is not None and later.option(found) else UNTOLD


def translated(pairing: Pairing, answers: Answers) -> tuple[Answers, tuple[str, ...]]:
    """Earlier answers in the later version's terms, and the earlier keys that could not be told."""
    values: dict[str, Any] = {}
    rows: dict[str, tuple[str, ...]] = {}
    marks: dict[str, Mark] = {}
    untold: list[str] = []
    for key, question in pairing.earlier.questions.items():
        later = pairing.later.questions.get(pairing.later_of(key) or "")
        told = dict(_told(pairing, question, later, answers)) if later else None
        if told is None or UNTOLD in told.values():
            if _says_something(key, answers):
                untold.append(key)
            continue
        assert later is not None
        values.update(told)
        if key in answers.rows:
            rows[later.key] = answers.rows[key]
        if key in answers.marks:
            marks[later.key] = answers.marks[key]
    marks.update({a: mark for a, mark in answers.marks.items() if a.startswith("@")})
    return Answers(values, rows, marks), tuple(untold)


def _told(
    pairing: Pairing, question: Question, later: Question, answers: Answers
) -> Iterator[tuple[str, Any]]:
    if not question.type.holds_rows:
        if question.key in answers.values:
            value = answers.values[question.key]
            yield later.key, translated_value(pairing, question, later, value)
        return
    prefix = question.key + "/"
    for address, value in answers.values.items():
        if address.startswith(prefix):
            row, _, column = address.removeprefix(prefix).partition("/")
            if later.column(column) is not None:
                yield f"{later.key}/{row}/{column}", value


def translated_effective(
    pairing: Pairing, effective: Effective
) -> tuple[Effective, frozenset[str]]:
    """Effective answers of the earlier version in the later one's terms, and the untold keys.

    Sections need not be the same, so a skipped section is told question by question.
    """
    answers, untold = translated(pairing, effective.answers)
    marks = dict(answers.marks)
    for key, section in pairing.earlier.section_of.items():
        later = pairing.later_of(key)
        if later and effective.answers.skip_of(section.key):
            marks[later] = replace(answers.mark(later), absence=Absence.SKIPPED)
    told = replace(
        effective, answers=replace(answers, marks=marks),
        hidden=_later_keys(pairing, effective.hidden),
        disabled=_later_keys(pairing, effective.disabled),
    )
    return told, frozenset(untold)


def translated_background(pairing: Pairing, background: Background) -> Background:
    """What was recorded before, in the later version's terms."""
    known, _ = translated(pairing, background.last_known)
    return Background(known, _later_keys(pairing, background.held))


def _later_keys(pairing: Pairing, keys: frozenset[str]) -> frozenset[str]:
    return frozenset(later for key in keys if (later := pairing.later_of(key)))


def _says_something(key: str, answers: Answers) -> bool:
    return key in answers.values or bool(answers.rows.get(key)) or any(
        address.startswith(key + "/") for address in answers.values
    )
