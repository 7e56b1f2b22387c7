"""The geometry of the line of levels over time: a stepped plot. `drawing` draws it.

No sloping lines: a level holds from the day it was recorded until the next one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from app.reviews.over_time.axis import Axis

TOP, ROW = 14, 44
APART = 7
"""The calculated level runs this far below the recorded one, the highest so far above it."""


class LevelPoint(Struct, frozen=True):
    """A submitted assessment's level on its day; `due` is when the next review was to be done.

    `joined` says that its levels are those of the assessment before, if of the same toolkit.
    """

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
    joined: bool = True

    @property
    def judged_differently(self) -> bool:
        """Whether the level that stands is not the calculated one."""
        return self.rank != self.calculated_rank

    def follows(self, before: LevelPoint) -> bool:
        """Whether its level may be drawn on one line with that of another."""
        return self.slug == before.slug and self.joined


class Run(Struct, frozen=True):
    """A line of the plot, along or up; `kind` is recorded, carried, calculated or highest.

    Carried is a recorded level past its review date.
    """

    kind: str
    x1: int
    y1: int
    x2: int
    y2: int


class Dot(Struct, frozen=True):
    """A recorded level; `judged` where it is not the calculated one."""

    x: int
    y: int
    judged: bool


class Plot(Struct, frozen=True):
    """Everything that is drawn: `rows` are the heights of the levels with their words."""

    height: int
    rows: tuple[tuple[int, str], ...]
    runs: tuple[Run, ...]
    dots: tuple[Dot, ...]
    breaks: tuple[int, ...]


def plot(
    points: Sequence[LevelPoint], titles: Sequence[tuple[int, str]], axis: Axis
) -> Plot | None:
    """The plot of points in order of time, one at each review of the axis; `titles` are the ranks
    of the levels with their words.

    None where fewer than two points have a level: a line of one point says nothing.
    """
    if sum(point.rank is not None for point in points) < 2:
        return None
    words = _words(points, titles)
    heights = {rank: TOP + ROW * place + ROW // 2
               for place, rank in enumerate(sorted(words, reverse=True))}
    runs = _Runs(points, axis, heights)
    return Plot(
        2 * TOP + ROW * len(words), tuple((heights[rank], words[rank]) for rank in heights),
        (*runs.highest(), *runs.calculated(), *runs.recorded()),
        tuple(Dot(x, heights[point.rank], point.judged_differently)
              for x, point in zip(axis.reviews, points, strict=True) if point.rank is not None),
        tuple(_middle(axis, place) for place, (before, point) in enumerate(pairwise(points), 1)
              if not point.follows(before)),
    )


def _words(points: Sequence[LevelPoint], titles: Sequence[tuple[int, str]]) -> dict[int, str]:
    """The words of each rank; two toolkits may call it differently."""
    recorded = ((point.rank, point.title) for point in points)
    calculated = ((point.calculated_rank, "") for point in points)
    words: dict[int, dict[str, None]] = {}
    for rank, title in (*titles, *recorded, *calculated):
        if rank is not None:
            words.setdefault(rank, {})[title] = None
    return {rank: " / ".join(filter(None, found)) for rank, found in words.items()}


def _middle(axis: Axis, place: int) -> int:
    return (axis.reviews[place - 1] + axis.reviews[place]) // 2


class _Runs(Struct, frozen=True):
    points: Sequence[LevelPoint]
    axis: Axis
    heights: dict[int, int]

    def recorded(self) -> Iterator[Run]:
        """The level that stood, dashed once its review was overdue."""
        for place, point in enumerate(self.points):
            if point.rank is not None:
                yield from self._stood(point, place, self.heights[point.rank])
        yield from self._steps("recorded", [point.rank for point in self.points], 0)

    def calculated(self) -> Iterator[Run]:
        """What the answers gave at least."""
        yield from self._along("calculated", [p.calculated_rank for p in self.points], APART)

    def highest(self) -> Iterator[Run]:
        """The highest level so far, by rank, whatever the toolkit."""
        so_far: list[int | None] = []
        for point in self.points:
            found = [rank for rank in (*so_far[-1:], point.rank) if rank is not None]
            so_far.append(max(found, default=None))
        yield from self._along("highest", so_far, -APART, broken=False)

    def _stood(self, point: LevelPoint, place: int, y: int) -> Iterator[Run]:
        start, end = self.axis.reviews[place], self._end(place)
        fresh = end if point.due is None else max(start, min(end, self.axis.x(point.due)))
        if fresh > start:
            yield Run("recorded", start, y, fresh, y)
        if fresh < end:
            yield Run("carried", fresh, y, end, y)

    def _along(
        self, kind: str, ranks: Sequence[int | None], lower: int, broken: bool = True
    ) -> Iterator[Run]:
        for place, rank in enumerate(ranks):
            if rank is not None:
                y = self.heights[rank] + lower
                yield Run(kind, self.axis.reviews[place], y, self._end(place, broken), y)
        yield from self._steps(kind, ranks, lower, broken)

    def _steps(
        self, kind: str, ranks: Sequence[int | None], lower: int, broken: bool = True
    ) -> Iterator[Run]:
        for place, (before, rank) in enumerate(pairwise(ranks), 1):
            apart = broken and not self.points[place].follows(self.points[place - 1])
            if before is not None and rank is not None and before != rank and not apart:
                x = self.axis.reviews[place]
                yield Run(kind, x, self.heights[before] + lower, x, self.heights[rank] + lower)

    def _end(self, place: int, broken: bool = True) -> int:
        """Where what a review recorded ends: at the next one, or short of a break."""
        if place + 1 == len(self.points):
            return self.axis.end
        if broken and not self.points[place + 1].follows(self.points[place]):
            return _middle(self.axis, place + 1) - 4
        return self.axis.reviews[place + 1]
