"""What stands at each place of many situations of one version, place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from app.engine.replay.details import SORTS
from app.engine.replay.situations import BLOCK, FIELD, LINE

Found = TypeVar("Found")


class Table(dict[Any, Found]):
    """Filled as it is looked at."""

    def __init__(self, make: Callable[[Any], Found]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: Any) -> Found:
        found = self[key] = self._make(key)
        return found

    def column(self, keys: Iterable[Any]) -> Iterator[Found]:
        """What is found at one key after the other."""
        return map(self.__getitem__, keys)


class Columns:
    """Situations of one version, at least one; `besides` may be left out where nobody looks."""

    def __init__(self, codes: Sequence[str], besides: Sequence[str] = ()) -> None:
        self.many = len(codes)
        self._joined, self._step = "".join(codes), len(codes[0])
        self._besides = besides
        self._blocks: dict[int, list[str]] = {}

    def characters(self, place: int) -> str:
        """The character at a place of one after the other."""
        return self._joined[place::self._step]

    def lines(self, block: int, line: int) -> Sequence[str]:
        """A line of a block of one after the other."""
        if block not in self._blocks:
            self._blocks[block] = _parts(_parts(self._besides, BLOCK)[block::len(SORTS)], LINE)
        found = self._blocks[block]
        return found[line::len(found) // self.many]


def now(lines: Sequence[str]) -> Sequence[str]:
    """What they say of now."""
    return _parts(lines, FIELD)[::2]


def _parts(joined: Sequence[str], by: str) -> list[str]:
    return by.join(joined).split(by)
