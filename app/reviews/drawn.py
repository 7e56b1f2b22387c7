"""A comparison as its page shows it: words, numbers and drawn rows, with nothing left to work out.

It is plain JSON, so that it can be stored; a filter only chooses among its rows.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from itertools import count
from typing import TypedDict

import orjson

from app.clock import show_short_date
from app.engine.comparison import Comparison, Visibility
from app.engine.definition import Level
from app.engine.delta import Cause, Delta, MeasureChange
from app.engine.telling import Filter, flag_words, measure_words
from app.reviews.drawing import cells, happened
from app.reviews.in_words import InWords
from app.reviews.lines import Line

_CAUSES = {
    Cause.ANSWERS: "What was answered",
    Cause.INFORMATION: "Information gained or lost",
    Cause.NOT_APPLICABLE: "No longer applicable or asked",
    Cause.TIME: "Passage of time",
    Cause.QUESTIONS: "Questions added or removed",
    Cause.RULES: "Rules of the toolkit",
}
LAYOUT = 1
"""Of what the page shows. Another one is another number: what was signed earlier is kept for ever,
and a page that needs more cannot show it."""
_FASTEST = 1
"""Of zlib: more effort takes three times as long and takes off a sixth."""


class DrawnLevel(TypedDict):
    """The level that stands on one side."""

    title: str
    rank: int | None


class DrawnDelta(TypedDict):
    """Why a measure changed: by cause, and altogether, at least and at most, with their signs.

    `mixed` are what rose and what fell among the answers, where some did each.
    """

    causes: list[tuple[str, str, str]]
    total: tuple[str, str]
    mixed: tuple[str, str] | None


class DrawnMeasure(TypedDict):
    """A measure on both sides; nothing of it where it is withheld. `note` is what else to know."""

    title: str
    withheld: bool
    before: str
    after: str
    unknown: int
    note: str
    delta: DrawnDelta | None


class DrawnKnown(TypedDict):
    """How much was known of one thing."""

    title: str
    before: str
    after: str
    less: bool


class DrawnSection(TypedDict):
    """A section; `rows` are the number of each row, the key of its question, its cells and what
    happened as HTML; but for the number all blank where it is withheld, and the key alone where
    it is shown in part."""

    key: str
    title: str
    rows: list[tuple[int, str, str, str]]


class Drawn(TypedDict):
    """The page. `levels` and `calculated` are of the earlier side and of the later one; `flags` are
    sentences with the key of the row; `shows` are the numbers of the rows that each filter shows,
    `present` those of the rows that are still present."""

    before: str
    after: str
    summary: list[str]
    warnings: dict[str, str]
    flags: list[tuple[str, str]]
    levels: list[DrawnLevel | None]
    calculated: list[str]
    judged_differently: bool
    judged_reason: str
    measures: list[DrawnMeasure]
    known: list[DrawnKnown]
    sections: list[DrawnSection]
    shows: dict[str, list[int]]
    present: list[int]
    rows: int


def draw(said: InWords) -> Drawn:
    """The page of a comparison that was put into words."""
    comparison, head = said.comparison, said.comparison.headline
    before, after = map(show_short_date, (comparison.on_before, comparison.on_after))
    numbered = list(enumerate(comparison.rows))
    return Drawn(
        before=before, after=after, summary=list(said.summary), warnings=said.warnings,
        flags=list(_flags(comparison)),
        levels=[_level(head.before.level), _level(head.after.level)],
        calculated=[head.before.calculated.words, head.after.calculated.words],
        judged_differently=head.after.differs, judged_reason=head.after.judged_reason,
        measures=list(map(_measure, head.measures)),
        known=[DrawnKnown(title=one.title, before=one.before, after=one.after, less=one.less)
               for one in comparison.known],
        sections=list(_sections(said, before, after)),
        shows={one.value: [number for number, row in numbered if one.shows(row)]
               for one in Filter},
        present=[number for number, row in numbered if row.still_present],
        rows=len(numbered),
    )


def written(drawn: Drawn) -> bytes:
    """A page to be stored."""
    return zlib.compress(orjson.dumps({**drawn, "layout": LAYOUT}), _FASTEST)


def read(body: bytes) -> Drawn | None:
    """The page that `written` wrote; None where it is of another layout."""
    found = orjson.loads(zlib.decompress(body))
    layout = found.pop("layout", LAYOUT)
    drawn: Drawn = found
    return drawn if layout == LAYOUT else None


def _flags(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """What must not be overlooked, row by row."""
    for row in comparison.rows:
        if row.visibility is Visibility.SHOWN:
            for flag in row.flags:
                yield f"{row.label}: {flag_words(flag)}", row.key


def _level(level: Level | None) -> DrawnLevel | None:
    return DrawnLevel(title=level.title, rank=level.rank) if level else None


def _measure(measure: MeasureChange) -> DrawnMeasure:
    before, after = measure.before, measure.after
    return DrawnMeasure(
        title=measure.title, withheld=measure.withheld,
        before=str(before.interval) if before else "not measured",
        after=str(after.interval) if after else "not measured",
        unknown=after.unknown if after else 0, note=measure_words(measure),
        delta=_delta(measure.delta) if measure.delta else None,
    )


def _delta(delta: Delta) -> DrawnDelta:
    parts = [(words, getattr(delta, cause.value)) for cause, words in _CAUSES.items()]
    mixed = delta.risen.high and delta.fallen.low
    return DrawnDelta(
        causes=[(words, _signed(part.low), _signed(part.high))
                for words, part in parts if part.low or part.high],
        total=(_signed(delta.total.low), _signed(delta.total.high)),
        mixed=(_signed(delta.risen.high), _signed(delta.fallen.low)) if mixed else None,
    )


def _signed(number: float) -> str:
    return f"{number:+g}"


def _sections(said: InWords, before: str, after: str) -> Iterator[DrawnSection]:
    numbers = count()
    for section in said.sections:
        yield DrawnSection(key=section.key, title=section.title, rows=[
            (number, *_row(line, before, after)) for line, number in zip(section.lines, numbers)])


def _row(line: Line, before: str, after: str) -> tuple[str, str, str]:
    if line.row.visibility is Visibility.WITHHELD:
        return "", "", ""
    # A list that is shown in part has no page of its own: comments may be about any row of it.
    key = line.row.key if line.row.visibility is Visibility.SHOWN else ""
    return key, cells(line, before, after), happened(line)
