"""The geometry of the line of levels over time: a stepped plot. The template draws it.

No sloping lines: a level holds from the day it was recorded until the next one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

LEFT, RIGHT, TOP, ROW = 190, 40, 20, 44
WIDTH = 860
_CLOSEST = 60
"""Dates nearer to each other than this are not both written under the plot."""


@dataclass(frozen=True, slots=True)
class LevelPoint:
    """A submitted assessment's level on its day; `due` is when the next review was to be done."""

    on: date
    title: str
    rank: int | None
    calculated: str
    calculated_rank: int | None
    slug: str
    version: int
    revision_id: int
    assessment_id: int
    due: date | None = None

    @property
    def judged_differently(self) -> bool:
        """Whether the level that stands is not the calculated one."""
        return self.rank != self.calculated_rank


@dataclass(frozen=True, slots=True)
class Line:
    """A run of the plot; dashed where the level was carried past its review date."""

    x1: float
    y1: float
    x2: float
    y2: float
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A word or a point of the plot."""

    x: float
    y: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything the SVG shows, in its own units."""

    width: int
    height: int
    rows: tuple[Mark, ...]
    lines: tuple[Line, ...]
    points: tuple[Mark, ...]
    breaks: tuple[float, ...]
    dates: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    first: date
    last: date
    ranks: tuple[int, ...]

    def x(self, day: date) -> float:
        span = max(1, (self.last - self.first).days)
        part = (min(max(day, self.first), self.last) - self.first).days / span
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    def y(self, rank: int) -> float:
        return TOP + ROW * (len(self.ranks) - 1 - self.ranks.index(rank)) + ROW / 2


def plot(
    points: Sequence[LevelPoint], titles: Sequence[tuple[int, str]], today: date
) -> Plot | None:
    """The plot of points in date order; `titles` are the ranks of the levels with their words.

    None where fewer than two points have a level: a line of one point says nothing.
    """
    drawn = [point for point in points if point.rank is not None]
    if len(drawn) < 2:
        return None
    words = dict(titles) | {p.rank: p.title for p in drawn if p.rank is not None}
    scale = _Scale(drawn[0].on, max(today, drawn[-1].on), tuple(sorted(words)))
    return Plot(
        WIDTH, TOP + ROW * len(words) + 40,
        tuple(Mark(0, scale.y(rank), words[rank]) for rank in scale.ranks),
        tuple(line for index in range(len(drawn)) for line in _lines(drawn, index, scale)),
        tuple(Mark(scale.x(p.on), scale.y(p.rank), p.title) for p in drawn if p.rank is not None),
        tuple(scale.x(b.on) for a, b in zip(drawn, drawn[1:], strict=False) if a.slug != b.slug),
        _dates(drawn, scale),
    )


def _lines(drawn: Sequence[LevelPoint], index: int, scale: _Scale) -> list[Line]:
    here = drawn[index]
    following = drawn[index + 1] if index + 1 < len(drawn) else None
    assert here.rank is not None
    y, end = scale.y(here.rank), following.on if following else scale.last
    lines = _level_run(here, end, y, scale)
    if following and following.slug == here.slug and following.rank is not None:
        lines.append(Line(scale.x(end), y, scale.x(end), scale.y(following.rank)))
    return lines


def _level_run(here: LevelPoint, end: date, y: float, scale: _Scale) -> list[Line]:
    due = here.due
    if due is None or due >= end:
        return [Line(scale.x(here.on), y, scale.x(end), y)]
    fresh = max(due, here.on)
    return [
        Line(scale.x(here.on), y, scale.x(fresh), y),
        Line(scale.x(fresh), y, scale.x(end), y, carried=True),
    ]


def _dates(drawn: Sequence[LevelPoint], scale: _Scale) -> tuple[Mark, ...]:
    written: list[Mark] = []
    below = TOP + ROW * len(scale.ranks) + 24
    for point in drawn:
        x = scale.x(point.on)
        if not written or x - written[-1].x >= _CLOSEST:
            written.append(Mark(x, below, f"{point.on.day} {point.on:%b %Y}"))
    return tuple(written)
