"""The geometry of a measure over time: a stepped band from its low end to its high end.

It holds from one review to the next, and is broken where the two do not measure the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from app.engine.trajectory import Line
from app.engine.trajectory_steps import Reading

HEIGHT = 76
_TOP, _BOTTOM = 22, 8
_WRITTEN = 46
"""So far apart at least are two values that are both written."""


class Part(Struct, frozen=True):
    """What holds from one review to the next: from `low` up to `high`, heights in the drawing."""

    x1: int
    x2: int
    low: int
    high: int


class Value(Struct, frozen=True):
    """A value in words above its place; `by_time` where only time made it lower."""

    x: int
    y: int
    text: str
    by_time: bool


class Band(Struct, frozen=True):
    """Everything that is drawn of a measure; `joins` are upright lines where it steps."""

    parts: tuple[Part, ...]
    joins: tuple[tuple[int, int, int], ...]
    values: tuple[Value, ...]
    breaks: tuple[int, ...]
    top: float


def band(line: Line, places: list[int], end: int) -> Band:
    """The band of a measure whose readings stand at these places."""
    top = max((one.high for one in line.readings if one), default=0.0) or 1.0
    made = _Making(line, places, end, top)
    return Band(tuple(made.parts()), tuple(made.joins()), tuple(made.values()),
                tuple(made.broken()), top)


def written(reading: Reading) -> str:
    """A reading as an interval, such as "5 to 8"."""
    if reading.low == reading.high:
        return f"{reading.low:g}"
    return f"{reading.low:g} to {reading.high:g}"


class _Making(Struct, frozen=True):
    line: Line
    places: list[int]
    end: int
    top: float

    def parts(self) -> Iterator[Part]:
        """A part for each reading."""
        for number, reading in enumerate(self.line.readings):
            if reading is not None:
                yield Part(self.places[number], self._until(number), self._y(reading.low),
                           self._y(reading.high))

    def joins(self) -> Iterator[tuple[int, int, int]]:
        """Where an end goes up or down: place, from, to."""
        for number, (before, reading) in enumerate(pairwise(self.line.readings), 1):
            if before and reading and number not in self.line.breaks:
                for one, other in ((before.low, reading.low), (before.high, reading.high)):
                    if one != other:
                        yield self.places[number], self._y(one), self._y(other)

    def values(self) -> Iterator[Value]:
        """The values that changed, where there is room; what time made is always marked."""
        last, before = -_WRITTEN, None
        for number, reading in enumerate(self.line.readings):
            x = self.places[number]
            roomy = x - last >= _WRITTEN
            new = reading is not None and (before is None or written(before) != written(reading))
            if reading and (new and roomy or reading.by_time):
                yield Value(x + 4, self._y(reading.high) - 6, written(reading) if roomy else "",
                            reading.by_time)
                last = x if roomy else last
            before = reading

    def broken(self) -> Iterator[int]:
        """Half-way between the reviews that are not joined."""
        for number in sorted(self.line.breaks):
            yield (self.places[number - 1] + self.places[number]) // 2

    def _until(self, number: int) -> int:
        if number + 1 == len(self.places):
            return self.end
        if number + 1 in self.line.breaks:
            return (self.places[number] + self.places[number + 1]) // 2 - 4
        return self.places[number + 1]

    def _y(self, value: float) -> int:
        return round(HEIGHT - _BOTTOM - value / self.top * (HEIGHT - _TOP - _BOTTOM))
