"""Many situations of one version worked out under another, each as the engine would, but fast.

What a term adds depends on a few questions alone, and so does the level once the measures are
known. So the engine itself is asked about each combination of these that turns up, once, with
nothing else answered; the rest is looking up and adding. Tested equal to `whole` on any answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from operator import getitem
from typing import Any

import orjson

from app.engine.levels import Calculated
from app.engine.pairing import Pairing
from app.engine.replay.adding import Sum
from app.engine.replay.footprints import Wide, of_levels
from app.engine.replay.levelling import Ends, Top
from app.engine.replay.numbering import Numbering
from app.engine.replay.viewing import NOTHING_BESIDE, View


class Replay:
    """The levels that situations of `pairing.earlier` come to under `pairing.later`.

    `wide` says why none can be told from situations alone, or is None. What is equal is also the
    same object, so that callers may count by identity.
    """

    def __init__(self, pairing: Pairing) -> None:
        self._view = View(pairing)
        self._known: dict[tuple[Any, ...], Calculated] = {}
        self._by_number: dict[int, Calculated | None] = {}
        self._alike: dict[Calculated, Calculated] = {}
        self.wide: str | None = None
        try:
            glance = of_levels(pairing.later)
            read = [one for one in pairing.later.measures if one.id in glance.measures]
            self._sums = [Sum(measure, self._view) for measure in read]
            self._ends = [Ends(measure, pairing.later).alike for measure in read]
            self._top = Top(glance, read, self._view)
        except Wide as found:
            self.wide = str(found)

    def calculated(self, codes: str, beside: str, on: date) -> Calculated | None:
        """The calculated level of a situation; None where it must be worked out whole."""
        if self.wide is not None or not codes or self._view.loses_held(codes):
            return None
        said = orjson.loads(beside) if beside and self.looks_beside else NOTHING_BESIDE
        totals = tuple(map(getitem, self._ends, [one.of(codes, said) for one in self._sums]))
        key = (totals, *self._top.key(codes, said, on))
        found = self._known.get(key)
        if found is None:
            level = self._top.level(totals, codes, said, key)
            found = self._known[key] = self._alike.setdefault(level, level)
        return found

    def all_calculated(self, codes: Sequence[str]) -> list[Calculated | None]:
        """The same of many situations, where nothing beside their characters is looked at."""
        assert not self.looks_beside
        length = len(self._view.letters)
        told = [one for one in codes if len(one) == length]
        numbered = self._numbered(told) if told else None
        found = numbered or [self.calculated(one, "", date.min) for one in told]
        if len(told) == len(codes):
            return found
        following = iter(found)
        return [next(following) if len(one) == length else None for one in codes]

    @cached_property
    def looks_beside(self) -> bool:
        """Whether it looks at more than the characters; never where it is wide."""
        return self.wide is None and (
            self._top.looks_beside or any(one.looks_beside for one in self._sums))

    def _numbered(self, codes: Sequence[str]) -> list[Calculated | None] | None:
        """What they come to, one of each number worked out; None where they have no numbers."""
        if self._numbering is None:
            return None
        try:
            numbers = self._numbering.of(codes)
        except Wide:
            self._numbering = None
            return None
        one_of = dict(zip(numbers, codes, strict=True))
        for number in one_of.keys() - self._by_number.keys():
            self._by_number[number] = self.calculated(one_of[number], "", date.min)
        return list(map(self._by_number.__getitem__, numbers))

    @cached_property
    def _numbering(self) -> Numbering | None:
        try:
            return None if self.wide else Numbering(self._sums, self._top, self._view)
        except Wide:
            return None
