"""What each shape of the grid means: only of those that are drawn."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup
from msgspec import Struct

from app.engine.answers import Standing
from app.engine.directions import Direction
from app.engine.trajectory import TrajectoryRow
from app.engine.trajectory_steps import Cell, Seen
from app.reviews.over_time.shapes import Strip

_PRESENT = Cell(Seen.PRESENT)
_ABSENT = Cell(Seen.NOT_PRESENT)
_CARRIED = Standing.CARRIED
_MEANINGS: tuple[tuple[Cell, str], ...] = (
    (_PRESENT, "Present"),
    (Cell(Seen.POSSIBLE), "Possible"),
    (_ABSENT, "Not present"),
    (Cell(Seen.VALUE, place="4"), "Place on its scale"),
    (Cell(Seen.RECORDED), "Something is recorded"),
    (Cell(Seen.NOT_KNOWN), "Not known"),
    (Cell(Seen.NOT_APPLICABLE), "Not applicable"),
    (Cell(Seen.REVISIT), "To be revisited"),
    (Cell(Seen.SKIPPED), "Skipped"),
    (Cell(Seen.BLANK), "Not answered"),
    (Cell(Seen.NOT_ASKED), "Not asked"),
    (_PRESENT._replace(standing=_CARRIED), "Present, carried over: nobody looked"),
    (_ABSENT._replace(standing=_CARRIED), "Hatched: carried over, nobody looked"),
    (_ABSENT._replace(direction=Direction.REDUCED, evidenced=True), "Reduced, with evidence"),
    (_ABSENT._replace(direction=Direction.REDUCED), "Reduced, no current evidence"),
    (_PRESENT._replace(direction=Direction.INCREASED), "Increased"),
    (_PRESENT._replace(direction=Direction.NEW_INFORMATION), "New information"),
    (Cell(Seen.NOT_KNOWN, direction=Direction.INFORMATION_LOST), "Information lost"),
    (_ABSENT._replace(direction=Direction.CORRECTED), "Corrected: was wrong before"),
    (_PRESENT._replace(aged=True), "Counts for less: only time has passed"),
    (Cell(Seen.NOT_KNOWN, held=True), "Actual harm still stands"),
)
_BROKEN = "Not comparable: the question is another"


class Meaning(Struct, frozen=True):
    """A shape, drawn, and what it means."""

    drawing: Markup
    words: str


def legend(rows: Iterable[TrajectoryRow]) -> list[Meaning]:
    """What is drawn in these rows, in a fixed order."""
    found = [row for row in rows if not row.withheld]
    used = {_plain(cell) for cell in {one for row in found for one in row.cells}}
    meanings = [_drawn(cell, words) for cell, words in _MEANINGS if _is_used(cell, used)]
    if any(row.breaks for row in found):
        meanings.append(Meaning(_svg('<path class="wm-t-break" d="M10 3v18M14 3v18"/>'), _BROKEN))
    return meanings


def _plain(cell: Cell) -> Cell:
    """What a cell looks like, whatever it says."""
    return cell._replace(words="", place="4" if cell.place else "")


def _is_used(shape: Cell, used: set[Cell]) -> bool:
    """Whether a cell looks like this, or shows the same sign under another shape."""
    if shape.aged:
        return any(cell.aged for cell in used)
    if shape.held:
        return any(cell.held for cell in used)
    if shape.direction is not Direction.NONE:
        wanted = shape.direction, shape.evidenced
        return any((cell.direction, cell.evidenced) == wanted for cell in used)
    if shape.standing is _CARRIED:
        present = shape.seen is Seen.PRESENT
        return any(cell.standing is _CARRIED and (cell.seen is Seen.PRESENT) == present
                   for cell in used)
    return any(cell.seen is shape.seen for cell in used)


def _drawn(cell: Cell, words: str) -> Meaning:
    strip = Strip([12])
    strip.add(TrajectoryRow("", "", "", "", True, (cell,), {}))
    return Meaning(_svg("".join(strip.drawn())), words)


def _svg(inside: str) -> Markup:
    return Markup(f'<svg class="wm-tra__key" width="24" height="36">{inside}</svg>')
