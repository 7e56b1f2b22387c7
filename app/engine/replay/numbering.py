"""All that the level of a situation depends on, written as one whole number, of many at once.

A part of the number is kept for each end of each measure, for each question that levels look at,
and for harm whose question is gone. What the characters at a place add to it is looked up, and the
rest is a sum; equal numbers come to equal levels. Where measures are no whole numbers the order in
which they are added counts, and there is none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import repeat
from typing import Any

from app.engine.replay.adding import Added, Adding, Sum, Table
from app.engine.replay.footprints import Wide
from app.engine.replay.levelling import Top
from app.engine.replay.viewing import View

_CHARACTER = 21
"""The bits that the number of any character has."""

_MOST = 2**20
"""The most that a term may add: floats add far more of these than there are without rounding."""

_Places = tuple[int, ...]
_Part = Callable[[Any], int]


class Numbering:
    """The numbers of situations. Raises Wide where characters do not tell all."""

    def __init__(self, sums: Sequence[Sum], top: Top, view: View) -> None:
        if top.looks_beside or any(one.looks_beside for one in sums):
            raise Wide("beside")
        self._parts: dict[_Places, list[_Part]] = {}
        self._free = 0
        for one in sums:
            self._keep_sum(one)
        for letter in top.letters:
            self._keep((letter.place,), partial(_moved, by=self._take(_CHARACTER), of=ord))
        for place, held in view.losing:
            self._keep((place,), partial(_moved, by=self._take(1), of=held))
        self._tables = [(places, Table(partial(_together, parts)))
                        for places, parts in self._parts.items()]

    def of(self, codes: Sequence[str]) -> list[int]:
        """The number of each situation; they are as long as each other.

        Raises Wide where one of them has none.
        """
        joined, step = "".join(codes), len(codes[0])
        columns = (map(table.__getitem__, _column(joined, places, step))
                   for places, table in self._tables)
        return list(map(sum, zip(repeat(0, len(codes)), *columns, strict=True)))

    def _keep_sum(self, one: Sum) -> None:
        most = sum(_checked(adding.term.largest) for adding in one.made)
        low, high = (self._take(most.bit_length()) for _ in range(2))
        for adding in one.made:
            part = partial(_ends, adding, low, high)
            if adding.letters:
                self._keep(tuple(letter.place for letter in adding.letters), part)
            else:
                part(())

    def _keep(self, places: _Places, part: _Part) -> None:
        self._parts.setdefault(places, []).append(part)

    def _take(self, bits: int) -> int:
        taken, self._free = self._free, self._free + bits
        return taken


def _column(joined: str, places: _Places, step: int) -> Iterable[Any]:
    """What stands at these places in one situation after the other."""
    found = [joined[place::step] for place in places]
    return found[0] if len(found) == 1 else zip(*found, strict=True)


def _together(parts: Iterable[_Part], characters: Any) -> int:
    return sum(part(characters) for part in parts)


def _moved(character: str, by: int, of: Callable[[str], int]) -> int:
    return of(character) << by


def _ends(adding: Adding, low: int, high: int, characters: Sequence[str]) -> int:
    added: Added = adding.of_characters(characters)
    most = adding.term.largest
    return (_checked(added.real, most) << low) + (_checked(added.imag, most) << high)


def _checked(added: float, most: float = _MOST) -> int:
    """The whole number that it is. Raises Wide where it is none, or more than was reckoned with."""
    if not 0 <= added <= most or added != int(added):
        raise Wide(str(added))
    return int(added)
