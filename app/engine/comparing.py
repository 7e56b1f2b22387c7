"""Compares two assessments of a case: rows, headline, how much was known, and what to beware of.

Rows are made in `row_changes`, the parts of a measure's change in `delta`; what a change means for
risk is decided in `directions`.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from app.engine.ageing import level_fell_by_time_alone
from app.engine.comparison import (
    Alert, AnswerChange, Comparison, Headline, Row, Side, Visibility,
)
from app.engine.definition import Definition, Level
from app.engine.delta import MeasureChange, measure_changes
from app.engine.directions import Direction
from app.engine.key_relation import Lineage
from app.engine.knowledge import Known, how_much_was_known
from app.engine.levels import Result, possible_but_for_harm
from app.engine.new_rules import level_fell_by_correction_alone, level_fell_by_toolkit_alone
from app.engine.pairing import Pairing
from app.engine.row_changes import RowReader
from app.engine.withheld_rows import lists_in_part, touched
from app.engine.withholding import dated_by, without_answers

EVIDENCE_STALE_DAYS = 56
"""The default of the practice standards (S0.12, ruling X4)."""


def compare(
    earlier: Side, later: Side, lineage: Lineage, *, highest_ever: Level | None = None,
    withheld: frozenset[str] = frozenset(), stale_after_days: int = EVIDENCE_STALE_DAYS,
    wrong_since: frozenset[str] | None = None,
) -> Comparison:
    """What changed from `earlier` to `later`; `lineage` leads from one version to the other.

    `withheld` are keys, of either version, whose answers the reader may not see, and rows
    (engine.withheld_rows). `wrong_since`
    are keys, of the version that is later in time, whose answer in the other assessment was said
    to be wrong since (engine.corrections); None where the two follow each other, so that the later
    one itself says it. Given the later assessment first, the result is that of the right order
    with its sides swapped.
    """
    if later.order < earlier.order:
        right = compare(later, earlier, lineage.inverse(), highest_ever=highest_ever,
                        withheld=withheld, stale_after_days=stale_after_days,
                        wrong_since=wrong_since)
        return right.mirrored()
    pairing = Pairing.of(earlier.definition, later.definition, lineage)
    measures = measure_changes(
        earlier.measured, later.measured, dict(earlier.result.measures),
        dict(later.result.measures), pairing)
    rows = RowReader(
        earlier, later, pairing, stale_after_days, wrong_since, aged_in(measures)).rows()
    known = how_much_was_known(
        (earlier.definition, earlier.effective), (later.definition, later.effective))
    headline = Headline(
        earlier.result, later.result, highest_ever, measures,
        (_possible(earlier), _possible(later)))
    whole = Comparison(
        earlier.effective.on, later.effective.on, headline, known, rows,
        tuple(_warnings(earlier, later, pairing, headline, known, rows)),
    )
    return _redacted(whole, earlier, later, pairing, withheld) if withheld else whole


def aged_in(measures: Iterable[MeasureChange]) -> frozenset[str]:
    """The later questions that a measure counts for less, or may, because time has passed."""
    return frozenset().union(*(measure.aged for measure in measures))


def _possible(side: Side) -> Level | None:
    return possible_but_for_harm(
        side.definition, side.effective, side.background, side.result)


def _redacted(
    comparison: Comparison, earlier: Side, later: Side, pairing: Pairing,
    withheld: frozenset[str],
) -> Comparison:
    """The comparison for somebody who may not see some answers.

    Lists that are seen in part are compared again, without what is not seen. What follows from the
    levels alone is told as it is; every other warning is told of what is shown, since it would
    give away what is not.
    """
    closed = touched(withheld)
    if not any(row.keys & closed for row in comparison.rows):
        return comparison
    whole = comparison.headline
    headline = replace(
        whole, before=without_answers(whole.before, earlier.definition, withheld),
        after=without_answers(whole.after, later.definition, withheld),
        measures=tuple(measure.hidden() for measure in whole.measures))
    known = tuple(line.hidden() if line.tells_of(closed) else line
                  for line in comparison.known)
    dated = dated_by(earlier.definition, withheld) | dated_by(later.definition, withheld)
    in_part = _in_part(earlier, later, pairing, withheld)
    rows = tuple(in_part.get(row.key) or _redacted_row(row, withheld, dated)
                 for row in comparison.rows)
    told = (_OF_WHAT_IS_SHOWN.get(warning, warning)
            for warning in _warnings(earlier, later, pairing, headline, known, rows))
    return replace(
        comparison, headline=headline, known=known, rows=rows,
        warnings=tuple(warning for warning in told if warning is not None))


_OF_WHAT_IS_SHOWN = {
    Alert.FELL_BY_TIME: None,
    Alert.FELL_BY_TOOLKIT: None,
    Alert.FELL_BY_CORRECTION: None,
    Alert.FELL_UNEVIDENCED: Alert.FELL_UNSEEN,
    Alert.NOTHING_AFFIRMED: Alert.NOTHING_SEEN,
}


def _in_part(
    earlier: Side, later: Side, pairing: Pairing, withheld: frozenset[str]
) -> dict[str, Row]:
    """The rows of lists that are shown in part: as if there were nothing else in them."""
    lists = lists_in_part(withheld)
    if not lists:
        return {}
    sides = earlier.without(withheld), later.without(withheld)
    # Nothing is said beside these lists, so nothing in them can be out of date or wrong.
    found = RowReader(*sides, pairing, 0, frozenset()).rows_of(lists)
    return {key: replace(row, visibility=Visibility.IN_PART) for key, row in found.items()}


def _redacted_row(row: Row, withheld: frozenset[str], dated: frozenset[str]) -> Row:
    if row.keys & withheld:
        return row.hidden()
    return replace(row, aged=False) if row.aged and row.keys & dated else row


def _warnings(
    earlier: Side, later: Side, pairing: Pairing, headline: Headline, known: tuple[Known, ...],
    rows: tuple[Row, ...],
) -> list[Alert]:
    fallen = headline.levels_fallen
    found = {
        Alert.ACTUAL_HARM: bool(earlier.result.harm or later.result.harm),
        Alert.LEVEL_CONTRADICTS: _contradicts(later.result),
        Alert.FELL_TWO: fallen >= 2,
        Alert.FELL_BY_TIME: level_fell_by_time_alone(
            earlier.result, earlier.effective, later.result, later.definition, later.effective,
            later.background),
        Alert.FELL_BY_TOOLKIT: level_fell_by_toolkit_alone(earlier, later, pairing),
        Alert.FELL_UNEVIDENCED: fallen > 0 and not any(row.evidenced for row in rows),
        Alert.FEWER_SOURCES: any(line.less for line in known)
        and (fallen > 0 or any(row.direction is Direction.REDUCED for row in rows)),
        Alert.NOTHING_AFFIRMED: earlier.order != later.order
        and not any(_looked_at(row, later.definition) for row in rows),
    }
    if not (found[Alert.FELL_BY_TIME] or found[Alert.FELL_BY_TOOLKIT]):
        found[Alert.FELL_BY_CORRECTION] = level_fell_by_correction_alone(
            earlier, later, pairing, _corrected(rows))
    return [warning for warning in Alert if found.get(warning)]


def _corrected(rows: tuple[Row, ...]) -> frozenset[str]:
    """The earlier keys of the questions of which the earlier answer was wrong."""
    return frozenset(row.before.key for row in rows
                     if row.before and row.answer is AnswerChange.CORRECTED)


def _contradicts(result: Result) -> bool:
    judged, calculated = result.judged, result.calculated.at_least
    return bool(judged and calculated and judged.rank < calculated.rank)


def _looked_at(row: Row, definition: Definition) -> bool:
    """Whether somebody dealt with an answer this time. Who completed it and the conclusion do not
    count: they are written anew each time, whether or not anybody looked at the child's answers."""
    judgement = definition.judgement
    if row.routine or judgement and row.key in (judgement.key, judgement.reason_key):
        return False
    if row.answer is AnswerChange.NOT_COMPARABLE:
        return bool(row.after and not row.after.carried and row.state_after.known)
    if row.answer in (AnswerChange.AFFIRMED, AnswerChange.TOGETHER):
        return True
    return row.changed and not row.only_form
