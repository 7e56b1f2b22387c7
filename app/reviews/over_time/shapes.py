"""The shapes of the grid: a strip of SVG for each question, in Python because there are thousands.

A shape says what was recorded without colour: filled is present, an outline is not present, a sign
is why there is no answer; what nobody looked at is hatched. Under it stands what changed. Shapes of
one sort are one path, so that forty reviews stay small.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import escape

from app.engine.answers import Standing
from app.engine.directions import Direction
from app.engine.trajectory import TrajectoryRow
from app.engine.trajectory_steps import Cell, Seen

HEIGHT = 36
_HALF, _MIDDLE = 8, 12
_SIGN_HEIGHT = 17
_BELOW = 32

_BOX = "M{left} 4h16v16h-16z"
_SHAPES = {
    Seen.PRESENT: (("full", _BOX),),
    Seen.POSSIBLE: (("box", _BOX), ("full", "M{left} 12h16v8h-16z")),
    Seen.NOT_PRESENT: (("box", _BOX),),
    Seen.VALUE: (("box", _BOX),),
    Seen.RECORDED: (("full", "M{left} 12l8-6 8 6-8 6z"),),
}
_CARRIED = {Seen.PRESENT: "hatched-full", Seen.POSSIBLE: "hatched-full"}
_HELD = "M{left} 1h20v22h-20z"
_SIGNS = {
    Seen.NOT_KNOWN: "?", Seen.NOT_APPLICABLE: "n/a", Seen.REVISIT: "…", Seen.SKIPPED: "s",
    Seen.BLANK: "·", Seen.NOT_ASKED: "–",
}
_DOWN, _UP = "M{left} 24h10l-5 9z", "M{left} 33h10l-5-9z"
_BELOW_SIGNS = {
    Direction.NEW_INFORMATION: "+", Direction.INFORMATION_LOST: "−", Direction.CORRECTED: "c",
}
AGED, HELD = "t", "H"


class Strip:
    """The drawing of one row, gathered sort by sort. `places` are those of its reviews."""

    def __init__(self, places: Sequence[int]) -> None:
        self.places = places
        self.paths: dict[str, list[str]] = defaultdict(list)
        self.signs: dict[tuple[str, int], list[tuple[int, str]]] = defaultdict(list)

    def add(self, row: TrajectoryRow) -> None:
        """Draw a row."""
        for x, cell in zip(self.places, row.cells, strict=True):
            self._cell(x, cell)
        self._joined(row)

    def _cell(self, x: int, cell: Cell) -> None:
        seen = cell.seen
        for sort, path in _SHAPES.get(seen, ()):
            self.paths[sort].append(path.format(left=x - _HALF))
        if seen in _SIGNS:
            self.signs["sign", _SIGN_HEIGHT].append((x, _SIGNS[seen]))
        elif cell.place:
            self.signs["value", _SIGN_HEIGHT].append((x, cell.place))
        if cell.standing is Standing.CARRIED and seen is not Seen.NOT_ASKED:
            self.paths[_CARRIED.get(seen, "hatched")].append(_BOX.format(left=x - _HALF))
        self._changed(x, cell)

    def _changed(self, x: int, cell: Cell) -> None:
        if cell.held:
            self.paths["held"].append(_HELD.format(left=x - 10))
            self.signs["sign", _BELOW].append((x, HELD))
        elif cell.direction is Direction.REDUCED:
            sort = "full" if cell.evidenced else "box"
            self.paths[sort].append(_DOWN.format(left=x - 5))
        elif cell.direction is Direction.INCREASED:
            self.paths["full"].append(_UP.format(left=x - 5))
        elif cell.direction is not Direction.NONE:
            self.signs["sign", _BELOW].append((x, _BELOW_SIGNS[cell.direction]))
        elif cell.aged:
            self.signs["sign", _BELOW].append((x, AGED))

    def _joined(self, row: TrajectoryRow) -> None:
        """A line from one review to the next where they are of the same question; else two bars."""
        for place, (left, right) in enumerate(pairwise(self.places), 1):
            if place in row.breaks:
                middle = (left + right) // 2
                self.paths["break"].append(f"M{middle - 2} 3v18M{middle + 2} 3v18")
            elif row.cells[place].seen is not Seen.NOT_THERE:
                self.paths["join"].append(f"M{left + _HALF} {_MIDDLE}H{right - _HALF}")

    def drawn(self) -> Iterator[str]:
        """The elements of the strip."""
        for sort, parts in self.paths.items():
            yield f'<path class="wm-t-{sort}" d="{"".join(parts)}"/>'
        for (sort, y), signs in self.signs.items():
            yield _signs(sort, y, signs)


def _signs(sort: str, y: int, signs: Sequence[tuple[int, str]]) -> str:
    """Signs of one height; those of one letter are one text, each letter at its own place."""
    single = [(x, sign) for x, sign in signs if len(sign) == 1]
    longer = "".join(f'<tspan x="{x}">{escape(sign)}</tspan>'
                     for x, sign in signs if len(sign) > 1)
    letters = escape("".join(sign for _, sign in single))
    places = " ".join(str(x) for x, _ in single)
    text = f'<tspan x="{places}">{letters}</tspan>' if single else ""
    return f'<text class="wm-t-{sort}" y="{y}">{text}{longer}</text>'


def strip(row: TrajectoryRow, places: Sequence[int], width: int) -> str:
    """A row as SVG of its own; a withheld one says no more than that."""
    if row.withheld:
        return _svg(width, HEIGHT, [
            f'<text class="wm-t-note" x="{places[0] - _HALF}" y="17">Withheld from you</text>'])
    made = Strip(places)
    made.add(row)
    return _svg(width, HEIGHT, made.drawn())


def _svg(width: int, height: int, inside: Iterator[str] | Sequence[str]) -> str:
    return (f'<svg class="wm-tra__plot" width="{width}" height="{height}">'
            f'{"".join(inside)}</svg>')
