"""What only the passage of time made: evidence in a window that has moved on (SERAF, S0.11).

A toolkit may count less for what was seen longer ago. Then a measure, or the level, is lower though
nobody recorded that anything stopped; such a fall is never told as a reduction.
"""

from __future__ import annotations


from msgspec.structs import replace

from app.engine.delta import Delta
from app.engine.effective import Effective
from app.engine.definition import Definition, Level
from app.engine.levels import Result, calculated
from app.engine.measures import Background, measure_all


def fell_by_time_alone(delta: Delta) -> bool:
    """Whether a measure is lower at an end, and nothing but time took anything off there.

    What the answers took off counts even where other answers added more: falls are never netted
    against rises.
    """
    total = delta.total
    ends = [end for end in ("low", "high") if getattr(total, end) < 0]
    return bool(ends) and all(_only_time(delta, end) for end in ends)


def _only_time(delta: Delta, end: str) -> bool:
    others = (delta.fallen, delta.information, delta.not_applicable, delta.questions, delta.rules)
    return getattr(delta.time, end) < 0 and all(getattr(part, end) >= 0 for part in others)


def level_fell_by_time_alone(
    before: Result, earlier: Effective, after: Result, definition: Definition, later: Effective,
    background: Background,
) -> bool:
    """Whether the calculated level is lower only because time has passed: had the later answers
    been given on the earlier day, it would not be. `definition` and `background` are the later
    side's."""
    then, now = before.calculated.at_least, after.calculated.at_least
    if then is None or now is None or now.rank >= then.rank or not _ages(definition):
        return False
    supposed = _on_that_day(definition, later, earlier, background)
    return supposed is not None and supposed.rank >= then.rank


def _ages(definition: Definition) -> bool:
    return any(term.windows for measure in definition.measures for term in measure.terms)


def _on_that_day(
    definition: Definition, later: Effective, earlier: Effective, background: Background
) -> Level | None:
    then = replace(later, on=earlier.on)
    measures = measure_all(definition, then, background)
    return calculated(definition, then, background, measures).at_least
