"""Compares two assessments of a case: rows, headline, how much was known, and what to beware of.

Rows are made in `row_changes`, the parts of a measure's change in `delta`; what a change means for
risk is decided in `directions`.
"""

from __future__ import annotations

from app.engine.comparison import (
    AnswerChange, Comparison, Headline, Row, Side, Visibility, Alert,
)
from app.engine.definition import Level
from app.engine.delta import MeasureChange, measure_changes
from app.engine.directions import Direction
from app.engine.key_relation import Lineage
from app.engine.knowledge import Known, how_much_was_known
from app.engine.levels import Result
from app.engine.row_changes import RowReader
from app.engine.translation import Pairing

EVIDENCE_STALE_DAYS = 56
"""The default of the practice standards (S0.12, ruling X4)."""


def compare(
    earlier: Side, later: Side, lineage: Lineage, *, highest_ever: Level | None = None,
    withheld: frozenset[str] = frozenset(), stale_after_days: int = EVIDENCE_STALE_DAYS,
) -> Comparison:
    """What changed from `earlier` to `later`; `lineage` leads from one version to the other.

    `withheld` are keys, of either version, whose answers the reader may not see. Given the later
    assessment first, the result is that of the right order with its sides swapped.
    """
    if later.order < earlier.order:
        right = compare(later, earlier, lineage.inverse(), highest_ever=highest_ever,
                        withheld=withheld, stale_after_days=stale_after_days)
        return right.mirrored()
    pairing = Pairing(earlier.definition, later.definition, lineage)
    rows = RowReader(earlier, later, pairing, withheld, stale_after_days).rows()
    known = how_much_was_known(
        (earlier.definition, earlier.effective), (later.definition, later.effective))
    headline = _headline(earlier, later, pairing, highest_ever, rows)
    return Comparison(
        earlier.effective.on, later.effective.on, headline, known, rows,
        tuple(_warnings(earlier, later, headline, known, rows)),
    )


def _headline(
    earlier: Side, later: Side, pairing: Pairing, highest_ever: Level | None,
    rows: tuple[Row, ...],
) -> Headline:
    measures = measure_changes(
        earlier.measured, later.measured, dict(earlier.result.measures),
        dict(later.result.measures), pairing,
    )
    if any(row.visibility is Visibility.WITHHELD for row in rows):
        measures = tuple(
            MeasureChange(m.id, m.title, None, None, None, withheld=True) for m in measures)
    return Headline(earlier.result, later.result, highest_ever, measures)


def _warnings(
    earlier: Side, later: Side, headline: Headline, known: tuple[Known, ...],
    rows: tuple[Row, ...],
) -> list[Alert]:
    result = later.result
    fallen = headline.levels_fallen
    reviewed = any(row.answer in (AnswerChange.AFFIRMED, AnswerChange.TOGETHER) or row.changed
                   for row in rows)
    found = {
        Alert.ACTUAL_HARM: any(row.still_present and _harmful(later, row) for row in rows)
        or bool(result.held),
        Alert.LEVEL_CONTRADICTS: _contradicts(result),
        Alert.FELL_TWO: fallen >= 2,
        Alert.FEWER_SOURCES: any(line.less for line in known)
        and (fallen > 0 or any(row.direction is Direction.REDUCED for row in rows)),
        Alert.NOTHING_AFFIRMED: not reviewed and earlier.order != later.order,
    }
    return [warning for warning, raised in found.items() if raised]


def _contradicts(result: Result) -> bool:
    judged, calculated = result.judged, result.calculated.at_least
    return bool(judged and calculated and judged.rank < calculated.rank)


def _harmful(side: Side, row: Row) -> bool:
    question = side.definition.questions.get(row.key)
    return bool(question and question.harm)
