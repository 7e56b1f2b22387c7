"""All that is said of a case over time, for the page and for what is taken away. No HTML."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace


from app.engine.trajectory import Column, Trajectory
from app.engine.trajectory_steps import Reached
from app.reviews.over_time.lanes import Event, events
from app.reviews.over_time.level_line import LevelPoint
from app.reviews.queries.trajectory import OverTime


class ReviewLine(Struct, frozen=True):
    """A review in the table: its number, level and the highest so far, and the revision of the
    same toolkit before it. `column` is None for a review in another toolkit."""

    number: int
    point: LevelPoint
    highest: Reached | None
    before: LevelPoint | None
    column: Column | None
    broken: bool


class Account(Struct, frozen=True):
    """All that the page and what is taken away say, worked out of one trajectory."""

    found: OverTime
    made: Trajectory
    points: tuple[LevelPoint, ...]
    numbers: tuple[int, ...]
    """Of the reviews of this toolkit, counted over the reviews of all toolkits."""
    events: tuple[Event, ...]

    @classmethod
    def of(cls, found: OverTime, made: Trajectory) -> Account:
        """What is to be said of a trajectory."""
        numbers = [n for n, one in enumerate(found.every) if one.slug == found.slug]
        joined = {n: column.joined for n, column in zip(numbers, made.columns, strict=True)}
        points = tuple(_joined(one.point, joined.get(n, True))
                       for n, one in enumerate(found.every))
        return cls(found, made, points, tuple(numbers), events(made.actions, found.marks))

    @property
    def lines(self) -> list[ReviewLine]:
        """A line for each review of any toolkit."""
        lines: list[ReviewLine] = []
        columns = dict(zip(self.numbers, self.made.columns, strict=True))
        last: dict[str, LevelPoint] = {}
        highest: Reached | None = None
        for number, point in enumerate(self.points):
            highest = _higher(highest, point)
            before = self.points[number - 1] if number else None
            lines.append(ReviewLine(
                number + 1, point, highest, last.get(point.slug), columns.get(number),
                before is not None and not point.follows(before)))
            last[point.slug] = point
        return lines

    def number_of(self, place: int) -> int:
        """The number of a review of this toolkit, as the page counts."""
        return self.numbers[place] + 1


def _joined(point: LevelPoint, joined: bool) -> LevelPoint:
    return point if joined else replace(point, joined=False)


def _higher(highest: Reached | None, point: LevelPoint) -> Reached | None:
    if point.rank is None or highest is not None and highest.rank >= point.rank:
        return highest
    return Reached(point.title, point.rank)
