"""Answers given under one version, told in the terms of another, as far as the lineage allows.

What cannot be told one to one is left out and named; it is never guessed.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from itertools import chain
from typing import Any, TypeVar

from msgspec.structs import replace

from app.engine.absence import Absence
from app.engine.answers import SECTION_MARK, Answers
from app.engine.definition import Definition
from app.engine.effective import Effective
from app.engine.measures import Background
from app.engine.pairing import UNTOLD, Pairing

_Said = TypeVar("_Said")


def translated(
    pairing: Pairing, answers: Answers, among: Container[str] | None = None
) -> tuple[Answers, tuple[str, ...]]:
    """Earlier answers in the later version's terms, and the earlier keys that could not be told,
    or of whose cells some could not; only `among` some earlier keys, where they are given."""
    if pairing.same_version:
        return answers, ()
    values: dict[str, Any] = {}
    moved: dict[str, str] = {}
    untold: list[str] = []
    for key in _speaking(pairing.earlier, answers):
        if among is not None and key not in among:
            continue
        pair = pairing.by_earlier.get(key)
        told = dict(pair.values(answers)) if pair else {}
        if pair is None or UNTOLD in told.values():
            untold.append(key)
        if pair is not None and told.get(pair.later.key) is not UNTOLD:
            values.update({a: value for a, value in told.items() if value is not UNTOLD})
            moved[key] = pair.later.key
    return Answers(
        values, _moved(answers.rows, moved), _moved(answers.marks, moved),
        _moved(answers.unparsed, moved),
    ), tuple(untold)


def _speaking(definition: Definition, answers: Answers) -> Iterator[str]:
    """The keys at or below which anything is recorded."""
    parts = (answers.values, answers.rows, answers.marks, answers.unparsed)
    found = {address.partition("/")[0] for part in parts for address in part}
    return (key for key in definition.questions if key in found)


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
    pairing: Pairing, effective: Effective, among: Container[str] | None = None
) -> tuple[Effective, frozenset[str]]:
    """Effective answers of the earlier version in the later one's terms, and the untold keys.

    Sections need not be the same, so a skipped section is told question by question.
    """
    if pairing.same_version:
        return effective, frozenset()
    answers, untold = translated(pairing, effective.answers, among)
    marks = dict(answers.marks)
    skipped = (s for s in pairing.earlier.sections if effective.answers.skip_of(s.key))
    for question in chain.from_iterable(section.questions() for section in skipped):
        later = pairing.later_of(question.key)
        if later:
            marks[later] = answers.mark(later)._replace(absence=Absence.SKIPPED)
    told = replace(
        effective, answers=replace(answers, marks=marks),
        hidden=_later_keys(pairing, effective.hidden),
        disabled=_later_keys(pairing, effective.disabled),
    )
    return told, frozenset(untold)


def translated_background(
    pairing: Pairing, background: Background, among: Container[str] | None = None
) -> Background:
    """What was recorded before, in the later version's terms."""
    if pairing.same_version:
        return background
    known, _ = translated(pairing, background.last_known, among)
    return Background(known, _later_keys(pairing, background.held))


def _later_keys(pairing: Pairing, keys: frozenset[str]) -> frozenset[str]:
    return frozenset(later for key in keys if (later := pairing.later_of(key)))
