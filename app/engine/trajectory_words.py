"""The words of a trajectory, the same on screen, in print, in the PDF, the CSV and the API."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.engine.answers import Standing
from app.engine.comparison import QuestionChange
from app.engine.telling import change_words, direction_words
from app.engine.trajectory import TrajectoryRow
from app.engine.trajectory_steps import Cell, Seen

_STANDINGS = {
    Standing.CARRIED: "carried over",
    Standing.AFFIRMED: "looked at again",
    Standing.TOGETHER: "confirmed together",
}
_WITHHELD = "Withheld"
_NOT_THERE = "Not asked in this version"


class Stretch(NamedTuple):
    """Reviews in a row of which the same is said, by the number of the first and of the last."""

    first: int
    last: int
    words: str


@lru_cache(maxsize=4096)
def cell_words(cell: Cell) -> str:
    """All that a cell says: "Present, carried over" or "Not present. Reduced"."""
    if cell.seen is Seen.WITHHELD:
        return _WITHHELD
    if cell.seen is Seen.NOT_THERE:
        return _NOT_THERE
    standing = _STANDINGS.get(cell.standing)
    said = f"{cell.words}, {standing}" if standing else cell.words
    return ". ".join((said, *_besides(cell)))


def _besides(cell: Cell) -> Iterator[str]:
    if cell.held:
        yield "Actual harm recorded earlier still stands"
    if told := direction_words(cell.direction, cell.evidenced):
        yield told
    if cell.aged:
        yield "Counts for less: only time has passed"


def break_words(change: str) -> str:
    """Why the line of a question is broken."""
    return change_words(QuestionChange(change)) or "Answers differ in kind"


def stretches(row: TrajectoryRow) -> tuple[Stretch, ...]:
    """A row told in few words: reviews that say the same are told together."""
    found: list[Stretch] = []
    for place, cell in enumerate(row.cells):
        words = cell_words(cell)
        if place in row.breaks and cell.seen is not Seen.NOT_THERE:
            words = f"{break_words(row.breaks[place])}, not comparable with before. {words}"
        if found and found[-1].words == words:
            found[-1] = found[-1]._replace(last=place)
        else:
            found.append(Stretch(place, place, words))
    return tuple(found)
