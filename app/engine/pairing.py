"""Which questions of two versions are the same question, and how a value of one is told in the
other. Looked up once for two versions; telling whole answers is in `translation`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from msgspec import Struct

from app.engine.answers import Answers, row_ids
from app.engine.definition import Definition, Question
from app.engine.key_relation import Lineage, Link

KEPT = 32
"""How many pairings a process keeps: two versions are compared again and again."""

_WORDS = frozenset({"text", "textarea", "email", "phone"})
_NUMBERS = frozenset({"number", "scale"})
_DATES = frozenset({"date", "approximate-date"})
_SINGLE = frozenset({"radios", "select", "descriptors"})
_FAMILIES = (_WORDS, _NUMBERS, _DATES, _SINGLE)


class _Untold:
    """The type of UNTOLD."""


UNTOLD = _Untold()
"""Stands for a value that the other version has no way to say."""


class Pair(Struct, frozen=True):
    """An earlier and a later question that are the same question, and what became of its options.

    `relation` says how the earlier one became the later one.
    """

    earlier: Question
    later: Question
    options: Lineage
    relation: str

    def told(self, value: Any) -> Any:
        """A value of the earlier question in the later one's terms; UNTOLD where there is none."""
        if value is None or not self.earlier.options:
            return value
        if isinstance(value, list):
            told = [self._option(key) for key in value]
            return UNTOLD if any(key is UNTOLD for key in told) else told
        return self._option(value)

    def values(self, answers: Answers) -> Iterator[tuple[str, Any]]:
        """By later address, what the earlier question and its cells hold, told."""
        if self.earlier.type.holds_rows:
            yield from self._cells(answers)
        elif (value := answers.values.get(self.earlier.key)) is not None:
            yield self.later.key, self.told(value)

    def _option(self, key: Any) -> Any:
        renamed = isinstance(key, str) and key in self.options.named
        found = _only(self.options.question(key)) if renamed else key
        return UNTOLD if self.later.option(found) is None else found

    def _cells(self, answers: Answers) -> Iterator[tuple[str, Any]]:
        """A cell goes by its own key; what it holds must still be of its kind, or a choice, there.
        """
        fixed = {row.key for row in self.later.fixed_rows}
        columns = [(column.key, _same_cell(column, self.later)) for column in self.earlier.columns]
        for row in row_ids(self.earlier, answers):
            gone = bool(fixed) and row not in fixed
            for key, column in columns:
                value = answers.values.get(f"{self.earlier.key}/{row}/{key}")
                if value is not None:
                    told = UNTOLD if gone or column is None or _strange(column, value) else value
                    yield f"{self.later.key}/{row}/{key}", told


def _same_cell(column: Question, later: Question) -> Question | None:
    found = later.column(column.key)
    return found if found and alike(column, found) else None


def _strange(column: Question, value: Any) -> bool:
    if not column.options:
        return False
    return not all(map(column.option, value if isinstance(value, list) else [value]))


class Pairing(Struct, frozen=True, eq=False, dict=True):
    """Which questions of two versions are the same question, by the lineage between them."""

    earlier: Definition
    later: Definition
    lineage: Lineage

    @staticmethod
    @lru_cache(maxsize=KEPT)
    def of(earlier: Definition, later: Definition, lineage: Lineage) -> Pairing:
        """The pairing of two versions, the same one each time."""
        return Pairing(earlier, later, lineage)

    @cached_property
    def by_earlier(self) -> Mapping[str, Pair]:
        """The pairs by the key of the earlier question."""
        links = ((key, self.lineage.question(key)) for key in self.earlier.questions)
        return {key: pair for key, link in links if (pair := self._pair(key, _only(link), link))}

    @cached_property
    def by_later(self) -> Mapping[str, Pair]:
        """The pairs by the key of the later question."""
        links = ((key, self.lineage.back(key)) for key in self.later.questions)
        return {key: pair for key, link in links if (pair := self._pair(_only(link), key, link))}

    def later_of(self, key: str) -> str | None:
        """The later question an earlier one can be compared with, or None."""
        pair = self.by_earlier.get(key)
        return pair.later.key if pair else None

    def earlier_of(self, key: str) -> str | None:
        """The earlier question a later one can be compared with, or None."""
        pair = self.by_later.get(key)
        return pair.earlier.key if pair else None

    @cached_property
    def same_version(self) -> bool:
        """Whether both are one version, in which every answer means what it says."""
        return self.earlier is self.later and self.lineage == Lineage.identity()

    def among(self, earlier: Container[str], later: Container[str]) -> Pairing:
        """The same pairs, in versions that ask nothing but some questions."""
        asked = self.later.among(later)
        return Pairing(asked if self.same_version else self.earlier.among(earlier), asked,
                       self.lineage)

    @cached_property
    def inverse(self) -> Pairing:
        """The same pairs seen from the other side."""
        return Pairing(self.later, self.earlier, self.lineage.inverse())

    def _pair(self, earlier: str, later: str, link: Link) -> Pair | None:
        first, second = self.earlier.questions.get(earlier), self.later.questions.get(later)
        options = self.lineage.options_of(earlier)
        if first is None or second is None or options is None or not alike(first, second):
            return None
        return Pair(first, second, options, link.relation)


def alike(first: Question, second: Question) -> bool:
    """Whether the values of two questions are of one kind."""
    names = {first.type.name, second.type.name}
    if names == {"scale"}:
        return _ends(first) == _ends(second)
    return len(names) == 1 or any(names <= family for family in _FAMILIES)


def _ends(scale: Question) -> tuple[Any, Any]:
    """Four on a scale to five is not four on a scale to ten."""
    return scale.schema.get("minimum"), scale.schema.get("maximum")


def _only(link: Link) -> str:
    """The one key of the same meaning; blank where there is none."""
    return link.to[0] if link.comparable and len(link.to) == 1 else ""
