"""Questions followed across the versions of a toolkit: which keys of which versions are one row.

Two versions are paired directly, never by way of those between them, so that a question that was
dropped and came back is one row, and a row says the same as a comparison of any two assessments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field

from app.engine.definition import Definition, Question, Section
from app.engine.pairing import Pairing
from app.engine.row_items import merged_order

Between = Callable[[Definition, Definition], Pairing]
"""Gives the pairing of an earlier version with a later one."""


class Thread(Struct, eq=False, dict=True):
    """One question: its key in each version that asks it. `anchor` is the last of these."""

    anchor: Definition
    key: str
    keys: dict[Definition, str] = field(default_factory=dict)

    @cached_property
    def every_key(self) -> frozenset[str]:
        """All keys that it has or had."""
        return frozenset(self.keys.values())

    @property
    def question(self) -> Question:
        """The question as it was last asked."""
        return self.anchor.questions[self.key]

    @property
    def section(self) -> Section:
        """Where it was last asked."""
        return self.anchor.section_of[self.key]


def threads(definitions: Sequence[Definition], between: Between) -> tuple[Thread, ...]:
    """A thread for every question of any version: in the order of the latest one, with those that
    are gone in their old place. `definitions` are the versions in order of time, some again and
    again."""
    versions = list(dict.fromkeys(reversed(definitions)))
    found: dict[Definition, dict[str, Thread]] = {}
    order: list[Thread] = []
    for version in versions:
        mine = _threads_of(version, found, between)
        order = _merged(list(mine.values()), order)
        found[version] = mine
    return tuple(order)


def _threads_of(
    version: Definition, later: Mapping[Definition, Mapping[str, Thread]], between: Between
) -> dict[str, Thread]:
    """The thread of each question of a version, given those of the versions after it."""
    mine: dict[str, Thread] = {}
    for key in version.questions:
        thread = _followed(version, key, later, between)
        if thread is None:
            thread = Thread(version, key)
        thread.keys[version] = key
        mine[key] = thread
    return mine


def _followed(
    version: Definition, key: str, later: Mapping[Definition, Mapping[str, Thread]],
    between: Between,
) -> Thread | None:
    """The thread of the latest version in which a question is the same question."""
    for other, known in later.items():
        became = between(version, other).later_of(key)
        thread = known.get(became) if became else None
        if thread is not None and version not in thread.keys:
            return thread
    return None


def _merged(before: Sequence[Thread], after: Sequence[Thread]) -> list[Thread]:
    by_name = {str(id(thread)): thread for thread in (*before, *after)}
    names = merged_order([str(id(thread)) for thread in before],
                         [str(id(thread)) for thread in after])
    return [by_name[name] for name in names]
