"""Many situations of one version worked out under another, each as the engine would, but fast.

What a term adds depends on a few questions alone, and the level on what conditions say of measures
and answers. So the engine itself is asked about each combination of these that turns up, once, with
nothing else answered; the rest is looking up and adding, place by place for all situations at once.
Tested equal to `whole` on any answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from app.engine.levels import Calculated
from app.engine.pairing import Pairing
from app.engine.replay.columns import Columns, Table
from app.engine.replay.footprints import Wide, of_levels
from app.engine.replay.letters import Letter
from app.engine.replay.levelling import Top
from app.engine.replay.viewing import View


class Replay:
    """The levels that situations of `pairing.earlier` come to under `pairing.later`.

    `wide` says why none can be told from situations alone, or is None. What is equal is also the
    same object, so that callers may count by identity.
    """

    def __init__(self, pairing: Pairing) -> None:
        self._view = View(pairing)
        self._held = [(letter.place, Table(partial(_holds, letter)))
                      for letter in self._view.losing]
        self._known: dict[Any, Calculated | None] = {}
        self._alike: dict[Calculated, Calculated] = {}
        self.wide: str | None = None
        try:
            self._top = Top(of_levels(pairing.later), self._view)
        except Wide as found:
            self.wide = str(found)

    @property
    def looks_beside(self) -> bool:
        """Whether it looks at more than the characters; never where it is wide."""
        return self.wide is None and self._view.looks_beside

    def calculated(self, codes: str, beside: str) -> Calculated | None:
        """The calculated level of a situation; None where it must be worked out whole."""
        return self.all_calculated([codes], [beside])[0]

    def all_calculated(
        self, codes: Sequence[str], besides: Sequence[str] = ()
    ) -> list[Calculated | None]:
        """The same of many; what stands beside their characters where it looks there."""
        if self.wide is not None:
            return [None] * len(codes)
        length = len(self._view.alphabet.letters)
        if set(map(len, codes)) <= {length}:
            return self._found(codes, besides) if codes else []
        told = [place for place, one in enumerate(codes) if len(one) == length]
        if not told:
            return [None] * len(codes)
        found = self._found([codes[place] for place in told],
                            [besides[place] for place in told] if besides else ())
        by_place = dict(zip(told, found, strict=True))
        return [by_place.get(place) for place in range(len(codes))]

    def _found(self, codes: Sequence[str], besides: Sequence[str]) -> list[Calculated | None]:
        columns = Columns(codes, besides)
        said = list(zip(self._losing(columns), self._top.column(columns), strict=True))
        place_of = dict(zip(said, range(len(said)), strict=True))
        for one in place_of.keys() - self._known.keys():
            place = slice(place_of[one], place_of[one] + 1)
            self._known[one] = self._level(one[0], Columns(codes[place], besides[place]))
        return list(map(self._known.__getitem__, said))

    def _level(self, loses: Any, columns: Columns) -> Calculated | None:
        if any(loses):
            return None
        level = self._top.level(columns)
        return self._alike.setdefault(level, level)

    def _losing(self, columns: Columns) -> Iterable[tuple[bool, ...]]:
        """Whether harm is held whose question is not asked as the same one later."""
        found = [table.column(columns.characters(place)) for place, table in self._held]
        return zip(*found, strict=True) if found else [()] * columns.many


def _holds(letter: Letter, character: str) -> bool:
    return letter.read(character).held
