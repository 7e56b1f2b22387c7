"""What stands at each place of many situations of one version, place by place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, TypeVar

from app.engine.replay.situations import FIELD, LINE

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
        self._fields: dict[int, list[str]] = {}

    def characters(self, place: int) -> str:
        """The character at a place of one after the other."""
        return self._joined[place::self._step]

    def fields(self, line: int, number: int) -> Sequence[str]:
        """A field of a line of one after the other."""
        if line not in self._fields:
            lines = self._lines[line::len(self._lines) // self.many]
            self._fields[line] = FIELD.join(lines).split(FIELD)
        found = self._fields[line]
        return found[number::len(found) // self.many]

    @cached_property
    def _lines(self) -> list[str]:
        return LINE.join(self._besides).split(LINE)
