"""Answers given under one version, told in the terms of another, as far as the lineage allows.

What cannot be told one to one is left out and named; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers, cells_of
from app.engine.definition import Definition, Question
from app.engine.effective import Effective
from app.engine.key_relation import Lineage
from app.engine.measures import Background

_Said = TypeVar("_Said")
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

    @property
    def same_version(self) -> bool:
        """Whether both are one version, in which every answer means what it says."""
        return self.earlier is self.later and self.lineage == Lineage.identity()

    def inverse(self) -> Pairing:
        """The same pairs seen from the other side."""
        return Pairing(self.later, self.earlier, self.lineage.inverse())


def alike(first: Question, second: Question) -> bool:
    """Whether the values of two questions are of one kind."""
    names = {first.type.name, second.type.name}
    if names == {"scale"}:
        return _ends(first) == _ends(second)
    return len(names) == 1 or any(names <= family for family in _FAMILIES)


def _ends(scale: Question) -> tuple[Any, Any]:
    """Four on a scale to five is not four on a scale to ten."""
    return scale.schema.get("minimum"), scale.schema.get("maximum")


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
    """Earlier answers in the later version's terms, and the earlier keys that could not be told,
    or of whose cells some could not."""
    if pairing.same_version:
        return answers, ()
    values: dict[str, Any] = {}
    moved: dict[str, str] = {}
    untold: list[str] = []
    for key in _speaking(pairing.earlier, answers):
        question = pairing.earlier.questions[key]
        later = pairing.later.questions.get(pairing.later_of(key) or "")
        told = dict(_told(pairing, question, later, answers)) if later else {}
        if later is None or UNTOLD in told.values():
            untold.append(key)
        if later is not None and told.get(later.key) is not UNTOLD:
            values.update({a: value for a, value in told.items() if value is not UNTOLD})
            moved[key] = later.key
    return Answers(
        values, _moved(answers.rows, moved), _moved(answers.marks, moved),
        _moved(answers.unparsed, moved),
    ), tuple(untold)


def _speaking(definition: Definition, answers: Answers) -> Iterator[str]:
    """The keys at or below which anything is recorded."""
    parts = (answers.values, answers.rows, answers.marks, answers.unparsed)
    found = {address.partition("/")[0] for part in parts for address in part}
    return (key for key in definition.questions if key in found)


def _told(
    pairing: Pairing, question: Question, later: Question, answers: Answers
) -> Iterator[tuple[str, Any]]:
    for address, cell in cells_of(question, answers):
        value = answers.values.get(address)
        if value is not None:
            place = later.key + address.removeprefix(question.key)
            yield place, (
                _told_cell(later, place, value) if question.type.holds_rows
                else translated_value(pairing, cell, later, value))


def _told_cell(later: Question, address: str, value: Any) -> Any:
    """A cell goes by its own key; what it holds must still be a choice there."""
    _, row, key = address.split("/")
    cell = later.column(key)
    if cell is None or later.fixed_rows and row not in {fixed.key for fixed in later.fixed_rows}:
        return UNTOLD
    chosen = value if isinstance(value, list) else [value]
    return UNTOLD if cell.options and not all(map(cell.option, chosen)) else value


def _moved(part: Mapping[str, _Said], keys: Mapping[str, str]) -> dict[str, _Said]:
    """What is said at some keys, and of whole sections, at the keys they have now."""
    moved: dict[str, _Said] = {}
    for address, said in part.items():
        key, slash, rest = address.partition("/")
        if key in keys:
            moved[keys[key] + slash + rest] = said
        elif key.startswith(SECTION_MARK):
            moved[address] = said
    return moved


def translated_effective(
    pairing: Pairing, effective: Effective
) -> tuple[Effective, frozenset[str]]:
    """Effective answers of the earlier version in the later one's terms, and the untold keys.

    Sections need not be the same, so a skipped section is told question by question.
    """
    if pairing.same_version:
        return effective, frozenset()
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
    if pairing.same_version:
        return background
    known, _ = translated(pairing, background.last_known)
    return Background(known, _later_keys(pairing, background.held))


def _later_keys(pairing: Pairing, keys: frozenset[str]) -> frozenset[str]:
    return frozenset(later for key in keys if (later := pairing.later_of(key)))
