"""What was done and what happened, in lanes along the axis of time. Geometry alone, no HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum

from msgspec import Struct

from app.engine.question_types.dates import earliest
from app.engine.trajectory_actions import Listed
from app.reviews.over_time.axis import Axis
from app.reviews.over_time.marks import Kind, Mark

_NEAR = 14
"""Marks nearer to each other than this are drawn as one, with their number."""


class Lane(StrEnum):
    """What the marks of a lane are."""

    PLANNED = "planned"
    DONE = "done"
    DANGER = "danger"
    HARM = "harm"
    HARM_ENDED = "harm_ended"

    @property
    def words(self) -> str:
        """What the lane is called."""
        return _WORDS[self]


_WORDS = {
    Lane.PLANNED: "Planned: to be done by",
    Lane.DONE: "Done on",
    Lane.DANGER: "Immediate danger recorded",
    Lane.HARM: "Actual harm recorded",
    Lane.HARM_ENDED: "Actual harm last happened",
}
_LANES = {Kind.DANGER: Lane.DANGER, Kind.HARM: Lane.HARM, Kind.HARM_ENDED: Lane.HARM_ENDED}


class Event(Struct, frozen=True):
    """One thing that was done, is to be done or happened. `on` is None where no day was recorded,
    `day` is what was. `recorded` is the number of the review that recorded it first."""

    lane: Lane
    on: date | None
    day: str
    what: str
    who: str
    recorded: int | None = None
    danger_id: int | None = None


class Drawn(Struct, frozen=True):
    """A mark; `count` of them at one place."""

    x: int
    count: int


def events(actions: Iterable[Listed], marks: Iterable[Mark]) -> tuple[Event, ...]:
    """Everything that was done, planned or happened, by day; what has no day comes last."""
    found = [*map(_event, actions), *map(_happened, marks)]
    return tuple(sorted(found, key=lambda one: one.on or date.max))


def _event(listed: Listed) -> Event:
    action = listed.action
    lane, day = (Lane.DONE, action.done) if action.done else (Lane.PLANNED, action.due)
    return Event(lane, earliest(day), day, action.what, action.who, listed.first)


def _happened(mark: Mark) -> Event:
    return Event(_LANES[mark.kind], mark.on, mark.on.isoformat(), mark.what, mark.who,
                 danger_id=mark.danger_id)


def lanes(found: Sequence[Event], axis: Axis) -> Iterator[tuple[Lane, tuple[Drawn, ...]]]:
    """The lanes that hold anything, each with its marks."""
    for lane in Lane:
        days = [one.on for one in found if one.lane is lane and one.on is not None]
        if days:
            yield lane, tuple(_gathered(axis.x(day) for day in days))


def _gathered(places: Iterable[int]) -> Iterator[Drawn]:
    first, count = None, 0
    for x in places:
        if first is not None and x - first < _NEAR:
            count += 1
            continue
        if first is not None:
            yield Drawn(first, count)
        first, count = x, 1
    if first is not None:
        yield Drawn(first, count)
