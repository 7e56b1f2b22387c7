"""The drawing over time as HTML and SVG: one row under another on one axis. Geometry is elsewhere.

In Python, since a page has thousands of such pieces; the page around it is a template. Styles come
from classes and places from attributes, as the policy against inline styles asks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

from app.clock import show_short_date
from app.engine.trajectory import Line, TrajectoryRow
from app.reviews.over_time import measure_band, shapes
from app.reviews.over_time.axis import Axis
from app.reviews.over_time.lanes import Drawn, Lane
from app.reviews.over_time.level_line import Plot

_LANE_HEIGHT = 26
_TALLEST = 30_000
_MARKS = {
    Lane.PLANNED: ("box", "M{left} 13l8-8 8 8-8 8z"),
    Lane.DONE: ("full", "M{left} 13l8-8 8 8-8 8z"),
    Lane.DANGER: ("full", "M{left} 21l8-16 8 16z"),
    Lane.HARM: ("full", "M{left} 13a8 8 0 1 0 16 0a8 8 0 1 0-16 0"),
    Lane.HARM_ENDED: ("box", "M{left} 13a8 8 0 1 0 16 0a8 8 0 1 0-16 0"),
}


def heading(axis: Axis) -> str:
    """The numbers of the reviews, their dates where there is room, and a line down from each."""
    numbers = "".join(f'<tspan x="{x}">{number}</tspan>'
                      for number, x in enumerate(axis.reviews, 1))
    dates = "".join(f'<tspan x="{axis.reviews[place]}">{show_short_date(axis.days[place])}</tspan>'
                    for place in axis.written)
    return _guides(axis) + _row("Review", (
        f'<svg class="wm-tra__plot" width="{axis.width}" height="44"><defs>{_PATTERNS}</defs>'
        f'<text class="wm-t-number" y="38">{numbers}</text>'
        f'<text class="wm-t-date" y="16">{dates}</text></svg>'), "heading")


def _guides(axis: Axis) -> str:
    path = "".join(f"M{x} 0V{_TALLEST}" for x in axis.reviews)
    return (f'<svg class="wm-tra__guides" width="{axis.width}">'
            f'<path class="wm-t-guide" d="{path}"/></svg>')


_PATTERNS = (
    '<pattern id="wm-hatch" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<path class="wm-t-hatch" d="M-1 6L6-1M-1 1L1-1M4 6L6 4"/></pattern>'
    '<pattern id="wm-hatch-full" width="5" height="5" patternUnits="userSpaceOnUse">'
    '<path class="wm-t-hatch-ground" d="M0 0H5V5H0z"/>'
    '<path class="wm-t-hatch-light" d="M-1 6L6-1M-1 1L1-1M4 6L6 4"/></pattern>')


def levels(plot: Plot, axis: Axis) -> str:
    """The stepped lines of the levels, with their words at the left."""
    words = "".join(
        f'<text class="wm-t-word" x="0" y="{y + 5}">{escape(word)}</text>' for y, word in plot.rows)
    grid = "".join(f"M0 {y}H{axis.width}" for y, _ in plot.rows)
    inside = "".join(f'<text class="wm-t-word wm-t-word--inside" x="2" y="{y - 10}">{escape(word)}'
                     "</text>" for y, word in plot.rows)
    lines = [f'<path class="wm-t-grid" d="{grid}"/>{inside}']
    for kind in dict.fromkeys(run.kind for run in plot.runs):
        path = "".join(f"M{run.x1} {run.y1}L{run.x2} {run.y2}"
                       for run in plot.runs if run.kind == kind)
        lines.append(f'<path class="wm-t-level wm-t-level--{kind}" d="{path}"/>')
    lines.extend(_dots(plot))
    lines.append(_bars(plot.breaks, plot.height))
    return _row(
        "Level", _svg(axis, plot.height, lines), "levels",
        '<span class="wm-tra__narrow">Level</span>'
        f'<svg class="wm-tra__words" width="184" height="{plot.height}">{words}</svg>')


def _dots(plot: Plot) -> Iterator[str]:
    round_, square = [], []
    for dot in plot.dots:
        if dot.judged:
            square.append(f"M{dot.x - 6} {dot.y - 6}h12v12h-12z")
        else:
            round_.append(f"M{dot.x - 6} {dot.y}a6 6 0 1 0 12 0a6 6 0 1 0-12 0")
    yield f'<path class="wm-t-dot" d="{"".join(round_ + square)}"/>'


def measure(line: Line, axis: Axis, places: list[int], end: int) -> str:
    """The band of a measure."""
    if line.withheld:
        return _row(line.title, _svg(axis, shapes.HEIGHT, [
            f'<text class="wm-t-note" x="{axis.reviews[0]}" y="17">Withheld</text>']))
    band = measure_band.band(line, places, end)
    area = "".join(f"M{one.x1} {one.high}H{one.x2}V{one.low}H{one.x1}z" for one in band.parts)
    edges = "".join(f"M{one.x1} {one.high}H{one.x2}M{one.x1} {one.low}H{one.x2}"
                    for one in band.parts)
    joins = "".join(f"M{x} {one}V{other}" for x, one, other in band.joins)
    return _row(line.title, _svg(axis, measure_band.HEIGHT, [
        f'<path class="wm-t-band" d="{area}"/><path class="wm-t-edge" d="{edges}{joins}"/>',
        _bars(band.breaks, measure_band.HEIGHT), *_values(band.values)]), "measure")


def _values(values: Sequence[measure_band.Value]) -> Iterator[str]:
    for one in values:
        time = f' <tspan class="wm-t-sign">{shapes.AGED}</tspan>' if one.by_time else ""
        yield f'<text class="wm-t-amount" x="{one.x}" y="{one.y}">{one.text}{time}</text>'


def lane(which: Lane, marks: Sequence[Drawn], axis: Axis) -> str:
    """What was done or happened, in one lane."""
    sort, path = _MARKS[which]
    drawn = "".join(path.format(left=mark.x - 8) for mark in marks)
    numbers = "".join(f'<tspan x="{mark.x + 15}">{mark.count}</tspan>'
                      for mark in marks if mark.count > 1)
    counted = f'<text class="wm-t-number" y="18">{numbers}</text>' if numbers else ""
    return _row(which.words, _svg(axis, _LANE_HEIGHT, [
        f'<path class="wm-t-{sort}" d="{drawn}"/>{counted}']), "lane")


def grid(rows: Iterable[TrajectoryRow], places: Sequence[int], width: int) -> Iterator[str]:
    """A strip for each question, under the titles of the sections."""
    section = None
    for row in rows:
        if row.section_key != section:
            section = row.section_key
            yield _title(row.section)
        label = escape(row.label) if row.label else "An answer in this section"
        yield _strip(label, shapes.strip(row, places, width))


def panel(rows: Iterable[str]) -> Markup:
    """The whole drawing. To who does not see it, it is one picture with its words."""
    return Markup("".join(rows))


def title(words: str) -> str:
    """A heading among the rows."""
    return _title(words)


def _title(words: str) -> str:
    return f'<div class="wm-tra__title"><span>{escape(words)}</span></div>'


def _strip(label: str, drawing: str) -> str:
    return f'<div class="wm-tra__row"><div class="wm-tra__label">{label}</div>{drawing}</div>'


def _row(label: str, drawing: str, kind: str = "", words: str = "") -> str:
    more = f" wm-tra__row--{kind}" if kind else ""
    return (f'<div class="wm-tra__row{more}"><div class="wm-tra__label">'
            f"{words or escape(label)}</div>{drawing}</div>")


def _svg(axis: Axis, height: int, inside: Iterable[str]) -> str:
    return (f'<svg class="wm-tra__plot" width="{axis.width}" height="{height}">'
            f'{"".join(inside)}</svg>')


def _bars(places: Iterable[int], height: int) -> str:
    bars = "".join(f"M{x - 2} 4V{height - 4}M{x + 2} 4V{height - 4}" for x in places)
    return f'<path class="wm-t-break" d="{bars}"/>' if bars else ""
