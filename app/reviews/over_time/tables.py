"""The tables that say what the drawing shows, in Python because they have thousands of cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from flask import url_for
from markupsafe import Markup, escape

from app.clock import show_short_date
from app.engine.trajectory import Line, TrajectoryRow
from app.engine.trajectory_steps import Cell
from app.engine.trajectory_words import break_words, cell_words
from app.reviews.over_time.lanes import Event
from app.reviews.over_time.measure_band import written
from app.reviews.over_time.account import Account

_WITHHELD = "Withheld, and whether it changed"
_APART = "Not comparable with the review before"


def grid(rows: Sequence[TrajectoryRow], account: Account) -> Markup:
    """Head and body of the table of questions: what each review says of each."""
    heads = _heads(account)
    parts = [_head("Question", heads)]
    section = None
    for row in rows:
        if row.section_key != section:
            section = row.section_key
            parts.append(_section(row.section, len(heads) + 1))
        parts.append(_row(row, heads))
    return Markup("".join(parts))


def measures(account: Account) -> Markup:
    """Head and body of the table of measures: one line for each measure."""
    heads = _heads(account)
    rows = "".join(_measure(line, heads) for line in account.made.lines)
    return Markup(_head("Measure", heads) + f"<tbody>{rows}</tbody>")


def events(account: Account) -> Markup:
    """The body of the table of what was planned, what was done and what happened."""
    case_id = account.found.case.id
    return Markup("".join(_event(one, account, case_id) for one in account.events))


def _event(event: Event, account: Account, case_id: int) -> str:
    what = escape(event.what)
    if event.danger_id is not None:
        address = url_for("cases.danger", case_id=case_id, danger_id=event.danger_id)
        what = Markup('<a class="govuk-link" href="{}">{}</a>').format(address, what)
    day = show_short_date(event.on) or "No day"
    recorded = "" if event.recorded is None else f"Review {account.number_of(event.recorded)}"
    return (f'<tr><th scope="row">{day}</th><td data-label="Which">{event.lane.words}</td>'
            f'<td data-label="What">{what}</td><td data-label="Who">{escape(event.who)}</td>'
            f'<td data-label="First recorded">{recorded}</td></tr>')


def _heads(account: Account) -> list[str]:
    return [f"{account.number_of(place)}. {show_short_date(column.step.on)}"
            for place, column in enumerate(account.made.columns)]


def _head(first: str, heads: Iterable[str]) -> str:
    columns = "".join(f'<th scope="col">{head}</th>' for head in heads)
    return f'<thead><tr><th scope="col">{first}</th>{columns}</tr></thead>'


def _section(title: str, columns: int) -> str:
    return (f'<tbody><tr class="wm-words-table__section"><th colspan="{columns}" scope="rowgroup">'
            f"{escape(title)}</th></tr>")


def _row(row: TrajectoryRow, heads: Sequence[str]) -> str:
    if row.withheld:
        return (f'<tr><th scope="row">An answer in this section</th>'
                f'<td colspan="{len(heads)}">{_WITHHELD}</td></tr>')
    cells = "".join(_cells(row, heads))
    return f'<tr><th scope="row">{escape(row.label)}</th>{cells}</tr>'


def _cells(row: TrajectoryRow, heads: Sequence[str]) -> Iterator[str]:
    for place, (cell, head) in enumerate(zip(row.cells, heads, strict=True)):
        broken = place in row.breaks
        before = f"{break_words(row.breaks[place])}. " if broken else ""
        mark = ' class="wm-words-table__break"' if broken else ""
        yield f'<td{mark} data-label="{head}">{before}{_said(cell)}</td>'


@lru_cache(maxsize=4096)
def _said(cell: Cell) -> str:
    return str(escape(cell_words(cell)))


def _measure(line: Line, heads: Sequence[str]) -> str:
    title = f'<th scope="row">{escape(line.title)}</th>'
    if line.withheld:
        return f'<tr>{title}<td colspan="{len(heads)}">Withheld</td></tr>'
    cells = "".join(_reading(line, place, head) for place, head in enumerate(heads))
    return f"<tr>{title}{cells}</tr>"


def _reading(line: Line, place: int, head: str) -> str:
    mark = ' class="wm-words-table__break"' if place in line.breaks else ""
    words = ". ".join(reading_words(line, place))
    return f'<td{mark} data-label="{head}">{words}</td>'


def reading_words(line: Line, place: int) -> Iterator[str]:
    """All that is said of a measure in one review."""
    reading = line.readings[place]
    if reading is None:
        yield "Not measured"
        return
    unknown = f", {reading.unknown} not known" if reading.unknown else ""
    yield f"{written(reading)}{unknown}"
    if reading.by_time:
        yield "Lower only because time has passed"
    if place in line.breaks:
        yield _APART
