"""What only another version of the toolkit, or a correction, made of the level.

A toolkit may be changed between two assessments, and an earlier answer may turn out wrong. Then the
level may be lower though what was answered would not have lowered it; such a fall is never told as
a reduction.
"""

from __future__ import annotations


from msgspec.structs import replace

from app.engine.answers import Answers
from app.engine.comparison import Side
from app.engine.definition import Definition, Level
from app.engine.effective import Effective
from app.engine.levels import calculated
from app.engine.measures import measure_all
from app.engine.pairing import Pairing
from app.engine.translation import translated_background, translated_effective


def level_fell_by_toolkit_alone(earlier: Side, later: Side, pairing: Pairing) -> bool:
    """Whether the calculated level is lower only because the toolkit is another version: had the
    later answers been given under the earlier one, on its day, it would not be.

    A question that is not asked any more stands there as it was last answered.
    """
    return not pairing.same_version and _would_stand(earlier, later, pairing, frozenset())


def level_fell_by_correction_alone(
    earlier: Side, later: Side, pairing: Pairing, corrected: frozenset[str]
) -> bool:
    """The same, had moreover the answers that were wrong been right: `corrected` are the earlier
    keys of those."""
    return bool(corrected) and _would_stand(earlier, later, pairing, corrected)


def _would_stand(
    earlier: Side, later: Side, pairing: Pairing, corrected: frozenset[str]
) -> bool:
    then, now = earlier.result.calculated.at_least, later.result.calculated.at_least
    if then is None or now is None or now.rank >= then.rank:
        return False
    supposed = _under_the_earlier(earlier, later, pairing, corrected)
    return supposed is not None and supposed.rank >= then.rank


def _under_the_earlier(
    earlier: Side, later: Side, pairing: Pairing, corrected: frozenset[str]
) -> Level | None:
    back, rules = pairing.inverse, earlier.definition
    told, untold = translated_effective(back, later.effective)
    gone = frozenset(key for key in rules.questions
                     if (found := pairing.later_of(key)) is None or found in untold)
    kept = gone | corrected
    given = _with_gone(told, earlier.effective, kept | _dating(rules, kept))
    given = replace(given, world=replace(
        earlier.effective.world, answers=given.answers.instance(rules)))
    background = translated_background(back, later.background)
    return calculated(rules, given, background, measure_all(rules, given, background)).at_least


def _dating(rules: Definition, keys: frozenset[str]) -> frozenset[str]:
    """The questions that say when something was, by which it counts."""
    return frozenset(term.windows.key for measure in rules.measures for term in measure.terms
                     if term.windows and term.key in keys)


def _with_gone(told: Effective, before: Effective, gone: frozenset[str]) -> Effective:
    """The later answers on the earlier day, with what was said of questions that are gone."""
    stayed = frozenset(before.answers.values) | frozenset(before.answers.marks)
    of_gone = frozenset(one for one in stayed if one.partition("/")[0] in gone)
    kept = Answers(
        {one: value for one, value in before.answers.values.items() if one in of_gone},
        {key: rows for key, rows in before.answers.rows.items() if key in gone},
        {one: mark for one, mark in before.answers.marks.items() if one in of_gone})
    return Effective(
        told.answers.with_changes(kept.values, kept.rows, kept.marks), before.world, before.on,
        told.hidden - gone | before.hidden & gone, told.disabled - gone | before.disabled & gone)
