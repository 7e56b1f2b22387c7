"""How answers are written into the body of a revision, whole or only what changed. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import orjson

from app.engine import merkle
from app.engine.answers import NO_MARK, Answers, Mark
from app.engine.definition import Definition
from app.engine.merging import Unit, unit_of

Changes = dict[str, dict[str, Any]]
"""What differs, part by part and address by address; None where something is taken away."""

PARTS = ("values", "rows", "marks", "unparsed")

KEPT = 32
"""Of how many whole bodies a process keeps the answers: a page of a draft and all that it saves by
itself begin with the same one."""

KEPT_CHANGES = 64
"""And of how many bodies of changes: the next page of a draft lays the same ones over it."""

NOT_ASKED = "not_asked"
"""Beside the answers of a complete revision: the keys of those that do not count."""


def whole(
    definition: Definition, answers: Answers, not_asked: Iterable[str] | None = None
) -> str:
    """Every answer: the instance of the schema; beside it rows, marks and what did not parse."""
    document = answers.to_document(definition)
    if not_asked is not None:
        document[NOT_ASKED] = list(not_asked)
    return orjson.dumps(document).decode()


def read_whole(definition: Definition, body: str) -> Answers:
    """The answers that `whole` wrote."""
    return Answers.from_document(definition, orjson.loads(body))


def read_not_asked(body: str) -> list[str]:
    """The keys of answers that do not count, as `whole` wrote them; none beside a draft."""
    found: list[str] = orjson.loads(body).get(NOT_ASKED, [])
    return found


def changes(before: Answers, after: Answers) -> Changes:
    """What must be laid over `before` to have `after`; empty where they say the same."""
    found = {part: _differences(_part(before, part), _part(after, part)) for part in PARTS}
    return {part: different for part, different in found.items() if different}


def written(changed: Changes) -> str:
    """Changes as a body."""
    return orjson.dumps({
        part: {address: _plain(value) for address, value in different.items()}
        for part, different in changed.items()
    }).decode()


def replayed(definition: Definition, bodies: Iterable[str]) -> Answers:
    """The answers after a whole body and the changes that followed it, oldest first."""
    first, *later = bodies
    start = _kept(definition, first)
    if not later:
        return start
    return _laid_over(start, later)


@lru_cache(maxsize=KEPT)
def _kept(definition: Definition, body: str) -> Answers:
    return read_whole(definition, body)


def laid_over(definition: Definition, before: Answers, body: str, whole: bool) -> Answers:
    """The answers once one more body stands: a whole one, or what it changed."""
    if whole:
        return read_whole(definition, body)
    return _laid_over(before, (body,))


def units_changed(before: Answers, after: Answers) -> frozenset[str]:
    """The units, questions or rows, of which two states say something different."""
    changed = changes(before, after)
    addresses = (a for part in PARTS if part != "rows" for a in changed.get(part, ()))
    rows = (
        f"{key}/{row}" for key in changed.get("rows", ())
        for row in set(before.rows.get(key, ())) ^ set(after.rows.get(key, ()))
    )
    return frozenset((*map(unit_of, addresses), *rows))


# One unit, for what is kept aside


def written_unit(unit: Unit) -> str:
    """Everything one edit says of one question or row."""
    marks = {address: mark.to_document() for address, mark in unit.marks.items()}
    return orjson.dumps(
        {"values": unit.values, "marks": marks, "unparsed": unit.unparsed,
         "present": unit.present},
        option=orjson.OPT_SORT_KEYS,
    ).decode()


def read_unit(text: str) -> Unit:
    """The unit that `written_unit` wrote."""
    said = orjson.loads(text)
    marks = {address: Mark.from_document(mark) for address, mark in said["marks"].items()}
    return Unit(said["values"], marks, said["unparsed"], said["present"])


# Hashes


def leaves(
    secret: bytes, answers: Answers, beside: Mapping[str, Any], asked: Iterable[str]
) -> tuple[merkle.Leaf, ...]:
    """The leaves of a revision: one for each question, and one for each fact beside them.

    Every question that may be `asked` has one, answered or not, and its rows are within it: how
    many leaves there are, and which, then tells nothing of an answer that is withheld.
    """
    said: dict[str, Any] = {f"={name}": value for name, value in beside.items()}
    said.update((key, {}) for key in asked)
    for part in PARTS:
        for address, value in _part(answers, part).items():
            key = address.partition("/")[0]
            said.setdefault(key, {}).setdefault(part, {})[address] = _plain(value)
    return merkle.salted(secret, said)


def leaves_by_row(
    secret: bytes, answers: Answers, beside: Mapping[str, Any]
) -> tuple[merkle.Leaf, ...]:
    """The leaves as the first release made them: one for each question or row that has an answer.

    What was recorded then has a root over these, and goes on being verified by them.
    """
    said: dict[str, Any] = {f"={name}": value for name, value in beside.items()}
    for part in PARTS:
        for address, value in _part(answers, part).items():
            if part == "rows":
                said[f"{address}/"] = _plain(value)
            else:
                said.setdefault(unit_of(address), {}).setdefault(part, {})[address] = _plain(value)
    return merkle.salted(secret, said)


def _part(answers: Answers, part: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = getattr(answers, part)
    if part == "rows":
        return {key: ids for key, ids in found.items() if ids}
    if part == "marks":
        return {address: mark for address, mark in found.items() if mark != NO_MARK}
    return found


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    different = {
        address: value for address, value in after.items()
        if (had := before.get(address)) is not value and had != value
    }
    different.update((address, None) for address in before if address not in after)
    return different


def _plain(value: Any) -> Any:
    if isinstance(value, Mark):
        return value.to_document()
    return list(value) if isinstance(value, tuple) else value


def _laid_over(before: Answers, bodies: Iterable[str]) -> Answers:
    parts = {part: dict(getattr(before, part)) for part in PARTS}
    for body in bodies:
        for part, said, gone in _said_in(body):
            parts[part].update(said)
            for address in gone:
                parts[part].pop(address, None)
    return Answers(**parts)


@lru_cache(maxsize=KEPT_CHANGES)
def _said_in(body: str) -> list[tuple[str, dict[str, Any], list[str]]]:
    """Part by part what a body of changes says, and the addresses of what it takes away."""
    return [
        (part,
         {address: _read(part, value) for address, value in different.items()
          if value is not None},
         [address for address, value in different.items() if value is None])
        for part, different in orjson.loads(body).items()
    ]


def _read(part: str, value: Any) -> Any:
    if part == "marks":
        return Mark.from_document(value)
    return tuple(value) if part == "rows" else value
